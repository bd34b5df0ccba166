"""Figures are read as people paste them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count, parse_month, read_pasted
from npt_desktop.rules.periods import add_months

TODAY = date(2026, 10, 16)
JUL, AUG, SEP = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Jul", JUL), ("july 2026", JUL), ("Jul-26", JUL), ("7/26", JUL), ("07/2026", JUL), ("2026-07", JUL),
        ("2026-07-01 00:00:00", JUL), ("15/07/2026", JUL), ("Dec", date(2025, 12, 1)), ("sept", SEP),
    ],
)  # fmt: skip
def test_months(text: str, month: date) -> None:
    assert parse_month(text, TODAY) == month


@pytest.mark.parametrize("text", ["", "13/26", "ju", "soon", "1/1800", "14"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(CannotDo, match="Enter a month"):
        parse_month(text, TODAY)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "1e3"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(CannotDo, match="Enter a count"):
        parse_count(text)


def test_two_columns_with_a_heading_and_a_gap() -> None:
    text = "Month\tReports\r\nJul 2026\t1,014\r\nAug 2026\t\r\nSep 2026\t7\r\n"
    assert read_pasted(text, TODAY) == {JUL: 1014, SEP: 7}


def test_one_column_ends_with_the_last_whole_month_or_starts_where_it_is_pasted() -> None:
    assert read_pasted("14\n12\n7", TODAY) == {JUL: 14, AUG: 12, SEP: 7}
    assert read_pasted("14\n\n7", TODAY, JUL) == {JUL: 14, SEP: 7}


def test_a_bad_line_is_named() -> None:
    with pytest.raises(CannotDo, match="Line 2 says ‘many’"):
        read_pasted("Jul\t3\nAug\tmany", TODAY)
    with pytest.raises(CannotDo, match="nothing to paste"):
        read_pasted(" \n", TODAY)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40), st.integers(-30, 0))
def test_what_is_copied_is_what_is_pasted(counts: list[int], back: int) -> None:
    first = add_months(JUL, back)
    figures = {add_months(first, n): count for n, count in enumerate(counts)}
    block = "\n".join(f"{month:%Y-%m}\t{count}" for month, count in figures.items())
    assert read_pasted(block, TODAY) == figures
