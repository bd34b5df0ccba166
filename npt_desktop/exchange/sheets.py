"""How one sheet is read: its heading row, which column is which, dates decided once a column, words put right.

A program guesses and a person decides: everything here can be asked again with another heading row or other
columns, and what a person decided is written over the cells before anything reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from npt_desktop.exchange.book import Row, Sheet, Value
from npt_desktop.exchange.cells import (
    BadCell,
    Choice,
    either_order,
    is_blank,
    match_choice,
    month_first_only,
    parse_date,
    parse_score,
    spelling_distance,
    text_of,
)
from npt_desktop.exchange.layouts import (
    HEADER_ROWS,
    FieldSpec,
    Layout,
    Located,
    column_letter,
    fingerprint,
    heading_form,
    match_columns,
    titled_columns,
    titles_at,
)
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import matching_form

SAMPLES = 3
_LOOKED_AT = 60
_CONTENT_SHARE = 0.8
_LEAST_VALUES = 3
_LONG_TEXT = 25
_DATES = ("date", "month")
_PARTS = re.compile(r"(\d{1,2})\s*[/.\\-]\s*(\d{1,2})\s*[/.\\-]\s*\d{2,4}")
_DOUBTS_TOLD = 3
_OURS = frozenset({"record id", "version", "problem"})
"""Headings this program puts beside the fields."""

Lists = Mapping[str, Sequence[Choice]]
"""The store's lists by name, as :attr:`FieldSpec.list_name` calls them."""


@dataclass(frozen=True)
class Heading:
    """A column of somebody's sheet: its place, its words and the first values under them."""

    column: int
    letter: str
    title: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class DateColumn:
    """The text dates of a column. ``doubtful`` are those that are a date either way, by Excel's row."""

    day_first_only: int
    month_first_only: int
    doubtful: tuple[tuple[int, str], ...]

    @property
    def month_first(self) -> bool:
        """What the column itself says: month first only where no date of it forbids that and one demands it."""
        return self.month_first_only > 0 and not self.day_first_only

    def doubts(self) -> str:
        """Which dates can be read both ways, the first of them by row; empty where none can."""
        if not self.doubtful:
            return ""
        shown = ", ".join(f"row {number}: {words}" for number, words in self.doubtful[:_DOUBTS_TOLD])
        more = len(self.doubtful) - _DOUBTS_TOLD
        return f"{number_of(len(self.doubtful), 'date')} can be read both ways ({shown}{f' and {more} more' if more > 0 else ''})"


@dataclass(frozen=True)
class Strange:
    """Words that are in no list, near spellings together: which list, each spelling, how many cells, and the
    entry they come nearest to."""

    list_name: str
    words: tuple[str, ...]
    count: int
    near: str | None


def headings(sheet: Sheet, header: int) -> tuple[Heading, ...]:
    """The columns of a sheet under the heading row of that index."""
    titles = titles_at(sheet, header)
    wide = max(len(titles), *(len(row) for row in sheet.rows[header : header + _LOOKED_AT]))
    found = []
    for column in range(wide):
        title = " ".join(text_of(_at(titles, column)).split())
        under = (text_of(_at(row, column)).strip() for row in sheet.rows[header + 1 :])
        samples: list[str] = []
        for words in under:
            if words:
                samples.append(words)
            if len(samples) == SAMPLES:
                break
        if title or samples:
            found.append(Heading(column, column_letter(column), title, tuple(samples)))
    return tuple(found)


def guess(layout: Layout, sheet: Sheet, lists: Lists, *, header: int | None = None) -> Located | None:
    """Where a layout is in a sheet: by title, alias and spelling, then by what the columns hold.

    Without ``header`` the row of the first 30 with most of the layout's columns; None when no row has half of
    what it could. With ``header`` that row, whatever it holds.
    """
    rows = range(min(HEADER_ROWS, len(sheet.rows))) if header is None else [header]
    best: Located | None = None
    for index in rows:
        row = titles_at(sheet, index)
        filled = sum(not is_blank(value) for value in row)
        columns, notes = titled_columns(layout, sheet, index)
        enough = header is not None or (
            len(columns) >= 2 and 2 * len(columns) >= min(len(layout.fields), filled)
        )
        if enough and (best is None or len(columns) > len(best.columns)):
            best = Located(index, columns, notes, fingerprint(row))
    if best is None:
        return None
    return _by_content(layout, sheet, _without_empty(layout, sheet, best), lists)


def unread(sheet: Sheet, located: Located) -> tuple[Heading, ...]:
    """The columns with a heading and something under it that no field takes: what an import leaves behind."""
    taken = set(located.columns.values())
    return tuple(
        head for head in headings(sheet, located.header)
        if head.title and head.samples and head.column not in taken and heading_form(head.title) not in _OURS
    )  # fmt: skip


