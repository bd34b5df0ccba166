"""The times of a problem: a count for each hour of each weekday, and what stands out in them.

Source: Clarke and Eck, *Crime Analysis for Problem Solvers in 60 Small Steps*, step 22 (daily and weekly
rhythms). The sentence names the shortest run of hours, over the days that hold it, with half of all counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count
from npt_desktop.rules.words import listed

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = 24
MOST = 99_999
Grid = tuple[tuple[int, ...], ...]
"""Seven days from Monday, each of 24 counts."""
EMPTY: Grid = ((0,) * HOURS,) * 7


def grid_of(times: Mapping[str, Any]) -> Grid:
    """The grid as kept on a plan; what is missing or unreadable counts as nought."""
    days = []
    for day in range(7):
        kept = times.get(str(day))
        counts = list(kept) if isinstance(kept, Sequence) and not isinstance(kept, str) else []
        fine = [n if isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= MOST else 0 for n in counts]
        days.append(tuple((fine + [0] * HOURS)[:HOURS]))
    return tuple(days)


def times_of(grid: Grid) -> dict[str, list[int]]:
    """What a plan keeps of a grid: nothing of an empty one."""
    return {str(day): list(counts) for day, counts in enumerate(grid)} if any(map(any, grid)) else {}


def check_times(times: object) -> str:
    """One sentence for what is wrong with times about to be kept; blank when nothing is."""
    if not isinstance(times, Mapping) or set(times) - {str(day) for day in range(7)}:
        return "Enter the times as hours by weekday."
    for counts in times.values():
        if not isinstance(counts, Sequence) or len(counts) != HOURS:
            return "Enter a count for each of the 24 hours."
        if any(not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= MOST for n in counts):
            return f"Enter counts from 0 to {MOST:,}."
    return ""


def read_pasted_times(text: str) -> Grid:
    """A pasted block of 7 days by 24 hours, either way round, with or without headings. Empty cells are nought.

    Raises CannotDo naming the line that cannot be read.
    """
    lines = [line.split("\t") for line in text.replace("\r", "").strip("\n").split("\n")]
    if len(lines) in (8, 25):  # a heading line
        lines = lines[1:]
    if len(lines) not in (7, 24):
        raise CannotDo("Paste 7 days by 24 hours: copy the whole block from the spreadsheet.")
    wide = HOURS if len(lines) == 7 else 7
    rows = []
    for number, cells in enumerate(lines, 1):
        if len(cells) == wide + 1:  # a heading column
            cells = cells[1:]
        if len(cells) != wide:
            raise CannotDo(f"Line {number} has {len(cells)} cells, and it takes {wide}.")
        try:
            rows.append(tuple(parse_count(cell) if cell.strip() else 0 for cell in cells))
        except CannotDo as error:
            raise CannotDo(f"Line {number}: {error.says}") from error
    return tuple(rows) if wide == HOURS else tuple(zip(*rows, strict=True))


def says_times(grid: Grid) -> str:
    """The hours that hold half of it: ``19 of 38 between 16:00 and 21:00 on Thu, Fri and Sat.``"""
    total = sum(map(sum, grid))
    if not total:
        return ""
    by_hour = [sum(day[hour] for day in grid) for hour in range(HOURS)]
    first, length = _shortest(by_hour, (total + 1) // 2)
    hours = {(first + n) % HOURS for n in range(length)}
    by_day = [sum(day[hour] for hour in hours) for day in grid]
    order = sorted(range(7), key=lambda day: (-by_day[day], day))
    held, days = 0, []
    for day in order:
        if held * 2 >= sum(by_day):
            break
        held += by_day[day]
        days.append(day)
    last = (first + length) % HOURS
    when = "at any hour" if length == HOURS else f"between {first:02}:00 and {last:02}:00"
    return f"{held} of {total} {when} on {listed(DAYS[day] for day in sorted(days))}."


def _shortest(by_hour: Sequence[int], wanted: int) -> tuple[int, int]:
    """The start and length of the shortest run of hours, past midnight too, that holds ``wanted``."""
    for length in range(1, HOURS):
        sums = [sum(by_hour[(start + n) % HOURS] for n in range(length)) for start in range(HOURS)]
        best = max(sums)
        if best >= wanted:
            return sums.index(best), length
    return 0, HOURS
