"""How the sources read in table cells: share or count, change in words, base and period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from npt_desktop.rules.periods import Quarter, day_month, number_of
from npt_desktop.rules.sources import Change, Count
from npt_desktop.ui.widgets.tables import Cell, PillCell

if TYPE_CHECKING:
    from npt_desktop.models.sources import SurveyResponse
    from npt_desktop.services.source_tables import IssueLine, SourceTable
    from npt_desktop.services.sources import Said

CHARTED = 10
"""Issues a chart shows; the table has them all."""
Cells = tuple[Cell | PillCell, ...]


def source_cells(table: SourceTable, data: Quarter) -> Cell:
    """A source in the list: what it holds of the quarter, and a mark where it needs a caution."""
    held, source = table.held[0], table.source
    if held is None:
        return Cell(source.label, f"Nothing of {data.label}", mark="none")
    amount = held.total if held.base is None else held.base
    words = f"{number_of(amount, source.unit, source.units)}, {held.period}"
    return Cell(source.label, words, mark="warn" if table.cautions else "good", strong=True)


def heads(table: SourceTable) -> tuple[str, str, str, str]:
    """The heads of a source's table: the three quarters by their months."""
    now, before, year_ago = table.quarters
    return "Issue", now.label, f"Against {before.label}", f"Against {year_ago.label}"


def issue_cells(table: SourceTable, line: IssueLine) -> Cells:
    """One issue: its figure, and beside each earlier figure how it changed."""
    now = _figure(line.now, held=table.held[0] is not None)
    return (
        Cell(line.label, strong=line.now is not None), Cell(now[0], now[1], strong=True),
        _earlier(line.before, table.on_before(line), held=table.held[1] is not None),
        _earlier(line.year_ago, table.on_year(line), held=table.held[2] is not None),
    )  # fmt: skip


def _figure(count: Count | None, *, held: bool) -> tuple[str, str]:
    if count is None:
        return ("0" if held else "–"), ""
    share = count.percent
    return (
        (f"{count.count:,}", "")
        if share is None
        else (f"{share:.0f} %", f"{count.count:,} of {count.base:,}")
    )


def _earlier(count: Count | None, change: Change, *, held: bool) -> Cell:
    if not held:
        return Cell("–", "nothing held", tone="text3")
    figure, _ = _figure(count, held=held)
    strong = bool(change.beyond_chance)
    return Cell(figure, change.words, tone="text2", sub_tone="text" if strong else "text2",
                sub_mark=change.mark.value if strong and change.words.startswith("up") else "")  # fmt: skip


def said_cells(said: Said, today: date) -> Cells:
    """A consultation: what was said, by whom and when."""
    record = said.record
    people = f", {number_of(record.people, 'person', 'people')}" if record.people else ""
    words = f"{day_month(record.day, today)}, {record.kind.label.lower()}: {record.who}{people}"
    return Cell(record.said, words), Cell(
        said.issue or "From its words", tone="text" if said.issue else "text3"
    )


def answer_cells(answer: SurveyResponse, today: date) -> Cells:
    """One person's answer as it was written, and what they added."""
    words = [day_month(answer.day, today), answer.ward, answer.age_band]
    return Cell(answer.issues or "No issue named", ", ".join(part for part in words if part)), Cell(
        answer.comments
    )


def chart_items(table: SourceTable) -> tuple[bool, list[tuple[str, tuple[float | None, ...]]]]:
    """Whether the figures are shares, and the ten issues with most in the quarter, each with its three figures."""
    shares = any(line.now is not None and line.now.base is not None for line in table.lines)
    named = [line for line in table.lines if line.now is not None] or list(table.lines)
    return shares, [
        (line.label, tuple(None if c is None else c.figure for c in (line.now, line.before, line.year_ago)))
        for line in named[:CHARTED]
    ]
