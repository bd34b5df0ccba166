"""How every area stands on both clocks: the booklet's and the national one.

Sources: booklet, Priority setting and Quality assurance (website by the end of the quarter's first month, an
update a month); Neighbourhood Policing Guarantee, headline measures (priorities set in the last three months).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import State
from npt_desktop.models.organisation import Area
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate
from npt_desktop.rules.home_page import ClockMark
from npt_desktop.rules.periods import (
    ClockReading,
    Quarter,
    add_months,
    days_left,
    days_words,
    month_of,
    months_from,
    national_clock,
    number_of,
    published_clock,
    quarter_of,
)
from npt_desktop.services.desk import Desk

_WORST = (State.BAD, State.WARN, State.PART, State.NONE, State.GOOD)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One area. ``website_due`` is the next day priorities are due there: of this quarter, or once these are
    published of the next. ``missing`` are updates whose month is over, those of the quarter before included so
    that no month closes blank unnoticed; ``open`` are those of this month; ``round_id`` is the round in force, if
    there is one."""

    area_id: int
    area: str
    last_set: date | None
    website: ClockReading
    website_due: date
    website_left: int
    national: ClockReading
    missing: int
    open: int
    round_id: int | None

    @property
    def updates_state(self) -> State:
        """Red while a month is closed blank, amber while this month's are owed."""
        if self.last_set is None:
            return State.NONE
        return State.BAD if self.missing else State.WARN if self.open else State.GOOD

    @property
    def updates_words(self) -> str:
        """The updates in a few words."""
        if self.last_set is None:
            return "No priorities"
        said = []
        if self.missing:
            said.append(f"{number_of(self.missing, 'update')} missing")
        if self.open:
            said.append(f"{self.open} due this month")
        return ", ".join(said) or "Up to date"

    @property
    def state(self) -> State:
        """The worst of the three."""
        return min((self.website.state, self.national.state, self.updates_state), key=_WORST.index)

    @property
    def marks(self) -> tuple[ClockMark, ClockMark]:
        """Both clocks in a few words each, for a page of this area alone."""
        left, out = self.national.days_left, self.website.days_left is None
        website = f"next in {days_words(self.website_left)}" if out else days_left(self.website_left)
        return (
            ClockMark("Website", self.website.state, website, self.website.words),
            ClockMark(
                "National",
                self.national.state,
                "not set" if left is None else days_left(left),
                self.national.words,
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """The line as the command line prints it; days left are negative when late."""
        return {
            "area": self.area,
            "state": self.state.value,
            "last_set": self.last_set.isoformat() if self.last_set else None,
            "website": {
                **_clock_json(self.website),
                "due": self.website_due.isoformat(),
                "days_left": self.website_left,
            },
            "national": _clock_json(self.national),
            "updates_missing": self.missing,
            "updates_due": self.open,
        }


@dataclass(frozen=True, slots=True)
class ClockBoard:
    """Every open area on a day, in their order."""

    today: date
    quarter: Quarter
    lines: tuple[ClockLine, ...]


class Clocks:
    """The all-areas board, at a desk: five short queries whatever the number of areas and years."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def board(self) -> ClockBoard:
        """Every area as it stands today."""
        today = self._desk.today
        quarter = quarter_of(today)
        with self._desk.read() as session:
            areas = session.execute(
                select(Area.id, Area.name).where(Area.closed_on.is_(None)).order_by(Area.position, Area.name)
            ).all()
            r = PriorityRound
            latest = (
                select(r.area_id, func.max(r.quarter).label("quarter"))
                .where(r.decided_on.is_not(None), r.decided_on <= today).group_by(r.area_id).subquery()
            )  # fmt: skip
            rounds = session.execute(
                select(r.area_id, r.id, r.quarter, r.decided_on, r.published_on)
                .join(latest, (latest.c.area_id == r.area_id) & (latest.c.quarter == r.quarter))
            ).all()  # fmt: skip
            published = {row.area_id: row.published_on for row in session.execute(
                select(r.area_id, r.published_on).where(r.quarter == quarter.start)
            )}  # fmt: skip
            recent = session.execute(
                select(r.area_id, r.id).where(r.decided_on.is_not(None), r.decided_on <= today,
                                              r.quarter.between(quarter.previous().start, quarter.start))
            ).all()  # fmt: skip
            running = {(row.area_id, row.id) for row in (*rounds, *recent)}
            owed = self._owed(session, running, today)
        last = {row.area_id: row for row in rounds}
        lines = []
        for area_id, name in areas:
            found = last.get(area_id)
            late, now = owed.get(area_id, (0, 0))
            out = published.get(area_id)
            due = quarter.next().publish_by if out is not None else quarter.publish_by
            lines.append(ClockLine(
                area_id, name, found.decided_on if found else None,
                published_clock(today, quarter, out), due, (due - today).days,
                national_clock(today, found.decided_on if found else None), late, now,
                found.id if found else None,
            ))  # fmt: skip
        return ClockBoard(today, quarter, tuple(lines))

    def marks(self, area_id: int) -> tuple[ClockMark, ...]:
        """Both clocks of one area today; none once it is closed."""
        return next((line.marks for line in self.board().lines if line.area_id == area_id), ())

    def _owed(
        self, session: Session, running: set[tuple[int, int]], today: date
    ) -> dict[int, tuple[int, int]]:
        """Updates missing and due this month, by area: one a month for each priority of these rounds, from the month
        it was set, or its quarter began, to today or the month it was closed."""
        p = Priority
        area_of = {round_id: area_id for area_id, round_id in running}
        rows = session.execute(
            select(p.id, p.round_id, p.closed_on, PriorityRound.quarter, PriorityRound.decided_on)
            .join(PriorityRound, PriorityRound.id == p.round_id).where(p.round_id.in_(area_of))
        ).all()  # fmt: skip
        u = PriorityUpdate
        told = {tuple(row) for row in session.execute(
            select(u.priority_id, u.month).where(u.priority_id.in_([row.id for row in rows]),
                                                 u.published_on.is_not(None))
        )}  # fmt: skip
        this = month_of(today)
        found: dict[int, tuple[int, int]] = {}
        for row in rows:
            first = max(row.quarter, month_of(row.decided_on))
            last = min(today, row.closed_on or today, add_months(row.quarter, 2).replace(day=28))
            months = months_from(first, last)
            lacking = [month for month in months if (row.id, month) not in told]
            late, now = found.get(area_of[row.round_id], (0, 0))
            found[area_of[row.round_id]] = (
                late + sum(m < this for m in lacking),
                now + sum(m == this for m in lacking),
            )
        return found


def _clock_json(reading: ClockReading) -> dict[str, Any]:
    return {
        "state": reading.state.value,
        "due": reading.due.isoformat() if reading.due else None,
        "days_left": reading.days_left,
        "says": reading.words,
    }
