"""The problem-or-pattern row: three stops between two descriptions."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import smooth, tick
from npt_desktop.ui.widgets.choices import Choice, Radio


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
