"""Who led a plan before: written whenever its lead changes, by a form or by a hand-over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from npt_desktop.models.plans import PlanLead, ProblemPlan
from npt_desktop.store.unit_of_work import UnitOfWork


def change_lead(
    unit: UnitOfWork, plan: ProblemPlan, person_id: int | None, today: date, note: str = ""
) -> None:
    """Make somebody the lead (None for nobody) and keep who led until today. Does nothing for the same person."""
    if person_id == plan.lead_id:
        return
    if plan.lead_id is not None:
        last = unit.session.scalar(select(func.max(PlanLead.until)).where(PlanLead.plan_id == plan.id))
        unit.add(
            PlanLead(
                plan_id=plan.id, person_id=plan.lead_id, since=last or plan.opened_on, until=today, note=note
            )
        )
    plan.lead_id = person_id
