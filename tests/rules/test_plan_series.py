"""Where the response stands in a chart."""

from __future__ import annotations

from datetime import date

import pytest

from npt_desktop.rules.periods import months_from
from npt_desktop.rules.plan_series import response_mark

MONTHS = months_from(date(2026, 1, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("began", "finished", "place", "words"),
    [
        (date(2026, 3, 1), date(2026, 5, 1), 2.0, "Response"),
        (date(2026, 1, 1), None, 0.0, "Response"),
        (None, date(2026, 5, 1), 4.0, "Response finished"),
        (date(2026, 6, 30), None, 5.0, "Response"),  # never beyond the last month
        (date(2025, 12, 31), None, None, ""),
        (date(2026, 7, 1), None, None, ""),
        (None, None, None, ""),
    ],
)
def test_the_response_is_marked_where_it_began_or_else_ended(
    began: date | None, finished: date | None, place: float | None, words: str
) -> None:
    assert response_mark(MONTHS, began, finished) == (place, words)
    assert response_mark((), began, finished) == (None, "")


def test_a_day_within_a_month_stands_within_it() -> None:
    place, _ = response_mark(MONTHS, date(2026, 3, 16), None)
    assert place == pytest.approx(2 + 15 / 31)
