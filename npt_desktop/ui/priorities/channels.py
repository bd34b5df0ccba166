"""Where a text is put: a check box for each channel of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from npt_desktop.ui.widgets.buttons import Check
from npt_desktop.ui.widgets.layout import clear


class Channels(QWidget):
    """The channels by label. ``changed`` when a person ticks one."""

    changed = Signal()

    def __init__(self, *, columns: int = 1) -> None:
        super().__init__()
        self._columns = columns
        self.setObjectName("channels")
        self.setAccessibleName("Publish to")
        self._lay = QGridLayout()
        self._lay.setContentsMargins(0, 0, 0, 0)
        self._lay.setVerticalSpacing(4)
        self.setLayout(self._lay)
        self.boxes: list[Check] = []

    def set(self, labels: Sequence[str], ticked: Sequence[str]) -> None:
        """Show the list with some ticked."""
        if [b.accessibleName() for b in self.boxes] != list(labels):
            clear(self._lay)
            self.boxes = [Check(label) for label in labels]
            for place, check in enumerate(self.boxes):
                check.clicked.connect(self.changed)
                self._lay.addWidget(check, place // self._columns, place % self._columns)
            if self.boxes:
                self.setFocusProxy(self.boxes[0])
        for check in self.boxes:
            check.setChecked(check.accessibleName() in ticked)

    def chosen(self) -> list[str]:
        """The labels ticked, in the list's order."""
        return [check.accessibleName() for check in self.boxes if check.isChecked()]
