"""Evidence for questions 1, 2 and 11 to 13: profile, engagement plan and portal as documents.

Sources: booklet, Quality assurance, Neighbourhood policing profile and engagement plans; design guide,
section 6. Facts are counts and dates; limits come from the thresholds. A suggestion of None means that the
store cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from npt_desktop.models.kinds import State
from npt_desktop.rules.evidence_parts import MET, NOT_MET, PARTLY, NoteLine, day_figure, mark, note_row
from npt_desktop.rules.periods import ago, day_month, days_words, month_of, number_of
from npt_desktop.rules.quality import Evidence, EvidenceRow, Figure, Source
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A version of the profile or plan."""

    name: str
    refreshed_on: date | None = None
    confirmed_on: date | None = None
    address: str = ""
    source: Source | None = None


_HEADS = ("Version", "Refreshed", "Confirmed", "Document")


def _version_rows(versions: tuple[DocumentVersion, ...], today: date) -> tuple[EvidenceRow, ...]:
    def said(day: date | None) -> str:
        return day_month(day, today) if day else ""

    return tuple(
        EvidenceRow(
            (v.name, said(v.refreshed_on), said(v.confirmed_on), v.address or "None"), State.NONE, v.source
        )
        for v in versions
    )


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A profile or plan as a document: its version, when it was last confirmed, whether a file is linked, and
    its versions, the latest first."""

    version: str = ""
    confirmed_on: date | None = None
    has_file: bool = False
    versions: tuple[DocumentVersion, ...] = ()


def read_profile_current(facts: DocumentFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 1."""
    return _document(facts, today, limits, "community profile")


def read_plan_current(facts: DocumentFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 2."""
    return _document(facts, today, limits, "engagement plan")


def _document(facts: DocumentFacts, today: date, limits: Thresholds | None, name: str) -> Evidence:
    limits = limits or standard_thresholds()
    confirmed = facts.confirmed_on
    stale = confirmed is None or (today - confirmed).days > limits.confirm_days
    figures = (
        Figure(facts.version or "None", "version", mark(not facts.version)),
        day_figure(confirmed, "last confirmed", today, mark(stale, State.BAD)),
        Figure(
            days_words((today - confirmed).days) if confirmed else "–", "since then", mark(stale, State.BAD)
        ),
        Figure("Yes" if facts.has_file else "No", "document linked", mark(not facts.has_file)),
    )
    rows = _version_rows(facts.versions, today)
    if confirmed is None:
        return Evidence(figures, NOT_MET, f"The {name} has never been confirmed as current.", _HEADS, rows)
    if stale:
        why = f"The {name} was last confirmed {ago(confirmed, today)}."
        return Evidence(figures, NOT_MET, why, _HEADS, rows)
    if not facts.has_file:
        why = f"The {name} is confirmed, but no document is linked for staff to open."
        return Evidence(figures, PARTLY, why, _HEADS, rows)
    why = f"The {name} was confirmed {ago(confirmed, today)} and its document is linked."
    return Evidence(figures, MET, why, _HEADS, rows)


@dataclass(frozen=True, slots=True)
class ProfileChangeFacts:
    """Changes to the community profile."""

    changes_this_month: int = 0
    last_change_on: date | None = None
    confirmed_on: date | None = None
    versions: tuple[DocumentVersion, ...] = ()


def read_profile_refreshed(
    facts: ProfileChangeFacts, today: date, limits: Thresholds | None = None
) -> Evidence:
    """Question 11."""
    del limits
    confirmed = facts.confirmed_on is not None and month_of(facts.confirmed_on) == month_of(today)
    figures = (
        Figure(str(facts.changes_this_month), "changes this month", mark(not facts.changes_this_month)),
        day_figure(facts.last_change_on, "last change", today),
        day_figure(facts.confirmed_on, "last confirmed", today),
    )
    rows = _version_rows(facts.versions, today)
    if facts.changes_this_month:
        why = f"The profile was changed {number_of(facts.changes_this_month, 'time')} this month."
        return Evidence(figures, MET, why, _HEADS, rows)
    if confirmed:
        why = "The profile was confirmed this month but not changed."
        return Evidence(figures, PARTLY, why, _HEADS, rows)
    why = "The profile was neither changed nor confirmed this month."
    return Evidence(figures, NOT_MET, why, _HEADS, rows)


@dataclass(frozen=True, slots=True)
class PlanVersionFacts:
    """The dates of the engagement plan's versions, in any order."""

    versions: tuple[date, ...] = ()
    documents: tuple[DocumentVersion, ...] = ()


def read_plan_refreshed(facts: PlanVersionFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 12."""
    limits = limits or standard_thresholds()
    known = sorted(day for day in facts.versions if day <= today)
    last = known[-1] if known else None
    old = last is None or today - last > timedelta(days=limits.refresh_days)
    figures = (
        day_figure(last, "latest version", today, mark(old, State.BAD)),
        Figure(days_words((today - last).days) if last else "–", "since then", mark(old, State.BAD)),
        Figure(str(len(known)), "versions in all"),
    )
    rows = _version_rows(facts.documents, today)
    if last is None:
        why = "No version of the engagement plan is recorded."
    elif old:
        why = f"The engagement plan was last refreshed {ago(last, today)}."
    else:
        why = f"The engagement plan was refreshed on {day_month(last, today)}."
    return Evidence(figures, NOT_MET if old else MET, why, _HEADS, rows)


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """When each of the two portal sections was last checked."""

    neighbourhood_on: date | None = None
    resources_on: date | None = None
    checks: tuple[NoteLine, ...] = ()


def read_portal_sections(facts: PortalFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 13."""
    limits = limits or standard_thresholds()
    checks = (("‘my neighbourhood’", facts.neighbourhood_on), ("‘local area resources’", facts.resources_on))
    old = [name for name, day in checks if day is None or (today - day).days > limits.portal_days]
    dated = tuple(
        day_figure(day, f"{name} checked", today, mark(name in old, State.WARN if day else State.NONE))
        for name, day in checks
    )
    figures = (*dated, Figure(str(len(facts.checks)), "checks in all"))
    heads = ("Section", "Date", "What was seen", "By")
    rows = tuple(note_row(note, today) for note in facts.checks)
    if facts.neighbourhood_on is None and facts.resources_on is None:
        return Evidence(figures, None, "No check of the portal sections is recorded.", heads, rows)
    if not old:
        why = f"Both sections were checked within {days_words(limits.portal_days)}."
        return Evidence(figures, MET, why, heads, rows)
    why = f"{listed(old)} not checked within {days_words(limits.portal_days)}."
    return Evidence(figures, PARTLY if len(old) == 1 else NOT_MET, why, heads, rows)
