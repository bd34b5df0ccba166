"""Which problems an area takes up, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import AreaCast, PlanLife, Stock, chance, pick

_SHOWN = {0: (("bikes", 0), ("drinking", 0), ("speeding", 0)), 1: (("bikes", 0), ("shoptheft", 0), ("moped", 2)),
          2: (("asb", 1), ("shoptheft", 0), ("begging", 0)), 3: (("burglary", 0), ("asb", 1), ("parking", 0))}  # fmt: skip
"""The shown area's priorities, counted back from the running quarter: problem and which place of its kind."""


@dataclass(slots=True)
class Topic:
    """A problem at a place, as it runs from quarter to quarter."""

    problem: Stock
    place: str
    level: int
    candidate: Row | None = None
    priority: Row | None = None
    plan: PlanLife | None = None
    quarters: int = 0
    key: tuple[str, str] = ("", "")

    @property
    def title(self) -> str:
        return str(self.problem["title"].format(place=self.place))


class Topics:
    """Chooses topics for one area; ``running`` are those of the last quarter."""

    def __init__(self, area: AreaCast, text: Stock, random: Random) -> None:
        self.area, self.random = area, random
        self.stock = list(text["problems"])
        self.problems = {problem["key"]: problem for problem in self.stock}
        self.used: set[tuple[str, str]] = set()
        self.running: list[Topic] = []

    def for_quarter(self, back: int) -> list[Topic]:
        """The quarter's priorities: one is often carried forward."""
        if self.area.shown and back in _SHOWN:
            return [self._topic(key, nth) for key, nth in _SHOWN[back]]
        kept = [topic for topic in self.running if topic.quarters < 3 and chance(self.random, 0.35)][:1]
        while len(kept) < (2 if chance(self.random, 0.12) else 3):
            topic = self.another()
            if topic.problem["key"] not in {other.problem["key"] for other in kept}:
                kept.append(topic)
        return kept

    def _topic(self, key: str, nth: int) -> Topic:
        problem = self.problems[key]
        places = self.area.stock[problem["at"]]
        place = places if isinstance(places, str) else places[nth % len(places)]
        for topic in self.running:
            if topic.key == (key, place):
                return topic
        self.used.add((key, place))
        low, high = problem["base"]
        return Topic(problem, place, 3 * self.random.randint(low, high), key=(key, place))

    def another(self) -> Topic:
        """A problem not taken before at that place, while any is left."""
        for _ in range(60):
            problem = pick(self.random, self.stock)
            places = self.area.stock[problem["at"]]
            nth = 0 if isinstance(places, str) else self.random.randrange(len(places))
            place = places if isinstance(places, str) else places[nth]
            if (problem["key"], place) not in self.used:
                break
        return self._topic(problem["key"], nth)
