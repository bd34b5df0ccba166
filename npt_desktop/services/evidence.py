"""The facts behind each of the 24 QA questions, gathered from the store.

One function a question, named after its evidence key; each reads counts and dates only. ``today`` is the day
the evidence is read as at: for a month gone by, its last day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.models.communities import (
    CommunityGroup,
    CommunityProfile,
    Contact,
    EngagementPlan,
    KeyIndividual,
    PlannedActivity,
)
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState, NoteKind, PublicationKind, Stage, TermKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate, Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import evidence_engagement as on_log
from npt_desktop.rules import evidence_plans as on_plans
from npt_desktop.rules import evidence_profile as on_profile
from npt_desktop.rules import evidence_public as on_public
from npt_desktop.rules.communities import read_groups
from npt_desktop.rules.evidence import read_evidence
from npt_desktop.rules.periods import add_months, month_end, month_of, previous_month, quarter_of
from npt_desktop.rules.quality import Evidence
from npt_desktop.rules.sara import STAGES, read_plan
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.community_profile import last_contacts
from npt_desktop.services.evidence_what_works import what_works
from npt_desktop.services.plan_facts import facts_of
from npt_desktop.services.reach import reach_of

Facts = Callable[[Session, int, date], Any]


def evidence_for(session: Session, key: str, area_id: int, today: date) -> Evidence:
    """The live evidence for one question of an area. A key nobody reads shows nothing and suggests nothing."""
    gather = GATHERERS.get(key)
    return read_evidence(key, gather(session, area_id, today) if gather else None, today)


def as_at(month: date, today: date) -> date:
    """The day a month's evidence is read as at: today within it, its last day once it is over."""
    return min(today, month_end(month)) if month_of(month) <= month_of(today) else month_of(month)


# ------------------------------------------------------------------ profile and plan
def profile_current(session: Session, area_id: int, today: date) -> on_profile.DocumentFacts:
    return _document(session, CommunityProfile, area_id, today)


def plan_current(session: Session, area_id: int, today: date) -> on_profile.DocumentFacts:
    return _document(session, EngagementPlan, area_id, today)


def profile_refreshed(session: Session, area_id: int, today: date) -> on_profile.ProfileChangeFacts:
    days = [d for d in session.scalars(select(CommunityProfile.refreshed_on).where(
        CommunityProfile.area_id == area_id, CommunityProfile.refreshed_on <= today)) if d]  # fmt: skip
    confirmed = session.scalar(select(func.max(CommunityProfile.confirmed_on)).where(
        CommunityProfile.area_id == area_id, CommunityProfile.confirmed_on <= today))  # fmt: skip
    looked = session.scalars(select(CommunityGroup.known_on).where(
        CommunityGroup.area_id == area_id, CommunityGroup.known_on <= today))  # fmt: skip
    changes = [*days, *(day for day in looked if day)]
    this_month = sum(1 for day in changes if month_of(day) == month_of(today))
    return on_profile.ProfileChangeFacts(this_month, max(days, default=None), confirmed)


def plan_refreshed(session: Session, area_id: int, today: date) -> on_profile.PlanVersionFacts:
    days = session.scalars(select(EngagementPlan.refreshed_on).where(
        EngagementPlan.area_id == area_id, EngagementPlan.refreshed_on <= today))  # fmt: skip
    return on_profile.PlanVersionFacts(tuple(day for day in days if day))


def portal_sections(session: Session, area_id: int, today: date) -> on_profile.PortalFacts:
    seen: dict[bool, date] = {}
    for note in _notes(session, NoteKind.PORTAL_CHECK, area_id, today):
        seen.setdefault("resources" in note.what.casefold(), note.day)
    return on_profile.PortalFacts(seen.get(False), seen.get(True))


