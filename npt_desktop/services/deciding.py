"""The issues of a round as the rules of deciding read them: how long each has run and whether a plan goes with it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.rules.decisions import Considered
from npt_desktop.services.round_page import RoundPage

PLAN_SOURCE = "Plan "
"""What the source of a candidate begins with when it came from a plan: ``Plan PSP 2026-014``."""


def considered(session: Session, page: RoundPage) -> list[Considered]:
    """The issues of a round, in their order."""
    found = []
    for c in page.candidates:
        before = carried_priority(session, c)
        plan_id = before.plan_id if before else named_plan(session, c)
        found.append(Considered(
            c.id, c.title, c.decision, c.reason, c.agreed_by, c.passed_to, c.passed_on, c.against_advice,
            c.no_plan_reason, c.rank, _running(session, before), plan_id is not None, c.test,
        ))  # fmt: skip
    return found


def carried_priority(session: Session, candidate: CandidateIssue) -> Priority | None:
    """The earlier priority a candidate carries forward."""
    if candidate.carried_from_id is None:
        return None
    return session.scalars(select(Priority).where(Priority.candidate_id == candidate.carried_from_id)).first()


def named_plan(session: Session, candidate: CandidateIssue) -> int | None:
    """The plan a candidate came from, when its source is a plan's reference."""
    reference = candidate.source.removeprefix(PLAN_SOURCE)
    return session.scalar(select(ProblemPlan.id).where(ProblemPlan.reference == reference))


def _running(session: Session, priority: Priority | None) -> int:
    """For how many quarters a priority has run, its own included; each is met once, whatever a file says."""
    met: set[int] = set()
    while priority is not None and priority.id not in met:
        met.add(priority.id)
        earlier = priority.carried_from_id
        priority = session.get(Priority, earlier) if earlier is not None else None
    return len(met)