def lacking(layout: Layout, located: Located) -> tuple[str, ...]:
    """The titles of the columns that must be there and are not."""
    return tuple(spec.title for spec in layout.fields if spec.required and spec.key not in located.columns)


def fit(layout: Layout, located: Located, sheet: Sheet) -> float:
    """How well a layout fits, for choosing between layouts: columns found less headings left over."""
    if lacking(layout, located):
        return 0.0
    filled = sum(not is_blank(value) for value in titles_at(sheet, located.header))
    return len(located.columns) - 0.5 * max(0, filled - len(located.columns))


def date_columns(layout: Layout, sheet: Sheet, located: Located) -> dict[str, DateColumn]:
    """Each date column that holds dates as text, and what they say about their order."""
    found: dict[str, DateColumn] = {}
    for spec in layout.fields:
        if spec.kind not in _DATES or spec.key not in located.columns:
            continue
        day_only = month_only = texts = 0
        doubtful: list[tuple[int, str]] = []
        at = located.columns[spec.key]
        said = [
            (index, row[at]) for index, row in enumerate(sheet.rows) if at < len(row) and type(row[at]) is str
        ]
        for index, value in said:
            if not isinstance(value, str) or index <= located.header or is_blank(value):
                continue
            texts += 1
            if either_order(value):
                doubtful.append((sheet.row_number(index), value.strip()))
            elif month_first_only(value):
                month_only += 1
            elif _swapped(value) is None:
                day_only += _day_beyond_months(value)
        if doubtful or month_only:
            found[spec.key] = DateColumn(day_only, month_only, tuple(doubtful))
    return found


def strangers(layout: Layout, sheet: Sheet, located: Located, lists: Lists) -> list[tuple[str, str]]:
    """Every cell's words that are in none of the lists of their column: (list, words), as often as they stand."""
    found: list[tuple[str, str]] = []
    for spec in layout.fields:
        if spec.kind != "list" or spec.key not in located.columns or not lists.get(spec.list_name):
            continue
        seen: dict[str, bool] = {}
        for row in sheet.rows[located.header + 1 :]:
            text = text_of(_at(row, located.columns[spec.key])).strip()
            if not text or row == sheet.rows[located.header]:
                continue
            if text not in seen:
                seen[text] = match_choice(text, lists[spec.list_name]) is None
            if seen[text]:
                found.append((spec.list_name, text))
    return found


def grouped(words: Sequence[tuple[str, str]], lists: Lists) -> tuple[Strange, ...]:
    """Strange words with near spellings together, most frequent first."""
    by_list: dict[str, Counter[str]] = {}
    for name, text in words:
        by_list.setdefault(name, Counter())[text] += 1
    found: list[Strange] = []
    for name, counted in by_list.items():
        groups: list[list[str]] = []
        for text, _ in counted.most_common():
            form = matching_form(text)
            home = next((g for g in groups if _alike(matching_form(g[0]), form)), None)
            if home is None:
                groups.append([text])
            else:
                home.append(text)
        for group in groups:
            count = sum(counted[text] for text in group)
            found.append(Strange(name, tuple(group), count, _nearest(group[0], lists.get(name, ()))))
    return tuple(sorted(found, key=lambda strange: (-strange.count, strange.words)))


def arranged(
    layout: Layout,
    sheet: Sheet,
    located: Located,
    *,
    month_first: frozenset[str] = frozenset(),
    picks: Mapping[tuple[str, str], str] | None = None,
    mended: Mapping[tuple[int, int], str] | None = None,
) -> Sheet:
    """The sheet with what a person decided written over its cells.

    ``picks`` gives the entry's words for (list, words in matching form); ``mended`` what was typed over the
    cell at (Excel's row, column index).
    """
    picks, mended = picks or {}, mended or {}
    by_column: dict[int, FieldSpec] = {
        located.columns[spec.key]: spec
        for spec in layout.fields
        if spec.key in located.columns
        and ((spec.kind == "list" and picks) or (spec.kind in _DATES and spec.key in month_first))
    }
    if not by_column and not mended:
        return sheet
    rows = list(sheet.rows)
    for (number, column), text in mended.items():
        index = number - sheet.first_row
        if 0 <= index < len(rows):
            rows[index] = _with(rows[index], column, text)
    for index in range(located.header + 1, len(rows)):
        for column, spec in by_column.items():
            value = _at(rows[index], column)
            if not isinstance(value, str) or (sheet.row_number(index), column) in mended:
                continue
            new: Value = None
            if spec.kind == "list":
                new = picks.get((spec.list_name, matching_form(value)))
            else:
                new = _swapped(value)
            if new is not None:
                rows[index] = _with(rows[index], column, new)
    return replace(sheet, rows=tuple(rows))


