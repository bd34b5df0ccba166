"""What a community profile must say, whom the network speaks for, and what the gaps ask of next month.

Sources: booklet, Engagement, steps one and two, and QA questions 4 to 8; practice report, section 3 (needs of
each section of the community, how each prefers contact, key individuals mapped to groups). What is proposed is
proposed only: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import RiskLevel
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.evidence_engagement import is_gap
from npt_desktop.rules.periods import days_words, form_date, month_of
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed, matching_form, present

LONGEST_NAME = 120
MOST_PEOPLE = 10_000_000
"""More people than any area has: a slip of the key."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is known from, and as of when where that was written."""

    what: str
    on: date | None = None


def read_sources(text: str, today: date) -> tuple[Source, ...]:
    """Sources typed one a line, the date after the last comma: ``Census, 21/3/2021``. A line whose end is no date
    is a source without one; a date to come is refused."""
    found = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words:
            continue
        what, comma, end = words.rpartition(",")
        on = _day(end, today) if comma else None
        if on is not None and on > today:
            raise CannotDo(f"The source ‘{what[:40].strip()}’ is dated in the future: correct its date.")
        found.append(Source(what.strip() if on else words, on))
    return tuple(source for source in found if source.what)


def write_sources(sources: Iterable[Source]) -> str:
    """Sources as they are typed."""
    return "\n".join(f"{s.what}, {form_date(s.on)}" if s.on else s.what for s in sources)


def _day(words: str, today: date) -> date | None:
    # A year alone ("Census 2021") or a word is no date; a date on a form has a stroke, a point or a month's name.
    if not any(mark.isdigit() for mark in words) or words.strip().isdigit():
        return None
    try:
        return parse_typed(words, today)
    except CannotDo:
        return None


def read_groups(text: str) -> tuple[str, ...]:
    """The groups somebody speaks for, as kept: one a line."""
    return tuple(dict.fromkeys(name for line in text.splitlines() if (name := " ".join(line.split()))))


def write_groups(names: Iterable[str]) -> str:
    """Groups as they are kept."""
    return "\n".join(dict.fromkeys(" ".join(name.split()) for name in names))


def speaks_for(text: str, group: str) -> bool:
    """Whether a kept list of groups names this one, capitals and spaces apart."""
    wanted = matching_form(group)
    return any(matching_form(name) == wanted for name in read_groups(text))


@dataclass(frozen=True, slots=True)
class GroupKnown:
    """What the profile says of a group, as far as completeness goes."""

    audience: bool
    size: int | None
    languages: str
    found_where: str
    prefers: str
    risk_level: RiskLevel | None
    sources: int
    known_on: date | None


def not_known(group: GroupKnown, today: date, limits: Thresholds | None = None) -> tuple[str, ...]:
    """What is not known of a group, in the order of the form; the last is an old look at it."""
    limits = limits or standard_thresholds()
    lacks = [
        name
        for name, there in (
            ("the audience in the log", group.audience),
            ("how many they are", group.size is not None),
            ("languages", present(group.languages)),
            ("where they are", present(group.found_where)),
            ("how they prefer contact", present(group.prefers)),
            ("threat, risk and harm", group.risk_level is not None),
            ("sources", group.sources > 0),
        )
        if not there
    ]
    if group.known_on is None or (today - group.known_on).days > limits.refresh_days:
        lacks.append("a look at it within the year")
    return tuple(lacks)


@dataclass(frozen=True, slots=True)
class GroupReached:
    """A group with its last contact, who knows it, and how many activities are planned for next month."""

    id: int
    name: str
    last_on: date | None = None
    hidden: bool = False
    emerging: bool = False
    risk_level: RiskLevel | None = None
    prefers: str = ""
    known_by: tuple[str, ...] = ()
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group to reach next month: why, who knows it, and the words of the activity proposed."""

    group_id: int
    group: str
    why: str
    known_by: tuple[str, ...]
    what: str


def propose(
    groups: Iterable[GroupReached], today: date, limits: Thresholds | None = None
) -> tuple[Proposal, ...]:
    """Every gap nothing is planned for next month, first the never reached and the longest silent; among equals
    high risk first, then the hidden."""
    gaps = [group for group in groups if is_gap(group.last_on, today, limits) and not group.planned]
    order = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW, None)
    gaps.sort(
        key=lambda g: (g.last_on or date.min, order.index(g.risk_level), not g.hidden, g.name.casefold())
    )
    return tuple(
        Proposal(group.id, group.name, _why(group, today), group.known_by, _activity(group)) for group in gaps
    )


def _why(group: GroupReached, today: date) -> str:
    since = "Never in the log"
    if group.last_on is not None:
        since = f"No contact for {days_words((today - group.last_on).days)}"
    traits = []
    if group.hidden:
        traits.append("hidden or seldom heard")
    if group.emerging:
        traits.append("new and emerging")
    if group.risk_level is RiskLevel.HIGH:
        traits.append("high risk")
    return f"{since}; {listed(traits)}" if traits else since


def _activity(group: GroupReached) -> str:
    way = " ".join(group.prefers.split())
    return f"Meet them as they prefer: {way}" if way else "Meet them where they gather"


@dataclass(frozen=True, slots=True)
class LoggedFor:
    """A logged engagement, as far as closing an activity with it goes."""

    id: int
    day: date
    audience_id: int | None
    who: str
    groups: tuple[int, ...] = ()


def closing_entries(
    group_id: int, audience_id: int | None, month: date, entries: Sequence[LoggedFor], taken: Iterable[int]
) -> tuple[LoggedFor, ...]:
    """The entries of that month with that group, which an open activity may be closed with; latest first.

    An entry is with a group when it names it, or, naming none, has its audience. One that closed another
    activity is not offered again.
    """
    used = set(taken)
    fits = [
        entry
        for entry in entries
        if month_of(entry.day) == month_of(month)
        and entry.id not in used
        and (
            group_id in entry.groups
            if entry.groups
            else audience_id is not None and entry.audience_id == audience_id
        )
    ]
    return tuple(sorted(fits, key=lambda entry: (entry.day, entry.id), reverse=True))


def group_mistakes(
    *, name: str, others: Iterable[str], size: int | None, known_on: date | None, today: date
) -> dict[str, str]:
    """Each field of a group that must be mended before it is saved."""
    found: dict[str, str] = {}
    words = " ".join(name.split())
    if not present(words):
        found["name"] = "Enter what the group is called."
    elif len(words) > LONGEST_NAME:
        found["name"] = f"Shorten the name to {LONGEST_NAME} characters."
    elif matching_form(words) in {matching_form(other) for other in others}:
        found["name"] = f"There is a group “{words}” in this area already: change that one."
    if size is not None and not 0 <= size <= MOST_PEOPLE:
        found["size"] = f"Enter a number of people from 0 to {MOST_PEOPLE:,}, or leave it empty."
    if known_on is not None and known_on > today:
        found["known_on"] = "Enter a date that is not in the future."
    return found
