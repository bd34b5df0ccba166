"""Months, quarters and the clocks that run on them.

Sources: booklet, Priority setting (quarterly; monthly updates) and Quality assurance (website shows the
current three-monthly priorities "at the end of April, July, October and January"); the national measure
"priorities up to date in the last three months"; design guide, sections 3 and 7.

A month is the ``date`` of its first day. Quarters are named by their months, never by a number, because
forces number them differently. Words are English whatever the locale of the machine.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import State
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUARTER_STARTS = (1, 4, 7, 10)
"""Months in which a quarter starts (booklet: April, July, October and January)."""


def month_of(day: date) -> date:
    """The first day of the month a day falls in."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month a day falls in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on (or back); the month's last day where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return add_months(month_of(day), 1)


def previous_month(day: date) -> date:
    """The first day of the month before."""
    return add_months(month_of(day), -1)


def months_from(first: date, last: date) -> tuple[date, ...]:
    """Every month from that of ``first`` to that of ``last``, both included; empty when reversed."""
    month, found = month_of(first), []
    while month <= last:
        found.append(month)
        month = next_month(month)
    return tuple(found)


def month_label(month: date) -> str:
    """``July 2026``."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def month_short(month: date) -> str:
    """``Jul``."""
    return MONTHS[month.month - 1][:3]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months from a first of January, April, July or October."""

    start: date

    def __post_init__(self) -> None:
        if self.start.day != 1 or self.start.month not in QUARTER_STARTS:
            raise CannotDo("Choose a quarter that starts in January, April, July or October.")

    @property
    def end(self) -> date:
        """The last day."""
        return month_end(add_months(self.start, 2))

    @property
    def months(self) -> tuple[date, date, date]:
        """Its three months."""
        return self.start, add_months(self.start, 1), add_months(self.start, 2)

    @property
    def publish_by(self) -> date:
        """The day its priorities are due on the website: the end of its first month (booklet, QA 14)."""
        return month_end(self.start)

    @property
    def label(self) -> str:
        """``Jul–Sep 2026``."""
        return f"{self.short} {self.start.year}"

    @property
    def short(self) -> str:
        """``Jul–Sep``, where the year is plain."""
        return f"{month_short(self.start)}–{month_short(self.end)}"

    @property
    def spoken(self) -> str:
        """``July to September 2026``: for the public and for screen readers."""
        return f"{MONTHS[self.start.month - 1]} to {MONTHS[self.end.month - 1]} {self.start.year}"

    def next(self) -> Quarter:
        """The quarter after."""
        return Quarter(add_months(self.start, 3))

    def previous(self) -> Quarter:
        """The quarter before."""
        return Quarter(add_months(self.start, -3))

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def quarter_of(day: date) -> Quarter:
    """The quarter a day falls in."""
    return Quarter(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))


