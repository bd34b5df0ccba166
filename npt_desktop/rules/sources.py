"""The figures a priority round is set from: each with its base and period, compared honestly, cautions in words.

Sources: booklet, Priority setting, step 3; SI 2010/421, regulation 2 (enough people, and a range of them, to avoid
an unrepresentative sample). Thresholds are data in ``resources/sources.json``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import sqrt
from pathlib import Path

from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.rules.lists import simplified
from npt_desktop.rules.periods import MONTHS, Quarter, number_of
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed, matching_form

_SURE = 1.96
"""Standard errors either side of a figure that chance leaves in 19 cases of 20."""


class Source(StrEnum):
    """Where counts by issue come from."""

    SURVEY = "survey"
    RESPONSES = "responses"
    CRIME = "crime"
    CONSULTATION = "consultation"
    LOG = "log"

    @property
    def label(self) -> str:
        return {
            Source.SURVEY: "OPCC survey",
            Source.RESPONSES: "Survey responses",
            Source.CRIME: "Street-level crime",
            Source.CONSULTATION: "Consultation",
            Source.LOG: "Engagement log",
        }[self]

    @property
    def unit(self) -> str:
        """What one of its counts is."""
        return {
            Source.SURVEY: "person",
            Source.RESPONSES: "person",
            Source.CRIME: "crime",
            Source.CONSULTATION: "consultation",
            Source.LOG: "engagement",
        }[self]

    @property
    def units(self) -> str:
        return "people" if self.unit == "person" else f"{self.unit}s"


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """When a figure needs a caution; see the file for each. ``no_age`` and ``age_bands`` are words."""

    small_base: int
    least_base: int
    age_points: int
    age_base: int
    few_events: int
    no_age: frozenset[str]
    age_bands: tuple[str, ...]


def load_source_limits(path: Path) -> SourceLimits:
    """The limits of a file. Raises CannotDo for a missing, misspelt or impossible one."""
    entry = read_entry(path)
    names = ("small_base", "least_base", "age_points", "age_base", "few_events")
    entry.only("about", *names, "spellings_no_age", "age_bands")
    small, least, points, aged, few = (entry.whole(name, low=1, high=100_000) for name in names)
    unknown = frozenset(matching_form(words) for words in entry.texts("spellings_no_age"))
    return SourceLimits(small, least, points, aged, few, unknown, entry.texts("age_bands"))


@cache
def standard_source_limits() -> SourceLimits:
    """The limits the program ships with."""
    return load_source_limits(resources() / "sources.json")


# ------------------------------------------------------------------------------------------ counts over time
@dataclass(frozen=True, slots=True)
class Count:
    """How many; ``base`` is how many were asked, None for events that are simply counted."""

    count: int
    base: int | None = None

    @property
    def percent(self) -> float | None:
        """The share in per cent; None without a base."""
        return 100 * self.count / self.base if self.base else None

    @property
    def words(self) -> str:
        """``23 % (35 of 150)``, or ``1,284``."""
        share = self.percent
        return f"{self.count:,}" if share is None else f"{share:.0f} % ({self.count:,} of {self.base:,})"

    @property
    def figure(self) -> float:
        """What a chart shows: the share where there is one, else the count."""
        share = self.percent
        return self.count if share is None else round(share, 1)


@dataclass(frozen=True, slots=True)
class Held:
    """What a source holds of a quarter: ``base`` people asked (None for events), ``total`` of everything counted,
    and the ``months`` it covers; a survey covers its quarter."""

    quarter: Quarter
    base: int | None
    total: int
    months: tuple[date, ...]

    @property
    def whole(self) -> bool:
        """Every month of the quarter is in."""
        return len(self.months) == 3

    @property
    def period(self) -> str:
        """``July to September 2026``, or the months that are in: ``July and August 2026``."""
        if self.whole:
            return self.quarter.spoken
        return f"{listed(MONTHS[month.month - 1] for month in self.months)} {self.quarter.start.year}"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words; ``beyond_chance`` is None where no comparison is made."""

    words: str
    beyond_chance: bool | None = None

    @property
    def mark(self) -> State:
        """Amber only for what stands out; a comparison is no verdict."""
        return State.WARN if self.beyond_chance and self.words.startswith("up") else State.NONE


NOTHING = Change("")


def change(
    now: Count | None,
    then: Count | None,
    held: Held | None,
    held_then: Held | None,
    limits: SourceLimits | None = None,
) -> Change:
    """How a figure stands against an earlier one of the same source.

    Shares differ beyond chance by the test of two proportions, counted events by their Poisson error, both at 19
    in 20; within chance there is “no clear change”. Where a month is not in or there are too few, that is said
    instead. An issue that a held quarter does not name counts nought of its base.
    """
    limits = limits or standard_source_limits()
    if held is None or held_then is None:
        return NOTHING
    now, then = now or Count(0, held.base), then or Count(0, held_then.base)
    if now.base is not None and then.base is not None:
        return _share_change(now.count, now.base, then.count, then.base, limits)
    if not held.whole or not held_then.whole:
        return Change("not compared: a month is missing")
    total, differ = now.count + then.count, now.count - then.count
    if total < limits.few_events:
        return Change("too few to tell")
    return _said(differ, f"{abs(differ):,}", abs(differ) > _SURE * sqrt(total))


