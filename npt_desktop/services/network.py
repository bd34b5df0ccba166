"""The key individual network (KIN): who they are, whom they speak for, and what they answer each quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.communities import CommunityGroup, Contact, KeyIndividual, KinReply
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Person
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.communities import LONGEST_NAME, read_groups, speaks_for, write_groups
from npt_desktop.rules.evidence_engagement import kin_overdue
from npt_desktop.rules.periods import quarter_of
from npt_desktop.rules.words import present
from npt_desktop.services.desk import Desk, current


@dataclass(frozen=True, slots=True)
class KinDraft:
    """A key individual as the form holds it: a person or a role."""

    name: str
    organisation: str = ""
    reach_by: str = ""
    groups: tuple[str, ...] = ()
    owner_id: int | None = None
    consent_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class KinMember:
    """A key individual as the network shows them. ``replied`` says whether this quarter's questions are answered."""

    id: int
    version: int
    draft: KinDraft
    owner: str
    last_on: date | None
    last_note: str
    overdue: bool
    replied: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact: when, by whom, what was said."""

    day: date
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A quarter's answers, each with its question."""

    quarter: date
    day: date
    by: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KinHistory:
    """What is kept of one key individual, latest first."""

    contacts: tuple[ContactLine, ...]
    replies: tuple[ReplyLine, ...]


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The network of an area: longest without contact first, and the groups nobody speaks for."""

    members: tuple[KinMember, ...]
    ended: tuple[KinMember, ...]
    groups: tuple[str, ...]
    without: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]

    @property
    def overdue(self) -> int:
        return sum(member.overdue for member in self.members)


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said this quarter, by the key of each question, and its version; 0 before the first."""

    said: Mapping[str, str]
    version: int


