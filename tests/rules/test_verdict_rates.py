"""How often the verdict errs, on simulated counts of this test's own making (run with -s to see the rates).

Counts are Poisson, or gamma-Poisson where they vary more than chance; a season is a wave with its peak in any
month, a spike is one month a year at two and a half times the rest, a trend is exponential.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import cos, exp, pi
from random import Random

import pytest

from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.periods import add_months
from npt_desktop.rules.verdict import Spell, read_verdict

FIRST = date(2022, 1, 1)
RUNS = 90
QUIET_RUNS = 200


@dataclass(frozen=True)
class World:
    """What makes the counts. ``drop`` is the true effect; ``trend`` the yearly growth of the log mean."""

    base: float = 30
    drop: float = 0.0
    trend: float = 0.0
    season: float = 0.0
    spike: float = 0.0
    spread: float = 1.0
    before: int = 24
    after: int = 6


def poisson(random: Random, mean: float) -> int:
    count, left = 0, random.expovariate(1)
    while left < mean:
        count += 1
        left += random.expovariate(1)
    return count


def simulate(random: Random, world: World) -> tuple[dict[date, int], Spell]:
    """A series and the spell of its response, which fills one month."""
    phase, series = random.randrange(12), {}
    for place in range(world.before + 1 + world.after):
        mean = world.base * exp(world.trend * place / 12) * (1 + world.season * cos(pi * (place - phase) / 6))
        mean *= 1 + world.spike * (place % 12 == phase)
        mean *= 1 - world.drop * (place > world.before)
        if world.spread > 1:
            mean = random.gammavariate(mean / (world.spread - 1), world.spread - 1)
        series[add_months(FIRST, place)] = poisson(random, mean)
    month = add_months(FIRST, world.before)
    return series, Spell(month, month.replace(day=20))


def rates(world: World, verdict: Verdict, runs: int) -> float:
    random = Random(20260701)
    return sum(read_verdict(*simulate(random, world)).verdict is verdict for _ in range(runs)) / runs


QUIET = {
    "no change": World(),
    "no change, one year before": World(before=12),
    "no change, a year after": World(after=12),
    "no change, 4 a month": World(base=4),
    "no change, 1 a month": World(base=1),
    "season": World(season=0.5),
    "season, one year before": World(season=0.5, before=12),
    "spike": World(spike=1.5),
    "decline": World(trend=-0.3),
    "steep decline, 60 a month": World(trend=-0.5, base=60),
    "decline, one year before": World(trend=-0.3, before=12),
    "decline and season": World(trend=-0.25, season=0.4),
    "decline and season, 8 a month": World(trend=-0.25, season=0.4, base=8),
    "overdispersed": World(spread=2.5),
    "overdispersed decline": World(spread=2, trend=-0.25),
    "growth": World(trend=0.3),
    "decline, one year before and after": World(trend=-0.25, before=12, after=12),
}


@pytest.mark.parametrize("name", QUIET)
def test_it_calls_a_fall_where_there_is_none_in_at_most_5_percent(name: str) -> None:
    found = rates(QUIET[name], Verdict.FELL, QUIET_RUNS)
    print(f"false falls, {name}: {found:.1%}")  # noqa: T201
    assert found <= 0.05


@pytest.mark.parametrize("name", ["no change", "decline", "season", "overdispersed"])
def test_it_calls_a_rise_where_there_is_none_in_at_most_5_percent(name: str) -> None:
    assert rates(QUIET[name], Verdict.ROSE, RUNS) <= 0.05


FALLS = {
    "20%, 30 a month": (World(drop=0.2, after=12), 0.20),
    "40%, 30 a month, two years before and one after": (World(drop=0.4, after=12), 0.90),
    "40%, 30 a month, season": (World(drop=0.4, season=0.3, after=12), 0.90),
    "40%, 30 a month, three years before and six months after": (World(drop=0.4, before=36), 0.90),
    "40%, 30 a month, two years before and six months after": (World(drop=0.4), 0.85),
    "40%, 30 a month, one year before and after": (World(drop=0.4, before=12, after=12), 0.55),
    "60%, 30 a month": (World(drop=0.6), 0.98),
    "40%, 4 a month": (World(drop=0.4, base=4), 0.10),
    "60%, 8 a month": (World(drop=0.6, base=8), 0.65),
    "a rise of 60%": (World(drop=-0.6), 0.90),
}


@pytest.mark.parametrize("name", FALLS)
def test_it_finds_a_change_that_is_there(name: str) -> None:
    world, least = FALLS[name]
    found = rates(world, Verdict.FELL if world.drop > 0 else Verdict.ROSE, RUNS)
    print(f"found, {name}: {found:.1%}")  # noqa: T201
    assert found >= least
