"""The protective marking of the store and of its records: shown, printed, changed, and held to when something leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.base import Record
from npt_desktop.models.every import metadata, records
from npt_desktop.models.organisation import Setting
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority
from npt_desktop.models.quality import QualityMeeting
from npt_desktop.reports.document import OFFICIAL_SENSITIVE
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.marking import standard_markings
from npt_desktop.services.desk import Desk, current

MARKED = (
    "problem_plan", "engagement_entry", "priority", "key_individual", "advice", "quality_meeting", "what_works_entry",
)  # fmt: skip
"""Records that may be marked by themselves; evidence files have a marking each, set where they are attached."""
_OWNED = {"problem_plan": "plan_id", "engagement_entry": "entry_id", "what_works_entry": "what_works_id"}


@dataclass(frozen=True, slots=True)
class Marked:
    """One record's own marking; empty where it has that of its store. ``title`` is what a person knows it by."""

    table: str
    record_id: int
    version: int
    title: str
    own: str
    store: str

    @property
    def whole(self) -> str:
        """What the record is to be handled by."""
        return standard_markings().highest((self.store, self.own))


def marking_of(desk: Desk) -> str:
    """The protective marking of this store."""
    with desk.read() as session:
        return _of_store(session)


def marking_for(
    desk: Desk,
    table: str,
    ids: Collection[int] | None = None,
    *,
    area_id: int | None = None,
    files: bool = True,
) -> str:
    """The highest marking of the store and of these records with their evidence files; without ids of every record
    of the table, in one area or all. What is printed or written of them carries it."""
    with desk.read() as session:
        return standard_markings().highest(
            [_of_store(session), *_own(session, table, ids, area_id, files=files)]
        )


def above_store(session: Session, *own: str) -> str:
    """The highest of some records' own markings, empty where it is not above the store's."""
    store = _of_store(session)
    found = standard_markings().highest((store, *own))
    return found if standard_markings().above(found, store) else ""


def handled_by(session: Session, own: str) -> str:
    """What a record with this marking of its own is to be handled by."""
    return highest(_of_store(session), own)


def own_texts(session: Session, table: str, whole: str) -> list[str]:
    """The markings of their own by which records of a table are to be handled by ``whole``; an empty one where that
    is the store's."""
    rules, column = standard_markings(), metadata.tables[table].c.marking
    there = ["", *session.scalars(select(column).where(column != "").distinct())]
    return [own for own in there if rules.rank(handled_by(session, own)) == rules.rank(whole)]


def highest(*markings: str) -> str:
    """The highest of several."""
    return standard_markings().highest(markings)


class MarkingDesk:
    """Markings of records, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, table: str, record_id: int) -> Marked:
        """A record's marking. Raises CannotDo when it is gone or carries none of its own."""
        with self._desk.read() as session:
            record = session.get(_kind(table), record_id)
            if record is None:
                raise CannotDo("This record was removed in the meantime: choose another.")
            own = str(getattr(record, "marking", ""))
            return Marked(table, record_id, record.version, _title(record), own, _of_store(session))

    def on_screen(
        self, tables: Collection[str], area_id: int | None, record: tuple[str, int] | None
    ) -> tuple[str, str]:
        """The highest marking of what a screen shows (an area's records of some tables as a list, all areas' for
        None, and one of them open), empty where nothing is above the store's; and the open record's own."""
        with self._desk.read() as session:
            store, found, own = _of_store(session), set(), ""
            for table in tables:
                found |= _own(session, table, None, area_id)
            if record is not None:
                table, record_id = record
                found |= _own(session, table, [record_id], None)
                columns = metadata.tables[table].c
                own = str(session.scalar(select(columns.marking).where(columns.id == record_id)) or "")
        whole = standard_markings().highest([store, *found])
        return whole if standard_markings().above(whole, store) else "", own

    def mark(self, table: str, record_id: int, version: int, text: str) -> None:
        """Mark a record; an empty text gives it the marking of its store.

        Raises NotAllowed for a role that may not mark lower, Incomplete for a marking that is not listed, Clash.
        """
        rules = standard_markings()
        require(self._desk.actor.role, Act.MARK_HIGHER)
        if text and text not in rules.texts:
            raise Incomplete({"marking": "Choose a marking from the list."})
        before = self.of(table, record_id)
        was, becomes = rules.rank(before.own or before.store), rules.rank(text or before.store)
        if becomes < was:
            require(self._desk.actor.role, Act.MARK_LOWER)
        with self._desk.write("Marked a record") as unit:
            record: Any = current(unit, _kind(table), record_id, version)
            record.marking = text
            unit.did = f"Marked a record {text}" if text else "Gave a record the marking of its store"

    def mark_store(self, text: str) -> None:
        """Mark the whole store. Raises NotAllowed, and Incomplete for a marking that is not listed."""
        require(self._desk.actor.role, Act.CHANGE_SETTINGS)
        if text not in standard_markings().texts:
            raise Incomplete({"marking": "Choose a marking from the list."})
        self._desk.store.keep_setting("marking", {"text": text})


