"""The facts behind QA questions 3, 4, 7 and 10: the engagement log and staff conversations."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import NoteKind
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import evidence_engagement as rule
from npt_desktop.rules.evidence_parts import LoggedEntry
from npt_desktop.rules.periods import add_months, month_of
from npt_desktop.rules.quality import Source
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.evidence_parts import MOST_ROWS, note_lines, notes_of


def log_updated(session: Session, area_id: int, today: date) -> rule.LogFacts:
    e = EngagementEntry
    here = e.area_id == area_id, e.day <= today
    within = *here, e.day >= month_of(today)
    silent = func.trim(e.outcome) == ""
    lacking = silent | e.score.is_(None)
    officers = session.execute(
        select(e.lead_name, func.count()).where(*within).group_by(e.lead_name).order_by(func.count().desc())
    )
    return rule.LogFacts(
        last_entry_on=session.scalar(select(func.max(e.day)).where(*here)),
        this_month=_count(session, *within),
        without_outcome=_count(session, *within, silent),
        without_score=_count(session, *within, e.score.is_(None)),
        oldest_open_on=session.scalar(
            select(func.min(e.day)).where(*here, e.day >= add_months(month_of(today), -2), silent)
        ),
        by_officer=tuple(officers),
        entries=_lines(session, *within, order=lacking.desc()),
    )


def hate_crime_contacts(session: Session, area_id: int, today: date) -> rule.HateCrimeFacts:
    e = EngagementEntry
    tagged = e.area_id == area_id, e.from_hate_crime.is_(True), e.day <= today
    within = *tagged, e.day >= month_of(today)
    groups = session.scalars(select(Term.label).join(e, e.audience_id == Term.id).where(*within).distinct())
    return rule.HateCrimeFacts(
        _count(session, *within),
        tuple(sorted(groups)),
        session.scalar(select(func.max(e.day)).where(*tagged)),
        entries=_lines(session, *within),
    )


def effectiveness_reviewed(session: Session, area_id: int, today: date) -> rule.EffectivenessFacts:
    e = EngagementEntry
    reviews = notes_of(session, NoteKind.EVALUATION_REVIEW, area_id, today)
    within = engagements_under_review(session, area_id, today)
    low = e.score <= standard_thresholds().low_score
    return rule.EffectivenessFacts(
        entries=_count(session, *within),
        scored=_count(session, *within, e.score.is_not(None)),
        notes=len(reviews),
        low=_count(session, *within, low),
        low_followed=_count(session, *within, low, or_(e.plan_id.is_not(None), e.priority_id.is_not(None))),
        last_review_on=reviews[0].day if reviews else None,
        lowest=_lines(session, *within, low),
    )


def engagements_under_review(session: Session, area_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """The entries question 7 is about: since the last review of effectiveness, or of six months."""
    reviews = notes_of(session, NoteKind.EVALUATION_REVIEW, area_id, today)
    since = reviews[0].day if reviews else add_months(month_of(today), -6)
    e = EngagementEntry
    return e.area_id == area_id, e.day >= since, e.day <= today


def staff_conversations(session: Session, area_id: int, today: date) -> rule.ConversationFacts:
    notes = notes_of(session, NoteKind.STAFF_CONVERSATION, area_id, today)
    within = [n for n in notes if month_of(n.day) == month_of(today)]
    return rule.ConversationFacts(note_lines(session, within), notes[0].day if notes else None)


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(EngagementEntry.id)).where(*where)) or 0


def _lines(
    session: Session, *where: ColumnElement[bool], order: ColumnElement[bool] | None = None
) -> tuple[LoggedEntry, ...]:
    """The latest entries, those first that ``order`` puts first."""
    e = EngagementEntry
    first = () if order is None else (order,)
    rows = session.execute(
        select(e.day, e.who_engaged, e.lead_name, func.trim(e.outcome) != "", e.score, e.id, e.version)
        .where(*where).order_by(*first, e.day.desc(), e.id.desc()).limit(MOST_ROWS)
    )  # fmt: skip
    return tuple(
        LoggedEntry(day, who, lead, bool(told), score, Source("engagement", key, "", version))
        for day, who, lead, told, score, key, version in rows
    )
