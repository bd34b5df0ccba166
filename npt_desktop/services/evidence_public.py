"""The facts behind QA questions 13 to 18: portal, website, blog, updates, contacts, newsletter."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import NoteKind, PublicationKind
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate, Publication
from npt_desktop.rules import evidence_profile as on_profile
from npt_desktop.rules import evidence_public as rule
from npt_desktop.rules.periods import add_months, month_of, quarter_of
from npt_desktop.rules.quality import Source
from npt_desktop.services.evidence_parts import (
    MOST_ROWS,
    is_alert,
    is_social,
    issues_of,
    note_lines,
    notes_of,
    published,
)
from npt_desktop.services.evidence_plans import current_priorities

NOT_CURRENT = "not"
"""A check of the page that begins so says that it does not show the current priorities."""


def portal_sections(session: Session, area_id: int, today: date) -> on_profile.PortalFacts:
    notes = notes_of(session, NoteKind.PORTAL_CHECK, area_id, today)
    seen: dict[bool, date] = {}
    for note in notes:
        seen.setdefault("resources" in note.what.casefold(), note.day)
    return on_profile.PortalFacts(seen.get(False), seen.get(True), note_lines(session, notes[:MOST_ROWS]))


def website_priorities(session: Session, area_id: int, today: date) -> rule.PublicationFacts:
    found = session.scalars(select(PriorityRound).where(
        PriorityRound.area_id == area_id, PriorityRound.quarter == quarter_of(today).start)).first()  # fmt: skip
    looks = notes_of(session, NoteKind.WEBSITE_CHECK, area_id, today)
    looked = next((n for n in looks if n.day >= quarter_of(today).start), None)
    shows = looked is None or not looked.what.casefold().startswith(NOT_CURRENT)
    day = looked.day if looked else None
    if found is None:
        return rule.PublicationFacts(checked_on=day, shows_current=shows)
    issues = published(session, area_id, PublicationKind.PRIORITIES, today, Publication.round_id == found.id)
    number = session.scalar(select(func.count(Priority.id)).where(Priority.round_id == found.id)) or 0
    if not issues:
        return rule.PublicationFacts(priorities=number, checked_on=day, shows_current=shows)
    last = issues[0]
    return rule.PublicationFacts(
        last.published_on, last.address, number, bool(last.text.strip()), day, shows, issues_of(issues)
    )


def blog_current(session: Session, area_id: int, today: date) -> rule.BlogFacts:
    blogs = published(session, area_id, PublicationKind.BLOG, today,
                      Publication.month >= add_months(month_of(today), -5))  # fmt: skip
    issues = issues_of(blogs)
    blog = next((b for b in blogs if b.month == month_of(today)), None)
    if blog is None:
        return rule.BlogFacts(issues=issues)
    return rule.BlogFacts(
        blog.published_on,
        False,
        any(map(is_social, blog.channels)),
        any(map(is_alert, blog.channels)),
        issues,
    )


def updates_current(session: Session, area_id: int, today: date) -> rule.UpdateFacts:
    month = month_of(today)
    priorities = current_priorities(session, area_id, today)
    told = {u.priority_id: u for u in session.scalars(select(PriorityUpdate).where(
        PriorityUpdate.priority_id.in_([p.id for p in priorities]), PriorityUpdate.month == month))}  # fmt: skip
    facts = []
    for priority in priorities:
        update = told.get(priority.id)
        channels = update.channels if update else []
        facts.append(rule.UpdateFact(
            priority.title, update.published_on if update else None, any(map(is_social, channels)),
            any(map(is_alert, channels)),
            Source("priorities", priority.round_id, f"update:{priority.number}", update.version if update else 0),
        ))  # fmt: skip
    return rule.UpdateFacts(tuple(facts))


def team_contacts(session: Session, area_id: int, today: date) -> rule.TeamContactFacts:
    notes = notes_of(session, NoteKind.CONTACTS_CHECK, area_id, today)
    if not notes:
        return rule.TeamContactFacts()
    return rule.TeamContactFacts(notes[0].day, notes[0].figure, note_lines(session, notes[:MOST_ROWS]))


def newsletter_circulated(session: Session, area_id: int, today: date) -> rule.NewsletterFacts:
    issues = published(session, area_id, PublicationKind.NEWSLETTER, today,
                       Publication.month >= add_months(month_of(today), -5))  # fmt: skip
    if not issues:
        return rule.NewsletterFacts()
    return rule.NewsletterFacts(issues[0].published_on, issues[0].recipients, issues_of(issues))
