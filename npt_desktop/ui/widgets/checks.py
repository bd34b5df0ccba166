"""Several of a list at once: check boxes in columns that act as one control."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from npt_desktop.ui.widgets.buttons import Check


class Checks(QWidget):
    """Check boxes of (key, words). ``changed`` carries the keys ticked, after the user changed them."""

    changed = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[Hashable, str]],
        ticked: Iterable[Hashable] = (),
        *,
        columns: int = 2,
        name: str = "",
    ) -> None:
        super().__init__()
        self.options = list(options)
        self._keys = [key for key, _ in options]
        self.boxes = [Check(words) for _, words in options]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        deep = -(-len(self.boxes) // columns)
        for place, made in enumerate(self.boxes):
            grid.addWidget(made, place % deep, place // deep)
            made.clicked.connect(lambda _=False: self.changed.emit(self.value()))
        if self.boxes:
            self.setFocusProxy(self.boxes[0])
        if name:
            self.setAccessibleName(name)
        self.set_value(ticked)

    def value(self) -> tuple[Hashable, ...]:
        """The keys ticked, in the order of the list."""
        return tuple(key for key, made in zip(self._keys, self.boxes, strict=True) if made.isChecked())

    def set_value(self, ticked: Iterable[Hashable]) -> None:
        """Tick these and no others, without ``changed``."""
        wanted = set(ticked)
        for key, made in zip(self._keys, self.boxes, strict=True):
            made.setChecked(key in wanted)
