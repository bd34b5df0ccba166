"""The force's peer review: a self-assessment by questions under the guideline's seven areas (booklet)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link, part_of, word
from npt_desktop.models.kinds import PeerRating


class PeerReview(Record):
    """One review of the whole force. ``points`` are those of a green, amber and red answer, kept with it."""

    __tablename__ = "peer_review"

    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    points: Mapped[dict[str, Any]] = mapped_column(default=dict)
    finished_at: Mapped[datetime | None]
    signed_by: Mapped[Line]


class PeerAnswer(Record):
    """One question as it was asked and how it was rated, with what the store showed at that moment.

    ``section`` is the key of one of the guideline's areas; ``evidence_keys`` name the QA questions whose
    answers speak to it.
    """

    __tablename__ = "peer_answer"
    __table_args__ = (UniqueConstraint("review_id", "number"),)

    review_id: Mapped[int] = part_of("peer_review")
    number: Mapped[int]
    section: Mapped[str] = mapped_column(String(60))
    text: Mapped[Line]
    evidence_keys: Mapped[list[Any]] = mapped_column(default=list)
    rating: Mapped[PeerRating | None] = word(PeerRating)
    note: Mapped[Line]
    seen: Mapped[Line]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Line]
    action_id: Mapped[int | None] = link("action")
