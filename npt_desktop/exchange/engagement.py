"""The engagement log: a workbook read into rows, refusals and questions. Nothing is lost without a word."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from npt_desktop.exchange.book import Book, Progress, Row, Sheet, Value
from npt_desktop.exchange.cells import (
    BadCell,
    Choice,
    Matched,
    either_order,
    is_blank,
    match_choice,
    month_first_only,
    parse_date,
    parse_score,
    text_of,
)
from npt_desktop.exchange.engagement_rows import (
    DateProblem,
    EngagementLists,
    LogRow,
    ParsedLog,
    Rejected,
    Skipped,
)
from npt_desktop.exchange.layouts import (
    ENGAGEMENT_LOG,
    Layout,
    Located,
    column_letter,
    is_total_row,
    locate,
)
from npt_desktop.rules.engagement import LONGEST, natural_key, natural_keys
from npt_desktop.rules.words import matching_form

__all__ = [
    "DateProblem", "EngagementLists", "LogRow", "ParsedLog", "Rejected", "Skipped", "parse_engagement",
]  # fmt: skip

_BETWEEN_OFFICERS = re.compile(r"\s*(?:/|&|\+|,|;|\n|\band\b|\bwith\b)\s*", re.IGNORECASE)
_TELL_EVERY = 500
_TEXTS = ("audience", "purpose", "who", "lead", "summary", "outcome")
_LONG = ("who", "lead", "summary", "outcome")
"""Columns that may hold more than the log takes."""
_BAD: Any = object()
"""Stands for a score that cannot be read."""
_Plain = tuple[str, date | None, Any, str, str, str, str, str, str]
"""A row as the log compares and keeps it: natural key, day, score, and the texts of :data:`_TEXTS`."""


def parse_engagement(
    book: Book,
    vocab: EngagementLists,
    *,
    layout: Layout = ENGAGEMENT_LOG,
    located: Mapping[str, Located] | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> ParsedLog:
    """Read every sheet of ``book`` that holds an engagement log.

    ``located`` gives, by sheet name, headings a person has put right; other sheets are searched. A date after
    ``today`` is refused, where it is given. Hidden
    sheets are skipped and said so; hidden rows are read and said so. Raises nothing of its own: what cannot
    be read is in the result.
    """
    reading = _Reading(vocab, layout, progress, sum(len(sheet.rows) for sheet in book.sheets), today)
    reading.notes.extend(book.warnings)
    for sheet in book.sheets:
        given = (located or {}).get(sheet.name)
        if given is None and (reason := _why_not(sheet)):
            reading.skipped.append(Skipped(sheet.name, None, reason))
            continue
        found = given or locate(layout, sheet)
        if found is None:
            reading.skipped.append(
                Skipped(sheet.name, None, f"No heading row of an {layout.name} was found on this sheet.")
            )
            continue
        reading.sheet(sheet, found)
    return reading.result()


def _why_not(sheet: Sheet) -> str:
    if not any(not is_blank(value) for row in sheet.rows for value in row):
        return "The sheet is empty."
    if sheet.hidden:
        return "The sheet is hidden; show it in Excel to have it read."
    return ""


class _Reading:
    """The state of one reading."""

    def __init__(
        self,
        vocab: EngagementLists,
        layout: Layout,
        progress: Progress | None,
        total: int,
        today: date | None,
    ) -> None:
        self._today = today or date.max
        self._vocab = vocab
        self._layout = layout
        self._progress = progress
        self._total = total
        self._done = 0
        self._matches: dict[tuple[str, str], Matched | None] = {}
        self._exact: dict[str, dict[str, str]] = {"audience": {}, "purpose": {}}
        self._ended = False
        self._leads: dict[str, tuple[str, ...]] = {}
        self._scores: dict[Value, int | None] = {}
        self._days: dict[str | date, date] = {}
        self._keys: dict[str, LogRow] = {}
        self._sheets: dict[str, Sheet] = {}
        self._more: dict[str, list[LogRow]] = {}
        self._at = {spec.key: place for place, spec in enumerate(layout.fields)}
        self._texts = itemgetter(*(self._at[key] for key in _TEXTS))
        self.rows: list[LogRow] = []
        self.rejected: list[Rejected] = []
        self.skipped: list[Skipped] = []
        self.date_problems: list[DateProblem] = []
        self.unknown: Counter[tuple[str, str]] = Counter()
        self.notes: list[str] = []
        self.titles: dict[str, str] = {}
        self.located: dict[str, Located] = {}

    def result(self) -> ParsedLog:
        return ParsedLog(
            tuple(self.rows),
            tuple(self.rejected),
            tuple(self.skipped),
            tuple(self.date_problems),
            dict(self.unknown),
            tuple(self.notes),
            self.titles,
            self.located,
        )

    def sheet(self, sheet: Sheet, found: Located) -> None:
        """Read the rows under the headings down to the total row."""
        self.located[sheet.name] = found
        self._sheets[sheet.name] = sheet
        self.titles[sheet.name] = _title_above(sheet, found)
        self.notes.extend(f"{note[:-1]} on sheet “{sheet.name}”." for note in found.notes)
        columns = [found.columns.get(spec.key) for spec in self._layout.fields]
        wide = max(c for c in columns if c is not None) + 1
        # A column the sheet lacks is read where every row has an empty cell put on.
        pick = itemgetter(*(-1 if c is None else c for c in columns))
        blanks: Row = (None,) * (wide + 1)
        at_date = found.columns["date"]
        under = range(found.header + 1, len(sheet.rows))
        month_first = any(
            isinstance(day := _at(sheet.rows[index], at_date), str) and month_first_only(day)
            for index in under
        )
        heading = sheet.rows[found.header]
        hidden: list[int] = []
        self._ended = False
        slowly = month_first or _is_date(_at(heading, at_date))
        for start in range(under.start, under.stop, _TELL_EVERY):
            if self._progress is not None:
                self._progress(self._done, self._total, "Checking the rows")
            lines = sheet.rows[start : start + _TELL_EVERY]
            cells = [pick(row + (blanks[:1] if len(row) >= wide else blanks)) for row in lines]
            self._done += len(lines)
            first = sheet.row_number(start)
            for number, row, values, plain in zip(itertools.count(first), lines, cells, self._plain(cells)):
                if plain is not None and not slowly and not self._ended and plain[0] not in self._keys:
                    self._take(sheet.name, number, plain, [])
                elif not isinstance(values[self._at["date"]], date) and self._no_row(
                    sheet, row, number, values, heading
                ):
                    continue
                elif self._ended:
                    self.skipped.append(Skipped(sheet.name, number, "Below the total row."))
                    continue
                else:
                    self._row(sheet.name, number, values, found, month_first)
                if number in sheet.hidden_rows:
                    hidden.append(number)
        if hidden:
            self.notes.append(_hidden_note(hidden, sheet.name))

    def _plain(self, cells: Sequence[tuple[Value, ...]]) -> list[_Plain | None]:
        """The rows that have nothing wrong in any cell, worked out column by column; None for the others, and for all
        where a text is too long for a log."""
        columns = list(zip(*cells, strict=True))
        texts = [
            [
                cell
                if type(cell) is str and not cell.isspace()
                else _words(cell)  # most cells hold plain text
                for cell in columns[self._at[key]]
            ]
            for key in _TEXTS
        ]
        if any(max(map(len, texts[_TEXTS.index(key)])) > LONGEST for key in _LONG):
            return [None] * len(cells)
        read_days = {cell: _tried(self._day, cell, None) for cell in set(columns[self._at["date"]])}
        days = list(map(read_days.__getitem__, columns[self._at["date"]]))
        scores = [_tried(self._score, cell, _BAD) for cell in columns[self._at["score"]]]
        by_name = dict(zip(_TEXTS, texts, strict=True))
        keys = natural_keys([day or date.max for day in days], by_name["lead"], by_name["summary"])
        return [
            row if row[1] is not None and row[2] is not _BAD and row[7] and row[1] <= self._today else None
            for row in zip(keys, days, scores, *texts, strict=True)
        ]

    def _take(self, sheet: str, number: int, plain: _Plain, warnings: list[str]) -> None:
        """Take a row that can be read."""
        key, day, score, audience, purpose, who, lead, summary, outcome = plain
        assert day is not None
        row = LogRow(
            sheet, number, day,
            self._exact["audience"].get(audience) or self._find("audience", audience, self._vocab.audiences, warnings),
            audience,
            self._exact["purpose"].get(purpose) or self._find("purpose", purpose, self._vocab.purposes, warnings),
            purpose, who, lead, self._leads.get(lead) or self._officers(lead), summary, outcome, score,
            tuple(warnings), key,
        )  # fmt: skip
        self.rows.append(row)
        if self._keys.setdefault(key, row) is not row:
            self._more.setdefault(key, []).append(row)

    def _no_row(self, sheet: Sheet, row: Row, number: int, values: tuple[Value, ...], heading: Row) -> bool:
        """Whether a row without a true date is none of the log: blank, a total, the headings."""
        if all(map(is_blank, values)):
            self._ended = self._ended or is_total_row(row)
            return True
        if self._ended:
            return False
        if is_total_row(row) and not _is_date(values[self._at["date"]]):
            self.skipped.append(Skipped(sheet.name, number, "The total row, where the log ends."))
            self._ended = True
            return True
        if row == heading:
            self.skipped.append(Skipped(sheet.name, number, "The headings again."))
            return True
        return False

    def _row(
        self, sheet: str, number: int, values: tuple[Value, ...], found: Located, month_first: bool
    ) -> None:
        """Take a row that may say what another says, or say what is wrong with it."""
        at_date = self._at["date"]
        try:
            day = self._day(values[at_date])
            score = self._score(values[self._at["score"]])
        except BadCell:
            self._refuse(sheet, number, values, found)
            return
        audience, purpose, who, lead, summary, outcome = map(_words, self._texts(values))
        if not summary or day > self._today or max(len(who), len(lead), len(summary), len(outcome)) > LONGEST:
            self._refuse(sheet, number, values, found)
            return
        key = natural_key(day, lead, summary)
        warnings: list[str] = []
        if key in self._keys:
            said = _said(score, audience, purpose, who, outcome)
            alike = [
                other for other in (self._keys[key], *self._more.get(key, ()))
                if self._area(other.sheet, other.row) == self._area(sheet, number)
            ]  # fmt: skip
            for other in alike:
                if said == _said(
                    other.score, other.audience_text, other.purpose_text, other.who, other.outcome
                ):
                    reason = f"Typed twice: the same as {_place(other)}."
                    self.skipped.append(Skipped(sheet, number, reason))
                    return
            if alike:
                warnings.append(
                    f"The same date, officer and summary as {_place(alike[0])}; check both are meant."
                )
        if month_first and either_order(values[at_date]):
            typed = text_of(values[at_date])
            reason = f"“{typed.strip()}” was read as {day:%d/%m/%Y}, but another date here is month first."
            self.date_problems.append(DateProblem(sheet, number, typed, day, reason))
            warnings.append(reason)
        plain = key, day, score, audience, purpose, who, lead, summary, outcome
        self._take(sheet, number, plain, warnings)

    def _area(self, sheet: str, number: int) -> str:
        """What a row says of its area: two areas may log the same words on the same day."""
        rows, at = self._sheets[sheet], self.located[sheet].columns.get("area")
        return matching_form(text_of(_at(rows.rows[number - rows.first_row], at)))

    def _day(self, value: Value) -> date:
        if not isinstance(value, str | date):
            return parse_date(value)
        if value not in self._days:
            self._days[value] = parse_date(value)
        return self._days[value]

    def _refuse(self, sheet: str, number: int, values: tuple[Value, ...], found: Located) -> None:
        """Say of each bad cell of a row what is wrong with it."""
        cells = dict(zip(self._at, values, strict=True))

        def reject(key: str, reason: str) -> None:
            spec = self._layout.field(key)
            name = f"{column_letter(found.columns[key])}{number}"
            said = text_of(cells[key]).strip()
            self.rejected.append(Rejected(sheet, number, spec.title, name, said, reason, values))

        try:
            if parse_date(cells["date"]) > self._today:
                reject("date", "This date is in the future: a log says what was done.")
        except BadCell as why:
            reject("date", str(why))
        if is_blank(cells["summary"]):
            reject("summary", "There is no summary of the engagement.")
        try:
            self._score(cells["score"])
        except BadCell as why:
            reject("score", str(why))
        for key in _LONG:
            if len(text_of(cells[key])) > LONGEST:
                reject(key, f"Shorten this to {LONGEST:,} characters.")

    def _score(self, value: Value) -> int | None:
        if type(value) not in (str, int, float):
            return parse_score(value, self._vocab.scores)
        if value not in self._scores:
            self._scores[value] = parse_score(value, self._vocab.scores)
        return self._scores[value]

    def _find(self, key: str, text: str, choices: Sequence[Choice], warnings: list[str]) -> str | None:
        if not text:
            return None
        asked = (key, text)
        if asked not in self._matches:
            self._matches[asked] = match_choice(text, choices)
        found = self._matches[asked]
        if found is None:
            self.unknown[asked] += 1
            return None
        if found.exact:
            self._exact[key][text] = found.choice.key
        else:
            warnings.append(f"“{text.strip()}” was read as “{found.choice.label}”.")
        return found.choice.key

    def _officers(self, text: str) -> tuple[str, ...]:
        if text not in self._leads:
            whole = match_choice(text, self._vocab.officers, near=False)
            names = [text] if whole else _BETWEEN_OFFICERS.split(text)
            found = [match_choice(name, self._vocab.officers, near=False) for name in names]
            self._leads[text] = tuple(dict.fromkeys(match.choice.key for match in found if match))
        return self._leads[text]


def _tried(read: Callable[[Value], Any], value: Value, bad: object) -> Any:
    try:
        return read(value)
    except BadCell:
        return bad


def _at(row: Row, column: int | None) -> Value:
    return row[column] if column is not None and column < len(row) else None


def _is_date(value: Value) -> bool:
    try:
        parse_date(value)
    except BadCell:
        return False
    return True


def _words(value: Value) -> str:
    """A cell as text; white space alone is none."""
    if type(value) is str:
        return value if not value.isspace() else ""
    return "" if value is None else text_of(value)


def _said(score: int | None, *texts: str) -> tuple[object, ...]:
    """What a row says beside its natural key, spelling aside."""
    return (score, *map(matching_form, texts))


def _place(row: LogRow) -> str:
    return f"row {row.row} of “{row.sheet}”"


def _title_above(sheet: Sheet, found: Located) -> str:
    lines = [
        next((value.strip() for value in row if isinstance(value, str) and value.strip()), "")
        for row in sheet.rows[: found.header]
    ]
    return "\n".join(line for line in lines if line)


def _hidden_note(rows: Sequence[int], sheet: str) -> str:
    if len(rows) == 1:
        return f"Row {rows[0]} of sheet “{sheet}” is hidden; it was read."
    return f"{len(rows):,} rows of sheet “{sheet}” are hidden, the first is row {rows[0]}; they were read."
