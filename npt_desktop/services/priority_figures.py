"""Figures of the store marked “about this priority”, and what a month's update may say of them.

A mark holds for as long as the priority runs: each month's update reads the figure of that month anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import FigureSource
from npt_desktop.models.priorities import Priority, PriorityFigure, PriorityRound, SurveyResult
from npt_desktop.models.sources import Consultation, CrimeMonth, Lsoa
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.marked_figures import (
    CRIME_AGE,
    consultation_sentence,
    crime_sentence,
    reach_sentence,
    survey_sentence,
)
from npt_desktop.rules.periods import (
    add_months,
    day_month,
    month_end,
    month_of,
    month_short,
    number_of,
    quarter_of,
)
from npt_desktop.rules.reach import MEASURES
from npt_desktop.services.desk import Desk
from npt_desktop.services.reach import reach_of
from npt_desktop.store.unit_of_work import UnitOfWork

FigureKey = tuple[FigureSource, str]
"""A source and which of its figures: see :class:`PriorityFigure`."""
PART = {
    FigureSource.SURVEY: "you_said",
    FigureSource.CONSULTATION: "you_said",
    FigureSource.CRIME: "we_did",
    FigureSource.REACH: "we_did",
}
"""The part of an update each source speaks in."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure that may be marked: what it is of, how it stands in the month, and a sentence for the public."""

    source: FigureSource
    about: str
    label: str
    words: str
    sentence: str
    marked: bool = False

    @property
    def key(self) -> FigureKey:
        return self.source, self.about


class PriorityFigures:
    """Marks of figures, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, priority_id: int, month: date) -> tuple[FigureLine, ...]:
        """What may be marked for a priority, with the figures of a month; marked ones say so. A figure that is
        marked and has nothing in the month is not among them."""
        with self._desk.read() as session:
            priority = session.get(Priority, priority_id)
            if priority is None:
                raise CannotDo("This priority was removed in the meantime: go back and choose another.")
            return figures_of(session, priority, month_of(month))

    def mark(self, priority_id: int, shown: Iterable[FigureKey], marked: Iterable[FigureKey]) -> None:
        """Of the figures ``shown``, exactly ``marked`` are about the priority; marks of others stay as they are."""
        require(self._desk.actor.role, Act.WRITE_UPDATE)
        seen, wanted = set(shown), set(marked)
        with self._desk.write("Marked figures about a priority") as unit:
            priority = unit.get(Priority, priority_id)
            there = {
                (row.source, row.about): row
                for row in unit.session.scalars(
                    select(PriorityFigure).where(PriorityFigure.priority_id == priority_id)
                )
            }
            for key, row in there.items():
                if key in seen - wanted:
                    unit.remove(row)
            for source, about in sorted(wanted - set(there)):
                unit.add(PriorityFigure(priority_id=priority_id, source=source, about=about))
            unit.did = f"Marked {number_of(len(wanted), 'figure')} about ‘{priority.title}’"


def carry_marks(unit: UnitOfWork, earlier_id: int, priority_id: int) -> None:
    """Figures that come anew each month stay marked when a priority is carried over."""
    rows = unit.session.scalars(
        select(PriorityFigure).where(
            PriorityFigure.priority_id == earlier_id,
            PriorityFigure.source.in_((FigureSource.CRIME, FigureSource.REACH)),
        )
    ).all()
    for row in rows:
        unit.add(PriorityFigure(priority_id=priority_id, source=row.source, about=row.about))


def figures_of(session: Session, priority: Priority, month: date) -> tuple[FigureLine, ...]:
    """As :meth:`PriorityFigures.of`, in a session."""
    marks = {
        (row.source, row.about)
        for row in session.scalars(select(PriorityFigure).where(PriorityFigure.priority_id == priority.id))
    }
    found = [line for read in _READERS.values() for line in read(session, priority, month)]
    return tuple(
        FigureLine(f.source, f.about, f.label, f.words, f.sentence, marked=f.key in marks) for f in found
    )


def _survey(session: Session, priority: Priority, month: date) -> list[FigureLine]:
    """The survey the round was set from."""
    del month
    quarter = session.scalar(select(PriorityRound.quarter).where(PriorityRound.id == priority.round_id))
    assert quarter is not None
    period = quarter_of(quarter).previous().start
    rows = session.scalars(
        select(SurveyResult).where(SurveyResult.area_id == priority.area_id, SurveyResult.period == period)
        .order_by(SurveyResult.percent.desc(), SurveyResult.issue_text)
    )  # fmt: skip
    return [
        FigureLine(FigureSource.SURVEY, f"{r.period.isoformat()} {r.issue_text}"[:240], r.issue_text,
                   f"{r.count:,} of {r.base:,}",
                   survey_sentence(r.issue_text, r.count, r.base, r.period))
        for r in rows if r.base
    ]  # fmt: skip


def _consultation(session: Session, priority: Priority, month: date) -> list[FigureLine]:
    """What was heard in the month."""
    c = Consultation
    rows = session.scalars(
        select(c)
        .where(c.area_id == priority.area_id, c.day.between(month, month_end(month)))
        .order_by(c.day, c.id)
    )
    return [
        FigureLine(FigureSource.CONSULTATION, r.uid, r.who, day_month(r.day, month), consultation_sentence(r.said))
        for r in rows
    ]  # fmt: skip


def _crime(session: Session, priority: Priority, month: date) -> list[FigureLine]:
    """Each category of the latest month that is in, none older than :data:`CRIME_AGE` months."""
    oldest = add_months(month, -CRIME_AGE - 1)
    rows = session.execute(
        select(CrimeMonth.month, CrimeMonth.counts).join(Lsoa, Lsoa.id == CrimeMonth.lsoa_id)
        .where(Lsoa.area_id == priority.area_id, CrimeMonth.month.between(oldest, month))
    )  # fmt: skip
    counted: dict[date, dict[str, int]] = {}
    for day, counts in rows:
        held = counted.setdefault(day, {})
        for name, count in counts.items():
            held[name] = held.get(name, 0) + count
    latest = max(counted, default=oldest)
    if latest <= oldest:
        return []
    before = counted.get(add_months(latest, -1))
    found = []
    for name, count in sorted(counted[latest].items(), key=lambda each: (-each[1], each[0])):
        was = None if before is None else before.get(name, 0)
        beside = "" if was is None else f", {was:,} before"
        found.append(FigureLine(FigureSource.CRIME, name, name, f"{month_short(latest)} {count:,}{beside}",
                                crime_sentence(name, latest, count, was)))  # fmt: skip
    return found


def _reach(session: Session, priority: Priority, month: date) -> list[FigureLine]:
    """What an area reached in the month."""
    months = reach_of(session, priority.area_id)
    now, before = months.get(month, {}), months.get(add_months(month, -1), {})
    found = []
    for measure in MEASURES:
        count, was = now.get(measure.key), before.get(measure.key)
        if count is not None:
            beside = "" if was is None else f", {was:,} before"
            found.append(FigureLine(FigureSource.REACH, measure.key, measure.title, f"{count:,}{beside}",
                                    reach_sentence(measure.key, month, count, was)))  # fmt: skip
    return found


_READERS: Mapping[FigureSource, Callable[[Session, Priority, date], list[FigureLine]]] = {
    FigureSource.SURVEY: _survey,
    FigureSource.CONSULTATION: _consultation,
    FigureSource.CRIME: _crime,
    FigureSource.REACH: _reach,
}
