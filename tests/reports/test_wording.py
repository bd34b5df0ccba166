"""Dates and counts come out as the forms want them."""

from __future__ import annotations

from datetime import date

from npt_desktop.reports.wording import count, form_date, month_words, public_date, quarter_words


def test_dates_in_words() -> None:
    assert form_date(date(2026, 6, 4)) == "04/06/2026"
    assert form_date(None, "No date") == "No date"
    assert public_date(date(2026, 6, 4)) == "4 June 2026"
    assert month_words(date(2026, 6, 4)) == "June 2026"
    assert quarter_words(date(2026, 7, 1)) == "July to September 2026"
    assert quarter_words(date(2026, 10, 1)) == "October to December 2026"
    assert quarter_words(date(2026, 12, 1)) == "December 2026 to February 2027"
    assert (count(1, "entry", "entries"), count(2000, "entry", "entries")) == ("1 entry", "2,000 entries")
