"""The engagement log in figures: a month, its average, and who was not reached when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, select

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import month_end, month_of, previous_month
from npt_desktop.services.desk import Choice, Desk


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """One month of an area in figures; ``average`` is over ``scored`` entries and None without any."""

    entries: int
    without_outcome: int
    scored: int
    average: float | None
    scores: tuple[int, ...]
    purposes: tuple[tuple[str, int], ...]
    average_before: float | None


@dataclass(frozen=True, slots=True)
class GapMap:
    """Entries by community and month: one row a community, one column a month."""

    months: tuple[date, ...]
    audiences: tuple[Choice, ...]
    counts: tuple[tuple[int, ...], ...]
    days_since: tuple[int | None, ...]


class LogFigures:
    """Counting the log, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def month_facts(self, area_id: int, month: date) -> MonthFacts:
        """One month in figures, with the average of the month before."""
        entry = EngagementEntry
        with self._desk.read() as session:
            within = _within(area_id, month)
            total = session.scalar(select(func.count()).where(*within)) or 0
            silent = session.scalar(select(func.count()).where(*within, func.trim(entry.outcome) == "")) or 0
            by_score = {r[0]: r[1] for r in session.execute(select(entry.score, func.count()).where(*within)
                                                           .group_by(entry.score))}  # fmt: skip
            purposes = session.execute(
                select(func.coalesce(Term.label, entry.purpose_text), func.count())
                .select_from(entry).outerjoin(Term, Term.id == entry.purpose_id).where(*within)
                .group_by(literal_column("1")).order_by(func.count().desc(), literal_column("1"))
            ).all()  # fmt: skip
            before = session.scalar(
                select(func.avg(entry.score)).where(*_within(area_id, previous_month(month_of(month))))
            )
        scores = tuple(by_score.get(n, 0) for n in (1, 2, 3, 4, 5))
        scored = sum(scores)
        average = sum(n * c for n, c in enumerate(scores, 1)) / scored if scored else None
        return MonthFacts(
            total,
            silent,
            scored,
            average,
            scores,
            tuple((r[0], r[1]) for r in purposes),
            None if before is None else float(before),
        )

    def averages(self, area_id: int, months: Sequence[date]) -> tuple[float | None, ...]:
        """The average score of each month; None where nothing was scored."""
        entry = EngagementEntry
        month = func.substr(entry.day, 1, 7)
        query = select(month, func.avg(entry.score)).where(
            entry.area_id == area_id, entry.day >= min(months), entry.day <= month_end(max(months))
        )
        with self._desk.read() as session:
            found = {row[0]: row[1] for row in session.execute(query.group_by(month))}
        return tuple(None if (mean := found.get(f"{m:%Y-%m}")) is None else float(mean) for m in months)

    def gaps(self, area_id: int, months: Sequence[date]) -> GapMap:
        """How often each community was engaged in each month, and days since the last time."""
        entry = EngagementEntry
        first, last = min(months), month_end(max(months))
        month = func.substr(entry.day, 1, 7)
        with self._desk.read() as session:
            counted = session.execute(
                select(entry.audience_id, month, func.count())
                .where(entry.area_id == area_id, entry.day >= first, entry.day <= last)
                .group_by(entry.audience_id, month)
            ).all()
            # By each community from the latest day back, which stops at the first: the index is never read whole.
            last_day = (
                select(entry.day).where(entry.area_id == area_id, entry.audience_id == Term.id)
                .order_by(entry.day.desc()).limit(1).scalar_subquery()
            )  # fmt: skip
            latest = {row[0]: row[1] for row in session.execute(
                select(Term.id, last_day).where(Term.kind == TermKind.AUDIENCE))}  # fmt: skip
        cells = {(row[0], row[1]): row[2] for row in counted}
        audiences = self._desk.terms(TermKind.AUDIENCE)
        today = self._desk.today
        return GapMap(
            tuple(months),
            tuple(audiences),
            tuple(tuple(cells.get((a.id, f"{m:%Y-%m}"), 0) for m in months) for a in audiences),
            tuple(None if (day := latest.get(a.id)) is None else (today - day).days for a in audiences),
        )


def _within(area_id: int, month: date) -> tuple[Any, ...]:
    first = month_of(month)
    return (
        EngagementEntry.area_id == area_id,
        EngagementEntry.day >= first,
        EngagementEntry.day <= month_end(first),
    )
