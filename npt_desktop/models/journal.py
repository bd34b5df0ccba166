"""The journal: who did what, when, and each record's fields before and after. Append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Base, Id, word
from npt_desktop.models.kinds import ChangeKind


class ChangeSet(Base):
    """One transaction in words. ``link`` chains it by hash to the one before; ``undoes_id`` says which
    change set it took back or, for a redo, which undo. ``seal`` is the keyed hash of the link by the key that
    ``sealed_by`` names; both are empty in a change set that is older than keys."""

    __tablename__ = "change_set"

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None]
    did: Mapped[str] = mapped_column(Text)
    kind: Mapped[ChangeKind] = word(ChangeKind)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)
    changes: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))
    sealed_by: Mapped[str] = mapped_column(String(16), default="", server_default="")
    seal: Mapped[str] = mapped_column(String(64), default="", server_default="")


class Change(Base):
    """One record within a change set. ``before`` and ``after`` hold only the fields that differ; an
    addition has no before, a removal no after. ``digest`` is the salted hash that the chain holds, so that
    content can be erased under retention without breaking the chain."""

    __tablename__ = "change"
    id: Mapped[Id]
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(index=True)
    record_uid: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(doc="the record's version after this change")
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    salt: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))


class HighestGone(Base):
    """The highest id a removed record of a table had. SQLite gives the highest id again after a removal; the
    program gives none twice, so that a removal can be taken back whatever was added since."""

    __tablename__ = "highest_gone"

    table_name: Mapped[str] = mapped_column(String(40), primary_key=True)
    record_id: Mapped[int]
