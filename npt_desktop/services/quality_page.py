"""A QA meeting as it is read: the page of an area and month, and the finding of what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, AnswerValue, Role
from npt_desktop.models.organisation import Person, Posting
from npt_desktop.models.quality import Answer, AnswerCorrection, Checklist, QualityMeeting, Question
from npt_desktop.rules import quality as rule
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.quality import DueQuestion, Evidence
from npt_desktop.services.plan_facts import people_names
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """An answer as it stands, with the evidence kept with it. ``value`` is None while only a note stands."""

    id: int
    version: int
    value: AnswerValue | None
    note: str
    snapshot: dict[str, Any]
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to a signed answer, as it was added: ``by`` is the signature."""

    number: int
    was: AnswerValue | None
    value: AnswerValue | None
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """An action of a meeting as it is listed."""

    id: int
    number: int
    title: str
    owner: str
    due_on: date | None
    state: ActionState
    month: date
    version: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One area's meeting of a month. ``meeting`` is None until it is begun.

    ``due`` are the questions to answer, missed ones marked late; ``checklist`` are all. ``answers`` and
    ``before`` (the latest earlier answer) are by question number. ``chief`` and ``inspector`` are the people of
    the meeting, those posted to the area until it is held.
    """

    area: str
    month: date
    meeting: QualityMeeting | None
    checklist: rule.Checklist
    due: tuple[DueQuestion, ...]
    answers: dict[int, MeetingAnswer]
    before: dict[int, tuple[date, AnswerValue]]
    actions: tuple[OwnedAction, ...]
    earlier_actions: tuple[OwnedAction, ...]
    chief: str = ""
    inspector: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def finished(self) -> bool:
        """Signed and locked."""
        return self.meeting is not None and self.meeting.finished_at is not None

    @property
    def answered(self) -> int:
        """How many of the due questions have an answer."""
        return sum(1 for d in self.due if (a := self.answers.get(d.question.number)) and a.value is not None)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting on the list of areas: how far it is."""

    area_id: int
    area: str
    scheduled_on: date | None
    held_on: date | None
    due: int
    answered: int
    finished: bool


