"""The engagement log: logging, evaluating, finding and counting entries."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, case, func, literal_column, select, text
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete, NotAllowed
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area, Person, Posting
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import engagement as rule
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_end, month_of, previous_month
from npt_desktop.services.desk import Choice, Desk, current
from npt_desktop.services.engagement_plans import open_again_for
from npt_desktop.store.search import match


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as the form holds it; None or "" where nothing is entered yet."""

    area_id: int
    day: date | None
    audience_id: int | None
    purpose_id: int | None
    who_engaged: str
    lead_id: int | None
    summary: str
    outcome: str = ""
    score: int | None = None
    beat: str = ""
    reached: int | None = None
    from_hate_crime: bool = False
    theme_id: int | None = None
    channel_id: int | None = None
    priority_id: int | None = None
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as the log shows it."""

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


class LogOrder(StrEnum):
    """What the log may be sorted by."""

    DAY = "day"
    AUDIENCE = "audience"
    PURPOSE = "purpose"
    WHO = "who_engaged"
    LEAD = "lead_name"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries: None or "" does not narrow. ``words`` are searched in full text."""

    area_id: int | None = None
    first: date | None = None
    last: date | None = None
    audience_id: int | None = None
    purpose_id: int | None = None
    lead: str = ""
    score: int | None = None
    unevaluated: bool = False
    words: str = ""


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


