"""Taking back and putting back whole change sets, from the journal alone.

Ctrl+Z takes back the latest change set that still stands; Ctrl+Shift+Z puts back the latest one taken back,
as long as nothing new was written since. An import can be taken back weeks later: only values that still
hold what was imported go, the rest are named.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

from npt_desktop.errors import CannotDo
from npt_desktop.models.every import metadata
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import complete, to_file


@dataclass(frozen=True, slots=True)
class Step:
    """A change set as an undo list names it."""

    change_set_id: int
    at: datetime
    by: str
    did: str
    kind: ChangeKind
    changes: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that was left as it is, because it was edited after the change set."""

    table: str
    record_uid: str
    field: str


class NothingTaken(CannotDo):
    """Nothing was taken back, for every value was edited since; ``kept`` names them."""

    def __init__(self, kept: list[Kept]) -> None:
        super().__init__("Nothing was taken back: all that it wrote was edited since and stays as it is.")
        self.kept = kept


_STANDING = """
    SELECT c.id, c.at, c.by, c.did, c.kind, c.changes, c.undoes_id FROM change_set c
    WHERE NOT EXISTS (
        SELECT 1 FROM change_set u WHERE u.undoes_id = c.id
        AND NOT EXISTS (SELECT 1 FROM change_set r WHERE r.undoes_id = u.id)
    )
"""


def taken_back(connection: Connection) -> dict[int, int]:
    """Each change set that was taken back and not put back since, with the one that took it back."""
    rows = connection.exec_driver_sql(
        "SELECT u.undoes_id, u.id FROM change_set u WHERE u.undoes_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM change_set r WHERE r.undoes_id = u.id)"
    )
    return {int(number): int(by) for number, by in rows}


def undoable(connection: Connection, limit: int = 30) -> list[Step]:
    """The change sets that Ctrl+Z would take back, latest first. The laying out of a store is not one."""
    rows = connection.exec_driver_sql(
        _STANDING + " AND c.kind IN ('edit', 'import') ORDER BY c.id DESC LIMIT ?", (limit,)
    )
    return [_step(row) for row in rows]


def redoable(connection: Connection) -> Step | None:
    """The undo that Ctrl+Shift+Z would put back, if nothing new was written since."""
    row = connection.exec_driver_sql(_STANDING + " AND c.kind = 'undo' ORDER BY c.id DESC LIMIT 1").first()
    if row is None:
        return None
    newer = _STANDING + " AND c.kind NOT IN ('undo', 'redo', 'seal') AND c.id > ? LIMIT 1"
    return None if connection.exec_driver_sql(newer, (row[0],)).first() else _step(row)


def take_back(unit: UnitOfWork, change_set_id: int, *, partly: bool = False) -> list[Kept]:
    """Reverse a change set within ``unit``.

    With ``partly`` only values that still hold what the change set wrote are taken back and the others are
    returned; :class:`NothingTaken` is raised where none does. Without it any later edit refuses the whole with the reason. Records that others point at are
    refused when the block ends.
    """
    connection = unit.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    kept: list[Kept] = []
    by_table: dict[str, list[tuple[int, str, int, Any, Any]]] = {}
    rows = connection.exec_driver_sql(
        "SELECT table_name, record_id, record_uid, version, before, after FROM change WHERE change_set_id=? "
        "ORDER BY id",
        (change_set_id,),
    )
    for table_name, record_id, uid, version, before, after in rows:
        by_table.setdefault(table_name, []).append((record_id, uid, version, _loads(before), _loads(after)))
    if not by_table:
        raise CannotDo("That change is no longer in the journal, so it cannot be taken back.")
    touched = 0
    for table_name, changes in by_table.items():
        left, written = _reverse(unit, metadata.tables[table_name], changes, partly=partly)
        kept += left
        touched += written
    if kept and not touched:
        raise NothingTaken(kept)
    unit.undoes_id = change_set_id
    return kept


def _reverse(
    unit: UnitOfWork, table: Table, changes: list[tuple[int, str, int, Any, Any]], *, partly: bool
) -> tuple[list[Kept], int]:
    """What was left, and how many records were written."""
    now = unit.rows(table, [change[0] for change in changes])
    kept: list[Kept] = []
    erase: list[int] = []
    update: dict[int, dict[str, Any]] = {}
    restore: list[dict[str, Any]] = []
    stamp = to_file(table, {"changed_at": unit.now})["changed_at"]
    for record_id, uid, version, before, after in changes:
        row = now.get(record_id)
        if after is None:
            if row is not None:
                kept.append(Kept(table.name, uid, ""))
                continue
            restore.append({"id": record_id, "uid": uid, "version": version + 1, "changed_at": stamp,
                            **complete(table, before or {})})  # fmt: skip
            continue
        if row is None:
            if before is not None or not partly:
                kept.append(Kept(table.name, uid, ""))
            continue
        wrote = complete(table, after) if before is None else after
        edited = [name for name, value in wrote.items() if name in row and row[name] != value]
        kept += [Kept(table.name, uid, name) for name in edited]
        if before is None:
            if not edited:
                erase.append(record_id)
        else:
            update[record_id] = {n: v for n, v in before.items() if n not in edited and n in row}
    if kept and not partly:
        raise CannotDo(
            "This cannot be taken back, because the same record was edited afterwards: "
            "take the later edit back first (History shows it)."
        )
    changed = {i: fields for i, fields in update.items() if fields}
    unit.erase(table, erase)
    unit.update(table, changed)
    unit.write_rows(table, restore)
    return kept, len(erase) + len(changed) + len(restore)


def _loads(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _step(row: Any) -> Step:
    at = datetime.fromisoformat(row[1])
    return Step(row[0], at, row[2], row[3], ChangeKind(row[4]), row[5])
