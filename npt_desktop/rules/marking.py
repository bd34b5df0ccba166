"""Protective markings: their order, the highest of several, and what may leave under which.

Sources: Government Security Classifications Policy (tiers, handling instructions, descriptors); markings in capitals at
the top and bottom of each page. The list is data in ``resources/markings.json``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking and what its handling asks."""

    text: str
    handling: str


@dataclass(frozen=True, slots=True)
class Markings:
    """The markings from the lowest to the highest."""

    all: tuple[Marking, ...]
    published_up_to: str
    partners_up_to: str

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.all)

    def rank(self, text: str) -> int:
        """Where a marking stands; one of the force's own counts as the listed one it begins with, else as the
        highest. No marking is below all."""
        plain = " ".join(text.split()).upper()
        if not plain:
            return -1
        begins = [n for n, known in enumerate(self.texts) if plain == known or plain.startswith(f"{known} ")]
        return max(begins, default=len(self.all) - 1)

    def handling(self, text: str) -> str:
        """What the handling of a marking asks."""
        rank = self.rank(text)
        return self.all[rank].handling if rank >= 0 else ""

    def highest(self, texts: Iterable[str]) -> str:
        """The highest of several; empty for none. Of two that rank alike the first counts."""
        return max(texts, key=self.rank, default="")

    def above(self, text: str, limit: str) -> bool:
        """Whether a record's own marking is above a limit."""
        return self.rank(text) > self.rank(limit)


def load_markings(path: Path) -> Markings:
    """The markings of a file. Raises CannotDo naming the entry at fault."""
    entry = read_entry(path)
    entry.only("about", "published_up_to", "partners_up_to", "markings")
    found = []
    for one in entry.entries("markings"):
        one.only("text", "handling")
        found.append(Marking(one.text("text"), one.text("handling")))
    limits = entry.text("published_up_to"), entry.text("partners_up_to")
    texts = [each.text for each in found]
    if not found or any(limit not in texts for limit in limits):
        entry.refuse("needs its limits among its “markings”")
    return Markings(tuple(found), *limits)


@cache
def standard_markings() -> Markings:
    """The markings the program ships with."""
    return load_markings(resources() / "markings.json")
