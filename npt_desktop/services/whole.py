"""Whole stores: everything out as one workbook, and another machine's store or such a workbook merged in.

Both are the same merge: what theirs says (:mod:`.whole_content`), against mine, from what both had last
(:mod:`.whole_base`): stores at their last merge, else at the last change set both have; a workbook at the versions it
left with. Stores that share nothing are joined by uid and by what is unique by nature, such as the name of an area.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.ticket import Ticket, read_ticket, ticket_table
from npt_desktop.exchange.writing import write_workbook
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.brought import before, copy_of, mark_of_value, new
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import ImportReport
from npt_desktop.services.marking import MARKED, highest, marking_for
from npt_desktop.services.merge_found import (
    KEPT_AS,
    RUN_KIND,
    Gone,
    Returned,
    settled_before,
    unchanged_since,
    unsettled,
)  # fmt: skip
from npt_desktop.services.merging import Merging
from npt_desktop.services.returning import last_change, left_here, store_id
from npt_desktop.services.whole_base import MET, base_at_versions, base_of_stores, met
from npt_desktop.services.whole_content import (
    Row,
    Says,
    content_from,
    content_of,
    fields,
    sheets_of,
    tables,
    target,
)  # fmt: skip
from npt_desktop.services.whole_looking import Looking, WholeFound
from npt_desktop.services.whole_made import MADE
from npt_desktop.store import backup, disposal, migrate, opening
from npt_desktop.store.earlier import last_edit
from npt_desktop.store.opening import read_store
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import defaults, to_file


class Whole:
    """Whole stores in and out, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def write(self, path: Path, progress: Progress | None = None) -> int:
        """Write every table as a sheet of one workbook; returns how many records. It reads back the same."""
        trace = self._desk.takes_out(path)
        with self._desk.read() as session:
            content, versions, _ = content_of(session.connection())
            schema = migrate.revision(self._desk.store.path) or ""
            at = self._desk.store.clock.now()
            by, last = self._desk.actor.name, last_change(session)[1]
            ticket = Ticket(store_id(session), schema, at, by, {}, versions, last)
        write_workbook(
            path,
            [*sheets_of(content, versions), ticket_table(ticket)],
            marking=highest(*(marking_for(self._desk, table) for table in MARKED)),
            progress=progress,
            trace=trace,
        )
        return sum(map(len, content.values()))

    def look_any(self, path: Path, progress: Progress | None = None) -> Returned:
        """Look at a store, at a workbook of a whole store or at one taken out for work; nothing is written."""
        require(self._desk.actor.role, Act.IMPORT)
        if path.suffix.lower() == ".npt":
            return self._look_store(path, progress)
        book = read_workbook(path, progress=progress)
        ticket = read_ticket(book)
        if ticket is None or ticket.sheets:
            return Merging(self._desk).look_book(path, book)
        if ticket.schema != migrate.revision(self._desk.store.path):
            raise CannotDo(
                f"{path.name} was written by another version of this program: write it again with this one."
            )
        return self._signed(self._look_workbook(path, ticket, content_from(book), progress))

    def merge_any(
        self, found: Returned, choices: Mapping[tuple[str, str], str], remove: frozenset[str] = frozenset(),
        progress: Progress | None = None,
    ) -> ImportReport:  # fmt: skip
        """Write what was found, in one transaction after a copy of the store (see :meth:`Merging.merge`)."""
        if not isinstance(found, WholeFound):
            return Merging(self._desk).merge(found, choices, remove, progress)
        return self._merge(found, choices, remove)

    # ------------------------------------------------------------------ looking
    def _look_workbook(self, path: Path, ticket: Ticket, says: Says, progress: Progress | None) -> WholeFound:
        """A workbook that left this store is merged against the versions it left with, and against what it brought
        when it came back before."""
        found = _found(path, skipped=says.skipped, rejected=says.rejected, brought=new(ticket, path))
        brought = found.brought
        assert brought is not None
        with self._desk.read() as session:
            mine, _, ids = content_of(session.connection())
            kin = left_here(session, ticket)
            found.kin, found.looked_at = kin, last_change(session)[0]
            base = base_at_versions(session.connection(), mine, ids, ticket.records) if kin else {}
            settled = settled_before(session, brought.left)
            disposed = disposal.known(session.connection())
            earlier = before(session, brought) if kin else []
        looking = Looking(
            mine, base, says.content, found, settled=settled, disposed=disposed, there=says.there,
            keeps=brought if kin else None, came=frozenset(uid for each in earlier for uid in each.rows),
            words=says.words,
        )  # fmt: skip
        goes_on, unsure = copy_of(brought, earlier, looking.against)
        if goes_on is not None:
            brought.begun_from(goes_on)
        looking.all(progress, goes_on, unsure)
        return found

    def _look_store(self, path: Path, progress: Progress | None) -> Returned:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            if not path.is_file():
                raise CannotDo(f"{path.name}: there is no such file: check the name.")
            opening.whole(path)
            backup.copy(path, copy, now=self._desk.store.clock.now())
            other = read_store(copy, clock=self._desk.store.clock)
            try:
                with other.read() as session, self._desk.read() as ours:
                    theirs, _, _ = content_of(session.connection())
                    mine, _, _ = content_of(ours.connection())
                    base, alias = base_of_stores(ours.connection(), session.connection(), theirs)
                    last_time = met(ours.connection(), session.connection())
                    number, uid = last_change(session)
                    settled = settled_before(ours, "") if last_time is None else frozenset()
                    disposed = disposal.known(ours.connection())
                    ours_at = last_change(ours)[0]
                found = _found(path, looked_at=ours_at)
                looking = Looking(mine, base, theirs, found, settled=settled, disposed=disposed, alias=alias)
                looking.all(progress)
                found.alias = {table: pairs for table, pairs in looking.alias.items() if pairs}
                found = self._signed(found)
                found.seen = "" if last_time is not None and last_time.number == number else uid
                with other.read() as session:
                    found.clashes = [
                        replace(clash, their_by=by, their_at=at) for clash in found.clashes
                        for by, at in (last_edit(session.connection(), clash.kind, clash.uid, clash.field),)
                    ]  # fmt: skip
                return found
            finally:
                other.close()

    def _signed(self, found: WholeFound) -> WholeFound:
        """With who wrote each of my values, and when."""
        with self._desk.read() as session:
            found.clashes = [
                replace(clash, by=by, at=at) for clash in found.clashes
                for by, at in (last_edit(session.connection(), clash.kind, clash.uid, clash.field),)
            ]  # fmt: skip
        return found

    # ------------------------------------------------------------------ writing
    def _merge(
        self, found: WholeFound, choices: Mapping[tuple[str, str], str], remove: frozenset[str]
    ) -> ImportReport:
        require(self._desk.actor.role, Act.IMPORT)
        unsettled(found, choices)
        sets = {table: {uid: dict(row) for uid, row in rows.items()} for table, rows in found.sets.items()}
        for clash in found.clashes:
            if choices[clash.key] == "theirs":
                sets.setdefault(clash.kind, {}).setdefault(clash.uid, {})[clash.field] = clash.value
        removed = [gone for gone in found.gone if gone.uid in remove]
        added, changed = sum(map(len, found.adds.values())), sum(map(len, sets.values()))
        report = ImportReport(
            read=added + changed + found.untouched, added=added, updated=changed, unchanged=found.untouched,
            duplicates=0, skipped=tuple(found.skipped), rejected=tuple(found.rejected),
        )  # fmt: skip
        nothing = not (added or changed or removed or found.clashes)
        if nothing and not found.seen:
            return report
        store = self._desk.store
        if not nothing:
            backup.make(store.path, backup.folder_for(store.path), "before merge", now=store.clock.now())
        words = number_of(added + changed + len(removed), "record")
        with (
            _refusing(found.path),
            self._desk.write(f"Merged {words} from {found.path.name}", ChangeKind.IMPORT) as unit,
        ):
            here = {uid for rows in sets.values() for uid in rows} | {gone.uid for gone in removed}
            unchanged_since(unit.session, found, (), here | {clash.uid for clash in found.clashes})
            _write(unit, found.adds, sets, removed, typed=found.kin)
            last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
            marks = [[*clash.key, mark_of_value(clash.value)] for clash in found.clashes]
            wrote = bool(added or changed or removed)
            kept: dict[str, Any] = {}
            if found.seen:
                kept[MET] = {"theirs": found.seen, "at": last + wrote, "alias": found.alias}
            if found.brought is not None:
                kept[KEPT_AS] = found.brought.as_json()
            unit.session.add(ImportRun(
                kind=RUN_KIND, file_name=found.path.name, file_hash=found.digest, at=unit.now,
                by=self._desk.actor.name, area_id=None,
                change_set_id=last + 1 if wrote else None, report={**report.as_json(), "settled": marks, **kept},
            ))  # fmt: skip
        return report


