"""Evidence files: what is known of a photo or document kept beside the store under the hash of its content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link, part_of


class EvidenceFile(Record):
    """A file attached to one record: a plan, an engagement or a What Works entry.

    The bytes are in the store's folder of files under ``sha256``, once however often they are attached; they
    stay there while the journal names them, so that a removal can be taken back.
    """

    __tablename__ = "evidence_file"

    plan_id: Mapped[int | None] = part_of("problem_plan")
    entry_id: Mapped[int | None] = part_of("engagement_entry")
    what_works_id: Mapped[int | None] = part_of("what_works_entry")
    name: Mapped[str] = mapped_column(String(120), doc="made safe; with its suffix")
    size: Mapped[int] = mapped_column(doc="bytes")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    marking: Mapped[str] = mapped_column(String(40))
    description: Mapped[Line]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = link("person")
