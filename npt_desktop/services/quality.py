"""The chief inspector's monthly QA meeting: questions due, live evidence, answers, actions, finish.

Source: booklet, Quality assurance. The program shows evidence and suggests; only a chief inspector answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, AnswerValue, NoteKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.quality import Answer, Checklist, EvidenceNote, QualityMeeting, Question
from npt_desktop.rules import quality as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.quality import DueQuestion, Evidence, FinishCheck, GivenAnswer, MeetingAction
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.evidence import as_at, evidence_for
from npt_desktop.services.plan_facts import people_names


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """An answer as it stands, with the evidence kept with it. ``value`` is None while only a note stands."""

    id: int
    version: int
    value: AnswerValue | None
    note: str
    snapshot: dict[str, Any]
    answered_at: Any
    answered_by: str


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """An action of a meeting as it is listed."""

    id: int
    number: int
    title: str
    owner: str
    due_on: date | None
    state: ActionState


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One area's meeting of a month. ``meeting`` is None until it is begun.

    ``due`` are the questions to answer, missed ones marked late; ``checklist`` are all. ``answers`` and
    ``before`` (the latest earlier answer) are by question number.
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


class Quality:
    """QA meetings, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int, month: date) -> MeetingPage:
        """The meeting of an area and month, begun or not, without the evidence."""
        month = month_of(month)
        with self._desk.read() as session:
            meeting = _meeting(session, area_id, month)
            checklist_id = meeting.checklist_id if meeting else _checklist_id(session, month)
            checklist, numbers = _checklist(session, checklist_id)
            history = _answered(session, area_id, month)
            first = session.scalar(
                select(QualityMeeting.month).where(QualityMeeting.area_id == area_id)
                .order_by(QualityMeeting.month).limit(1)
            )  # fmt: skip
            due = rule.due_questions(checklist, month, {n: [m for m, _ in h] for n, h in history.items()},
                                     first or month)  # fmt: skip
            return MeetingPage(
                area=session.get_one(Area, area_id).name,
                month=month,
                meeting=meeting,
                checklist=checklist,
                due=due,
                answers=_answers(session, meeting, numbers),
                before={number: past[-1] for number, past in history.items() if past},
                actions=_actions(session, meeting, numbers),
                earlier_actions=_earlier_actions(session, area_id, month),
            )

    def evidence(self, area_id: int, month: date, question: rule.Question) -> Evidence:
        """The live evidence for a question; read as at the month's last day once it is over."""
        with self._desk.read() as session:
            return evidence_for(session, question.evidence, area_id, as_at(month, self._desk.today))

    def readiness(self, area_id: int, month: date, due: tuple[DueQuestion, ...]) -> dict[int, Evidence]:
        """The live evidence for every due question, by number: "15 of 21 have evidence"."""
        with self._desk.read() as session:
            day = as_at(month, self._desk.today)
            return {d.question.number: evidence_for(session, d.question.evidence, area_id, day) for d in due}

    def meetings(self, month: date) -> list[MeetingLine]:
        """Every area's meeting of a month."""
        found = []
        for area in self._desk.areas():
            page = self.page(area.id, month)
            meeting = page.meeting
            found.append(MeetingLine(
                area.id, area.label, meeting.scheduled_on if meeting else None,
                meeting.held_on if meeting else None, len(page.due), page.answered, page.finished,
            ))  # fmt: skip
        return found

    def finish_check(self, page: MeetingPage) -> FinishCheck:
        """What stands between the meeting and its finish."""
        answers = [
            GivenAnswer(number, a.value, a.note, _suggested(a.snapshot)) for number, a in page.answers.items()
        ]
        actions = [MeetingAction(a.title, a.owner, a.due_on) for a in page.actions]
        return rule.finish_check(page.due, answers, actions)

    # ------------------------------------------------------------------- writing
    def schedule(self, area_id: int, month: date, day: date) -> int:
        """Put the meeting's day down; returns the meeting's id."""
        require(self._desk.actor.role, Act.PREPARE_QA)
        with self._desk.write("Scheduled a QA meeting") as unit:
            meeting = _begun(unit, area_id, month)
            meeting.scheduled_on = day
            return meeting.id

    def answer(
        self,
        area_id: int,
        month: date,
        number: int,
        value: AnswerValue | None,
        note: str,
        evidence: Evidence | None = None,
    ) -> None:
        """Answer a question, keeping the evidence as it stands. Begins the meeting when it is the first.

        ``value`` None keeps only the note. Only a chief inspector answers. Raises Incomplete when an answer
        better than the evidence lacks its note, CannotDo once the meeting is finished.
        """  # fmt: skip
        require(self._desk.actor.role, Act.ANSWER_QA)
        with self._desk.write("Answered a QA question") as unit:
            meeting = _begun(unit, area_id, month)
            _not_finished(meeting)
            question = _question(unit.session, meeting.checklist_id, number)
            if evidence is None:
                evidence = evidence_for(
                    unit.session, question.evidence_key, area_id, as_at(month, self._desk.today)
                )
            if value is not None and rule.needs_note(value, evidence.suggestion) and not note.strip():
                raise Incomplete({"note": "Add a note: the answer is better than the evidence suggests."})
            meeting.held_on = meeting.held_on or self._desk.today
            meeting.chief_id = meeting.chief_id or self._desk.actor.person_id
            answer = _answer(unit, meeting.id, question.id)
            answer.value, answer.note = value, note
            answer.answered_at, answer.answered_by = unit.now, self._desk.actor.name
            answer.snapshot = snapshot(evidence)
            unit.did = f"Answered QA question {number}"

    def add_action(
        self, area_id: int, month: date, number: int, title: str, owner_id: int | None, due_on: date | None
    ) -> int:
        """Set an action on a question; it goes to its owner's Home and the one tracker. Returns its id."""
        require(self._desk.actor.role, Act.ANSWER_QA)
        found = {}
        if not title.strip():
            found["action_title"] = "Enter what is to be done."
        if owner_id is None:
            found["action_owner"] = "Choose who owns the action."
        if due_on is None:
            found["action_due"] = "Enter when it is due."
        elif due_on < self._desk.today:
            found["action_due"] = "Enter a due date that is not past."
        if found:
            raise Incomplete(found)
        with self._desk.write("Set a QA action") as unit:
            meeting = _begun(unit, area_id, month)
            _not_finished(meeting)
            question = _question(unit.session, meeting.checklist_id, number)
            answer = _answer(unit, meeting.id, question.id)
            unit.session.flush()
            return unit.add(
                Action(
                    area_id=area_id,
                    title=title.strip(),
                    owner_id=owner_id,
                    due_on=due_on,
                    answer_id=answer.id,
                )
            ).id

    def note(self, area_id: int, kind: NoteKind, day: date, what: str, figure: int | None = None) -> int:
        """Record a small dated fact that answers a question; returns its id."""
        require(self._desk.actor.role, Act.PREPARE_QA)
        if day > self._desk.today:
            raise Incomplete({"day": "Enter a date that is not in the future."})
        with self._desk.write("Recorded evidence for QA") as unit:
            return unit.add(EvidenceNote(area_id=area_id, kind=kind, day=day, what=what.strip(), figure=figure,
                                         by_id=self._desk.actor.person_id)).id  # fmt: skip

    def finish(self, area_id: int, month: date, signed_by: str) -> None:
        """Sign and lock the meeting. Raises Incomplete with every gap."""
        require(self._desk.actor.role, Act.FINISH_QA)
        page = self.page(area_id, month)
        if page.meeting is None:
            raise CannotDo("Answer the questions due first: the meeting has not begun.")
        _not_finished(page.meeting)
        check = self.finish_check(page)
        if not check.may_finish:
            raise Incomplete({f"finish{n}": says for n, says in enumerate(check.says)})
        if not signed_by.strip():
            raise Incomplete({"signed_by": "Sign with your name."})
        with self._desk.write(f"Finished the {month:%B %Y} QA meeting of {page.area}") as unit:
            meeting = current(unit, QualityMeeting, page.meeting.id, page.meeting.version)
            meeting.finished_at, meeting.signed_by = unit.now, signed_by.strip()
            meeting.held_on = meeting.held_on or self._desk.today


