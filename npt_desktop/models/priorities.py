"""The quarterly priority-setting round of an area and what comes of it (booklet, Priority setting)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Mark, Record, link, part_of, word
from npt_desktop.models.kinds import Decision, FigureSource, PriorityResult, PublicationKind


class PriorityRound(Record):
    """One area's round for one quarter; each date is the day its step was done."""

    __tablename__ = "priority_round"
    __table_args__ = (UniqueConstraint("area_id", "quarter"),)

    area_id: Mapped[int] = link("area")
    quarter: Mapped[date] = mapped_column(doc="first day of the quarter")
    survey_on: Mapped[date | None]
    survey_note: Mapped[Line]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = link("person")
    published_on: Mapped[date | None]


class PriorityMeeting(Record):
    """The quarterly meeting with council managers (LPPSM)."""

    __tablename__ = "priority_meeting"

    round_id: Mapped[int] = part_of("priority_round")
    held_on: Mapped[date | None]
    place: Mapped[Line]
    invited: Mapped[Line]
    attended: Mapped[Line]
    apologies: Mapped[Line]
    notes: Mapped[Line]
    agenda: Mapped[Line]


class SurveyResult(Record):
    """One figure of the commissioner's survey: an issue in an area over a period, with its base."""

    __tablename__ = "survey_result"
    __table_args__ = (Index("ix_survey_result_area_period", "area_id", "period"),)

    area_id: Mapped[int] = link("area", index=False)
    period: Mapped[date] = mapped_column(doc="first day of the surveyed quarter")
    issue_id: Mapped[int | None] = link("term")
    issue_text: Mapped[str] = mapped_column(String(200))
    base: Mapped[int]
    count: Mapped[int]
    percent: Mapped[float]
    change: Mapped[float | None]
    by_hand: Mapped[bool] = mapped_column(default=False, server_default="0", doc="typed in, not from a file")


class CandidateIssue(Record):
    """An issue put before the meeting, with its evidence and how it ended."""

    __tablename__ = "candidate_issue"

    round_id: Mapped[int] = part_of("priority_round")
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    issue_id: Mapped[int | None] = link("term")
    evidence: Mapped[Line]
    source: Mapped[Line]
    decision: Mapped[Decision] = word(Decision, default=Decision.UNDECIDED)
    rank: Mapped[int | None]
    reason: Mapped[Line]
    agreed_by: Mapped[Line]
    passed_to: Mapped[Line]
    passed_on: Mapped[date | None]
    public_wording: Mapped[Line]
    against_advice: Mapped[Line]
    no_plan_reason: Mapped[Line]
    carried_from_id: Mapped[int | None] = link("candidate_issue")
    test: Mapped[dict[str, Any]] = mapped_column(default=dict, doc="row key of the test to -1, 0 or 1")
    scores: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="criterion of the local ranking to 1 to 5"
    )
    cheers: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="letter of CHEERS to what shows it, in words"
    )


class Priority(Record):
    """One of up to three priorities in force for an area in a quarter."""

    __tablename__ = "priority"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 3", name="up_to_three"),
    )

    round_id: Mapped[int] = part_of("priority_round")
    area_id: Mapped[int] = link("area")
    candidate_id: Mapped[int | None] = link("candidate_issue")
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[Line]
    public_wording: Mapped[Line]
    owner_id: Mapped[int | None] = link("person")
    carried_from_id: Mapped[int | None] = link("priority")
    plan_id: Mapped[int | None] = link("problem_plan")
    no_plan_reason: Mapped[Line]
    figure_name: Mapped[Line]
    first_figure: Mapped[int | None]
    last_figure: Mapped[int | None]
    closed_on: Mapped[date | None]
    result: Mapped[PriorityResult | None] = word(PriorityResult)
    result_note: Mapped[Line]
    what_follows: Mapped[Line]
    marking: Mapped[Mark]


class Correction(Record):
    """A dated change to a field of what was published: the words before it stay readable."""

    __abstract__ = True

    field: Mapped[str] = mapped_column(String(40))
    was: Mapped[Line]
    value: Mapped[Line]
    reason: Mapped[Line]
    made_at: Mapped[datetime]
    made_by: Mapped[Line]


class PriorityCorrection(Correction):
    """A correction to the wording of a published round.

    It is of a priority, of a candidate issue that did not become one, or of both where they share the words.
    """

    __tablename__ = "priority_correction"

    round_id: Mapped[int] = part_of("priority_round")
    priority_id: Mapped[int | None] = link("priority")
    candidate_id: Mapped[int | None] = link("candidate_issue")


class PriorityUpdate(Record):
    """The monthly update of one priority: You said, We did, What happens next."""

    __tablename__ = "priority_update"
    __table_args__ = (UniqueConstraint("priority_id", "month"),)

    priority_id: Mapped[int] = part_of("priority")
    month: Mapped[date]
    you_said: Mapped[Line]
    we_did: Mapped[Line]
    next_steps: Mapped[Line]
    published_on: Mapped[date | None]
    channels: Mapped[list[Any]] = mapped_column(default=list, doc="channel labels it went out on")
    by_id: Mapped[int | None] = link("person")


class UpdateCorrection(Correction):
    """A correction to a part of a published update.

    Parts corrected together share ``made_at`` and ``reason``.
    """

    __tablename__ = "update_correction"

    update_id: Mapped[int] = part_of("priority_update")


class PriorityFigure(Record):
    """A figure marked “about this priority”: its monthly updates are drafted from it.

    ``about`` says which, in its source: ``2026-04-01 Anti-social behaviour`` of a survey, the uid of a consultation,
    a category of street-level crime as published, or the key of a measure of reach.
    """

    __tablename__ = "priority_figure"
    __table_args__ = (UniqueConstraint("priority_id", "source", "about"),)

    priority_id: Mapped[int] = part_of("priority")
    source: Mapped[FigureSource] = word(FigureSource)
    about: Mapped[str] = mapped_column(String(240))


class Publication(Record):
    """What was put out: exact text, channel, date, by whom, address; figures may follow.

    ``kept`` holds the findings of the guard that were kept in this text: kind, words and reason of each.
    """

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_area_month", "area_id", "month"),)

    area_id: Mapped[int] = link("area", index=False)
    month: Mapped[date]
    kind: Mapped[PublicationKind] = word(PublicationKind)
    round_id: Mapped[int | None] = link("priority_round")
    priority_id: Mapped[int | None] = link("priority")
    title: Mapped[Line]
    text: Mapped[Line]
    channels: Mapped[list[Any]] = mapped_column(default=list)
    address: Mapped[Line]
    published_on: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    recipients: Mapped[int | None]
    reach: Mapped[int | None]
    likes: Mapped[int | None]
    comments: Mapped[int | None]
    shares: Mapped[int | None]
    registrations: Mapped[int | None]
    counted_on: Mapped[date | None]
    kept: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