def _without_empty(layout: Layout, sheet: Sheet, located: Located) -> Located:
    """Of two columns for one field the one that holds something, where the better heading stands over nothing."""
    under = sheet.rows[located.header + 1 :]
    titles = titles_at(sheet, located.header)
    empty = {
        at for at in range(len(titles))
        if not is_blank(titles[at]) and all(is_blank(_at(row, at)) for row in under)
    }  # fmt: skip
    if not under or not empty & set(located.columns.values()):
        return located
    others, _ = match_columns(layout, [None if at in empty else title for at, title in enumerate(titles)])
    columns, notes = dict(located.columns), list(located.notes)
    for key, at in located.columns.items():
        other = others.get(key)
        if at in empty and other is not None and other not in located.columns.values():
            title = layout.field(key).title
            columns[key] = other
            notes = [note for note in notes if f"“{title}”" not in note]
            notes.append(
                f"Columns {column_letter(at)} and {column_letter(other)} both look like “{title}”; column "
                f"{column_letter(at)} is empty, column {column_letter(other)} was read."
            )
    return replace(located, columns=columns, notes=tuple(notes))


def _by_content(layout: Layout, sheet: Sheet, located: Located, lists: Lists) -> Located:
    """Give columns nobody claimed to fields not found yet, going by what they hold."""
    columns, notes = dict(located.columns), list(located.notes)
    under = sheet.rows[located.header + 1 : located.header + 1 + _LOOKED_AT]
    free = [n for n in range(max((len(row) for row in under), default=0)) if n not in columns.values()]
    for spec in sorted(layout.fields, key=lambda s: (not s.required, s.kind == "text")):
        if spec.key in columns or (spec.kind == "text" and not spec.required):
            continue
        best, share = -1, _CONTENT_SHARE
        for column in free:
            values = [value for row in under if not is_blank(value := _at(row, column))]
            if len(values) >= _LEAST_VALUES and (found := _holds(spec, values, lists)) >= share:
                best, share = column, found + 1e-9
        if best >= 0:
            columns[spec.key] = best
            free.remove(best)
            notes.append(f"Column {column_letter(best)} was read as “{spec.title}” from what it holds.")
    return replace(located, columns=columns, notes=tuple(notes))


def _holds(spec: FieldSpec, values: Sequence[Value], lists: Lists) -> float:
    """The share of values that are what a field takes."""
    if spec.kind == "text":
        mean = sum(len(text_of(value)) for value in values) / len(values)
        return mean if mean >= _LONG_TEXT else 0.0
    if spec.kind == "date":
        good = sum(isinstance(v, date) or (isinstance(v, str) and _a_date(v)) for v in values)
    elif spec.kind == "score":
        good = sum(_scores(value, lists.get(spec.list_name, ())) for value in values)
    elif spec.kind == "list":
        good = sum(
            match_choice(text_of(v), lists.get(spec.list_name, ()), near=False) is not None for v in values
        )
    else:
        return 0.0
    return good / len(values)


def _scores(value: Value, scores: Sequence[Choice]) -> bool:
    try:
        return bool(scores) and parse_score(value, scores) is not None
    except BadCell:
        return False


def _reads(text: str) -> bool:
    try:
        parse_date(text)
    except BadCell:
        return False
    return True


def _a_date(text: str) -> bool:
    return _reads(text) or _swapped(text) is not None


def _day_beyond_months(text: str) -> bool:
    """Whether a text date can only be day first, as 25/12/2019, or as 31/02/2019, which is no day but was meant so."""
    parts = _PARTS.fullmatch(text.strip())
    return parts is not None and 12 < int(parts[1]) <= 31


def _swapped(text: str) -> date | None:
    """A text date read month first; None where it is not one that has two orders."""
    if not (either_order(text) or month_first_only(text)):
        return None
    parts = text.replace(".", "/").replace("-", "/").replace("\\", "/").split("/")
    if len(parts) != 3:
        return None
    try:
        return parse_date(f"{parts[1]}/{parts[0]}/{parts[2]}")
    except BadCell:
        return None


def _alike(one: str, other: str) -> bool:
    return one == other or spelling_distance(one, other) is not None


def _nearest(text: str, choices: Sequence[Choice]) -> str | None:
    """The key of the entry that shares most words with a text, if it shares any of four letters and more."""
    wanted = {word for word in matching_form(text).split() if len(word) > 3}
    best, shared = None, 0
    for choice in choices:
        words = {word for name in (choice.label, *choice.aliases) for word in matching_form(name).split()}
        if len(wanted & words) > shared:
            best, shared = choice.key, len(wanted & words)
    return best


def _with(row: Row, column: int, value: Value) -> Row:
    filled = (*row, *(None,) * (column + 1 - len(row)))
    return (*filled[:column], value, *filled[column + 1 :])


def _at(row: Row, column: int) -> Value:
    return row[column] if column < len(row) else None
