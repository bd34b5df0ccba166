"""Whole stores: everything out as one workbook, and another machine's store or such a workbook merged in.

Both are the same merge: what theirs says (:mod:`.whole_content`), against mine, from what both had last
(:mod:`.whole_base`): stores at their last merge, else at the last change set both have; a workbook at the versions it
left with. Stores that share nothing are joined by uid and by what is unique by nature, such as the name of an area.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.ticket import Ticket, read_ticket, ticket_table
from npt_desktop.exchange.writing import write_workbook
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.merge import Outcome, merge_gone, merge_record
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import ImportReport, NotTaken
from npt_desktop.services.marking import MARKED, highest, marking_for
from npt_desktop.services.merge_found import (
    RUN_KIND,
    Change,
    Gone,
    Returned,
    Settle,
    mark_of,
    settled_before,
    unsettled,
)  # fmt: skip
from npt_desktop.services.merging import Merging
from npt_desktop.services.returning import store_id
from npt_desktop.services.whole_base import MET, Alias, base_at_versions, base_of_stores, last_change_set, met
from npt_desktop.services.whole_content import (
    Content,
    Row,
    content_from,
    content_of,
    fields,
    name_of,
    sheets_of,
    spoken,
    tables,
    target,
    uniques,
    words_of,
)  # fmt: skip
from npt_desktop.services.whole_made import MADE
from npt_desktop.store import backup, disposal, migrate
from npt_desktop.store.earlier import last_edit
from npt_desktop.store.opening import read_store
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import to_file

_DERIVED = {"engagement_entry": frozenset({"natural_key"}), "problem_plan": frozenset({"reference"})}
"""Fields each store makes for itself: the log's key is made again after a merge, a plan keeps its reference."""
_BY_NATURE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (("surname", "title", "number"),), "problem_plan": (("reference", "title"),),
}  # fmt: skip
"""Where no single column tells records apart: two machines may give two plans one reference."""
_NOTHING = object()


@dataclass
class WholeFound(Returned):
    """A whole store looked at. ``adds`` and ``sets`` are by table and uid, links as uids of mine. ``seen`` is the last
    change set of a store that was not merged as far before."""

    seen: str = ""
    alias: Alias = field(default_factory=dict)
    adds: dict[str, dict[str, Row]] = field(default_factory=dict)
    sets: dict[str, dict[str, Row]] = field(default_factory=dict)


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
            ticket = Ticket(store_id(session), schema, at, self._desk.actor.name, {}, versions)
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
        theirs, _ = content_from(book)
        with self._desk.read() as session:
            mine, _, ids = content_of(session.connection())
            kin = bool(ticket.store) and ticket.store == store_id(session)
            base = base_at_versions(session.connection(), mine, ids, ticket.records) if kin else {}
        return self._signed(self._look(path, mine, base, theirs, progress))

    def merge_any(
        self, found: Returned, choices: Mapping[tuple[str, str], str], remove: frozenset[str] = frozenset(),
        progress: Progress | None = None,
    ) -> ImportReport:  # fmt: skip
        """Write what was found, in one transaction after a copy of the store (see :meth:`Merging.merge`)."""
        if not isinstance(found, WholeFound):
            return Merging(self._desk).merge(found, choices, remove, progress)
        return self._merge(found, choices, remove)

    # ------------------------------------------------------------------ looking
    def _look_store(self, path: Path, progress: Progress | None) -> Returned:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            if not path.is_file():
                raise CannotDo(f"{path.name}: there is no such file: check the name.")
            backup.copy(path, copy, now=self._desk.store.clock.now())
            other = read_store(copy, clock=self._desk.store.clock)
            try:
                with other.read() as session, self._desk.read() as ours:
                    theirs, _, _ = content_of(session.connection())
                    mine, _, _ = content_of(ours.connection())
                    base, alias = base_of_stores(ours.connection(), session.connection(), theirs)
                    before = met(ours.connection(), session.connection())
                    number, uid = last_change_set(session.connection())
                found = self._signed(self._look(path, mine, base, theirs, progress, alias))
                found.seen = "" if before is not None and before.number == number else uid
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

    def _look(
        self, path: Path, mine: Content, base: Content, theirs: Content, progress: Progress | None,
        alias: Alias | None = None,
    ) -> WholeFound:  # fmt: skip
        found = WholeFound(path, hashlib.sha256(path.read_bytes()).hexdigest())
        with self._desk.read() as session:
            settled = settled_before(session)
            disposed = disposal.known(session.connection())
        looking = _Looking(mine, base, theirs, found, settled, disposed)
        looking.alias.update({table: dict(pairs) for table, pairs in (alias or {}).items()})
        looking.all(progress)
        found.alias = {table: pairs for table, pairs in looking.alias.items() if pairs}
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
            duplicates=0, skipped=tuple(found.skipped), rejected=(),
        )  # fmt: skip
        nothing = not (added or changed or removed or found.clashes)
        if nothing and not found.seen:
            return report
        store = self._desk.store
        if not nothing:
            backup.make(store.path, backup.folder_for(store.path), "before merge", now=store.clock.now())
        words = number_of(added + changed + len(removed), "record")
        with self._desk.write(f"Merged {words} from {found.path.name}", ChangeKind.IMPORT) as unit:
            _write(unit, found.adds, sets, removed)
            last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
            marks = [[*clash.key, mark_of(clash.theirs)] for clash in found.clashes]
            wrote = bool(added or changed or removed)
            met_at = (
                {MET: {"theirs": found.seen, "at": last + wrote, "alias": found.alias}} if found.seen else {}
            )
            unit.session.add(ImportRun(
                kind=RUN_KIND, file_name=found.path.name, file_hash=found.digest, at=unit.now,
                by=self._desk.actor.name, area_id=None,
                change_set_id=last + 1 if wrote else None, report={**report.as_json(), "settled": marks, **met_at},
            ))  # fmt: skip
        return report


