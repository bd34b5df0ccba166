"""Where the response of a plan stands in a series of months, for charts on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from npt_desktop.rules.periods import month_of


def response_mark(
    months: Sequence[date], began: date | None, finished: date | None
) -> tuple[float | None, str]:
    """Where the response began, or else was finished, in months from the first (5.4 is in the sixth month), and the
    words for it. None outside of the months, which run without gaps."""
    day = began or finished
    if day is None or not months or not months[0] <= month_of(day) <= months[-1]:
        return None, ""
    place = list(months).index(month_of(day)) + (day.day - 1) / 31
    return min(place, len(months) - 1.0), "Response" if began is not None else "Response finished"
