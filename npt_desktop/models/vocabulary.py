"""Editable lists: audiences, purposes, score labels, issue categories, channels, strategic themes, tactics,
levels of engagement, protected characteristics, questions for key individuals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Record, word
from npt_desktop.models.kinds import TermKind


class Term(Record):
    """One entry of an editable list. ``key`` is stable; ``label`` may be reworded; a retired term stays
    readable on old records. ``synonyms`` are other spellings an import takes for this term. ``rubric`` is
    what the scores "1" to "5" stand for with a purpose, where a force says it in its own words."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    kind: Mapped[TermKind] = word(TermKind)
    key: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    synonyms: Mapped[list[Any]] = mapped_column(default=list)
    rubric: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
