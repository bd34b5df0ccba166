"""The same figures in up to three periods beside one another, painted; named for those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.ui.theme.look import ALIGN_L, Look, Painted, elided, rounded, smooth

Figures = tuple[float | None, ...]
_BAR, _GAP, _LABEL = 10, 3, 190


class CompareBars(Painted):
    """For each label a bar a period, the latest on top and darkest, its figure at its end; None draws "none".

    Periods are told apart by their place and by a legend, never by colour alone. ``suffix`` follows each figure.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._name = name
        self.periods: tuple[str, ...] = ()
        self.items: list[tuple[str, Figures]] = []
        self.suffix = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, periods: Sequence[str], items: Sequence[tuple[str, Figures]], suffix: str = "") -> None:
        """Replace everything; each item has as many figures as there are periods, the latest first."""
        self.periods, self.items, self.suffix = tuple(periods), list(items), suffix
        said = []
        for label, figures in self.items:
            each = (
                f"{period} {self._words(figure)}"
                for period, figure in zip(self.periods, figures, strict=True)
            )
            said.append(f"{label}: {', '.join(each)}")
        self.setAccessibleName(f"{self._name}: {'; '.join(said)}" if self._name else "; ".join(said))
        self.updateGeometry()
        self.update()

    def _words(self, figure: float | None) -> str:
        return "none" if figure is None else f"{figure:,.0f}{self.suffix}"

    def _row(self) -> float:
        return self.look.px((_BAR + _GAP) * max(1, len(self.periods)) + 11)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(_LABEL) + 200, round(self.look.px(26) + self._row() * len(self.items)))

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p, look = smooth(self), self.look
        self._paint_legend(p, look)
        left, top = min(look.px(_LABEL), self.width() // 3), look.px(26)
        tall, bar, gap = self._row(), look.px(_BAR), look.px(_GAP)
        figure_w = max(
            (look.width(self._words(f), "tiny") for _, figures in self.items for f in figures), default=0
        ) + 8  # fmt: skip
        most = max((f for _, figures in self.items for f in figures if f is not None), default=0) or 1
        room = max(20, self.width() - left - figure_w)
        for place, (label, figures) in enumerate(self.items):
            y = top + place * tall
            p.setFont(look.font("meta"))
            p.setPen(look.c("text"))
            bars = (bar + gap) * len(figures)
            p.drawText(QRectF(0, y, left - 10, bars), ALIGN_L, elided(p, label, left - 10))
            p.setFont(look.font("tiny"))
            for n, figure in enumerate(figures):
                at = y + n * (bar + gap)
                long = 0.0 if figure is None else max(2.0, room * figure / most)
                if figure is not None:
                    rounded(p, QRectF(left, at, long, bar), look.c(self._tone(n)), 2)
                p.setPen(look.c("text" if n == 0 else "text2"))
                p.drawText(QRectF(left + long + 5, at - 3, figure_w, bar + 6), ALIGN_L, self._words(figure))
        p.end()

    def _paint_legend(self, p: QPainter, look: Look) -> None:
        p.setFont(look.font("tiny"))
        x = float(min(look.px(_LABEL), self.width() // 3))
        for n, period in enumerate(self.periods):
            rounded(p, QRectF(x, look.px(4), look.px(14), look.px(_BAR)), look.c(self._tone(n)), 2)
            p.setPen(look.c("text2"))
            wide = look.width(period, "tiny") + 4
            p.drawText(QRectF(x + look.px(18), 0, wide, look.px(18)), ALIGN_L, period)
            x += look.px(18) + wide + 14

    def _tone(self, place: int) -> str:
        return (("accent_text" if self.look.dark else "accent"), "heat3", "edge")[min(place, 2)]
