"""What the makers of the sample share: the day, the areas with their people, the lists, the text stock."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any, TypeVar

from npt_desktop.models.kinds import TermKind
from npt_desktop.paths import resources
from npt_desktop.rules.periods import add_months, month_label, month_of, months_from
from npt_desktop.services.demo.timeline import Desk, Row, Timeline

T = TypeVar("T")
Stock = Mapping[str, Any]
PLANS, PRIORITIES, COMMUNITIES, PUBLIC, LOG, PLANNED, QUALITY = range(2, 9)
"""Which desk of a day writes first: a priority points at a plan, an entry at both."""


@dataclass(eq=False, slots=True)
class PlanLife:
    """What a later maker asks of a plan: its days, None for those that did not come."""

    row: Row
    opened: date
    changes: list[date]
    finished: date | None = None
    assessed: date | None = None
    closed: date | None = None
    shared: bool = False
    sent: date | None = None
    result: str = ""
    good: bool = False

    def open_on(self, day: date) -> bool:
        """Whether work went on that day."""
        return self.opened <= day and not (self.finished and self.finished <= day)


@dataclass(eq=False, slots=True)
class AreaCast:
    """One area: its record, its people, and what the makers have given it so far."""

    index: int
    stock: Stock
    row: Row
    inspectors: list[Row] = field(default_factory=list)
    sergeants: list[Row] = field(default_factory=list)
    constables: list[Row] = field(default_factory=list)
    chief: Row | None = None
    leaver: tuple[Row, date] | None = None
    plans: list[PlanLife] = field(default_factory=list)
    in_force: list[tuple[Row, date, date]] = field(default_factory=list)
    """Priorities with their first and last day."""
    rounds: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    profile_days: dict[str, list[date]] = field(default_factory=lambda: {"confirmed": [], "changed": []})
    plan_days: dict[str, list[date]] = field(default_factory=lambda: {"confirmed": [], "changed": []})
    entries: list[Row] = field(default_factory=list)
    met: dict[str, date] = field(default_factory=dict)
    """When each audience was last engaged, as the log is written."""
    groups: list[Row] = field(default_factory=list)
    profiles: list[Row] = field(default_factory=list)
    plans_made: list[Row] = field(default_factory=list)
    individuals: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    publications: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.stock["name"])

    @property
    def shown(self) -> bool:
        """The area the demonstration opens with."""
        return self.index == 0

    @property
    def weak(self) -> bool:
        """One of the areas where more is left undone."""
        return self.index in (3, 4, 10)

    @property
    def inspector(self) -> Row:
        return self.inspectors[0]

    def team(self, day: date) -> list[Row]:
        """Everyone who logs engagement that day, the busiest first."""
        gone = self.leaver[0] if self.leaver and self.leaver[1] <= day else None
        return [who for who in (*self.constables, *self.sergeants) if who is not gone]

    def desk(self, order: int, did: str, by: Row) -> Desk:
        """A desk of this area. The shown area writes day by day under each heading; the others are told in
        three headings, which makes the store in half the time."""
        if not self.shown:
            assert self.chief is not None
            if order in (PLANS, PRIORITIES):
                order, did, by = PRIORITIES, "Kept the priorities and problem plans", self.inspector
            elif order in (COMMUNITIES, PUBLIC, LOG):
                order, did, by = LOG, "Kept the engagement log, contacts and publications", self.sergeants[0]
            else:
                order, did, by = QUALITY, "Kept the QA meetings", self.chief
        return Desk(order, self.index, f"{did}, {self.name}", by, daily=self.shown)


@dataclass(eq=False)
class World:
    """The sample in the making. ``terms`` is keyed by list and matching form of a label, key or synonym."""

    today: date
    years: int
    seed: int
    line: Timeline
    terms: Mapping[tuple[TermKind, str], int]
    channels: Sequence[str]
    questions: Mapping[int, int]
    checklist_id: int
    areas: list[AreaCast] = field(default_factory=list)
    chiefs: list[Row] = field(default_factory=list)
    hub: Row | None = None

    @property
    def start(self) -> date:
        """The first month recorded."""
        return add_months(month_of(self.today), -12 * self.years)

    @property
    def opening(self) -> date:
        """The day the store was laid out."""
        return self.start - timedelta(days=3)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """Every month recorded, the current one included."""
        return months_from(self.start, self.today)

    def random(self, what: str, area: AreaCast | None = None) -> Random:
        """A generator of its own for each maker and area, so that one does not shift another."""
        return Random(f"{self.seed}/{what}/{area.index if area else ''}")

    def term(self, kind: TermKind, label: str) -> int | None:
        """The id of a list entry by any of its names; None where the list has none."""
        return self.terms.get((kind, matching(label)))


def label(person: Row) -> str:
    """As written in the log: "PCSO 4332 Larch"."""
    return " ".join(part for part in (person["title"], person["number"], person["surname"]) if part)


def matching(text: str) -> str:
    """Letters and digits only, small."""
    return re.sub(r"[^a-z0-9]+", "", text.casefold())


def stock(name: str) -> Stock:
    """A file of the sample's text."""
    found: Stock = json.loads((resources() / "sample" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def pick(random: Random, choices: Sequence[T]) -> T:
    """One of several."""
    return choices[random.randrange(len(choices))]


def chance(random: Random, share: float) -> bool:
    """True in this share of cases."""
    return random.random() < share


_SLOT = re.compile(r"\{(\w+)\}")
_PLACES = ("estate", "park", "centre", "school", "shops", "faith", "rural")


class Filler:
    """Fills the braces of a sentence for one occasion: the same place and number throughout."""

    def __init__(self, area: AreaCast, random: Random, day: date, **given: str) -> None:
        places = area.stock
        self._words: dict[str, str] = {name: pick(random, places[name]) for name in _PLACES}
        small = random.randint(2, 6)
        middle = small + random.randint(1, 9)
        self._words |= {
            "beat": pick(random, places["beats"]),
            "station": places["station"],
            "council": places["council"],
            "area": area.name,
            "k": str(small),
            "m": str(middle),
            "n": str(middle + random.randint(2, 14)),
            "d": str(random.randint(1, 8)),
            "month": month_label(add_months(day, random.randint(1, 2))).split()[0],
            **given,
        }

    def __call__(self, text: str) -> str:
        filled: str = _SLOT.sub(lambda found: self._words[found[1]], text)
        return filled[:1].upper() + filled[1:]

    def __getitem__(self, name: str) -> str:
        return self._words[name]


def workday(day: date, *, after: bool = False) -> date:
    """The nearest weekday on or before (or after) a day."""
    step = 1 if after else -1
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day
