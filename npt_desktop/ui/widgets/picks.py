"""Several of a list: type to choose, each choice stands below with a cross that takes it out again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.buttons import IconButton
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.text import Elided
from npt_desktop.ui.widgets.typeahead import TypeAhead


class Picks(QWidget):
    """A type-ahead that gathers. Tab or Enter takes what was typed and leaves the box empty for the next;
    Backspace in the empty box takes the last choice out. ``changed`` when a person chose or took out."""

    changed = Signal()

    def __init__(self, *, placeholder: str = "Type to add") -> None:
        super().__init__()
        self.box = TypeAhead(placeholder=placeholder)
        self._options: list[tuple[Hashable, str]] = []
        self._chosen: list[Hashable] = []
        self.buttons: list[IconButton] = []
        self._chips = col(gap=3)
        self._below = box(self._chips)
        self._below.hide()
        self.setLayout(col(self.box, self._below, gap=3))
        self.setFocusProxy(self.box)
        self.box.changed.connect(self._take)
        self.box.installEventFilter(self)

    def setAccessibleName(self, name: str, /) -> None:
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def offer(self, options: Sequence[tuple[Hashable, str]]) -> None:
        """What may be chosen; what is chosen stays as far as it is still there or was named by :meth:`set`."""
        known = {key for key, _ in options}
        kept = [(key, words) for key, words in self._options if key in self._chosen and key not in known]
        self._options = [*options, *kept]
        self._show()

    def value(self) -> tuple[Hashable, ...]:
        """The keys chosen, in the order they were."""
        self.box.settle()
        return tuple(self._chosen)

    def set(self, keys: Sequence[Hashable], words: Sequence[str] = ()) -> None:
        """Choose these without ``changed``; ``words`` name keys that are on no list any more."""
        known = {key for key, _ in self._options}
        self._options += [(key, said) for key, said in zip(keys, words, strict=False) if key not in known]
        known = {key for key, _ in self._options}
        self._chosen = [key for key in keys if key in known]
        self.box.set_value(None)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = event.key() == Qt.Key.Key_Backspace and not self.box.text()
            if back and self._chosen:
                self._drop(self._chosen[-1])
                return True
        return super().eventFilter(watched, event)

    def _take(self, key: object) -> None:
        if isinstance(key, Hashable) and key is not None:
            self._chosen.append(key)
            self.box.set_value(None)
            self._show()
            self.changed.emit()

    def _drop(self, key: Hashable) -> None:
        self._chosen.remove(key)
        self._show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show(self) -> None:
        self.box.offer([(key, words) for key, words in self._options if key not in self._chosen])
        words = dict(self._options)
        clear(self._chips)
        self.buttons = []
        for key in self._chosen:
            out = IconButton("x", f"Take out {words[key]}", size=24)
            out.clicked.connect(lambda _=False, key=key: self._drop(key))
            self.buttons.append(out)
            self._chips.addWidget(Well(row((Elided(words[key], "meta"), 1), out, gap=4), pad=0))
        self._below.setVisible(bool(self._chosen))
