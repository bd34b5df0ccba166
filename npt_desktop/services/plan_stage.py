"""What every write on a plan does besides: hold back a closed plan, and move its stage on."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.plan_stage import stage_now
from npt_desktop.rules.sara import read_plan
from npt_desktop.services.plan_facts import facts_of


def still_open(plan: ProblemPlan) -> None:
    """Raise CannotDo for a plan that is closed and assessed."""
    if plan.closed_on is not None and plan.assessed_on is not None:
        raise CannotDo(f"{plan.reference} is closed: reopen it before changing it.")


def move_stage(session: Session, plan: ProblemPlan, today: date) -> None:
    """Set the stage by what is written, and the day of the assessment once that is complete."""
    session.flush()
    reading = read_plan(facts_of(session, [plan])[plan.id], today)
    plan.stage = stage_now(plan.stage, reading, finished=plan.finished_on is not None)
    if plan.finished_on is not None and reading.stages[-1].complete and plan.assessed_on is None:
        plan.assessed_on = today
