"""One plan whole: its records, what the rules say of it, and the names of those who work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.plans import (
    Hypothesis,
    Measure,
    MeasurePoint,
    PlanLead,
    PlanReview,
    PlanSource,
    ProblemPlan,
)
from npt_desktop.models.priorities import Priority
from npt_desktop.rules.sara import PlanFacts, PlanReading, read_plan
from npt_desktop.rules.verdict import VerdictReading
from npt_desktop.services.plan_facts import facts_from, grouped, people_names
from npt_desktop.services.plan_verdict import verdict_of


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """A measure with its months in order."""

    measure: Measure
    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan with all that belongs to it; the records are detached and read only. ``leads`` are those who
    led it before, oldest first; ``left`` are the people who have left."""

    plan: ProblemPlan
    facts: PlanFacts
    reading: PlanReading
    sources: tuple[PlanSource, ...]
    hypotheses: tuple[Hypothesis, ...]
    actions: tuple[Action, ...]
    measures: tuple[MeasureSeries, ...]
    reviews: tuple[PlanReview, ...]
    leads: tuple[PlanLead, ...]
    priorities: tuple[Priority, ...]
    people: dict[int, str]
    left: frozenset[int]
    area: str
    area_closed_on: date | None
    verdict: VerdictReading

    @property
    def main(self) -> tuple[tuple[date, int], ...]:
        """The months of the main measure, in order."""
        return next((s.points for s in self.measures if s.measure.main), ())

    @property
    def response_began(self) -> date | None:
        """The first start of an action that was not dropped."""
        starts = [
            a.start_on for a in self.actions if a.start_on is not None and a.state is not ActionState.DROPPED
        ]
        return min(starts, default=None)

    def name(self, person_id: int | None) -> str:
        """A person as the log writes them, or nothing."""
        return self.people.get(person_id or 0, "")


def read_page(session: Session, plan_id: int, today: date) -> PlanPage:
    """One plan whole. Raises CannotDo when it is gone."""
    plan = session.get(ProblemPlan, plan_id)
    if plan is None:
        raise CannotDo("This plan was removed in the meantime: go back to the list.")
    people = people_names(session)
    area = session.get_one(Area, plan.area_id)
    measures = session.scalars(select(Measure).where(Measure.plan_id == plan_id).order_by(Measure.id)).all()
    points = _points(session, [m.id for m in measures])
    series = tuple(MeasureSeries(m, tuple(points.get(m.id, ()))) for m in measures)
    actions, sources = _parts(session, Action, plan_id), _parts(session, PlanSource, plan_id)
    reviews = tuple(reversed(_parts(session, PlanReview, plan_id)))
    hypotheses = _parts(session, Hypothesis, plan_id)
    main = next((s.points for s in series if s.measure.main), ())
    facts = facts_from(plan, sources, hypotheses, actions, main, people)
    return PlanPage(
        plan=plan,
        facts=facts,
        reading=read_plan(facts, today),
        sources=sources,
        hypotheses=hypotheses,
        actions=actions,
        measures=series,
        reviews=reviews,
        leads=_parts(session, PlanLead, plan_id),
        priorities=_parts(session, Priority, plan_id),
        people=people,
        left=frozenset(session.scalars(select(Person.id).where(Person.left_on <= today))),
        area=area.name,
        area_closed_on=area.closed_on,
        verdict=verdict_of(plan, actions, [(s.measure, s.points) for s in series]),
    )


def _parts(session: Session, kind: type[Any], plan_id: int) -> tuple[Any, ...]:
    return tuple(grouped(session, kind, [plan_id]).get(plan_id, []))


def _points(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[date, int]]]:
    query = (
        select(MeasurePoint.measure_id, MeasurePoint.month, MeasurePoint.value)
        .where(MeasurePoint.measure_id.in_(ids)).order_by(MeasurePoint.month)
    )  # fmt: skip
    found: dict[int, list[tuple[date, int]]] = {}
    for measure_id, month, value in session.execute(query):
        found.setdefault(measure_id, []).append((month, value))
    return found
