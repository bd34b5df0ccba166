"""The chief inspector's monthly QA meeting: questions due, live evidence, answers, actions, finish.

Source: booklet, Quality assurance. The program shows evidence and suggests; only a chief inspector answers.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import AnswerValue, NoteKind, Role
from npt_desktop.models.organisation import Area
from npt_desktop.models.quality import QualityMeeting
from npt_desktop.rules import quality as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_label, month_of, public_date
from npt_desktop.rules.quality import DueQuestion, Evidence, FinishCheck, GivenAnswer, MeetingAction
from npt_desktop.services.community import Community
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.evidence import as_at, evidence_for, evidence_of
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.quality_page import (
    MeetingAnswer,
    MeetingLine,
    MeetingPage,
    OwnedAction,
    actions_of,
    answer_of,
    answered_before,
    answers_of,
    begun,
    checklist_id_of,
    checklist_of,
    corrections_of,
    earlier_actions,
    meeting_of,
    not_answered_meanwhile,
    not_finished,
    person_in,
    question_of,
    snapshot,
    suggested,
    versions_of,
)

__all__ = ["MeetingAnswer", "MeetingLine", "MeetingPage", "OwnedAction", "Quality", "snapshot"]


class Quality:
    """QA meetings, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int, month: date) -> MeetingPage:
        """The meeting of an area and month, begun or not, without the evidence."""
        month = month_of(month)
        with self._desk.read() as session:
            meeting = meeting_of(session, area_id, month)
            checklist_id = meeting.checklist_id if meeting else checklist_id_of(session, month)
            checklist, numbers = checklist_of(session, checklist_id)
            history = answered_before(session, area_id, month)
            first = session.scalar(
                select(QualityMeeting.month).where(QualityMeeting.area_id == area_id)
                .order_by(QualityMeeting.month).limit(1)
            )  # fmt: skip
            due = rule.due_questions(checklist, month, {n: [m for m, _ in h] for n, h in history.items()},
                                     first or month, versions_of(session))  # fmt: skip
            people = people_names(session)
            chief, inspector = (
                people.get(kept or 0) or (found.label if (found := person_in(session, area_id, role)) else "")
                for kept, role in (
                    (meeting.chief_id if meeting else None, Role.CHIEF_INSPECTOR),
                    (meeting.inspector_id if meeting else None, Role.INSPECTOR),
                )
            )
            return MeetingPage(
                area=session.get_one(Area, area_id).name,
                month=month,
                meeting=meeting,
                checklist=checklist,
                due=due,
                answers=answers_of(session, meeting, numbers),
                before={number: past[-1] for number, past in history.items() if past},
                actions=actions_of(session, meeting, numbers),
                earlier_actions=earlier_actions(session, area_id, month),
                chief=chief,
                inspector=inspector,
                corrections=corrections_of(session, meeting, numbers),
            )

    def evidence(self, area_id: int, month: date, question: rule.Question) -> Evidence:
        """The live evidence for a question; read as at the month's last day once it is over."""
        with self._desk.read() as session:
            return evidence_for(session, question.evidence, area_id, as_at(month, self._desk.today))

    def readiness(self, area_id: int, month: date, due: tuple[DueQuestion, ...]) -> dict[int, Evidence]:
        """The live evidence for every due question, by number: "15 of 21 have evidence"."""
        with self._desk.read() as session:
            day = as_at(month, self._desk.today)
            found = evidence_of(session, [d.question.evidence for d in due], area_id, day)
            return {d.question.number: found[d.question.evidence] for d in due}

    def meetings(self, month: date, area_ids: Container[int] | None = None) -> list[MeetingLine]:
        """The meeting of a month of each of the areas, of every area by default."""
        found = []
        for area in self._desk.areas():
            if area_ids is not None and area.id not in area_ids:
                continue
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
            GivenAnswer(number, a.value, a.note, suggested(a.snapshot)) for number, a in page.answers.items()
        ]
        actions = [MeetingAction(a.title, a.owner, a.due_on) for a in page.actions]
        return rule.finish_check(page.due, answers, actions)

    def _right_time(self, area_id: int, month: date) -> None:
        """Refuse to hold a meeting before its month, or before one already signed: the clock is set wrong."""
        today = self._desk.today
        if month_of(month) > today:
            raise CannotDo(
                f"{month_label(month)} has not begun on this computer’s clock, which says {public_date(today)}: "
                "choose another month, or set the clock."
            )
        with self._desk.read() as session:
            last = session.scalar(
                select(func.max(QualityMeeting.finished_at)).where(QualityMeeting.area_id == area_id)
            )
        if last is not None and last > self._desk.store.clock.now():
            raise CannotDo(
                f"A meeting of this area was signed on {public_date(last.date())}, after today on this computer’s "
                "clock: set the clock before going on."
            )

    def _not_own(self, meeting: QualityMeeting) -> None:
        """Refuse a chief inspector to answer a meeting they are the inspector of."""
        if meeting.inspector_id is not None and meeting.inspector_id == self._desk.actor.person_id:
            raise CannotDo(
                "You are the inspector of this meeting: another chief inspector answers and signs it."
            )

    # ------------------------------------------------------------------- writing
    def schedule(self, area_id: int, month: date, day: date) -> int:
        """Put the meeting's day down; returns the meeting's id. Raises Incomplete for a day before the month."""
        require(self._desk.actor.role, Act.PREPARE_QA)
        if month_of(day) < month_of(month):
            raise Incomplete({"scheduled_on": "Enter a date in the meeting's month or after it."})
        with self._desk.write("Scheduled a QA meeting") as unit:
            meeting = begun(unit, area_id, month)
            not_finished(meeting)
            meeting.scheduled_on = day
            if self._desk.actor.role is Role.INSPECTOR:
                meeting.inspector_id = self._desk.actor.person_id
            return meeting.id

    def answer(
        self,
        area_id: int,
        month: date,
        number: int,
        value: AnswerValue | None,
        note: str,
        evidence: Evidence | None = None,
        *,
        version: int | None = None,
    ) -> int:
        """Answer a question, keeping the evidence as it stands; returns the answer's version.

        Begins the meeting when it is the first. ``value`` None keeps only the note. Only a chief inspector
        answers, and not for a meeting they held as its inspector. ``version`` is the answer's the person saw, 0
        for none. Raises Incomplete when an answer better than the evidence lacks its note, Clash when somebody
        else answered meanwhile, CannotDo once the meeting is finished and before its month has begun.
        """
        require(self._desk.actor.role, Act.ANSWER_QA)
        self._right_time(area_id, month)
        with self._desk.write("Answered a QA question") as unit:
            meeting = begun(unit, area_id, month)
            not_finished(meeting)
            self._not_own(meeting)
            question = question_of(unit.session, meeting.checklist_id, number)
            not_answered_meanwhile(unit.session, meeting.id, question, version, self._desk.actor.name)
            if evidence is None:
                evidence = evidence_for(
                    unit.session, question.evidence_key, area_id, as_at(month, self._desk.today)
                )
            if value is not None and rule.needs_note(value, evidence.suggestion) and not note.strip():
                aside = value is AnswerValue.NOT_APPLICABLE
                why = (
                    "say why it does not apply"
                    if aside
                    else "the answer is better than the evidence suggests"
                )
                raise Incomplete({"note": f"Add a note: {why}."})
            meeting.held_on = meeting.held_on or self._desk.today
            meeting.chief_id = meeting.chief_id or self._desk.actor.person_id
            answer = answer_of(unit, meeting.id, question.id)
            answer.value, answer.note = value, note
            answer.answered_at, answer.answered_by = unit.now, self._desk.actor.name
            answer.snapshot = snapshot(evidence, answer.snapshot)
            unit.did = f"Answered QA question {number}"
            unit.session.flush()
            return answer.version

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
            meeting = begun(unit, area_id, month)
            not_finished(meeting)
            question = question_of(unit.session, meeting.checklist_id, number)
            answer = answer_of(unit, meeting.id, question.id)
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

    def note(
        self, area_id: int, kind: NoteKind, day: date, what: str, figure: int | None = None, *,
        detail: str = "", about: str = "",
    ) -> int:  # fmt: skip
        """Record a small dated fact that answers a question, or a remark about one; returns its id."""
        return Community(self._desk).note(area_id, kind, day, what, figure, detail=detail, about=about)

    def finish(self, area_id: int, month: date, signed_by: str) -> None:
        """Sign and lock the meeting. Raises Incomplete with every gap."""
        require(self._desk.actor.role, Act.FINISH_QA)
        self._right_time(area_id, month)
        page = self.page(area_id, month)
        if page.meeting is None:
            raise CannotDo("Answer the questions due first: the meeting has not begun.")
        not_finished(page.meeting)
        self._not_own(page.meeting)
        check = self.finish_check(page)
        if not check.may_finish:
            raise Incomplete({f"finish{n}": says for n, says in enumerate(check.says)})
        if not signed_by.strip():
            raise Incomplete({"signed_by": "Sign with your name."})
        with self._desk.write(f"Finished the {month:%B %Y} QA meeting of {page.area}") as unit:
            meeting = current(unit, QualityMeeting, page.meeting.id, page.meeting.version)
            meeting.finished_at, meeting.signed_by = unit.now, signed_by.strip()
            meeting.held_on = meeting.held_on or self._desk.today
            if meeting.inspector_id is None:
                inspector = person_in(unit.session, area_id, Role.INSPECTOR)
                meeting.inspector_id = inspector.id if inspector else None
