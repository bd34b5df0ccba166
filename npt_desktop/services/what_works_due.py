"""What Works entries that wait for the person at the desk, for Home."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.due_facts import WorksDue
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.rules.what_works import WorksState, lacking
from npt_desktop.services.desk import Desk
from npt_desktop.services.what_works import standing, texts_of

_TOLD = (WorksState.KEPT, WorksState.SHARED, WorksState.TO_SHARE)


def works_due(session: Session, desk: Desk, area_id: int, *, mine: bool) -> tuple[WorksDue, ...]:
    """What is owed: by the board, over all areas, for who decides; else drafts of the area (with ``mine`` those this
    person wrote or whose plan they lead), and what the board said of entries this person sent."""
    found = []
    if may(desk.actor.role, Act.DECIDE_WHAT_WORKS):
        found += _with_the_board(session)
    if may(desk.actor.role, Act.SUBMIT_WHAT_WORKS):
        found += _sent_and_to_send(session, desk, area_id, mine=mine)
    return tuple(found)


def _with_the_board(session: Session) -> list[WorksDue]:
    query = (
        select(WhatWorksEntry, Area.name).join(Area, Area.id == WhatWorksEntry.area_id)
        .where(WhatWorksEntry.submitted_on.is_not(None), WhatWorksEntry.shared_on.is_(None))
        .order_by(WhatWorksEntry.submitted_on, WhatWorksEntry.id)
    )  # fmt: skip
    found = []
    for entry, area in session.execute(query):
        state = standing(entry)
        day = entry.submitted_on if state is WorksState.QUEUED else entry.decided_on
        if state in (WorksState.QUEUED, WorksState.TO_SHARE) and day is not None:
            found.append(WorksDue(entry.title, area, state, day, str(entry.id), field="begin"))
    return found


def _sent_and_to_send(session: Session, desk: Desk, area_id: int, *, mine: bool) -> list[WorksDue]:
    me, told_from = (
        desk.actor.person_id,
        desk.today - timedelta(days=standard_thresholds().works_feedback_days),
    )
    query = (
        select(WhatWorksEntry, Area.name, ProblemPlan.lead_id)
        .join(Area, Area.id == WhatWorksEntry.area_id)
        .outerjoin(ProblemPlan, ProblemPlan.id == WhatWorksEntry.plan_id)
        .where(or_(WhatWorksEntry.area_id == area_id, WhatWorksEntry.submitted_by_id == me))
        .order_by(WhatWorksEntry.drafted_on, WhatWorksEntry.id)
    )  # fmt: skip
    found = []
    for entry, area, lead in session.execute(query):
        state, decided = standing(entry), entry.decided_on
        own = me is not None and me in (entry.drafted_by_id, entry.submitted_by_id, lead)
        if (
            state in (WorksState.DRAFT, WorksState.RETURNED)
            and (own or not mine)
            and entry.area_id == area_id
        ):
            lacks = lacking(texts_of(entry))
            field = next(iter(lacks), "submit")
            day = decided if state is WorksState.RETURNED and decided else entry.drafted_on
            found.append(WorksDue(entry.title, area, state, day, str(entry.id), len(lacks), field))
        elif state in _TOLD and own and decided is not None and decided > told_from and entry.feedback:
            found.append(
                WorksDue(entry.title, area, state, decided, str(entry.id), field="board_said", told=True)
            )
    return found
