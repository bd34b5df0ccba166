"""The verdict and the quality reading of a plan, made from what the store holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Person
from npt_desktop.models.plan_kinds import ReviewKind
from npt_desktop.models.plans import Measure, PlanReview, PlanSource, ProblemPlan
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.plan_checks import Course, Deed
from npt_desktop.rules.plan_quality import QualityReading, read_quality
from npt_desktop.rules.sara import PlanFacts
from npt_desktop.rules.verdict import Spell, VerdictReading, read_verdict
from npt_desktop.rules.words import present
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.like_plans import twin_of
from npt_desktop.services.plan_stage import still_open


def spell_of(plan: ProblemPlan, actions: Sequence[Action]) -> Spell:
    """When the response ran: from the first action begun or done to the day it was finished."""
    begun = [
        day
        for a in actions
        if a.state is not ActionState.DROPPED and (day := a.start_on or a.done_on) is not None
    ]
    return Spell(min(begun, default=None), plan.finished_on)


def verdict_of(
    plan: ProblemPlan, actions: Sequence[Action], series: Sequence[tuple[Measure, Sequence[tuple[date, int]]]]
) -> VerdictReading:
    """What the main measure says, beside the comparison where there is one."""
    main = next(((m, points) for m, points in series if m.main), None)
    beside = next((dict(points) for m, points in series if m.comparison and not m.main), None)
    unit = main[0].unit if main else "reports"
    return read_verdict(dict(main[1]) if main else {}, spell_of(plan, actions), unit, beside)


def authorised(reviews: Sequence[PlanReview]) -> bool | None:
    """Whether work on a plan was authorised, by the latest entry that says so; None while none does."""
    said = [r for r in reviews if r.kind in (ReviewKind.AUTHORISED, ReviewKind.NOT_AUTHORISED)]
    latest = max(said, key=lambda r: (r.reviewed_on, r.id), default=None)
    return None if latest is None else latest.kind is ReviewKind.AUTHORISED


def quality_of(
    session: Session, plan: ProblemPlan, facts: PlanFacts, verdict: VerdictReading, actions: Sequence[Action],
    sources: Sequence[PlanSource], reviews: Sequence[PlanReview], points: Sequence[tuple[date, int]], *, linked: bool,
    people: Mapping[int, str], area_closed: bool, today: date,
) -> QualityReading:  # fmt: skip
    """The quality reading of one plan."""
    spell = spell_of(plan, actions)
    turn = month_of(min(day for day in (spell.began, spell.finished, date.max) if day is not None))
    lead = plan.lead_id
    left = session.scalar(select(Person.left_on).where(Person.id == lead)) if lead else None
    course = Course(
        opened_on=plan.opened_on,
        deeds=tuple(
            Deed(a.title, people.get(a.owner_id or 0, a.agency), present(a.agency), a.start_on, a.due_on, a.state,
                 a.side, a.tactic, a.works_by, a.hypothesis_id is not None)
            for a in actions if a.state is not ActionState.DROPPED
        ),
        dated_sources=sum(1 for s in sources if s.day is not None and present(s.what)),
        months=sum(1 for month, _ in points if month < turn), linked=linked,
        reviewed=any(r.kind is ReviewKind.REVIEW and r.by_id is not None and r.by_id != lead for r in reviews),
        lead=lead is not None, lead_left=left is not None and left <= today, partners=plan.partners,
        next_review_on=plan.next_review_on, changed_on=plan.changed_at.date(),
        assessed=plan.assessed_on is not None, close_reason=plan.close_reason,
        closed_by_lead=plan.closed_by_id is not None and plan.closed_by_id == lead,
        verdict_reason=plan.verdict_reason, stage=plan.stage,
        authorised=authorised(reviews), twin=twin_of(session, plan),
        area_closed=area_closed,
    )  # fmt: skip
    return read_quality(facts, course, verdict, today, plan.set_aside)


def set_aside(desk: Desk, plan_id: int, key: str, reason: str, *, apply: bool = True) -> None:
    """Judge a check not applicable to a plan, with a reason; ``apply=False`` has it checked again.

    Raises Incomplete without a reason, CannotDo when the plan is closed and assessed.
    """
    require(desk.actor.role, Act.MANAGE_PLAN)
    if apply and not present(reason):
        raise Incomplete({"set_aside": "Say why it does not apply to this plan."})
    with desk.write("Judged a check of a plan") as unit:
        plan = current(unit, ProblemPlan, plan_id)
        still_open(plan)
        kept: dict[str, Any] = {name: why for name, why in plan.set_aside.items() if name != key}
        plan.set_aside = {**kept, key: reason.strip()} if apply else kept
        unit.did = f"{'Set aside' if apply else 'Took up'} a check of {plan.reference}"