class Engagement:
    """The log, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- writing
    def log(self, draft: EntryDraft) -> int:
        """Log an engagement; returns its id. Raises Incomplete naming each field to mend."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        self._check(draft)
        with self._desk.write("Logged engagement") as unit:
            return unit.add(EngagementEntry(**self._fields(unit.session, draft))).id

    def edit(self, entry_id: int, version: int, draft: EntryDraft) -> None:
        """Save an entry anew. Raises Incomplete, or Clash when it was changed in the meantime."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        self._check(draft)
        with self._desk.write("Edited an engagement entry") as unit:
            entry = current(unit, EngagementEntry, entry_id, version)
            for name, value in self._fields(unit.session, draft).items():
                setattr(entry, name, value)

    def evaluate(self, entry_id: int, version: int, outcome: str, score: int | None) -> None:
        """Add what followed: the outcome and the score from 1 to 5."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        if score is not None and not 1 <= score <= 5:
            raise Incomplete({"score": "Score from 1 to 5, or leave it to follow."})
        with self._desk.write("Evaluated an engagement entry") as unit:
            entry = current(unit, EngagementEntry, entry_id, version)
            entry.outcome, entry.score = outcome, score

    def remove(self, entry_ids: Iterable[int]) -> None:
        """Remove entries; planned activities they had closed are open again. Undo brings them back."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        ids = list(entry_ids)
        words = "an engagement entry" if len(ids) == 1 else f"{len(ids)} engagement entries"
        with self._desk.write(f"Removed {words}") as unit:
            for entry_id in ids:
                open_again_for(unit, entry_id)
                unit.remove(current(unit, EngagementEntry, entry_id))

    # ------------------------------------------------------------------- reading
    def draft(self, entry_id: int) -> tuple[EntryDraft, int]:
        """An entry as a form takes it, with the version it was read at. Raises CannotDo when it is gone."""
        with self._desk.read() as session:
            e = session.get(EngagementEntry, entry_id)
        if e is None:
            raise CannotDo("This entry was removed in the meantime: choose another.")
        return EntryDraft(
            e.area_id, e.day, e.audience_id, e.purpose_id, e.who_engaged, e.lead_id, e.summary, e.outcome,
            e.score, e.beat, e.reached, e.from_hate_crime, e.theme_id, e.channel_id, e.priority_id, e.plan_id,
        ), e.version  # fmt: skip

    def last_draft(self, area_id: int) -> EntryDraft | None:
        """The latest entry this person logged in the area (the area's latest otherwise), dated today and
        without its outcome: what Ctrl+D repeats."""
        with self._desk.read() as session:
            query = select(EngagementEntry.id).where(EngagementEntry.area_id == area_id)
            latest = query.order_by(EngagementEntry.id.desc()).limit(1)
            mine = latest.where(EngagementEntry.lead_id == self._desk.actor.person_id)
            found = session.scalar(mine) or session.scalar(latest)
        if found is None:
            return None
        old, _ = self.draft(found)
        return EntryDraft(
            area_id,
            self._desk.today,
            old.audience_id,
            old.purpose_id,
            old.who_engaged,
            old.lead_id,
            old.summary,
        )

    def ids(
        self, wanted: LogFilter, order: LogOrder = LogOrder.DAY, *, descending: bool = True
    ) -> array[int]:
        """The ids of every entry that fits, in order; latest first breaks ties. Long: call off the window's
        thread."""
        with self._desk.read() as session:
            query = self._ordered(
                session, self._narrowed(select(EngagementEntry.id), wanted), order, descending
            )
            words = match(wanted.words)
            if words:
                sql = "engagement_entry.id IN (SELECT rowid FROM engagement_search WHERE engagement_search MATCH :w)"
                query = query.where(text(sql).bindparams(w=words))
            # Straight from the driver: it lets the other threads run at every row, and no list is made.
            cursor: Any = session.connection().execute(query).cursor
            return array("q", map(itemgetter(0), cursor))

    def lines(self, ids: Sequence[int]) -> list[LogLine]:
        """The entries of these ids, in this order; entries removed meanwhile are left out."""
        entry = EngagementEntry
        columns = (
            entry.id, entry.version, Area.name, entry.day, entry.audience_id, entry.audience_text,
            entry.purpose_id, entry.purpose_text, entry.who_engaged, entry.lead_name, entry.summary,
            entry.outcome, entry.score,
        )  # fmt: skip
        with self._desk.read() as session:
            labels = {row[0]: row[1] for row in session.execute(select(Term.id, Term.label))}
            rows = session.execute(
                select(*columns).join(Area, Area.id == entry.area_id).where(entry.id.in_(ids))
            ).all()
        found = {
            row[0]: LogLine(
                id=row[0], version=row[1], area=row[2], day=row[3], audience=labels.get(row[4] or 0, row[5]),
                purpose=labels.get(row[6] or 0, row[7]), who_engaged=row[8], lead=row[9], summary=row[10],
                outcome=row[11], score=row[12], purpose_id=row[6],
            )
            for row in rows
        }  # fmt: skip
        return [found[i] for i in ids if i in found]

    def lists(self, area_id: int) -> dict[str, list[Choice]]:
        """The choices of quick entry, the most used of the area's last year first; the area's own people
        before the others. ``lead_name`` are officers as the log writes them, for a filter."""
        since = self._desk.today - timedelta(days=366)
        with self._desk.read() as session:
            recent = EngagementEntry.area_id == area_id, EngagementEntry.day >= since

            def used(column: Any) -> dict[int, int]:
                query = select(column, func.count()).where(*recent).group_by(column)
                return {row[0]: row[1] for row in session.execute(query)}

            audiences, purposes, leads = (
                used(EngagementEntry.audience_id), used(EngagementEntry.purpose_id), used(EngagementEntry.lead_id)
            )  # fmt: skip
            here = set(session.scalars(select(Posting.person_id).where(Posting.area_id == area_id)))
            who = select(EngagementEntry.who_engaged, func.count()).where(*recent)
            who = who.group_by(EngagementEntry.who_engaged).order_by(func.count().desc()).limit(200)
            groups = [Choice(0, row[0]) for row in session.execute(who)]
            names = select(EngagementEntry.lead_name).where(*recent, EngagementEntry.lead_name != "")
            names = names.group_by(EngagementEntry.lead_name).order_by(func.count().desc()).limit(200)
            written = [Choice(0, name) for name in session.scalars(names)]
        me = self._desk.actor.person_id
        people = self._desk.people()
        people.sort(key=lambda c: (c.id != me, c.id not in here, -leads.get(c.id, 0)))
        return {
            "audience": _by_use(self._desk.terms(TermKind.AUDIENCE), audiences),
            "purpose": _by_use(self._desk.terms(TermKind.PURPOSE), purposes),
            "lead": people,
            "who": groups,
            "lead_name": written,
        }

    def plain_lists(self) -> dict[str, list[Choice]]:
        """The same choices at once, in list order: for a form that cannot wait until the log is counted."""
        people = self._desk.people()
        people.sort(key=lambda choice: choice.id != self._desk.actor.person_id)
        return {
            "audience": self._desk.terms(TermKind.AUDIENCE),
            "purpose": self._desk.terms(TermKind.PURPOSE),
            "lead": people,
            "who": [],
            "lead_name": [],
        }

    def score_words(self) -> dict[int, str]:
        """The words of the scores from 1 up, as the store's list has them."""
        return {n: term.label for n, term in enumerate(self._desk.terms(TermKind.SCORE)[:5], 1)}

    def why_not(self, act: Act = Act.LOG_ENGAGEMENT) -> str:
        """Why the person at the desk may not do it; empty when they may."""
        try:
            require(self._desk.actor.role, act)
        except NotAllowed as refusal:
            return refusal.says
        return ""

    def unevaluated(self, area_id: int, *, before: date) -> list[LogLine]:
        """Entries dated before ``before`` without an outcome or a score, oldest first."""
        return self.lines(self.ids(LogFilter(area_id, None, before - timedelta(days=1), unevaluated=True),
                                   descending=False))  # fmt: skip

    # ------------------------------------------------------------------ counting
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
            latest = {row[0]: row[1] for row in session.execute(
                select(entry.audience_id, func.max(entry.day)).where(entry.area_id == area_id)
                .group_by(entry.audience_id))}  # fmt: skip
        cells = {(row[0], row[1]): row[2] for row in counted}
        audiences = self._desk.terms(TermKind.AUDIENCE)
        today = self._desk.today
        return GapMap(
            tuple(months),
            tuple(audiences),
            tuple(tuple(cells.get((a.id, f"{m:%Y-%m}"), 0) for m in months) for a in audiences),
            tuple(None if latest.get(a.id) is None else (today - latest[a.id]).days for a in audiences),
        )

    # ------------------------------------------------------------------- within
    def _check(self, draft: EntryDraft) -> None:
        found = rule.mistakes(
            day=draft.day, today=self._desk.today, audience=draft.audience_id is not None,
            purpose=draft.purpose_id is not None, who_engaged=draft.who_engaged,
            lead=draft.lead_id is not None, summary=draft.summary, outcome=draft.outcome, score=draft.score,
        )  # fmt: skip
        if found:
            raise Incomplete(found)

    def _fields(self, session: Session, draft: EntryDraft) -> dict[str, Any]:
        lead = session.get(Person, draft.lead_id) if draft.lead_id is not None else None
        lead_name = lead.label if lead is not None else ""
        assert draft.day is not None
        return {
            "area_id": draft.area_id, "day": draft.day, "audience_id": draft.audience_id,
            "purpose_id": draft.purpose_id, "who_engaged": draft.who_engaged, "lead_id": draft.lead_id,
            "lead_name": lead_name, "summary": draft.summary, "outcome": draft.outcome, "score": draft.score,
            "beat": draft.beat, "reached": draft.reached, "from_hate_crime": draft.from_hate_crime,
            "theme_id": draft.theme_id, "channel_id": draft.channel_id, "priority_id": draft.priority_id,
            "plan_id": draft.plan_id, "natural_key": rule.natural_key(draft.day, lead_name, draft.summary),
        }  # fmt: skip

    def _narrowed(self, query: Select[Any], wanted: LogFilter) -> Select[Any]:
        entry = EngagementEntry
        if wanted.area_id is not None:
            query = query.where(entry.area_id == wanted.area_id)
        if wanted.first is not None:
            query = query.where(entry.day >= wanted.first)
        if wanted.last is not None:
            query = query.where(entry.day <= wanted.last)
        for column, value in (
            (entry.audience_id, wanted.audience_id), (entry.purpose_id, wanted.purpose_id),
            (entry.score, wanted.score),
        ):  # fmt: skip
            if value is not None:
                query = query.where(column == value)
        if wanted.lead:
            query = query.where(entry.lead_name == wanted.lead)
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


def _by_use(choices: list[Choice], used: dict[int, int]) -> list[Choice]:
    return sorted(choices, key=lambda c: -used.get(c.id, 0))


def _within(area_id: int, month: date) -> tuple[Any, ...]:
    first = month_of(month)
    return (
        EngagementEntry.area_id == area_id,
        EngagementEntry.day >= first,
        EngagementEntry.day <= month_end(first),
    )
