"""Everything a store says, as plain values: each table's records by uid, links as the uid they point at.

In this form two stores can be compared, merged and written as a workbook that reads back the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, Table, UniqueConstraint
from sqlalchemy.dialects import sqlite

from npt_desktop.exchange.book import Book, Value
from npt_desktop.exchange.cells import BadCell, parse_date, text_of
from npt_desktop.exchange.ticket import UID, VERSION
from npt_desktop.exchange.writing import Column as SheetColumn
from npt_desktop.exchange.writing import Table as SheetTable
from npt_desktop.models.base import UtcTime, Word
from npt_desktop.models.every import OF_ONE_STORE, metadata, records
from npt_desktop.services.imports import NotTaken, RejectedCell
from npt_desktop.store.values import KEEPING, quoted

Row = dict[str, Any]
Content = dict[str, dict[str, Row]]
"""Table to uid to field to value, as the file holds it but for links."""

_NAMES = ("title", "name", "label", "reference", "surname", "summary", "statement", "what", "text", "issue_text", "did",
          "reason", "note", "day", "month", "quarter", "period", "number", "key")  # fmt: skip
_WIDE = 30


def tables() -> list[Table]:
    """The tables of records that stores share, what others point at first."""
    known = records().keys() - OF_ONE_STORE
    return [table for table in metadata.sorted_tables if table.name in known]


def fields(table: Table) -> list[Column[Any]]:
    """What a record says beside its keeping."""
    return [column for column in table.columns if column.name not in KEEPING]


def target(column: Column[Any]) -> str | None:
    """The table a link points at."""
    return next((key.column.table.name for key in column.foreign_keys), None)


def uniques(table: Table) -> list[tuple[str, ...]]:
    """The columns that tell records apart by nature: the table's unique constraints but the uid's."""
    found: list[tuple[str, ...]] = [
        (column.name,) for column in table.columns if column.unique and column.name != "uid"
    ]
    for constraint in sorted(table.constraints, key=lambda c: str(c.name)):
        if isinstance(constraint, UniqueConstraint):
            names = tuple(column.name for column in constraint.columns)
            if names != ("uid",) and names not in found:
                found.append(names)
    return found


def rows_of(connection: Connection, table: Table) -> list[Row]:
    """Whole rows as the file holds them."""
    names = [column.name for column in table.columns]
    found = connection.exec_driver_sql(f"SELECT {quoted(names)} FROM {table.name} ORDER BY id")
    return [dict(zip(names, row, strict=True)) for row in found]


def content_of(
    connection: Connection,
) -> tuple[Content, dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """What the store says; and each record's version and id by uid, by table."""
    raw = {table.name: rows_of(connection, table) for table in tables()}
    uids = {name: {row["id"]: row["uid"] for row in rows} for name, rows in raw.items()}
    versions = {name: {row["uid"]: row["version"] for row in rows} for name, rows in raw.items()}
    ids = {name: {row["uid"]: row["id"] for row in rows} for name, rows in raw.items()}
    content = {
        table.name: {row["uid"]: plain(table, row, uids) for row in raw[table.name]} for table in tables()
    }
    return content, versions, ids


def plain(table: Table, row: Mapping[str, Any], uids: Mapping[str, Mapping[int, str]]) -> Row:
    """A row as the file holds it, with links as uids and without its keeping."""
    found: Row = {}
    for column in fields(table):
        value = row[column.name]
        to = target(column)
        found[column.name] = value if to is None or value is None else uids[to].get(value, "")
    return found


def name_of(content: Content, table: str, uid: str) -> str:
    """A record in a few words."""
    return in_words(content.get(table, {}).get(uid, {})) or uid[:8]


def in_words(row: Mapping[Any, Any]) -> str:
    """What names a row, by whichever column says it best; a person by title, number and surname."""
    if row.get("surname"):
        return " ".join(str(part) for name in ("title", "number", "surname") if (part := row.get(name)))
    return next((str(value)[:120] for name in _NAMES if (value := row.get(name))), "")


def words_of(content: Content, table: Table, field: str, value: Any) -> str:
    """A value as a person reads it."""
    to = target(table.c[field])
    if value is None:
        return ""
    return name_of(content, to, str(value)) if to is not None else str(value)


def spoken(name: str) -> str:
    """A table or column in words: ``problem_plan`` is “Problem plan”."""
    return name.removesuffix("_id").replace("_", " ").capitalize()


# As a workbook ---------------------------------------------------------------------------------------------
def sheets_of(content: Content, versions: Mapping[str, Mapping[str, int]]) -> list[SheetTable]:
    """Each table as a sheet: links stand in words, with the uid in a column beside them."""
    found = []
    for table in tables():
        columns = [SheetColumn(UID, 34), SheetColumn(VERSION, 9)]
        for column in fields(table):
            columns.append(SheetColumn(spoken(column.name), _WIDE))
            if target(column) is not None:
                columns.append(SheetColumn(f"{spoken(column.name)} id", 34))
        rows = [
            _line(content, table, uid, row, versions[table.name][uid])
            for uid, row in content[table.name].items()
        ]
        found.append(SheetTable(spoken(table.name)[:31], "", tuple(columns), rows, exact=True))
    return found


def _line(content: Content, table: Table, uid: str, row: Row, version: int) -> list[Value]:
    line: list[Value] = [uid, version]
    for column in fields(table):
        value = row[column.name]
        if target(column) is not None:
            line += [words_of(content, table, column.name, value) or None, value]
        else:
            line.append(_cell(column, value))
    return line


