"""When a record is to be reviewed, and on which grounds it may be disposed of.

Sources: Police Information and Records Management Code of Practice (2023); APP, Retention, review and disposal; UK GDPR
Articles 5(1)(e), 7 and 17. The classes, periods and grounds are data in ``resources/retention.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry

MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Clock:
    """What starts a period: a field, in words, and the years from it to the review."""

    start: str
    words: str
    years: int


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A class of records. The first clock that has a date counts; ``called`` are the fields a record is told by."""

    key: str
    label: str
    plural: str
    table: str
    called: tuple[str, ...]
    clocks: tuple[Clock, ...]
    removed_years: int
    source: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a record is disposed of; with ``early`` also before its review date."""

    key: str
    label: str
    early: bool


@dataclass(frozen=True, slots=True)
class Lasting:
    """Tables that have no period, and why."""

    tables: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """The classes in their order, the grounds, what lasts, and how far ahead the review looks."""

    classes: tuple[RetentionClass, ...]
    grounds: tuple[Ground, ...]
    lasting: tuple[Lasting, ...]
    soon_months: int

    def of(self, table: str) -> RetentionClass | None:
        """The class of a table's records; None where they have none of their own."""
        return next((each for each in self.classes if each.table == table), None)

    def ground(self, key: str) -> Ground | None:
        """A ground by its key."""
        return next((each for each in self.grounds if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Review:
    """When a record is to be reviewed: on a day, because a clock started on another, or was kept until then."""

    on: date
    started: date
    words: str
    kept: bool = False


def load_retention(path: Path) -> RetentionRules:
    """The rules of a file. Raises CannotDo naming the entry at fault."""
    entry = read_entry(path)
    entry.only("about", "soon_months", "classes", "grounds", "lasting")
    classes = []
    for one in entry.entries("classes"):
        one.only("key", "label", "plural", "table", "called", "removed_years", "clocks", "source")
        clocks = []
        for clock in one.entries("clocks"):
            clock.only("from", "words", "years")
            clocks.append(
                Clock(clock.text("from"), clock.text("words"), clock.whole("years", low=0, high=MOST_YEARS))
            )
        if not clocks:
            one.refuse("needs at least one clock under “clocks”")
        classes.append(RetentionClass(
            one.text("key"), one.text("label"), one.text("plural"), one.text("table"), one.texts("called"),
            tuple(clocks), one.whole("removed_years", low=0, high=MOST_YEARS), one.text("source"),
        ))  # fmt: skip
    grounds = []
    for one in entry.entries("grounds"):
        one.only("key", "label", "early")
        grounds.append(Ground(one.text("key"), one.text("label"), one.flag("early")))
    lasting = []
    for one in entry.entries("lasting"):
        one.only("tables", "why")
        lasting.append(Lasting(one.texts("tables"), one.text("why")))
    months = entry.whole("soon_months", low=1, high=120)
    return RetentionRules(tuple(classes), tuple(grounds), tuple(lasting), months)


@cache
def standard_retention() -> RetentionRules:
    """The rules the program ships with."""
    return load_retention(resources() / "retention.json")


def with_periods(
    rules: RetentionRules,
    changed: Mapping[tuple[str, str], int],
    sources: Mapping[str, str] = MappingProxyType({}),
) -> RetentionRules:
    """The rules with the periods a force changed, by class and clock, and its sources, by class."""
    return replace(rules, classes=tuple(
        replace(
            each, source=sources.get(each.key, each.source), clocks=tuple(
                replace(clock, years=changed.get((each.key, clock.start), clock.years)) for clock in each.clocks
            ),
        )
        for each in rules.classes
    ))  # fmt: skip


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March where there is none."""
    last = date.max.year
    if day.year + years > last:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The latest day whose :func:`years_after` is not after ``day``."""
    if day.year - years < date.min.year:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def review_of(
    kind: RetentionClass, dates: Mapping[str, date | None], kept_until: date | None = None
) -> Review | None:
    """When a record of a class is to be reviewed; None while nothing has started its period.

    A decision to keep it longer holds where it reaches further than the period.
    """
    for clock in kind.clocks:
        started = dates.get(clock.start)
        if started is not None:
            on = years_after(started, clock.years)
            if kept_until is not None and kept_until > on:
                return Review(kept_until, started, clock.words, kept=True)
            return Review(on, started, clock.words)
    return None


def removed_review(kind: RetentionClass, removed_on: date, kept_until: date | None = None) -> Review:
    """When what the journal says of a removed record is to be reviewed."""
    on = years_after(removed_on, kind.removed_years)
    if kept_until is not None and kept_until > on:
        return Review(kept_until, removed_on, "removed", kept=True)
    return Review(on, removed_on, "removed")


def state_of(review: Review | None, today: date) -> State:
    """Overdue from the day after, due on the day, otherwise nothing to do."""
    if review is None or review.on > today:
        return State.NONE
    return State.BAD if review.on < today else State.WARN


def why_not_yet(review: Review | None, ground: Ground, today: date) -> str:
    """Why a record may not be disposed of on this ground today; empty when it may."""
    if ground.early or (review is not None and review.on <= today):
        return ""
    when = "its period has not begun" if review is None else f"its review is on {review.on:%d/%m/%Y}"
    return f"{when}: choose another reason, or wait until then"
