"""What a priority round is set from besides the survey's figures: responses, street-level crime, consultation.

Source: booklet, Priority setting, step 3 ("a variety of information"). A free-text answer stands as it was
written; which issue its words mean is read from the synonyms of the issue terms, so that a correction made
once holds for every answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link, word
from npt_desktop.models.kinds import ConsultationKind


class SurveyResponse(Record):
    """One person's answer to an open survey. ``issues`` is the free text as written, phrases apart by ``;``.

    ``natural_key`` tells the row of a file again; a row that stands twice in one file has two.
    """

    __tablename__ = "survey_response"
    __table_args__ = (Index("ix_survey_response_area_day", "area_id", "day"),)

    area_id: Mapped[int] = link("area", index=False)
    day: Mapped[date]
    ward: Mapped[Line]
    age_band: Mapped[Line]
    issues: Mapped[Line]
    seen: Mapped[Line] = mapped_column(doc="whether police were seen in the last month, as answered")
    comments: Mapped[Line]
    natural_key: Mapped[str] = mapped_column(String(40))


class Lsoa(Record):
    """A small census area (LSOA) and the neighbourhood area it counts towards.

    Without an area it is unmapped and shown as such, unless ``set_aside`` says that it is none of ours.
    """

    __tablename__ = "lsoa"

    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    area_id: Mapped[int | None] = link("area")
    set_aside: Mapped[bool] = mapped_column(default=False)


class CrimeMonth(Record):
    """Street-level crime of one small area in one month: how many of each category.

    ``seen`` holds a 64-bit mark of each crime counted (base64 of big-endian integers, sorted), so that a crime
    that comes again, in the same file or another, is counted once.
    """

    __tablename__ = "crime_month"
    __table_args__ = (UniqueConstraint("lsoa_id", "month"), Index("ix_crime_month_month", "month"))

    lsoa_id: Mapped[int] = link("lsoa", index=False)
    month: Mapped[date]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict, doc="category as published to its number")
    streets: Mapped[Line] = mapped_column(doc="where they were, as published: see rules/streets.py")
    seen: Mapped[str] = mapped_column(Text, default="")


class Consultation(Record):
    """What a partner or a community said, typed in: who, when, what, and which issue it speaks of."""

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_area_day", "area_id", "day"),)

    area_id: Mapped[int] = link("area", index=False)
    day: Mapped[date]
    kind: Mapped[ConsultationKind] = word(ConsultationKind)
    who: Mapped[Line]
    said: Mapped[Line]
    issue_id: Mapped[int | None] = link("term")
    people: Mapped[int | None] = mapped_column(doc="how many took part, where known")


class AreaAge(Record):
    """How many people of an age band live in an area, typed in from its community profile."""

    __tablename__ = "area_age"
    __table_args__ = (UniqueConstraint("area_id", "band"),)

    area_id: Mapped[int] = link("area")
    band: Mapped[str] = mapped_column(String(40))
    people: Mapped[int]
