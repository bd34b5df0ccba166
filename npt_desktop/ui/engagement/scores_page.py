"""Scores by purpose, audience, officer, month and area: a chart with its intervals, or the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from npt_desktop.rules.periods import full_date, month_end
from npt_desktop.rules.score_counts import HIGHEST, LOWEST, ScoreCount, apart, together
from npt_desktop.ui.engagement.filters import period
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.intervals import Intervals, Mean
from npt_desktop.ui.widgets.layout import box, col, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.score_insight import By
    from npt_desktop.ui.workspace import Workspace

_BY = [
    ("purpose", "Purpose"),
    ("audience", "Audience"),
    ("officer", "Officer"),
    ("month", "Month"),
    ("area", "Areas"),
]
_PERIODS = [("month", "This month"), ("quarter", "Quarter"), ("year", "Year")]
HEADS = ("", "Entries", "Scored", "Average", "Likely between", "1", "2", "3", "4", "5")
_TOO_FEW = "Hollow dot: too few scores to judge by. Line: where the average lies with 95 chances in 100."


@dataclass(frozen=True, slots=True)
class Asked:
    """Which scores are wanted: by what, of which area, from when to when."""

    by: By
    area_id: int
    first: date
    last: date


class ScoresPage(Card):
    """``read`` fetches the lines of what is asked off the window's thread and hands them to :meth:`show_lines`."""

    def __init__(self, work: Workspace, read: Callable[[Asked], object]) -> None:
        super().__init__(gap=10)
        self.work, self._read = work, read
        self.by = Segmented(_BY, "purpose", label="Scores by", small=True)
        self.period = Segmented(_PERIODS, "year", label="Period", small=True)
        self.form = Segmented([("chart", "Chart"), ("table", "Table")], "chart", label="Shown as", small=True)
        self.facts = Text("", "strong", wrap=True)
        self.apart = Text("", "body", "text2", wrap=True)
        self.chart = Intervals(LOWEST, HIGHEST, name="Average scores")
        self.table = Table("Average scores", two_line=False)
        self.table.setObjectName("score_table")
        self.none = EmptyState("chart-histogram", "Nothing logged in this period", "Choose a longer period.")
        self.views = QStackedWidget()
        for view in (scroll(box(col(self.chart, None))), self.table, self.none):
            self.views.addWidget(view)
        self.setAccessibleName("Scores")
        self.add(row(self.by, self.period, None, self.form), self.facts, self.apart, (self.views, 1),
                 Text(_TOO_FEW, "meta", "text3", wrap=True))  # fmt: skip
        for choice in (self.by, self.period):
            choice.changed.connect(lambda _: self.ask())
        self.form.changed.connect(lambda _: self._arrange())
        self.lines: Sequence[ScoreCount] = ()

    def asked(self) -> Asked:
        """What is chosen."""
        from npt_desktop.services.score_insight import By

        month = self.work.month
        first, last = period(str(self.period.value()), month)
        return Asked(By(str(self.by.value())), self.work.area_id, first or month, last or month_end(month))

    def ask(self) -> None:
        """Read again."""
        self._read(self.asked())

    def show_lines(self, asked: Asked, lines: Sequence[ScoreCount]) -> None:
        """Show what was read."""
        self.lines = lines
        whole = together("All", lines)
        until = min(asked.last, self.work.desk.today)
        self.facts.setText(
            f"{full_date(asked.first)} to {full_date(until)}: {whole.words()} of {whole.entries:,} entries"
        )
        above, below = apart(lines)
        said = [f"{words} the rest: {', '.join(line.name for line in found)}."
                for words, found in (("Above", above), ("Below", below)) if found]  # fmt: skip
        self.apart.setText(" ".join(said) or "None stands plainly apart from the rest.")
        self.chart.set([Mean(line.name, line.average, line.interval(), line.words()) for line in lines])
        self.table.setModel(CellModel(
            (dict(_BY)[asked.by.value].removesuffix("s"), *HEADS[1:]), self.table, [_cells(n) for n in (*lines, whole)]
        ))  # fmt: skip
        self.table.set_widths((0, 70, 70, 70, 110, 36, 36, 36, 36, 36))
        self._arrange()

    def _arrange(self) -> None:
        empty = not any(line.entries for line in self.lines)
        self.views.setCurrentIndex(2 if empty else 0 if self.form.value() == "chart" else 1)

    def focus(self) -> None:
        """The focus in the first choice."""
        self.by.setFocus(Qt.FocusReason.TabFocusReason)


def _cells(line: ScoreCount) -> tuple[str, ...]:
    between = line.interval()
    likely = "too few" if between is None else f"{between[0]:.1f} to {between[1]:.1f}"
    average = "" if line.average is None else f"{line.average:.1f}"
    return (
        line.name,
        f"{line.entries:,}",
        f"{line.scored:,}",
        average,
        likely if average else "",
        *map(str, line.scores),
    )
