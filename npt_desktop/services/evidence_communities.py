"""The facts behind the QA questions on profile, plan, groups, key individuals and reach: 1, 2, 5, 6, 8, 9, 11
and 12. One function a question, named after its evidence key."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.communities import (
    CommunityGroup,
    CommunityProfile,
    Contact,
    EngagementPlan,
    KeyIndividual,
    PlannedActivity,
)
from npt_desktop.models.engagement import EngagementEntry, EntryGroup
from npt_desktop.models.kinds import ActionState, NoteKind, TermKind
from npt_desktop.models.priorities import Publication
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import evidence_engagement as rule
from npt_desktop.rules import evidence_profile as on_profile
from npt_desktop.rules.communities import read_groups
from npt_desktop.rules.periods import add_months, month_of, quarter_of
from npt_desktop.rules.quality import Source
from npt_desktop.services.community_profile import last_contacts
from npt_desktop.services.evidence_parts import MOST_ROWS, is_alert, is_social, notes_of
from npt_desktop.services.reach import reach_of


def profile_current(session: Session, area_id: int, today: date) -> on_profile.DocumentFacts:
    return _document(session, CommunityProfile, area_id, today)


def plan_current(session: Session, area_id: int, today: date) -> on_profile.DocumentFacts:
    return _document(session, EngagementPlan, area_id, today)


def profile_refreshed(session: Session, area_id: int, today: date) -> on_profile.ProfileChangeFacts:
    versions = _versions(session, CommunityProfile, area_id, today)
    days = [v.refreshed_on for v in versions if v.refreshed_on]
    confirmed = max((v.confirmed_on for v in versions if v.confirmed_on), default=None)
    looked = session.scalars(select(CommunityGroup.known_on).where(
        CommunityGroup.area_id == area_id, CommunityGroup.known_on <= today))  # fmt: skip
    changes = {*days, *(day for day in looked if day)}
    this_month = sum(1 for day in changes if month_of(day) == month_of(today))
    return on_profile.ProfileChangeFacts(this_month, max(days, default=None), confirmed, versions)


def plan_refreshed(session: Session, area_id: int, today: date) -> on_profile.PlanVersionFacts:
    versions = _versions(session, EngagementPlan, area_id, today)
    return on_profile.PlanVersionFacts(tuple(v.refreshed_on for v in versions if v.refreshed_on), versions)


def gap_activity(session: Session, area_id: int, today: date) -> rule.GapFacts:
    e, p = EngagementEntry, PlannedActivity
    groups = _groups(session, area_id, today)
    latest = last_contacts(session, area_id, groups, today)
    logged: dict[int | None, int] = dict(session.execute(
        select(e.audience_id, func.count())
        .where(e.area_id == area_id, e.day <= today, e.day >= month_of(today)).group_by(e.audience_id)
    ).all())  # fmt: skip
    named: dict[int, int] = dict(session.execute(
        select(EntryGroup.group_id, func.count()).join(e, e.id == EntryGroup.entry_id)
        .where(e.area_id == area_id, e.day <= today, e.day >= month_of(today)).group_by(EntryGroup.group_id)
    ).all())  # fmt: skip
    planned: dict[int, int] = dict(session.execute(
        select(p.group_id, func.count())
        .where(p.area_id == area_id, p.month >= month_of(today), p.month <= add_months(month_of(today), 1),
               p.state == ActionState.OPEN).group_by(p.group_id)
    ).all())  # fmt: skip
    return rule.GapFacts(tuple(
        rule.GroupContact(g.name, latest.get(g.id), _begun(g, logged, named, planned),
                          Source("communities", g.id, "group", g.version))
        for g in groups
    ))  # fmt: skip


def _begun(
    group: CommunityGroup, logged: dict[int | None, int], named: dict[int, int], planned: dict[int, int]
) -> int:
    """Activities for a group this month: logged with it or its audience, or planned up to next month."""
    by_log = max(logged.get(group.audience_id, 0) if group.audience_id else 0, named.get(group.id, 0))
    return by_log + planned.get(group.id, 0)


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


def _document(session: Session, kind: type[Any], area_id: int, today: date) -> on_profile.DocumentFacts:
    versions = _versions(session, kind, area_id, today)
    if not versions:
        return on_profile.DocumentFacts()
    last = versions[0]
    return on_profile.DocumentFacts(
        last.name, last.confirmed_on or last.refreshed_on, bool(last.address.strip()), versions
    )


def _versions(
    session: Session, kind: type[Any], area_id: int, today: date
) -> tuple[on_profile.DocumentVersion, ...]:
    """The versions up to a day, the latest first; a later confirmation counts as none yet."""
    rows = session.scalars(
        select(kind).where(kind.area_id == area_id, kind.refreshed_on <= today)
        .order_by(kind.refreshed_on.desc(), kind.id.desc()).limit(MOST_ROWS)
    )  # fmt: skip
    return tuple(
        on_profile.DocumentVersion(
            v.version_name, v.refreshed_on,
            v.confirmed_on if v.confirmed_on and v.confirmed_on <= today else None, v.address,
            Source("communities", v.id, "profile" if kind is CommunityProfile else "plan", v.version),
        )
        for v in rows
    )  # fmt: skip


def _groups(session: Session, area_id: int, today: date) -> list[CommunityGroup]:
    g = CommunityGroup
    here = g.area_id == area_id, or_(g.ended_on.is_(None), g.ended_on > today)
    return list(session.scalars(select(g).where(*here).order_by(g.name)))
