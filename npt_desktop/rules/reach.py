"""Reach month by month: Neighbourhood Alert registrations, followers, likes, comments, shares.

Source: booklet, Social media ("levels of engagement (likes, comments and shares), the number of followers") and QA
question 9 (the local count of Neighbourhood Alert).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count, parse_month
from npt_desktop.rules.periods import MONTHS, add_months, month_of
from npt_desktop.rules.words import listed

Figures = Mapping[str, int | None]
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ReachMeasure:
    """One figure of a month. ``standing`` is a count at its end, else what came in it."""

    key: str
    title: str
    short: str
    other_names: tuple[str, ...]
    standing: bool = False


MEASURES = (
    ReachMeasure(
        "alert", "Neighbourhood Alert registrations", "Alert",
        ("Alert", "Alert registrations", "Neighbourhood Alert", "Registrations", "Registered", "Alert members"), True,
    ),
    ReachMeasure("followers", "Followers", "Followers", ("Social media followers", "Follower", "Page followers"), True),
    ReachMeasure("likes", "Likes", "Likes", ("Like", "Reactions", "Favourites")),
    ReachMeasure("comments", "Comments", "Comments", ("Comment", "Replies")),
    ReachMeasure("shares", "Shares", "Shares", ("Share", "Reposts", "Retweets")),
)  # fmt: skip
KEYS = tuple(measure.key for measure in MEASURES)


def read_block(text: str, today: date, start: date, first: str = KEYS[0]) -> dict[date, dict[str, int]]:
    """The figures of a block pasted at a month and measure.

    Where the first column names months, it says which month each line is; otherwise lines count on from
    ``start``. Empty cells and a heading line are passed over. Raises CannotDo naming the line or saying that the
    block is wider than the table.
    """
    lines = [
        [cell.strip() for cell in line.split("\t")]
        for line in text.replace("\r", "").rstrip("\n").split("\n")
    ]
    if not any(any(cells) for cells in lines):
        raise CannotDo("There is nothing to paste: copy the figures in the spreadsheet first.")
    if len(lines) > 1 and not any(_is_count(cell) for cell in lines[0]):
        lines = lines[1:]
    dated = any(_is_month(cells[0], today) for cells in lines)
    room = KEYS if dated else KEYS[KEYS.index(first) :]
    found: dict[date, dict[str, int]] = {}
    for number, cells in enumerate(lines, 1):
        if not any(cells):
            continue
        try:
            month = parse_month(cells[0], today) if dated else add_months(month_of(start), number - 1)
            figures = cells[1:] if dated else cells
            while figures and not figures[-1]:
                figures = figures[:-1]
            if len(figures) > len(room):
                raise CannotDo(
                    f"There are {len(figures)} figures for {len(room)} columns: paste further to the left."
                )
            counts = {key: parse_count(cell) for key, cell in zip(room, figures, strict=False) if cell}
            check_month(month, counts, today)
        except CannotDo as error:
            raise CannotDo(f"Line {number} says ‘{' '.join(cells)[:40]}’. {error.says}") from error
        if counts:
            found.setdefault(month, {}).update(counts)
    if not found:
        raise CannotDo("No line has a figure: copy the months and their figures.")
    return found


def check_month(month: date, figures: Figures, today: date) -> None:
    """Raise CannotDo for a month to come, and for a figure below nought or above what there can be."""
    if month_of(month) > month_of(today):
        raise CannotDo(
            f"{MONTHS[month.month - 1]} {month.year} is still to come: choose a month up to this one."
        )
    for key, figure in figures.items():
        if figure is not None and not 0 <= figure <= MOST:
            title = next(measure.title for measure in MEASURES if measure.key == key)
            raise CannotDo(f"{title} must be a figure from 0 to {MOST:,}.")


def reach_words(figures: Sequence[tuple[date, Figures]]) -> str:
    """One line on the latest month: each figure with its change on the month before."""
    if not figures:
        return "No figures yet."
    month, latest = figures[-1]
    before = dict(figures).get(add_months(month, -1), {})
    said = []
    for measure in MEASURES:
        now, then = latest.get(measure.key), before.get(measure.key)
        if now is not None:
            change = f" ({now - then:+,})" if then is not None else ""
            said.append(
                f"{now:,} {measure.title[:1].lower() + measure.title[1:] if measure.key != 'alert' else measure.title}{change}"
            )
    return f"{MONTHS[month.month - 1]} {month.year}: {listed(said)}."


def _is_month(cell: str, today: date) -> bool:
    if _is_count(cell):
        return False
    try:
        parse_month(cell, today)
    except CannotDo:
        return False
    return True


def _is_count(cell: str) -> bool:
    try:
        parse_count(cell)
    except CannotDo:
        return False
    return True
