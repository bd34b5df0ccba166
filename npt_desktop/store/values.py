"""Between Python values and what the file holds, column by column.

The journal keeps fields as the file holds them, so that undo, history and merging can write them back
without knowing the class they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Date, Table
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

KEEPING = ("id", "uid", "version", "changed_at")
"""Columns that belong to the keeping of a record, not to what it says."""

_DIALECT = sqlite_dialect()


def quoted(names: Iterable[str]) -> str:
    """Column names for a statement written by hand: one of them may be a word of SQL."""
    return ", ".join(f'"{name}"' for name in names)


def literal(value: Any) -> str:
    """A value as the file holds it, written into a statement."""
    if value is None:
        return "NULL"
    return repr(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


@cache
def processors(table: Table) -> dict[str, Callable[[Any], Any]]:
    """Each column that needs changing on its way into the file."""
    found: dict[str, Callable[[Any], Any]] = {}
    for column in table.columns:
        process = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        if process is not None:
            # A log has few different days beside its rows.
            found[column.name] = lru_cache(4096)(process) if isinstance(column.type, Date) else process
    return found


def to_file(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` as the file holds them."""
    process = processors(table)
    return {
        name: int(value)
        if value is True or value is False
        else process[name](value)
        if name in process
        else value
        for name, value in fields.items()
    }


def content(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a whole row says, as the journal keeps it: fields at their default are left out."""
    plain = defaults(table)
    return {name: value for name, value in row.items() if name not in KEEPING and value != plain[name]}


def complete(table: Table, said: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of what a row says, from what the journal kept of it."""
    return {name: said.get(name, value) for name, value in defaults(table).items() if name not in KEEPING}


@cache
def defaults(table: Table) -> dict[str, Any]:
    """What each column holds when a set-wise insert does not name it, as the file holds it."""
    found: dict[str, Any] = {}
    for column in table.columns:
        default: Any = column.default
        value: Any = None
        if default is not None and default.is_scalar:
            value = default.arg
        elif default is not None and default.is_callable:
            value = default.arg(None)
        found[column.name] = value
    return to_file(table, found)
