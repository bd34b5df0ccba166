"""The disposal log as it is printed: stubs only, nothing of what was erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Column,
    Document,
    Table,
    Words,
    quiet,
)
from npt_desktop.rules.periods import form_date, number_of


@dataclass(frozen=True, slots=True)
class DisposalRow:
    """A line of the log."""

    disposed_on: date
    kind: str
    reference: str
    record_id: int
    record_uid: str
    ground: str
    reason: str
    review_on: date | None
    by: str
    asked_by: str
    asked_on: date | None
    parts: int


def disposal_document(
    rows: tuple[DisposalRow, ...], printed_at: datetime, marking: str = OFFICIAL_SENSITIVE
) -> Document:
    """The whole log, latest first."""
    blocks: list[Block] = [
        Words(f"{number_of(len(rows), 'record')} disposed of. What they said is erased and cannot be brought back."),
        Table(
            (Column("Disposed of", 1.3), Column("Record", 3), Column("Why", 4.6), Column("Review was due", 1.4),
             Column("Asked for and confirmed by", 2.2)),
            tuple(_row(row) for row in rows),
            empty="Nothing was disposed of yet.", dense=True,
        ),
    ]  # fmt: skip
    return Document(
        "Disposal log", "Review, retention and disposal", printed_at, tuple(blocks), marking, landscape=True
    )


def _row(row: DisposalRow) -> tuple[Cell, ...]:
    what = f"{row.kind} {row.reference}".strip()
    also = f", with {number_of(row.parts, 'part')}" if row.parts else ""
    return (
        form_date(row.disposed_on),
        (what, quiet(f"No. {row.record_id}{also}"), quiet(row.record_uid)),
        (row.ground, quiet(row.reason)),
        form_date(row.review_on) if row.review_on else quiet("Not due"),
        (f"{row.asked_by}, {form_date(row.asked_on)}", quiet(f"Confirmed by {row.by}")) if row.asked_on
        else (row.by, quiet("One person alone")),
    )  # fmt: skip