class _Looking:
    """Table by table, what others point at first."""

    def __init__(
        self,
        mine: Content,
        base: Content,
        theirs: Content,
        found: WholeFound,
        settled: frozenset[tuple[str, str, str]],
        disposed: frozenset[str],
    ) -> None:
        self.disposed = disposed
        self.mine, self.base, self.theirs, self.found, self.settled = mine, base, theirs, found, settled
        self.alias: dict[str, dict[str, str]] = {}

    def all(self, progress: Progress | None) -> None:
        """Look at every table."""
        every = tables()
        for number, table in enumerate(every):
            if progress is not None:
                progress(number, len(every), f"Comparing {spoken(table.name).lower()}")
            self._known_by_nature(table)
            theirs, alias = self.theirs.get(table.name, {}), self.alias[table.name]
            base = {
                alias.get(uid, uid): self._translated(table, row)
                for uid, row in self.base.get(table.name, {}).items()
            }
            for uid, row in theirs.items():
                self._record(table, uid, self._translated(table, row), base)
            there = {alias.get(uid, uid) for uid in theirs}
            for uid, row in self.mine[table.name].items():
                if uid in base and uid not in there:
                    own = _own(table)
                    edited = merge_gone(own(base[uid]), own(row)) is Outcome.CLASH
                    self.found.gone.append(
                        Gone(table.name, uid, name_of(self.mine, table.name, uid), 0, edited)
                    )

    def _known_by_nature(self, table: Table) -> None:
        """Which of their records are mine under another uid."""
        mine = self.mine[table.name]
        alias = self.alias.setdefault(table.name, {})
        keys = _BY_NATURE.get(table.name) or tuple(uniques(table))
        index = {(key, *(row[name] for name in key)): uid for uid, row in mine.items() for key in keys}
        for uid, row in self.theirs.get(table.name, {}).items():
            if uid in mine or uid in alias or uid in self.base.get(table.name, {}):
                continue
            there = self._translated(table, row)
            for key in keys:
                known = index.get((key, *(there.get(name) for name in key)))
                if known is not None and all(there.get(name) is not None for name in key):
                    alias[uid] = known

    def _translated(self, table: Table, row: Row) -> Row:
        """Their row with links as my uids."""
        found = dict(row)
        for column in fields(table):
            to = target(column)
            if to is not None and column.name in found:
                found[column.name] = self.alias.get(to, {}).get(found[column.name], found[column.name])
        return found

    def _record(self, table: Table, their_uid: str, row: Row, base: Mapping[str, Row]) -> None:
        uid = self.alias[table.name].get(their_uid, their_uid)
        here = self.mine[table.name].get(uid)
        if here is None:
            if uid in self.disposed:
                why = "Disposed of here under retention; it does not come back."
                self.found.skipped.append(NotTaken(spoken(table.name), None, why))
            elif uid not in base:
                self.found.adds.setdefault(table.name, {})[uid] = row
                self.found.fresh.append((table.name, name_of(self.theirs, table.name, their_uid)))
            elif row != base[uid]:
                name = name_of(self.theirs, table.name, their_uid)
                self.found.skipped.append(NotTaken(
                    spoken(table.name), None, f"“{name}” was removed here and changed there; it stays removed."
                ))  # fmt: skip
            return
        back = _own(table)(row)
        was: Mapping[str, Any] = base.get(uid) or dict.fromkeys(here, _NOTHING)
        merged = merge_record(was, here, back)
        clashes = {
            name: clash for name, clash in merged.clashes.items()
            if (uid, name, mark_of(words_of(self.theirs, table, name, clash.theirs))) not in self.settled
        }  # fmt: skip
        if not merged.take and not clashes:
            self.found.untouched += 1
            return
        title = name_of(self.mine, table.name, uid)
        if merged.take:
            self.found.sets.setdefault(table.name, {})[uid] = merged.take
            told = tuple(
                (
                    spoken(name),
                    words_of(self.mine, table, name, here[name]),
                    words_of(self.theirs, table, name, value),
                )
                for name, value in merged.take.items()
            )
            self.found.changes.append(Change(table.name, uid, title, told))
        for name, clash in clashes.items():
            before = "" if clash.base is _NOTHING else words_of(self.mine, table, name, clash.base)
            self.found.clashes.append(Settle(
                table.name, uid, title, name, spoken(name), before, words_of(self.mine, table, name, clash.mine),
                words_of(self.theirs, table, name, clash.theirs), value=clash.theirs,
            ))  # fmt: skip


