"""Drafting a What Works entry from a plan: what the plan says already, under the five headings."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import EntryKind
from npt_desktop.models.plans import Measure, MeasurePoint, ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.what_works import WRITABLE, DeedFact, PlanWords, drafted, state_of
from npt_desktop.services.plan_facts import grouped
from npt_desktop.services.plan_verdict import verdict_of
from npt_desktop.store.unit_of_work import UnitOfWork


def draft_entry(unit: UnitOfWork, plan: ProblemPlan, today: date, person_id: int | None) -> WhatWorksEntry:
    """The plan's entry, drafted now where there is none. One that exists only has its empty headings filled,
    and only while it may be written: what somebody wrote is never written over."""
    session = unit.session
    session.flush()
    texts = drafted(plan_words(session, plan))
    found = session.scalar(select(WhatWorksEntry).where(WhatWorksEntry.plan_id == plan.id))
    if found is None:
        return unit.add(
            WhatWorksEntry(
                area_id=plan.area_id, kind=EntryKind.PLAN, plan_id=plan.id, issue_id=issue_of(session, plan.id),
                title=plan.title, problem=plan.defined_problem or plan.perceived_problem, result=plan.verdict,
                drafted_on=today, drafted_by_id=person_id, **texts,
            )
        )  # fmt: skip
    if state_of(found.submitted_on, found.decision, found.shared_on, found.not_sent_reason) in WRITABLE:
        for name, text in texts.items():
            if not getattr(found, name).strip() and text:
                setattr(found, name, text)
        found.result = found.result or plan.verdict
        session.flush()
    return found


def plan_words(session: Session, plan: ProblemPlan) -> PlanWords:
    """What the plan says that an entry can take over."""
    actions: list[Action] = grouped(session, Action, [plan.id]).get(plan.id, [])
    series = []
    for measure in session.scalars(select(Measure).where(Measure.plan_id == plan.id).order_by(Measure.id)):
        points = select(MeasurePoint.month, MeasurePoint.value).where(MeasurePoint.measure_id == measure.id)
        rows = session.execute(points.order_by(MeasurePoint.month))
        series.append((measure, [(month, value) for month, value in rows]))
    says = verdict_of(plan, actions, series).says if any(points for _, points in series) else ""
    return PlanWords(
        verdict=plan.verdict, verdict_says=says, verdict_reason=plan.verdict_reason,
        displacement=plan.displacement, diffusion=plan.diffusion, rival_explanations=plan.rival_explanations,
        causes=plan.causes, places=plan.places, who_harmed=plan.who_harmed, not_happening=plan.not_happening,
        process=plan.process, partners=plan.partners, lessons=plan.lessons, close_reason=plan.close_reason,
        cost=plan.cost, deeds=[DeedFact(a.title, a.works_by, a.state.value) for a in actions],
    )  # fmt: skip


def issue_of(session: Session, plan_id: int) -> int | None:
    """The kind of problem of the latest priority the plan serves."""
    return session.scalar(
        select(CandidateIssue.issue_id).join(Priority, Priority.candidate_id == CandidateIssue.id)
        .where(Priority.plan_id == plan_id, CandidateIssue.issue_id.is_not(None)).order_by(Priority.id.desc())
    )  # fmt: skip
