"""The facts behind QA questions 19 to 23: plans of the priorities and others, lessons."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import NoteKind, Stage
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules import evidence_plans as rule
from npt_desktop.rules.periods import add_months, month_of
from npt_desktop.rules.quality import Source
from npt_desktop.rules.sara import STAGES, stage_counts
from npt_desktop.services.evidence_parts import note_lines, notes_of, plan_source
from npt_desktop.services.plan_facts import facts_of


def current_priorities(session: Session, area_id: int, today: date) -> list[Priority]:
    """The priorities of the quarter of ``today``, or of the latest set before it."""
    latest = session.scalar(
        select(func.max(PriorityRound.quarter))
        .where(PriorityRound.area_id == area_id, PriorityRound.decided_on <= today)
    )  # fmt: skip
    query = (
        select(Priority).join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(PriorityRound.area_id == area_id, PriorityRound.quarter == latest).order_by(Priority.number)
    )  # fmt: skip
    return list(session.scalars(query))


def priority_plans(session: Session, area_id: int, today: date) -> rule.PriorityPlanFacts:
    facts = []
    for p in current_priorities(session, area_id, today):
        plan = session.get(ProblemPlan, p.plan_id) if p.plan_id else None
        source = (
            plan_source(plan, "ecins_reference")
            if plan is not None
            else Source("priorities", p.round_id, f"plan:{p.number}", p.version)
        )
        facts.append(rule.PriorityPlan(
            p.title, plan.reference if plan else "", plan.ecins_reference if plan else "", p.no_plan_reason, source
        ))  # fmt: skip
    return rule.PriorityPlanFacts(tuple(facts))


def other_plans(session: Session, area_id: int, today: date) -> rule.OtherPlansFacts:
    linked = {p.plan_id for p in current_priorities(session, area_id, today)}
    p = ProblemPlan
    plans = session.execute(
        select(p.id, p.title, p.ecins_reference, p.version)
        .where(p.area_id == area_id, p.stage != Stage.CLOSED).order_by(p.reference)
    )  # fmt: skip
    return rule.OtherPlansFacts(tuple(
        rule.OtherPlan(title, ecins, Source("plans", key, "ecins_reference", version))
        for key, title, ecins, version in plans if key not in linked
    ))  # fmt: skip


def open_plans(session: Session, area_id: int, today: date) -> rule.OpenPlansFacts:
    del today  # plans are read as they stand
    query = plans_in_hand(area_id).with_only_columns(*ProblemPlan.__table__.c)  # rows: faster than records
    plans = session.execute(query).all()
    facts = facts_of(session, plans)
    found = []
    for plan in plans:
        counts = stage_counts(facts[plan.id])
        passed = STAGES.index(plan.stage) if plan.stage in STAGES else len(STAGES)
        behind = sum(wanted - there for there, wanted in counts[:passed])
        done, total = (sum(numbers) for numbers in zip(*counts, strict=True))
        found.append(rule.OpenPlan(
            plan.title, plan.stage, done, total, behind, plan.changed_at.date(), Source("plans", plan.id, "", plan.version)
        ))  # fmt: skip
    return rule.OpenPlansFacts(tuple(found))


def plans_in_hand(area_id: int) -> Select[ProblemPlan]:
    """The plans question 21 is about: open and not finished, by reference."""
    found: Select[Any] = (
        select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.stage != Stage.CLOSED,
                                  ProblemPlan.finished_on.is_(None)).order_by(ProblemPlan.reference)
    )  # fmt: skip
    return found


def finished_plans(session: Session, area_id: int, today: date) -> rule.FinishedFacts:
    january = date(today.year, 1, 1)
    p = ProblemPlan
    plans = session.execute(
        select(p.id, p.version, p.title, p.finished_on, p.assessed_on, p.verdict, p.shared_with)
        .where(p.area_id == area_id, p.finished_on <= today,
               or_(p.finished_on >= january, p.assessed_on.is_(None)))
        .order_by(p.assessed_on.is_not(None), p.finished_on)
    )  # fmt: skip
    return rule.FinishedFacts(tuple(
        rule.FinishedPlan(
            title, finished, assessed if assessed and assessed <= today else None,
            verdict.label if verdict else "", shared, Source("plans", key, "", version),
        )
        for key, version, title, finished, assessed, verdict, shared in plans if finished
    ))  # fmt: skip


def lessons_shared(session: Session, area_id: int, today: date) -> rule.LessonsFacts:
    since = add_months(month_of(today), -3)
    notes = [n for n in notes_of(session, NoteKind.LESSONS_SHARED, area_id, today) if n.day >= since]
    return rule.LessonsFacts(
        tuple(
            rule.LessonFact(p.title, p.shared_on is not None, p.shared_outside, p.shared_on,
                            plan_source(p, "shared_with"))
            for p in _assessed(session, area_id, since, today)
        ),
        note_lines(session, notes),
    )  # fmt: skip


def _assessed(session: Session, area_id: int, since: date, today: date) -> list[ProblemPlan]:
    p = ProblemPlan
    query = select(p).where(p.area_id == area_id, p.assessed_on >= since, p.assessed_on <= today)
    return list(session.scalars(query.order_by(p.assessed_on.desc())))
