"""Question 24: are good examples sent to What Works? Read from the entries and the assessed plans."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.evidence_plans import WhatWorksFacts, WorksEntry
from npt_desktop.rules.periods import add_months, month_of
from npt_desktop.rules.quality import Source
from npt_desktop.rules.what_works import WorksStage, WorksState
from npt_desktop.services.evidence_parts import plan_source
from npt_desktop.services.what_works import standing


def what_works(session: Session, area_id: int, today: date) -> WhatWorksFacts:
    """Plans of the last twelve months that did well and were neither sent nor set aside with a reason; what was
    sent; how many entries stand at each of the booklet's stages."""
    entries = session.scalars(
        select(WhatWorksEntry).where(WhatWorksEntry.area_id == area_id, WhatWorksEntry.drafted_on <= today)
    ).all()
    aside = {entry.plan_id for entry in entries if standing(entry) is WorksState.NOT_SENT}
    plans = session.scalars(
        select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.assessed_on <= today)
        .order_by(ProblemPlan.assessed_on.desc())
    ).all()  # fmt: skip
    since = add_months(month_of(today), -12)
    waiting = [
        plan for plan in plans
        if plan.verdict is Verdict.FELL and plan.what_works_on is None and plan.id not in aside
        and plan.assessed_on is not None and plan.assessed_on >= since
    ]  # fmt: skip
    own = {entry.plan_id for entry in entries}
    sent = [entry for entry in entries if entry.submitted_on is not None and entry.submitted_on <= today]
    # A plan offered before entries were kept has none: it still counts as sent.
    bare = session.scalars(
        select(ProblemPlan.id).where(ProblemPlan.area_id == area_id, ProblemPlan.what_works_on <= today)
    ).all()
    offered = sum(plan_id not in own for plan_id in bare)
    stages = tuple(
        (stage.label, count)
        for stage in WorksStage
        if (count := sum(_stage(entry) is stage for entry in entries))
    )
    rows = [WorksEntry(plan.title, "", plan_source(plan)) for plan in waiting]
    rows += [
        WorksEntry(entry.title, stage.label, Source("works", entry.id, "", entry.version))
        for entry in entries if (stage := _stage(entry)) is not None
    ]  # fmt: skip
    return WhatWorksFacts(tuple(plan.title for plan in waiting), len(sent) + offered, stages, tuple(rows))


def _stage(entry: WhatWorksEntry) -> WorksStage | None:
    """Where it stands; nowhere once it was set aside."""
    state = standing(entry)
    return None if state is WorksState.NOT_SENT else state.stage