def snapshot(evidence: Evidence) -> dict[str, Any]:
    """Evidence as an answer keeps it."""
    return {
        "figures": [[f.value, f.label, f.state.value] for f in evidence.figures],
        "why": evidence.why,
        "suggestion": evidence.suggestion.value if evidence.suggestion else "",
    }


def _suggested(kept: dict[str, Any]) -> AnswerValue | None:
    word = kept.get("suggestion", "")
    return AnswerValue(word) if word else None


def _meeting(session: Session, area_id: int, month: date) -> QualityMeeting | None:
    return session.scalars(
        select(QualityMeeting).where(
            QualityMeeting.area_id == area_id, QualityMeeting.month == month_of(month)
        )
    ).first()


def _begun(unit: Any, area_id: int, month: date) -> QualityMeeting:
    found = _meeting(unit.session, area_id, month)
    if found is None:
        found = unit.add(QualityMeeting(area_id=area_id, month=month_of(month),
                                        checklist_id=_checklist_id(unit.session, month)))  # fmt: skip
    return found


def _not_finished(meeting: QualityMeeting) -> None:
    if meeting.finished_at is not None:
        raise CannotDo(f"This meeting was signed by {meeting.signed_by} and is locked.")


def _checklist_id(session: Session, month: date) -> int:
    """The version in force in a month, the first one for months before it."""
    query = select(Checklist.id).order_by(Checklist.valid_from.desc())
    found = session.scalar(query.where(Checklist.valid_from <= month).limit(1))
    found = found or session.scalar(select(Checklist.id).order_by(Checklist.valid_from).limit(1))
    if found is None:
        raise CannotDo("This store has no checklist: make a new store, or restore a backup.")
    return found


