"""The engagement log in figures: a month, its average, and who was not reached when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, select

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area
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
        return self.gap_maps((area_id,), months)[area_id]

    def gap_maps(self, areas: Sequence[int], months: Sequence[date]) -> dict[int, GapMap]:
        """The gap map of each of the areas, asked for at once."""
        entry = EngagementEntry
        first, last = min(months), month_end(max(months))
        # By day, as the index stands, so that SQLite sorts nothing; the months are added up here.
        by_day = select(
            entry.area_id, func.substr(entry.day, 1, 7), entry.audience_id, func.count()
        ).where(entry.area_id.in_(areas), entry.day >= first, entry.day <= last).group_by(
            entry.area_id, entry.day, entry.audience_id
        )  # fmt: skip
        # By each community from the latest day back, which stops at the first: the index is never read whole.
        last_day = (
            select(entry.day).where(entry.area_id == Area.id, entry.audience_id == Term.id)
            .order_by(entry.day.desc()).limit(1).scalar_subquery()
        )  # fmt: skip
        latest_days = (
            select(Area.id, Term.id, last_day)
            .join(Term, Term.kind == TermKind.AUDIENCE)
            .where(Area.id.in_(areas))
        )
        cells: Counter[tuple[int, str, int | None]] = Counter()
        with self._desk.read() as session:
            for area_id, month, audience_id, count in session.execute(by_day):
                cells[area_id, month, audience_id] += count
            latest = {(row[0], row[1]): row[2] for row in session.execute(latest_days)}
        audiences, today = tuple(self._desk.terms(TermKind.AUDIENCE)), self._desk.today
        names = [f"{month:%Y-%m}" for month in months]
        return {
            area_id: GapMap(
                tuple(months),
                audiences,
                tuple(tuple(cells[area_id, name, a.id] for name in names) for a in audiences),
                tuple(None if (day := latest.get((area_id, a.id))) is None else (today - day).days for a in audiences),
            )
            for area_id in areas
        }  # fmt: skip


def _within(area_id: int, month: date) -> tuple[Any, ...]:
    first = month_of(month)
    return (
        EngagementEntry.area_id == area_id,
        EngagementEntry.day >= first,
        EngagementEntry.day <= month_end(first),
    )
