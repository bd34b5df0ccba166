"""A sheet of reach: one row a month with Alert registrations, followers, likes, comments and shares.

Titles may stand above the heading row, columns in any order and some may be missing; the month is needed and at
least one figure. Good rows are read, bad ones named with their cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet, Value
from npt_desktop.exchange.cells import is_blank, text_of
from npt_desktop.exchange.engagement import Rejected, Skipped
from npt_desktop.exchange.layouts import (
    HEADER_ROWS,
    FieldSpec,
    Layout,
    column_letter,
    is_total_row,
    match_columns,
)
from npt_desktop.rules.figures import parse_count, parse_month
from npt_desktop.rules.periods import month_label, month_of
from npt_desktop.rules.reach import KEYS, MEASURES, check_month
from npt_desktop.rules.words import listed

REACH = Layout(
    name="reach",
    fields=(
        FieldSpec("month", "Month", ("Date", "Period", "Month ending", "Reporting month"), True, "date", 14),
        *(FieldSpec(measure.key, measure.title, measure.other_names) for measure in MEASURES),
    ),
)


@dataclass(frozen=True)
class ParsedReach:
    """A file of reach read: the figures of each month, and Excel's row of each."""

    figures: dict[date, dict[str, int]]
    rows: dict[date, int]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def parse_reach(book: Book, today: date) -> ParsedReach:
    """Read every sheet with a heading row of months and figures; a month may stand once in the file.

    Raises CannotDo with one sentence for a book without such a sheet.
    """
    figures: dict[date, dict[str, int]] = {}
    rows: dict[date, int] = {}
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    notes: list[str] = list(book.warnings)
    found = False
    for sheet in book.sheets:
        at = _heading(sheet)
        if at is None:
            skipped.append(Skipped(sheet.name, None, "Holds no months with figures of reach."))
            continue
        found = True
        index, columns, said = at
        notes.extend(said)
        for number in range(index + 1, len(sheet.rows)):
            row = sheet.rows[number]
            if all(is_blank(value) for value in row):
                continue
            if is_total_row(row):
                skipped.append(Skipped(sheet.name, sheet.row_number(number), "A total; not kept."))
                continue
            read = _Line(sheet, number, row, columns, today)
            month, line = read.read(figures)
            rejected.extend(read.bad)
            if month is not None and not read.bad:
                figures[month] = line
                rows[month] = sheet.row_number(number)
    if not found:
        titles = listed(measure.title for measure in MEASURES)
        raise CannotDo(f"{book.name} holds no reach: its heading row needs Month and one of {titles}.")
    return ParsedReach(figures, rows, tuple(rejected), tuple(skipped), tuple(notes))


def _heading(sheet: Sheet) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    best: tuple[int, dict[str, int], tuple[str, ...]] | None = None
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        columns, notes = match_columns(REACH, row)
        if "month" in columns and len(columns) > 1 and (best is None or len(columns) > len(best[1])):
            best = index, columns, notes
    return best


class _Line:
    """One row, and what is wrong with it."""

    def __init__(self, sheet: Sheet, index: int, row: Row, columns: dict[str, int], today: date) -> None:
        self.sheet, self.index, self.row, self.columns, self.today = sheet, index, row, columns, today
        self.bad: list[Rejected] = []

    def read(self, there: dict[date, dict[str, int]]) -> tuple[date | None, dict[str, int]]:
        month = self._month()
        line: dict[str, int] = {}
        for key in KEYS:
            value = self._cell(key)
            if is_blank(value):
                continue
            try:
                count = _count(value)
                check_month(month or self.today, {key: count}, self.today)
                line[key] = count
            except CannotDo as error:
                self._refuse(key, error.says)
        if month is not None and month in there:
            self._refuse("month", f"{month_label(month)} stands twice in the file: keep one row.")
        if month is not None and not line and not self.bad:
            self._refuse("month", f"{month_label(month)} has no figure.")
        return month, line

    def _month(self) -> date | None:
        value = self._cell("month")
        try:
            if isinstance(value, datetime):
                month = month_of(value.date())
            elif isinstance(value, date):
                month = month_of(value)
            else:
                month = parse_month(text_of(value), self.today)
            check_month(month, {}, self.today)
        except CannotDo as error:
            self._refuse("month", error.says)
            return None
        return month

    def _cell(self, key: str) -> Value:
        at = self.columns.get(key)
        return self.row[at] if at is not None and at < len(self.row) else None

    def _refuse(self, key: str, reason: str) -> None:
        number = self.sheet.row_number(self.index)
        values: Sequence[Value] = [self._cell(spec.key) for spec in REACH.fields]
        self.bad.append(Rejected(
            self.sheet.name, number, REACH.field(key).title, f"{column_letter(self.columns.get(key, 0))}{number}",
            text_of(self._cell(key)), reason, tuple(values),
        ))  # fmt: skip


def _count(value: Value) -> int:
    if isinstance(value, float) and value.is_integer() and value >= 0:
        return int(value)
    return parse_count(text_of(value))
