"""Dates as typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import MONTHS, form_date, public_date, short_date

TODAY = date(2026, 7, 16)  # a Thursday
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
typed_years = st.dates(date(2007, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", TODAY),
        ("t", TODAY),
        (" Today ", TODAY),
        ("yesterday", date(2026, 7, 15)),
        ("-1", date(2026, 7, 15)),
        ("+3", date(2026, 7, 19)),
        ("tue", date(2026, 7, 14)),
        ("Thu", TODAY),
        ("fri", date(2026, 7, 10)),
        ("16/7", TODAY),
        ("17/7", date(2025, 7, 17)),
        ("16/7/26", TODAY),
        ("16.7.2026", TODAY),
        ("16-7-2026", TODAY),
        ("16 jul", TODAY),
        ("16jul", TODAY),
        ("16 July 2026", TODAY),
        ("16th July 2026", TODAY),
        ("3rd of june", date(2026, 6, 3)),
        ("16", TODAY),
        ("17", date(2026, 6, 17)),
        ("31", date(2026, 5, 31)),
        ("29/2", date(2024, 2, 29)),
        ("2026-07-16", TODAY),
        ("Thu 16 Jul", TODAY),
        ("Thursday, 16 July 2026", TODAY),
        ("1 sept", date(2025, 9, 1)),
        ("12/10/2019", date(2019, 10, 12)),
        ("1/1/98", date(1998, 1, 1)),
    ],
)
def test_what_people_type(text: str, expected: date) -> None:
    assert parse_typed(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17/7", date(2026, 7, 17)),
        ("15/7", date(2027, 7, 15)),
        ("17", date(2026, 7, 17)),
        ("15", date(2026, 8, 15)),
        ("tue", date(2026, 7, 21)),
        ("thu", TODAY),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_due_dates_prefer_the_future(text: str, expected: date) -> None:
    assert parse_typed(text, TODAY, future=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/6",
        "30/2/2026",
        "32",
        "0",
        "13/13",
        "16/7/",
        "soon",
        "16 ju",
        "16 xyz",
        "1/2/3/4",
        "16/7/202",
        "٣/٤",
    ],
)
def test_what_is_no_date_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(CannotDo, match="16/7"):
        parse_typed(text, TODAY)


def test_a_day_of_the_week_that_does_not_fit_is_told() -> None:
    with pytest.raises(CannotDo, match="16 July 2026 is a Thursday"):
        parse_typed("Fri 16 July 2026", TODAY)


def test_a_year_out_of_range_is_told() -> None:
    with pytest.raises(CannotDo, match="1900 to 2100"):
        parse_typed("1/1/0026", TODAY)


@given(days, days)
def test_every_full_date_reads_back(day: date, today: date) -> None:
    assert parse_typed(form_date(day), today) == day
    assert parse_typed(public_date(day), today) == day
    assert parse_typed(day.isoformat(), today) == day
    assert parse_typed(f"{day.day}.{day.month}.{day.year}", today) == day


@given(typed_years)
def test_two_figures_of_a_year_mean_the_near_one(day: date) -> None:
    assert parse_typed(f"{day.day}/{day.month}/{day.year % 100:02}", TODAY) == day


@given(days, st.integers(0, 364), st.booleans())
def test_a_date_without_a_year_is_the_nearest_on_the_wanted_side(
    today: date, away: int, future: bool
) -> None:
    day = today + timedelta(days=away if future else -away)
    if (day.day, day.month) != (29, 2):
        assert parse_typed(f"{day.day}/{day.month}", today, future=future) == day
        assert parse_typed(f"{day.day} {MONTHS[day.month - 1]}", today, future=future) == day


@given(days, st.integers(0, 6), st.booleans())
def test_short_dates_and_weekdays_read_back(today: date, away: int, future: bool) -> None:
    day = today + timedelta(days=away if future else -away)
    assert parse_typed(short_date(day), today, future=future) == day
    assert parse_typed(short_date(day)[:3], today, future=future) == day


@given(st.text(max_size=24), days, st.booleans())
def test_any_text_gives_a_date_or_a_sentence(text: str, today: date, future: bool) -> None:
    says = ""
    try:
        found = parse_typed(text, today, future=future)
    except CannotDo as refusal:
        says = refusal.says
    assert says.endswith(".") if says else isinstance(found, date)