def form_date(day: date) -> str:
    """``04/06/2026``: forms, the engagement log, workbooks."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def public_date(day: date) -> str:
    """``4 June 2026``: text the public reads."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def public_range(first: date, last: date) -> str:
    """``4 June to 9 July 2026``: "to", never a dash, in public text."""
    if first == last:
        return public_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {public_date(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {public_date(last)}"
    return f"{public_date(first)} to {public_date(last)}"


def full_date(day: date) -> str:
    """``Thursday 16 July 2026``: page headings."""
    return f"{WEEKDAYS[day.weekday()]} {public_date(day)}"


def short_date(day: date) -> str:
    """``Fri 31 Jul``: lists, where the year is plain."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {month_short(day)}"


def day_month(day: date, today: date) -> str:
    """``14 Apr``, with the year when it is not this one: ``14 Apr 2025``."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {month_short(day)}{year}"


def number_of(count: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``, ``1,284 people``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days_words(count: int) -> str:
    """``1 day``, ``22 days``."""
    return number_of(count, "day")


def ago(day: date, today: date) -> str:
    """``today``, ``yesterday``, ``3 days ago``, ``tomorrow``, ``in 3 days``."""
    days = (today - day).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{days_words(days)} ago" if days > 0 else f"in {days_words(-days)}"


def days_late(due: date, today: date) -> str:
    """``22 days late``; empty until the day after the due date (guide, section 7)."""
    days = (today - due).days
    return f"{days_words(days)} late" if days > 0 else ""


def days_left(days: int) -> str:
    """``15 days left``, ``due today``, or ``6 days late`` for days below nothing."""
    if days == 0:
        return "due today"
    return f"{days_words(days)} left" if days > 0 else f"{days_words(-days)} late"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock says today: the mark, the due date, days left (negative when late) and the words."""

    state: State
    due: date | None
    days_left: int | None
    words: str


def due_state(today: date, due: date, limits: Thresholds | None = None, *, ahead: int | None = None) -> State:
    """Overdue (BAD) from the day after, due soon (WARN) seven days before, or ``ahead``, else not due (NONE)."""
    limits = limits or standard_thresholds()
    left = (due - today).days
    if left < 0:
        return State.BAD
    return State.WARN if left <= (limits.due_soon_days if ahead is None else ahead) else State.NONE


def _open_reading(today: date, due: date, verb: str, limits: Thresholds | None) -> ClockReading:
    state = due_state(today, due, limits)
    words = f"Overdue, {days_late(due, today)}" if state is State.BAD else f"{verb} by {short_date(due)}"
    return ClockReading(state, due, (due - today).days, words)


def _done_reading(due: date, done: date, verb: str, today: date) -> ClockReading:
    late = days_late(due, done)
    words = f"{verb} {day_month(done, today)}" + (f", {late}" if late else "")
    return ClockReading(State.WARN if late else State.GOOD, due, None, words)


def published_clock(
    today: date, quarter: Quarter, published_on: date | None, limits: Thresholds | None = None
) -> ClockReading:
    """Whether a quarter's priorities reached the website by the end of its first month.

    Source: booklet, Quality assurance, Website 1. Amber 21 days ahead, red on the day itself: nothing is left but
    today. Late publication is amber: done, but partly met.
    """
    limits = limits or standard_thresholds()
    due = quarter.publish_by
    if published_on is not None and published_on <= today:
        return _done_reading(due, published_on, "Published", today)
    left = (due - today).days
    if left == 0:
        return ClockReading(State.BAD, due, 0, "Publish today")
    state = due_state(today, due, limits, ahead=limits.website_amber_days)
    words = f"Overdue, {days_late(due, today)}" if left < 0 else f"Publish by {short_date(due)}"
    return ClockReading(state, due, left, words)


def update_clock(
    today: date,
    month: date,
    published_on: date | None,
    *,
    due: date | None = None,
    limits: Thresholds | None = None,
) -> ClockReading:
    """One priority's update of one month (booklet, Website 3: due monthly).

    Due on the last day of the month unless the area has agreed an earlier ``due``.
    """
    due = due or month_end(month)
    if published_on is not None and published_on <= today:
        return _done_reading(due, published_on, "Published", today)
    return _open_reading(today, due, "Publish", limits)


def national_clock(today: date, last_set_on: date | None, limits: Thresholds | None = None) -> ClockReading:
    """The national measure: priorities no older than three months.

    Amber 21 days ahead, red on the day the three months are reached. An area with no date recorded is
    unmarked: the store cannot tell.
    """
    limits = limits or standard_thresholds()
    if last_set_on is None or last_set_on > today:
        return ClockReading(State.NONE, None, None, "No date recorded")
    due = add_months(last_set_on, limits.national_months)
    left = (due - today).days
    age = f"Set {day_month(last_set_on, today)}"
    if left <= 0:
        return ClockReading(State.BAD, due, left, f"{age}, over {limits.national_months} months old")
    if left <= limits.national_amber_days:
        return ClockReading(
            State.WARN, due, left, f"{age}, set again by {short_date(due - timedelta(days=1))}"
        )
    return ClockReading(
        State.GOOD, due, left, f"{age}, current until {day_month(due - timedelta(days=1), today)}"
    )
