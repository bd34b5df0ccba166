"""One plan as a workbook that reads back in: sheets for the plan, its actions, measures, figures and reviews.

Every row carries the uid and the version of its record, so that what comes back can be told from what was there.
Columns are known by their headings; a column or row that is left out changes nothing. The sheet of evidence
files is only to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Progress, Row, Sheet, Value
from npt_desktop.exchange.cells import BadCell, is_blank, parse_date, text_of
from npt_desktop.exchange.writing import Column, Table, write_workbook
from npt_desktop.rules.words import matching_form

Item = str | int | date | bool | None
UID, VERSION, PLAN, FILES = "Uid", "Version", "Plan", "Files"
_KEY, _NAME, _VALUE = "Key", "Field", "Value"
_KEYS_WIDE, _LONG = 18, 70
_MOST = 999_999_999


class CellKind(StrEnum):
    """What a field holds. A shown field is written for the reader and never read back."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    WORD = "word"
    YES = "yes"
    PERSON = "person"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class BookField:
    """One field: its attribute, its heading, what it holds, and the words of a closed list by key."""

    name: str
    title: str
    kind: CellKind = CellKind.TEXT
    width: float = 18
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A record as a row: whose it is (empty for a new one), and its fields."""

    uid: str
    version: int
    values: Mapping[str, Item]


@dataclass(frozen=True, slots=True)
class PlanBook:
    """A plan and its parts, by sheet; ``files`` are rows only to be read."""

    title: str
    plan: Part
    parts: Mapping[str, Sequence[Part]]
    files: Sequence[Sequence[Value]] = ()


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A row read. ``values`` hold only fields the sheet has; ``bad`` says of each that cannot be read why.
    ``row`` is Excel's; of the plan's own sheet ``places`` gives that of each field."""

    sheet: str
    row: int
    uid: str
    version: int
    values: Mapping[str, Item]
    bad: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A workbook read: the plan's own row, and the rows of its parts by sheet."""

    plan: ReadPart
    parts: Mapping[str, tuple[ReadPart, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of the plan and of each sheet of parts, in order. ``people`` are offered where one is wanted."""

    plan: tuple[BookField, ...]
    parts: Mapping[str, tuple[BookField, ...]]
    people: tuple[str, ...] = ()


def write_plan_book(
    path: Path,
    shape: Shape,
    book: PlanBook,
    *,
    marking: str,
    progress: Progress | None = None,
    trace: str = "",
) -> int:
    """Write a plan; returns how many rows. Raises as :func:`write_workbook` does."""
    return write_workbook(path, tables_of(shape, book), marking=marking, progress=progress, trace=trace)


def tables_of(shape: Shape, book: PlanBook) -> list[Table]:
    """The sheets of a plan."""
    rows: list[Sequence[Value]] = [(UID, UID, book.plan.uid), (VERSION, VERSION, book.plan.version)]
    rows += [(one.name, one.title, _cell(one, book.plan.values.get(one.name))) for one in shape.plan]
    columns = (Column(_KEY, _KEYS_WIDE), Column(_NAME, 24), Column(_VALUE, _LONG))
    tables = [Table(PLAN, book.title, columns, rows)]
    for sheet, fields in shape.parts.items():
        heads = (*(_column(one, shape.people) for one in fields), Column(UID, 34), Column(VERSION, 8))
        lines = [
            (
                *(_cell(one, part.values.get(one.name)) for one in fields),
                part.uid or None,
                part.version or None,
            )
            for part in book.parts.get(sheet, ())
        ]
        tables.append(Table(sheet, f"{book.title}: {sheet.lower()}", heads, lines))
    if book.files:
        titles = ("Name", "Kind", "Size", "Marking", "What it shows", "Added", "By")
        tables.append(
            Table(FILES, f"{book.title}: evidence files", tuple(Column(t, 24) for t in titles), book.files)
        )
    return tables


def parse_plan_book(book: Book, shape: Shape) -> ReadPlan:
    """Read a plan's workbook. Raises CannotDo with one sentence for a book that is none."""
    sheets = {matching_form(sheet.name): sheet for sheet in book.sheets}
    own = sheets.get(matching_form(PLAN))
    plan = _read_plan(own, shape) if own is not None else None
    if plan is None or not plan.uid:
        raise CannotDo(
            f"{book.name} is not a plan’s workbook: export the plan and change that file, with its first sheet “{PLAN}”."
        )
    parts = {}
    for name, fields in shape.parts.items():
        sheet = sheets.get(matching_form(name))
        parts[name] = _read_parts(sheet, fields) if sheet is not None else ()
    return ReadPlan(plan, parts)


def _column(one: BookField, people: tuple[str, ...]) -> Column:
    choices = tuple(one.words.values())
    if one.kind is CellKind.PERSON:
        choices = people
    if one.kind is CellKind.YES:
        choices = ("Yes", "No")
    return Column(one.title, one.width, choices)


def _cell(one: BookField, item: Item) -> Value:
    if item is None or item == "":
        return None
    if one.kind is CellKind.WORD:
        return one.words.get(str(item), str(item))
    return item


def _read_plan(sheet: Sheet, shape: Shape) -> ReadPart | None:
    """The vertical sheet: key, field, value, below their headings."""
    known = {one.name: one for one in shape.plan}
    values: dict[str, Item] = {}
    bad: dict[str, str] = {}
    places: dict[str, int] = {}
    uid, version, head = "", 0, None
    for index, row in enumerate(sheet.rows):
        key = text_of(_at(row, 0)).strip()
        if head is None:
            head = index if matching_form(key) == matching_form(_KEY) else None
            continue
        value = _at(row, 2)
        if key == UID:
            uid = text_of(value).strip()
        elif key == VERSION:
            version = _version(value)
        elif key in known and known[key].kind is not CellKind.SHOWN:
            places[key] = sheet.row_number(index)
            _take(known[key], value, values, bad)
    if head is None:
        return None
    return ReadPart(sheet.name, sheet.row_number(head), uid, version, values, bad, places)


def _read_parts(sheet: Sheet, fields: Sequence[BookField]) -> tuple[ReadPart, ...]:
    wanted = {matching_form(one.title): one for one in fields}
    head = next(
        (n for n, row in enumerate(sheet.rows) if matching_form(UID) in [matching_form(text_of(c)) for c in row]), None
    )  # fmt: skip
    if head is None:
        return ()
    heads = [matching_form(text_of(cell)) for cell in sheet.rows[head]]
    places = {wanted[title].name: at for at, title in enumerate(heads) if title in wanted}
    by_name = {one.name: one for one in fields}
    uid_at = heads.index(matching_form(UID))
    version_at = heads.index(matching_form(VERSION)) if matching_form(VERSION) in heads else -1
    found = []
    for index in range(head + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if all(is_blank(value) for value in row):
            continue
        values: dict[str, Item] = {}
        bad: dict[str, str] = {}
        for name, at in places.items():
            if by_name[name].kind is not CellKind.SHOWN:
                _take(by_name[name], _at(row, at), values, bad)
        uid = text_of(_at(row, uid_at)).strip()
        version = _version(_at(row, version_at)) if version_at >= 0 else 0
        found.append(ReadPart(sheet.name, sheet.row_number(index), uid, version, values, bad))
    return tuple(found)


def _take(one: BookField, value: Value, values: dict[str, Item], bad: dict[str, str]) -> None:
    try:
        values[one.name] = _item(one, value)
    except BadCell as error:
        bad[one.name] = str(error)


def _item(one: BookField, value: Value) -> Item:
    """A cell as its field holds it: text exactly, empty text for an empty cell."""
    if one.kind in (CellKind.TEXT, CellKind.PERSON):
        return "" if is_blank(value) else text_of(value)
    if one.kind is CellKind.YES:
        return _yes(value)
    if is_blank(value):
        return None
    if one.kind is CellKind.DATE:
        return parse_date(value)
    if one.kind is CellKind.WHOLE:
        return _whole(value)
    form = matching_form(text_of(value))
    found = next((key for key, words in one.words.items() if form in (matching_form(words), key)), None)
    if found is None:
        raise BadCell(f"“{text_of(value)}” is not one of {', '.join(one.words.values())}.")
    return found


def _yes(value: Value) -> bool:
    form = matching_form(text_of(value))
    if form in ("", "no", "n", "false", "0"):
        return False
    if form in ("yes", "y", "true", "1", "x"):
        return True
    raise BadCell(f"“{text_of(value)}” is neither Yes nor No.")


def _whole(value: Value) -> int:
    text = text_of(value).replace(",", "").strip()
    if not (text.isascii() and text.isdecimal()) or int(text) > _MOST:
        raise BadCell(f"“{text_of(value)}” is not a whole number from 0.")
    return int(text)


def _version(value: Value) -> int:
    text = text_of(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _at(row: Row, place: int) -> Value:
    return row[place] if place < len(row) else None
