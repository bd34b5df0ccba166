"""The record of a priority round: six dated steps, what was considered, what was decided and why.

The steps are the booklet's own (Priority setting, 1 to 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.models.kinds import Decision, PriorityResult, State
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    Quote,
    Table,
    Tone,
    Words,
    quiet,
)
from npt_desktop.reports.wording import count, form_date, quarter_words

_DECISION_STATES = {
    Decision.UNDECIDED: State.PART,
    Decision.PRIORITY: State.GOOD,
    Decision.PLAN_ONLY: State.NONE,
    Decision.PARTNER: State.NONE,
    Decision.NOT_NOW: State.NONE,
}


@dataclass(frozen=True, slots=True)
class RoundStep:
    """One of the six steps; ``on`` is None until it is done, ``due`` says when it falls due."""

    title: str
    on: date | None = None
    due: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoundCandidate:
    """An issue that was considered."""

    issue: str
    evidence: str = ""
    decision: Decision = Decision.UNDECIDED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RoundUpdate:
    """A monthly update on a priority, as it was shared."""

    on: date
    text: str
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundPriority:
    """A priority that was set. ``plan`` is the plan's reference, or ``no_plan`` says why none."""

    title: str
    reason: str = ""
    owner: str = ""
    plan: str = ""
    no_plan: str = ""
    issue: str = ""
    action: str = ""
    updates: tuple[RoundUpdate, ...] = ()
    result: PriorityResult | None = None
    result_note: str = ""


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A quarter's round; ``first_month`` is any day of the quarter's first month."""

    area: str
    first_month: date
    inspector: str = ""
    steps: tuple[RoundStep, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    meeting_on: date | None = None
    attendance: tuple[str, ...] = ()
    candidates: tuple[RoundCandidate, ...] = ()
    priorities: tuple[RoundPriority, ...] = ()
    published_on: date | None = None
    published_by: str = ""
    address: str = ""
    marking: str = OFFICIAL_SENSITIVE


def round_document(record: RoundRecord, printed_at: datetime) -> Document:
    """The whole round, ready to print."""
    quarter = quarter_words(record.first_month)
    blocks: list[Block] = [
        Facts(
            (
                ("Area", record.area),
                ("Quarter", quarter),
                ("Inspector", record.inspector or "Not recorded"),
                ("Priorities set", f"{len(record.priorities)} of up to 3"),
                ("Published", form_date(record.published_on, "Not published")),
                ("Published by", record.published_by or "Not recorded"),
                ("Meeting", form_date(record.meeting_on, "Not recorded")),
                ("Page address", record.address or "Not recorded"),
                ("Present", "\n".join(record.attendance) or "Not recorded"),
            )
        ),
        Heading("Steps"),
        Table(
            (
                Column("", 0.5),
                Column("Step", 5),
                Column("State", 1.8),
                Column("Date", 2.3),
                Column("Note", 3.5),
            ),
            tuple(_step(place, step) for place, step in enumerate(record.steps, start=1)),
        ),
    ]
    if record.sources:
        blocks += [Heading("Information used"), Facts(record.sources, across=1)]
    blocks += [
        Heading(f"Issues considered ({len(record.candidates)})"),
        Table(
            (Column("Issue", 3), Column("Evidence", 4), Column("Decision", 2.4), Column("Reason", 3.8)),
            tuple(_candidate(candidate) for candidate in record.candidates),
            empty="No issues recorded.",
        ),
    ]
    for place, priority in enumerate(record.priorities, start=1):
        blocks.extend(_priority(place, priority))
    return Document(
        title="Local policing priorities: record of the round",
        subtitle=f"{record.area}, {quarter}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=record.marking,
    )


def _step(place: int, step: RoundStep) -> tuple[Cell, ...]:
    state = Mark(State.GOOD, "Done") if step.on is not None else Mark(State.NONE, "Not done")
    when: Cell = form_date(step.on)
    if step.on is None:
        when = quiet(f"Due {form_date(step.due)}" if step.due is not None else "No date")
    return (str(place), step.title, state, when, step.note)


def _candidate(candidate: RoundCandidate) -> tuple[Cell, ...]:
    return (
        Words(candidate.issue, Tone.STRONG),
        candidate.evidence or quiet("None recorded"),
        Mark(_DECISION_STATES[candidate.decision], candidate.decision.label),
        candidate.reason or quiet("None recorded"),
    )


def _priority(place: int, priority: RoundPriority) -> list[Block]:
    plan = (
        f"Plan {priority.plan}" if priority.plan else f"No plan: {priority.no_plan or 'no reason recorded'}"
    )
    result = priority.result.label if priority.result is not None else "Not yet judged"
    return [
        Heading(f"Priority {place}: {priority.title}"),
        Facts(
            (
                ("Owner", priority.owner or "No owner"),
                ("Problem solving", plan),
                ("Why chosen", priority.reason or "Not recorded"),
                ("Result", (Words(result, Tone.STRONG), quiet(priority.result_note))
                 if priority.result_note else result),
            )
        ),
        Heading("Public wording: the issue", 2),
        Quote(priority.issue) if priority.issue else quiet("Not written."),
        Heading("Public wording: the action", 2),
        Quote(priority.action) if priority.action else quiet("Not written."),
        Heading(f"Monthly updates ({count(len(priority.updates), 'update')})", 2),
        Table(
            (Column("Date", 1.4), Column("Update", 7), Column("Shared on", 2.4)),
            tuple(
                (form_date(update.on), update.text, ", ".join(update.channels) or quiet("Not recorded"))
                for update in priority.updates
            ),
            empty="No updates yet.",
        ),
    ]  # fmt: skip
