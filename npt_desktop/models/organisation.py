"""Areas and people. An area may have several inspectors and a person several areas (booklet: 12 areas, 13
neighbourhood inspectors)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Base, Line, Record, link, part_of, word
from npt_desktop.models.kinds import Role


class Area(Record):
    """A local neighbourhood area."""

    __tablename__ = "area"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]


class Person(Record):
    """Someone who works on the desk. ``title`` is as spoken ("PCSO"), ``number`` is the collar number: one
    to five digits or letters, no national standard, usually none from inspector upwards."""

    __tablename__ = "person"

    surname: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(12), default="")
    role: Mapped[Role] = word(Role)
    left_on: Mapped[date | None]

    @property
    def label(self) -> str:
        """As written in the log: "PCSO 4332 Larch"."""
        return " ".join(part for part in (self.title, self.number, self.surname) if part)


class Posting(Record):
    """A person at an area."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("person_id", "area_id"),)

    person_id: Mapped[int] = part_of("person")
    area_id: Mapped[int] = link("area")


class Setting(Base):
    """One named setting of the store, as JSON; not journaled."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[dict[str, Any]]


class Draft(Base):
    """A form not yet saved, kept so that it survives a crash; not journaled, removed on saving."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    saved_at: Mapped[Line]
    fields: Mapped[dict[str, Any]]
