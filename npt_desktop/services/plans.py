"""Problem-solving plans: the register, one plan with its reading, and everything written on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanSource, ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import form_date, month_of
from npt_desktop.rules.plan_fields import NUMBERS
from npt_desktop.rules.plan_prompts import YES
from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.rules.plan_times import check_times
from npt_desktop.services.actions import Actions
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.like_plans import LikePlan, like_plans
from npt_desktop.services.plan_leads import change_lead
from npt_desktop.services.plan_page import PlanPage, read_page
from npt_desktop.services.plan_quality import quality_of
from npt_desktop.services.plan_register import PlanLine, register_of
from npt_desktop.services.plan_stage import move_stage, still_open
from npt_desktop.services.plan_starts import begin_from

FIELDS = frozenset(
    {
        "title", "area_id", "beat", "lead_id", "supervisor_id", "partners", "ecins_reference", "next_review_on",
        "perceived_problem", "asked_by", "how_long", "places", "who_harmed", "test", "smallest_reduction",
        "success_percent", "cheers", "times", "times_of",
        "defined_problem", "victim", "offender", "location", "guardian", "handler", "manager", "guardian_level",
        "handler_level", "manager_level", "causes", "not_happening", "not_when", "not_who", "current_response",
        "data_months", "data_reason", "objective", "objective_on", "options_considered", "options_refused",
        "carried_out", "process", "objective_met", "moved", "displacement", "diffusion", "rival_explanations",
        "cost_hours", "cost_money", "cost", "lessons", "shared_with", "shared_on", "shared_outside", "verdict",
        "verdict_reason",
    }
)  # fmt: skip
"""What a form may write on a plan; stage and closing have their own verbs."""
GROUPS = frozenset({"test", "cheers", "times", "moved"})
"""Fields that hold answers by key."""
_K = TypeVar("_K")
_V = TypeVar("_V")


class Plans:
    """Problem-solving plans, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def register(self, area_id: int | None = None) -> list[PlanLine]:
        """Every plan of an area (of all areas by default) and open ones whose area was closed, latest reference first. Long over thousands:
        call off the window's thread."""
        with self._desk.read() as session:
            return register_of(session, area_id, self._desk.today)

    def page(self, plan_id: int) -> PlanPage:
        """One plan whole. Raises CannotDo when it is gone."""
        with self._desk.read() as session:
            return read_page(session, plan_id, self._desk.today)

    def quality(self, page: PlanPage) -> QualityReading:
        """What a supervisor would find in a plan as it was read, check by check. Long over thousands: call off the
        window's thread."""
        with self._desk.read() as session:
            return quality_of(session, page, self._desk.today)

    def like(self, plan_id: int, most: int = 5) -> tuple[LikePlan, ...]:
        """Plans like this one by words and problem, open and closed, whatever came of them."""
        with self._desk.read() as session:
            return like_plans(session, plan_id, most)

    def find(self, reference: str) -> int:
        """The id of the plan of that reference. Raises CannotDo with a sentence."""
        with self._desk.read() as session:
            wanted = reference.strip().upper()
            found = session.scalar(select(ProblemPlan.id).where(func.upper(ProblemPlan.reference) == wanted))
        if found is None:
            raise CannotDo(f"There is no plan {reference}: references are written as PSP 2026-014.")
        return found

    # ------------------------------------------------------------------- writing
    def open(
        self, area_id: int, title: str, *, priority_id: int | None = None, lead_id: int | None = None,
        template: str = "", like_id: int | None = None,
    ) -> int:  # fmt: skip
        """Open a plan; returns its id. From a priority it takes over the test and evidence and is linked; from a
        template (by key) or an earlier plan causes to test, options and measures. Raises Incomplete without a
        title or for an area that was closed."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if not title.strip():
            raise Incomplete(
                {"title": "Enter what the plan is about, such as ‘Off-road bikes, colliery trail’."}
            )
        with self._desk.write("Opened a problem-solving plan") as unit:
            _check_area(unit.session, area_id, self._desk.today)
            plan = ProblemPlan(
                reference=self._next_reference(unit.session), title=title.strip(), area_id=area_id,
                opened_on=self._desk.today, lead_id=lead_id or self._desk.actor.person_id,
                next_review_on=self._desk.today + timedelta(days=28), test={},
            )  # fmt: skip
            if priority_id is not None:
                priority = current(unit, Priority, priority_id)
                candidate = unit.get(CandidateIssue, priority.candidate_id) if priority.candidate_id else None
                if candidate is not None:
                    plan.test = dict(candidate.test)
                    plan.cheers = {
                        key: {"answer": YES, "reason": shows} for key, shows in candidate.cheers.items()
                    }
                plan.perceived_problem = priority.reason
                unit.add(plan)
                priority.plan_id = plan.id
            else:
                unit.add(plan)
            begin_from(unit, plan, template, like_id)
            unit.did = f"Opened {plan.reference}"
            return plan.id

    def save(self, plan_id: int, version: int, fields: Mapping[str, Any]) -> int:
        """Write fields of a plan and move its stage on with what is there; returns the version it then has.
        Raises Clash, Incomplete."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        check_fields(fields)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            still_open(plan)
            if fields.get("area_id") not in (None, plan.area_id):
                _check_area(unit.session, fields["area_id"], self._desk.today)
            if "lead_id" in fields:
                change_lead(unit, plan, fields["lead_id"], self._desk.today)
            for name, value in fields.items():
                setattr(plan, name, value)
            unit.did = f"Edited {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)
            unit.session.flush()
            return plan.version

    def answer(self, plan_id: int, field: str, values: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        """Write answers of a group (the test, CHEERS, the times, the kinds of displacement) by key.

        ``values`` and ``seen`` are the whole group as the person leaves and found it; answers they left alone
        stay as they are. Raises Clash, with the other's answers, for one that both changed, and Incomplete.
        """
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if field not in GROUPS:
            raise ValueError(f"{field} is no group of answers")
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            merged = _merged(getattr(plan, field), values, seen)
            check_fields({field: merged})
            setattr(plan, field, merged)
            unit.did = f"Edited {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)

    def put(
        self, plan_id: int, kind: type[Record], fields: Mapping[str, Any], part_id: int | None = None,
        seen: Mapping[str, Any] | None = None,
    ) -> int:  # fmt: skip
        """Add or edit a source, hypothesis, action or measure of a plan; returns its id.

        ``seen`` are the values the person was looking at: what they did not change is left as it stands, and
        what somebody else changed as well is refused with a Clash that carries the other's values.
        """
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        values = dict(fields)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            part = current(unit, kind, part_id) if part_id is not None else None
            if kind is Action:
                check_action(unit.session, plan, values, part, self._desk.today)
                values.setdefault("area_id", plan.area_id)
            if part is None:
                part = unit.add(kind(plan_id=plan_id, **values))
            else:
                for name, value in _wanted(part, values, seen).items():
                    setattr(part, name, value)
            plan.changed_at = unit.now
            unit.session.flush()
            unit.did = f"{'Added' if part_id is None else 'Edited'} {_WORDS[kind]} of {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)
            return part.id

    def drop(self, plan_id: int, kind: type[Record], part_id: int, version: int | None = None) -> None:
        """Remove a part of a plan; Undo brings it back. With the version the person was looking at it raises
        Clash when somebody changed it meanwhile."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            part = current(unit, kind, part_id, version)
            if kind is Hypothesis:
                for action in unit.session.scalars(select(Action).where(Action.hypothesis_id == part_id)):
                    action.hypothesis_id = None
                unit.session.flush()
            unit.remove(part)
            plan.changed_at = unit.now
            unit.did = f"Removed {_WORDS[kind]} of {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)

    def set_figures(
        self, plan_id: int, measure_id: int, figures: Mapping[date, int],
        seen: Mapping[date, int] | None = None,
    ) -> None:  # fmt: skip
        """Write a measure's months; months left out are removed. Counts below nought are refused.

        ``seen`` are the months the person was looking at: months they left alone keep what others wrote, and a
        month both changed is refused with a Clash that carries the other's figures.
        """
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if any(value < 0 for value in figures.values()):
            raise Incomplete({"measure": "Enter counts of nought or more."})
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            if current(unit, Measure, measure_id).origin:
                raise CannotDo("These figures are counted from the store: read them again instead.")
            query = select(MeasurePoint).where(MeasurePoint.measure_id == measure_id)
            old = {point.month: point for point in unit.session.scalars(query)}
            there = {month: point.value for month, point in old.items()}
            wanted = {month_of(month): value for month, value in figures.items()}
            for month, value in _merged(there, wanted, seen).items():
                if month in old:
                    old.pop(month).value = value
                else:
                    unit.add(MeasurePoint(measure_id=measure_id, month=month, value=value))
            for point in old.values():
                unit.remove(point)
            plan.changed_at = unit.now
            unit.did = f"Entered figures of {plan.reference}"
            unit.session.flush()
            move_stage(unit.session, plan, self._desk.today)

    def set_action(self, action_id: int, state: ActionState) -> None:
        """Tick an action done, drop it or open it again, wherever it came from."""
        Actions(self._desk).set_state(action_id, state)

    # -------------------------------------------------------------------- within
    def _next_reference(self, session: Session) -> str:
        stem = f"PSP {self._desk.today:%Y}-"
        last = session.scalar(
            select(func.max(ProblemPlan.reference)).where(ProblemPlan.reference.startswith(stem))
        )
        return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:03d}"


_WORDS: dict[type[Record], str] = {
    PlanSource: "a source", Hypothesis: "a hypothesis", Action: "an action", Measure: "a measure",
}  # fmt: skip


def _wanted(part: Record, values: Mapping[str, Any], seen: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is to be written on a part: what the person changed. Raises Clash where another changed it too."""
    if seen is None:
        return dict(values)
    mine = {name: value for name, value in values.items() if name not in seen or value != seen[name]}
    theirs = {
        name: there for name in mine
        if name in seen and (there := getattr(part, name)) not in (seen[name], values[name])
    }  # fmt: skip
    if theirs:
        raise Clash("Somebody changed this while you were writing: compare both and save again.", theirs)
    return mine


def _merged(there: Mapping[_K, _V], wanted: Mapping[_K, _V], seen: Mapping[_K, _V] | None) -> dict[_K, _V]:
    """The values by key as they are to be. Raises Clash for one that both changed."""
    if seen is None:
        return dict(wanted)
    found, theirs = dict(there), {}
    for key in {*wanted, *seen}:
        mine, base, now = wanted.get(key), seen.get(key), there.get(key)
        if mine in (base, now):
            continue
        if now != base:
            theirs[key] = now
        elif mine is None:
            del found[key]
        else:
            found[key] = mine
    if theirs:
        raise Clash("Somebody entered something else meanwhile: compare both and enter yours again.", theirs)
    return found


def check_fields(fields: Mapping[str, Any]) -> None:
    """Raise Incomplete for fields of a plan that cannot be written as they are."""
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"not fields of a plan: {sorted(unknown)}")
    found: dict[str, str] = {}
    if "title" in fields and not str(fields["title"]).strip():
        found["title"] = "Enter what the plan is about."
    for name, (low, high, says) in NUMBERS.items():
        value = fields.get(name)
        if value is not None and not low <= value <= high:
            found[name] = says
    if "times" in fields and (says := check_times(fields["times"])):
        found["times"] = says
    if found:
        raise Incomplete(found)


def _check_area(session: Session, area_id: int, today: date) -> None:
    area = session.get_one(Area, area_id)
    if area.closed_on is not None and area.closed_on <= today:
        raise Incomplete(
            {"area_id": f"{area.name} was closed on {form_date(area.closed_on)}: choose the area that took it over."}
        )  # fmt: skip


def check_action(
    session: Session, plan: ProblemPlan, values: Mapping[str, Any], action: Record | None, today: date
) -> None:
    """Raise Incomplete for an action that cannot be written as it is."""
    found: dict[str, str] = {}
    if "title" in values and not str(values["title"]).strip():
        found["action_title"] = "Enter what is to be done."
    start, due = values.get("start_on"), values.get("due_on")
    if due is not None and due < plan.opened_on:
        found["action_due"] = "Enter a due date after the plan was opened."
    elif due is not None and start is not None and due < start:
        found["action_due"] = "Enter a due date after the start."
    owner = values.get("owner_id")
    if owner is not None and owner != getattr(action, "owner_id", None):
        person = session.get_one(Person, owner)
        if person.left_on is not None and person.left_on <= today:
            found["action_owner"] = f"{person.label} has left: choose another owner."
    if found:
        raise Incomplete(found)
