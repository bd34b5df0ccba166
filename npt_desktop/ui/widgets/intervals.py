"""Averages on one scale with how sure they are: a dot with its interval, and the words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, Look, Painted, elided, smooth, stroke


@dataclass(frozen=True, slots=True)
class Mean:
    """One line. ``value`` is None where nothing was counted; without ``between`` it is not to be judged by, and
    its dot is hollow."""

    label: str
    value: float | None
    between: tuple[float, float] | None
    words: str


class Intervals(Painted):
    """Lines below one another on a scale from ``low`` to ``high``, whole numbers marked."""

    def __init__(
        self,
        low: int,
        high: int,
        *,
        label_width: int = 170,
        words_width: int = 230,
        row_height: int = 26,
        name: str = "",
    ) -> None:
        super().__init__()
        self._low, self._high, self._name = low, high, name
        self._label, self._words, self._row = label_width, words_width, row_height
        self.items: list[Mean] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(())

    def set(self, items: Sequence[Mean]) -> None:
        """Show these lines."""
        self.items = list(items)
        self.setAccessibleName(
            f"{self._name}: " + "; ".join(f"{item.label}: {item.words}" for item in self.items)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(
            look.px(self._label + self._words) + 160, look.px(20) + look.px(self._row) * len(self.items)
        )

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        label, head = look.px(self._label), look.px(20)
        plot = QRectF(
            label, head, max(80.0, self.width() - label - look.px(self._words)), self.height() - head
        )
        p.setFont(look.font("tiny"))
        for mark in range(self._low, self._high + 1):
            at = self._x(plot, mark)
            p.setPen(QPen(look.c("border"), 1))
            p.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()))
            p.setPen(look.c("text3"))
            p.drawText(QRectF(at - 15, 0, 30, head - 3), ALIGN_C, str(mark))
        for place, item in enumerate(self.items):
            self._line(p, look, item, plot, plot.top() + look.px(self._row) * (place + 0.5))
        p.end()

    def _line(self, p: QPainter, look: Look, item: Mean, plot: QRectF, middle: float) -> None:
        tall = look.px(self._row)
        p.setFont(look.font("meta"))
        p.setPen(look.c("text2"))
        p.drawText(
            QRectF(0, middle - tall / 2, plot.left() - 14, tall),
            ALIGN_L,
            elided(p, item.label, plot.left() - 14),
        )
        room = self.width() - plot.right() - 12
        p.setPen(look.c("text" if item.between else "text3"))
        p.drawText(
            QRectF(plot.right() + 12, middle - tall / 2, room, tall), ALIGN_L, elided(p, item.words, room)
        )
        if item.value is None:
            return
        ink = look.c("accent_text")
        if item.between is not None:
            low, high = (self._x(plot, end) for end in item.between)
            p.setPen(stroke(ink, 2))
            p.drawLine(QPointF(low, middle), QPointF(high, middle))
            for end in (low, high):
                p.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))
        p.setPen(stroke(ink, 1.6))
        p.setBrush(ink if item.between is not None else Qt.BrushStyle.NoBrush)
        p.drawEllipse(QPointF(self._x(plot, item.value), middle), 4.5, 4.5)

    def _x(self, plot: QRectF, value: float) -> float:
        return plot.left() + 8 + (value - self._low) / (self._high - self._low) * (plot.width() - 16)
