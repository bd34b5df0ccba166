"""Choices of up to five: segments, the problem-or-pattern row, the score. All are real radio buttons."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, elided, rounded, smooth, tick
from npt_desktop.ui.widgets.choice import Choice, Radio
from npt_desktop.ui.widgets.layout import row


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
    """Two to six exclusive choices in a row; a tick shows the choice as well as the colour does.

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


class _Stop(Radio):
    def sizeHint(self) -> QSize:
        side = self.look.px(24)
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, on = self.look, self.isChecked()
        centre = QRectF(self.rect()).center()
        radius = look.px(8) if on else look.px(5 if self.underMouse() else 4.5)
        p.setPen(QPen(look.c("accent_text" if on else "control"), 2 if on else 1.4))
        p.setBrush(look.c("accent" if on else "surface"))
        p.drawEllipse(centre, radius, radius)
        if on:
            tick(p, look.c("on_accent"), centre.x() - 3.6, centre.y(), 8)
        p.end()


class Scale(Choice):
    """One row of the problem-or-pattern test: three stops between two descriptions.

    The value is -1 (left: pattern), 0 (between), 1 (right: problem) or None. Left and Right move,
    Down and Up go to the next and previous row, 1 2 3 choose.
    """

    def __init__(
        self, name: str, left: str, right: str, value: int | None = None, *, name_width: int = 112
    ) -> None:
        super().__init__([(-1, left), (0, "Between the two"), (1, right)], optional=True)
        self.name, self.left, self.right, self._name_width = name, left, right, name_width
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._fill([_Stop(self, i, "") for i in range(3)], value)
        for stop in self.radios:
            stop.setParent(self)
            stop.show()
        self.set_label(name)

    def sizeHint(self) -> QSize:
        return QSize(560, self.look.px(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(self._name_width) + 280, self.look.px(38))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int, /) -> int:
        look = self.look
        name, track, right = self._spots(width)
        metrics = QFontMetrics(look.font("meta_strong"))
        texts = ((self.name, name - 8), (self.left, track - 12 - name), (self.right, width - right))
        wrap = Qt.TextFlag.TextWordWrap.value
        tallest = max(
            metrics.boundingRect(QRect(0, 0, int(room), 1000), wrap, words).height() for words, room in texts
        )
        return max(look.px(38), tallest + 6)

    def option_words(self, index: int) -> str:
        return self.options[index][1]

    def key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._neighbour(1 if event.key() == Qt.Key.Key_Down else -1)
        return super().key(event)

    def _neighbour(self, step: int) -> bool:
        parent = self.parentWidget()
        rows = parent.findChildren(Scale) if parent is not None else [self]
        there = rows.index(self) + step
        if 0 <= there < len(rows):
            reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            rows[there].setFocus(reason)
        return True

    def _spots(self, width: int = 0) -> tuple[float, float, float]:
        """Where the words of the left end, the track and the words of the right end begin."""
        look = self.look
        name, track = look.px(self._name_width), look.px(104)
        side = ((width or self.width()) - name - track - 24) / 2
        return name, name + side + 12, name + side + 12 + track + 12

    def _place(self) -> None:
        _, track, right = self._spots()
        side = self.look.px(24)
        step = (right - 12 - track - side) / 2
        for i, stop in enumerate(self.radios):
            stop.setGeometry(round(track + i * step), (self.height() - side) // 2, side, side)

    def resizeEvent(self, *_: object) -> None:
        self._place()

    def restyle(self) -> None:
        super().restyle()
        self._place()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look, value, h = self.look, self.value(), self.height()
        name, track, right = self._spots()
        wrap, middle = Qt.TextFlag.TextWordWrap.value, Qt.AlignmentFlag.AlignVCenter.value
        p.setFont(look.font("meta_strong"))
        p.setPen(look.c("text"))
        flags = wrap | middle | Qt.AlignmentFlag.AlignLeft.value
        p.drawText(QRectF(0, 0, name - 8, h), flags, self.name)
        ends = ((name, track - 12 - name, self.left, -1), (right, self.width() - right, self.right, 1))
        for x, width, words, end in ends:
            on = value == end
            side = Qt.AlignmentFlag.AlignRight if end < 0 else Qt.AlignmentFlag.AlignLeft
            p.setFont(look.font("meta_strong" if on else "meta"))
            p.setPen(look.c("accent_text" if on else "text2"))
            p.drawText(QRectF(x, 0, width, h), wrap | middle | side.value, words)
        p.setPen(QPen(look.c("control"), 2))
        inset = look.px(12)
        p.drawLine(round(track + inset), h // 2, round(right - 12 - inset), h // 2)
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
