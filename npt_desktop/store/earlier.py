"""Records as they stood at an earlier version: the journal read backwards from what the store holds now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

_DIALECT = sqlite_dialect()
_CHUNK = 500


class Edit(NamedTuple):
    """One later change of a record: who made it, when, and the fields it wrote, as the file holds them."""

    record_uid: str
    version: int
    by: str
    at: datetime
    before: Mapping[str, Any]


def edits_since(connection: Connection, table: Table, versions: Mapping[int, tuple[str, int]]) -> list[Edit]:
    """Every change made to records after a version, latest first: ``versions`` gives uid and version by id."""
    found: list[Edit] = []
    for ids in _chunks(list(versions)):
        marks = ",".join("?" * len(ids))
        rows = connection.exec_driver_sql(
            "SELECT c.record_id, c.record_uid, c.version, s.by, s.at, c.before FROM change c "
            "JOIN change_set s ON s.id = c.change_set_id WHERE c.table_name = ? AND c.before IS NOT NULL "
            f"AND c.after IS NOT NULL AND c.record_id IN ({marks}) ORDER BY c.id DESC",
            (table.name, *ids),
        )
        for record_id, uid, version, by, at, before in rows:
            wanted_uid, wanted = versions[record_id]
            if uid == wanted_uid and version > wanted:
                found.append(Edit(uid, version, by, datetime.fromisoformat(at), json.loads(before)))
    return found


def last_edit(connection: Connection, table: str, uid: str, field: str) -> tuple[str, datetime | None]:
    """Who wrote a field of a record last, and when; nobody where the journal does not say."""
    record_id = connection.exec_driver_sql(f"SELECT id FROM {table} WHERE uid = ?", (uid,)).scalar()
    rows = connection.exec_driver_sql(
        "SELECT s.by, s.at, c.after FROM change c JOIN change_set s ON s.id = c.change_set_id "
        "WHERE c.record_id = ? AND c.record_uid = ? AND c.after IS NOT NULL ORDER BY c.id DESC",
        (record_id, uid),
    )
    for by, at, after in rows:
        if field in json.loads(after):
            return str(by), datetime.fromisoformat(at)
    return "", None


def rewound(now: Mapping[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """A row of the file before ``edits``, which are latest first."""
    row = dict(now)
    for edit in edits:
        row.update({name: value for name, value in edit.before.items() if name in row})
    return row


def from_file(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the file holds it, as typed values."""
    process = _processors(table)
    return {name: process[name](value) if name in process else value for name, value in row.items()}


@cache
def _processors(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in table.columns:
        process = column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
        if process is not None:
            found[column.name] = process
    return found


def _chunks(items: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
