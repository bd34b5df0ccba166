"""Copies are thinned to days, weeks and months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.backups import Thinning, kept, standard_thinning

NOW = datetime(2026, 10, 16, 9, tzinfo=UTC)


def test_a_year_of_three_copies_a_day_thins_to_days_weeks_and_months() -> None:
    made = [NOW - timedelta(hours=8 * n) for n in range(3 * 365)]
    left = [made[place] for place in sorted(kept(made, Thinning(latest=6, days=7, weeks=4, months=12)))]
    assert left[:6] == made[:6]
    days = {at.date() for at in left}
    assert {NOW.date() - timedelta(days=n) for n in range(7)} <= days
    assert {(at.year, at.month) for at in left} == {(2025, n) for n in (11, 12)} | {
        (2026, n) for n in range(1, 11)
    }
    assert len(left) <= 6 + 7 + 4 + 12


@given(st.lists(st.integers(0, 2000).map(lambda n: NOW - timedelta(hours=31 * n)), max_size=80))
def test_the_latest_and_each_months_last_always_stay_and_thinning_again_takes_nothing(
    made: list[datetime],
) -> None:
    thinning = standard_thinning()
    left = [made[place] for place in kept(made, thinning)]
    assert set(sorted(made, reverse=True)[: thinning.latest]) <= set(left)
    assert len(left) <= thinning.latest + thinning.days + thinning.weeks + thinning.months
    assert len(kept(left, thinning)) == len(left)
