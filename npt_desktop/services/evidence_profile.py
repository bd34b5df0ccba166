"""The facts behind QA questions 1, 2 and 11 to 13: profile, engagement plan and portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.communities import CommunityGroup, CommunityProfile, EngagementPlan
from npt_desktop.models.kinds import NoteKind
from npt_desktop.rules import evidence_profile as rule
from npt_desktop.rules.periods import month_of
from npt_desktop.rules.quality import Source
from npt_desktop.services.evidence_parts import MOST_ROWS, note_lines, notes_of


def profile_current(session: Session, area_id: int, today: date) -> rule.DocumentFacts:
    return _document(session, CommunityProfile, area_id, today)


def plan_current(session: Session, area_id: int, today: date) -> rule.DocumentFacts:
    return _document(session, EngagementPlan, area_id, today)


def profile_refreshed(session: Session, area_id: int, today: date) -> rule.ProfileChangeFacts:
    versions = _versions(session, CommunityProfile, area_id, today)
    days = [v.refreshed_on for v in versions if v.refreshed_on]
    confirmed = max((v.confirmed_on for v in versions if v.confirmed_on), default=None)
    looked = session.scalars(select(CommunityGroup.known_on).where(
        CommunityGroup.area_id == area_id, CommunityGroup.known_on <= today))  # fmt: skip
    changes = [*days, *(day for day in looked if day)]
    this_month = sum(1 for day in changes if month_of(day) == month_of(today))
    return rule.ProfileChangeFacts(this_month, max(days, default=None), confirmed, versions)


def plan_refreshed(session: Session, area_id: int, today: date) -> rule.PlanVersionFacts:
    versions = _versions(session, EngagementPlan, area_id, today)
    return rule.PlanVersionFacts(tuple(v.refreshed_on for v in versions if v.refreshed_on), versions)


def portal_sections(session: Session, area_id: int, today: date) -> rule.PortalFacts:
    notes = notes_of(session, NoteKind.PORTAL_CHECK, area_id, today)
    seen: dict[bool, date] = {}
    for note in notes:
        seen.setdefault("resources" in note.what.casefold(), note.day)
    return rule.PortalFacts(seen.get(False), seen.get(True), note_lines(session, notes[:MOST_ROWS]))


def _document(session: Session, kind: type[Any], area_id: int, today: date) -> rule.DocumentFacts:
    versions = _versions(session, kind, area_id, today)
    if not versions:
        return rule.DocumentFacts()
    last = versions[0]
    return rule.DocumentFacts(
        last.name, last.confirmed_on or last.refreshed_on, bool(last.address.strip()), versions
    )


def _versions(
    session: Session, kind: type[Any], area_id: int, today: date
) -> tuple[rule.DocumentVersion, ...]:
    """The versions up to a day, the latest first; a later confirmation counts as none yet."""
    rows = session.scalars(
        select(kind).where(kind.area_id == area_id, kind.refreshed_on <= today)
        .order_by(kind.refreshed_on.desc(), kind.id.desc()).limit(MOST_ROWS)
    )  # fmt: skip
    return tuple(
        rule.DocumentVersion(
            v.version_name, v.refreshed_on,
            v.confirmed_on if v.confirmed_on and v.confirmed_on <= today else None, v.address,
            Source("communities", v.id, "profile" if kind is CommunityProfile else "plan", v.version),
        )
        for v in rows
    )  # fmt: skip