def snapshot(evidence: Evidence, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Evidence as an answer keeps it, with the dip-sample of the snapshot ``before``; the versions of the
    records behind it tell later which of them were edited since."""
    sample = (before or {}).get("sample")
    return {
        **({"sample": sample} if sample else {}),
        **({"seen": [[r.words, r.day.isoformat(), r.by] for r in evidence.seen]} if evidence.seen else {}),
        "figures": [[f.value, f.label, f.state.value] for f in evidence.figures],
        "why": evidence.why,
        "suggestion": evidence.suggestion.value if evidence.suggestion else "",
        "records": {
            row.source.name: row.source.version for row in evidence.rows if row.source and row.source.name
        },
    }


def suggested(kept: dict[str, Any]) -> AnswerValue | None:
    """What the kept evidence suggested."""
    word = kept.get("suggestion", "")
    return AnswerValue(word) if word else None


def person_in(session: Session, area_id: int, role: Role) -> Person | None:
    """Who of a role is posted to an area; the first by surname when there are several."""
    query = (
        select(Person).join(Posting, Posting.person_id == Person.id)
        .where(Posting.area_id == area_id, Person.role == role, Person.left_on.is_(None))
    )  # fmt: skip
    return session.scalars(query.order_by(Person.surname, Person.number).limit(1)).first()


def meeting_of(session: Session, area_id: int, month: date) -> QualityMeeting | None:
    """The meeting of an area and month, if it was begun."""
    return session.scalars(
        select(QualityMeeting).where(
            QualityMeeting.area_id == area_id, QualityMeeting.month == month_of(month)
        )
    ).first()


def begun(unit: UnitOfWork, area_id: int, month: date) -> QualityMeeting:
    """The meeting to write to, begun now if it is not yet."""
    found = meeting_of(unit.session, area_id, month)
    if found is None:
        found = unit.add(QualityMeeting(area_id=area_id, month=month_of(month),
                                        checklist_id=checklist_id_of(unit.session, month)))  # fmt: skip
    return found


def not_finished(meeting: QualityMeeting) -> None:
    """Refuse to write to a signed meeting."""
    if meeting.finished_at is not None:
        raise CannotDo(f"This meeting was signed by {meeting.signed_by} and is locked.")


def not_answered_meanwhile(
    session: Session, meeting_id: int, question: Question, version: int | None, name: str
) -> None:
    """Refuse to write over an answer somebody other than ``name`` gave since the one looked at; None for
    whoever did not look."""
    found = session.scalars(
        select(Answer).where(Answer.meeting_id == meeting_id, Answer.question_id == question.id)
    ).first()
    if found is None or version is None or found.version == version or found.answered_by in ("", name):
        return
    said = f" {found.value.label.lower()}" if found.value else ""
    raise Clash(
        f"{found.answered_by} answered question {question.number}{said} meanwhile: look at it and answer again."
    )


def checklist_id_of(session: Session, month: date) -> int:
    """The version in force in a month, the first one for months before it."""
    query = select(Checklist.id).order_by(Checklist.valid_from.desc(), Checklist.id.desc())
    found = session.scalar(query.where(Checklist.valid_from <= month).limit(1))
    found = found or session.scalar(select(Checklist.id).order_by(Checklist.valid_from).limit(1))
    if found is None:
        raise CannotDo("This store has no checklist: make a new store, or restore a backup.")
    return found


def checklist_of(session: Session, checklist_id: int) -> tuple[rule.Checklist, dict[int, int]]:
    """A stored version as the rules take it, and each question's number by its id."""
    kept = session.get_one(Checklist, checklist_id)
    rows = session.scalars(
        select(Question)
        .where(Question.checklist_id == checklist_id)
        .order_by(Question.id)  # as written: by section
    ).all()
    names = list(dict.fromkeys(q.section for q in rows))
    checklist = rule.Checklist(
        kept.key, kept.title, kept.title, tuple(rule.Section(n, n, n) for n in names),
        tuple(
            rule.Question(q.number, q.section, q.section_number, q.text, q.due_words, q.short, q.due,
                          tuple(q.months), q.end_of_month, q.evidence_key)
            for q in rows
        ),
    )  # fmt: skip
    return checklist, {q.id: q.number for q in rows}


def versions_of(session: Session) -> Callable[[date], rule.Checklist]:
    """The checklist in force in a month, each version read once."""
    versions = session.execute(
        select(Checklist.id, Checklist.valid_from).order_by(Checklist.valid_from, Checklist.id)
    ).all()
    lists = {key: checklist_of(session, key)[0] for key, _ in versions}

    def version(month: date) -> rule.Checklist:
        inside = [key for key, valid_from in versions if valid_from <= month]
        return lists[inside[-1] if inside else versions[0][0]]

    return version


def question_of(session: Session, checklist_id: int, number: int) -> Question:
    """The stored question of a number."""
    return session.scalars(
        select(Question).where(Question.checklist_id == checklist_id, Question.number == number)
    ).one()


def answer_of(unit: UnitOfWork, meeting_id: int, question_id: int) -> Answer:
    """The answer to write to, an empty one when there is none yet."""
    query = select(Answer).where(Answer.meeting_id == meeting_id, Answer.question_id == question_id)
    found: Answer | None = unit.session.scalars(query).first()
    if found is None:
        found = Answer(meeting_id=meeting_id, question_id=question_id, snapshot={}, note="")
        unit.session.add(found)
    return found


def answers_of(
    session: Session, meeting: QualityMeeting | None, numbers: dict[int, int]
) -> dict[int, MeetingAnswer]:
    """A meeting's answers by question number."""
    if meeting is None:
        return {}
    return {
        numbers[a.question_id]: MeetingAnswer(
            a.id, a.version, a.value, a.note, a.snapshot, a.answered_at, a.answered_by
        )
        for a in session.scalars(select(Answer).where(Answer.meeting_id == meeting.id))
    }


def corrections_of(
    session: Session, meeting: QualityMeeting | None, numbers: dict[int, int]
) -> tuple[Correction, ...]:
    """What was corrected since the meeting was finished, oldest first."""
    if meeting is None:
        return ()
    rows = session.execute(
        select(AnswerCorrection, Answer.question_id).join(Answer, Answer.id == AnswerCorrection.answer_id)
        .where(Answer.meeting_id == meeting.id).order_by(AnswerCorrection.id)
    )  # fmt: skip
    return tuple(
        Correction(numbers[question], c.was, c.value, c.reason, c.made_at, c.signed_by)
        for c, question in rows
    )


def answered_before(session: Session, area_id: int, month: date) -> dict[int, list[tuple[date, AnswerValue]]]:
    """Every earlier answer of the area as corrected, by question number, oldest first."""
    corrected: dict[int, AnswerValue | None] = dict(session.execute(
        select(AnswerCorrection.answer_id, AnswerCorrection.value)
        .join(Answer, Answer.id == AnswerCorrection.answer_id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.area_id == area_id).order_by(AnswerCorrection.id)
    ).all())  # fmt: skip
    rows = session.execute(
        select(Question.number, QualityMeeting.month, Answer.value, Answer.id)
        .join(Answer, Answer.question_id == Question.id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.area_id == area_id, QualityMeeting.month < month)
        .order_by(QualityMeeting.month)
    )  # fmt: skip
    found: dict[int, list[tuple[date, AnswerValue]]] = {}
    for number, when, value, key in rows:
        stands = corrected.get(key) or value
        if stands is not None:
            found.setdefault(number, []).append((when, stands))
    return found


def actions_of(
    session: Session, meeting: QualityMeeting | None, numbers: dict[int, int]
) -> tuple[OwnedAction, ...]:
    """A meeting's actions in the order they were set."""
    if meeting is None:
        return ()
    people = people_names(session)
    rows = session.execute(
        select(Action, Answer.question_id).join(Answer, Answer.id == Action.answer_id)
        .where(Answer.meeting_id == meeting.id).order_by(Action.id)
    )  # fmt: skip
    return tuple(
        OwnedAction(
            a.id,
            numbers[q],
            a.title,
            people.get(a.owner_id or 0, a.agency),
            a.due_on,
            a.state,
            meeting.month,
            a.version,
        )
        for a, q in rows
    )


def earlier_actions(session: Session, area_id: int, month: date) -> tuple[OwnedAction, ...]:
    """The actions of the meeting before this one, and any older one still open."""
    last = session.scalar(
        select(QualityMeeting.month).where(QualityMeeting.area_id == area_id, QualityMeeting.month < month)
        .order_by(QualityMeeting.month.desc()).limit(1)
    )  # fmt: skip
    if last is None:
        return ()
    people = people_names(session)
    rows = session.execute(
        select(Action, Question.number, QualityMeeting.month)
        .join(Answer, Answer.id == Action.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.area_id == area_id, QualityMeeting.month < month,
               (QualityMeeting.month == last) | (Action.state == ActionState.OPEN))
        .order_by(Action.state != ActionState.OPEN, Action.due_on)
    )  # fmt: skip
    return tuple(
        OwnedAction(
            a.id, number, a.title, people.get(a.owner_id or 0, a.agency), a.due_on, a.state, since, a.version
        )
        for a, number, since in rows
    )
