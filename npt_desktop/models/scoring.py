"""Second scoring: a random sample of the log scored again by somebody who has not seen the first score."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from npt_desktop.models.base import Line, Record, link, part_of


class ScoreSample(Record):
    """A sample drawn with ``seed`` from the ``out_of`` scored entries of a period, and who is to score it."""

    __tablename__ = "score_sample"

    area_id: Mapped[int] = link("area")
    first: Mapped[date]
    last: Mapped[date]
    seed: Mapped[int]
    out_of: Mapped[int]
    drawn_on: Mapped[date]
    scorer_id: Mapped[int] = link("person")


class SecondScore(Record):
    """One entry of a sample. ``first_score`` is the score it had when drawn; ``score`` is None until given."""

    __tablename__ = "second_score"
    __table_args__ = (
        UniqueConstraint("sample_id", "entry_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )

    sample_id: Mapped[int] = part_of("score_sample")
    entry_id: Mapped[int] = part_of("engagement_entry")
    place: Mapped[int]
    first_score: Mapped[int]
    score: Mapped[int | None]
    scored_on: Mapped[date | None]
    note: Mapped[Line]
