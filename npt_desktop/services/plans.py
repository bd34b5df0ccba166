"""Problem-solving plans: the register, one plan with its reading, and everything written on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import ActionState, Stage, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanReview, PlanSource, ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority, PriorityRound
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_of, quarter_of
from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.rules.sara import PlanReading, read_plan
from npt_desktop.rules.verdict import VerdictReading
from npt_desktop.services.actions import Actions
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.like_plans import LikePlan, like_plans
from npt_desktop.services.plan_facts import facts_of, grouped, people_names
from npt_desktop.services.plan_quality import quality_of, verdict_of
from npt_desktop.services.what_works_draft import draft_entry

FIELDS = frozenset(
    {
        "title", "area_id", "beat", "lead_id", "supervisor_id", "partners", "ecins_reference", "next_review_on",
        "perceived_problem", "asked_by", "how_long", "places", "who_harmed", "test", "smallest_reduction",
        "defined_problem", "victim", "offender", "location", "guardian", "handler", "manager", "causes",
        "not_happening", "current_response", "data_months", "data_reason", "objective", "objective_on",
        "options_considered", "process", "displacement", "diffusion", "rival_explanations", "cost", "lessons",
        "shared_with", "shared_on", "shared_outside", "verdict", "verdict_reason",
    }
)  # fmt: skip
"""What a form may write on a plan; stage and closing have their own verbs."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as the register shows it. ``changed_at`` is its last change; shares run S, A, R, A from 0 to 1."""

    id: int
    reference: str
    title: str
    area: str
    stage: Stage
    shares: tuple[float, float, float, float]
    done: int
    total: int
    lead: str
    ecins_reference: str
    priority: str
    opened_on: date
    next_review_on: date | None
    finished_on: date | None
    assessed_on: date | None
    closed_on: date | None
    changed_at: datetime
    verdict: Verdict | None

    @property
    def awaits_assessment(self) -> bool:
        """The response is finished and nobody has assessed it."""
        return self.finished_on is not None and self.assessed_on is None


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """A measure with its months in order."""

    measure: Measure
    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan with all that belongs to it; the records are detached and read only."""

    plan: ProblemPlan
    reading: PlanReading
    sources: tuple[PlanSource, ...]
    hypotheses: tuple[Hypothesis, ...]
    actions: tuple[Action, ...]
    measures: tuple[MeasureSeries, ...]
    reviews: tuple[PlanReview, ...]
    priorities: tuple[Priority, ...]
    people: dict[int, str]
    area: str
    verdict: VerdictReading
    quality: QualityReading

    def name(self, person_id: int | None) -> str:
        """A person as the log writes them, or nothing."""
        return self.people.get(person_id or 0, "")


class Plans:
    """Problem-solving plans, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def register(self, area_id: int | None = None) -> list[PlanLine]:
        """Every plan of an area (of all areas by default), latest reference first. Long over thousands:
        call off the window's thread."""
        with self._desk.read() as session:
            query = select(ProblemPlan).order_by(ProblemPlan.reference.desc())
            if area_id is not None:
                query = query.where(ProblemPlan.area_id == area_id)
            plans = session.scalars(query).all()
            facts = facts_of(session, plans)
            areas = dict(session.execute(select(Area.id, Area.name)).all())
            people = people_names(session)
            linked = _linked(session, [plan.id for plan in plans])
        today = self._desk.today
        return [self._line(p, read_plan(facts[p.id], today), areas, people, linked) for p in plans]

    def page(self, plan_id: int) -> PlanPage:
        """One plan whole. Raises CannotDo when it is gone."""
        with self._desk.read() as session:
            plan = session.get(ProblemPlan, plan_id)
            if plan is None:
                raise CannotDo("This plan was removed in the meantime: go back to the list.")
            facts = facts_of(session, [plan])[plan.id]
            measures = session.scalars(
                select(Measure).where(Measure.plan_id == plan_id).order_by(Measure.id)
            ).all()
            points = _points(session, [m.id for m in measures])
            series = tuple(MeasureSeries(m, tuple(points.get(m.id, ()))) for m in measures)
            actions, sources = _parts(session, Action, plan_id), _parts(session, PlanSource, plan_id)
            reviews = tuple(reversed(_parts(session, PlanReview, plan_id)))
            priorities, people = _parts(session, Priority, plan_id), people_names(session)
            main = next((s.points for s in series if s.measure.main), ())
            verdict = verdict_of(plan, actions, [(s.measure, s.points) for s in series])
            return PlanPage(
                plan=plan,
                reading=read_plan(facts, self._desk.today),
                sources=sources,
                hypotheses=_parts(session, Hypothesis, plan_id),
                actions=actions,
                measures=series,
                reviews=reviews,
                priorities=priorities,
                people=people,
                area=session.get_one(Area, plan.area_id).name,
                verdict=verdict,
                quality=quality_of(
                    session, plan, facts, verdict, actions, sources, reviews, main, linked=bool(priorities),
                    people=people, today=self._desk.today,
                ),
            )  # fmt: skip

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
        self, area_id: int, title: str, *, priority_id: int | None = None, lead_id: int | None = None
    ) -> int:
        """Open a plan; returns its id. From a priority it takes over the test and evidence and is linked."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if not title.strip():
            raise Incomplete(
                {"title": "Enter what the plan is about, such as ‘Off-road bikes, colliery trail’."}
            )
        with self._desk.write("Opened a problem-solving plan") as unit:
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
                plan.perceived_problem = priority.reason
                unit.add(plan)
                priority.plan_id = plan.id
            else:
                unit.add(plan)
            unit.did = f"Opened {plan.reference}"
            return plan.id

    def save(self, plan_id: int, version: int, fields: Mapping[str, Any]) -> int:
        """Write fields of a plan and move its stage on with what is there; returns the version it then has.
        Raises Clash, Incomplete."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        unknown = set(fields) - FIELDS
        if unknown:
            raise ValueError(f"not fields of a plan: {sorted(unknown)}")
        if "title" in fields and not str(fields["title"]).strip():
            raise Incomplete({"title": "Enter what the plan is about."})
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            _still_open(plan)
            for name, value in fields.items():
                setattr(plan, name, value)
            unit.did = f"Edited {plan.reference}"
            self._move_stage(unit.session, plan)
            unit.session.flush()
            return plan.version

    def put(
        self, plan_id: int, kind: type[Record], fields: Mapping[str, Any], part_id: int | None = None
    ) -> int:
        """Add or edit a source, hypothesis, action, measure or review of a plan; returns its id."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        values = dict(fields)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            _still_open(plan)
            if kind is Action:
                _check_action(plan, values)
                values.setdefault("area_id", plan.area_id)
            if part_id is None:
                part = unit.add(kind(plan_id=plan_id, **values))
            else:
                part = current(unit, kind, part_id)
                for name, value in values.items():
                    setattr(part, name, value)
            plan.changed_at = unit.now
            unit.session.flush()
            unit.did = f"{'Added' if part_id is None else 'Edited'} {_WORDS[kind]} of {plan.reference}"
            self._move_stage(unit.session, plan)
            return part.id

    def drop(self, plan_id: int, kind: type[Record], part_id: int) -> None:
        """Remove a part of a plan; Undo brings it back."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            _still_open(plan)
            unit.remove(current(unit, kind, part_id))
            plan.changed_at = unit.now
            unit.did = f"Removed {_WORDS[kind]} of {plan.reference}"
            self._move_stage(unit.session, plan)

    def set_figures(self, plan_id: int, measure_id: int, figures: Mapping[date, int]) -> None:
        """Write a measure's months; months left out are removed. Counts below nought are refused."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if any(value < 0 for value in figures.values()):
            raise Incomplete({"measure": "Enter counts of nought or more."})
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            _still_open(plan)
            old = {
                point.month: point
                for point in unit.session.scalars(
                    select(MeasurePoint).where(MeasurePoint.measure_id == measure_id)
                )
            }
            for month, value in figures.items():
                first = month_of(month)
                if first in old:
                    old.pop(first).value = value
                else:
                    unit.add(MeasurePoint(measure_id=measure_id, month=first, value=value))
            for point in old.values():
                unit.remove(point)
            plan.changed_at = unit.now
            unit.did = f"Entered figures of {plan.reference}"
            unit.session.flush()
            self._move_stage(unit.session, plan)

    def review(self, plan_id: int, note: str, next_on: date | None) -> None:
        """Add a supervisor's note of today and say when the plan is looked at next."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if not note.strip():
            raise Incomplete({"review_note": "Write what you found and what should happen next."})
        if next_on is not None and next_on <= self._desk.today:
            raise Incomplete({"review_next": "Enter a date after today."})
        with self._desk.write("Reviewed a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            _still_open(plan)
            unit.add(
                PlanReview(
                    plan_id=plan_id, reviewed_on=self._desk.today, by_id=self._desk.actor.person_id,
                    note=note.strip(),
                )
            )  # fmt: skip
            plan.next_review_on = next_on
            unit.did = f"Reviewed {plan.reference}"

    def finish_response(self, plan_id: int, version: int, on: date | None = None) -> None:
        """The response was carried out by ``on`` (today by default): assessment is due from then."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Finished a response") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            _still_open(plan)
            day = on or self._desk.today
            if not plan.opened_on <= day <= self._desk.today:
                raise Incomplete({"finished_on": "Enter a day between the plan's opening and today."})
            plan.finished_on = day
            plan.stage = Stage.ASSESSMENT
            unit.did = f"Started the assessment of {plan.reference}"

    def close(self, plan_id: int, version: int, reason: str = "") -> None:
        """Close a plan. Without a complete assessment it needs an inspector's reason and stays due until
        assessed; with one, its What Works entry is drafted. Raises CannotDo with what is lacking."""
        require(self._desk.actor.role, Act.CLOSE_PLAN)
        with self._desk.write("Closed a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            _still_open(plan)
            reading = read_plan(facts_of(unit.session, [plan])[plan.id], self._desk.today)
            if not reading.may_close and not reason.strip():
                raise Incomplete(
                    {"close_reason": f"{reading.close_reason} Or give a reason to close it early."}
                )
            plan.closed_on = self._desk.today
            plan.closed_by_id = self._desk.actor.person_id
            plan.close_reason = reason.strip()
            plan.finished_on = plan.finished_on or self._desk.today
            if reading.may_close:
                plan.assessed_on = plan.assessed_on or self._desk.today
                draft_entry(unit, plan, self._desk.today, self._desk.actor.person_id)
            plan.stage = Stage.CLOSED
            unit.did = f"Closed {plan.reference}"

    def reopen(self, plan_id: int, version: int) -> None:
        """Work on a closed plan again; what was written on closing is kept in its history."""
        require(self._desk.actor.role, Act.CLOSE_PLAN)
        with self._desk.write("Reopened a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            plan.closed_on = plan.closed_by_id = plan.assessed_on = None
            plan.close_reason = ""
            unit.did = f"Reopened {plan.reference}"
            self._move_stage(unit.session, plan)

    def set_action(self, action_id: int, state: ActionState) -> None:
        """Tick an action done, drop it or open it again, wherever it came from."""
        Actions(self._desk).set_state(action_id, state)

    # -------------------------------------------------------------------- within
    def _move_stage(self, session: Session, plan: ProblemPlan) -> None:
        session.flush()
        reading = read_plan(facts_of(session, [plan])[plan.id], self._desk.today)
        begun = plan.finished_on is not None and plan.closed_on is None
        plan.stage = Stage.ASSESSMENT if begun else reading.current
        assessment = reading.stages[-1]
        if plan.finished_on is not None and assessment.complete and plan.assessed_on is None:
            plan.assessed_on = self._desk.today

    def _next_reference(self, session: Session) -> str:
        stem = f"PSP {self._desk.today:%Y}-"
        last = session.scalar(
            select(func.max(ProblemPlan.reference)).where(ProblemPlan.reference.startswith(stem))
        )
        return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:03d}"

    def _line(
        self, plan: ProblemPlan, reading: PlanReading, areas: dict[int, str], people: dict[int, str],
        linked: dict[int, str],
    ) -> PlanLine:  # fmt: skip
        s, a, r, e = (stage.done / stage.total for stage in reading.stages)
        return PlanLine(
            plan.id, plan.reference, plan.title, areas[plan.area_id], plan.stage, (s, a, r, e), reading.done,
            reading.total, people.get(plan.lead_id or 0, ""), plan.ecins_reference, linked.get(plan.id, ""),
            plan.opened_on, plan.next_review_on, plan.finished_on, plan.assessed_on, plan.closed_on,
            plan.changed_at, plan.verdict,
        )  # fmt: skip


_WORDS: dict[type[Record], str] = {
    PlanSource: "a source", Hypothesis: "a hypothesis", Action: "an action", Measure: "a measure",
    PlanReview: "a review",
}  # fmt: skip


def _check_action(plan: ProblemPlan, values: Mapping[str, Any]) -> None:
    found: dict[str, str] = {}
    if "title" in values and not str(values["title"]).strip():
        found["action_title"] = "Enter what is to be done."
    due = values.get("due_on")
    if due is not None and due < plan.opened_on:
        found["action_due"] = "Enter a due date after the plan was opened."
    if found:
        raise Incomplete(found)


def _still_open(plan: ProblemPlan) -> None:
    if plan.closed_on is not None and plan.assessed_on is not None:
        raise CannotDo(f"{plan.reference} is closed: reopen it before changing it.")


def _parts(session: Session, kind: type[Any], plan_id: int) -> tuple[Any, ...]:
    return tuple(grouped(session, kind, [plan_id]).get(plan_id, []))


def _points(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[date, int]]]:
    query = select(MeasurePoint).where(MeasurePoint.measure_id.in_(ids)).order_by(MeasurePoint.month)
    found: dict[int, list[tuple[date, int]]] = {}
    for point in session.scalars(query):
        found.setdefault(point.measure_id, []).append((point.month, point.value))
    return found


def _linked(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(Priority.plan_id, Priority.number, PriorityRound.quarter)
        .join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(Priority.plan_id.is_not(None)).order_by(PriorityRound.quarter)
    )  # fmt: skip
    if len(ids) < 500:
        query = query.where(Priority.plan_id.in_(ids))
    return {row[0] or 0: f"{row[1]}, {quarter_of(row[2]).label}" for row in session.execute(query)}
