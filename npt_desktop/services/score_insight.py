"""Scores of the log by purpose, audience, officer, month and area, each with its counts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import month_label, months_from
from npt_desktop.rules.score_counts import ScoreCount
from npt_desktop.services.desk import Desk

NOT_RECORDED = "Not recorded"


class By(StrEnum):
    """What scores may be set side by side by."""

    PURPOSE = "purpose"
    AUDIENCE = "audience"
    OFFICER = "officer"
    MONTH = "month"
    AREA = "area"


class ScoreInsight:
    """Counting scores, at a desk. Long over a whole force: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def by(self, what: By, area_id: int | None, first: date, last: date) -> list[ScoreCount]:
        """One line for each purpose (audience, ...) of a period, the first and last day included.

        Months come in their order, the empty ones too; areas in theirs, whatever ``area_id`` says; the others
        by number of entries.
        """
        entry = EngagementEntry
        column, labels = self._column(what)
        query = select(column, entry.score, func.count()).where(entry.day >= first, entry.day <= last)
        if area_id is not None and what is not By.AREA:
            query = query.where(entry.area_id == area_id)
        found: dict[Any, list[int]] = {}
        with self._desk.read() as session:
            for key, score, count in session.execute(query.group_by(column, entry.score)):
                counts = found.setdefault(_named(key, labels), [0] * 6)
                counts[score or 0] += count
        if what is By.MONTH:
            names = [f"{month:%Y-%m}" for month in months_from(first, last)]
            return [
                _line(month_label(date.fromisoformat(f"{name}-01")), found.get(name, [0] * 6))
                for name in names
            ]
        if what is By.AREA:
            return [_line(area.label, found.get(area.label, [0] * 6)) for area in self._desk.areas()]
        lines = [_line(name, counts) for name, counts in found.items()]
        return sorted(lines, key=lambda line: (-line.entries, line.name))

    def _column(self, what: By) -> tuple[Any, dict[Any, str]]:
        """What to group by, and the words of its keys where they are ids."""
        entry = EngagementEntry
        with self._desk.read() as session:
            terms = {row[0]: row[1] for row in session.execute(select(Term.id, Term.label))}
            areas = {row[0]: row[1] for row in session.execute(select(Area.id, Area.name))}
        return {
            By.PURPOSE: (func.coalesce(entry.purpose_id, entry.purpose_text), terms),
            By.AUDIENCE: (func.coalesce(entry.audience_id, entry.audience_text), terms),
            By.OFFICER: (entry.lead_name, {}),
            By.MONTH: (func.substr(entry.day, 1, 7), {}),
            By.AREA: (entry.area_id, areas),
        }[what]


def _named(key: Any, labels: dict[Any, str]) -> str:
    said = labels.get(key, key)
    return str(said).strip() or NOT_RECORDED


def _line(name: str, counts: list[int]) -> ScoreCount:
    one, two, three, four, five = counts[1:]
    return ScoreCount(name, sum(counts), (one, two, three, four, five))
