"""Plans like another, open and closed and failures too, over every area: what was tried before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, false, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import Stage, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.rules.likeness import most_like, words_of
from npt_desktop.rules.twins import alike, named, twins

_MOST_WORDS = 400  # characters of each text that are read: enough for what it is about


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


def twins_of(plans: Iterable[ProblemPlan | Row[Any]]) -> dict[int, str]:
    """The references of open plans that look like the same problem at the same place, by plan."""
    by_area: dict[int, dict[int, Any]] = {}
    for plan in plans:
        if _worked_on(plan):
            by_area.setdefault(plan.area_id, {})[plan.id] = plan
    found: dict[int, str] = {}
    for group in by_area.values():
        pairs = twins({key: named(plan.title, plan.places[:_MOST_WORDS]) for key, plan in group.items()})
        found |= {key: group[other].reference for key, other in pairs.items()}
    return found


def twin_of(session: Session, plan: ProblemPlan) -> str:
    """The reference of another open plan of the area on the same problem and place; blank for none."""
    return alike_plan(session, plan.area_id, plan.title, plan.places, but=plan.id) if _worked_on(plan) else ""


def alike_plan(session: Session, area_id: int, title: str, places: str = "", *, but: int = 0) -> str:
    """The reference of an open plan of an area that looks like the same problem and place as these words."""
    own = named(title, places[:_MOST_WORDS])
    query = (
        select(ProblemPlan.id, ProblemPlan.reference, ProblemPlan.title, ProblemPlan.places)
        .where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None), ProblemPlan.finished_on.is_(None))
        .order_by(ProblemPlan.id)
    )  # fmt: skip
    for key, reference, other, where in session.execute(query.where(_shares(title))):
        if key != but and alike(own, named(other, where[:_MOST_WORDS])):
            return str(reference)
    return ""


def _shares(title: str) -> ColumnElement[bool]:
    """Titles that may share a word with this one, so that the rest are not read."""
    words = words_of(title)
    return or_(*(ProblemPlan.title.ilike(f"%{word[:4]}%") for word in words)) if words else false()


def _worked_on(plan: ProblemPlan | Row[Any]) -> bool:
    return plan.closed_on is None and plan.finished_on is None
