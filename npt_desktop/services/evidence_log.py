"""The facts behind QA questions 3 to 10: the engagement log, groups, key individuals, reach, staff."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.communities import (
    CommunityGroup,
    Contact,
    EngagementPlan,
    KeyIndividual,
    PlannedActivity,
)
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState, NoteKind, TermKind
from npt_desktop.models.priorities import Publication
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import evidence_engagement as rule
from npt_desktop.rules.communities import read_groups
from npt_desktop.rules.evidence_parts import LoggedEntry
from npt_desktop.rules.periods import add_months, month_of, quarter_of
from npt_desktop.rules.quality import Source
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.community_profile import last_contacts
from npt_desktop.services.evidence_parts import MOST_ROWS, is_alert, is_social, note_lines, notes_of
from npt_desktop.services.reach import reach_of


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


def gap_activity(session: Session, area_id: int, today: date) -> rule.GapFacts:
    e, p = EngagementEntry, PlannedActivity
    groups = _groups(session, area_id, today)
    latest = last_contacts(session, area_id, groups, today)
    logged: dict[int | None, int] = dict(session.execute(
        select(e.audience_id, func.count())
        .where(e.area_id == area_id, e.day <= today, e.day >= month_of(today)).group_by(e.audience_id)
    ).all())  # fmt: skip
    planned: dict[int | None, int] = dict(session.execute(
        select(p.group_id, func.count())
        .where(p.area_id == area_id, p.month >= month_of(today), p.month <= add_months(month_of(today), 1),
               p.state == ActionState.OPEN).group_by(p.group_id)
    ).all())  # fmt: skip
    return rule.GapFacts(tuple(
        rule.GroupContact(g.name, latest.get(g.id), logged.get(g.audience_id, 0) + planned.get(g.id, 0),
                          Source("communities", g.id, "group", g.version))
        for g in groups
    ))  # fmt: skip


def strategic_activity(session: Session, area_id: int, today: date) -> rule.ThemeFacts:
    e = EngagementEntry
    start = quarter_of(today).start
    counts: dict[int | None, int] = dict(session.execute(
        select(e.theme_id, func.count()).where(e.area_id == area_id, e.day >= start, e.day <= today)
        .group_by(e.theme_id)
    ).all())  # fmt: skip
    plan = session.scalars(
        select(EngagementPlan).where(EngagementPlan.area_id == area_id, EngagementPlan.refreshed_on <= today)
        .order_by(EngagementPlan.refreshed_on.desc(), EngagementPlan.id.desc()).limit(1)
    ).first()  # fmt: skip
    themes = session.execute(
        select(Term.id, Term.label, Term.key).where(Term.kind == TermKind.THEME, Term.retired.is_(False))
        .order_by(Term.position)
    )  # fmt: skip
    chosen = plan.themes if plan is not None else []
    return rule.ThemeFacts(
        tuple((label, counts.get(key, 0)) for key, label, word in themes if not chosen or word in chosen)
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


def key_individuals(session: Session, area_id: int, today: date) -> rule.KinFacts:
    k = KeyIndividual
    last = (
        select(Contact.key_individual_id, func.max(Contact.day).label("day"))
        .join(k, k.id == Contact.key_individual_id).where(Contact.day <= today, k.area_id == area_id)
        .group_by(Contact.key_individual_id).subquery()
    )  # fmt: skip
    rows = session.execute(
        select(k.name, k.speaks_for, last.c.day, k.id, k.version)
        .outerjoin(last, last.c.key_individual_id == k.id)
        .where(k.area_id == area_id, or_(k.ended_on.is_(None), k.ended_on > today))
        .order_by(last.c.day.nulls_first())
    )  # fmt: skip
    people = tuple(
        rule.KinContact(name, read_groups(text), day, Source("communities", key, "kin", version))
        for name, text, day, key, version in rows
    )
    return rule.KinFacts(people, tuple(g.name for g in _groups(session, area_id, today)))


def social_media(session: Session, area_id: int, today: date) -> rule.SocialFacts:
    posts: dict[str, int] = {}
    for channels in session.scalars(select(Publication.channels).where(
        Publication.area_id == area_id, Publication.published_on >= month_of(today),
        Publication.published_on <= today)):  # fmt: skip
        for channel in channels:
            if is_social(channel) or is_alert(channel):
                posts[channel] = posts.get(channel, 0) + 1
    notes = notes_of(session, NoteKind.ALERT_COUNT, area_id, today)
    counts = {month_of(n.day): n.figure for n in reversed(notes) if n.figure is not None}
    counts |= {
        month: figures["alert"] for month, figures in reach_of(session, area_id).items()
        if figures["alert"] is not None and month <= today
    }  # fmt: skip
    known = [counts[month] for month in sorted(counts, reverse=True)[:2]]
    now, before = [*known, None, None][:2]
    widen = next((n.what for n in notes if month_of(n.day) == month_of(today)), "")
    return rule.SocialFacts(tuple(sorted(posts.items())), now, before, widen)


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


def _groups(session: Session, area_id: int, today: date) -> list[CommunityGroup]:
    g = CommunityGroup
    here = g.area_id == area_id, or_(g.ended_on.is_(None), g.ended_on > today)
    return list(session.scalars(select(g).where(*here).order_by(g.name)))
