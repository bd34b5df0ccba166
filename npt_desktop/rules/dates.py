"""Dates as people type them (design guide, workflow C).

Days come before months, as on every form the booklet shows (``DD/MM/YYYY``). A date without a year, month
or both is the nearest one that is not in the future, since logs are about what was done; ``future=True``
prefers the nearest that is not in the past, for due dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import MONTHS, WEEKDAYS, add_months, month_of

SAYS = "Enter a date that exists, such as 16/7 or 16 jul."
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_CLOCK = 2015

_NEAR = {"today": 0, "t": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_STEP = re.compile(r"[-−–+]\s?\d{1,4}", re.ASCII)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_NUMBERS = re.compile(
    r"(?P<d>\d{1,2})(?:\s?[/.\- ]\s?(?P<m>\d{1,2})(?:\s?[/.\- ]\s?(?P<y>\d{4}|\d{2}))?)?\.?", re.ASCII
)
_NAMED = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s/.\-]*(?P<name>[a-z]{3,9})[\s/.,\-]*(?P<y>\d{4}|\d{2})?",
    re.ASCII,
)
_ORDINAL = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)", re.ASCII)


def is_plausible(today: date) -> bool:
    """Whether a clock may be right: no store is older than 2015, and a clock of a flat battery says
    1970, 2000 or some year far off."""
    return _FIRST_CLOCK <= today.year < _LAST_YEAR


def parse_typed(text: str, today: date, *, future: bool = False) -> date:
    """The date a person meant.

    Accepts ``today``, ``t``, ``yesterday``, ``tomorrow``, ``-1``, ``+3``, ``tue``, ``16``, ``16/7``,
    ``16/7/26``, ``16.7.2026``, ``16 jul``, ``16 July 2026``, ``Thu 16 Jul`` and ``2026-07-16``.
    Raises CannotDo with a sentence when there is no such date.
    """
    words = " ".join(text.split()).casefold()
    if words in _NEAR:
        return _moved(today, _NEAR[words])
    if _STEP.fullmatch(words):
        days = int(re.sub(r"\D", "", words))
        return _moved(today, days if words[0] == "+" else -days)
    weekday, rest = _weekday(words)
    if weekday is not None and not rest:
        step = (weekday - today.weekday()) % 7 if future else -((today.weekday() - weekday) % 7)
        return _moved(today, step)
    found = _written(rest, today, future=future, weekday=weekday)
    if weekday is not None and found.weekday() != weekday:
        raise CannotDo(
            f"{found.day} {MONTHS[found.month - 1]} {found.year} is a {WEEKDAYS[found.weekday()]}: "
            "correct the day of the week or the date."
        )
    return found


def _moved(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise CannotDo(SAYS) from None


def _weekday(words: str) -> tuple[int | None, str]:
    """A leading day of the week and what follows it."""
    first, _, rest = words.partition(" ")
    first = first.rstrip(".,")
    if len(first) >= 2 and first.isalpha():
        fits = [n for n, name in enumerate(WEEKDAYS) if name.casefold().startswith(first)]
        if len(fits) == 1 or first in ("tues", "weds", "thurs"):
            return fits[0] if fits else 2, rest.strip()
    return None, words


def _month(name: str) -> int:
    fits = [n for n, month in enumerate(MONTHS, start=1) if month.casefold().startswith(name)]
    if len(fits) == 1:
        return fits[0]
    if name == "sept":
        return 9
    raise CannotDo(SAYS)


def _written(words: str, today: date, *, future: bool, weekday: int | None) -> date:
    parts = _ISO.fullmatch(words) or _NUMBERS.fullmatch(words) or _ORDINAL.fullmatch(words)
    if parts is not None:
        found = parts.groupdict()
        day, month, year = int(found["d"]), found.get("m"), found.get("y")
        return _chosen(day, int(month) if month else None, year, today, future=future, weekday=weekday)
    named = _NAMED.fullmatch(words)
    if named is None:
        raise CannotDo(SAYS)
    return _chosen(int(named["d"]), _month(named["name"]), named["y"], today, future=future, weekday=weekday)


def _chosen(
    day: int, month: int | None, year: str | None, today: date, *, future: bool, weekday: int | None
) -> date:
    if year is not None and month is not None:
        number = int(year) if len(year) == 4 else _century(int(year), today)
        if not _FIRST_YEAR <= number <= _LAST_YEAR:
            raise CannotDo(f"Enter a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return _made(number, month, day)
    fits = [found for found in _near(day, month, today) if found is not None]
    right = [found for found in fits if (found >= today if future else found <= today)]
    if weekday is not None:
        right = [found for found in right if found.weekday() == weekday] or right
    if not right:
        raise CannotDo(SAYS)
    return min(right) if future else max(right)


def _near(day: int, month: int | None, today: date) -> Iterator[date | None]:
    """The dates with this day (and month) for some years or months either side of today."""
    if month is None:
        first = month_of(today)
        for step in range(-3, 4):
            place = add_months(first, step)
            yield _existing(place.year, place.month, day)
    else:
        for year in range(today.year - 8, today.year + 9):
            yield _existing(year, month, day)


def _century(year: int, today: date) -> int:
    """Two figures mean the year nearest today, at most 20 years ahead."""
    number = today.year // 100 * 100 + year
    return number - 100 if number > today.year + 20 else number


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(year: int, month: int, day: int) -> date:
    found = _existing(year, month, day)
    if found is None:
        raise CannotDo(SAYS)
    return found