def _checklist(session: Session, checklist_id: int) -> tuple[rule.Checklist, dict[int, int]]:
    """A stored version as the rules take it, and each question's number by its id."""
    kept = session.get_one(Checklist, checklist_id)
    rows = session.scalars(
        select(Question).where(Question.checklist_id == checklist_id).order_by(Question.number)
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


def _question(session: Session, checklist_id: int, number: int) -> Question:
    return session.scalars(
        select(Question).where(Question.checklist_id == checklist_id, Question.number == number)
    ).one()


def _answer(unit: Any, meeting_id: int, question_id: int) -> Answer:
    query = select(Answer).where(Answer.meeting_id == meeting_id, Answer.question_id == question_id)
    found: Answer | None = unit.session.scalars(query).first()
    if found is None:
        found = Answer(meeting_id=meeting_id, question_id=question_id, snapshot={}, note="")
        unit.session.add(found)
    return found


def _answers(
    session: Session, meeting: QualityMeeting | None, numbers: dict[int, int]
) -> dict[int, MeetingAnswer]:
    if meeting is None:
        return {}
    return {
        numbers[a.question_id]: MeetingAnswer(
            a.id, a.version, a.value, a.note, a.snapshot, a.answered_at, a.answered_by
        )
        for a in session.scalars(select(Answer).where(Answer.meeting_id == meeting.id))
    }


def _answered(session: Session, area_id: int, month: date) -> dict[int, list[tuple[date, AnswerValue]]]:
    """Every earlier answer of the area, by question number, oldest first."""
    rows = session.execute(
        select(Question.number, QualityMeeting.month, Answer.value)
        .join(Answer, Answer.question_id == Question.id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.area_id == area_id, QualityMeeting.month < month, Answer.value.is_not(None))
        .order_by(QualityMeeting.month)
    )  # fmt: skip
    found: dict[int, list[tuple[date, AnswerValue]]] = {}
    for number, when, value in rows:
        if value is not None:
            found.setdefault(number, []).append((when, value))
    return found


def _actions(
    session: Session, meeting: QualityMeeting | None, numbers: dict[int, int]
) -> tuple[OwnedAction, ...]:
    if meeting is None:
        return ()
    people = people_names(session)
    rows = session.execute(
        select(Action, Answer.question_id).join(Answer, Answer.id == Action.answer_id)
        .where(Answer.meeting_id == meeting.id).order_by(Action.id)
    )  # fmt: skip
    return tuple(
        OwnedAction(a.id, numbers[q], a.title, people.get(a.owner_id or 0, a.agency), a.due_on, a.state)
        for a, q in rows
    )


def _earlier_actions(session: Session, area_id: int, month: date) -> tuple[OwnedAction, ...]:
    """The actions of the meeting before this one, and any older one still open."""
    last = session.scalar(
        select(QualityMeeting.month).where(QualityMeeting.area_id == area_id, QualityMeeting.month < month)
        .order_by(QualityMeeting.month.desc()).limit(1)
    )  # fmt: skip
    if last is None:
        return ()
    people = people_names(session)
    rows = session.execute(
        select(Action, Question.number)
        .join(Answer, Answer.id == Action.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.area_id == area_id, QualityMeeting.month < month,
               (QualityMeeting.month == last) | (Action.state == ActionState.OPEN))
        .order_by(Action.state != ActionState.OPEN, Action.due_on)
    )  # fmt: skip
    return tuple(
        OwnedAction(a.id, number, a.title, people.get(a.owner_id or 0, a.agency), a.due_on, a.state)
        for a, number in rows
    )
