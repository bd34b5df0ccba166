"""What a backup holds that the store no longer says, and putting one record of it back.

A look first: what differs, field by field. Putting back is a write like any other, in the journal and undone like
any other.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from npt_desktop.errors import CannotDo
from npt_desktop.models.base import Record
from npt_desktop.models.every import OF_ONE_STORE, records
from npt_desktop.rules.authority import Act, require
from npt_desktop.services.desk import Desk
from npt_desktop.store import attachments, backup, disposal, engine, migrate, opening, vault
from npt_desktop.store.backup import Backup
from npt_desktop.store.values import KEEPING, quoted

_NAMES = ("title", "name", "label", "summary", "reference", "statement", "issue", "text")
"""Fields that tell a person which record it is, the best first."""


@dataclass(frozen=True, slots=True)
class Differs:
    """A record of a backup that is gone from the store, or says something else there.

    ``then`` and ``now`` hold the fields that differ, as the file holds them; ``now`` is None when it is gone.
    """

    table: str
    uid: str
    name: str
    then: dict[str, Any]
    now: dict[str, Any] | None

    @property
    def gone(self) -> bool:
        return self.now is None

    def in_words(self) -> str:
        """One line for a list."""
        kind = self.table.replace("_", " ").capitalize()
        what = "removed since" if self.gone else f"changed since: {', '.join(map(_words, self.then))}"
        return f"{kind} “{self.name}”: {what}" if self.name else f"{kind}: {what}"


class Restoring:
    """Backups and what they remember, at a desk. Long on a large store: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def backups(self) -> list[Backup]:
        """The store's dated copies, latest first."""
        path = self._desk.store.path
        return backup.listing(path, backup.folder_for(path))

    def paused(self) -> bool:
        """Whether a restored store waits to be confirmed."""
        path = self._desk.store.path
        return backup.paused(path, backup.folder_for(path))

    def confirm(self) -> None:
        """The store that stands here, restored or put here by hand, is the right one. Raises NotAllowed for a
        role that may not restore."""
        require(self._desk.actor.role, Act.RESTORE)
        path = self._desk.store.path
        backup.confirm(path, backup.folder_for(path), self._desk.store.clock.now())

    def differences(self, source: Path) -> list[Differs]:
        """What the backup says otherwise, by kind of record; what was disposed of is left out. Raises CannotDo or NotOurStore when it cannot be
        read."""
        with _opened(source) as then, self._desk.read() as session:
            now = session.connection()
            disposed = disposal.known(now)
            return [
                found
                for table in _tables()
                for found in _compare(table, _rows(then, table), _rows(now, table))
                if found.uid not in disposed or not found.gone
            ]

    def put_back(self, source: Path, uids: Sequence[str]) -> int:
        """Make the records say again what they say in the backup; returns how many were written.

        Raises NotAllowed for a role that may not restore, CannotDo when a record needs another that is gone too:
        name both then.
        """
        require(self._desk.actor.role, Act.RESTORE)
        wanted = set(uids)
        with self._desk.read() as session:
            if wanted & disposal.known(session.connection()):
                raise CannotDo("This record was disposed of under retention: it does not come back.")
        found = [each for each in self.differences(source) if each.uid in wanted]
        if not found:
            raise CannotDo("Nothing of that differs from the backup: look at the list again.")
        words = found[0].name or found[0].table.replace("_", " ")
        did = (
            f"Put back “{words}” from a backup"
            if len(found) == 1
            else f"Put back {len(found)} records from a backup"
        )
        tables = {table.name: table for table in _tables()}
        files = [str(each.then["sha256"]) for each in found if each.table == "evidence_file" and each.gone]
        beside = [backup.files_of(source), attachments.folder_for(source)]
        ours = self._desk.store.path
        attachments.carry(
            files, beside, attachments.folder_for(ours), vault.key_of(ours), was=vault.key_of(source)
        )
        with _opened(source) as then, self._desk.write(did) as unit:
            unit.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for each in found:
                table = tables[each.table]
                row = _rows(then, table)[each.uid]
                if each.gone:
                    stamp = {"version": row["version"] + 1}
                    taken = unit.rows(table, [row["id"]])
                    if taken:
                        raise CannotDo(f"The place of “{words}” was taken by a later record: enter it anew.")
                    unit.write_rows(table, [{**row, **stamp}])
                else:
                    unit.update(table, {row["id"]: each.then})
        return len(found)


def _compare(
    table: Table, then: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]
) -> Iterator[Differs]:
    for uid, row in then.items():
        there = now.get(uid)
        said = {name: value for name, value in row.items() if name not in KEEPING}
        if there is None:
            yield Differs(table.name, uid, _name(row), said, None)
            continue
        differ = [name for name, value in said.items() if there[name] != value]
        if differ:
            yield Differs(
                table.name, uid, _name(row), {n: row[n] for n in differ}, {n: there[n] for n in differ}
            )


def _rows(connection: Connection, table: Table) -> dict[str, dict[str, Any]]:
    names = [column.name for column in table.columns]
    rows = connection.exec_driver_sql(f"SELECT {quoted(names)} FROM {table.name} ORDER BY id")
    return {row[names.index("uid")]: dict(zip(names, row, strict=True)) for row in rows}


def _tables() -> list[Table]:
    found = []
    for name, kind in records().items():
        if name in OF_ONE_STORE:
            continue
        assert issubclass(kind, Record)
        assert isinstance(kind.__table__, Table)
        found.append(kind.__table__)
    return found


def _name(row: dict[str, Any]) -> str:
    return next((str(row[name])[:80] for name in _NAMES if row.get(name)), "")


def _words(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ")


@contextmanager
def _opened(source: Path) -> Iterator[Connection]:
    """The backup to read, brought up to this program's schema in a copy of its own where it is older."""
    revision = opening.examine(source, reading=True)
    backup.prove(source)
    with tempfile.TemporaryDirectory(dir=source.parent, prefix="look ") as folder:
        if revision != migrate.head():
            older, source = source, Path(folder) / "look.npt"
            shutil.copyfile(older, source)
            migrate.migrate(source)
        reader = engine.reader(source)
        try:
            with reader.connect() as connection:
                yield connection
        finally:
            reader.dispose()
