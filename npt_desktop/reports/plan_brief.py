"""A problem-solving plan on one page: the brief, and the brief for whoever takes it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from npt_desktop.models.kinds import ActionState, Stage
from npt_desktop.reports.document import Block, Document, Heading, Words, quiet
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.plan import plan_actions, plan_facts, plan_leads, plan_measures, plan_sides
from npt_desktop.reports.plan_record import PlanRecord
from npt_desktop.reports.wording import count, form_date

_MISSING = 4
_LEADS = 3


@dataclass(frozen=True, slots=True)
class _Room:
    """How many lines and rows the brief gives to each part."""

    fact: int
    problem: int
    aim: int
    side: int
    actions: int
    action: int
    measures: int
    missing: int


_ROOMS = (
    _Room(fact=2, problem=8, aim=4, side=3, actions=8, action=2, measures=3, missing=3),
    _Room(fact=2, problem=6, aim=3, side=2, actions=6, action=2, measures=2, missing=3),
    _Room(fact=1, problem=4, aim=2, side=2, actions=5, action=2, measures=2, missing=2),
    _Room(fact=1, problem=3, aim=1, side=1, actions=3, action=1, measures=1, missing=1),
)


def plan_brief(plan: PlanRecord, printed_at: datetime) -> Document:
    """One page for a briefing: longer texts are cut and say so, as gently as the page allows."""
    return _fitted(lambda room: _brief(plan, printed_at, room))


def plan_handover(plan: PlanRecord, printed_at: datetime) -> Document:
    """One page for whoever takes the plan over: who led it, where it stands, what is open and what was said."""
    return _fitted(lambda room: _handover(plan, printed_at, room))


def _fitted(make: Callable[[_Room], Document]) -> Document:
    """The document with the most room that still fits one page."""
    for room in _ROOMS[:-1]:
        wider = make(room)
        if len(page_texts(wider)) == 1:
            return wider
    return make(_ROOMS[-1])


def _handover(plan: PlanRecord, printed_at: datetime, room: _Room) -> Document:
    blocks: list[Block] = [plan_facts(plan, most_lines=room.fact)]
    if plan.leads:
        short = tuple((_first(name, 40), since, until) for name, since, until in plan.leads[-_LEADS:])
        blocks += [Heading("Who led it"), plan_leads(short)]
    blocks += [
        Heading("Problem"),
        _short(_problem(plan), room.problem),
        Heading("Aim"),
        _short(plan.aim, room.aim),
    ]
    blocks += [Heading("Open actions"), *_open_actions(plan, room)]
    if plan.figures_say:
        blocks += [Heading("Where the figures stand"), _short(plan.figures_say, room.side)]
    if plan.reviews:
        last = plan.reviews[0]
        said = f"{form_date(last.on)}, {_first(last.by, 40)}, {last.kind.lower()}: {last.text}"
        blocks += [Heading("Last entry"), _short(said, room.side)]
    blocks += _missing(plan, room)
    return _page("Handover", plan, printed_at, blocks)


def _brief(plan: PlanRecord, printed_at: datetime, room: _Room) -> Document:
    blocks: list[Block] = [plan_facts(plan, most_lines=room.fact)]
    blocks += [
        Heading("Problem"),
        _short(_problem(plan), room.problem),
        Heading("Aim"),
        _short(plan.aim, room.aim),
    ]
    if plan.sides:
        blocks += [Heading("What the analysis found"), plan_sides(plan.sides[:3], most_lines=room.side)]
    blocks += [Heading("Open actions"), *_open_actions(plan, room)]
    blocks += [Heading("Measures"), plan_measures(plan.measures[: room.measures], most_lines=1)]
    blocks += _missing(plan, room)
    return _page("Brief", plan, printed_at, blocks)


def _problem(plan: PlanRecord) -> str:
    """The problem as defined after the analysis, else as first seen."""
    texts = {
        field.name: field.text for _, fields in plan.fields for field in fields if field.text and field.name
    }
    scanned = [field.text for stage, fields in plan.fields if stage is Stage.SCANNING for field in fields]
    return texts.get("defined_problem") or next((text for text in scanned if text), "")


def _open_actions(plan: PlanRecord, room: _Room) -> list[Block]:
    actions = [action for action in plan.actions if action.state is ActionState.OPEN]
    more = len(actions) - room.actions
    shown = plan_actions(tuple(actions[: room.actions]), most_lines=room.action, empty="No open actions.")
    return [shown, quiet(f"And {count(more, 'more open action')} in the plan.")] if more > 0 else [shown]


def _missing(plan: PlanRecord, room: _Room) -> list[Block]:
    if not plan.missing:
        return []
    shown = " · ".join(_first(name, 80) for name in plan.missing[:_MISSING])
    left = len(plan.missing) - _MISSING
    return [Heading("Missing"), _short(f"{shown} · and {left} more" if left > 0 else shown, room.missing)]


def _page(kind: str, plan: PlanRecord, printed_at: datetime, blocks: list[Block]) -> Document:
    return Document(
        title=_first(plan.title, 60) or "Problem-solving plan",
        subtitle=f"{kind} of problem-solving plan {_first(plan.reference, 40)}, {_first(plan.area, 60)}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=plan.marking,
    )


def _first(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(text: str, lines: int) -> Words:
    return Words(text, most_lines=lines) if text else quiet("Nothing recorded.")
