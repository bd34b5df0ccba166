"""What reading an engagement log gives: rows, refusals, what was left out, and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from npt_desktop.exchange.book import Value
from npt_desktop.exchange.cells import Choice
from npt_desktop.exchange.layouts import Located


@dataclass(frozen=True)
class EngagementLists:
    """The store's editable lists as the parser needs them. Score keys are whole numbers as text."""

    audiences: tuple[Choice, ...] = ()
    purposes: tuple[Choice, ...] = ()
    scores: tuple[Choice, ...] = ()
    officers: tuple[Choice, ...] = ()


@dataclass(slots=True)
class LogRow:
    """One engagement as the workbook has it. Texts are exactly as typed. Not frozen, which would treble what
    making one costs; nobody changes it once it is read.

    ``audience_key`` and ``purpose_key`` are None where the text is in no list. ``lead_keys`` are the officers
    recognised in ``lead_text``, in their order. ``score`` is None for “to be evaluated”. ``row`` is Excel's.
    ``natural_key`` is the one the log compares (:func:`npt_desktop.rules.engagement.natural_key`).
    """

    sheet: str
    row: int
    date: date
    audience_key: str | None
    audience_text: str
    purpose_key: str | None
    purpose_text: str
    who: str
    lead_text: str
    lead_keys: tuple[str, ...]
    summary: str
    outcome: str
    score: int | None
    warnings: tuple[str, ...] = ()
    natural_key: str = ""


@dataclass(frozen=True)
class Rejected:
    """One bad cell: its row was not taken. ``column`` is the booklet's heading, ``cell`` Excel's name (A43).

    A row with two bad cells is here twice. ``values`` is the whole row in the layout's order, to give back.
    """

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    reason: str
    values: tuple[Value, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Skipped:
    """A row, or with ``row`` None a whole sheet, left out on purpose."""

    sheet: str
    row: int | None
    reason: str


@dataclass(frozen=True)
class DateProblem:
    """A text date that was read day first in a column where another one can only be month first."""

    sheet: str
    row: int
    value: str
    read_as: date
    reason: str


@dataclass(frozen=True)
class ParsedLog:
    """Everything a workbook said.

    ``unknown_values`` counts texts in no list by (field key, text); ``notes`` are sentences about the file as
    a whole; ``titles`` holds, by sheet, the first text of each line above the headings; ``located`` says
    where the columns were.
    """

    rows: tuple[LogRow, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    date_problems: tuple[DateProblem, ...] = ()
    unknown_values: Mapping[tuple[str, str], int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    located: Mapping[str, Located] = field(default_factory=dict)

    @property
    def rejected_rows(self) -> int:
        """How many rows were not taken; one row may have several bad cells."""
        return len({(bad.sheet, bad.row) for bad in self.rejected})
