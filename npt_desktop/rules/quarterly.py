"""The force's quarter in figures, and what they come to in sentences.

Source: booklet, report to the Police and Crime Commissioner's meeting: purpose, recommendations, summary of key
points, implications. Every sentence says what was counted; what the store cannot tell is left to the author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.rules.periods import Quarter, number_of
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class AreaQuarter:
    """One area's quarter. ``on_time`` is None where nothing was published; ``met`` and ``due`` are QA questions."""

    area: str
    published_on: date | None = None
    on_time: bool | None = None
    priorities: int = 0
    updates: int = 0
    updates_due: int = 0
    plans_open: int = 0
    plans_assessed: int = 0
    entries: int = 0
    average: float | None = None
    met: int = 0
    due: int = 0
    actions_late: int = 0

    @property
    def qa_percent(self) -> int | None:
        """Questions met of those due that apply, rounded down."""
        return self.met * 100 // self.due if self.due else None


@dataclass(frozen=True, slots=True)
class CommunityQuarter:
    """One community: entries, average score, and how many areas reached it."""

    name: str
    entries: int
    average: float | None
    areas: int


@dataclass(frozen=True, slots=True)
class ForceQuarter:
    """The whole force. ``before`` are the entries of the quarter before; the series are of twelve months."""

    quarter: Quarter
    as_at: date
    areas: tuple[AreaQuarter, ...] = ()
    communities: tuple[CommunityQuarter, ...] = ()
    plans_opened: int = 0
    plans_open: int = 0
    finished: int = 0
    assessed: int = 0
    fell: int = 0
    rose: int = 0
    cannot_tell: int = 0
    waiting: int = 0
    entries: int = 0
    before: int = 0
    average: float | None = None
    unscored: int = 0
    actions_set: int = 0
    actions_done: int = 0
    actions_open: int = 0
    actions_late: int = 0
    entries_by_month: tuple[tuple[date, int], ...] = ()
    met_by_month: tuple[tuple[date, int | None], ...] = ()
    open_by_month: tuple[tuple[date, int], ...] = ()

    @property
    def on_time(self) -> int:
        """How many areas published their priorities by the due date."""
        return sum(area.on_time is True for area in self.areas)

    @property
    def met(self) -> int:
        return sum(area.met for area in self.areas)

    @property
    def due(self) -> int:
        return sum(area.due for area in self.areas)

    @property
    def qa_percent(self) -> int | None:
        """QA questions met of those due over all areas, rounded down."""
        return self.met * 100 // self.due if self.due else None

    @property
    def running(self) -> bool:
        """The quarter is not over: the figures are those so far."""
        return self.as_at < self.quarter.end


def key_points(found: ForceQuarter) -> tuple[str, ...]:
    """The summary of key points, one sentence a line."""
    total = len(found.areas)
    updates, wanted = sum(a.updates for a in found.areas), sum(a.updates_due for a in found.areas)
    said = [
        f"{found.on_time} of {number_of(total, 'area')} published their priorities by the end of the first month; "
        f"{updates} of {number_of(wanted, 'monthly update')} due were published.",
        f"{number_of(found.plans_open, 'problem-solving plan')} were open at the end, {found.plans_opened} opened and "
        f"{found.finished} finished in the quarter.",
        _verdicts(found),
        _engagement(found),
    ]
    if found.qa_percent is not None:
        said.append(
            f"{found.met:,} of {number_of(found.due, 'QA question')} due were met, {found.qa_percent} %."
        )
    else:
        said.append("No QA question was due in the quarter.")
    said.append(
        f"{number_of(found.actions_set, 'action')} of QA meetings were set, {found.actions_done} done, "
        f"{found.actions_open} still open, {found.actions_late} of them late."
    )
    return tuple(said)


def _verdicts(found: ForceQuarter) -> str:
    if not found.assessed:
        waiting = (
            f"; {number_of(found.waiting, 'finished plan')} still to be assessed" if found.waiting else ""
        )
        return f"No plan was assessed in the quarter{waiting}."
    said = (
        f"{number_of(found.assessed, 'plan')} were assessed: the problem fell in {found.fell}, rose in {found.rose}, and "
        f"cannot be told in {found.cannot_tell}"
    )
    return f"{said}; {number_of(found.waiting, 'finished plan')} still to be assessed."


def _engagement(found: ForceQuarter) -> str:
    change = found.entries - found.before
    way = "as many as" if not change else f"{abs(change):,} {'more' if change > 0 else 'fewer'} than"
    average = f", scored {found.average:.1f} on average" if found.average is not None else ""
    reached = sum(1 for c in found.communities if c.entries)
    return (
        f"{number_of(found.entries, 'engagement')} were logged, {way} in the quarter before{average}; "
        f"{reached} of {number_of(len(found.communities), 'community', 'communities')} were reached."
    )


def recommendations(found: ForceQuarter) -> tuple[str, ...]:
    """What the meeting is asked to do: to note the progress, and to look at what fell short."""
    said = [f"That the meeting notes the progress of neighbourhood policing from {found.quarter.spoken}."]
    late = [a.area for a in found.areas if a.on_time is not True]
    if late and not found.running:
        said.append(f"That the meeting asks for priorities in time from {listed(late)}.")
    if found.waiting:
        said.append(f"That {number_of(found.waiting, 'finished plan')} are assessed before the next report.")
    silent = [c.name for c in found.communities if not c.entries]
    if silent:
        said.append(f"That engagement is planned with {listed(silent)}, not reached in the quarter.")
    if found.actions_late:
        said.append(
            f"That {number_of(found.actions_late, 'late action')} of QA meetings are brought to a close."
        )
    return tuple(said)


def weakest(areas: Sequence[AreaQuarter], most: int = 3) -> tuple[AreaQuarter, ...]:
    """The areas with the lowest share of QA questions met, the lowest first."""
    known = [area for area in areas if area.qa_percent is not None and area.qa_percent < 100]
    return tuple(sorted(known, key=lambda a: (a.qa_percent or 0, a.area))[:most])
