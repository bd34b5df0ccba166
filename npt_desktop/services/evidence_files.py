"""Evidence files of a plan, an engagement or a What Works entry: attached, described, opened, saved, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.files import file_name, safe_name, write_atomically
from npt_desktop.models.base import Record
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.evidence_files import EvidenceFile
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.models.organisation import Setting
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.evidence_files import (
    MEGABYTE,
    kind_name,
    may_open,
    on_the_list,
    size_words,
    standard_file_rules,
    too_large,
)
from npt_desktop.rules.periods import form_date
from npt_desktop.rules.what_works import WRITABLE
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.plan_stage import still_open
from npt_desktop.services.what_works import standing
from npt_desktop.store import attachments, vault
from npt_desktop.store.unit_of_work import UnitOfWork

OWNERS: Mapping[OwnerKind, tuple[str, type[Record], Act]] = {
    OwnerKind.PLAN: ("plan_id", ProblemPlan, Act.MANAGE_PLAN),
    OwnerKind.ENGAGEMENT: ("entry_id", EngagementEntry, Act.LOG_ENGAGEMENT),
    OwnerKind.WHAT_WORKS: ("what_works_id", WhatWorksEntry, Act.SUBMIT_WHAT_WORKS),
}
"""For each kind of owner: the column that names it, its record, and what a person must be allowed to do."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The record a file belongs to."""

    kind: OwnerKind
    id: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a list shows it. ``opens`` says that files of its kind may be opened from the program."""

    id: int
    version: int
    name: str
    kind: str
    size: int
    sha256: str
    marking: str
    description: str
    added_at: datetime
    added_by: str
    opens: bool

    @property
    def words(self) -> str:
        """``Photo · 1.2 MB · OFFICIAL-SENSITIVE``."""
        return " · ".join((self.kind, size_words(self.size), self.marking))

    @property
    def printed(self) -> str:
        """One line for an export: name, what it is, its marking, who added it when, and what it shows."""
        who = f"added {form_date(self.added_at.astimezone().date())}" + (
            f" by {self.added_by}" if self.added_by else ""
        )
        return f"{self.name} ({self.words}, {who})" + (f": {self.description}" if self.description else "")


class EvidenceFiles:
    """Evidence files, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = attachments.folder_for(desk.store.path)
        self._key = vault.key_of(desk.store.path)

    # ------------------------------------------------------------------- reading
    def of(self, owner: Owner) -> tuple[FileLine, ...]:
        """The files of a record, in the order they were added."""
        with self._desk.read() as session:
            return files_of(session, owner)

    def limit(self) -> int:
        """The most megabytes a file may have: the store's setting, else the packaged one."""
        with self._desk.read() as session:
            kept = session.get(Setting, "evidence_files")
        asked = kept.value.get("megabytes") if kept else None
        return asked if isinstance(asked, int) and 1 <= asked <= 200 else standard_file_rules().megabytes

    # ------------------------------------------------------------------- writing
    def attach(self, owner: Owner, path: Path, *, description: str = "", marking: str = "") -> int:
        """Attach a file; returns the id of its record. The bytes are kept first, whole, then the record.

        Raises CannotDo with one sentence for what is no file, empty, too large, unreadable or attached here
        already. Long for a large file: call off the window's thread.
        """
        column, _, act = OWNERS[owner.kind]
        require(self._desk.actor.role, act)
        name = safe_name(path.name)
        data = self._read(path, name)
        with self._desk.read() as session:
            record = session.get(OWNERS[owner.kind][1], owner.id)
            if record is not None:
                _still_open(record)
            held = self._held(session, owner, data)
        if held:
            raise CannotDo(f"“{name}” is attached here already, as “{held}”.")
        sha256 = attachments.put(self._folder, data, self._key)
        with self._desk.write(f"Attached {name}") as unit:
            self._touch(unit, owner)
            return unit.add(
                EvidenceFile(
                    name=name, size=len(data), sha256=sha256, description=description.strip(),
                    marking=_marking(marking), added_at=unit.now, added_by_id=self._desk.actor.person_id,
                    **{column: owner.id},
                )
            ).id  # fmt: skip

    def describe(self, file_id: int, version: int, description: str, marking: str) -> None:
        """Write what a file shows and how it is marked. Raises Clash, Incomplete."""
        require(self._desk.actor.role, OWNERS[self._owner(file_id).kind][2])
        if marking not in standard_file_rules().markings:
            raise Incomplete({"marking": "Choose a marking from the list."})
        with self._desk.write("Described an evidence file") as unit:
            file = current(unit, EvidenceFile, file_id, version)
            self._touch(unit, owner_of(file))
            file.description, file.marking = description.strip(), marking
            unit.did = f"Described {file.name}"

    def remove(self, file_id: int) -> None:
        """Take a file off its record; Undo brings it back, for the bytes stay."""
        require(self._desk.actor.role, OWNERS[self._owner(file_id).kind][2])
        with self._desk.write("Removed an evidence file") as unit:
            file = current(unit, EvidenceFile, file_id)
            self._touch(unit, owner_of(file))
            unit.did = f"Removed {file.name}"
            unit.remove(file)

    # ------------------------------------------------------------------- opening
    def copy_to_open(self, file_id: int, folder: Path) -> Path:
        """A copy in ``folder`` to be opened by another program. Raises CannotDo for a kind that is not on the
        list, or that is not what its name says, and for a file that is gone or changed."""
        file = self._get(file_id)
        self._desk.takes_out(file.name)
        data = attachments.get(self._folder, file.sha256, file.name, self._key)
        if not may_open(file.name, data):
            raise CannotDo(
                f"“{file.name}” is not opened from here, because it could run: save it elsewhere instead."
            )
        path = folder / safe_name(file.name)
        with write_atomically(path) as out:
            out.write(data)
        return path

    def save_as(self, file_id: int, path: Path) -> None:
        """Write a copy where the person says. Raises CannotDo when it is gone, changed or cannot be written."""
        self._desk.takes_out(path)
        file = self._get(file_id)
        data = attachments.get(self._folder, file.sha256, file.name, self._key)
        with write_atomically(path) as out:
            out.write(data)

    # -------------------------------------------------------------------- within
    def _read(self, path: Path, name: str) -> bytes:
        most = self.limit()
        try:
            if not path.is_file():
                raise CannotDo(f"“{name}” is not a file: choose a photo, PDF or document.")
            size = path.stat().st_size
            refusal = too_large(name, size, most)
            if refusal:
                raise CannotDo(refusal)
            with path.open("rb") as stream:
                data = stream.read(most * MEGABYTE + 1)
        except OSError as error:
            raise CannotDo(
                f"“{name}” cannot be read: check that it is still there and that you may open it."
            ) from error
        refusal = too_large(name, len(data), most)
        if refusal:
            raise CannotDo(refusal)
        if not data:
            raise CannotDo(f"“{name}” is empty: choose the file with something in it.")
        return data

    def _held(self, session: Session, owner: Owner, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        return next((file.name for file in files_of(session, owner) if file.sha256 == sha256), "")

    def _get(self, file_id: int) -> EvidenceFile:
        with self._desk.read() as session:
            file = session.get(EvidenceFile, file_id)
        if file is None:
            raise CannotDo("This file was removed in the meantime: Undo brings it back.")
        return file

    def _owner(self, file_id: int) -> Owner:
        with self._desk.read() as session:
            file = session.get(EvidenceFile, file_id)
        return owner_of(file) if file is not None else Owner(OwnerKind.PLAN, 0)

    def _touch(self, unit: UnitOfWork, owner: Owner) -> None:
        """The owner may still be changed, and its last change is now. Raises CannotDo when it is closed or gone."""
        record = current(unit, OWNERS[owner.kind][1], owner.id)
        if (
            isinstance(record, ProblemPlan)
            and record.closed_on is not None
            and record.assessed_on is not None
        ):
            raise CannotDo(f"{record.reference} is closed: reopen it before changing its files.")
        if isinstance(record, WhatWorksEntry) and standing(record) not in WRITABLE:
            raise CannotDo("This entry was sent to the board: its files stay as they were sent.")
        record.changed_at = unit.now


def files_of(session: Session, owner: Owner) -> tuple[FileLine, ...]:
    """The files of a record, in the order they were added."""
    column = getattr(EvidenceFile, OWNERS[owner.kind][0])
    people = people_names(session)
    return tuple(
        FileLine(
            file.id, file.version, file.name, kind_name(file.name), file.size, file.sha256, file.marking,
            file.description, file.added_at, people.get(file.added_by_id or 0, ""), on_the_list(file.name),
        )
        for file in session.scalars(select(EvidenceFile).where(column == owner.id).order_by(EvidenceFile.id))
    )  # fmt: skip


def owner_of(file: EvidenceFile) -> Owner:
    """The record a file belongs to."""
    for kind, (column, _, _) in OWNERS.items():
        found = getattr(file, column)
        if found is not None:
            return Owner(kind, found)
    raise LookupError("an evidence file belongs to nothing")


def save_name(file: FileLine) -> str:
    """The name suggested when a file is saved elsewhere: its own, with its marking."""
    stem, dot, suffix = file.name.rpartition(".")
    return file_name(stem if dot else file.name, file.marking, f"{dot}{suffix}" if dot else "")


def _still_open(record: Record) -> None:
    if isinstance(record, ProblemPlan):
        still_open(record)
    if isinstance(record, WhatWorksEntry) and standing(record) not in WRITABLE:
        raise CannotDo("This entry was sent to the board: its files stay as they were sent.")


def _marking(asked: str) -> str:
    rules = standard_file_rules()
    return asked if asked in rules.markings else rules.markings[0]
