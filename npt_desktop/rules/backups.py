"""Which dated copies of a store are kept: the latest, then fewer the older they are.

The numbers are data in ``resources/backups.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class Thinning:
    """How many copies are kept: the ``latest``, and the last one of so many days, weeks and months that
    have one."""

    latest: int
    days: int
    weeks: int
    months: int


def load_thinning(path: Path) -> Thinning:
    """The numbers of a file. Raises CannotDo naming the entry at fault."""
    entry = read_entry(path)
    entry.only("about", "latest", "days", "weeks", "months")
    return Thinning(*(entry.whole(name, low=1, high=3660) for name in ("latest", "days", "weeks", "months")))


@cache
def standard_thinning() -> Thinning:
    """The numbers as packaged."""
    return load_thinning(resources() / "backups.json")


def kept(made: Sequence[datetime], thinning: Thinning) -> frozenset[int]:
    """The places in ``made`` of the copies to keep."""
    order = sorted(range(len(made)), key=lambda place: made[place], reverse=True)
    keep = set(order[: thinning.latest])
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (thinning.days, lambda at: at.date()),
        (thinning.weeks, lambda at: at.isocalendar()[:2]),
        (thinning.months, lambda at: (at.year, at.month)),
    )
    for most, span in spans:
        last: dict[object, int] = {}
        for place in order:
            last.setdefault(span(made[place]), place)
        keep.update(list(last.values())[:most])
    return frozenset(keep)
