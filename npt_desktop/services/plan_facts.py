"""A plan's facts, read set by set for the rules that judge them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from npt_desktop.models.actions import Action
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanSource, ProblemPlan
from npt_desktop.rules.periods import month_label, month_of
from npt_desktop.rules.plan_prompts import looked_at, read_answers
from npt_desktop.rules.problem_test import read_test
from npt_desktop.rules.sara import ActionFact, HypothesisFact, Measured, PlanFacts

_FIELDS: dict[type[Any], tuple[str, ...]] = {
    Hypothesis: ("statement", "evidence_for", "evidence_against"),
    Action: ("title", "owner_id", "agency", "due_on", "state", "tactic"),
    PlanSource: ("what",),
}
"""What is read of the parts of many plans: columns alone, as whole records take five times as long."""


@dataclass(frozen=True, slots=True)
class PlanParts:
    """The parts of some plans by plan id, in the order they were added, and the figures of each main measure."""

    sources: Mapping[int, list[Any]]
    hypotheses: Mapping[int, list[Any]]
    actions: Mapping[int, list[Any]]
    series: Mapping[int, list[tuple[date, int]]]

    def facts(self, plan: ProblemPlan | Row[Any], people: Mapping[int, str]) -> PlanFacts:
        """The facts of one of the plans: a record or a row of its table."""
        own = plan.id
        return facts_from(
            plan, self.sources.get(own, ()), self.hypotheses.get(own, ()), self.actions.get(own, ()),
            self.series.get(own, ()), people,
        )  # fmt: skip


def parts_of(session: Session, ids: Sequence[int]) -> PlanParts:
    """The parts of these plans, read set by set."""
    sources, hypotheses, actions = (_columns(session, kind, ids) for kind in (PlanSource, Hypothesis, Action))
    return PlanParts(sources, hypotheses, actions, _main_series(session, ids))


def facts_of(
    session: Session, plans: Iterable[ProblemPlan | Row[Any]], people: dict[int, str] | None = None
) -> dict[int, PlanFacts]:
    """Each plan's facts, read set by set. A plan may be a record or a row of its table."""
    wanted = list(plans)
    parts = parts_of(session, [plan.id for plan in wanted])
    names = people_names(session) if people is None else people
    return {plan.id: parts.facts(plan, names) for plan in wanted}


def facts_from(
    plan: Any, sources: Sequence[Any], hypotheses: Sequence[Any], actions: Sequence[Any],
    series: Sequence[tuple[date, int]], people: Mapping[int, str],
) -> PlanFacts:  # fmt: skip
    """The facts of a plan whose parts have been read: records, or rows with the same names."""
    before, after = baseline_and_after(series, plan.finished_on)
    return PlanFacts(
        perceived_problem=plan.perceived_problem, asked_by=plan.asked_by,
        sources=sum(1 for s in sources if s.what.strip()), how_long=plan.how_long, places=plan.places,
        who_harmed=plan.who_harmed, test_complete=read_test(plan.test).complete, baseline=before,
        smallest_reduction=plan.smallest_reduction, success_percent=plan.success_percent,
        cheers=read_answers(plan.cheers), times=sum(sum(day) for day in plan.times.values()), victim=plan.victim, guardian=plan.guardian,
        offender=plan.offender, handler=plan.handler, location=plan.location, manager=plan.manager,
        levels=(plan.guardian_level, plan.handler_level, plan.manager_level), not_happening=plan.not_happening,
        not_when=plan.not_when, not_who=plan.not_who, current_response=plan.current_response,
        hypotheses=tuple(HypothesisFact(h.statement, h.evidence_for, h.evidence_against) for h in hypotheses),
        defined_problem=plan.defined_problem, data_months=plan.data_months, data_reason=plan.data_reason,
        objective=plan.objective, objective_date=plan.objective_on,
        actions=tuple(
            ActionFact(a.title, people.get(a.owner_id or 0, a.agency), a.due_on, a.state, a.tactic) for a in actions
        ),
        options_considered=plan.options_considered, options_refused=plan.options_refused, after=after,
        carried_out=plan.carried_out, process=plan.process, objective_met=plan.objective_met,
        looked=looked_at(plan.moved), displacement=plan.displacement, diffusion=plan.diffusion, rival_explanations=plan.rival_explanations,
        cost_hours=plan.cost_hours, cost_money=plan.cost_money, cost=plan.cost, lessons=plan.lessons, shared_with=plan.shared_with, shared_on=plan.shared_on,
        verdict=plan.verdict, finished_on=plan.finished_on, closed=plan.closed_on is not None,
    )  # fmt: skip


def baseline_and_after(
    series: Sequence[tuple[date, int]], finished_on: date | None
) -> tuple[Measured, Measured]:
    """A measure's total before and after the response was finished, each with its period in words.

    Without a finish everything counts as before. The month of the finish belongs to neither.
    """
    turn = month_of(finished_on) if finished_on else None
    before = [p for p in series if turn is None or p[0] < turn]
    after = [p for p in series if turn is not None and p[0] > turn]
    return _measured(before), _measured(after)


def _measured(points: Sequence[tuple[date, int]]) -> Measured:
    if not points:
        return Measured()
    first, last = points[0][0], points[-1][0]
    period = month_label(first) if first == last else f"{month_label(first)} to {month_label(last)}"
    return Measured(sum(value for _, value in points), period)


def _columns(session: Session, kind: type[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    """Some columns of the parts of these plans, by plan id, in the order they were added."""
    names = [getattr(kind, name) for name in _FIELDS[kind]]
    query = select(kind.plan_id, *names).where(kind.plan_id.is_not(None)).order_by(kind.id)
    if len(ids) < 500:
        query = query.where(kind.plan_id.in_(ids))
    found: dict[int, list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(row)
    return found


def grouped(session: Session, kind: type[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    """The parts of these plans, by plan id, in the order they were added."""
    found: dict[int, list[Any]] = {}
    query = select(kind).where(kind.plan_id.is_not(None)).order_by(kind.id)
    if len(ids) < 500:
        query = query.where(kind.plan_id.in_(ids))
    for part in session.scalars(query):
        found.setdefault(part.plan_id, []).append(part)
    return found


def _main_series(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[date, int]]]:
    query = (
        select(Measure.plan_id, MeasurePoint.month, MeasurePoint.value)
        .join(MeasurePoint, MeasurePoint.measure_id == Measure.id)
        .where(Measure.main).order_by(Measure.plan_id, MeasurePoint.month)
    )  # fmt: skip
    if len(ids) < 500:
        query = query.where(Measure.plan_id.in_(ids))
    found: dict[int, list[tuple[date, int]]] = {}
    for plan_id, month, value in session.execute(query):
        found.setdefault(plan_id, []).append((month, value))
    return found


def people_names(session: Session) -> dict[int, str]:
    """Everyone as the log writes them, by id."""
    return {person.id: person.label for person in session.scalars(select(Person))}
