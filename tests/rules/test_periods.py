"""Months, quarters and clocks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import State
from npt_desktop.rules.periods import (
    Quarter,
    add_months,
    ago,
    day_month,
    days_late,
    form_date,
    full_date,
    month_end,
    month_label,
    month_of,
    months_from,
    national_clock,
    next_month,
    number_of,
    previous_month,
    public_date,
    public_range,
    published_clock,
    quarter_of,
    short_date,
    update_clock,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days)
def test_a_day_lies_in_its_month_and_its_quarter(day: date) -> None:
    assert month_of(day) <= day <= month_end(day)
    assert month_end(day) + timedelta(days=1) == next_month(day)
    assert previous_month(next_month(day)) == month_of(day)
    quarter = quarter_of(day)
    assert day in quarter
    assert month_of(day) in quarter.months
    assert quarter.next().previous() == quarter
    assert quarter.end + timedelta(days=1) == quarter.next().start


@given(days, st.integers(-60, 60))
def test_adding_months_keeps_the_day_or_the_month_end(day: date, count: int) -> None:
    moved = add_months(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day == min(day.day, month_end(moved).day)


@given(days, days)
def test_months_between_are_unbroken(first: date, last: date) -> None:
    months = months_from(first, last)
    if first > last and month_of(first) != month_of(last):
        assert months == ()
    else:
        assert months[0] == month_of(first)
        assert months[-1] == month_of(last)
        assert all(next_month(a) == b for a, b in pairwise(months))


def test_a_quarter_is_named_by_its_months() -> None:
    quarter = quarter_of(date(2026, 7, 16))
    assert quarter == Quarter(date(2026, 7, 1))
    assert quarter.label == "Jul–Sep 2026"
    assert quarter.spoken == "July to September 2026"
    assert quarter.publish_by == date(2026, 7, 31)
    assert quarter_of(date(2026, 1, 1)).label == "Jan–Mar 2026"


@pytest.mark.parametrize("start", [date(2026, 7, 2), date(2026, 6, 1)])
def test_a_quarter_cannot_start_elsewhere(start: date) -> None:
    with pytest.raises(CannotDo, match="January, April, July or October"):
        Quarter(start)


def test_dates_in_words() -> None:
    day = date(2026, 6, 4)
    today = date(2026, 7, 16)
    assert form_date(day) == "04/06/2026"
    assert public_date(day) == "4 June 2026"
    assert short_date(date(2026, 7, 31)) == "Fri 31 Jul"
    assert full_date(today) == "Thursday 16 July 2026"
    assert month_label(day) == "June 2026"
    assert public_range(day, date(2026, 6, 9)) == "4 to 9 June 2026"
    assert public_range(day, date(2026, 7, 9)) == "4 June to 9 July 2026"
    assert public_range(day, date(2027, 7, 9)) == "4 June 2026 to 9 July 2027"
    assert public_range(day, day) == "4 June 2026"
    assert day_month(day, today) == "4 Jun"
    assert day_month(date(2025, 6, 4), today) == "4 Jun 2025"
    assert [ago(today - timedelta(days=n), today) for n in (0, 1, 3, -1, -3)] == [
        "today",
        "yesterday",
        "3 days ago",
        "tomorrow",
        "in 3 days",
    ]
    assert days_late(today, today) == ""
    assert days_late(date(2026, 6, 24), today) == "22 days late"
    assert number_of(1284, "person", "people") == "1,284 people"
    assert number_of(1, "day") == "1 day"


def test_the_published_clock_runs_to_the_end_of_the_first_month() -> None:
    quarter = quarter_of(date(2026, 7, 1))
    read = [published_clock(date(2026, 7, d), quarter, None).state for d in (1, 9, 10, 30, 31)]
    assert read == [State.NONE, State.NONE, State.WARN, State.WARN, State.BAD]
    on_the_day = published_clock(date(2026, 7, 31), quarter, None)
    assert (on_the_day.days_left, on_the_day.words) == (0, "Publish today")
    late = published_clock(date(2026, 8, 1), quarter, None)
    assert (late.state, late.days_left, late.words) == (State.BAD, -1, "Overdue, 1 day late")
    assert published_clock(date(2026, 7, 16), quarter, None).words == "Publish by Fri 31 Jul"


def test_publishing_in_time_is_good_and_late_is_amber() -> None:
    quarter = quarter_of(date(2026, 7, 1))
    today = date(2026, 9, 1)
    assert published_clock(today, quarter, date(2026, 7, 31)).state is State.GOOD
    late = published_clock(today, quarter, date(2026, 8, 3))
    assert (late.state, late.words) == (State.WARN, "Published 3 Aug, 3 days late")
    assert published_clock(date(2026, 8, 2), quarter, date(2026, 8, 3)).state is State.BAD


def test_priorities_may_keep_the_booklet_and_fail_the_national_measure() -> None:
    """Set on 1 April and replaced on 31 July: in time by the booklet, four months old nationally."""
    today = date(2026, 7, 30)
    assert published_clock(today, quarter_of(today), None).state is not State.BAD
    assert national_clock(today, date(2026, 4, 1)).state is State.BAD


def test_the_national_clock_warns_three_weeks_ahead_and_is_red_on_the_day() -> None:
    set_on = date(2026, 4, 10)
    assert national_clock(date(2026, 6, 18), set_on).state is State.GOOD
    assert national_clock(date(2026, 6, 19), set_on).state is State.WARN
    assert national_clock(date(2026, 7, 9), set_on).state is State.WARN
    assert national_clock(date(2026, 7, 10), set_on).state is State.BAD
    assert national_clock(date(2026, 7, 10), None).state is State.NONE
    assert national_clock(date(2026, 2, 28), date(2025, 11, 30)).due == date(2026, 2, 28)


def test_an_update_is_due_by_the_end_of_its_month_or_an_agreed_day() -> None:
    july = date(2026, 7, 1)
    assert update_clock(date(2026, 7, 16), july, None).state is State.NONE
    assert update_clock(date(2026, 7, 16), july, None, due=date(2026, 7, 17)).state is State.WARN
    assert update_clock(date(2026, 8, 1), july, None).state is State.BAD
    assert update_clock(date(2026, 8, 1), july, date(2026, 7, 15)).state is State.GOOD


@given(days, days)
def test_a_clock_never_improves_while_nothing_is_done(today: date, quarter_day: date) -> None:
    quarter = quarter_of(quarter_day)
    order = [State.NONE, State.WARN, State.BAD]
    now = published_clock(today, quarter, None)
    then = published_clock(today + timedelta(days=1), quarter, None)
    assert order.index(now.state) <= order.index(then.state)
    assert (now.state is State.BAD) == (today >= quarter.publish_by)
