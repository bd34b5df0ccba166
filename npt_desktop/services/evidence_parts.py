"""What the gatherers of evidence share: notes, publications, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import NoteKind, PublicationKind
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.evidence_parts import Issue, NoteLine
from npt_desktop.rules.quality import Source

MOST_ROWS = 40
"""How many records are listed behind a question's figures; the figures count them all."""


def notes_of(
    session: Session, kind: NoteKind, area_id: int, today: date, about: str = ""
) -> list[EvidenceNote]:
    """The small records of a kind up to a day, the latest first; at most 60."""
    query = select(EvidenceNote).where(
        EvidenceNote.area_id == area_id, EvidenceNote.kind == kind, EvidenceNote.day <= today
    )
    if about:
        query = query.where(EvidenceNote.about == about)
    return list(session.scalars(query.order_by(EvidenceNote.day.desc(), EvidenceNote.id.desc()).limit(60)))


def note_lines(session: Session, notes: Iterable[EvidenceNote]) -> tuple[NoteLine, ...]:
    """The records as rows; each opens where it can be put right."""
    kept = list(notes)
    ids = {note.by_id for note in kept if note.by_id}
    people = {p.id: p.label for p in session.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}
    return tuple(
        NoteLine(n.day, n.what, n.detail, people.get(n.by_id or 0, ""), Source("note", n.id, "", n.version))
        for n in kept
    )


def published(
    session: Session, area_id: int, kind: PublicationKind, today: date, *where: ColumnElement[bool]
) -> list[Publication]:
    """What was put out of a kind up to a day, the latest first."""
    query = select(Publication).where(
        Publication.area_id == area_id, Publication.kind == kind, Publication.published_on <= today, *where
    )
    return list(session.scalars(query.order_by(Publication.published_on.desc()).limit(MOST_ROWS)))


def issues_of(publications: Iterable[Publication], screen: str = "publication") -> tuple[Issue, ...]:
    """Publications as rows; those of the priorities open their round."""
    return tuple(
        Issue(
            p.published_on, p.title, ", ".join(map(str, p.channels)), p.recipients,
            Source("priorities", p.round_id, "publish", p.version) if p.round_id
            else Source(screen, p.id, "", p.version),
        )
        for p in publications
    )  # fmt: skip


def plan_source(plan: ProblemPlan, field: str = "") -> Source:
    """Where a plan opens."""
    return Source("plans", plan.id, field, plan.version)


def is_social(channel: str) -> bool:
    """Whether a channel is social media."""
    return any(name in channel.casefold() for name in ("facebook", "twitter", "instagram", "next door"))


def is_alert(channel: str) -> bool:
    """Whether a channel is Neighbourhood Alert."""
    return "alert" in channel.casefold()