# ------------------------------------------------------------------------ engagement
def log_updated(session: Session, area_id: int, today: date) -> on_log.LogFacts:
    e = EngagementEntry
    here = e.area_id == area_id, e.day <= today
    within = *here, e.day >= month_of(today)
    silent = func.trim(e.outcome) == ""
    officers = session.execute(
        select(e.lead_name, func.count()).where(*within).group_by(e.lead_name).order_by(func.count().desc())
    )
    return on_log.LogFacts(
        last_entry_on=session.scalar(select(func.max(e.day)).where(*here)),
        this_month=_count(session, *within),
        without_outcome=_count(session, *within, silent),
        without_score=_count(session, *within, e.score.is_(None)),
        oldest_open_on=session.scalar(
            select(func.min(e.day)).where(*here, e.day >= add_months(month_of(today), -2), silent)
        ),
        by_officer=tuple(officers),
    )


def hate_crime_contacts(session: Session, area_id: int, today: date) -> on_log.HateCrimeFacts:
    e = EngagementEntry
    tagged = e.area_id == area_id, e.from_hate_crime.is_(True), e.day <= today
    within = *tagged, e.day >= month_of(today)
    groups = session.scalars(select(Term.label).join(e, e.audience_id == Term.id).where(*within).distinct())
    return on_log.HateCrimeFacts(
        _count(session, *within),
        tuple(sorted(groups)),
        session.scalar(select(func.max(e.day)).where(*tagged)),
    )


def gap_activity(session: Session, area_id: int, today: date) -> on_log.GapFacts:
    e, p = EngagementEntry, PlannedActivity
    groups = _groups(session, area_id, today)
    latest = last_contacts(session, area_id, groups, today)
    logged = dict(session.execute(
        select(e.audience_id, func.count())
        .where(e.area_id == area_id, e.day <= today, e.day >= month_of(today)).group_by(e.audience_id)
    ).all())  # fmt: skip
    planned = dict(session.execute(
        select(p.group_id, func.count())
        .where(p.area_id == area_id, p.month >= month_of(today), p.month <= add_months(month_of(today), 1),
               p.state == ActionState.OPEN).group_by(p.group_id)
    ).all())  # fmt: skip
    return on_log.GapFacts(tuple(
        on_log.GroupContact(g.name, latest.get(g.id), logged.get(g.audience_id, 0) + planned.get(g.id, 0))
        for g in groups
    ))  # fmt: skip


def strategic_activity(session: Session, area_id: int, today: date) -> on_log.ThemeFacts:
    e = EngagementEntry
    start = quarter_of(today).start
    counts = dict(session.execute(
        select(e.theme_id, func.count()).where(e.area_id == area_id, e.day >= start, e.day <= today)
        .group_by(e.theme_id)
    ).all())  # fmt: skip
    plan = _in_force(session, EngagementPlan, area_id, today)
    themes = session.execute(
        select(Term.id, Term.label, Term.key).where(Term.kind == TermKind.THEME, Term.retired.is_(False))
        .order_by(Term.position)
    )  # fmt: skip
    chosen = plan.themes if plan is not None else []
    return on_log.ThemeFacts(
        tuple((label, counts.get(key, 0)) for key, label, word in themes if not chosen or word in chosen)
    )


def effectiveness_reviewed(session: Session, area_id: int, today: date) -> on_log.EffectivenessFacts:
    e = EngagementEntry
    reviews = _notes(session, NoteKind.EVALUATION_REVIEW, area_id, today)
    last = reviews[0].day if reviews else None
    within = engagements_under_review(session, area_id, today)
    low = e.score <= standard_thresholds().low_score
    return on_log.EffectivenessFacts(
        entries=_count(session, *within),
        scored=_count(session, *within, e.score.is_not(None)),
        notes=len(reviews),
        low=_count(session, *within, low),
        low_followed=_count(session, *within, low, or_(e.plan_id.is_not(None), e.priority_id.is_not(None))),
        last_review_on=last,
    )


