"""The small dated records of an area: profile and plan confirmed, key individuals contacted, blog and newsletter
sent, contacts checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import CommunityProfile, Contact, EngagementPlan, KeyIndividual
from npt_desktop.models.kinds import NoteKind, PublicationKind
from npt_desktop.models.priorities import Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.communities import read_groups
from npt_desktop.rules.evidence_engagement import kin_overdue
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.words import listed
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.guard import kept_for, open_in, refuse_key_individuals, refuse_open


class Document(StrEnum):
    """The two documents that are confirmed each quarter (booklet, QA questions 1 and 2)."""

    PROFILE = "profile"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class KinLine:
    """A key individual and the last contact; ``overdue`` after three months."""

    id: int
    name: str
    organisation: str
    speaks_for: str
    last_on: date | None
    overdue: bool


class Community:
    """An area's profile, plan and network, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def key_individuals(self, area_id: int) -> list[KinLine]:
        """The area's key individuals, longest without contact first."""
        today = self._desk.today
        last = select(Contact.key_individual_id, func.max(Contact.day).label("day"))
        latest = last.group_by(Contact.key_individual_id).subquery()
        with self._desk.read() as session:
            rows = session.execute(
                select(KeyIndividual.id, KeyIndividual.name, KeyIndividual.organisation, KeyIndividual.speaks_for,
                       latest.c.day)
                .outerjoin(latest, latest.c.key_individual_id == KeyIndividual.id)
                .where(KeyIndividual.area_id == area_id,
                       or_(KeyIndividual.ended_on.is_(None), KeyIndividual.ended_on > today))
                .order_by(latest.c.day.nulls_first(), KeyIndividual.name)
            ).all()  # fmt: skip
        return [
            KinLine(
                key, name, organisation, listed(read_groups(groups)), last_on, kin_overdue(last_on, today)
            )
            for key, name, organisation, groups, last_on in rows
        ]

    def log_contact(self, key_individual_id: int, day: date, note: str = "") -> int:
        """Record a contact with a key individual; returns its id."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        if day > self._desk.today:
            raise Incomplete({"day": "Enter a date that is not in the future."})
        with self._desk.write("Logged a contact") as unit:
            person = current(unit, KeyIndividual, key_individual_id)
            unit.did = f"Logged a contact with {person.name}"
            return unit.add(Contact(key_individual_id=person.id, day=day, note=note.strip(),
                                    by_id=self._desk.actor.person_id)).id  # fmt: skip

    def confirm(self, area_id: int, which: Document) -> None:
        """Confirm that the latest community profile or engagement plan is current, as of today."""
        require(self._desk.actor.role, Act.CONFIRM_DOCUMENTS)
        kind: type[Any] = CommunityProfile if which is Document.PROFILE else EngagementPlan
        name = "community profile" if which is Document.PROFILE else "engagement plan"
        with self._desk.write(f"Confirmed the {name}") as unit:
            found = unit.session.scalars(
                select(kind).where(kind.area_id == area_id).order_by(kind.refreshed_on.desc(), kind.id.desc())
            ).first()
            if found is None:
                raise CannotDo(f"There is no {name} for this area yet: record its first version.")
            found.confirmed_on = self._desk.today

    def note(
        self, area_id: int, kind: NoteKind, day: date, what: str = "", figure: int | None = None, *,
        detail: str = "", about: str = "",
    ) -> int:  # fmt: skip
        """Record a small dated fact for the QA meeting; returns its id.

        ``about`` is the evidence key of the question a remark belongs to. Raises Incomplete for a day to come
        and for what the kind cannot do without.
        """
        require(self._desk.actor.role, Act.PREPARE_QA)
        self._check_note(kind, day, what, figure)
        with self._desk.write(f"Recorded {_NOTES[kind]}") as unit:
            return unit.add(EvidenceNote(
                area_id=area_id, kind=kind, day=day, what=what.strip(), figure=figure, detail=detail.strip(),
                about=about, by_id=self._desk.actor.person_id,
            )).id  # fmt: skip

    def note_of(self, note_id: int) -> EvidenceNote | None:
        """A small record, or None where it is gone."""
        with self._desk.read() as session:
            return session.get(EvidenceNote, note_id)

    def change_note(
        self,
        note_id: int,
        version: int,
        day: date,
        what: str = "",
        figure: int | None = None,
        *,
        detail: str = "",
    ) -> None:
        """Put a small record right. Raises as :meth:`note`, and Clash when it was changed meanwhile."""
        require(self._desk.actor.role, Act.PREPARE_QA)
        with self._desk.write("Changed a small record") as unit:
            note = current(unit, EvidenceNote, note_id, version)
            self._check_note(note.kind, day, what, figure)
            note.day, note.what, note.figure, note.detail = day, what.strip(), figure, detail.strip()
            unit.did = f"Changed {_NOTES[note.kind]}"

    def remove_note(self, note_id: int, version: int) -> None:
        """Take a small record out; undo brings it back."""
        require(self._desk.actor.role, Act.PREPARE_QA)
        with self._desk.write("Removed a small record") as unit:
            note = current(unit, EvidenceNote, note_id, version)
            unit.did = f"Removed {_NOTES[note.kind]}"
            unit.remove(note)

    def _check_note(self, kind: NoteKind, day: date, what: str, figure: int | None) -> None:
        found = {}
        if kind not in _NOTES:
            raise CannotDo("This record is kept elsewhere: change it where it was made.")
        if kind in _LACKING and not what.strip():
            found["what"] = _LACKING[kind]
        if kind is NoteKind.ALERT_COUNT and figure is None:
            found["figure"] = "Enter how many are registered."
        elif figure is not None and figure < 0:
            found["figure"] = "Enter a figure of nought or more."
        if day > self._desk.today:
            found["day"] = "Enter a date that is not in the future."
        if found:
            raise Incomplete(found)

    def record_publication(
        self,
        area_id: int,
        kind: PublicationKind,
        day: date,
        *,
        title: str,
        text: str,
        channels: Sequence[str],
        address: str = "",
        recipients: int | None = None,
    ) -> int:
        """Record a blog or newsletter that went out; returns its id.

        Raises NotAllowed, Incomplete for what is lacking, for a finding of the guard that is neither mended nor kept,
        and for a text that names a key individual, which cannot be kept.
        """
        require(self._desk.actor.role, Act.PUBLISH_UPDATE)
        found = {}
        if day > self._desk.today:
            found["day"] = "Enter a date that is not in the future."
        if not channels:
            found["channels"] = "Choose where it was put."
        if recipients is not None and recipients < 0:
            found["recipients"] = "Enter how many it went to."
        if found:
            raise Incomplete(found)
        with self._desk.write(f"Recorded the {day:%B} {kind.value}") as unit:
            refuse_key_individuals(unit.session, f"{title}\n{text}")
            said = {name: words for name, words in (("title", title), ("text", text)) if words.strip()}
            refuse_open(open_in(unit.session, area_id, self._desk.today, said))
            return unit.add(Publication(
                area_id=area_id, month=month_of(day), kind=kind, title=title.strip(), text=text, published_on=day,
                channels=list(channels), address=address.strip(), recipients=recipients,
                by_id=self._desk.actor.person_id,
                kept=kept_for(unit.session, area_id, self._desk.today, said.values()),
            )).id  # fmt: skip


def published(desk: Desk, publication_id: int) -> Publication:
    """What was put out, word for word. Raises CannotDo when the record is gone."""
    with desk.read() as session:
        found = session.get(Publication, publication_id)
    if found is None:
        raise CannotDo("This record was removed in the meantime: choose another.")
    return found


_NOTES = {
    NoteKind.STAFF_CONVERSATION: "a staff conversation",
    NoteKind.PORTAL_CHECK: "a check of the portal",
    NoteKind.CONTACTS_CHECK: "a check of names and numbers",
    NoteKind.ALERT_COUNT: "the Alert count",
    NoteKind.LESSONS_SHARED: "lessons shared",
    NoteKind.EVALUATION_REVIEW: "a review of engagements",
    NoteKind.WEBSITE_CHECK: "a check of the website",
    NoteKind.SEEN: "what was seen",
    NoteKind.TO_CHIEF: "a note to the chief inspector",
}
_LACKING = {
    NoteKind.STAFF_CONVERSATION: "Enter whom you spoke to, such as PCSO.",
    NoteKind.LESSONS_SHARED: "Enter what was shared and with whom.",
    NoteKind.WEBSITE_CHECK: "Enter what the page showed.",
    NoteKind.SEEN: "Enter what was seen.",
    NoteKind.TO_CHIEF: "Enter the note.",
}
