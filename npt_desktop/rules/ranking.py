"""The local ranking of the issues before a priority meeting, and whether its first places hold.

Source: the common headings of ranking in policing (harm, likelihood, organisational position), as the domain
notes describe them, section 2. It is a local ranking and claims no published scheme: scales and weights are
data of this program and may be changed by a force.

All sums are of whole numbers, so that two issues are level when they are and never by rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import State
from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry
from npt_desktop.rules.words import listed

HIGHEST_WEIGHT = 10
Scores = Mapping[str, int]
"""Key of a criterion to what an issue was judged on it, from 1."""
Weights = Mapping[str, int]
"""Key of a criterion to how much it counts, from 0 to 10."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing an issue is judged on. ``low`` and ``high`` say what 1 and the highest mean."""

    key: str
    name: str
    low: str
    high: str
    weight: int


@dataclass(frozen=True, slots=True)
class RankingScheme:
    """The ranking as data: its criteria, the highest score, how many places count and how far weights move."""

    criteria: tuple[Criterion, ...]
    highest: int
    places: int
    moves_percent: int

    @property
    def weights(self) -> dict[str, int]:
        """What each criterion counts until a store has its own."""
        return {each.key: each.weight for each in self.criteria}


@dataclass(frozen=True, slots=True)
class Judged:
    """An issue with its scores; those of other keys than the scheme's are not read."""

    key: int
    title: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Placed:
    """An issue with its place, from 1; issues with the same points share one. ``percent`` is of the points
    possible. Without every score there is neither."""

    key: int
    title: str
    place: int | None
    percent: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overtaking:
    """``above`` stands among the first and ``below`` does not, yet with these weights ``below`` leads."""

    above: Judged
    below: Judged
    weights: Weights


@dataclass(frozen=True, slots=True)
class LocalRanking:
    """The issues in their order, those not judged last, and what moving the weights would do."""

    placed: tuple[Placed, ...]
    overtakings: tuple[Overtaking, ...]
    state: State
    says: str


def load_ranking(path: Path) -> RankingScheme:
    """The scheme of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "highest", "first_places", "moves_percent", "criteria")
    criteria = []
    for item in entry.entries("criteria"):
        item.only("key", "name", "low", "high", "weight")
        weight = item.whole("weight", low=0, high=HIGHEST_WEIGHT)
        criteria.append(
            Criterion(item.text("key"), item.text("name"), item.text("low"), item.text("high"), weight)
        )
    if not criteria or len({each.key for each in criteria}) != len(criteria):
        entry.refuse("needs criteria, each with its own key")
    return RankingScheme(
        tuple(criteria), entry.whole("highest", low=2, high=9), entry.whole("first_places", low=1, high=9),
        entry.whole("moves_percent", low=1, high=99),
    )  # fmt: skip


@cache
def standard_ranking() -> RankingScheme:
    """The scheme the program ships with."""
    return load_ranking(resources() / "ranking.json")


def checked_weights(weights: Weights, scheme: RankingScheme) -> dict[str, int]:
    """The weights of every criterion. Raises CannotDo for one that is missing or impossible, or all nought."""
    found = {each.key: weights.get(each.key, -1) for each in scheme.criteria}
    for each in scheme.criteria:
        if not 0 <= found[each.key] <= HIGHEST_WEIGHT:
            raise CannotDo(
                f"Give ‘{each.name}’ a weight from 0 to {HIGHEST_WEIGHT}.", field=f"weight_{each.key}"
            )
    if not any(found.values()):
        first = scheme.criteria[0]
        raise CannotDo("Give at least one criterion a weight above 0.", field=f"weight_{first.key}")
    return found


def points(scores: Scores, weights: Weights) -> int:
    """The weighted sum of an issue's scores."""
    return sum(weight * scores[key] for key, weight in weights.items())


def rank_locally(
    issues: Sequence[Judged], weights: Weights | None = None, scheme: RankingScheme | None = None
) -> LocalRanking:
    """Rank issues and say whether the first places hold when any weights move by up to the scheme's share.

    The answer is exact, not sampled: an issue overtakes another for some weights in the range if and only if it
    does where each weight stands at whichever end favours it.
    """
    scheme = scheme or standard_ranking()
    weights = dict(scheme.weights if weights is None else weights)
    whole = [issue for issue in issues if not _missing(issue, scheme)]
    whole.sort(key=lambda issue: -points(issue.scores, weights))
    totals = [points(issue.scores, weights) for issue in whole]
    most = scheme.highest * sum(weights.values())
    placed = [
        Placed(issue.key, issue.title, totals.index(total) + 1, round(100 * total / most) if most else 0, ())
        for issue, total in zip(whole, totals, strict=True)
    ]
    for issue in issues:
        missing = _missing(issue, scheme)
        if missing:
            placed.append(Placed(issue.key, issue.title, None, None, missing))
    found = overtakings(whole, weights, scheme)
    return LocalRanking(tuple(placed), found, *_says(whole, len(issues) - len(whole), totals, found, scheme))


def overtakings(ranked: Sequence[Judged], weights: Weights, scheme: RankingScheme) -> tuple[Overtaking, ...]:
    """Every pair that could change sides at the edge of the first places; ``ranked`` is best first."""
    first, rest = ranked[: scheme.places], ranked[scheme.places :]
    found = []
    for above in first:
        for below in rest:
            moved = _best_for(below, above, weights, scheme.moves_percent)
            if points(below.scores, moved) > points(above.scores, moved):
                found.append(Overtaking(above, below, moved))
    return tuple(found)


def _best_for(one: Judged, other: Judged, weights: Weights, percent: int) -> dict[str, int]:
    """The weights, in hundredths, that favour one issue over another most."""
    return {
        key: weight * (100 + percent if one.scores[key] > other.scores[key] else 100 - percent)
        for key, weight in weights.items()
    }


def _missing(issue: Judged, scheme: RankingScheme) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in scheme.criteria
        if not isinstance(issue.scores.get(each.key), int)
        or not 1 <= issue.scores[each.key] <= scheme.highest
    )


def _says(
    whole: Sequence[Judged],
    unjudged: int,
    totals: Sequence[int],
    found: Sequence[Overtaking],
    scheme: RankingScheme,
) -> tuple[State, str]:
    move = "a quarter" if scheme.moves_percent == 25 else f"{scheme.moves_percent} %"
    first = "three" if scheme.places == 3 else str(scheme.places)
    rest = f" {_left(unjudged)}" if unjudged else ""
    if not whole:
        return State.NONE, "No issue is judged on every criterion yet."
    if len(whole) <= scheme.places:
        return (
            State.PART if unjudged else State.NONE,
            f"There are no more than {scheme.places} to choose from.{rest}",
        )
    if found:
        pair = found[0]
        others = listed(sorted({f"‘{each.below.title}’" for each in found[1:]} - {f"‘{pair.below.title}’"}))
        also = f" So could {others}." if others else ""
        return (
            State.WARN,
            f"The top {first} would change if weights moved by {move}: ‘{pair.below.title}’ could overtake "
            f"‘{pair.above.title}’.{also}{rest}",
        )
    if totals[scheme.places - 1] == totals[scheme.places]:
        return (
            State.WARN,
            f"Place {scheme.places} is shared, whichever way the weights move: decide between them.{rest}",
        )
    return (
        State.PART if unjudged else State.GOOD,
        f"The top {first} stay the same if weights move by {move}.{rest}",
    )


def _left(unjudged: int) -> str:
    return "One issue is not judged yet." if unjudged == 1 else f"{unjudged} issues are not judged yet."
