"""Everything a store says, as plain values: each table's records by uid, links as the uid they point at.

In this form two stores can be compared, merged and written as a workbook that reads back the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, Table, UniqueConstraint

from npt_desktop.exchange.book import Book, Value
from npt_desktop.exchange.cells import parse_date, text_of
from npt_desktop.exchange.ticket import UID, VERSION
from npt_desktop.exchange.writing import Column as SheetColumn
from npt_desktop.exchange.writing import Table as SheetTable
from npt_desktop.models.every import OF_ONE_STORE, metadata, records
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
    """What names a row, by whichever column says it best."""
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


def content_from(book: Book) -> tuple[Content, dict[str, dict[str, int]]]:
    """What a workbook of :func:`sheets_of` says, and each record's version when it was written."""
    content: Content = {table.name: {} for table in tables()}
    versions: dict[str, dict[str, int]] = {table.name: {} for table in tables()}
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for table in tables():
        sheet = by_name.get(spoken(table.name)[:31])
        if sheet is None:
            continue
        head: dict[str, int] = {}
        for row in sheet.rows:
            if not head:
                if UID in row:
                    head = {text_of(title): at for at, title in enumerate(row)}
                continue
            uid = text_of(_at(row, head[UID])).strip()
            if uid:
                content[table.name][uid] = dict(_read(table, row, head))
                versions[table.name][uid] = int(text_of(_at(row, head.get(VERSION))) or 1)
    return content, versions


def _read(table: Table, row: Sequence[Value], head: Mapping[str, int]) -> Iterator[tuple[str, Any]]:
    for column in fields(table):
        title = spoken(column.name) + (" id" if target(column) is not None else "")
        if title in head:
            yield column.name, _value(column, _at(row, head[title]))


def _value(column: Column[Any], value: Value) -> Any:
    """A cell as the file holds the column."""
    if value is None:
        return None if column.nullable else "" if not isinstance(column.type, Integer | Float) else 0
    if target(column) is not None:
        return text_of(value)
    if isinstance(column.type, Date):
        return parse_date_exactly(value).isoformat()
    if isinstance(column.type, Boolean):
        return int(text_of(value) == "Yes")
    if isinstance(column.type, Float):
        return float(value if isinstance(value, int | float) else text_of(value))
    if isinstance(column.type, Integer):
        return int(float(text_of(value)))
    if isinstance(column.type, JSON):
        return text_of(value)
    return text_of(value)


def parse_date_exactly(value: Value) -> date:
    """A date of any year, as this program writes it."""
    text = text_of(value)
    if len(text) == 10 and text[2] == "/" == text[5]:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    return parse_date(value)


def _at(row: Sequence[Value], at: int | None) -> Value:
    return row[at] if at is not None and at < len(row) else None
