"""Review dates: periods, clocks, what was decided."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import State
from npt_desktop.rules.retention import (
    Ground,
    Review,
    review_of,
    standard_retention,
    state_of,
    why_not_yet,
    with_periods,
    years_after,
    years_before,
)

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(DAYS, DAYS, st.integers(0, 100))
def test_a_review_is_due_exactly_when_its_clock_started_early_enough(
    started: date, today: date, years: int
) -> None:
    assert (years_after(started, years) <= today) is (started <= years_before(today, years))


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [(date(2019, 3, 1), 7, date(2026, 3, 1)), (date(2020, 2, 29), 1, date(2021, 3, 1)),
     (date(2020, 2, 29), 4, date(2024, 2, 29)), (date(9990, 1, 1), 50, date.max)],
)  # fmt: skip
def test_years_after(day: date, years: int, then: date) -> None:
    assert years_after(day, years) == then


def test_the_first_clock_with_a_date_counts_and_a_decision_only_lengthens() -> None:
    kind = standard_retention().of("key_individual")
    assert kind is not None
    consent = {"ended_on": None, "consent_on": date(2024, 5, 1), "changed_at": date(2026, 1, 1)}
    assert review_of(kind, consent) == Review(date(2026, 5, 1), date(2024, 5, 1), "consent given")
    left = {**consent, "ended_on": date(2025, 1, 1)}
    assert review_of(kind, left) == Review(date(2025, 1, 1), date(2025, 1, 1), "left the network")
    kept = review_of(kind, consent, date(2030, 1, 1))
    assert kept is not None
    assert (kept.on, kept.kept) == (date(2030, 1, 1), True)
    assert review_of(kind, consent, date(2020, 1, 1)) == review_of(kind, consent)
    plan = standard_retention().of("problem_plan")
    assert plan is not None
    assert review_of(plan, {"closed_on": None}) is None


def test_a_force_changes_a_period() -> None:
    changed = with_periods(standard_retention(), {("plan", "closed_on"): 10}, {"plan": "Schedule"}).of(
        "problem_plan"
    )
    assert changed is not None
    assert (changed.clocks[0].years, changed.source) == (10, "Schedule")


def test_state_and_ground_by_day() -> None:
    today = date(2026, 10, 16)
    review = Review(today, date(2019, 10, 16), "closed")
    assert state_of(review, today) is State.WARN
    assert state_of(review, date(2026, 10, 17)) is State.BAD
    assert state_of(None, today) is State.NONE
    over, request = Ground("over", "", early=False), Ground("request", "", early=True)
    assert why_not_yet(review, over, today) == ""
    assert "its review is on 16/10/2026" in why_not_yet(review, over, date(2026, 10, 15))
    assert why_not_yet(None, request, today) == ""
