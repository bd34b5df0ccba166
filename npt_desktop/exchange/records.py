"""The rows of an arranged sheet, each field as its kind: nothing guessed, each cell that cannot be read named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from npt_desktop.exchange.book import Row, Sheet, Value
from npt_desktop.exchange.cells import (
    UNSCORED,
    BadCell,
    Choice,
    is_blank,
    match_choice,
    parse_date,
    parse_score,
    text_of,
)
from npt_desktop.exchange.layouts import FieldSpec, Layout, Located, is_total_row
from npt_desktop.exchange.sheets import Lists
from npt_desktop.rules.periods import MONTHS, quarter_of
from npt_desktop.rules.words import matching_form

_WORDS = re.compile(r"([a-z]{3,9})[a-z]*[\s,.\-/]+(\d{4}|\d{2})")
_NUMBERS = re.compile(r"(\d{4})[-/](\d{1,2})")
_SHORT = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_YES, _NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0"})

Item = str | int | float | date | bool | None


@dataclass(slots=True)
class ReadRow:
    """One row. ``values`` are by field, only of columns the sheet has: a list's is its entry's key, or None with
    the words in ``said``. ``bad`` says of each field that cannot be read why. ``row`` is Excel's. ``key`` is the
    row's natural key, where reading has worked it out."""

    sheet: str
    row: int
    values: Mapping[str, Item]
    said: Mapping[str, str]
    bad: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class ReadSheet:
    """The rows of a sheet, those left out on purpose as (row, reason), and sentences about the sheet."""

    rows: Iterable[ReadRow]
    left_out: tuple[tuple[int | None, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_sheet(layout: Layout, sheet: Sheet, located: Located, lists: Lists) -> ReadSheet:
    """Read what stands under the headings, down to a total row. Hidden rows are read and said so."""
    rows: list[ReadRow] = []
    left_out: list[tuple[int | None, str]] = []
    present = [(spec, located.columns[spec.key]) for spec in layout.fields if spec.key in located.columns]
    heading = sheet.rows[located.header]
    matches: dict[tuple[str, str], Choice | None] = {}
    hidden = 0
    for index in range(located.header + 1, len(sheet.rows)):
        line, number = sheet.rows[index], sheet.row_number(index)
        cells = [(spec, line[at] if at < len(line) else None) for spec, at in present]
        if all(is_blank(value) for _, value in cells):
            continue
        if is_total_row(line):
            left_out.append((number, "The total row, where the list ends."))
            break
        if line == heading:
            left_out.append((number, "The headings again."))
            continue
        hidden += number in sheet.hidden_rows
        rows.append(_read_row(sheet.name, number, cells, lists, matches))
    notes = [f"{note[:-1]} on sheet “{sheet.name}”." for note in located.notes]
    if hidden:
        notes.append(f"{hidden} hidden row{'s' if hidden > 1 else ''} of sheet “{sheet.name}” read too.")
    return ReadSheet(tuple(rows), tuple(left_out), tuple(notes))


def column_values(sheet: Sheet, column: int) -> Callable[[int], Value]:
    """Asks for the cell of a column by Excel's row."""

    def at(number: int) -> Value:
        row: Row = sheet.rows[number - sheet.first_row]
        return row[column] if column < len(row) else None

    return at


def parse_month(value: Value) -> date:
    """The first day of a month from a date, “July 2026”, “Jul-26” or “2026-07”. Raises :class:`BadCell`."""
    if isinstance(value, str):
        form = matching_form(value)
        if (found := _WORDS.match(form)) and found[1][:3] in _SHORT:
            return date(int(found[2]) + (2000 if len(found[2]) == 2 else 0), _SHORT[found[1][:3]], 1)
        if (found := _NUMBERS.fullmatch(form)) and 1 <= int(found[2]) <= 12:
            return date(int(found[1]), int(found[2]), 1)
    try:
        return parse_date(value).replace(day=1)
    except BadCell:
        raise BadCell(f"“{text_of(value).strip()}” is no month; write it as July 2026.") from None


def parse_quarter(value: Value) -> date:
    """The first day of a quarter from a date or month in it, or “July to September 2026”."""
    if isinstance(value, str):
        form = matching_form(value)
        year = re.search(r"\b(20\d\d)\b", form)
        name = re.match(r"[a-z]{3}", form)
        if year and name and name[0] in _SHORT:
            return quarter_of(date(int(year[1]), _SHORT[name[0]], 1)).start
    try:
        return quarter_of(parse_month(value)).start
    except BadCell:
        raise BadCell(
            f"“{text_of(value).strip()}” is no quarter; write it as July to September 2026."
        ) from None


def parse_item(spec: FieldSpec, value: Value, lists: Lists) -> Item:
    """One cell as its field's kind; a list gives its entry's key, None where an open list has none.

    Raises :class:`BadCell` with the reason.
    """
    if spec.kind == "score":
        return parse_score(value, lists.get(spec.list_name, ()))
    if is_blank(value):
        if spec.required:
            raise BadCell(f"There is no {_lower(spec.title)}.")
        return "" if spec.kind == "text" else None
    if spec.kind == "date":
        return parse_date(value)
    if spec.kind == "month":
        return parse_month(value)
    if spec.kind == "quarter":
        return parse_quarter(value)
    if spec.kind == "number":
        return _whole(value)
    if spec.kind == "yesno":
        return _yes(value)
    if spec.kind == "list":
        return _listed(spec, text_of(value).strip(), lists.get(spec.list_name, ()))
    return text_of(value)


def _read_row(
    sheet: str, number: int, cells: Sequence[tuple[FieldSpec, Value]], lists: Lists,
    matches: dict[tuple[str, str], Choice | None],
) -> ReadRow:  # fmt: skip
    values: dict[str, Item] = {}
    said: dict[str, str] = {}
    bad: dict[str, str] = {}
    notes: list[str] = []
    for spec, value in cells:
        said[spec.key] = text_of(value).strip()
        try:
            values[spec.key] = parse_item(spec, value, lists)
        except BadCell as why:
            bad[spec.key] = str(why)
            continue
        if spec.kind == "list" and values[spec.key] is not None:
            key = (spec.list_name, said[spec.key])
            if key not in matches:
                found = match_choice(said[spec.key], lists.get(spec.list_name, ()))
                matches[key] = found.choice if found and not found.exact else None
            if (near := matches[key]) is not None:
                notes.append(f"“{said[spec.key]}” was read as “{near.label}”.")
    return ReadRow(sheet, number, values, said, bad, tuple(notes))


def _listed(spec: FieldSpec, text: str, choices: Sequence[Choice]) -> str | None:
    found = match_choice(text, choices)
    if found is not None:
        return found.choice.key
    if spec.open or matching_form(text) in UNSCORED:
        return None
    raise BadCell(f"“{text}” is not in the list of {_lower(spec.title)}s; choose what it stands for.")


def _whole(value: Value) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return int(value)
    plain = text_of(value).replace(",", "").strip()
    if re.fullmatch(r"-?\d{1,9}", plain):
        return int(plain)
    raise BadCell(f"“{text_of(value).strip()}” is not a whole number.")


def _yes(value: Value) -> bool:
    form = matching_form(text_of(value))
    if form in _YES:
        return True
    if form in _NO:
        return False
    raise BadCell(f"“{text_of(value).strip()}” is neither Yes nor No.")


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