def key_individuals(session: Session, area_id: int, today: date) -> on_log.KinFacts:
    last = (
        select(Contact.key_individual_id, func.max(Contact.day).label("day")).where(Contact.day <= today)
        .group_by(Contact.key_individual_id).subquery()
    )  # fmt: skip
    rows = session.execute(
        select(KeyIndividual.name, KeyIndividual.speaks_for, last.c.day)
        .outerjoin(last, last.c.key_individual_id == KeyIndividual.id)
        .where(KeyIndividual.area_id == area_id,
               or_(KeyIndividual.ended_on.is_(None), KeyIndividual.ended_on > today))
        .order_by(last.c.day.nulls_first())
    )  # fmt: skip
    people = tuple(on_log.KinContact(name, read_groups(text), day) for name, text, day in rows)
    return on_log.KinFacts(people, tuple(g.name for g in _groups(session, area_id, today)))


def social_media(session: Session, area_id: int, today: date) -> on_log.SocialFacts:
    posts: dict[str, int] = {}
    for channels in session.scalars(select(Publication.channels).where(
        Publication.area_id == area_id, Publication.published_on >= month_of(today),
        Publication.published_on <= today)):  # fmt: skip
        for channel in channels:
            if _is_social(channel) or _is_alert(channel):
                posts[channel] = posts.get(channel, 0) + 1
    notes = _notes(session, NoteKind.ALERT_COUNT, area_id, today)
    counts = {month_of(n.day): n.figure for n in reversed(notes) if n.figure is not None}
    counts |= {
        month: figures["alert"] for month, figures in reach_of(session, area_id).items()
        if figures["alert"] is not None and month <= today
    }  # fmt: skip
    known = [counts[month] for month in sorted(counts, reverse=True)[:2]]
    now, before = [*known, None, None][:2]
    widen = next((n.what for n in notes if month_of(n.day) == month_of(today)), "")
    return on_log.SocialFacts(tuple(sorted(posts.items())), now, before, widen)


def staff_conversations(session: Session, area_id: int, today: date) -> on_log.ConversationFacts:
    notes = _notes(session, NoteKind.STAFF_CONVERSATION, area_id, today)
    within = tuple((n.what, n.day) for n in notes if month_of(n.day) == month_of(today))
    return on_log.ConversationFacts(within, notes[0].day if notes else None)


# ---------------------------------------------------------------- website, newsletter
def website_priorities(session: Session, area_id: int, today: date) -> on_public.PublicationFacts:
    found = _round(session, area_id, today)
    if found is None:
        return on_public.PublicationFacts()
    publication = session.scalars(select(Publication).where(
        Publication.round_id == found.id, Publication.kind == PublicationKind.PRIORITIES,
        Publication.published_on <= today).order_by(Publication.published_on.desc())).first()  # fmt: skip
    number = session.scalar(select(func.count(Priority.id)).where(Priority.round_id == found.id)) or 0
    if publication is None:
        return on_public.PublicationFacts(priorities=number)
    return on_public.PublicationFacts(
        publication.published_on, publication.address, number, bool(publication.text.strip())
    )


def blog_current(session: Session, area_id: int, today: date) -> on_public.BlogFacts:
    blog = _published(session, PublicationKind.BLOG, area_id, today)
    if blog is None or month_of(blog.month) != month_of(today):
        return on_public.BlogFacts()
    return on_public.BlogFacts(
        blog.published_on, False, any(map(_is_social, blog.channels)), any(map(_is_alert, blog.channels))
    )


def updates_current(session: Session, area_id: int, today: date) -> on_public.UpdateFacts:
    month = month_of(today)
    facts = []
    for priority in current_priorities(session, area_id, today):
        update = session.scalars(select(PriorityUpdate).where(
            PriorityUpdate.priority_id == priority.id, PriorityUpdate.month == month)).first()  # fmt: skip
        channels = update.channels if update else []
        facts.append(on_public.UpdateFact(
            priority.title, update.published_on if update else None, any(map(_is_social, channels)),
            any(map(_is_alert, channels)),
        ))  # fmt: skip
    return on_public.UpdateFacts(tuple(facts))


def team_contacts(session: Session, area_id: int, today: date) -> on_public.TeamContactFacts:
    notes = _notes(session, NoteKind.CONTACTS_CHECK, area_id, today)
    return (
        on_public.TeamContactFacts(notes[0].day, notes[0].figure) if notes else on_public.TeamContactFacts()
    )


