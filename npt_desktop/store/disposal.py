"""Erasing what records say, everywhere in a store's file, so that only a stub and the chain's hashes stay.

A disposed record goes with what is part of it, also with parts that were removed earlier and stand in the journal
alone. Erased are: the rows, their words in the search index, both sides of each of their changes (the digests
stay), words of change sets and of the access log that quote them, unsaved forms, reports of imports, kept Homes,
and evidence files nothing else names. What is left in free pages goes when the file is written anew (:func:`finish`).
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, String, Table, Text

from npt_desktop.errors import CannotDo
from npt_desktop.models.every import metadata, records
from npt_desktop.store import attachments, engine, search, vault
from npt_desktop.store.glance import HOME_KEPT
from npt_desktop.store.journal import ERASED
from npt_desktop.store.unit_of_work import UnitOfWork

GOES_WITH: Mapping[str, tuple[str, ...]] = {
    "action": ("plan_id", "answer_id", "entry_id"), "publication": ("round_id", "priority_id"),
    "planned_activity": ("group_id",),
}  # fmt: skip
"""Records that are part of no one record, yet go when every record they came from goes."""
PENDING = "disposal"
"""The setting that says what is still to be done outside the transaction; :func:`finish` removes it."""
_NO_CONTENT = frozenset({"reference", "natural_key", "sha256", "uid", "marking", "key", "table_name", "record_uid"})  # fmt: skip
_SHORTEST, _BEGINNING = 4, 24
_NAMING = ("title", "name")
_DRAFTS = {"problem_plan": ("action", "review")}
"""Unsaved forms that name the record they belong to in their key: by table, the forms."""


@dataclass
class Doomed:
    """What is to go: ids by table with their uids, those that stand only in the journal apart."""

    alive: dict[str, dict[int, str]] = field(default_factory=dict)
    dead: dict[str, dict[str, int]] = field(default_factory=dict)

    def uids(self) -> dict[str, list[str]]:
        """Every uid by table."""
        tables = sorted({*self.alive, *self.dead})
        found = {t: sorted({*self.alive.get(t, {}).values(), *self.dead.get(t, {})}) for t in tables}
        return {table: uids for table, uids in found.items() if uids}

    def ids(self, table: str) -> set[int]:
        """Every id of a table."""
        return {*self.alive.get(table, {}), *self.dead.get(table, {}).values()}

    @property
    def count(self) -> int:
        return sum(len(uids) for uids in self.uids().values())


def doomed(connection: Connection, table: str, uids: Iterable[str]) -> Doomed:
    """Everything that goes with records of a table: what is part of them, now and earlier."""
    found = Doomed()
    for uid in uids:
        row = connection.exec_driver_sql(f"SELECT id FROM {table} WHERE uid = ?", (uid,)).first()
        if row is not None:
            found.alive.setdefault(table, {})[row[0]] = uid
            continue
        sql = "SELECT record_id FROM change WHERE table_name = ? AND record_uid = ? LIMIT 1"
        row = connection.exec_driver_sql(sql, (table, uid)).first()
        if row is not None:
            found.dead.setdefault(table, {})[uid] = row[0]
    before = -1
    while found.count != before:
        before = found.count
        for child, column, parent in _part_columns():
            _add_parts(connection, found, child, column, parent)
        for child, columns in GOES_WITH.items():
            _add_those_with(connection, found, child, columns)
    _add_decisions(connection, found)
    return found


def dispose(unit: UnitOfWork, wanted: Doomed) -> None:
    """Erase within ``unit``. Raises CannotDo where a record that stays cannot do without one that goes."""
    connection = unit.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    said = _texts(connection, wanted)
    files = _files(connection, wanted)
    _let_go(unit, connection, wanted)
    for name, ids in wanted.alive.items():
        unit.dispose(metadata.tables[name], ids)
    if any(name in search.INDEXED for name in wanted.alive):
        search.purge(connection)
    _erase_journal(connection, wanted, said)
    _erase_beside(connection, wanted, said)
    pending = json.dumps({"files": sorted(files)})
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)", (PENDING, pending)
    )


def finish(store: Path) -> bool:
    """Remove evidence files that nothing names any more and write the file anew, so that no free page holds what
    was erased. Returns whether there was something to do and it was done.

    Called after a disposal and at every opening: a crash or a busy file between the two only puts it off.
    """
    with closing(engine.plain(store, write=True)) as connection:
        row = _pending(connection)
        if row is None:
            return False
        named = set(attachments.named(store))
        going = [sha256 for sha256 in json.loads(row).get("files", ()) if sha256 not in named]
        for key in {vault.key_of(store), None}:
            attachments.drop(attachments.folder_for(store), going, key)
        try:
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("VACUUM")
            connection.execute("DELETE FROM setting WHERE name = ?", (PENDING,))
        except sqlite3.OperationalError:
            return False
    return True


def known(connection: Connection) -> frozenset[str]:
    """The uid of everything that was ever disposed of here, parts included: none of it is brought back."""
    found: set[str] = set()
    for uid, parts in connection.exec_driver_sql("SELECT record_uid, parts FROM disposal"):
        found.add(str(uid))
        lists = [uids for uids in json.loads(parts).values() if isinstance(uids, list)]
        found.update(str(part) for uids in lists for part in uids)
    return frozenset(found)


def carry(old: Path, new: Path) -> None:
    """Lines of the disposal log that a restored copy does not have, from the store it takes the place of: what was
    disposed of since is then shown to be disposed of again. A copy of an earlier version takes what it has columns
    for. Nothing where either file has no such log."""
    with suppress(sqlite3.DatabaseError), closing(engine.plain(old)) as source, \
            closing(engine.plain(new, write=True)) as target:  # fmt: skip
        there_too = {str(row[1]) for row in target.execute("PRAGMA table_info(disposal)")}
        rows = source.execute("PRAGMA table_info(disposal)")
        names = [str(row[1]) for row in rows if str(row[1]) in there_too]
        if not names:
            return
        people = {row[0] for row in target.execute("SELECT id FROM person")}
        there = {row[0] for row in target.execute("SELECT uid FROM disposal")}
        target.execute("BEGIN IMMEDIATE")
        for row in source.execute(f"SELECT {', '.join(names)} FROM disposal ORDER BY id"):
            line = dict(zip(names, row, strict=True))
            if line["uid"] in there:
                continue
            line["by_id"] = line["by_id"] if line["by_id"] in people else None
            line["id"] = (target.execute("SELECT max(id) FROM disposal").fetchone()[0] or 0) + 1
            marks = ", ".join("?" * len(names))
            target.execute(
                f"INSERT INTO disposal({', '.join(names)}) VALUES ({marks})", [line[n] for n in names]
            )
        target.execute("COMMIT")


def pending(store: Path) -> bool:
    """Whether a disposal still waits to be finished."""
    with closing(engine.plain(store)) as connection:
        return _pending(connection) is not None


def _pending(connection: sqlite3.Connection) -> str | None:
    try:
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (PENDING,)).fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else str(row[0])


# What goes ---------------------------------------------------------------------------------------------------
def _part_columns() -> list[tuple[str, str, str]]:
    """Each part's table, the column that names its owner, and the owner's table."""
    return [
        (name, column.name, key.column.table.name)
        for name, kind in records().items()
        for column in kind.__table__.columns if column.info.get("part")
        for key in column.foreign_keys
    ]  # fmt: skip


def _parent(table: str, column: str) -> str:
    return str(next(iter(metadata.tables[table].c[column].foreign_keys)).column.table.name)


def _add_parts(connection: Connection, found: Doomed, child: str, column: str, parent: str) -> None:
    ids = json.dumps(sorted(found.ids(parent)))
    if ids == "[]":
        return
    live = json.dumps(sorted(found.alive.get(parent, {})))
    sql = f"SELECT id, uid FROM {child} WHERE {column} IN (SELECT value FROM json_each(?))"
    for record_id, uid in connection.exec_driver_sql(sql, (live,)):
        found.alive.setdefault(child, {})[record_id] = uid
    _add_dead(connection, found, child, column, ids)


def _add_those_with(connection: Connection, found: Doomed, child: str, columns: tuple[str, ...]) -> None:
    parents = {column: _parent(child, column) for column in columns}
    for column, parent in parents.items():
        ids = json.dumps(sorted(found.ids(parent)))
        if ids == "[]":
            continue
        names = ", ".join(columns)
        live = json.dumps(sorted(found.alive.get(parent, {})))
        sql = f"SELECT id, uid, {names} FROM {child} WHERE {column} IN (SELECT value FROM json_each(?))"
        for record_id, uid, *owners in connection.exec_driver_sql(sql, (live,)):
            own = [
                owner in found.alive.get(parents[name], {})
                for name, owner in zip(columns, owners, strict=True) if owner is not None
            ]  # fmt: skip
            if all(own):
                found.alive.setdefault(child, {})[record_id] = uid
        _add_dead(connection, found, child, column, ids)


def _add_decisions(connection: Connection, found: Doomed) -> None:
    """Decisions to keep them longer say why, and so speak of them."""
    uids = json.dumps([uid for each in found.uids().values() for uid in each])
    sql = "SELECT id, uid FROM retention_decision WHERE record_uid IN (SELECT value FROM json_each(?))"
    for record_id, uid in connection.exec_driver_sql(sql, (uids,)):
        found.alive.setdefault("retention_decision", {})[record_id] = uid


def _add_dead(connection: Connection, found: Doomed, child: str, column: str, ids: str) -> None:
    """Parts that were removed earlier: the journal says what they were part of."""
    path = f'$."{column}"'
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT record_id, record_uid FROM change WHERE table_name = ? AND ("
        "json_extract(before, ?) IN (SELECT value FROM json_each(?)) OR "
        "json_extract(after, ?) IN (SELECT value FROM json_each(?))) "
        f"AND record_uid NOT IN (SELECT uid FROM {child})",
        (child, path, ids, path, ids),
    )
    for record_id, uid in rows:
        found.dead.setdefault(child, {})[uid] = record_id


# Erasing -----------------------------------------------------------------------------------------------------
def _let_go(unit: UnitOfWork, connection: Connection, wanted: Doomed) -> None:
    """Records that stay and point at one that goes point at nothing."""
    for name, kind in records().items():
        table = kind.__table__
        assert isinstance(table, Table)
        going = wanted.alive.get(name, {})
        loose: dict[int, dict[str, Any]] = {}
        for column in table.columns:
            for key in column.foreign_keys:
                ids = wanted.alive.get(key.column.table.name)
                if not ids:
                    continue
                sql = f"SELECT id FROM {name} WHERE {column.name} IN (SELECT value FROM json_each(?))"
                for (record_id,) in connection.exec_driver_sql(sql, (json.dumps(sorted(ids)),)):
                    if record_id in going:
                        continue
                    if not column.nullable:
                        raise CannotDo(
                            f"A record that stays ({name.replace('_', ' ')}) needs this one: dispose of that first."
                        )
                    loose.setdefault(record_id, {})[column.name] = None
        unit.update(table, loose)


def text_columns(table: Table) -> list[str]:
    """Columns that hold words from people: no closed lists, no keys."""
    return [
        column.name for column in table.columns
        if type(column.type) in (Text, String) and column.name not in _NO_CONTENT
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """Every piece of text the records ever held; those that tell them apart; those nobody else would write."""

    every: frozenset[str]
    telling: frozenset[str]
    long: frozenset[str]


def _texts(connection: Connection, wanted: Doomed) -> Texts:
    """What the records say and said, by the rows and by the journal."""
    found: set[str] = set()
    names: set[str] = set()
    for name, uids in wanted.uids().items():
        columns = text_columns(metadata.tables[name])
        if not columns:
            continue
        quoted = ", ".join(f'"{column}"' for column in columns)
        ids = json.dumps(uids)
        sql = f"SELECT {quoted} FROM {name} WHERE uid IN (SELECT value FROM json_each(?))"
        rows = [dict(zip(columns, row, strict=True)) for row in connection.exec_driver_sql(sql, (ids,))]
        sides = connection.exec_driver_sql(_CHANGES.format("before, after"), _which(wanted, name, uids))
        rows += [json.loads(side) for both in sides for side in both if side]
        for row in rows:
            found.update(str(row[column]).strip() for column in columns if row.get(column))
            names.update(str(row[column]).strip() for column in _NAMING if row.get(column))
    every = frozenset(text for text in found if len(text) >= _SHORTEST)
    long = frozenset(text for text in every if len(text) >= _BEGINNING)
    return Texts(every, long | {text for text in names if len(text) >= _SHORTEST}, long)


_CHANGES = (
    "SELECT {} FROM change WHERE table_name = ? AND record_id IN (SELECT value FROM json_each(?)) "
    "AND record_uid IN (SELECT value FROM json_each(?))"
)


def _which(wanted: Doomed, table: str, uids: list[str]) -> tuple[str, str, str]:
    return table, json.dumps(sorted(wanted.ids(table))), json.dumps(uids)


def _files(connection: Connection, wanted: Doomed) -> set[str]:
    uids = wanted.uids().get("evidence_file", [])
    if not uids:
        return set()
    sql = "SELECT sha256 FROM evidence_file WHERE uid IN (SELECT value FROM json_each(?))"
    found = {str(row[0]) for row in connection.exec_driver_sql(sql, (json.dumps(uids),))}
    what = "json_extract(before, '$.sha256'), json_extract(after, '$.sha256')"
    for sides in connection.exec_driver_sql(_CHANGES.format(what), _which(wanted, "evidence_file", uids)):
        found.update(str(side) for side in sides if side)
    return found


def _erase_journal(connection: Connection, wanted: Doomed, said: Texts) -> None:
    """Both sides of each change go, their digests stay; so does what words of change sets quote of them."""
    touched: set[int] = set()
    for name, uids in wanted.uids().items():
        which = _which(wanted, name, uids)
        rows = connection.exec_driver_sql(_CHANGES.format("DISTINCT change_set_id"), which)
        touched.update(row[0] for row in rows)
        connection.exec_driver_sql(
            "UPDATE change SET before = NULL, after = NULL WHERE table_name = ? AND record_id IN "
            "(SELECT value FROM json_each(?)) AND record_uid IN (SELECT value FROM json_each(?))",
            which,
        )
    sql = "SELECT id, did FROM change_set WHERE id IN (SELECT value FROM json_each(?))"
    for set_id, did in connection.exec_driver_sql(sql, (json.dumps(sorted(touched)),)).all():
        if quotes(did, said.every):
            connection.exec_driver_sql("UPDATE change_set SET did = ? WHERE id = ?", (ERASED, set_id))


def quotes(words: str, said: Iterable[str]) -> bool:
    """Whether words quote one of the texts: whole, by its beginning where it was cut short, or as a file name
    spells it."""
    for spell in (_spelled, _as_file_name):
        plain = spell(words)
        if any((start := spell(text)[:_BEGINNING]) and start in plain for text in said):
            return True
    return False


def _spelled(text: str) -> str:
    return " ".join(text.split()).casefold()


def _as_file_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = " ".join(re.findall(r"\w+", plain)).casefold()
    return kept if len(kept) >= _SHORTEST else ""


def _erase_beside(connection: Connection, wanted: Doomed, said: Texts) -> None:
    """What lies beside the journal: who looked, unsaved forms, reports of imports, kept Homes."""
    for access_id, what in connection.exec_driver_sql("SELECT id, what FROM access").all():
        if what != ERASED and quotes(what, said.telling):
            connection.exec_driver_sql("UPDATE access SET what = ? WHERE id = ?", (ERASED, access_id))
    keys = {
        f"{form}:{record_id}"
        for table, forms in _DRAFTS.items() for form in forms for record_id in wanted.ids(table)
    }  # fmt: skip
    for key, fields in connection.exec_driver_sql("SELECT key, fields FROM draft").all():
        if ":".join(key.split(":")[:2]) in keys or _holds(json.loads(fields), said.long):
            connection.exec_driver_sql("DELETE FROM draft WHERE key = ?", (key,))
    for run_id, report in connection.exec_driver_sql("SELECT id, report FROM import_run").all():
        loaded = json.loads(report)
        cleaned = _without(loaded, said.telling)
        if cleaned != loaded:
            text = json.dumps(cleaned, ensure_ascii=False)
            connection.exec_driver_sql("UPDATE import_run SET report = ? WHERE id = ?", (text, run_id))
    connection.exec_driver_sql("DELETE FROM setting WHERE name LIKE ?", (f"{HOME_KEPT}%",))


def _holds(value: Any, said: frozenset[str]) -> bool:
    if isinstance(value, dict):
        return any(_holds(each, said) for each in value.values())
    if isinstance(value, list):
        return any(_holds(each, said) for each in value)
    return isinstance(value, str) and len(value) >= _SHORTEST and quotes(value, said)


def _without(value: Any, said: frozenset[str]) -> Any:
    """The same with every text that quotes one of ``said`` erased."""
    if isinstance(value, dict):
        return {key: _without(each, said) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, said) for each in value]
    return ERASED if _holds(value, said) else value
