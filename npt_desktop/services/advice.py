"""Independent advisory advice: asked, given, answered (booklet, Engagement: independent advisory groups).

Source of the third step: advice that was not followed is told of with the reason, or it dries up (practice
report, section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import Incomplete
from npt_desktop.models.communities import Advice, CommunityGroup
from npt_desktop.models.kinds import Stage, State
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority
from npt_desktop.rules.authority import Act, require
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.evidence_plans import current_priorities


@dataclass(frozen=True, slots=True)
class AdviceDraft:
    """Advice asked for: of whom, when, on what; ``about`` is ("group" | "plan" | "priority", id) or None."""

    question: str
    asked_of: str
    asked_on: date | None
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """Advice as the list shows it. ``state`` is PART until it was given, WARN until answered."""

    id: int
    version: int
    question: str
    asked_of: str
    asked_on: date
    asked_by: str
    about: tuple[str, int] | None
    about_words: str
    given_by: str
    given_on: date | None
    given: str
    answered_on: date | None
    answered_by: str
    followed: bool | None
    answer: str

    @property
    def state(self) -> State:
        if self.answered_on is not None:
            return State.GOOD
        return State.WARN if self.given_on is not None else State.PART

    @property
    def state_words(self) -> str:
        """Where it stands, in two words."""
        if self.answered_on is not None:
            return "Followed" if self.followed else "Not followed"
        return "To answer" if self.given_on is not None else "Asked"


class AdviceBook:
    """The advice of an area, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, area_id: int) -> list[AdviceLine]:
        """What is still to be answered first, then the latest."""
        with self._desk.read() as session:
            rows = session.scalars(
                select(Advice).where(Advice.area_id == area_id).order_by(Advice.asked_on.desc(), Advice.id.desc())
            ).all()  # fmt: skip
            people = {p.id: p.label for p in session.scalars(select(Person))}
            lines = [_line(session, one, people) for one in rows]
        return sorted(lines, key=lambda line: line.answered_on is not None)

    def records(self, area_id: int) -> list[tuple[tuple[str, int], str]]:
        """What advice may be about: the priorities in force, the open plans, the groups."""
        with self._desk.read() as session:
            found = [(("priority", p.id), f"Priority: {p.title}")
                     for p in current_priorities(session, area_id, self._desk.today)]  # fmt: skip
            plans = select(ProblemPlan).where(
                ProblemPlan.area_id == area_id, ProblemPlan.stage != Stage.CLOSED
            )
            found += [(("plan", p.id), f"Plan {p.reference}: {p.title}")
                      for p in session.scalars(plans.order_by(ProblemPlan.reference))]  # fmt: skip
            groups = select(CommunityGroup).where(
                CommunityGroup.area_id == area_id, CommunityGroup.ended_on.is_(None)
            )
            found += [
                (("group", g.id), f"Group: {g.name}")
                for g in session.scalars(groups.order_by(CommunityGroup.name))
            ]
        return found

    def ask(
        self, area_id: int, draft: AdviceDraft, advice_id: int | None = None, version: int | None = None
    ) -> int:
        """Record that advice was asked for, or mend that record; returns its id. Raises Incomplete."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        found = {}
        if not draft.question.strip():
            found["question"] = "Enter what advice was asked on."
        if not draft.asked_of.strip():
            found["asked_of"] = "Enter whom you asked, such as Independent Advisory Group."
        if draft.asked_on is None:
            found["asked_on"] = "Enter the date it was asked."
        elif draft.asked_on > self._desk.today:
            found["asked_on"] = "Enter a date that is not in the future."
        if found:
            raise Incomplete(found)
        kind, key = draft.about or ("", 0)
        fields = {
            "question": draft.question.strip(), "asked_of": draft.asked_of.strip(), "asked_on": draft.asked_on,
            **{f"{name}_id": key if kind == name else None for name in ("group", "plan", "priority")},
        }  # fmt: skip
        with self._desk.write("Asked for independent advice") as unit:
            if advice_id is None:
                me = self._desk.actor.person_id
                return unit.add(Advice(area_id=area_id, asked_by_id=me, **fields)).id
            advice = current(unit, Advice, advice_id, version)
            for name, value in fields.items():
                setattr(advice, name, value)
            return advice.id

    def give(
        self, advice_id: int, version: int | None = None, *, by: str, on: date | None, text: str
    ) -> None:
        """Record the advice given. Raises Incomplete naming each field."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Recorded independent advice") as unit:
            advice = current(unit, Advice, advice_id, version)
            found = {}
            if not text.strip():
                found["given"] = "Enter the advice given."
            if on is None:
                found["given_on"] = "Enter the date it was given."
            elif on > self._desk.today:
                found["given_on"] = "Enter a date that is not in the future."
            elif on < advice.asked_on:
                found["given_on"] = "Enter a date not before the advice was asked for."
            if found:
                raise Incomplete(found)
            advice.given_by, advice.given_on, advice.given = by.strip() or advice.asked_of, on, text.strip()

    def answer(self, advice_id: int, version: int | None = None, *, followed: bool | None, text: str) -> None:
        """Answer advice: whether it is followed, and what was done or why not, today. Raises Incomplete."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Answered independent advice") as unit:
            advice = current(unit, Advice, advice_id, version)
            found = {}
            if advice.given_on is None:
                found["followed"] = "Record the advice given first, then answer it."
            elif followed is None:
                found["followed"] = "Choose whether it is followed."
            if not text.strip():
                found["answer"] = "Enter what was done with it, or why it is not followed."
            if found:
                raise Incomplete(found)
            advice.followed, advice.answer = followed, text.strip()
            advice.answered_on, advice.answered_by_id = self._desk.today, self._desk.actor.person_id

    def remove(self, advice_id: int) -> None:
        """Remove a record of advice; Undo brings it back."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        with self._desk.write("Removed a record of advice") as unit:
            unit.remove(current(unit, Advice, advice_id))


def _line(session: Session, one: Advice, people: dict[int, str]) -> AdviceLine:
    about: tuple[str, int] | None = None
    words = ""
    if one.priority_id is not None:
        about, words = (
            ("priority", one.priority_id),
            f"Priority: {session.get_one(Priority, one.priority_id).title}",
        )
    elif one.plan_id is not None:
        plan = session.get_one(ProblemPlan, one.plan_id)
        about, words = ("plan", plan.id), f"Plan {plan.reference}: {plan.title}"
    elif one.group_id is not None:
        about, words = ("group", one.group_id), f"Group: {session.get_one(CommunityGroup, one.group_id).name}"
    return AdviceLine(
        one.id, one.version, one.question, one.asked_of, one.asked_on, people.get(one.asked_by_id or 0, ""), about,
        words, one.given_by, one.given_on, one.given, one.answered_on, people.get(one.answered_by_id or 0, ""),
        one.followed, one.answer,
    )  # fmt: skip
