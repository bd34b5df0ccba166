"""Plans like another, open and closed and failures too, over every area: what was tried before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import Stage, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.rules.likeness import most_like, words_of

_MOST_WORDS = 2_000  # characters of each text that are read


@dataclass(frozen=True, slots=True)
class LikePlan:
    """A plan like the one shown, and how it came out."""

    id: int
    area_id: int
    reference: str
    title: str
    area: str
    stage: Stage
    verdict: Verdict | None

    @property
    def outcome(self) -> str:
        """``Closed, fell``, ``Response``."""
        words = [self.stage.label, *([self.verdict.label.casefold()] if self.verdict else [])]
        return ", ".join(words)


def like_plans(session: Session, plan_id: int, most: int = 5) -> tuple[LikePlan, ...]:
    """The plans most like this one, nearest first. Long over thousands: call off the window's thread."""
    texts: dict[int, frozenset[str]] = {}
    query = select(
        ProblemPlan.id, ProblemPlan.title, ProblemPlan.perceived_problem, ProblemPlan.defined_problem
    )
    for key, title, seen, defined in session.execute(query):
        texts[key] = words_of(f"{title} {seen[:_MOST_WORDS]} {defined[:_MOST_WORDS]}")
    own = texts.pop(plan_id, frozenset())
    nearest = most_like(own, texts, _same_problem(session, plan_id), most)
    found = {
        plan.id: LikePlan(
            plan.id, plan.area_id, plan.reference, plan.title, area, plan.stage, plan.verdict
        )
        for plan, area in session.execute(
            select(ProblemPlan, Area.name).join(Area, Area.id == ProblemPlan.area_id)
            .where(ProblemPlan.id.in_(nearest))
        )
    }  # fmt: skip
    return tuple(found[key] for key in nearest)


def _same_problem(session: Session, plan_id: int) -> frozenset[int]:
    """Plans that serve a priority of the same issue."""
    issues = (
        select(Priority.plan_id, CandidateIssue.issue_id)
        .join(CandidateIssue, CandidateIssue.id == Priority.candidate_id)
        .where(Priority.plan_id.is_not(None), CandidateIssue.issue_id.is_not(None))
    )
    pairs = [(plan, issue) for plan, issue in session.execute(issues) if plan is not None]
    own = {issue for plan, issue in pairs if plan == plan_id}
    return frozenset(plan for plan, issue in pairs if issue in own and plan != plan_id)
