"""Who opened, searched, printed and exported what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from npt_desktop.models.access import Access
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.kinds import AccessKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Looked:
    """One time somebody looked, brought something in or took something out."""

    at: datetime
    by: str
    did: str
    what: str


class AccessLog:
    """Reading and writing it, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def opened(self, how: str) -> None:
        """The person opened the store: in the window, or by a command."""
        self._desk.store.note(self._desk.actor, AccessKind.OPENED, how)

    def found(self, words: str, record: str) -> None:
        """The person searched for words and opened a record found."""
        self._desk.store.note(self._desk.actor, AccessKind.FOUND, f"{words}: {record}")

    def latest(self, most: int = 200) -> list[Looked]:
        """The latest first, imports among them. Raises NotAllowed for a role that may not read it."""
        require(self._desk.actor.role, Act.READ_ACCESS)
        with self._desk.read() as session:
            looked = session.scalars(select(Access).order_by(Access.id.desc()).limit(most)).all()
            imports = session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(most)).all()
        found = [Looked(a.at, a.by, a.kind.value, a.what) for a in looked]
        found += [Looked(run.at, run.by, "imported", run.file_name) for run in imports]
        return sorted(found, key=lambda each: each.at, reverse=True)[:most]
