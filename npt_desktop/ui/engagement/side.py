"""Beside the log: the gaps, the scores and the purposes of the month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from npt_desktop.rules.periods import MONTHS, month_short
from npt_desktop.ui.theme.look import Restyled
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.charts import HBars, Sparkline
from npt_desktop.ui.widgets.grids import CountDelegate, Grid, GridModel
from npt_desktop.ui.widgets.layout import UNLIMITED, box, col, put, row, scroll
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.engagement import GapMap, MonthFacts

MARGIN = 12  # pixels of the page's margin that belong to the scroll bar of this pane
SIDE_BY_SIDE = 700  # pixels from which the cards stand beside one another


class GapsCard(Card):
    """Contacts with each community in the last six months."""

    def __init__(self) -> None:
        self.span = Text("", "meta", "text3")
        super().__init__("Engagement gaps", right=[self.span], gap=3, pad=11)
        self.cells = GridModel(said="entries")
        self.grid = Grid(self.cells, CountDelegate(), name="Engagement gaps", label_width=124, cell_height=21)
        self.grid.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.add(self.grid, Text("Dashed 0 = no contact that month", "meta", "text3"), None)

    def show_gaps(self, gaps: GapMap) -> None:
        months = [month_short(month) for month in gaps.months]
        self.span.setText(f"{months[0]}–{months[-1]}")
        self.cells.set([audience.label for audience in gaps.audiences], months, gaps.counts)


class ScoresCard(Card):
    """The month's average, its trend and how often each score was given."""

    def __init__(self, scores: Mapping[int, str]) -> None:
        self.note = Text("", "meta", "text3")
        super().__init__("Scores", right=[self.note], gap=2, pad=11)
        self._scores = dict(scores)
        self.average = Text("", "figure")
        self.change = Text("", "meta", "text2")
        self.trend = Sparkline([], width=90, height=26, low=1, high=5, name="Average score by month")
        self.bars = HBars(label_width=86, row_height=17)
        self.add(row(self.average, self.change, None, self.trend), self.bars, None)

    def show_facts(self, facts: MonthFacts, month: date, averages: Sequence[float | None]) -> None:
        self.note.setText(f"{MONTHS[month.month - 1]}, {facts.scored} scored")
        self.average.setText("" if facts.average is None else f"{facts.average:.1f}")
        self.average.setVisible(facts.average is not None)
        self.change.setText(_change(facts))
        known = [value for value in averages if value is not None]
        self.trend.set([round(value, 1) for value in known])
        self.trend.setVisible(len(known) > 1)
        pairs = zip(sorted(self._scores), facts.scores, strict=False)
        self.bars.set([(f"{n} {self._scores[n]}", count) for n, count in pairs][::-1])


class PurposeCard(Card):
    """How many entries of the month served each purpose."""

    def __init__(self) -> None:
        self.note = Text("", "meta", "text3")
        super().__init__("Purpose", right=[self.note], gap=3, pad=11)
        self.bars = HBars(label_width=128, row_height=17)
        self.none = Text("Nothing logged this month", "meta", "text3")
        self.add(self.bars, self.none, None)

    def show_facts(self, facts: MonthFacts, month: date) -> None:
        self.note.setText(MONTHS[month.month - 1])
        self.bars.set([(label or "No purpose", count) for label, count in facts.purposes])
        self.none.setVisible(not facts.purposes)


class SidePane(Restyled, QWidget):
    """The three cards: below one another, or beside one another where there is the width."""

    def __init__(self, scores: Mapping[int, str]) -> None:
        super().__init__()
        self.gaps, self.scores, self.purposes = GapsCard(), ScoresCard(scores), PurposeCard()
        self._cards = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._cards.setSpacing(10)
        self._cards.setContentsMargins(0, 0, 0, 0)
        put(self._cards, self.gaps, self.scores, (self.purposes, 1))
        self._content = box(self._cards)
        self._scroll = scroll(self._content)
        self.setLayout(col(self._scroll))
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda *_: self._edge())

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        beside = event.size().width() >= self.look.px(SIDE_BY_SIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        if (self._cards.direction() == across) != beside:
            self._cards.setDirection(across if beside else down)
            for place in range(3):
                self._cards.setStretch(place, 1 if beside or place == 2 else 0)
        # Under the log it is as tall as its cards, for the page scrolls; beside it, it scrolls itself.
        tall = self._content.sizeHint().height() if beside else 0
        self.setMinimumHeight(tall)
        self.setMaximumHeight(tall if beside else UNLIMITED)
        self._edge()
        super().resizeEvent(event)

    def _edge(self) -> None:
        """The cards end where the page does, with a scroll bar or without."""
        bar = self._scroll.verticalScrollBar()
        beside = self._cards.direction() == QBoxLayout.Direction.LeftToRight
        right = 0 if beside else MARGIN - (bar.sizeHint().width() if bar.maximum() else 0)
        self._cards.setContentsMargins(0, 0, right, 0)


def _change(facts: MonthFacts) -> str:
    if facts.average is None:
        return "Nothing scored yet"
    before = facts.average_before
    if before is None:
        return "none the month before"
    now, then = round(facts.average, 1), round(before, 1)
    if now == then:
        return f"as the month before ({then})"
    return f"{'up' if now > then else 'down'} from {then}"
