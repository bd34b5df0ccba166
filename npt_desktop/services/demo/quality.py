"""The monthly QA meetings: answers with the evidence as it was, notes, actions, signature."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.models.quality import Answer, QualityMeeting
from npt_desktop.rules.periods import month_end, month_label
from npt_desktop.rules.quality import (
    Checklist,
    DueQuestion,
    Evidence,
    booklet_checklist,
    due_questions,
    needs_note,
)
from npt_desktop.services.demo.findings import Findings
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import (
    PLANNED,
    QUALITY,
    AreaCast,
    Stock,
    World,
    chance,
    label,
    pick,
    stock,
    workday,
)

_MISSED = {8: (-4, -3), 11: (-1,)}
"""Meetings not held, by area, in months before the running one."""
_UP = {AnswerValue.NOT_MET: AnswerValue.PARTLY, AnswerValue.PARTLY: AnswerValue.MET}
_DOWN = {AnswerValue.MET: AnswerValue.PARTLY, AnswerValue.PARTLY: AnswerValue.NOT_MET}


def make_quality(world: World) -> None:
    """Every area's meetings from the first month to the running one."""
    text = stock("quality")
    for area in world.areas:
        _AreaMeetings(world, area, text).run()


class _AreaMeetings:
    def __init__(self, world: World, area: AreaCast, text: Stock) -> None:
        assert area.chief is not None
        self.world, self.area, self.text, self.chief = world, area, text, area.chief
        self.random: Random = world.random("quality", area)
        self.desk = area.desk(QUALITY, "Held the QA meeting", area.chief)
        self.planning = area.desk(PLANNED, "Set the date of the QA meeting", area.inspector)
        self.checklist: Checklist = booklet_checklist()
        self.answered: dict[int, list[date]] = {}

    def run(self) -> None:
        months = self.world.months
        missed = {months[back - 1] for back in _MISSED.get(self.area.index, ()) if len(months) >= 1 - back}
        for month in months:
            if month in missed:
                continue
            day = workday(month + timedelta(days=self.random.randint(23, 27)))
            if self.area.shown and month == months[-1]:
                day = workday(self.world.today + timedelta(days=6), after=True)
                day = workday(min(day, month_end(month)))
            self._meeting(month, day)

    def _meeting(self, month: date, day: date) -> None:
        world, line = self.world, self.world.line
        called = min(workday(month + timedelta(days=6), after=True), world.today)
        row = line.add(self.planning, called, QualityMeeting, area_id=self.area.row, month=month,
                       checklist_id=world.checklist_id, scheduled_on=day, chief_id=self.chief,
                       inspector_id=self.area.inspector)  # fmt: skip
        if day >= world.today or month == world.months[-1]:
            return
        findings = Findings(world, self.area, day, self.random)
        due = due_questions(self.checklist, month, self.answered, world.start)
        start = datetime.combine(day, time(10, 0), tzinfo=UTC)
        set_actions = 0
        for nth, item in enumerate(due):
            evidence = findings.read(item.question.evidence)
            value = self._value(evidence)
            answer = self._answer(row, item, evidence, value, start + timedelta(minutes=2 + 3 * nth))
            self.answered.setdefault(item.question.number, []).append(month)
            if (
                value in (AnswerValue.PARTLY, AnswerValue.NOT_MET)
                and set_actions < 3
                and chance(self.random, 0.6)
            ):
                set_actions += 1
                self._action(answer, item, day, month)
        line.change(self.desk, day, row, held_on=day, finished_at=start + timedelta(minutes=95),
                    signed_by=label(self.chief))  # fmt: skip

    def _value(self, evidence: Evidence) -> AnswerValue:
        """Mostly what the evidence suggests; now and then higher with a note, or lower."""
        random, given = self.random, evidence.suggestion
        drawn = random.random()
        if given is None:
            share = 0.5 if self.area.weak else 0.88
            return (
                AnswerValue.MET
                if drawn < share
                else _DOWN[AnswerValue.MET]
                if drawn < 0.96
                else AnswerValue.NOT_MET
            )
        if drawn < 0.2:
            return _UP.get(given, given)
        return _DOWN.get(given, given) if drawn > 0.98 else given

    def _answer(
        self, meeting: Row, item: DueQuestion, evidence: Evidence, value: AnswerValue, at: datetime
    ) -> Row:
        notes = self.text["notes"]
        note = ""
        if needs_note(value, evidence.suggestion):
            note = pick(self.random, notes["higher"])
        elif chance(self.random, 0.25 if value is AnswerValue.MET else 0.8):
            note = pick(self.random, notes[value.value])
        snapshot: dict[str, Any] = {
            "figures": [[figure.value, figure.label, figure.state.value] for figure in evidence.figures],
            "why": evidence.why,
            "suggestion": evidence.suggestion.value if evidence.suggestion else "",
        }
        return self.world.line.add(self.desk, at.date(), Answer, meeting_id=meeting,
                                   question_id=self.world.questions[item.question.number], value=value, note=note,
                                   answered_at=at, answered_by=label(self.chief), snapshot=snapshot)  # fmt: skip

    def _action(self, answer: Row, item: DueQuestion, day: date, month: date) -> None:
        random, today = self.random, self.world.today
        due = workday(day + timedelta(days=random.randint(12, 26)), after=True)
        owner = self.area.inspector if chance(random, 0.5) else pick(random, self.area.sergeants)
        title = f"{self.text['actions'][item.question.evidence]} ({month_label(month).split()[0]})"
        row = self.world.line.add(self.desk, day, Action, area_id=self.area.row, title=title, owner_id=owner,
                                  start_on=day, due_on=due, answer_id=answer)  # fmt: skip
        done = workday(due + timedelta(days=random.randint(-7, 4)), after=True)
        if self.area.shown and done >= today:
            if due <= today + timedelta(days=7):
                self.world.line.change(
                    self.desk, day, row, due_on=workday(month_end(today) + timedelta(days=6), after=True)
                )
            return
        left = (
            chance(random, 0.25 if self.area.weak else 0.08)
            and (today - due).days < 60
            and not self.area.shown
        )
        if done < today and not left:
            self.world.line.change(self.desk, done, row, state=ActionState.DONE, done_on=done)
