"""The register of plans: one line a plan, read set by set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import Stage, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules.periods import quarter_of
from npt_desktop.rules.sara import StageCounts, stage_counts
from npt_desktop.services.like_plans import twins_of
from npt_desktop.services.marking import above_store, handled_by
from npt_desktop.services.plan_facts import parts_of, people_names


class Filled:
    """How many of the named fields of each stage a plan has: counted when it is first asked for, as a register of
    thousands shows few of them at a time."""

    def __init__(self, count: Callable[[], StageCounts]) -> None:
        self._count = count

    @cached_property
    def counts(self) -> StageCounts:
        """What is there and what is wanted, in the order S, A, R, A."""
        return self._count()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as the register shows it. ``changed_at`` is its last change; ``twin`` is the reference of another
    open plan on the same problem and place; ``area_closed`` says that its area was closed or merged. ``marking`` is
    what it is to be handled by, ``marked`` says that this is above the store's."""

    id: int
    reference: str
    title: str
    area: str
    stage: Stage
    filled: Filled = field(compare=False)
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
    beat: str = ""
    supervisor: str = ""
    partners: str = ""
    twin: str = ""
    area_closed: bool = False
    marking: str = ""
    marked: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """How far each stage is, S, A, R, A, from 0 to 1."""
        return tuple(done / total for done, total in self.filled.counts)

    @property
    def done(self) -> int:
        """How many of the named fields are there."""
        return sum(done for done, _ in self.filled.counts)

    @property
    def total(self) -> int:
        """How many fields are named."""
        return sum(total for _, total in self.filled.counts)

    @property
    def awaits_assessment(self) -> bool:
        """The response is finished and nobody has assessed it."""
        return self.finished_on is not None and self.assessed_on is None


def register_of(session: Session, area_id: int | None, today: date) -> list[PlanLine]:
    """Every plan of an area (of all areas for None), latest reference first. Open plans of an area that was closed
    or merged are in every register until somebody chooses the area that took them over: nowhere else they are seen.
    """
    gone = set(session.scalars(select(Area.id).where(Area.closed_on <= today)))
    query = select(ProblemPlan.__table__).order_by(ProblemPlan.reference.desc())  # rows: faster than records
    if area_id is not None:
        astray = ProblemPlan.area_id.in_(gone) & ProblemPlan.closed_on.is_(None)
        query = query.where(or_(ProblemPlan.area_id == area_id, astray))
    plans = session.execute(query).all()
    people = people_names(session)
    parts = parts_of(session, [plan.id for plan in plans])
    areas = dict(session.execute(select(Area.id, Area.name)).all())
    linked = _linked(session, [plan.id for plan in plans])
    twins = twins_of(plans)

    def filled(plan: Row[Any]) -> Filled:
        return Filled(lambda: stage_counts(parts.facts(plan, people)))

    lines = [_line(plan, filled(plan), areas, people, linked, twins) for plan in plans]
    whole = {
        own: (handled_by(session, own), bool(above_store(session, own))) for own in {p.marking for p in plans}
    }
    lines = [
        replace(line, marking=whole[plan.marking][0], marked=whole[plan.marking][1])
        for line, plan in zip(lines, plans, strict=True)
    ]
    return [
        replace(line, area_closed=True) if plan.area_id in gone else line
        for line, plan in zip(lines, plans, strict=True)
    ]


def _line(
    plan: Row[Any], filled: Filled, areas: dict[int, str], people: dict[int, str],
    linked: dict[int, str], twins: dict[int, str],
) -> PlanLine:  # fmt: skip
    return PlanLine(
        plan.id, plan.reference, plan.title, areas[plan.area_id], plan.stage, filled, people.get(plan.lead_id or 0, ""), plan.ecins_reference, linked.get(plan.id, ""),
        plan.opened_on, plan.next_review_on, plan.finished_on, plan.assessed_on, plan.closed_on,
        plan.changed_at, plan.verdict, plan.beat, people.get(plan.supervisor_id or 0, ""), plan.partners,
        "" if "twin" in plan.set_aside else twins.get(plan.id, ""),
    )  # fmt: skip


def _linked(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(Priority.plan_id, Priority.number, PriorityRound.quarter)
        .join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(Priority.plan_id.is_not(None)).order_by(PriorityRound.quarter)
    )  # fmt: skip
    if len(ids) < 500:
        query = query.where(Priority.plan_id.in_(ids))
    return {row[0] or 0: f"{row[1]}, {quarter_of(row[2]).label}" for row in session.execute(query)}
