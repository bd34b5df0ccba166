"""Scores with how many they rest on, so that an average of two is not read as one of two hundred.

The booklet asks that engagements are evaluated and says nothing of averages. Assumed here: below ``few_scores``
an average is not judged; above it stands an interval of 95 in 100 for the mean by Student's t. Its spread counts
one score more, at half the scale from the mean, so that five equal scores do not look like certainty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from npt_desktop.rules.counts import student
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds

LOWEST, HIGHEST = 1, 5
_SURE = 0.975
_HALF = (HIGHEST - LOWEST) / 2


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """One line: what it is of, how many entries, and how many of them were scored 1 to 5."""

    name: str
    entries: int
    scores: tuple[int, int, int, int, int]

    @property
    def scored(self) -> int:
        """How many scores it rests on."""
        return sum(self.scores)

    @property
    def average(self) -> float | None:
        """The mean score; None without any."""
        return sum(n * c for n, c in enumerate(self.scores, 1)) / self.scored if self.scored else None

    def few(self, limits: Thresholds | None = None) -> bool:
        """Whether there are too few scores to judge by."""
        return self.scored < (limits or standard_thresholds()).few_scores

    def interval(self, limits: Thresholds | None = None) -> tuple[float, float] | None:
        """Where the mean lies with 95 chances in 100, within 1 to 5; None for too few scores."""
        mean = self.average
        if mean is None or self.few(limits):
            return None
        squares = sum(c * (n - mean) ** 2 for n, c in enumerate(self.scores, 1)) + _HALF**2
        reach = student(_SURE, self.scored - 1) * sqrt(squares / self.scored / self.scored)
        return max(float(LOWEST), mean - reach), min(float(HIGHEST), mean + reach)

    def words(self, limits: Thresholds | None = None) -> str:
        """``3.9, likely 3.5 to 4.2 (24 scored)``, ``4.5, too few to say (2 scored)`` or ``not scored``."""
        if self.average is None:
            return "not scored"
        between = self.interval(limits)
        likely = "too few to say" if between is None else f"likely {between[0]:.1f} to {between[1]:.1f}"
        return f"{self.average:.1f}, {likely} ({self.scored:,} scored)"


def apart(
    lines: Sequence[ScoreCount], limits: Thresholds | None = None
) -> tuple[list[ScoreCount], list[ScoreCount]]:
    """The lines that stand plainly above all the others together, and those plainly below, best and worst first:
    their interval does not reach the mean of the rest."""
    above, below = [], []
    for line in lines:
        rest = together("", (other for other in lines if other is not line)).average
        between = line.interval(limits)
        if rest is not None and between is not None and between[0] > rest:
            above.append(line)
        elif rest is not None and between is not None and between[1] < rest:
            below.append(line)
    above.sort(key=lambda line: -(line.average or 0))
    below.sort(key=lambda line: line.average or 0)
    return above, below


def together(name: str, lines: Iterable[ScoreCount]) -> ScoreCount:
    """Several lines as one."""
    entries, scores = 0, [0] * 5
    for line in lines:
        entries += line.entries
        scores = [a + b for a, b in zip(scores, line.scores, strict=True)]
    one, two, three, four, five = scores
    return ScoreCount(name, entries, (one, two, three, four, five))
