"""Figures of the store as measures of a plan: the engagement log, the survey and street-level crime, by month.

A measure made so keeps where it comes from, and is read again when asked: it is never typed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.plans import Measure, MeasurePoint, ProblemPlan
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_of, months_from, previous_month
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.plan_stage import move_stage, still_open
from npt_desktop.store.search import match
from npt_desktop.store.unit_of_work import UnitOfWork

LOG, SURVEY, CRIME = "log", "survey", "crime"
_UNITS = {LOG: "entries", SURVEY: "people", CRIME: "crimes"}
_Points = dict[date, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """A series of the store that can be attached: ``about`` is the issue or category, blank for all."""

    source: str
    about: str
    label: str


def offers(session: Session, area_id: int) -> list[Offer]:
    """What the store can count for an area: the log, each issue of its surveys, each category of its crime."""
    found = [Offer(LOG, "", "Engagement log: entries with these words")]
    issues = session.scalars(
        select(SurveyResult.issue_text).where(SurveyResult.area_id == area_id).distinct()
        .order_by(SurveyResult.issue_text)
    )  # fmt: skip
    found += [Offer(SURVEY, issue, f"Survey: {issue}") for issue in issues]
    rows = session.scalars(
        select(CrimeMonth.counts).join(Lsoa, Lsoa.id == CrimeMonth.lsoa_id).where(Lsoa.area_id == area_id)
    )
    names = sorted({name for counts in rows for name in counts})
    found += [Offer(CRIME, "", "Street crime: all")] if names else []
    return found + [Offer(CRIME, name, f"Street crime: {name}") for name in names]


class PlanSeries:
    """Attaching figures of the store to plans, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def offers(self, area_id: int) -> list[Offer]:
        """What may be attached to a plan of an area."""
        with self._desk.read() as session:
            return offers(session, area_id)

    def attach(self, plan_id: int, source: str, about: str, *, words: str = "") -> int:
        """Make a measure of a series of the store; returns its id. Raises Incomplete when it holds nothing."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        origin = {"source": source, "about": about, "words": " ".join(words.split())}
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            points = _read(unit.session, plan.area_id, origin, self._desk.today)
            if not any(points.values()):
                raise Incomplete({"series": "The store holds no such figures for this area: choose another."})
            first = unit.session.scalar(select(func.count()).where(Measure.plan_id == plan_id)) == 0
            measure = unit.add(
                Measure(
                    plan_id=plan_id, name=name_of(origin), unit=_UNITS[source], main=first, origin=origin,
                    taken_on=self._desk.today,
                )
            )  # fmt: skip
            _set(unit, measure.id, points)
            plan.changed_at = unit.now
            unit.did = f"Attached figures to {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)
            return measure.id

    def read_again(self, plan_id: int, measure_id: int) -> None:
        """Bring an attached measure up to date. Raises CannotDo for one that was typed."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Edited a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            measure = current(unit, Measure, measure_id)
            if not measure.origin:
                raise CannotDo("These figures were typed: change them in the table.")
            points = _read(unit.session, plan.area_id, measure.origin, self._desk.today)
            _set(unit, measure_id, points)
            measure.taken_on = self._desk.today
            plan.changed_at = unit.now
            unit.did = f"Read figures of {plan.reference} again"
            move_stage(unit.session, plan, self._desk.today)


def name_of(origin: Mapping[str, Any]) -> str:
    """What an attached measure is called."""
    about = str(origin.get("about") or "")
    if origin.get("source") == LOG:
        words = str(origin.get("words") or "")
        return f"Log entries: {words}"[:120] if words else "Log entries"
    kind = "Survey" if origin.get("source") == SURVEY else "Street crime"
    return f"{kind}: {about or 'all'}"[:120]


def _read(session: Session, area_id: int, origin: Mapping[str, Any], today: date) -> _Points:
    return _READERS[str(origin["source"])](session, area_id, origin, today)


def _log(session: Session, area_id: int, origin: Mapping[str, Any], today: date) -> _Points:
    """Entries in each whole month since the log of the area began; a month without one counts nought."""
    month = func.strftime("%Y-%m-01", EngagementEntry.day)
    query = select(month, func.count()).where(EngagementEntry.area_id == area_id).group_by(month)
    words = match(str(origin.get("words") or ""))
    if words:
        sql = "engagement_entry.id IN (SELECT rowid FROM engagement_search WHERE engagement_search MATCH :w)"
        query = query.where(text(sql).bindparams(w=words))
    began = session.scalar(select(func.min(EngagementEntry.day)).where(EngagementEntry.area_id == area_id))
    counts = {date.fromisoformat(name): count for name, count in session.execute(query)}
    last = previous_month(today)
    if began is None or month_of(began) > last:
        return {}
    return {m: counts.get(m, 0) for m in months_from(month_of(began), last)}


def _survey(session: Session, area_id: int, origin: Mapping[str, Any], today: date) -> _Points:
    """How many named the issue, at the first month of each quarter surveyed."""
    del today
    query = select(SurveyResult.period, SurveyResult.count).where(
        SurveyResult.area_id == area_id, SurveyResult.issue_text == origin["about"]
    )
    return {month_of(period): count for period, count in session.execute(query)}


def _crime(session: Session, area_id: int, origin: Mapping[str, Any], today: date) -> _Points:
    """Crimes of the category, or all, in the small areas that count towards the area."""
    del today
    query = (
        select(CrimeMonth.month, CrimeMonth.counts).join(Lsoa, Lsoa.id == CrimeMonth.lsoa_id)
        .where(Lsoa.area_id == area_id)
    )  # fmt: skip
    about = origin.get("about")
    found: _Points = {}
    for month, counts in session.execute(query):
        number = int(counts.get(about, 0)) if about else sum(counts.values())
        found[month] = found.get(month, 0) + number
    return found


_READERS: Mapping[str, Callable[[Session, int, Mapping[str, Any], date], _Points]] = MappingProxyType(
    {LOG: _log, SURVEY: _survey, CRIME: _crime}
)


def _set(unit: UnitOfWork, measure_id: int, points: _Points) -> None:
    query = select(MeasurePoint).where(MeasurePoint.measure_id == measure_id)
    old = {point.month: point for point in unit.session.scalars(query)}
    for month, value in points.items():
        if month in old:
            old.pop(month).value = value
        else:
            unit.add(MeasurePoint(measure_id=measure_id, month=month, value=value))
    for point in old.values():
        unit.remove(point)
