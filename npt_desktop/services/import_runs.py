"""What was brought in, and taking any of it back weeks later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from npt_desktop.errors import CannotDo
from npt_desktop.models.every import metadata
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.services.whole_content import in_words, spoken
from npt_desktop.store.earlier import last_edit
from npt_desktop.store.undo import Kept, NothingTaken, Step, taken_back


@dataclass(frozen=True, slots=True)
class Run:
    """One import. ``taken_back`` says that Undo took it back, ``partly`` that some of it stays, edited since."""

    id: int
    at: datetime
    by: str
    kind: str
    file_name: str
    added: int
    updated: int
    rejected: int
    taken_back: bool
    step: Step
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A value that an import wrote and that stays: of which kind of record, its name, the field, and why."""

    kind: str
    name: str
    field: str
    why: str

    def in_words(self) -> str:
        """One line."""
        record = f"{self.kind} “{self.name}”" if self.name else self.kind
        return ": ".join(part for part in (record, self.field, self.why) if part)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking an import back did: whether anything went, and what stays."""

    run: Run
    anything: bool
    left: tuple[Left, ...]

    def in_words(self) -> str:
        """One sentence."""
        stays = number_of(len(self.left), "value")
        if not self.anything:
            return (
                f"Nothing was taken back: all that {self.run.file_name} brought was edited since and stays."
            )
        return f"Taken back: {self.run.step.did}." + (
            f" {stays} edited since stay as they are." if self.left else ""
        )


class ImportRuns:
    """The imports of a store, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> list[Run]:
        """Every import, latest first."""
        with self._desk.read() as session:
            query = select(ImportRun, ChangeSet).join(ChangeSet, ChangeSet.id == ImportRun.change_set_id)
            rows = session.execute(query.order_by(ImportRun.id.desc())).all()
            undone = taken_back(session.connection())
            sizes = dict(
                session.execute(
                    select(ChangeSet.id, ChangeSet.changes).where(ChangeSet.undoes_id.is_not(None))
                ).all()
            )
        found = []
        for run, changes in rows:
            report = run.report
            found.append(Run(
                run.id, run.at, run.by, run.kind, run.file_name, *_counts(report), changes.id in undone,
                Step(changes.id, changes.at, changes.by, changes.did, changes.kind, changes.changes),
                sizes.get(undone.get(changes.id, 0), changes.changes) < changes.changes,
            ))  # fmt: skip
        return found

    def take_back(self, run_id: int) -> TakenBack:
        """Take an import back as far as later edits allow, and tell what was left and why. Where all of it was
        edited since, nothing is written and the import stays in the store.

        Raises CannotDo for an import that is not there or was taken back already, NotAllowed where it is
        somebody else's and this role may not.
        """
        run = next((run for run in self.all() if run.id == run_id), None)
        if run is None:
            raise CannotDo(f"There is no import {run_id}: `imports` lists those there are.")
        if run.taken_back:
            raise CannotDo(f"The import of {run.file_name} was taken back already.")
        assert run.step.kind is ChangeKind.IMPORT
        try:
            kept, taken = History(self._desk).take_back(run.step, partly=True), True
        except NothingTaken as why:
            kept, taken = why.kept, False
        with self._desk.read() as session:
            return TakenBack(run, taken, tuple(_left(session.connection(), k) for k in kept))


def _counts(report: Mapping[str, Any]) -> tuple[int, int, int]:
    """Rows added, changed and refused, as an import told them; a plan's workbook tells its rows by state."""
    refused = report.get("rejected", ())
    if isinstance(refused, int):
        return report.get("new", 0), report.get("changed", 0), refused
    cells = {(cell["sheet"], cell["row"]) for cell in refused}
    return report.get("added", 0), report.get("updated", 0), len(cells)


def _left(connection: Connection, kept: Kept) -> Left:
    """A value that stays, in words: which record, which field, and who changed it when."""
    table = metadata.tables[kept.table]
    found = connection.execute(select(table).where(table.c.uid == kept.record_uid)).mappings().first()
    if found is None:
        return Left(spoken(kept.table), "", "", "It was removed since.")
    name = in_words(found)
    if not kept.field:
        return Left(spoken(kept.table), name, "", "It is there again since.")
    by, at = last_edit(connection, kept.table, kept.record_uid, kept.field)
    when = f" on {at.astimezone():%d/%m/%Y}" if at is not None else ""
    who = f" by {by}" if by else ""
    return Left(spoken(kept.table), name, spoken(kept.field), f"It was changed{who}{when}.")
