"""What was brought in, and taking any of it back weeks later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.models.every import records
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.store.undo import Kept, Step, taken_back


@dataclass(frozen=True, slots=True)
class Run:
    """One import. ``taken_back`` says that Undo took it back."""

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
        found = []
        for run, changes in rows:
            report = run.report
            bad = {(cell["sheet"], cell["row"]) for cell in report.get("rejected", ())}
            found.append(Run(
                run.id, run.at, run.by, run.kind, run.file_name, report.get("added", 0), report.get("updated", 0),
                len(bad), changes.id in undone,
                Step(changes.id, changes.at, changes.by, changes.did, changes.kind, changes.changes),
            ))  # fmt: skip
        return found

    def take_back(self, run_id: int) -> list[Kept]:
        """Take an import back as far as later edits allow; returns what was left because it was edited since.

        Raises CannotDo for an import that is not there or was taken back already, NotAllowed where it is
        somebody else's and this role may not.
        """
        run = next((run for run in self.all() if run.id == run_id), None)
        if run is None:
            raise CannotDo(f"There is no import {run_id}: `imports` lists those there are.")
        if run.taken_back:
            raise CannotDo(f"The import of {run.file_name} was taken back already.")
        assert run.step.kind is ChangeKind.IMPORT
        return History(self._desk).take_back(run.step, partly=True)

    def left(self, kept: list[Kept]) -> list[str]:
        """What was left, in words: the kind of record and the field edited since."""
        names = {table: cls.__name__ for table, cls in records().items()}
        return [
            f"{names.get(k.table, k.table)} {k.record_uid}" + (f": {k.field}" if k.field else "")
            for k in kept
        ]
