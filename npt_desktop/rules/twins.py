"""Two open plans on the same problem at the same place: pointed out, so that one of them is joined to the other.

Two plans are twins when their titles share most of their words, or some of them while the places they name share
most. The shares are working assumptions; a person decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from npt_desktop.rules.likeness import words_of

MOST, SOME = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """The words of a plan's title and of the places it names."""

    title: frozenset[str]
    places: frozenset[str]


def named(title: str, places: str) -> Named:
    """A plan made ready to be compared."""
    return Named(words_of(title), words_of(places))


def alike(one: Named, other: Named) -> bool:
    """Whether two plans look like the same problem at the same place."""
    title = _share(one.title, other.title)
    return title >= MOST or (title >= SOME and _share(one.places, other.places) >= MOST)


def twins(plans: Mapping[int, Named]) -> dict[int, int]:
    """For each plan that has a twin among the others, the key of one.

    Titles that share enough words share one of the rarest of each: only those are looked up.
    """
    counts = Counter(word for plan in plans.values() for word in plan.title)
    rarest = {key: _rarest(plan.title, counts) for key, plan in plans.items()}
    holders: dict[str, list[int]] = defaultdict(list)
    for key in sorted(plans):
        for word in rarest[key]:
            holders[word].append(key)
    found: dict[int, int] = {}
    for key, words in rarest.items():
        near = (other for word in words for other in holders[word] if other != key)
        twin = next((other for other in near if alike(plans[key], plans[other])), None)
        if twin is not None:
            found[key] = twin
    return found


def _rarest(words: frozenset[str], counts: Mapping[str, int]) -> list[str]:
    """As many of the rarest words as two titles alike must share one of (prefix filtering; Chaudhuri, Ganti and
    Kaushik, ICDE 2006)."""
    order = sorted(words, key=lambda word: (counts[word], word))
    return order[: len(order) - ceil(SOME * len(order)) + 1]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of their words that both have; none of two empty texts."""
    return len(one & other) / len(one | other) if one or other else 0.0
