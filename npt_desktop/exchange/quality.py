"""QA answers and the compliance board as workbooks: one row an answer, one row a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from npt_desktop.exchange.book import Progress, Value
from npt_desktop.exchange.writing import Column, Table, write_workbook

_ANSWERS = (
    Column("Area", 18), Column("Month", 12), Column("Question", 9), Column("Text", 60), Column("Answer", 16),
    Column("Note", 40), Column("Evidence", 60), Column("Answered by", 20), Column("When", 18),
)  # fmt: skip
_CORRECTIONS = (
    Column("Area", 18), Column("Month", 12), Column("Question", 9), Column("Was", 16), Column("Now", 16),
    Column("Reason", 60), Column("Signed by", 20), Column("When", 18),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it was given. ``month`` is its first day; ``at`` is local time without a zone."""

    area: str
    month: date
    number: int
    text: str
    answer: str
    note: str
    evidence: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction to an answer after its meeting was signed."""

    area: str
    month: date
    number: int
    was: str
    now: str
    reason: str
    by: str
    at: datetime


def export_answers(
    path: Path,
    answers: Sequence[AnswerRow],
    corrections: Sequence[CorrectionRow],
    *,
    title: str,
    marking: str,
    progress: Progress | None = None,
    trace: str = "",
) -> int:
    """Write the answers, and the corrections on a sheet of their own where there are any; returns how many
    answers. Raises as :func:`write_workbook` does."""
    rows: list[Sequence[Value]] = [
        (a.area, a.month, a.number, a.text, a.answer, a.note, a.evidence, a.by, a.at) for a in answers
    ]
    tables = [Table("QA answers", title, _ANSWERS, rows)]
    if corrections:
        put_right: list[Sequence[Value]] = [
            (c.area, c.month, c.number, c.was, c.now, c.reason, c.by, c.at) for c in corrections
        ]
        tables.append(Table("Corrections", f"{title}: corrections", _CORRECTIONS, put_right))
    return write_workbook(path, tables, marking=marking, progress=progress, trace=trace) - len(corrections)


def export_board(
    path: Path,
    heads: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    title: str,
    marking: str,
    trace: str = "",
) -> int:
    """Write a table of the board under its heads; returns how many rows. Raises as :func:`write_workbook`."""
    columns = tuple(Column(head, 40 if not at else 14) for at, head in enumerate(heads))
    return write_workbook(path, [Table("Compliance", title, columns, rows)], marking=marking, trace=trace)
