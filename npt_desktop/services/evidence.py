"""The evidence for each QA question of an area on a day, and the remarks made about it.

One gatherer a question, named after its evidence key, in the module of its section; each reads what it
counts and the records behind it. ``today`` is the day the evidence is read as at: for a month gone by, its
last day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import NoteKind
from npt_desktop.models.organisation import Person
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.evidence import read_evidence
from npt_desktop.rules.periods import month_end, month_of
from npt_desktop.rules.quality import Evidence, Remark
from npt_desktop.services.evidence_communities import (
    gap_activity,
    key_individuals,
    plan_current,
    plan_refreshed,
    profile_current,
    profile_refreshed,
    social_media,
    strategic_activity,
)
from npt_desktop.services.evidence_log import (
    effectiveness_reviewed,
    hate_crime_contacts,
    log_updated,
    staff_conversations,
)
from npt_desktop.services.evidence_plans import (
    finished_plans,
    lessons_shared,
    open_plans,
    other_plans,
    priority_plans,
)
from npt_desktop.services.evidence_public import (
    blog_current,
    newsletter_circulated,
    portal_sections,
    team_contacts,
    updates_current,
    website_priorities,
)
from npt_desktop.services.evidence_what_works import what_works

Facts = Callable[[Session, int, date], Any]

GATHERERS: dict[str, Facts] = {
    gather.__name__: gather
    for gather in (
        profile_current, plan_current, log_updated, hate_crime_contacts, gap_activity, strategic_activity,
        effectiveness_reviewed, key_individuals, social_media, staff_conversations, profile_refreshed,
        plan_refreshed, portal_sections, website_priorities, blog_current, updates_current, team_contacts,
        newsletter_circulated, priority_plans, other_plans, open_plans, finished_plans, lessons_shared, what_works,
    )
}  # fmt: skip


def evidence_for(session: Session, key: str, area_id: int, today: date) -> Evidence:
    """The live evidence for one question of an area. A key nobody reads shows nothing and suggests nothing."""
    return evidence_of(session, (key,), area_id, today)[key]


def evidence_of(session: Session, keys: Collection[str], area_id: int, today: date) -> dict[str, Evidence]:
    """The live evidence for several questions of an area, by key; what was remarked on them is read at once."""
    remarks = _remarks(session, keys, area_id, today)
    found = {}
    for key in keys:
        gather = GATHERERS.get(key)
        found[key] = replace(
            read_evidence(key, gather(session, area_id, today) if gather else None, today),
            seen=tuple(remarks[NoteKind.SEEN, key]),
            notes=tuple(remarks[NoteKind.TO_CHIEF, key]),
        )
    return found


def as_at(month: date, today: date) -> date:
    """The day a month's evidence is read as at: today within it, its last day once it is over."""
    return min(today, month_end(month)) if month_of(month) <= month_of(today) else month_of(month)


def _remarks(
    session: Session, keys: Collection[str], area_id: int, today: date
) -> Mapping[tuple[NoteKind, str], list[Remark]]:
    """What was said about questions in the month of ``today``, by kind and key, oldest first."""
    n = EvidenceNote
    kinds = (NoteKind.SEEN, NoteKind.TO_CHIEF)
    rows = session.execute(
        select(n, Person).outerjoin(Person, Person.id == n.by_id)
        .where(n.area_id == area_id, n.kind.in_(kinds), n.day >= month_of(today), n.day <= today, n.about.in_(keys))
        .order_by(n.day, n.id)
    )  # fmt: skip
    found = defaultdict(list)
    for note, person in rows:
        found[note.kind, note.about].append(
            Remark(note.what, note.day, person.label if person else "", note.id)
        )
    return found