def _cell(column: Column[Any], value: Any) -> Value:
    if value is None or value == "":
        return None
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Boolean):
        return "Yes" if value else "No"
    if isinstance(value, float) and float(f"{value:.15g}") != value:
        return repr(value)  # a workbook keeps 15 digits of a number
    found: Value = value
    return found


@dataclass
class Says:
    """What a workbook of :func:`sheets_of` says: ``content``, and what of it could not be read. ``there`` are the uids
    with a row, whether it was read or not, by table; a table whose sheet is gone is not among them. ``words`` stand
    beside the ids of links, by table, uid and field."""

    content: Content
    there: dict[str, set[str]] = field(default_factory=dict)
    words: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    rejected: list[RejectedCell] = field(default_factory=list)
    skipped: list[NotTaken] = field(default_factory=list)


def content_from(book: Book) -> Says:
    """Read a workbook of :func:`sheets_of`, as it went out or edited since."""
    says = Says({table.name: {} for table in tables()})
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for table in tables():
        name = spoken(table.name)[:31]
        sheet = by_name.get(name)
        at = next((n for n, row in enumerate(sheet.rows) if UID in row), None) if sheet is not None else None
        if sheet is None or at is None:
            gone = (
                "The sheet is not in the workbook any more"
                if sheet is None
                else "Its headings or record ids are gone"
            )
            says.skipped.append(NotTaken(name, None, f"{gone}; left as it is."))
            continue
        there = says.there[table.name] = set()
        head = {text_of(title): place for place, title in enumerate(sheet.rows[at])}
        for index in range(at + 1, len(sheet.rows)):
            row, number = sheet.rows[index], sheet.row_number(index)
            uid = text_of(_at(row, head[UID])).strip()
            if uid and uid not in there:
                there.add(uid)
                values, bad = _read(table, row, head)
                says.rejected += [RejectedCell(name, number, *cell) for cell in bad]
                if not bad:
                    says.content[table.name][uid] = values
                    says.words[table.name, uid] = _beside(table, row, head)
            elif uid or any(text_of(value).strip() for value in row):
                why = "Its record id stands above too" if uid else "It has no record id"
                says.skipped.append(NotTaken(name, number, f"{why}: import new records, this workbook changes those it left with."))  # fmt: skip
    return says


def _beside(table: Table, row: Sequence[Value], head: Mapping[str, int]) -> dict[str, str]:
    links = [column.name for column in fields(table) if target(column) is not None]
    return {name: text_of(_at(row, head[title])) for name in links if (title := spoken(name)) in head}


def _read(
    table: Table, row: Sequence[Value], head: Mapping[str, int]
) -> tuple[Row, list[tuple[str, str, str]]]:
    """What a row says; and each cell that cannot be: its title, what it says, why."""
    values: Row = {}
    bad: list[tuple[str, str, str]] = []
    for column in fields(table):
        title = spoken(column.name) + (" id" if target(column) is not None else "")
        if title in head:
            value = _at(row, head[title])
            try:
                values[column.name] = _value(column, value)
            except BadCell as wrong:
                bad.append((title, text_of(value), str(wrong)))
    return values, bad


def _value(column: Column[Any], value: Value) -> Any:
    """A cell as the file holds the column. Raises BadCell for what it cannot hold."""
    kind, text = column.type, text_of(value)
    if value is None:
        if not column.nullable and (isinstance(kind, Date | Word | UtcTime | JSON) or target(column)):
            raise BadCell("There is nothing in this cell.")
        return None if column.nullable else "" if not isinstance(kind, Integer | Float) else 0
    if target(column) is not None:
        return text
    if isinstance(kind, Date):
        return parse_date_exactly(value).isoformat()
    if isinstance(kind, Boolean):
        if text.casefold() not in ("yes", "no"):
            raise BadCell("Say Yes or No.")
        return int(text.casefold() == "yes")
    if isinstance(kind, Float | Integer):
        try:
            number = float(value if isinstance(value, int | float) else text)
            if isinstance(kind, Integer) and not number.is_integer():
                raise BadCell(f"“{text}” is not a whole number.")
            return number if isinstance(kind, Float) else int(number)
        except (ValueError, OverflowError) as wrong:
            raise BadCell(f"“{text}” is not a number.") from wrong
    if isinstance(kind, Word | UtcTime | JSON):
        try:
            return kind.kind(text).value if isinstance(kind, Word) else _told(kind, text)
        except (ValueError, RecursionError) as wrong:
            raise BadCell(f"“{text[:60]}” is not one of the values this column can have.") from wrong
    return text


def _told(kind: UtcTime | JSON, text: str) -> str | None:
    if isinstance(kind, UtcTime):
        return kind.process_bind_param(datetime.fromisoformat(text), sqlite.dialect())
    if not isinstance(json.loads(text), dict | list):
        raise ValueError(text)
    return text


def parse_date_exactly(value: Value) -> date:
    """A date of any year, as this program writes it. Raises BadCell."""
    text = text_of(value)
    if len(text) == 10 and text[2] == "/" == text[5] and text.replace("/", "").isdecimal():
        try:
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
        except ValueError as wrong:
            raise BadCell(f"{text} is not a day there is.") from wrong
    return parse_date(value)


def _at(row: Sequence[Value], at: int | None) -> Value:
    return row[at] if at is not None and at < len(row) else None
