"""Choices of up to five: segments, the problem-or-pattern row, the score. All are real radio buttons.

One tab stop each. Arrow keys choose the neighbour, digits choose by number, Home and End choose
the ends; Delete takes the choice back where ``optional``. ``changed`` is emitted when the user
chooses, never by :meth:`Choice.set_value`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import (
    ALIGN_C,
    ALIGN_L,
    Painted,
    Restyled,
    elided,
    rounded,
    smooth,
    tick,
)
from npt_desktop.ui.widgets.buttons import plain
from npt_desktop.ui.widgets.layout import row

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


class _Segment(Radio):
    def sizeHint(self) -> QSize:
        look, owner = self.look, self.owner
        assert isinstance(owner, Segmented)
        width = look.width(self.words, "meta_strong") + 26
        width += (look.px(15) + 5 if owner.numbered else 0) + (16 if self.isChecked() else 0)
        return QSize(width, owner.height_now() - 2)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        owner = self.owner
        assert isinstance(owner, Segmented)
        p = smooth(self)
        look, on, mid = self.look, self.isChecked(), self.height() / 2
        tone = owner.tones.get(owner.options[self.index][0], "accent")
        ink = look.ink(tone) if on else "text" if self.isEnabled() else "text3"
        if on:
            edge = "accent_text" if tone == "accent" else tone
            cell = QRectF(self.rect()).adjusted(0.6, 0.6, -0.6, -0.6)
            rounded(p, cell, look.c(look.soft(tone)), tk.RADIUS - 1, look.c(edge), 1.2)
        elif self.underMouse() and self.isEnabled():
            rounded(p, QRectF(self.rect()), look.c("hover"), tk.RADIUS - 1)
        if self.index and not on and not owner.radios[self.index - 1].isChecked():
            p.setPen(QPen(look.c("border"), 1))
            p.drawLine(0, 7, 0, self.height() - 7)
        key_w = look.px(15)
        lead = (key_w + 5 if owner.numbered else 0) + (16 if on else 0)
        words = min(look.width(self.words, "meta_strong" if on else "meta"), self.width() - lead - 8)
        x = max(4.0, (self.width() - lead - words) / 2)
        if owner.numbered:
            cap = QRectF(x, mid - look.px(16) / 2, key_w, look.px(16))
            rounded(p, cap, look.c("sunken"), 3, look.c("border"))
            p.setFont(look.font("tiny"))
            p.setPen(look.c("text2"))
            p.drawText(cap, ALIGN_C, str(self.index + 1))
            x += key_w + 5
        if on:
            tick(p, look.c(ink), x + 1, mid)
            x += 16
        p.setFont(look.font("meta_strong" if on else "meta"))
        p.setPen(look.c(ink))
        p.drawText(QRectF(x, 0, words + 2, self.height()), ALIGN_L, elided(p, self.words, words + 2))
        p.end()


class Segmented(Choice):
    """Two to five exclusive choices in a row; a tick shows the choice as well as the colour does.

    ``options`` are words, or (key, words). ``numbered`` shows the digit that chooses each.
    ``tones`` colour a chosen key: good, warn, bad or none instead of the accent.
    """

    def __init__(
        self,
        options: Sequence[Hashable | tuple[Hashable, str]],
        value: Hashable = None,
        *,
        label: str = "",
        numbered: bool = False,
        small: bool = False,
        stretch: bool = False,
        optional: bool = False,
        tones: Mapping[Hashable, str] | None = None,
    ) -> None:
        super().__init__(options, optional=optional)
        self.numbered, self._small, self.tones = numbered, small, dict(tones or {})
        across = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        segments = [_Segment(self, i, words) for i, (_, words) in enumerate(self.options)]
        for segment in segments:
            segment.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._fill(segments, value)
        self.setLayout(row(*[(s, 1) if stretch else s for s in segments], gap=0, margins=(1, 1, 1, 1)))
        self.set_label(label or "Choose one")

    def height_now(self) -> int:
        """Its height at the present text size."""
        return self.look.px(tk.CONTROL_S if self._small else tk.CONTROL_H)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        rounded(p, frame, look.c("surface"), tk.RADIUS, look.c("edge"))
        p.end()


class _Digit(Radio):
    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(max(24, look.px(24)), look.px(tk.CONTROL_H) - 6)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on = self.look, self.isChecked()
        cell = QRectF(self.rect()).adjusted(0.5, 0, -0.5, 0)
        if on or self.underMouse():
            rounded(p, cell, look.c("accent" if on else "hover"), 4)
        p.setFont(look.font("meta_strong"))
        p.setPen(look.c("on_accent" if on else "text"))
        p.drawText(cell, ALIGN_C, self.text())
        p.end()


class ScorePicker(Choice):
    """A score from 1 to 5 with its word. ``words`` are the editable score labels, best last."""

    def __init__(self, words: Mapping[int, str], value: int | None = None, *, label: str = "Score") -> None:
        super().__init__(list(words.items()), optional=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        digits = [_Digit(self, i, str(key)) for i, (key, _) in enumerate(self.options)]
        self._fill(digits, value)
        self.setLayout(row(*digits, None, gap=0, margins=(3, 3, 3, 3)))
        self.set_label(label)

    def option_words(self, index: int) -> str:
        key, words = self.options[index]
        return f"{key} {words}"

    def _word_width(self) -> int:
        look = self.look
        words = max((look.width(w, "meta_strong") for _, w in self.options), default=0)
        return max(words, look.width("press 1 to 5", "meta"))

    def sizeHint(self) -> QSize:
        look = self.look
        digits = len(self.options) * max(24, look.px(24))
        return QSize(6 + digits + 8 + self._word_width() + 10, look.px(tk.CONTROL_H))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _digit(self, digit: int) -> int:
        return next((i for i, (key, _) in enumerate(self.options) if key == digit), -1)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        rounded(
            p,
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5),
            look.c("surface"),
            tk.RADIUS,
            look.c("control"),
        )
        index = self._group.checkedId()
        words = self.options[index][1] if index >= 0 else f"press 1 to {len(self.options)}"
        p.setFont(look.font("meta_strong" if index >= 0 else "meta"))
        p.setPen(look.c("text" if index >= 0 else "text3"))
        x = self.radios[-1].geometry().right() + 8 if self.radios else 8
        p.drawText(QRectF(x, 0, self.width() - x - 6, self.height()), ALIGN_L, words)
        p.end()
