"""Small pieces the evidence readers share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import AnswerValue, State
from npt_desktop.rules.periods import day_month
from npt_desktop.rules.quality import EvidenceRow, Figure, Source

MET, PARTLY, NOT_MET, ASIDE = (
    AnswerValue.MET,
    AnswerValue.PARTLY,
    AnswerValue.NOT_MET,
    AnswerValue.NOT_APPLICABLE,
)
ENTRY_HEADS = ("Date", "Who engaged", "Lead officer", "Lacks")
ISSUE_HEADS = ("Title", "Date", "Where", "Recipients")


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry of the log behind a figure."""

    day: date
    who: str = ""
    lead: str = ""
    outcome: bool = True
    score: int | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A small dated record: what it says, what was tested or found, and who recorded it."""

    day: date
    what: str = ""
    detail: str = ""
    by: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something published: a page, a blog, a newsletter."""

    day: date
    title: str = ""
    where: str = ""
    recipients: int | None = None
    source: Source | None = None


def entry_rows(entries: Iterable[LoggedEntry], today: date) -> tuple[EvidenceRow, ...]:
    """The entries under :data:`ENTRY_HEADS`."""
    found = []
    for entry in entries:
        lacks = [
            word
            for word, there in (("outcome", entry.outcome), ("score", entry.score is not None))
            if not there
        ]
        words = " and ".join(lacks).capitalize()
        cells = (day_month(entry.day, today), entry.who, entry.lead, words)
        found.append(EvidenceRow(cells, mark(bool(lacks)), entry.source))
    return tuple(found)


def issue_rows(issues: Iterable[Issue], today: date) -> tuple[EvidenceRow, ...]:
    """What was published under :data:`ISSUE_HEADS`."""
    return tuple(
        EvidenceRow(
            (
                issue.title,
                day_month(issue.day, today),
                issue.where,
                "" if issue.recipients is None else f"{issue.recipients:,}",
            ),
            State.NONE,
            issue.source,
        )
        for issue in issues
    )


def note_row(note: NoteLine, today: date) -> EvidenceRow:
    """A small record: what, when, what was tested or found, and by whom."""
    return EvidenceRow((note.what, day_month(note.day, today), note.detail, note.by), State.NONE, note.source)


def day_figure(day: date | None, label: str, today: date, state: State = State.NONE) -> Figure:
    """A date as a figure; ``Never`` when there is none."""
    return Figure(day_month(day, today) if day else "Never", label, state)


def mark(bad: bool, state: State = State.WARN) -> State:
    """Good, or ``state`` when something is amiss."""
    return state if bad else State.GOOD
