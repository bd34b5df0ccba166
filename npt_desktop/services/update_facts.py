"""Facts to put into a monthly update: what people said, figures about the priority, what the plan did and does next.

Sources: booklet, Priority setting, step 6; design guide, picture 11 ("Add from plan").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.plans import Measure, MeasurePoint
from npt_desktop.models.priorities import Priority, PriorityUpdate
from npt_desktop.rules.engagement import public_sentence
from npt_desktop.rules.periods import month_end, month_of, previous_month, public_date
from npt_desktop.services.desk import Desk
from npt_desktop.services.priority_figures import PART, figures_of

_MOST = 6
LOG, PLAN = "From the log", "From the plan"
PARTS = ("you_said", "we_did", "next_steps")


@dataclass(frozen=True, slots=True)
class InsertFact:
    """A fact with the part it belongs to (``you_said``, ``we_did`` or ``next_steps``) and where it comes from."""

    part: str
    words: str
    sentence: str
    source: str = ""


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
        found = _marked(session, priority, first)
        found += [
            InsertFact("you_said", entry.who_engaged or entry.summary, said, LOG)
            for entry in entries if (said := public_sentence(entry.public_sentence, entry.summary))
        ]  # fmt: skip
        if priority.plan_id is None:
            return tuple(found)
        actions = session.scalars(
            select(Action).where(Action.plan_id == priority.plan_id).order_by(Action.due_on, Action.id)
        ).all()
        points = session.execute(
            select(Measure.name, Measure.unit, MeasurePoint.month, MeasurePoint.value)
            .join(MeasurePoint, MeasurePoint.measure_id == Measure.id)
            .where(Measure.plan_id == priority.plan_id, Measure.comparison.is_(False),
                   MeasurePoint.month.in_((previous_month(first), first)))
            .order_by(Measure.main.desc(), Measure.id, MeasurePoint.month)
        ).all()  # fmt: skip
    done = [a for a in actions if a.state is ActionState.DONE and a.done_on and first <= a.done_on <= last]
    coming = [a for a in actions if a.state is ActionState.OPEN and a.due_on and a.due_on > first]
    found += [InsertFact("we_did", a.title, _sentence(a.title), PLAN) for a in done[:_MOST]]
    found += _figures([(row[0], row[1], row[2], row[3]) for row in points], first)
    found += [
        InsertFact("next_steps", a.title, _sentence(f"{a.title.rstrip('.')} by {public_date(a.due_on)}"), PLAN)
        for a in coming[:_MOST] if a.due_on
    ]  # fmt: skip
    return tuple(found)


def draft_of(facts: Iterable[InsertFact]) -> dict[str, str]:
    """The month's update drafted from its facts: each sentence once, in the part it belongs to. A person writes
    the final words; a part no record speaks for stays empty, so that it cannot pass for told."""
    found: dict[str, list[str]] = {part: [] for part in PARTS}
    for fact in facts:
        if fact.sentence not in found[fact.part]:
            found[fact.part].append(fact.sentence)
    return {part: " ".join(said) for part, said in found.items()}


def _marked(session: Session, priority: Priority, month: date) -> list[InsertFact]:
    """The figures marked about the priority, but for those an update of another month has told already."""
    u = PriorityUpdate
    told = session.execute(
        select(u.you_said, u.we_did).where(
            u.priority_id == priority.id, u.month != month, u.published_on.is_not(None)
        )
    ).all()
    out = "\n".join(part for row in told for part in row)
    return [
        InsertFact(PART[line.source], f"{line.label}: {line.words}", line.sentence, line.source.label)
        for line in figures_of(session, priority, month) if line.marked and line.sentence not in out
    ]  # fmt: skip


def _figures(points: list[tuple[str, str, date, int]], month: date) -> list[InsertFact]:
    """What each figure of the plan did since the month before, the main one first."""
    by_name: dict[tuple[str, str], dict[date, int]] = {}
    for name, unit, day, value in points:
        by_name.setdefault((name, unit), {})[day] = value
    found = []
    for (name, unit), values in by_name.items():
        if set(values) != {previous_month(month), month}:
            continue
        before, now = values[previous_month(month)], values[month]
        how = "stayed at" if now == before else f"{'fell' if now < before else 'rose'} from {before} to"
        what = name if len(by_name) > 1 else unit
        what = f"{what[:1].upper()}{what[1:]}"
        found.append(InsertFact("we_did", f"{what} {before} to {now}", f"{what} {how} {now}.", PLAN))
    return found


def _sentence(words: str) -> str:
    plain = " ".join(words.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."
