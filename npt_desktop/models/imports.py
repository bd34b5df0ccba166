"""What was brought in: each import with its report, and mappings remembered by the header's fingerprint."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Base, Id, Line, Record


class ImportRun(Base):
    """One import: its file, counts and rejected rows. The change set it wrote takes it back."""

    __tablename__ = "import_run"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[Line]
    file_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[Line]
    area_id: Mapped[int | None]
    change_set_id: Mapped[int | None] = mapped_column(index=True)
    report: Mapped[dict[str, Any]]


class SavedMapping(Record):
    """How a header layout, known by its fingerprint, maps to fields and values. ``options`` holds the fields whose
    dates are month first."""

    __tablename__ = "saved_mapping"

    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    columns: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    name: Mapped[Line]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
