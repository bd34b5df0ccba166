"""The register of plans: saved views, words, order, and the table that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt

from npt_desktop.models.kinds import Stage, State
from npt_desktop.rules.periods import ago, day_month
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.services.plan_register import PlanLine
from npt_desktop.ui.widgets.lines_model import LinesModel
from npt_desktop.ui.widgets.progress import stages_words
from npt_desktop.ui.widgets.tables import AnyCell, Cell, PillCell, StageCell

_MARK, _PLAN, _STAGE, _FIELDS, _LEAD, _CHANGED, _REVIEW, _ECINS = range(8)


def changed_on(line: PlanLine) -> date:
    """The day of the last change."""
    return line.changed_at.astimezone().date()


def is_quiet(line: PlanLine, today: date, limits: Thresholds) -> bool:
    """Open and not changed for as long as the limit says."""
    return line.closed_on is None and (today - changed_on(line)).days >= limits.stale_plan_days


def is_overdue(line: PlanLine, today: date) -> bool:
    """Open with a review date that has passed."""
    return line.closed_on is None and line.next_review_on is not None and line.next_review_on < today


def late_for(line: PlanLine, today: date, limits: Thresholds) -> str:
    """What a plan is late for, in words; blank when it is not."""
    if line.area_closed and line.closed_on is None:
        return f"{line.area} was closed: choose its area"
    if line.awaits_assessment:
        ended = line.closed_on or line.finished_on  # late from the day after, as on Home
        return "Waits for its assessment" if ended is not None and ended < today else ""
    if is_overdue(line, today):
        return "Review overdue"
    return f"No change in {limits.stale_plan_days} days" if is_quiet(line, today, limits) else ""


def state_of(line: PlanLine, today: date, limits: Thresholds | None = None) -> tuple[State, str]:
    """The mark of a plan and the reason in words."""
    late = late_for(line, today, limits or standard_thresholds())
    if late:
        return State.BAD, late
    if line.awaits_assessment:
        return State.WARN, "Waits for its assessment"
    if line.closed_on is not None:
        return State.NONE, "Closed"
    if not line.ecins_reference.strip():
        return State.WARN, "No E-CINS reference"
    return (State.GOOD, "Complete") if line.done == line.total else (State.PART, "In progress")


Test = Callable[[PlanLine], bool]


def views(today: date, me: str, limits: Thresholds | None = None) -> dict[str, tuple[str, Test]]:
    """The saved views by key: their words and which plans they show."""
    limits = limits or standard_thresholds()
    return {
        "open": ("Open", lambda line: line.closed_on is None),
        "mine": ("Mine", lambda line: bool(me) and line.lead == me and line.closed_on is None),
        "quiet": (f"No change in {limits.stale_plan_days} days", lambda line: is_quiet(line, today, limits)),
        "overdue": ("Review overdue", lambda line: is_overdue(line, today)),
        "unassessed": ("Finished without assessment", lambda line: line.awaits_assessment),
        "all": ("All", lambda _: True),
    }


ORDERS: dict[str, tuple[str, Callable[[PlanLine], Any]]] = {
    "latest": ("Latest first", lambda line: line.reference),
    "review": ("Next review", lambda line: (line.next_review_on is None, line.next_review_on or date.max)),
    "changed": ("Longest unchanged", lambda line: line.changed_at),
    "title": ("Title", lambda line: line.title.casefold()),
    "lead": ("Lead", lambda line: (not line.lead, line.lead.casefold())),
}


def says(line: PlanLine) -> str:
    """What the words of the filter are looked for in."""
    return (
        f"{line.reference} {line.title} {line.beat} {line.lead} {line.supervisor} {line.partners} "
        f"{line.ecins_reference} {line.stage.label} {line.priority}"
    ).casefold()


@dataclass(frozen=True, slots=True)
class Prepared:
    """The register made ready to be filtered: each plan with its words and the views it is in."""

    rows: tuple[tuple[PlanLine, str, frozenset[str]], ...]
    counts: dict[str, int]
    words: dict[str, str]
    late: int

    @property
    def opened(self) -> int:
        return self.counts["open"]


def prepare(lines: Sequence[PlanLine], today: date, me: str) -> Prepared:
    """Make plans ready. Long over thousands: call off the window's thread."""
    limits = standard_thresholds()
    found = views(today, me, limits)
    rows = tuple(
        (line, says(line), frozenset(key for key, (_, fits) in found.items() if fits(line))) for line in lines
    )
    counts = {key: sum(key in keys for _, _, keys in rows) for key in found}
    late = sum(bool(late_for(line, today, limits)) for line in lines)
    return Prepared(rows, counts, {key: words for key, (words, _) in found.items()}, late)


class RegisterModel(LinesModel[PlanLine]):
    """Plans as rows."""

    heads: ClassVar[Sequence[str]] = (
        "",
        "Plan",
        "Stage",
        "Fields",
        "Lead",
        "Last change",
        "Next review",
        "E-CINS",
    )

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min

    def show_lines(self, lines: Sequence[PlanLine], today: date) -> None:
        self._today = today
        self.set_lines(lines)

    def extra(self, line: PlanLine, column: int, role: int) -> object:
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if column == _FIELDS:
                return stages_words(line.shares)
            if column == _MARK:
                return state_of(line, self._today)[1]
            if column == _PLAN:
                twin = f". Like {line.twin}" if line.twin else ""
                marked = f". {line.marking}" if line.marked else ""
                return f"{line.reference} {line.title}{marked}{twin}"
        return None

    def words(self, line: PlanLine, column: int) -> str:
        if column == _MARK:
            return state_of(line, self._today)[1]
        if column == _CHANGED:
            return day_month(changed_on(line), self._today)
        if column == _REVIEW:
            return day_month(line.next_review_on, self._today) if line.next_review_on else "Not set"
        return {
            _PLAN: f"{line.reference} {line.title}", _STAGE: line.stage.label,
            _FIELDS: f"{line.done} of {line.total}", _LEAD: line.lead or "Nobody",
            _ECINS: line.ecins_reference or "None",
        }[column]  # fmt: skip

    def cell(self, line: PlanLine, column: int) -> AnyCell:
        today, words = self._today, self.words(line, column)
        if column == _MARK:
            return Cell(mark=state_of(line, today)[0].value)
        if column == _PLAN:
            state, why = state_of(line, today)
            note = why if state in (State.BAD, State.WARN) else ""
            priority = f"Priority {line.priority}" if line.priority else ""
            twin = f"Like {line.twin}" if line.twin else ""
            marked = line.marking if line.marked else ""
            sub = " · ".join(part for part in (marked, line.reference, priority, note, twin) if part)
            return Cell(line.title, sub, strong=True)
        if column == _STAGE:
            over = line.stage is Stage.CLOSED
            return PillCell(words, "none" if over else "accent")
        if column == _FIELDS:
            return StageCell(line.shares)
        if column == _LEAD:
            return Cell(
                words, "" if line.lead else "Choose a lead", tone="text" if line.lead else "warn_text"
            )
        if column == _CHANGED:
            return Cell(words, ago(changed_on(line), today))
        if column == _REVIEW:
            late = is_overdue(line, today)
            when = line.next_review_on
            gone = ago(when, today) if when and line.closed_on is None else ""
            return Cell(words, gone, tone="bad_text" if late else "text" if when else "text3", strong=late)
        return Cell(words, tone="text" if line.ecins_reference else "warn_text")
