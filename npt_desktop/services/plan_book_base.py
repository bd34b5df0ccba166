"""What a record said when its workbook was written: the journal knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from npt_desktop.models.base import Record
from npt_desktop.models.journal import Change
from npt_desktop.store.values import to_file


def base_of(session: Session, record: Record, version: int) -> dict[str, Any]:
    """Each field changed after a version, with what it said at that version, as the file holds it."""
    query = (
        select(Change.before)
        .where(Change.record_id == record.id, Change.record_uid == record.uid, Change.version > version)
        .where(Change.before.is_not(None)).order_by(Change.id)
    )  # fmt: skip
    found: dict[str, Any] = {}
    for before in session.scalars(query):
        for name, value in (before or {}).items():
            found.setdefault(name, value)
    return found


def as_file(record: Record, name: str, value: Any) -> Any:
    """A value as the file holds it."""
    table = type(record).__table__
    assert isinstance(table, Table)
    return to_file(table, {name: value})[name]
