"""A workbook that was taken out, brought back: merged field by field against what it left with.

The base of each record is read from the journal; the rule is :func:`npt_desktop.rules.merge.merge_record`. Rows
may stand in any order, filtered or among columns of the user's own. Nothing is written until a person has settled
what both sides changed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Progress
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.saved_by import saved_by
from npt_desktop.exchange.ticket import read_ticket
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.brought import Brought, before, copy_of, new
from npt_desktop.services.desk import Desk
from npt_desktop.services.import_plan import WRITE_ORDER
from npt_desktop.services.imports import ImportReport, NotTaken
from npt_desktop.services.merge_found import (
    KEPT_AS,
    RUN_KIND,
    Returned,
    add_fields,
    mark_of,
    settled_before,
    unchanged_since,
    unsettled,
)  # fmt: skip
from npt_desktop.services.merging_sheet import ReturnedSheet
from npt_desktop.services.record_kinds import Writing
from npt_desktop.services.returning import RETURNABLE, last_change, left_here
from npt_desktop.store import backup

_IN_ORDER = sorted(RETURNABLE["all"], key=lambda kind: WRITE_ORDER.index(kind.key))


class Merging:
    """Merging a returned workbook, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def look(self, path: Path, progress: Progress | None = None) -> Returned:
        """Read a returned workbook against the store; nothing is written.

        Raises CannotDo for a workbook that was not taken out for work, or out of another store.
        """
        require(self._desk.actor.role, Act.IMPORT)
        return self.look_book(path, read_workbook(path, progress=progress))

    def look_book(self, path: Path, book: Book) -> Returned:
        """As :meth:`look`, for a workbook read already."""
        ticket = read_ticket(book)
        if ticket is None:
            raise CannotDo(
                f"{path.name} was not taken out for work: import it, or take one out with --for return."
            )
        found = Returned(path, hashlib.sha256(path.read_bytes()).hexdigest())
        with self._desk.read() as session:
            if not left_here(session, ticket):
                raise CannotDo(
                    f"{path.name} was taken out of another store, or of another copy of this one: open that, or import "
                    "the workbook."
                )
            found.looked_at = last_change(session)[0]
            found.brought = new(ticket, path)
            settled = settled_before(session, found.brought.left)
            earlier = before(session, found.brought)
        sheets: list[ReturnedSheet] = []
        kinds = {kind.key: kind(self._desk) for kind in RETURNABLE["all"]}
        for name, key in ticket.sheets.items():
            sheet = next((sheet for sheet in book.sheets if sheet.name == name), None)
            if key not in kinds:
                continue
            if sheet is None:
                found.skipped.append(
                    NotTaken(name, None, "The sheet is not in the workbook any more; left as it is.")
                )
                continue
            sheets.append(
                ReturnedSheet(self._desk, kinds[key], sheet, found, ticket.records.get(key, {}), settled)
            )
        goes_on, unsure = copy_of(found.brought, earlier, lambda one: _told(sheets, one))
        if goes_on is not None:
            found.brought.begun_from(goes_on)
        for each in sheets:
            each.compare(goes_on, unsure)
        by, at = saved_by(path)
        found.clashes = [replace(clash, their_by=by, their_at=at) for clash in found.clashes]
        return found

    def merge(
        self, found: Returned, choices: Mapping[tuple[str, str], str], remove: frozenset[str] = frozenset(),
        progress: Progress | None = None,
    ) -> ImportReport:  # fmt: skip
        """Write what came back, in one transaction after a copy of the store. ``choices`` says "mine" or "theirs"
        for each clash; ``remove`` are records whose rows are gone and who are to go here too.

        Raises CannotDo while a clash is not settled.
        """
        require(self._desk.actor.role, Act.IMPORT)
        unsettled(found, choices)
        writes = {key: list(rows) for key, rows in found.writes.items()}
        for clash in found.clashes:
            if choices[clash.key] == "theirs":
                record_id = self._id_of(clash.kind, clash.uid)
                add_fields(writes, clash.kind, record_id, {clash.field: clash.value}, clash.said)
        removed = [gone for gone in found.gone if gone.uid in remove]
        added = sum(row.record_id is None for rows in writes.values() for row in rows)
        total = sum(map(len, writes.values()))
        report = ImportReport(
            read=total + found.untouched, added=added, updated=total - added, unchanged=found.untouched, duplicates=0,
            skipped=tuple(found.skipped), rejected=tuple(found.rejected),
        )  # fmt: skip
        store = self._desk.store
        if not total and not removed and not found.clashes:
            return report
        backup.make(store.path, backup.folder_for(store.path), "before merge", now=store.clock.now())
        words = number_of(total + len(removed), "record")
        tables = {kind.key: kind(self._desk).table.name for kind in RETURNABLE["all"]}
        ids = {(tables[key], row.record_id) for key, rows in writes.items() for row in rows if row.record_id}
        uids = {clash.uid for clash in found.clashes} | {gone.uid for gone in removed}
        with self._desk.write(f"Merged {words} from {found.path.name}", ChangeKind.IMPORT) as unit:
            unchanged_since(unit.session, found, ids, uids)
            for came in found.came:
                came.row.uid = unit.new_uid()
            writing = Writing(unit, self._desk.today, self._desk.actor.name)
            for number, kind_of in enumerate(_IN_ORDER):
                if progress is not None:
                    progress(number, len(_IN_ORDER), "Merging")
                kind = kind_of(self._desk)
                kind.write(writing, writes.get(kind.key, ()))
                for gone in removed:
                    if gone.kind == kind.key:
                        unit.remove(unit.get(kind.model, gone.record_id))
            last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
            settled = [[*clash.key, mark_of(clash.theirs)] for clash in found.clashes]
            unit.session.add(ImportRun(
                kind=RUN_KIND, file_name=found.path.name, file_hash=found.digest, at=unit.now,
                by=self._desk.actor.name, area_id=None, change_set_id=last + 1 if total or removed else None,
                report={**report.as_json(), "settled": settled, KEPT_AS: _brought(found)},
            ))  # fmt: skip
        return report

    def _id_of(self, key: str, uid: str) -> int:
        kind = next(kind for kind in RETURNABLE["all"] if kind.key == key)(self._desk)
        with self._desk.read() as session:
            found = session.scalar(select(kind.table.c.id).where(kind.table.c.uid == uid))
        if found is None:
            raise CannotDo("A record was removed in the meantime: look at the workbook again.")
        return int(found)


def _told(sheets: Sequence[ReturnedSheet], earlier: Brought) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sheet in sheets:
        counts += sheet.against(earlier)
    return counts


def _brought(found: Returned) -> dict[str, Any]:
    """What this copy has brought by now, as the list of imports keeps it."""
    brought = found.brought
    assert brought is not None
    for came in found.came:
        brought.rows[came.row.uid] = came.at
        brought.fields[came.row.uid] = came.marks
    return brought.as_json()
