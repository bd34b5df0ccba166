"""Dates and counts in words, as forms and as public text print them."""

from __future__ import annotations

from datetime import date, datetime

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def form_date(day: date | None, blank: str = "") -> str:
    """``04/06/2026``, the way the booklet's own log writes dates."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day is not None else blank


def form_time(at: datetime | None, blank: str = "") -> str:
    """``04/06/2026 10:42`` in the time zone ``at`` carries: hand over local time."""
    return f"{form_date(at.date())} {at:%H:%M}" if at is not None else blank


def public_date(day: date) -> str:
    """``4 June 2026``, the GOV.UK style for the public."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """``June 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """``Jun 26``, for an axis."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year % 100:02}"


def quarter_words(first: date) -> str:
    """``July to September 2026`` for the three months that begin with ``first``'s."""
    last = first.month + 1
    year = first.year + last // 12
    end = _MONTHS[last % 12]
    start = _MONTHS[first.month - 1]
    return f"{start} to {end} {year}" if year == first.year else f"{start} {first.year} to {end} {year}"


def count(number: int, one: str, many: str = "") -> str:
    """``1 entry``, ``2,000 entries``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