def newsletter_circulated(session: Session, area_id: int, today: date) -> on_public.NewsletterFacts:
    issue = _published(session, PublicationKind.NEWSLETTER, area_id, today)
    return (
        on_public.NewsletterFacts(issue.published_on, issue.recipients)
        if issue
        else on_public.NewsletterFacts()
    )


# -------------------------------------------------------------------- problem solving
def priority_plans(session: Session, area_id: int, today: date) -> on_plans.PriorityPlanFacts:
    facts = []
    for priority in current_priorities(session, area_id, today):
        plan = session.get(ProblemPlan, priority.plan_id) if priority.plan_id else None
        facts.append(on_plans.PriorityPlan(
            priority.title, plan.reference if plan else "", plan.ecins_reference if plan else "",
            priority.no_plan_reason,
        ))  # fmt: skip
    return on_plans.PriorityPlanFacts(tuple(facts))


def other_plans(session: Session, area_id: int, today: date) -> on_plans.OtherPlansFacts:
    linked = {p.plan_id for p in current_priorities(session, area_id, today)}
    plans = session.scalars(_open_plans(area_id)).all()
    return on_plans.OtherPlansFacts(
        tuple(on_plans.OtherPlan(p.title, p.ecins_reference) for p in plans if p.id not in linked)
    )


def open_plans(session: Session, area_id: int, today: date) -> on_plans.OpenPlansFacts:
    plans = session.scalars(plans_in_hand(area_id)).all()
    facts = facts_of(session, plans)
    found = []
    for plan in plans:
        reading = read_plan(facts[plan.id], today)
        passed = STAGES.index(plan.stage) if plan.stage in STAGES else len(STAGES)
        behind = sum(len(stage.missing) for stage in reading.stages[:passed])
        found.append(on_plans.OpenPlan(
            plan.title, plan.stage, reading.done, reading.total, behind, plan.changed_at.date()
        ))  # fmt: skip
    return on_plans.OpenPlansFacts(tuple(found))


def finished_plans(session: Session, area_id: int, today: date) -> on_plans.FinishedFacts:
    january = date(today.year, 1, 1)
    plans = session.scalars(
        select(ProblemPlan)
        .where(ProblemPlan.area_id == area_id, ProblemPlan.finished_on <= today,
               or_(ProblemPlan.finished_on >= january, ProblemPlan.assessed_on.is_(None)))
        .order_by(ProblemPlan.assessed_on.is_not(None), ProblemPlan.finished_on)
    )  # fmt: skip
    return on_plans.FinishedFacts(tuple(
        on_plans.FinishedPlan(p.title, p.finished_on, p.assessed_on if p.assessed_on and p.assessed_on <= today
                              else None, p.verdict.label if p.verdict else "", p.shared_with)
        for p in plans if p.finished_on is not None
    ))  # fmt: skip


def lessons_shared(session: Session, area_id: int, today: date) -> on_plans.LessonsFacts:
    since = add_months(month_of(today), -3)
    plans = session.scalars(_assessed(area_id, since, today))
    return on_plans.LessonsFacts(tuple(
        on_plans.LessonFact(p.title, p.shared_on is not None, p.shared_outside, p.shared_on) for p in plans
    ), tuple((n.what, n.day) for n in _notes(session, NoteKind.LESSONS_SHARED, area_id, today) if n.day >= since))  # fmt: skip


GATHERERS: dict[str, Facts] = {
    gather.__name__: gather
    for gather in (
        profile_current, plan_current, log_updated, hate_crime_contacts, gap_activity, strategic_activity,
        effectiveness_reviewed, key_individuals, social_media, staff_conversations, profile_refreshed,
        plan_refreshed, portal_sections, website_priorities, blog_current, updates_current, team_contacts,
        newsletter_circulated, priority_plans, other_plans, open_plans, finished_plans, lessons_shared, what_works,
    )
}  # fmt: skip


