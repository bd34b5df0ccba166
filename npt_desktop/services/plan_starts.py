"""Starting a plan from a template or an earlier plan."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.plans import Hypothesis, Measure, ProblemPlan
from npt_desktop.rules.plan_templates import Start, from_earlier, standard_templates
from npt_desktop.services.desk import current
from npt_desktop.store.unit_of_work import UnitOfWork


def begin_from(unit: UnitOfWork, plan: ProblemPlan, template: str, like_id: int | None) -> None:
    """Write on a new plan what its template or earlier plan hands on. Raises CannotDo when that plan is gone."""
    start: Start | None
    if like_id is not None:
        start = _earlier(unit.session, current(unit, ProblemPlan, like_id))
    else:
        start = next((one.start for one in standard_templates() if one.key == template), None)
    if start is None:
        return
    plan.started_from = f"Started from {start.name}. {start.options}".strip()
    plan.partners = plan.partners or start.partners
    for statement in start.hypotheses:
        unit.add(Hypothesis(plan_id=plan.id, statement=statement))
    for place, (name, unit_name) in enumerate(start.measures):
        unit.add(
            Measure(
                plan_id=plan.id, name=name[:120], unit=unit_name[:40], main=place == 0, comparison=place == 1
            )
        )


def _earlier(session: Session, plan: ProblemPlan) -> Start:
    causes = session.scalars(
        select(Hypothesis.statement).where(Hypothesis.plan_id == plan.id).order_by(Hypothesis.id)
    )
    actions = session.scalars(
        select(Action.title)
        .where(Action.plan_id == plan.id, Action.state != ActionState.DROPPED)
        .order_by(Action.id)
    )
    measures = session.scalars(
        select(Measure)
        .where(Measure.plan_id == plan.id)
        .order_by(Measure.main.desc(), Measure.comparison.desc())
    )
    return from_earlier(
        plan.reference, plan.title, plan.partners, list(causes), list(actions),
        [(one.name, one.unit) for one in measures], plan.verdict,
    )  # fmt: skip