def _own(table: Table) -> Callable[[Row], Row]:
    """Takes from a row what each store makes for itself."""
    derived = _DERIVED.get(table.name, frozenset())
    return lambda row: {name: value for name, value in row.items() if name not in derived}


def _write(
    unit: UnitOfWork,
    adds: Mapping[str, Mapping[str, Row]],
    sets: Mapping[str, Mapping[str, Row]],
    gone: list[Gone],
) -> None:
    connection = unit.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    ids: dict[str, dict[str, int]] = {}
    for table in tables():
        ids[table.name] = dict(connection.exec_driver_sql(f"SELECT uid, id FROM {table.name}").all())
        first = max(ids[table.name].values(), default=0) + 1
        ids[table.name].update({uid: first + n for n, uid in enumerate(adds.get(table.name, {}))})
    for table in tables():
        rows = adds.get(table.name, {})
        if rows:
            stamp = to_file(table, {"changed_at": unit.now})["changed_at"]
            unit.write_rows(table, [
                {"id": ids[table.name][uid], "uid": uid, "version": 1, "changed_at": stamp,
                 **_linked(table, _free(connection, table, row), ids)}
                for uid, row in rows.items()
            ])  # fmt: skip
        if changed := sets.get(table.name):
            unit.update(
                table, {ids[table.name][uid]: _linked(table, row, ids) for uid, row in changed.items()}
            )
            if table.name in MADE:
                MADE[table.name](unit, table, [ids[table.name][uid] for uid in changed])
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
        reference = f"{row['reference']}/{number}"[:20]
    return {**row, "reference": reference}
