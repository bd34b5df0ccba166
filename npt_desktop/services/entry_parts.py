"""What belongs to an engagement in records of its own: communities reached, key individuals met, commitments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.actions import Action
from npt_desktop.models.communities import Contact
from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Person
from npt_desktop.store.unit_of_work import UnitOfWork

_NOTE = 200


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made at an engagement: it becomes an action. ``id`` is the action's, 0 for a new one."""

    what: str
    owner_id: int | None
    due_on: date | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """The ids of the communities reached and key individuals met, and the commitments still in hand."""

    groups: tuple[int, ...] = ()
    met: tuple[int, ...] = ()
    commitments: tuple[Commitment, ...] = ()


def parts_of(session: Session, entry_id: int) -> Parts:
    """What is recorded with an entry. Actions that were dropped are left out."""
    groups = select(EntryGroup.group_id).where(EntryGroup.entry_id == entry_id).order_by(EntryGroup.id)
    met = select(Contact.key_individual_id).where(Contact.entry_id == entry_id).order_by(Contact.id)
    return Parts(
        tuple(session.scalars(groups)),
        tuple(session.scalars(met)),
        tuple(Commitment(a.title, a.owner_id, a.due_on, a.id) for a in _actions(session, entry_id)),
    )


def put_parts(unit: UnitOfWork, entry: EngagementEntry, parts: Parts) -> None:
    """Make the records of an entry say ``parts``. A key individual met counts as a contact on the entry's day.

    An action that was finished stays as it is, whatever the entry says now.
    """
    session, note = unit.session, _note(entry)
    groups = {
        row.group_id: row
        for row in session.scalars(select(EntryGroup).where(EntryGroup.entry_id == entry.id))
    }
    _match(unit, groups, parts.groups, lambda key: EntryGroup(entry_id=entry.id, group_id=key))
    met = {
        row.key_individual_id: row
        for row in session.scalars(select(Contact).where(Contact.entry_id == entry.id))
    }
    _match(unit, met, parts.met, lambda key: Contact(
        key_individual_id=key, day=entry.day, by_id=entry.lead_id, note=note, entry_id=entry.id,
    ))  # fmt: skip
    for contact in met.values():
        if contact.key_individual_id in parts.met:
            contact.day, contact.by_id, contact.note = entry.day, entry.lead_id, note
    known = {action.id: action for action in _actions(session, entry.id)}
    kept = {one.id for one in parts.commitments}
    for action in known.values():
        if action.id not in kept and action.state is ActionState.OPEN:
            unit.remove(action)
    for one in parts.commitments:
        old = known.get(one.id)
        if old is None:
            unit.add(Action(area_id=entry.area_id, title=one.what.strip(), owner_id=one.owner_id, due_on=one.due_on,
                            start_on=entry.day, entry_id=entry.id))  # fmt: skip
        elif old.state is ActionState.OPEN:
            old.title, old.owner_id, old.due_on = one.what.strip(), one.owner_id, one.due_on


def remove_with_parts(unit: UnitOfWork, entry: EngagementEntry) -> None:
    """Remove an entry and what was made for it, its actions included."""
    for action in unit.session.scalars(select(Action).where(Action.entry_id == entry.id)).all():
        unit.remove(action)
    unit.remove(entry)


def lead_label(session: Session, lead_id: int | None) -> str:
    """The officer as the log writes them; empty for none."""
    lead = session.get(Person, lead_id) if lead_id is not None else None
    return lead.label if lead is not None else ""


def _actions(session: Session, entry_id: int) -> Sequence[Action]:
    query = select(Action).where(Action.entry_id == entry_id, Action.state != ActionState.DROPPED)
    return session.scalars(query.order_by(Action.id)).all()


def _note(entry: EngagementEntry) -> str:
    said = " ".join(entry.summary.split())
    return said if len(said) <= _NOTE else f"{said[: _NOTE - 1]}…"


def _match(
    unit: UnitOfWork, there: dict[int, Any], wanted: Sequence[int], make: Callable[[int], Any]
) -> None:
    for key, record in there.items():
        if key not in wanted:
            unit.remove(record)
    for key in dict.fromkeys(wanted):
        if key not in there:
            unit.add(make(key))
