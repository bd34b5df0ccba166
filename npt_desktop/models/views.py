"""Saved views: a filter, columns and an order under a name, for any table of the program."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Record, link


class SavedView(Record):
    """A view of the table of one screen. ``content`` is what the screen made of it, as JSON; a view that is
    ``shared`` is offered to everybody, and only its owner changes it."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "screen", "name"),)

    person_id: Mapped[int | None] = link("person", index=False)
    screen: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(80))
    shared: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
