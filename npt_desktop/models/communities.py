"""What stands behind the log: community profile, engagement plan, key individuals, advice and reach (booklet,
Engagement)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Mark, Record, link, part_of, word
from npt_desktop.models.kinds import ActionState, RiskLevel


class AreaDocument(Record):
    """A version of a document an area keeps: refreshed when it is reworked, confirmed when found still true.

    ``kept`` is its body as it stood when the next version took its place; empty for the version in force,
    whose body are the records themselves.
    """

    __abstract__ = True

    area_id: Mapped[int] = link("area")
    version_name: Mapped[Line]
    refreshed_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    address: Mapped[Line]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)


class CommunityProfile(AreaDocument):
    """A version of an area's community profile."""

    __tablename__ = "community_profile"

    summary: Mapped[Line]


class EngagementPlan(AreaDocument):
    """A version of an area's engagement plan. ``tactics``, ``levels`` and ``themes`` are keys of terms."""

    __tablename__ = "engagement_plan"

    aims: Mapped[Line]
    tactics: Mapped[list[Any]] = mapped_column(default=list)
    levels: Mapped[list[Any]] = mapped_column(default=list)
    themes: Mapped[list[Any]] = mapped_column(default=list)


class CommunityGroup(Record):
    """A community of an area and what is known of it.

    ``protected`` are keys of the list of protected characteristics; ``sources`` pairs of words and an ISO date
    or "". ``known_on`` is the day all this was last found true.
    """

    __tablename__ = "community_group"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    area_id: Mapped[int] = link("area")
    name: Mapped[str] = mapped_column(String(120))
    audience_id: Mapped[int | None] = link("term")
    hidden: Mapped[bool] = mapped_column(default=False, doc="hidden or seldom heard")
    emerging: Mapped[bool] = mapped_column(default=False, doc="new and emerging")
    size: Mapped[int | None]
    languages: Mapped[Line]
    found_where: Mapped[Line]
    prefers: Mapped[Line]
    risk_level: Mapped[RiskLevel | None] = word(RiskLevel)
    risk: Mapped[Line]
    theme_id: Mapped[int | None] = link("term", index=False)
    protected: Mapped[list[Any]] = mapped_column(default=list)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    known_on: Mapped[date | None]
    notes: Mapped[Line]
    ended_on: Mapped[date | None]


class PlannedActivity(Record):
    """Something the engagement plan sets down for a group and a month. The log closes it: ``entry_id`` is the
    engagement a person said it was done with."""

    __tablename__ = "planned_activity"
    __table_args__ = (Index("ix_planned_activity_area_month", "area_id", "month"),)

    area_id: Mapped[int] = link("area", index=False)
    group_id: Mapped[int] = link("community_group")
    month: Mapped[date]
    what: Mapped[Line]
    tactic_id: Mapped[int | None] = link("term", index=False)
    level_id: Mapped[int | None] = link("term", index=False)
    theme_id: Mapped[int | None] = link("term", index=False)
    owner_id: Mapped[int | None] = link("person")
    state: Mapped[ActionState] = word(ActionState, default=ActionState.OPEN)
    entry_id: Mapped[int | None] = link("engagement_entry")
    done_on: Mapped[date | None]
    reason: Mapped[Line]


class KeyIndividual(Record):
    """A member of the key individual network (KIN); contacted three-monthly (booklet, QA question 8).

    ``name`` is a person or a role; ``speaks_for`` names groups of the profile, one a line. ``consent_on`` is
    the day they agreed to be kept here, None until they have.
    """

    __tablename__ = "key_individual"

    area_id: Mapped[int] = link("area")
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[Line]
    reach_by: Mapped[Line]
    speaks_for: Mapped[Line]
    owner_id: Mapped[int | None] = link("person")
    consent_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    marking: Mapped[Mark]


class Contact(Record):
    """One contact with a key individual; ``entry_id`` is the engagement at which they were met."""

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_key_individual_day", "key_individual_id", "day"),)

    key_individual_id: Mapped[int] = part_of("key_individual")
    day: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    note: Mapped[Line]
    entry_id: Mapped[int | None] = part_of("engagement_entry")


class KinReply(Record):
    """What a key individual answered to the quarter's standard questions, by the key of each question."""

    __tablename__ = "kin_reply"
    __table_args__ = (UniqueConstraint("key_individual_id", "quarter"),)

    key_individual_id: Mapped[int] = part_of("key_individual")
    quarter: Mapped[date]
    day: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Advice(Record):
    """Independent advice: asked (who, when, about which record), given, and answered by what was done."""

    __tablename__ = "advice"

    area_id: Mapped[int] = link("area")
    question: Mapped[Line]
    asked_of: Mapped[Line]
    asked_on: Mapped[date]
    asked_by_id: Mapped[int | None] = link("person")
    group_id: Mapped[int | None] = link("community_group")
    plan_id: Mapped[int | None] = link("problem_plan")
    priority_id: Mapped[int | None] = link("priority")
    given_by: Mapped[Line]
    given_on: Mapped[date | None]
    given: Mapped[Line]
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = link("person")
    followed: Mapped[bool | None]
    answer: Mapped[Line]
    marking: Mapped[Mark]


class ReachMonth(Record):
    """How many an area reaches online, one month: counts at its end, and what its posts drew in it."""

    __tablename__ = "reach_month"
    __table_args__ = (UniqueConstraint("area_id", "month"),)

    area_id: Mapped[int] = link("area")
    month: Mapped[date]
    alert: Mapped[int | None]
    followers: Mapped[int | None]
    likes: Mapped[int | None]
    comments: Mapped[int | None]
    shares: Mapped[int | None]