def _found(path: Path, **more: Any) -> WholeFound:
    return WholeFound(path, hashlib.sha256(path.read_bytes()).hexdigest(), **more)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say in words that what would be written cannot stand: a record there twice, or one that others point at gone."""
    try:
        yield
    except (CannotDo, DBAPIError, sqlite3.DatabaseError) as refused:
        cause = refused.__cause__ if isinstance(refused, CannotDo) else refused
        wrong = cause.orig if isinstance(cause, DBAPIError) else cause
        if not isinstance(wrong, sqlite3.IntegrityError):
            raise
        raise CannotDo(
            f"{path.name} cannot be merged as it is, and nothing was: {_why(str(wrong))}"
        ) from cause


def _why(words: str) -> str:
    kind, _, where = words.partition(" constraint failed")
    named = where.strip(": ").split(",")[0].replace(".", ", ").replace("_", " ")
    if kind == "UNIQUE":
        return f"it says the same twice where only one may be ({named})."
    if kind == "FOREIGN KEY":
        return "others still point at a record that would be removed: keep it, or remove those too."
    return f"it holds a value that cannot be ({named})." if named else "it holds a value that cannot be."


def _write(
    unit: UnitOfWork,
    adds: Mapping[str, Mapping[str, Row]],
    sets: Mapping[str, Mapping[str, Row]],
    gone: list[Gone],
    *,
    typed: bool,
) -> None:
    """``typed``: rows were added by hand, and what each store makes for itself is made of them too."""
    connection = unit.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    ids: dict[str, dict[str, int]] = {}
    for table in tables():
        ids[table.name] = dict(connection.exec_driver_sql(f"SELECT uid, id FROM {table.name}").all())
        first = unit.next_id(table)
        ids[table.name].update({uid: first + n for n, uid in enumerate(adds.get(table.name, {}))})
    for table in tables():
        rows = adds.get(table.name, {})
        if rows:
            stamp, plain = to_file(table, {"changed_at": unit.now})["changed_at"], defaults(table)
            unit.write_rows(table, [
                {**plain, "id": ids[table.name][uid], "uid": uid, "version": 1, "changed_at": stamp,
                 **_linked(table, _free(connection, table, row), ids)}
                for uid, row in rows.items()
            ])  # fmt: skip
        if changed := sets.get(table.name):
            unit.update(
                table, {ids[table.name][uid]: _linked(table, row, ids) for uid, row in changed.items()}
            )
        fresh = [*(rows if typed else ()), *(changed or ())]
        if fresh and table.name in MADE:
            MADE[table.name](unit, table, [ids[table.name][uid] for uid in fresh])
    for table in reversed(tables()):
        unit.erase(
            table, [ids[table.name][g.uid] for g in gone if g.kind == table.name and g.uid in ids[table.name]]
        )


def _linked(table: Table, row: Row, ids: Mapping[str, Mapping[str, int]]) -> Row:
    """A row with links as ids."""
    found = dict(row)
    for column in fields(table):
        to = target(column)
        if to is not None and found.get(column.name) is not None:
            found[column.name] = ids[to].get(found[column.name])
    return found


def _free(connection: Connection, table: Table, row: Row) -> Row:
    """A plan whose reference another plan has here gets the next free one."""
    if table.name != "problem_plan":
        return row
    taken = {reference for (reference,) in connection.exec_driver_sql("SELECT reference FROM problem_plan")}
    reference, number = str(row["reference"]), 1
    while reference in taken:
        number += 1
        reference = f"{str(row['reference'])[: 19 - len(str(number))]}/{number}"
    return {**row, "reference": reference}
