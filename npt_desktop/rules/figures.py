"""Figures by month as people type and paste them, from a spreadsheet or a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import MONTHS, add_months, month_of, previous_month

SAYS_MONTH = "Enter a month such as Jan 2026 or 1/26."
SAYS_FIGURE = "Enter a count of nought or more, such as 14."
_T = TypeVar("_T")
_NAMED = re.compile(r"(?P<name>[a-z]{3,9})\.?[\s\-/']*(?P<y>\d{4}|\d{2})?", re.ASCII)
_NUMBERS = re.compile(r"(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4}|\d{2})", re.ASCII)
_DAY = re.compile(r"\d{1,2}\s?[/.\-]\s?(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-\d{1,2})?(?: 00:00:00)?", re.ASCII)


def parse_month(text: str, today: date) -> date:
    """The first day of the month a person meant.

    Accepts ``Jan``, ``Jan 2026``, ``Jan-26``, ``1/26``, ``01/2026``, ``2026-01`` and a whole date, of which the
    month counts. A month without a year is the latest that is not to come. Raises CannotDo with a sentence.
    """
    words = " ".join(text.split()).casefold()
    found = _ISO.fullmatch(words) or _DAY.fullmatch(words) or _NUMBERS.fullmatch(words)
    if found is not None:
        return _made(int(found["m"]), found["y"], today)
    named = _NAMED.fullmatch(words)
    fits = [n for n, name in enumerate(MONTHS, 1) if named and name.casefold().startswith(named["name"])]
    if named is None or (len(fits) != 1 and named["name"] != "sept"):
        raise CannotDo(SAYS_MONTH)
    return _made(fits[0] if fits else 9, named["y"], today)


def _made(month: int, year: str | None, today: date) -> date:
    if not 1 <= month <= 12:
        raise CannotDo(SAYS_MONTH)
    if year is None:
        return date(today.year if month <= today.month else today.year - 1, month, 1)
    number = int(year) if len(year) == 4 else today.year // 100 * 100 + int(year)
    if not 1990 <= number <= today.year + 10:
        raise CannotDo(SAYS_MONTH)
    return date(number, month, 1)


def parse_count(text: str) -> int:
    """A count of nought or more; ``1,284`` and ``14.0`` are read too. Raises CannotDo with a sentence."""
    words = text.strip().replace(",", "").replace(" ", "")
    if re.fullmatch(r"\d{1,9}(\.0+)?", words, re.ASCII) is None:
        raise CannotDo(SAYS_FIGURE)
    return int(words.split(".")[0])


class Pasted(dict[date, int]):
    """Figures by month. ``added_up`` are the months that stood on more than one line, as weeks do: their figure is
    the sum, which is to be told."""

    def __init__(self, figures: Iterable[tuple[date, int]] = ()) -> None:
        super().__init__(figures)
        self.added_up: list[date] = []


def read_pasted(text: str, today: date, start: date | None = None) -> Pasted:
    """The figures of a pasted block: month and count in two columns, or counts in one.

    One column is counted on month by month from ``start``; without it, up to the last whole month. Lines
    without a figure are left out of two columns and keep their month in one; a heading line is passed over. Raises
    CannotDo naming the line that cannot be read.
    """
    lines = [_cells(line) for line in text.replace("\r", "").rstrip("\n").split("\n")]
    if not any(any(cells) for cells in lines):
        raise CannotDo("There is nothing to paste: copy the figures in the spreadsheet first.")
    if _is_heading(lines[0], today) and len(lines) > 1:
        lines = lines[1:]
    if max(len(cells) for cells in lines) == 1:
        first = start or add_months(previous_month(today), 1 - len(lines))
        counts = [(add_months(month_of(first), n), cells[0]) for n, cells in enumerate(lines)]
        return Pasted(
            (month, _line(n, parse_count, words)) for n, (month, words) in enumerate(counts, 1) if words
        )
    found = Pasted()
    for n, cells in enumerate(lines, 1):
        if len(cells) > 1 and cells[0] and cells[1]:
            month = _line(n, lambda words: parse_month(words, today), cells[0])
            if month in found and month not in found.added_up:
                found.added_up.append(month)
            found[month] = found.get(month, 0) + _line(n, parse_count, cells[1])
    if not found:
        raise CannotDo("No line has a month and a figure: copy both columns.")
    return found


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _is_heading(cells: list[str], today: date) -> bool:
    try:
        parse_count(cells[-1])
    except CannotDo:
        try:
            parse_month(cells[0], today)
        except CannotDo:
            return any(cells)
    return False


def _line(number: int, read: Callable[[str], _T], words: str) -> _T:
    try:
        return read(words)
    except CannotDo as error:
        raise CannotDo(f"Line {number} says ‘{words[:40]}’. {error.says}") from error
