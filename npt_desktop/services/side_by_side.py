"""The areas side by side: how each stands with its profile, plan, network, gaps and reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.models.communities import CommunityProfile, EngagementPlan, PlannedActivity
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.periods import month_end, month_of
from npt_desktop.services.advice import AdviceBook
from npt_desktop.services.area_documents import in_force
from npt_desktop.services.community_profile import group_lines
from npt_desktop.services.desk import Desk
from npt_desktop.services.network import Network
from npt_desktop.services.reach import reach_of


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area in figures. ``planned`` and ``done`` are the month's activities, ``entries`` and ``scored`` the
    month's engagements, ``average`` that of the scored ones, None without any; ``alert`` the latest count."""

    area_id: int
    area: str
    profile_confirmed: date | None
    plan_confirmed: date | None
    plan_refreshed: date | None
    groups: int
    gaps: int
    hidden_gaps: int
    individuals: int
    overdue: int
    without_anyone: int
    planned: int
    done: int
    entries: int
    scored: int
    average: float | None
    advice_open: int
    alert: int | None


def side_by_side(desk: Desk, month: date) -> list[AreaLine]:
    """Every open area, in their order, as at today; activities and entries of ``month``.

    Long: call off the window's thread.
    """
    lines = []
    for area in desk.areas():
        network = Network(desk).page(area.id)
        advice = AdviceBook(desk).page(area.id)
        with desk.read() as session:
            groups = [g for g in group_lines(session, area.id, desk.today) if g.draft.ended_on is None]
            profile = in_force(session, CommunityProfile, area.id)
            plan = in_force(session, EngagementPlan, area.id)
            planned, done = _activities(session, area.id, month)
            entries, scored, average = _entries(session, area.id, month)
            counts = [f["alert"] for f in reach_of(session, area.id).values() if f["alert"] is not None]
        gaps = [g for g in groups if g.gap]
        lines.append(AreaLine(
            area.id, area.label, profile.confirmed_on if profile else None, plan.confirmed_on if plan else None,
            plan.refreshed_on if plan else None, len(groups), len(gaps), sum(g.draft.hidden for g in gaps),
            len(network.members), network.overdue, len(network.without), planned, done, entries, scored, average,
            sum(one.answered_on is None for one in advice), counts[-1] if counts else None,
        ))  # fmt: skip
    return lines


def _activities(session: Session, area_id: int, month: date) -> tuple[int, int]:
    p = PlannedActivity
    rows = {row[0]: row[1] for row in session.execute(
        select(p.state, func.count()).where(p.area_id == area_id, p.month == month_of(month)).group_by(p.state)
    )}  # fmt: skip
    done = rows.get(ActionState.DONE, 0)
    return done + rows.get(ActionState.OPEN, 0), done


def _entries(session: Session, area_id: int, month: date) -> tuple[int, int, float | None]:
    e = EngagementEntry
    row = session.execute(
        select(func.count(), func.count(e.score), func.avg(e.score))
        .where(e.area_id == area_id, e.day >= month_of(month), e.day <= month_end(month))
    ).one()  # fmt: skip
    return row[0], row[1], None if row[2] is None else float(row[2])
