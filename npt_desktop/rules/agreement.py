"""How two scorers of the same engagements agree, and which way one of them drifts.

The statistic is Cohen's kappa with quadratic weights (Psychological Bulletin 70, 1968): 1 where every pair is
the same, 0 where the scores agree no better than chance, less where worse. It is stated with its number of
pairs, and not at all below ``few_pairs`` (assumed). Drift is the mean of first less second score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from npt_desktop.rules.counts import student
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds

Pairs = Sequence[tuple[int, int]]
_SURE = 0.975


@dataclass(frozen=True, slots=True)
class Agreement:
    """``weighted`` is None for too few pairs or where all scores are one; ``drift`` None without a pair; its
    interval of 95 in 100 None for too few."""

    pairs: int
    same: int
    within_one: int
    weighted: float | None
    drift: float | None
    drift_between: tuple[float, float] | None

    @property
    def leans(self) -> int:
        """1 where the first scorer plainly scores higher than the second, -1 lower, 0 where it cannot be told."""
        if self.drift_between is None:
            return 0
        low, high = self.drift_between
        return 1 if low > 0 else -1 if high < 0 else 0

    def agreement_words(self) -> str:
        """``0.62 over 24 pairs, 14 the same, 22 within one``."""
        if not self.pairs:
            return "no pair yet"
        rest = f"{number_of(self.pairs, 'pair')}, {self.same} the same, {self.within_one} within one"
        return f"too few to say: {rest}" if self.weighted is None else f"{self.weighted:.2f} over {rest}"

    def drift_words(self) -> str:
        """``scores 0.4 higher (0.1 to 0.7)``, ``no drift to be seen`` or ``too few to say``."""
        if self.drift is None or self.drift_between is None:
            return "too few to say"
        if not self.leans:
            return "no drift to be seen"
        low, high = sorted(abs(end) for end in self.drift_between)
        return f"scores {abs(self.drift):.1f} {'higher' if self.leans > 0 else 'lower'} ({low:.1f} to {high:.1f})"


def agreement(pairs: Pairs, limits: Thresholds | None = None) -> Agreement:
    """What pairs of first and second score say."""
    few = (limits or standard_thresholds()).few_pairs
    count = len(pairs)
    same = sum(a == b for a, b in pairs)
    near = sum(abs(a - b) <= 1 for a, b in pairs)
    if not count:
        return Agreement(0, 0, 0, None, None, None)
    drift = sum(a - b for a, b in pairs) / count
    if count < few:
        return Agreement(count, same, near, None, drift, None)
    return Agreement(count, same, near, weighted_kappa(pairs), drift, _between(pairs, drift))


def weighted_kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa with quadratic weights; None where neither scorer ever gave another score, or no pair."""
    count = len(pairs)
    first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    squares = sum(a * a + b * b for a, b in pairs)
    by_chance = count * squares - 2 * first * second  # both by count squared: whole numbers, so exact
    apart = count * sum((a - b) ** 2 for a, b in pairs)
    return 1 - apart / by_chance if by_chance else None


def _between(pairs: Pairs, drift: float) -> tuple[float, float]:
    count = len(pairs)
    spread = sqrt(sum((a - b - drift) ** 2 for a, b in pairs) / (count - 1))
    reach = student(_SURE, count - 1) * spread / sqrt(count)
    return drift - reach, drift + reach
