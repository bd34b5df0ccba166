"""What choices of up to five have in common: radio buttons that act as one control.

One tab stop each. Arrow keys choose the neighbour, digits choose by number, Home and End choose
the ends; Delete takes the choice back where ``optional``. ``changed`` is emitted when the user
chooses, never by :meth:`Choice.set_value`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy

from npt_desktop.ui.theme.look import Painted, Restyled
from npt_desktop.ui.widgets.buttons import plain

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class Radio(Restyled, QRadioButton):
    """One stop of a choice. The whole of it can be clicked."""

    def __init__(self, owner: Choice, index: int, text: str) -> None:
        super().__init__(plain(text))
        self.owner, self.index, self.words = owner, index, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, pos: QPoint, /) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if not self.owner.key(event):
            super().keyPressEvent(event)


class Choice(Painted):
    """The common part: a group of radio buttons that act as one control."""

    changed = Signal(object)

    def __init__(self, options: Sequence[Hashable | tuple[Hashable, str]], *, optional: bool) -> None:
        super().__init__()
        self.options: list[tuple[Hashable, str]] = [
            (option[0], str(option[1])) if isinstance(option, tuple) else (option, str(option))
            for option in options
        ]
        self.optional = optional
        self._group = QButtonGroup(self)
        self.radios: list[Radio] = []

    def _fill(self, radios: Sequence[Radio], value: Hashable) -> None:
        self.radios = list(radios)
        for radio in self.radios:
            self._group.addButton(radio, radio.index)
        self._group.idClicked.connect(self._clicked)
        self.set_value(value)

    def value(self) -> Hashable:
        """The key of the chosen option, or None."""
        index = self._group.checkedId()
        return self.options[index][0] if index >= 0 else None

    def set_value(self, value: Hashable) -> None:
        """Choose by key without ``changed``; None (or an unknown key) chooses nothing."""
        index = next((i for i, (key, _) in enumerate(self.options) if key == value), -1)
        if value is None or index < 0:
            self._group.setExclusive(False)
            for radio in self.radios:
                radio.setChecked(False)
            self._group.setExclusive(True)
        else:
            self.radios[index].setChecked(True)
        self._settle()

    def set_label(self, label: str) -> None:
        """Name the group; each radio button is then ``label: option``."""
        self.setAccessibleName(label)
        for radio in self.radios:
            radio.setAccessibleName(f"{label}: {self.option_words(radio.index)}")

    def set_words(self, words: Sequence[str]) -> None:
        """Change what the options are called; keys and choice stay."""
        for radio, said in zip(self.radios, words, strict=True):
            if radio.words != said:
                self.options[radio.index] = (self.options[radio.index][0], said)
                radio.words = said
                radio.setText(plain(said))
                radio.setAccessibleName(f"{self.accessibleName()}: {said}")
        self._settle()

    def option_words(self, index: int) -> str:
        """What a screen reader says for an option."""
        return self.options[index][1]

    def key(self, event: QKeyEvent) -> bool:
        """Act on a key press in one of the radio buttons; False when it means nothing here."""
        pressed, last = Qt.Key(event.key()), len(self.radios) - 1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        here = self._group.checkedId()
        if pressed in _BACK:
            return self._choose(max(0, here - 1) if here >= 0 else last)
        if pressed in _ON:
            return self._choose(min(last, here + 1))
        if pressed == Qt.Key.Key_Home:
            return self._choose(0)
        if pressed == Qt.Key.Key_End:
            return self._choose(last)
        if pressed in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.optional:
            if here >= 0:
                self.set_value(None)
                self.changed.emit(None)
            return True
        if event.text().isdecimal():
            index = self._digit(int(event.text()))
            return 0 <= index <= last and self._choose(index)
        return False

    def _digit(self, digit: int) -> int:
        return digit - 1

    def _choose(self, index: int) -> bool:
        fresh = index != self._group.checkedId()
        self.radios[index].setChecked(True)
        self._settle()
        self.radios[index].setFocus(Qt.FocusReason.TabFocusReason)
        if fresh:
            self.changed.emit(self.value())
        return True

    def _clicked(self, index: int) -> None:
        self._settle()
        self.changed.emit(self.options[index][0])

    def _settle(self) -> None:
        """One tab stop: the chosen button, or the first when there is none."""
        stop = max(0, self._group.checkedId())
        for radio in self.radios:
            strong = Qt.FocusPolicy.StrongFocus
            radio.setFocusPolicy(strong if radio.index == stop else Qt.FocusPolicy.ClickFocus)
            radio.updateGeometry()
        self.setFocusProxy(self.radios[stop])
        self.updateGeometry()
        self.update()
