"""How long records are kept: periods the force changed, decisions to keep longer, and what was disposed of.

Sources: Police Information and Records Management Code of Practice (2023) and APP, Retention, review and disposal:
every decision to retain is recorded with its reason.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link


class RetentionPeriod(Record):
    """A period changed from the packaged one: ``clock`` is what starts it, as the class of records names it."""

    __tablename__ = "retention_period"
    __table_args__ = (UniqueConstraint("class_key", "clock"), CheckConstraint("years >= 0", name="years"))

    class_key: Mapped[str] = mapped_column(String(40))
    clock: Mapped[str] = mapped_column(String(40))
    years: Mapped[int]
    reason: Mapped[Line]


class RetentionDecision(Record):
    """A review that ended in keeping one record until a new date; the latest one counts."""

    __tablename__ = "retention_decision"

    table_name: Mapped[str] = mapped_column(String(40))
    record_uid: Mapped[str] = mapped_column(String(32), index=True)
    until: Mapped[date]
    reason: Mapped[Line]
    made_on: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    made_by: Mapped[Line]


class DisposalRequest(Record):
    """A disposal somebody asked for, which waits until another person confirms it. Removed when it is confirmed, set
    aside, or the record is kept longer. ``ground`` and ``reason`` go into the disposal log."""

    __tablename__ = "disposal_request"

    table_name: Mapped[str] = mapped_column(String(40))
    record_uid: Mapped[str] = mapped_column(String(32), index=True)
    ground: Mapped[Line] = mapped_column(doc="key of the reason chosen from the list")
    reason: Mapped[Line]
    asked_on: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    asked_by: Mapped[Line]


class Disposal(Record):
    """The stub of a record whose content was erased. Only added to, never changed.

    ``parts`` are the uids of what was part of it, by table: no import, merge or restored backup may bring any of
    them back. ``reference`` is its number where it had one ("PSP 2019-014"), which is no content. ``asked_by`` is
    empty, ``asked_on`` None, where one person alone disposed of it, as older stores allowed.
    """

    __tablename__ = "disposal"

    table_name: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    record_uid: Mapped[str] = mapped_column(String(32), index=True)
    reference: Mapped[Line]
    class_key: Mapped[str] = mapped_column(String(40))
    class_name: Mapped[Line]
    review_on: Mapped[date | None]
    ground: Mapped[Line] = mapped_column(doc="key of the reason chosen from the list")
    reason: Mapped[Line]
    disposed_on: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    disposed_by: Mapped[Line]
    asked_by: Mapped[Line]
    asked_on: Mapped[date | None]
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
