"""The engagement activity and evaluation log (booklet, Engagement)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link, part_of


class EngagementEntry(Record):
    """One engagement: the booklet's eight columns and what the program adds.

    Text stands exactly as typed or imported. ``audience_text`` and ``purpose_text`` hold the words of an
    import that fit no list; ``lead_name`` holds the officer as written beside the person, where known.
    """

    __tablename__ = "engagement_entry"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        Index("ix_engagement_entry_area_day", "area_id", "day", "audience_id"),
        Index("ix_engagement_entry_day", "day", "id"),
        Index("ix_engagement_entry_score", "score", "day"),
        Index("ix_engagement_entry_hate_crime", "area_id", "day", sqlite_where=text("from_hate_crime IS 1")),
    )

    area_id: Mapped[int] = link("area", index=False)
    day: Mapped[date]
    audience_id: Mapped[int | None] = link("term", index=False)
    audience_text: Mapped[Line]
    purpose_id: Mapped[int | None] = link("term", index=False)
    purpose_text: Mapped[Line]
    who_engaged: Mapped[Line]
    lead_id: Mapped[int | None] = link("person", index=False)
    lead_name: Mapped[Line]
    summary: Mapped[Line]
    outcome: Mapped[Line]
    score: Mapped[int | None]
    beat: Mapped[Line]
    reached: Mapped[int | None]
    from_hate_crime: Mapped[bool] = mapped_column(default=False)
    theme_id: Mapped[int | None] = link("term", index=False)
    channel_id: Mapped[int | None] = link("term", index=False)
    priority_id: Mapped[int | None] = link("priority", index=False)
    plan_id: Mapped[int | None] = link("problem_plan", index=False)
    partners: Mapped[Line]
    minutes: Mapped[int | None] = mapped_column(doc="what it took of the team's time")
    public_sentence: Mapped[Line] = mapped_column(
        doc="offered to the month's public update; empty: the summary"
    )
    natural_key: Mapped[str] = mapped_column(String(40))


class EntryGroup(Record):
    """A community of the area's profile that an engagement reached; one may reach several."""

    __tablename__ = "entry_group"
    __table_args__ = (UniqueConstraint("entry_id", "group_id"),)

    entry_id: Mapped[int] = part_of("engagement_entry")
    group_id: Mapped[int] = part_of("community_group")