# ----------------------------------------------------------------------------- within
def current_priorities(session: Session, area_id: int, today: date) -> list[Priority]:
    """The priorities of the quarter of ``today``, or of the latest set before it."""
    latest = session.scalar(
        select(func.max(PriorityRound.quarter))
        .where(PriorityRound.area_id == area_id, PriorityRound.decided_on <= today)
    )  # fmt: skip
    query = (
        select(Priority).join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(PriorityRound.area_id == area_id, PriorityRound.quarter == latest).order_by(Priority.number)
    )  # fmt: skip
    return list(session.scalars(query))


def _document(session: Session, kind: type[Any], area_id: int, today: date) -> on_profile.DocumentFacts:
    found = _in_force(session, kind, area_id, today)
    if found is None:
        return on_profile.DocumentFacts()
    confirmed = (
        found.confirmed_on if found.confirmed_on and found.confirmed_on <= today else found.refreshed_on
    )
    return on_profile.DocumentFacts(found.version_name, confirmed, bool(found.address.strip()))


def _in_force(session: Session, kind: type[Any], area_id: int, today: date) -> Any:
    """The version of a document that was in force on a day; None before the first."""
    return session.scalars(select(kind).where(kind.area_id == area_id, kind.refreshed_on <= today)
                           .order_by(kind.refreshed_on.desc(), kind.id.desc())).first()  # fmt: skip


def _notes(session: Session, kind: NoteKind, area_id: int, today: date) -> list[EvidenceNote]:
    query = select(EvidenceNote).where(
        EvidenceNote.area_id == area_id, EvidenceNote.kind == kind, EvidenceNote.day <= today
    )
    return list(session.scalars(query.order_by(EvidenceNote.day.desc(), EvidenceNote.id.desc()).limit(60)))


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(EngagementEntry.id)).where(*where)) or 0


def _groups(session: Session, area_id: int, today: date) -> list[CommunityGroup]:
    g = CommunityGroup
    here = g.area_id == area_id, or_(g.ended_on.is_(None), g.ended_on > today)
    return list(session.scalars(select(g).where(*here).order_by(g.name)))


def _round(session: Session, area_id: int, today: date) -> PriorityRound | None:
    return session.scalars(select(PriorityRound).where(
        PriorityRound.area_id == area_id, PriorityRound.quarter == quarter_of(today).start)).first()  # fmt: skip


def _published(session: Session, kind: PublicationKind, area_id: int, today: date) -> Publication | None:
    return session.scalars(
        select(Publication).where(Publication.area_id == area_id, Publication.kind == kind,
                                  Publication.published_on <= today,
                                  Publication.month >= previous_month(month_of(today)))
        .order_by(Publication.published_on.desc())
    ).first()  # fmt: skip


def plans_in_hand(area_id: int) -> Select[ProblemPlan]:
    """The plans question 21 is about: open and not finished, by reference."""
    found: Select[ProblemPlan] = _open_plans(area_id).where(ProblemPlan.finished_on.is_(None))
    return found


def engagements_under_review(session: Session, area_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """The entries question 7 is about: since the last review of effectiveness, or of six months."""
    reviews = _notes(session, NoteKind.EVALUATION_REVIEW, area_id, today)
    since = reviews[0].day if reviews else add_months(month_of(today), -6)
    e = EngagementEntry
    return e.area_id == area_id, e.day >= since, e.day <= today


def _open_plans(area_id: int) -> Any:
    return (
        select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.stage != Stage.CLOSED)
        .order_by(ProblemPlan.reference)
    )  # fmt: skip


def _assessed(area_id: int, since: date, today: date) -> Any:
    return (
        select(ProblemPlan)
        .where(ProblemPlan.area_id == area_id, ProblemPlan.assessed_on >= since, ProblemPlan.assessed_on <= today)
        .order_by(ProblemPlan.assessed_on.desc())
    )  # fmt: skip


def _is_social(channel: str) -> bool:
    return any(name in channel.casefold() for name in ("facebook", "twitter", "instagram", "next door"))


def _is_alert(channel: str) -> bool:
    return "alert" in channel.casefold()
