"""Charts drawn with QPainter. Each names its data, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import (
    ALIGN_C,
    ALIGN_L,
    ALIGN_R,
    Look,
    Painted,
    elided,
    rounded,
    smooth,
    stroke,
)


def _number(value: float) -> str:
    return f"{value:g}"


class Sparkline(Painted):
    """A small trend without axes: a line, or bars with the last one strong.

    ``width`` 0 stretches. ``low`` and ``high`` fix the ends of the scale.
    """

    def __init__(
        self,
        values: Sequence[float],
        *,
        width: int = 110,
        height: int = 28,
        low: float | None = None,
        high: float | None = None,
        bars: bool = False,
        name: str = "Trend",
    ) -> None:
        super().__init__()
        self._size, self._low, self._high, self._bars, self._name = (width, height), low, high, bars, name
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set(values)

    def set(self, values: Sequence[float]) -> None:
        self.values = [float(value) for value in values]
        self.setAccessibleName(f"{self._name}: " + ", ".join(map(_number, self.values)))
        self.update()

    def sizeHint(self) -> QSize:
        width, height = self._size
        return QSize(width or 80, height)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        if not self.values:
            return
        p = smooth(self)
        low = min(self.values) if self._low is None else self._low
        high = max(self.values) if self._high is None else self._high
        span = (high - low) or 1.0
        if self._bars:
            self._paint_bars(p, low, span)
        else:
            self._paint_line(p, low, span)
        p.end()

    def _paint_bars(self, p: QPainter, low: float, span: float) -> None:
        look, h, count = self.look, self.height(), len(self.values)
        wide = self.width() / count
        for i, value in enumerate(self.values):
            tall = max(2.0, (value - low) / span * (h - 2))
            token = "accent_text" if i == count - 1 else "heat3"
            rounded(p, QRectF(i * wide + 1, h - tall, wide - 2, tall), look.c(token), 1.5)

    def _paint_line(self, p: QPainter, low: float, span: float) -> None:
        look, w, h, count = self.look, self.width(), self.height(), len(self.values)
        step = (w - 6) / max(1, count - 1)
        dots = [QPointF(3 + i * step, h - 4 - (v - low) / span * (h - 8)) for i, v in enumerate(self.values)]
        under = QPainterPath(QPointF(dots[0].x(), h))
        for dot in dots:
            under.lineTo(dot)
        under.lineTo(dots[-1].x(), h)
        p.fillPath(under, look.c("accent_text", 28))
        p.setPen(stroke(look.c("accent_text"), 1.6))
        p.drawPolyline(QPolygonF(dots))
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(look.c("accent_text"))
        p.drawEllipse(dots[-1], 2.6, 2.6)


class HBars(Painted):
    """Labelled horizontal bars with the figure at the end. ``strong`` is the one bar to stand out."""

    def __init__(
        self,
        items: Sequence[tuple[str, float]] = (),
        *,
        label_width: int = 92,
        row_height: int = 20,
        strong: int | None = None,
        suffix: str = "",
    ) -> None:
        super().__init__()
        self._label, self._row, self._strong, self._suffix = label_width, row_height, strong, suffix
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(items)

    def set(self, items: Sequence[tuple[str, float]]) -> None:
        self.items = list(items)
        said = (f"{label}: {_number(value)}{self._suffix}" for label, value in self.items)
        self.setAccessibleName("; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.px(self._label) + 120, look.px(self._row) * len(self.items))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        look = self.look
        top = max((value for _, value in self.items), default=0) or 1
        tall, left = look.px(self._row), look.px(self._label)
        figure = max((look.width(self._words(v), "meta_strong") for _, v in self.items), default=0) + 8
        for i, (label, value) in enumerate(self.items):
            y = i * tall
            p.setFont(look.font("meta"))
            p.setPen(look.c("text2"))
            p.drawText(QRectF(0, y, left - 6, tall), ALIGN_L, elided(p, label, left - 6))
            long = max(2.0, (self.width() - left - figure) * value / top)
            token = ("accent_text" if look.dark else "accent") if self._strong in (None, i) else "heat3"
            rounded(p, QRectF(left, y + tall / 2 - 5, long, 10), look.c(token), 3)
            p.setFont(look.font("meta_strong"))
            p.setPen(look.c("text"))
            p.drawText(QRectF(left + long + 6, y, figure, tall), ALIGN_L, self._words(value))
        p.end()

    def _words(self, value: float) -> str:
        return f"{_number(value)}{self._suffix}"


class Lines(Painted):
    """A figure by month, None where there is none yet.

    ``marker`` is where a dashed line stands, in months from the first (5.4 = in the sixth month). ``beside``
    are other series to be compared, each with its name, drawn thinner: the first dashed, the second dotted.
    """

    def __init__(
        self,
        values: Sequence[float | None] = (),
        labels: Sequence[str] = (),
        *,
        height: int = 120,
        low: float = 0,
        marker: float | None = None,
        marker_text: str = "",
        name: str = "",
    ) -> None:
        super().__init__()
        self._height, self._low, self._name = height, low, name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(80)
        self.set(values, labels, marker=marker, marker_text=marker_text)

    def set(
        self,
        values: Sequence[float | None],
        labels: Sequence[str],
        *,
        marker: float | None = None,
        marker_text: str = "",
        beside: Sequence[tuple[str, Sequence[float | None]]] = (),
    ) -> None:
        self.values, self.labels = list(values), list(labels)
        self.marker, self.marker_text = marker, marker_text
        self.beside = [(name, list(others)) for name, others in beside]
        said = [
            f"{label}: {'none' if value is None else _number(value)}"
            for label, value in zip(self.labels, self.values, strict=True)
        ]
        if marker is not None and marker_text:
            said.append(f"{marker_text} marked at {self.labels[min(len(said) - 1, round(marker))]}")
        for name, others in self.beside:
            shown = ", ".join("none" if value is None else _number(value) for value in others)
            said.append(f"{name}: {shown}")
        self.setAccessibleName(f"{self._name}: {'; '.join(said)}" if self._name else "; ".join(said))
        self.update()

    def set_low(self, low: float) -> None:
        """Where the scale begins; say so beside the chart when that is not nought."""
        self._low = low
        self.update()

    def table(self) -> list[tuple[str, str]]:
        """The data in words, for a "View as table" action."""
        pairs = zip(self.labels, self.values, strict=True)
        return [(label, "" if value is None else _number(value)) for label, value in pairs]

    def sizeHint(self) -> QSize:
        return QSize(240, self._height)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        series = (self.values, *(others for _, others in self.beside))
        known = [value for values in series for value in values if value is not None]
        if not known:
            return
        p = smooth(self)
        look = self.look
        p.setFont(look.font("tiny"))
        foot, top = look.height("tiny") + 7, look.height("tiny")
        key = look.height("tiny") + 2 if self.beside else 0
        high = max(max(known) * 1.15, self._low + 1)
        left = look.width(f"{high:,.0f}", "tiny") + 10
        plot = QRectF(left, top, self.width() - left - 8, self.height() - foot - top - key)

        def x(i: float) -> float:
            return plot.x() + 6 + i * (plot.width() - 12) / max(1, len(self.values) - 1)

        def y(value: float) -> float:
            return plot.bottom() - (value - self._low) / (high - self._low) * plot.height()

        self._paint_axes(p, look, plot, x, y, high)
        self._paint_beside(p, look, plot, x, y)
        dots = [QPointF(x(i), y(value)) for i, value in enumerate(self.values) if value is not None]
        p.setPen(stroke(look.c("accent_text"), 2))
        p.drawPolyline(QPolygonF(dots))
        p.setPen(QPen(look.c("surface"), 1.5))
        p.setBrush(look.c("accent_text"))
        for dot in dots:
            p.drawEllipse(dot, 3.4, 3.4)
        p.end()

    def _paint_beside(
        self, p: QPainter, look: Look, plot: QRectF, x: Callable[[float], float], y: Callable[[float], float]
    ) -> None:
        """The other series, and the key that names each by its line."""
        left = plot.x() + 6
        foot = self.height() - look.height("tiny") / 2 - 1
        styles = (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
        for place, (name, others) in enumerate(self.beside):
            pen = QPen(look.c("text2"), 1.4, styles[place % 2])
            p.setPen(pen)
            dots: list[QPointF] = []
            for i, value in [*enumerate(others), (0, None)]:
                if value is not None:
                    dots.append(QPointF(x(i), y(value)))
                elif dots:
                    p.drawPolyline(QPolygonF(dots))
                    dots = []
            p.drawLine(QPointF(left, foot), QPointF(left + 22, foot))
            wide = look.width(name, "tiny") + 6
            p.setPen(look.c("text2"))
            p.drawText(QRectF(left + 26, foot - 8, wide, 16), ALIGN_L, name)
            left += 26 + wide + 12

    def _paint_axes(
        self,
        p: QPainter,
        look: Look,
        plot: QRectF,
        x: Callable[[float], float],
        y: Callable[[float], float],
        high: float,
    ) -> None:
        for part in range(3):
            value = self._low + (high - self._low) * part / 2.3
            p.setPen(QPen(look.c("border"), 1))
            p.drawLine(QPointF(plot.x(), y(value)), QPointF(plot.right(), y(value)))
            p.setPen(look.c("text3"))
            p.drawText(QRectF(0, y(value) - 8, plot.x() - 6, 16), ALIGN_R, f"{value:,.0f}")
        wide = max((look.width(label, "tiny") for label in self.labels), default=1) + 8
        every = max(1, -(-int(wide * len(self.labels)) // max(1, int(plot.width()))))
        for i, label in enumerate(self.labels):
            if i % every == 0:
                left = min(max(0.0, x(i) - wide / 2), self.width() - wide)
                place = QRectF(left, plot.bottom() + 5, wide, look.height("tiny"))
                p.drawText(place, ALIGN_C, label)
        if self.marker is not None:
            at = x(self.marker)
            p.setPen(QPen(look.c("text3"), 1, Qt.PenStyle.DashLine))
            p.drawLine(QPointF(at, 2), QPointF(at, plot.bottom()))
            p.setPen(look.c("text2"))
            long = look.width(self.marker_text, "tiny") + 4
            right = at + 6 + long < self.width()
            start = at + 4 if right else at - long - 4
            p.drawText(QRectF(start, 0, long, plot.y()), ALIGN_L if right else ALIGN_R, self.marker_text)
