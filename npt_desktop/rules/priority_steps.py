"""The six dated steps of a priority round and where it stands.

Source: booklet, Priority setting, steps 1 to 6; the website is due by the end of the quarter's first month
(booklet, Quality assurance, Website 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.rules.periods import Quarter, month_end, number_of, short_date

TITLES = (
    "OPCC data received",
    "Priority meeting",
    "Priorities set",
    "Published",
    "Plans on E-CINS",
    "Monthly updates",
)


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round in dates and counts. ``updates_due`` are those of the months begun by today."""

    quarter: Quarter
    survey_on: date | None = None
    sources: int = 0
    meeting_on: date | None = None
    meeting_held: bool = False
    attended: int = 0
    decided_on: date | None = None
    priorities: int = 0
    undecided: int = 0
    published_on: date | None = None
    open_checks: int = 0
    settled_plans: int = 0
    updates_published: int = 0
    updates_due: int = 0
    month_published: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it is shown: ``state`` is done, current, todo or late."""

    title: str
    when: str
    detail: str
    state: str


def read_steps(facts: RoundFacts, today: date) -> tuple[Step, ...]:
    """The six steps. The first not done is the current one, late once its day has passed."""
    quarter = facts.quarter
    publish_by = quarter.publish_by
    month_due = month_end(min(max(today, quarter.start), quarter.end))
    done = (
        facts.survey_on is not None,
        facts.meeting_held,
        facts.decided_on is not None,
        facts.published_on is not None,
        facts.decided_on is not None and facts.settled_plans >= facts.priorities,
        facts.decided_on is not None and facts.updates_published >= 3 * facts.priorities,
    )
    due = (quarter.start.replace(day=14), publish_by, publish_by, publish_by, publish_by, month_due)
    on = (facts.survey_on, facts.meeting_on, facts.decided_on, facts.published_on, None, None)
    details = (
        number_of(facts.sources, "survey figure") if facts.sources else "Survey and other sources",
        f"{facts.attended} attended" if facts.attended else "Council managers",
        f"{facts.priorities} of up to 3"
        if facts.decided_on
        else _open(facts.undecided, "issue to decide", "issues to decide"),
        "On the website" if facts.published_on else _open(facts.open_checks, "check left", "checks left"),
        f"{facts.settled_plans} of {facts.priorities} recorded",
        f"{facts.updates_published} of {3 * facts.priorities} published",
    )
    current = next((n for n, finished in enumerate(done) if not finished), None)
    steps = []
    for n, title in enumerate(TITLES):
        if done[n]:
            day = on[n]
            state, when = "done", short_date(day) if day else "Done"
        else:
            late = today > due[n]
            state = "late" if late else "current" if n == current else "todo"
            planned = n == 1 and facts.meeting_on is not None
            when = (
                short_date(facts.meeting_on) if planned and facts.meeting_on else f"Due {short_date(due[n])}"
            )
        steps.append(Step(title, when, details[n], state))
    return tuple(steps)


def current_step(steps: tuple[Step, ...]) -> int:
    """The number of the first step not done, from 1; 7 when all are."""
    return next((n for n, step in enumerate(steps, 1) if step.state != "done"), 7)


def _open(count: int, one: str, many: str) -> str:
    return number_of(count, one, many) if count else ""
