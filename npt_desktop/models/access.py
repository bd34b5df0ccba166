"""Who opened, searched, printed and exported what: apart from the journal of changes, append-only as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Base, Id, word
from npt_desktop.models.kinds import AccessKind


class Access(Base):
    """One time somebody looked or took something out. ``what`` names it: a file, a search's words."""

    __tablename__ = "access"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None]
    kind: Mapped[AccessKind] = word(AccessKind)
    what: Mapped[str] = mapped_column(Text, default="")