def refuse_above(session: Session, table: str, ids: Collection[int], limit: str, what: str) -> None:
    """Raise CannotDo when one of these records has a marking of its own above a limit."""
    rules = standard_markings()
    for own in _own(session, table, ids, None, files=False):
        if rules.above(own, limit):
            raise CannotDo(
                f"{what} is marked {own}: it may leave up to {limit} only. Change its marking first."
            )


def round_marking(desk: Desk, priorities: Iterable[Priority]) -> str:
    """What the papers of a round carry: the highest of the store, its priorities and their plans."""
    ids = [(each.id, each.plan_id) for each in priorities]
    own = marking_for(desk, "priority", [priority for priority, _ in ids])
    return highest(
        own, marking_for(desk, "problem_plan", [plan for _, plan in ids if plan is not None], files=False)
    )


def story_marking(desk: Desk, priority_id: int) -> str:
    """What the story of a priority carries: the highest of the store, the priority and its plan."""
    with desk.read() as session:
        found = session.get(Priority, priority_id)
    return marking_of(desk) if found is None else round_marking(desk, [found])


def publishable() -> tuple[str, ...]:
    """The markings of its own a record may have and still be drawn on for public words; none at all is one."""
    rules = standard_markings()
    return ("", *(text for text in rules.texts if not rules.above(text, rules.published_up_to)))


def refuse_public(session: Session, priorities: Iterable[Priority]) -> None:
    """Raise CannotDo when a priority is marked by itself above what may be put before the public."""
    limit = standard_markings().published_up_to
    for each in priorities:
        refuse_above(session, "priority", [each.id], limit, f"Priority {each.number}, ‘{each.title}’,")


def _own(
    session: Session, table: str, ids: Collection[int] | None, area_id: int | None, *, files: bool = True
) -> set[str]:
    """The markings records carry by themselves, and those of their evidence files."""
    columns = metadata.tables[table].c
    query = select(columns.id, columns.marking).where(columns.marking != "")
    if area_id is not None and "area_id" in columns:
        query = query.where(columns.area_id == area_id)
    wanted = None if ids is None else set(ids)
    found = {mark for record_id, mark in session.execute(query) if wanted is None or record_id in wanted}
    if files and table in _OWNED:
        file, owner = metadata.tables["evidence_file"].c, _OWNED[table]
        rows = select(file[owner], file.marking).where(file[owner].is_not(None))
        if area_id is not None:
            rows = rows.join(metadata.tables[table], columns.id == file[owner]).where(
                columns.area_id == area_id
            )
        found |= {mark for owner_id, mark in session.execute(rows) if wanted is None or owner_id in wanted}
    return found


def _of_store(session: Session) -> str:
    kept = session.get(Setting, "marking")
    return str(kept.value.get("text") or OFFICIAL_SENSITIVE) if kept is not None else OFFICIAL_SENSITIVE


def _kind(table: str) -> type[Record]:
    if table not in MARKED:
        raise CannotDo("This kind of record has the marking of its store.")
    return records()[table]


def _title(record: Record) -> str:
    if isinstance(record, ProblemPlan):
        return f"{record.reference} {record.title}"
    if isinstance(record, QualityMeeting):
        return f"QA meeting {record.month:%B %Y}"
    for name in ("title", "name", "question", "summary"):
        if value := getattr(record, name, ""):
            return " ".join(str(value).split())[:100]
    return "Record"
