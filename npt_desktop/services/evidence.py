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

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import NoteKind, PublicationKind, Stage
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate, Publication
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules import evidence_engagement as on_log
from npt_desktop.rules import evidence_plans as on_plans
from npt_desktop.rules import evidence_profile as on_profile
from npt_desktop.rules import evidence_public as on_public
from npt_desktop.rules.evidence import read_evidence
from npt_desktop.rules.periods import add_months, month_end, month_of, previous_month, quarter_of
from npt_desktop.rules.quality import Evidence
from npt_desktop.rules.sara import STAGES, read_plan
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.evidence_communities import (
    gap_activity,
    is_alert,
    is_social,
    key_individuals,
    notes_of,
    plan_current,
    plan_refreshed,
    profile_current,
    profile_refreshed,
    social_media,
    strategic_activity,
)
from npt_desktop.services.evidence_what_works import what_works
from npt_desktop.services.plan_facts import facts_of

Facts = Callable[[Session, int, date], Any]


def evidence_for(session: Session, key: str, area_id: int, today: date) -> Evidence:
    """The live evidence for one question of an area. A key nobody reads shows nothing and suggests nothing."""
    gather = GATHERERS.get(key)
    return read_evidence(key, gather(session, area_id, today) if gather else None, today)


def as_at(month: date, today: date) -> date:
    """The day a month's evidence is read as at: today within it, its last day once it is over."""
    return min(today, month_end(month)) if month_of(month) <= month_of(today) else month_of(month)


# ---------------------------------------------------------------------------- portal
def portal_sections(session: Session, area_id: int, today: date) -> on_profile.PortalFacts:
    seen: dict[bool, date] = {}
    for note in notes_of(session, NoteKind.PORTAL_CHECK, area_id, today):
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


def effectiveness_reviewed(session: Session, area_id: int, today: date) -> on_log.EffectivenessFacts:
    e = EngagementEntry
    reviews = notes_of(session, NoteKind.EVALUATION_REVIEW, area_id, today)
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


def staff_conversations(session: Session, area_id: int, today: date) -> on_log.ConversationFacts:
    notes = notes_of(session, NoteKind.STAFF_CONVERSATION, area_id, today)
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
        blog.published_on, False, any(map(is_social, blog.channels)), any(map(is_alert, blog.channels))
    )


def updates_current(session: Session, area_id: int, today: date) -> on_public.UpdateFacts:
    month = month_of(today)
    facts = []
    for priority in current_priorities(session, area_id, today):
        update = session.scalars(select(PriorityUpdate).where(
            PriorityUpdate.priority_id == priority.id, PriorityUpdate.month == month)).first()  # fmt: skip
        channels = update.channels if update else []
        facts.append(on_public.UpdateFact(
            priority.title, update.published_on if update else None, any(map(is_social, channels)),
            any(map(is_alert, channels)),
        ))  # fmt: skip
    return on_public.UpdateFacts(tuple(facts))


def team_contacts(session: Session, area_id: int, today: date) -> on_public.TeamContactFacts:
    notes = notes_of(session, NoteKind.CONTACTS_CHECK, area_id, today)
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
    ), tuple((n.what, n.day) for n in notes_of(session, NoteKind.LESSONS_SHARED, area_id, today) if n.day >= since))  # fmt: skip


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


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(EngagementEntry.id)).where(*where)) or 0


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
    reviews = notes_of(session, NoteKind.EVALUATION_REVIEW, area_id, today)
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