class Network:
    """The key individuals, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int) -> NetworkPage:
        """The network of an area as it stands today."""
        today = self._desk.today
        with self._desk.read() as session:
            members = _members(session, area_id, today)
            groups = tuple(session.scalars(
                select(CommunityGroup.name)
                .where(CommunityGroup.area_id == area_id, CommunityGroup.ended_on.is_(None)).order_by(CommunityGroup.name)
            ))  # fmt: skip
            questions = tuple(_questions(session))
        here = tuple(m for m in members if m.draft.ended_on is None or m.draft.ended_on > today)
        without = tuple(
            group for group in groups
            if not any(speaks_for(write_groups(member.draft.groups), group) for member in here)
        )  # fmt: skip
        return NetworkPage(here, tuple(m for m in members if m not in here), groups, without, questions)

    def history(self, key_individual_id: int) -> KinHistory:
        """Contacts and answers of one key individual."""
        with self._desk.read() as session:
            people = {p.id: p.label for p in session.scalars(select(Person))}
            words = dict(_questions(session, retired=True))
            contacts = session.scalars(
                select(Contact).where(Contact.key_individual_id == key_individual_id)
                .order_by(Contact.day.desc(), Contact.id.desc())
            ).all()  # fmt: skip
            replies = session.scalars(
                select(KinReply).where(KinReply.key_individual_id == key_individual_id)
                .order_by(KinReply.quarter.desc())
            ).all()  # fmt: skip
        return KinHistory(
            tuple(ContactLine(c.day, people.get(c.by_id or 0, ""), c.note) for c in contacts),
            tuple(
                ReplyLine(r.quarter, r.day, people.get(r.by_id or 0, ""),
                          tuple((words.get(key, key), text) for key, text in r.answers.items() if text))
                for r in replies
            ),
        )  # fmt: skip

    def answers(self, key_individual_id: int) -> Answers:
        """What was answered this quarter so far, by the key of each question."""
        with self._desk.read() as session:
            found = session.scalar(_reply(key_individual_id, quarter_of(self._desk.today).start))
        if found is None:
            return Answers({}, 0)
        return Answers({key: str(text) for key, text in found.answers.items()}, found.version)

    # ------------------------------------------------------------------- writing
    def save(
        self, area_id: int, draft: KinDraft, kin_id: int | None = None, version: int | None = None
    ) -> int:
        """Add a key individual, or save one anew; returns the id. Raises Incomplete naming each field."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        name = " ".join(draft.name.split())
        self._check(name, draft)
        fields = {
            "name": name, "organisation": draft.organisation.strip(), "reach_by": draft.reach_by.strip(),
            "speaks_for": write_groups(draft.groups), "owner_id": draft.owner_id, "consent_on": draft.consent_on,
            "ended_on": draft.ended_on,
        }  # fmt: skip
        did = "Added a key individual" if kin_id is None else "Changed a key individual"
        with self._desk.write(did) as unit:
            if kin_id is None:
                return unit.add(KeyIndividual(area_id=area_id, **fields)).id
            person = current(unit, KeyIndividual, kin_id, version)
            for key, value in fields.items():
                setattr(person, key, value)
            return person.id

    def remove(self, kin_id: int) -> None:
        """Forget a key individual with every contact and answer, as when consent is taken back; Undo brings
        them back."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Removed a key individual") as unit:
            unit.remove(current(unit, KeyIndividual, kin_id))

    def reply(self, kin_id: int, answers: Mapping[str, str], version: int | None = None) -> None:
        """Keep what somebody answered to this quarter's questions; it counts as a contact today.

        ``version`` is that of the answers the person was looking at. Raises Incomplete when nothing was answered,
        Clash when the quarter's answers are others by now.
        """
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        today = self._desk.today
        given = {key: text.strip() for key, text in answers.items() if present(text)}
        if not given:
            raise Incomplete({next(iter(answers), "answers"): "Enter at least one answer."})
        with self._desk.write("Kept a key individual's answers") as unit:
            person = current(unit, KeyIndividual, kin_id)
            quarter, me = quarter_of(today).start, self._desk.actor.person_id
            found = unit.session.scalar(_reply(person.id, quarter))
            if found is not None:
                current(unit, KinReply, found.id, version)
            if found is None:
                unit.add(
                    KinReply(key_individual_id=person.id, quarter=quarter, day=today, by_id=me, answers=given)
                )
            else:
                found.day, found.by_id, found.answers = today, me, given
            seen = unit.session.scalar(select(func.count()).select_from(Contact).where(
                Contact.key_individual_id == person.id, Contact.day == today))  # fmt: skip
            if not seen:
                unit.add(
                    Contact(
                        key_individual_id=person.id, day=today, by_id=me, note="Quarterly questions answered."
                    )
                )

    def _check(self, name: str, draft: KinDraft) -> None:
        found = {}
        today = self._desk.today
        if not present(name):
            found["name"] = "Enter the person or the role, such as Chair, Faith Forum."
        elif len(name) > LONGEST_NAME:
            found["name"] = f"Shorten the name to {LONGEST_NAME} characters."
        if draft.consent_on is not None and draft.consent_on > today:
            found["consent_on"] = "Enter a date that is not in the future."
        if draft.ended_on is not None and draft.ended_on > today:
            found["ended_on"] = "Enter a date that is not in the future."
        if present(draft.reach_by) and draft.consent_on is None:
            found["consent_on"] = "Enter the day they agreed to be kept here, or leave out how to reach them."
        if found:
            raise Incomplete(found)


def export_rows(desk: Desk, area_id: int | None) -> list[tuple[str, KinMember]]:
    """The network by area, for who asks for it in so many words: the only way it leaves the store as a list.

    Raises CannotDo where there is nobody.
    """
    desk.takes_out("Key individuals")
    found = [
        (area.label, member)
        for area in desk.areas()
        if area_id in (None, area.id)
        for member in Network(desk).page(area.id).members
    ]
    if not found:
        raise CannotDo("There are no key individuals yet: add them under Communities.")
    return found


def _members(session: Session, area_id: int, today: date) -> list[KinMember]:
    last = (
        select(Contact.key_individual_id, func.max(Contact.day).label("day")).where(Contact.day <= today)
        .group_by(Contact.key_individual_id).subquery()
    )  # fmt: skip
    rows = session.execute(
        select(KeyIndividual, last.c.day).outerjoin(last, last.c.key_individual_id == KeyIndividual.id)
        .where(KeyIndividual.area_id == area_id).order_by(last.c.day.nulls_first(), KeyIndividual.name)
    ).all()  # fmt: skip
    people = {p.id: p.label for p in session.scalars(select(Person))}
    quarter = quarter_of(today).start
    replied = set(session.scalars(select(KinReply.key_individual_id).where(KinReply.quarter == quarter)))
    notes = {row[0]: row[1] for row in session.execute(
        select(Contact.key_individual_id, Contact.note)
        .join(last, (last.c.key_individual_id == Contact.key_individual_id) & (last.c.day == Contact.day))
        .join(KeyIndividual, KeyIndividual.id == Contact.key_individual_id)
        .where(KeyIndividual.area_id == area_id)
    )}  # fmt: skip
    return [
        KinMember(
            k.id, k.version,
            KinDraft(k.name, k.organisation, k.reach_by, read_groups(k.speaks_for), k.owner_id, k.consent_on, k.ended_on),
            people.get(k.owner_id or 0, ""), day, notes.get(k.id, ""), kin_overdue(day, today), k.id in replied,
        )
        for k, day in rows
    ]  # fmt: skip


def _questions(session: Session, *, retired: bool = False) -> list[tuple[str, str]]:
    query = select(Term.key, Term.label).where(Term.kind == TermKind.KIN_QUESTION)
    if not retired:
        query = query.where(Term.retired.is_(False))
    return [(key, label) for key, label in session.execute(query.order_by(Term.position, Term.id))]


def _reply(kin_id: int, quarter: date) -> Any:
    return select(KinReply).where(KinReply.key_individual_id == kin_id, KinReply.quarter == quarter)
