"""The small drawings of a plan: a measure month by month and the problem analysis triangle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from npt_desktop.reports import ink
from npt_desktop.reports.document import Chart, Triangle
from npt_desktop.reports.ink import Ink
from npt_desktop.reports.strips import Pen, Strip

_LABEL = Ink(ink.TINY, ink.TEXT_2)
_FIGURE = Ink(ink.TINY, ink.TEXT, bold=True)
_SIDE = Ink(ink.SMALL, ink.TEXT, bold=True)
_MOST_FIGURES = 30


def number(value: float) -> str:
    """``12`` or ``3.5``: never more digits than were measured to one place."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


@dataclass(slots=True)
class ChartStrip(Strip):
    """Bars with their figures; first figure and aim as labelled lines; gaps stay gaps."""

    chart: Chart = field(default_factory=lambda: Chart("", "", ()))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        chart = self.chart
        left, right, foot, top = x, x + width - 62, y - self.height + 16, y - 14
        pen.text(left, y - 7, f"{chart.title}, {chart.unit}" if chart.unit else chart.title, _LABEL)
        levels = [value for _, value in chart.points if value is not None and math.isfinite(value)]
        lines = [value for value in (chart.baseline, chart.aim) if value is not None and math.isfinite(value)]
        highest = max([1e-9, *levels, *lines])
        scale = (top - foot - 9) / highest
        slot = (right - left) / max(1, len(chart.points))
        bar = min(22.0, slot * 0.6)
        each = max(1, math.ceil(len(chart.points) / 16))
        bars = [
            (left + slot * (place + 0.5), max(0.0, value) * scale, value)
            for place, (_, value) in enumerate(chart.points)
            if value is not None and math.isfinite(value)
        ]
        for place, (month, value) in enumerate(chart.points):
            middle = left + slot * (place + 0.5)
            if place % each == 0:
                pen.text_middle(middle, foot - 9, month, _LABEL)
            if value is None or not math.isfinite(value):
                pen.line(middle - bar / 2, foot + 4, middle + bar / 2, foot + 4, ink.EDGE, 0.7, dash=2)
        for middle, high, _ in bars:
            pen.box(middle - bar / 2, foot, bar, high, fill=ink.LINE)
        pen.line(left, foot, right, foot, ink.EDGE, 0.7)
        self._levels(pen, left, right, foot, scale)
        if chart.mark is not None:
            at = left + slot * (chart.mark + 0.5)
            pen.line(at, foot, at, top, ink.TEXT_2, 0.9, dash=3.0)
            if at + 4.4 * len(chart.mark_words) < right:
                pen.text(at + 3, top - 4, chart.mark_words, _LABEL)
            else:
                pen.text_right(at - 3, top - 4, chart.mark_words, _LABEL)
        if len(chart.points) <= _MOST_FIGURES:
            for middle, high, value in bars:
                wide = 4.4 * len(number(value))
                pen.box(middle - wide / 2, foot + high + 1.2, wide, ink.TINY + 0.6, fill=ink.PAPER)
                pen.text_middle(middle, foot + high + 2.5, number(value), _FIGURE)

    def _levels(self, pen: Pen, left: float, right: float, foot: float, scale: float) -> None:
        taken: list[float] = []
        for name, level, dash in (("Aim", self.chart.aim, 3.0), ("First figure", self.chart.baseline, 0.0)):
            if level is None or not math.isfinite(level):
                continue
            at = foot + max(0.0, level) * scale
            pen.line(left, at, right, at, ink.ACCENT, 0.8, dash=dash)
            shown = at - 2.4
            while any(abs(shown - other) < ink.TINY + 1 for other in taken):
                shown += ink.TINY + 1
            taken.append(shown)
            pen.text(right + 4, shown, f"{name} {number(level)}", _LABEL)

    def texts(self) -> Iterator[str]:
        yield self.chart.title
        if self.chart.mark_words:
            yield self.chart.mark_words


@dataclass(slots=True)
class TriangleStrip(Strip):
    """Victim, offender, location; a side not yet analysed is dashed and says so."""

    triangle: Triangle = field(default_factory=lambda: Triangle(victim=False, offender=False, location=False))

    def draw(self, pen: Pen, x: float, y: float, width: float) -> None:
        middle = x + width / 2
        top, foot, half = y - 6, y - self.height + 20, 62.0
        left, right = middle - half, middle + half
        sides = (
            ("Offender", self.triangle.offender, (left, foot), (middle, top)),
            ("Victim", self.triangle.victim, (middle, top), (right, foot)),
            ("Location", self.triangle.location, (left, foot), (right, foot)),
        )
        for _, known, (x1, y1), (x2, y2) in sides:
            pen.line(
                x1, y1, x2, y2, ink.ACCENT if known else ink.EDGE, 1.6 if known else 0.9, 0 if known else 3
            )
        half_way = (top + foot) / 2
        offender, victim, location = (self._label(name, known) for name, known, _, _ in sides)
        pen.text_right(middle - half / 2 - 10, half_way, offender, _SIDE)
        pen.text(middle + half / 2 + 10, half_way, victim, _SIDE)
        pen.text_middle(middle, foot - 12, location, _SIDE)
        pen.text_middle(middle, foot + (top - foot) * 0.26, "Problem", Ink(ink.NOTE, ink.TEXT_2))

    @staticmethod
    def _label(name: str, known: bool) -> str:
        return name if known else f"{name} (not yet analysed)"

    def texts(self) -> Iterator[str]:
        yield from ("Offender", "Victim", "Location")
