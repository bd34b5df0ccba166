"""What was done, by whom and when; taking it back and putting it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.base import Record
from npt_desktop.models.every import metadata, records
from npt_desktop.models.journal import Change, ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import day_month
from npt_desktop.services.desk import Desk
from npt_desktop.store import undo
from npt_desktop.store.undo import Kept, Step


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one record: who did what, and its fields before and after, as the file holds them."""

    at: datetime
    by: str
    did: str
    table: str
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class History:
    """The journal, read and reversed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def undo_list(self, limit: int = 30) -> list[Step]:
        """What Ctrl+Z would take back, latest first."""
        with self._desk.read() as session:
            return undo.undoable(session.connection(), limit)

    def redo_step(self) -> Step | None:
        """What Ctrl+Shift+Z would put back."""
        with self._desk.read() as session:
            return undo.redoable(session.connection())

    def undo_last(self, *, anyone: bool = False) -> Step:
        """Take back this person's latest change set that stands; with ``anyone`` the store's latest.

        Raises CannotDo when there is none or when later records build on it, NotAllowed for a change of
        somebody else's that this role may not take back.
        """
        steps = self.undo_list(1 if anyone else 200)
        mine = [step for step in steps if anyone or step.by == self._desk.actor.name]
        if not mine:
            raise CannotDo("There is nothing of yours to undo." if steps else "There is nothing to undo.")
        self.take_back(mine[0])
        return mine[0]

    def take_back(self, step: Step, *, partly: bool = False) -> list[Kept]:
        """Take back one change set; with ``partly`` as far as later edits allow, returning what was kept."""
        own = step.by == self._desk.actor.name
        require(self._desk.actor.role, Act.UNDO_OWN if own else Act.UNDO_OTHERS)
        with self._desk.write(f"Took back: {step.did}", ChangeKind.UNDO) as unit:
            return undo.take_back(unit, step.change_set_id, partly=partly)

    def redo_last(self) -> Step:
        """Put back what was taken back last. Raises CannotDo when there is nothing to put back,
        NotAllowed where somebody else took it back and this role may not."""
        step = self.redo_step()
        if step is None:
            raise CannotDo("There is nothing to redo.")
        own = step.by == self._desk.actor.name
        require(self._desk.actor.role, Act.UNDO_OWN if own else Act.UNDO_OTHERS)
        did = step.did.removeprefix("Took back: ")
        with self._desk.write(f"Put back: {did}", ChangeKind.REDO) as unit:
            undo.take_back(unit, step.change_set_id)
        return step

    def of(self, record_uid: str) -> list[Event]:
        """Every change of a record, oldest first. Raises CannotDo for a uid the journal does not know."""
        with self._desk.read() as session:
            query = select(ChangeSet, Change).join(Change, Change.change_set_id == ChangeSet.id)
            query = query.where(Change.record_uid == record_uid).order_by(Change.id)
            record_id = _id_of(session, record_uid)
            if record_id is not None:  # the journal is indexed by id: a removed record is looked for in all
                query = query.where(Change.record_id == record_id)
            rows = session.execute(query).all()
        if not rows:
            raise CannotDo(f"No record has the uid {record_uid}: copy it from an export or a list.")
        return [Event(s.at, s.by, s.did, c.table_name, c.version, c.before, c.after) for s, c in rows]

    def recent(self, seen: Collection[Record], limit: int = 20) -> list[Event]:
        """The last changes of these records, latest first."""
        query = (
            select(ChangeSet, Change).join(Change, Change.change_set_id == ChangeSet.id)
            .where(Change.record_id.in_({r.id for r in seen}), Change.record_uid.in_({r.uid for r in seen}))
            .order_by(Change.id.desc()).limit(limit)
        )  # fmt: skip
        with self._desk.read() as session:
            rows = session.execute(query).all()
        return [Event(s.at, s.by, s.did, c.table_name, c.version, c.before, c.after) for s, c in rows]

    def who_wrote(self, table: str, record_id: int, *names: str) -> str:
        """Who last wrote one of these fields of a record (any field, where none of them is found) and when, such
        as ``PS 512 Cedar at 10:31``; with the day when it was another one."""
        uid = self.uid_of(table, record_id)
        events = [event for event in reversed(self.of(uid)) if event.after]
        named = [event for event in events if not names or set(names) & set(event.after or ())]
        if not events:
            return "somebody else"
        last = (named or events)[0]
        at = last.at.astimezone()
        day = "" if at.date() == self._desk.today else f" on {day_month(at.date(), self._desk.today)}"
        return f"{last.by} at {at:%H:%M}{day}"

    def uid_of(self, table: str, record_id: int) -> str:
        """The uid of a record, for looking up its history."""
        columns = metadata.tables[table].c
        with self._desk.read() as session:
            uid = session.scalar(select(columns.uid).where(columns.id == record_id))
        if uid is None:
            raise CannotDo("This record was removed: its history is under Undo.")
        return str(uid)


def _id_of(session: Session, record_uid: str) -> int | None:
    for table in records():
        columns = metadata.tables[table].c
        found = session.scalar(select(columns.id).where(columns.uid == record_uid))
        if found is not None:
            return int(found)
    return None
