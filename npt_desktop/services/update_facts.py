"""Facts to put into a monthly update: what the plan did, what comes next, what people said.

Sources: booklet, Priority setting, step 6; design guide, picture 11 ("Add from plan").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.plans import Measure, MeasurePoint
from npt_desktop.models.priorities import Priority
from npt_desktop.rules.engagement import public_sentence
from npt_desktop.rules.periods import month_end, month_of, previous_month, public_date
from npt_desktop.services.desk import Desk

_MOST = 6


@dataclass(frozen=True, slots=True)
class InsertFact:
    """A fact with the part it belongs to (``you_said``, ``we_did`` or ``next_steps``)."""

    part: str
    words: str
    sentence: str


def update_facts(desk: Desk, priority_id: int, month: date) -> tuple[InsertFact, ...]:
    """The facts of one priority and month, at most six of a part."""
    first, last = month_of(month), month_end(month)
    with desk.read() as session:
        priority = session.get_one(Priority, priority_id)
        e = EngagementEntry
        about = [e.priority_id == priority_id]
        if priority.plan_id is not None:
            about.append(e.plan_id == priority.plan_id)
        entries = session.scalars(
            select(e).where(or_(*about), e.day >= first, e.day <= last).order_by(e.day).limit(_MOST)
        ).all()
        found = [
            InsertFact("you_said", entry.who_engaged or entry.summary, said)
            for entry in entries if (said := public_sentence(entry.public_sentence, entry.summary))
        ]  # fmt: skip
        if priority.plan_id is None:
            return tuple(found)
        actions = session.scalars(
            select(Action).where(Action.plan_id == priority.plan_id).order_by(Action.due_on, Action.id)
        ).all()
        points = session.execute(
            select(Measure.unit, MeasurePoint.month, MeasurePoint.value)
            .join(MeasurePoint, MeasurePoint.measure_id == Measure.id)
            .where(Measure.plan_id == priority.plan_id, Measure.main,
                   MeasurePoint.month.in_((previous_month(first), first)))
            .order_by(MeasurePoint.month)
        ).all()  # fmt: skip
    done = [a for a in actions if a.state is ActionState.DONE and a.done_on and first <= a.done_on <= last]
    coming = [a for a in actions if a.state is ActionState.OPEN and a.due_on and a.due_on > first]
    found += [InsertFact("we_did", a.title, _sentence(a.title)) for a in done[:_MOST]]
    if len(points) == 2:
        unit, before, now = points[0][0], points[0][2], points[1][2]
        how = "stayed at" if now == before else f"{'fell' if now < before else 'rose'} from {before} to"
        said = f"{unit[:1].upper()}{unit[1:]} {how} {now}."
        found.append(InsertFact("we_did", f"{unit[:1].upper()}{unit[1:]} {before} to {now}", said))
    found += [
        InsertFact("next_steps", a.title, _sentence(f"{a.title.rstrip('.')} by {public_date(a.due_on)}"))
        for a in coming[:_MOST] if a.due_on
    ]  # fmt: skip
    return tuple(found)


def _sentence(words: str) -> str:
    plain = " ".join(words.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
