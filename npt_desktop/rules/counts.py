"""Counts that vary by chance: a quasi-Poisson regression and an interval for the ratio of two counts.

Sources: McCullagh and Nelder, *Generalized Linear Models*, 2nd ed. 1989, chapters 6 and 9 (log-linear
models; overdispersion measured by Pearson's statistic); Wilson, *JASA* 22, 1927 (score interval of a
share, here of one count in two); Abramowitz and Stegun, 26.7.5 (quantiles of Student's t).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, pi, sqrt, tan
from operator import mul
from statistics import NormalDist

Rows = Sequence[Sequence[float]]
_ROUNDS, _CLOSE, _MOST, _RIDGE, _NEAR = 60, 1e-7, 25.0, 1e-7, 0.004


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted log-linear model. ``spread`` is Pearson's statistic by degrees of freedom, never under 1:
    counts are not taken to vary less than chance alone makes them."""

    weights: tuple[float, ...]
    deviance: float
    spread: float
    freedom: int

    def cut(self, share: float) -> float:
        """The quantile to judge by: Student's where the spread was estimated, else the normal one."""
        return student(share, self.freedom) if self.spread > 1 else NormalDist().inv_cdf(share)


def fit(
    rows: Rows, counts: Sequence[int], offsets: Sequence[float] | None = None,
    start: Sequence[float] | None = None, hold: Sequence[float] = (),
) -> Fit:  # fmt: skip
    """Fit ``log mean = offset + rows · weights`` to counts by iteratively reweighted least squares.

    ``start`` are weights near the answer, to be there sooner. ``hold`` draws each weight to nought by so much
    (a ridge: one by the square of the size it is expected to have); the deviance then counts the pull.
    """
    shift = offsets or [0.0] * len(counts)
    size = len(rows[0])
    eta = [log(count + 0.5) for count in counts] if start is None else _lines(rows, start, shift)
    weights, last = [0.0] * size, float("inf")
    means = [exp(one) for one in eta]
    for _ in range(_ROUNDS):
        left = [[0.0] * size for _ in range(size)]
        right = [0.0] * size
        for row, count, mean, one, move in zip(rows, counts, means, eta, shift, strict=True):
            aim = mean * (one - move) + count - mean
            for i, x in enumerate(row):
                if x:
                    right[i] += x * aim
                    into, heavy = left[i], x * mean
                    for j in range(i + 1):
                        into[j] += heavy * row[j]
        for i, tight in enumerate(hold):
            left[i][i] += tight
        weights = _solve(left, right)
        eta = _lines(rows, weights, shift)
        means = [exp(one) for one in eta]
        deviance = 2 * sum(
            (count * (log(count) - one) if count else 0.0) - count + mean
            for count, one, mean in zip(counts, eta, means, strict=True)
        ) + sum(tight * one * one for tight, one in zip(hold, weights, strict=False))
        if abs(last - deviance) < _CLOSE * (1 + abs(deviance)):
            break
        last = deviance
    freedom = max(1, len(counts) - size)
    pearson = sum((count - mean) ** 2 / mean for count, mean in zip(counts, means, strict=True))
    return Fit(tuple(weights), deviance, max(1.0, pearson / freedom), freedom)


def _lines(rows: Rows, weights: Sequence[float], shift: Sequence[float]) -> list[float]:
    return [
        min(_MOST, max(-_MOST, move + sum(map(mul, weights, row))))
        for row, move in zip(rows, shift, strict=True)
    ]


def _solve(lower: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric system given its lower half, by Cholesky's way."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            left = lower[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            if i == j:
                root[i][i] = sqrt(max(left + _RIDGE, _RIDGE))
            else:
                root[i][j] = left / root[j][j]
    half: list[float] = []
    for i in range(size):
        half.append((right[i] - sum(root[i][k] * half[k] for k in range(i))) / root[i][i])
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (half[i] - sum(root[k][i] * found[k] for k in range(i + 1, size))) / root[i][i]
    return found


def student(share: float, freedom: int) -> float:
    """The quantile of Student's t: 2.228 for 0.975 with 10 degrees of freedom."""
    z = NormalDist().inv_cdf(share)
    v = float(freedom)
    if freedom == 1:  # the series below needs more freedom; one and two are exact
        return tan(pi * (share - 0.5))
    if freedom == 2:
        cut = 2 * share - 1
        return cut * sqrt(2 / (1 - cut * cut))
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """After by before, with the interval it lies in. ``high`` may be infinite."""

    value: float
    low: float
    high: float

    @property
    def fell(self) -> bool:
        """The whole interval lies under 1."""
        return self.high < 1

    @property
    def rose(self) -> bool:
        """The whole interval lies over 1."""
        return self.low > 1


def ratio_of(after: int, before: int, cut: float, spread: float = 1.0) -> Ratio:
    """The ratio of two counts over equal time, by Wilson's interval of the share ``after`` has in both.

    ``cut`` is the quantile (1.96 for 95 %); ``spread`` widens it for overdispersion. Works at nought.
    """
    total = after + before
    if not total:
        return Ratio(1.0, 0.0, float("inf"))
    share, heavy = after / total, cut * cut * spread / total
    middle = (share + heavy / 2) / (1 + heavy)
    reach = sqrt(heavy * (share * (1 - share) + heavy / 4)) / (1 + heavy)
    return Ratio(_odds(share), _odds(max(0.0, middle - reach)), _odds(min(1.0, middle + reach)))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def step_ratio(
    rows: Rows, step: Sequence[float], counts: Sequence[int], hold: Sequence[float], whole: Fit, share: float
) -> Ratio:
    """What a step multiplies the counts by, over and above the other columns.

    ``whole`` is the fit with ``step`` as the last column and the same ``hold``. The interval is the profile likelihood's with the
    deviance scaled by the spread: it stays honest at small counts and at nought.
    """
    cut, best, others = whole.cut(share), whole.weights[-1], whole.weights[:-1]

    def beyond(effect: float) -> float:
        fixed = fit(rows, counts, [effect * one for one in step], others, hold)
        return sqrt(max(0.0, fixed.deviance - whole.deviance) / whole.spread) - cut

    def end(way: int) -> float:
        """Where the profile crosses the cut, bracketed and then closed in on by false position."""
        inner, under, wide = best, -cut, 0.3
        outer = best + way * wide
        while (over := beyond(outer)) < 0:
            inner, under, wide = outer, over, wide * 1.6
            outer += way * wide
            if abs(outer) > _MOST:
                return way * _MOST
        for _ in range(20):
            guess = inner + (outer - inner) * under / (under - over)
            found = beyond(guess)
            if abs(found) < _NEAR:
                return guess
            if found < 0:
                inner, under, over = guess, found, over / 2
            else:
                outer, over, under = guess, found, under / 2
        return guess

    return Ratio(exp(best), exp(end(-1)), exp(end(1)))
