"""The engagement log: finding entries."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, case, func, select, text
from sqlalchemy.orm import Session

from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.desk import Desk
from npt_desktop.services.marking import above_store, own_texts
from npt_desktop.store import search
from npt_desktop.store.search import match, match_in

_IN_COLUMN = (("who", "who_engaged"), ("summary", "summary"), ("outcome", "outcome"))
_LOOKED_AT = 5
"""How many entries are looked at for each that the top of a search shows: a word in every fifth is enough."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as the log shows it. ``marking`` is its own where that is above the store's."""

    id: int
    version: int
    area: str
    day: date
    audience: str
    purpose: str
    who_engaged: str
    lead: str
    summary: str
    outcome: str
    score: int | None
    purpose_id: int | None = None
    beat: str = ""
    partners: str = ""
    reached: int | None = None
    minutes: int | None = None
    theme: str = ""
    channel: str = ""
    about: str = ""
    from_hate_crime: bool = False
    marking: str = ""


class LogOrder(StrEnum):
    """What the log may be sorted by."""

    DAY = "day"
    AUDIENCE = "audience"
    PURPOSE = "purpose"
    WHO = "who_engaged"
    LEAD = "lead_name"
    SCORE = "score"
    BEAT = "beat"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries: None or "" does not narrow.

    ``words`` are searched in full text, ``who``, ``summary`` and ``outcome`` the same way in that column
    alone; ``beat`` and ``partners`` are found anywhere in theirs. ``most_score`` is the highest score wanted,
    ``least_reached`` and ``least_minutes`` the lowest number reached and time spent, ``marking`` what an entry is to be
    handled by: its own marking or the store's, whichever is higher.
    """

    area_id: int | None = None
    first: date | None = None
    last: date | None = None
    audience_id: int | None = None
    purpose_id: int | None = None
    lead: str = ""
    score: int | None = None
    unevaluated: bool = False
    words: str = ""
    who: str = ""
    summary: str = ""
    outcome: str = ""
    beat: str = ""
    partners: str = ""
    theme_id: int | None = None
    channel_id: int | None = None
    group_id: int | None = None
    priority_id: int | None = None
    plan_id: int | None = None
    from_hate_crime: bool = False
    most_score: int | None = None
    least_reached: int | None = None
    least_minutes: int | None = None
    marking: str = ""


class LogReading:
    """Looking into the log, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def ids(
        self, wanted: LogFilter, order: LogOrder = LogOrder.DAY, *, descending: bool = True
    ) -> array[int]:
        """The ids of every entry that fits, in order; latest first breaks ties. Long: call off the window's
        thread."""
        with self._desk.read() as session:
            query = self._ordered(
                session, self._narrowed(session, select(EngagementEntry.id), wanted), order, descending
            )
            if words := _searched(wanted):
                sql = "engagement_entry.id IN (SELECT rowid FROM engagement_search WHERE engagement_search MATCH :w)"
                query = query.where(text(sql).bindparams(w=words))
            # Straight from the driver: it lets the other threads run at every row, and no list is made.
            cursor: Any = session.connection().execute(query).cursor
            return array("q", map(itemgetter(0), cursor))

    def first_ids(
        self, wanted: LogFilter, order: LogOrder = LogOrder.DAY, *, descending: bool = True, most: int = 200
    ) -> tuple[array[int], bool]:
        """What :meth:`ids` begins with, and whether it is all of it.

        Words found nearly everywhere take long to put in order, and a window is read from the top: ``most`` are
        told as soon as that many of the first entries hold the words. Where they do not, all are told.
        """
        words, looked_at = _searched(wanted), most * _LOOKED_AT
        if not words:
            return self.ids(wanted, order, descending=descending), True
        with self._desk.read() as session:
            query = self._ordered(
                session, self._narrowed(session, select(EngagementEntry.id), wanted), order, descending
            )
            top = session.scalars(query.limit(looked_at)).all()
            holding = search.holding(session.connection(), "engagement_entry", top, words)
        found = array("q", (entry_id for entry_id in top if entry_id in holding))
        if len(top) < looked_at:
            return found, True
        if len(found) > most:
            return found[:most], False
        return self.ids(wanted, order, descending=descending), True

    def lines(self, ids: Sequence[int]) -> list[LogLine]:
        """The entries of these ids, in this order; entries removed meanwhile are left out."""
        entry = EngagementEntry
        columns = (
            entry.id, entry.version, Area.name, entry.day, entry.audience_id, entry.audience_text,
            entry.purpose_id, entry.purpose_text, entry.who_engaged, entry.lead_name, entry.summary,
            entry.outcome, entry.score, entry.beat, entry.partners, entry.reached, entry.minutes, entry.theme_id,
            entry.channel_id, func.coalesce(Priority.title, ProblemPlan.title, ""), entry.from_hate_crime,
            entry.marking,
        )  # fmt: skip
        with self._desk.read() as session:
            labels = {row[0]: row[1] for row in session.execute(select(Term.id, Term.label))}
            rows = session.execute(
                select(*columns)
                .join(Area, Area.id == entry.area_id)
                .outerjoin(Priority, Priority.id == entry.priority_id)
                .outerjoin(ProblemPlan, ProblemPlan.id == entry.plan_id)
                .where(entry.id.in_(ids))
            ).all()
            above = {own: above_store(session, own) for own in {row[21] for row in rows}}
        found = {
            row[0]: LogLine(
                id=row[0], version=row[1], area=row[2], day=row[3], audience=labels.get(row[4] or 0, row[5]),
                purpose=labels.get(row[6] or 0, row[7]), who_engaged=row[8], lead=row[9], summary=row[10],
                outcome=row[11], score=row[12], purpose_id=row[6], beat=row[13], partners=row[14], reached=row[15],
                minutes=row[16], theme=labels.get(row[17] or 0, ""), channel=labels.get(row[18] or 0, ""), about=row[19],
                from_hate_crime=row[20], marking=above[row[21]],
            )
            for row in rows
        }  # fmt: skip
        return [found[i] for i in ids if i in found]

    def waiting_since(self) -> date:
        """Entries of this day or before should have their outcome and score by now."""
        return self._desk.today - timedelta(days=standard_thresholds().unevaluated_days + 1)

    def unevaluated(self, area_id: int, *, before: date) -> list[LogLine]:
        """Entries dated before ``before`` without an outcome or a score, oldest first."""
        return self.lines(self.ids(LogFilter(area_id, None, before - timedelta(days=1), unevaluated=True),
                                   descending=False))  # fmt: skip

    def _narrowed(self, session: Session, query: Select[Any], wanted: LogFilter) -> Select[Any]:
        entry = EngagementEntry
        if wanted.area_id is not None:
            query = query.where(entry.area_id == wanted.area_id)
        if wanted.first is not None:
            query = query.where(entry.day >= wanted.first)
        if wanted.last is not None:
            query = query.where(entry.day <= wanted.last)
        for column, value in (
            (entry.audience_id, wanted.audience_id), (entry.purpose_id, wanted.purpose_id),
            (entry.score, wanted.score), (entry.theme_id, wanted.theme_id), (entry.channel_id, wanted.channel_id),
            (entry.priority_id, wanted.priority_id), (entry.plan_id, wanted.plan_id),
        ):  # fmt: skip
            if value is not None:
                query = query.where(column == value)
        if wanted.lead:
            query = query.where(entry.lead_name == wanted.lead)
        for text_column, part in ((entry.beat, wanted.beat), (entry.partners, wanted.partners)):
            if part.strip():
                query = query.where(text_column.icontains(part.strip(), autoescape=True))
        if wanted.group_id is not None:
            query = query.where(
                entry.id.in_(select(EntryGroup.entry_id).where(EntryGroup.group_id == wanted.group_id))
            )
        if wanted.from_hate_crime:
            query = query.where(entry.from_hate_crime)
        if wanted.most_score is not None:
            query = query.where(entry.score <= wanted.most_score)
        if wanted.least_reached is not None:
            query = query.where(entry.reached >= wanted.least_reached)
        if wanted.least_minutes is not None:
            query = query.where(entry.minutes >= wanted.least_minutes)
        if wanted.marking:
            query = query.where(entry.marking.in_(own_texts(session, "engagement_entry", wanted.marking)))
        if wanted.unevaluated:
            query = query.where((func.trim(entry.outcome) == "") | entry.score.is_(None))
        return query

    def _ordered(self, session: Session, query: Select[Any], order: LogOrder, down: bool) -> Select[Any]:
        entry = EngagementEntry
        latest = entry.day.desc(), entry.id.desc()
        if order is LogOrder.DAY:
            return query.order_by(*(latest if down else (entry.day, entry.id)))
        if order in (LogOrder.AUDIENCE, LogOrder.PURPOSE):
            kind = TermKind.AUDIENCE if order is LogOrder.AUDIENCE else TermKind.PURPOSE
            column = entry.audience_id if order is LogOrder.AUDIENCE else entry.purpose_id
            terms = session.scalars(select(Term.id).where(Term.kind == kind).order_by(Term.label)).all()
            ranked: Any = case({term: n for n, term in enumerate(terms)}, value=column, else_=len(terms))
        else:
            ranked = getattr(entry, order.value)
        return query.order_by((ranked.desc() if down else ranked).nulls_last(), *latest)


def _searched(wanted: LogFilter) -> str:
    """The words of a filter as one query of the full-text index; empty when none are searched."""
    asked = (
        match(wanted.words),
        *(match_in(column, getattr(wanted, name)) for name, column in _IN_COLUMN),
    )
    return " AND ".join(part if n else f"({part})" for n, part in enumerate(asked) if part)
