"""The quality reading of a plan, made from what the store holds of it, and the checks a person set aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from npt_desktop.errors import Incomplete
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.plan_kinds import ReviewKind
from npt_desktop.models.plans import PlanReview, ProblemPlan
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.plan_checks import Course, Deed
from npt_desktop.rules.plan_quality import QualityReading, read_quality
from npt_desktop.rules.words import present
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.like_plans import twin_of
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plan_stage import still_open
from npt_desktop.services.plan_verdict import spell_of


def authorised(reviews: Sequence[PlanReview]) -> bool | None:
    """Whether work on a plan was authorised, by the latest entry that says so; None while none does."""
    said = [r for r in reviews if r.kind in (ReviewKind.AUTHORISED, ReviewKind.NOT_AUTHORISED)]
    latest = max(said, key=lambda r: (r.reviewed_on, r.id), default=None)
    return None if latest is None else latest.kind is ReviewKind.AUTHORISED


def quality_of(session: Session, page: PlanPage, today: date) -> QualityReading:
    """The quality reading of one plan. Long over thousands, among which its twin is looked for: asked for apart from
    the plan itself, off the window's thread."""
    plan = page.plan
    spell = spell_of(plan, page.actions)
    turn = month_of(min(day for day in (spell.began, spell.finished, date.max) if day is not None))
    lead = plan.lead_id
    course = Course(
        opened_on=plan.opened_on,
        deeds=tuple(
            Deed(a.title, page.people.get(a.owner_id or 0, a.agency), present(a.agency), a.start_on, a.due_on, a.state,
                 a.side, a.tactic, a.works_by, a.hypothesis_id is not None)
            for a in page.actions if a.state is not ActionState.DROPPED
        ),
        dated_sources=sum(1 for s in page.sources if s.day is not None and present(s.what)),
        months=sum(1 for month, _ in page.main if month < turn), linked=bool(page.priorities),
        reviewed=any(r.kind is ReviewKind.REVIEW and r.by_id is not None and r.by_id != lead for r in page.reviews),
        lead=lead is not None, lead_left=lead in page.left, partners=plan.partners,
        next_review_on=plan.next_review_on, changed_on=plan.changed_at.date(),
        assessed=plan.assessed_on is not None, close_reason=plan.close_reason,
        closed_by_lead=plan.closed_by_id is not None and plan.closed_by_id == lead,
        verdict_reason=plan.verdict_reason, stage=plan.stage,
        authorised=authorised(page.reviews), twin=twin_of(session, plan),
        area_closed=page.area_closed_on is not None and page.area_closed_on <= today,
    )  # fmt: skip
    return read_quality(page.facts, course, page.verdict, today, plan.set_aside)


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