def _share_change(count: int, base: int, was: int, was_base: int, limits: SourceLimits) -> Change:
    if min(base, was_base) < limits.least_base:
        return Change("too few to compare")
    both = (count + was) / (base + was_base)
    error = sqrt(both * (1 - both) * (1 / base + 1 / was_base))
    differ = count / base - was / was_base
    points = round(100 * differ)
    return _said(points, number_of(abs(points), "point"), abs(differ) > _SURE * error)


def _said(differ: int, amount: str, beyond: bool) -> Change:
    if not differ or not beyond:
        return Change("no change" if not differ else "no clear change", False)
    return Change(f"{'up' if differ > 0 else 'down'} {amount}", True)


# ------------------------------------------------------------------------------------------ who was asked
def base_words(base: int, limits: SourceLimits | None = None) -> str:
    """What a small base means, in a sentence; empty where it is large enough."""
    limits = limits or standard_source_limits()
    if base < limits.least_base:
        return (
            f"Only {number_of(base, 'person', 'people')} answered: too few for shares. Read what they said."
        )
    if base < limits.small_base:
        rough = round(100 * _SURE * sqrt(0.25 / base))
        return f"{base} people answered: a small base, so each share may be {rough} points higher or lower."
    return ""


def age_words(
    answered: Mapping[str, int], people: Mapping[str, int], area: str, limits: SourceLimits | None = None
) -> tuple[str, ...]:
    """How the ages of those who answered lie beside the area's, one sentence each; empty where they are near.

    ``answered`` counts people by age band as they gave it, ``people`` those who live there. Bands are compared as
    shares of everybody whose age is known.
    """
    limits = limits or standard_source_limits()
    known = _by_band(answered, limits)
    given = sum(known.values())
    if not given:
        return ("Nobody’s age is recorded: whether the answers speak for every age cannot be told.",)
    lives = _by_band(people, limits)
    if not sum(lives.values()):
        return (
            f"The age bands of {area} are not entered: the ages of those who answered cannot be compared.",
        )
    if given < limits.age_base:
        return (f"Only {number_of(given, 'age is', 'ages are')} known: too few to compare with the area’s.",)
    strange = [_shown(form) for form in known if form not in lives]
    if strange:
        return (f"{area}’s age bands do not have {listed(strange)}: enter the same bands to compare.",)
    far = []
    for form, there in lives.items():
        share, own = 100 * known.get(form, 0) / given, 100 * there / sum(lives.values())
        if abs(share - own) >= limits.age_points:
            way = "more" if share > own else "fewer"
            far.append(
                f"{_shown(form)}: {share:.0f} % of answers, {own:.0f} % of the area, so {way} than there should be."
            )
    return tuple(far)


def band_form(text: str) -> str:
    """An age band for comparing: ``35 to 49`` and ``35–49`` are ``35-49``, ``65+`` is ``65 and over``."""
    plain = matching_form(text)
    ages = re.findall(r"\d+", plain)
    if len(ages) == 2:
        return f"{ages[0]}-{ages[1]}"
    if len(ages) == 1 and re.search(r"under|below|less|<|younger", plain):
        return f"under {ages[0]}"
    if len(ages) == 1 and re.search(r"over|above|older|more|plus|\+|>", plain):
        return f"{ages[0]} and over"
    return plain


def _by_band(counts: Mapping[str, int], limits: SourceLimits) -> dict[str, int]:
    found: dict[str, int] = {}
    for band, count in counts.items():
        form = band_form(band)
        if form and form not in limits.no_age:
            found[form] = found.get(form, 0) + count
    return found


def _shown(form: str) -> str:
    return f"{form[:1].upper()}{form[1:]}"


# ------------------------------------------------------------------------------------------ small areas
def homes(areas: Mapping[str, int]) -> dict[str, int]:
    """Areas by the form of their name that :func:`home_of` looks them up by."""
    return {simplified(name): area_id for name, area_id in areas.items()}


def home_of(lsoa: str, areas: Mapping[str, int]) -> int | None:
    """The area a small area's name says, by its district: ``Ashfield 001B`` lies in Ashfield. None where no area
    bears the district's name. ``areas`` are made by :func:`homes`."""
    return areas.get(simplified(lsoa.rpartition(" ")[0] or lsoa))


def missing_months(held: Held | None) -> tuple[date, ...]:
    """The months of the quarter a source does not hold, in their order."""
    return () if held is None else tuple(month for month in held.quarter.months if month not in held.months)


def in_words(parts: Sequence[str]) -> str:
    """Sentences as one paragraph."""
    return " ".join(part for part in parts if part)
