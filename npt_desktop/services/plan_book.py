"""A plan out as a workbook and in again: compared line by line, brought in whole, taken back like any change.

What comes back is laid beside the record and beside what it said when the workbook was written (the journal
knows): a field the file left alone keeps what others wrote since, and one that both changed is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Progress
from npt_desktop.exchange.plan_book import PLAN, ReadPlan, parse_plan_book, write_plan_book
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.files import file_name
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind, OwnerKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence_files import Owner, files_of
from npt_desktop.services.plan_book_apply import Applying
from npt_desktop.services.plan_book_diff import DiffLine, DiffState
from npt_desktop.services.plan_book_fields import book_of, shape_of
from npt_desktop.services.reporting_quality import marking_of
from npt_desktop.store import backup

KIND = "plan"


class _OnlyLooked(Exception):  # noqa: N818 - an answer, not a fault
    """Ends a preview, so that everything it tried is rolled back."""


@dataclass(frozen=True, slots=True)
class PlanBookPreview:
    """A plan's workbook laid beside the plan; nothing written. ``lines`` are its rows, each as a difference."""

    path: Path
    file_hash: str
    plan_id: int
    reference: str
    read: ReadPlan
    lines: tuple[DiffLine, ...]

    def count(self, state: DiffState) -> int:
        """How many rows stand so."""
        return sum(line.state is state for line in self.lines)

    @property
    def changes(self) -> int:
        """Rows that bringing it in would write."""
        return self.count(DiffState.NEW) + self.count(DiffState.CHANGED)

    @property
    def rejected(self) -> int:
        """Rows that cannot be brought in as they are."""
        return self.count(DiffState.REJECTED)

    def in_words(self) -> str:
        """One sentence: what would be written, and what not."""
        parts = [
            f"{self.count(state)} {state.value}" for state in DiffState if self.count(state) or state is DiffState.CHANGED
        ]  # fmt: skip
        return f"{self.reference}: {', '.join(parts)}."

    def as_json(self) -> dict[str, Any]:
        """The preview as the command line prints it and the import run keeps it."""
        return {
            "plan": self.reference,
            **{state.value: self.count(state) for state in DiffState},
            "lines": [
                asdict(line) | {"state": line.state.value} for line in self.lines if line.state is not DiffState.UNCHANGED
            ],
        }  # fmt: skip


class PlanBooks:
    """Plans as workbooks, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def export(self, plan_id: int, path: Path, progress: Progress | None = None) -> int:
        """Write a plan's workbook; returns how many rows. Raises CannotDo when the plan is gone or the file
        cannot be written."""
        trace = self._desk.takes_out(path)
        with self._desk.read() as session:
            plan = session.get(ProblemPlan, plan_id)
            if plan is None:
                raise CannotDo("This plan was removed in the meantime: go back to the list.")
            files = tuple(
                (f.name, f.kind, f.size, f.marking, f.description, f.added_at.astimezone().date(), f.added_by)
                for f in files_of(session, Owner(OwnerKind.PLAN, plan_id))
            )
            book = book_of(session, plan, files)
        shape = shape_of(tuple(person.label for person in self._desk.people()))
        return write_plan_book(
            path, shape, book, marking=marking_of(self._desk), progress=progress, trace=trace
        )

    def preview(self, path: Path, progress: Progress | None = None) -> PlanBookPreview:
        """Read a plan's workbook and lay it beside the plan; nothing is kept.

        Raises CannotDo with one sentence for a file that cannot be read, is no plan's workbook, or is of a plan
        that this store does not hold.
        """
        require(self._desk.actor.role, Act.IMPORT)
        book = read_workbook(path, progress=progress)
        return self.compare(book, path, hashlib.sha256(path.read_bytes()).hexdigest())

    def compare(self, book: Book, path: Path, file_hash: str) -> PlanBookPreview:
        """Lay a workbook that was read beside its plan: everything is tried as it would be written, and rolled
        back. Raises as :meth:`preview`."""
        require(self._desk.actor.role, Act.IMPORT)
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        read = parse_plan_book(book, shape_of(()))
        with self._desk.read() as session:
            found = session.execute(
                select(ProblemPlan.id, ProblemPlan.reference).where(ProblemPlan.uid == read.plan.uid)
            ).one_or_none()
        if found is None:
            raise CannotDo(
                f"{path.name} is of a plan this store does not hold: bring it in where it was written."
            )
        plan_id, reference = found
        lines: tuple[DiffLine, ...] = ()
        try:
            with self._desk.write("Looked at a plan’s workbook") as unit:
                lines = Applying(self._desk, unit, plan_id).apply(read)
                raise _OnlyLooked
        except _OnlyLooked:
            return PlanBookPreview(path, file_hash, plan_id, reference, read, lines)

    def commit(self, preview: PlanBookPreview, *, keep_good: bool = False) -> PlanBookPreview:
        """Write a preview in one transaction, after a copy of the store; a second time changes nothing.

        Raises CannotDo when rows were refused and ``keep_good`` does not say to bring the others in, and when the
        plan was changed since the preview.
        """
        require(self._desk.actor.role, Act.IMPORT)
        if preview.rejected and not keep_good:
            raise CannotDo(
                f"{number_of(preview.rejected, 'row')} of {preview.path.name} cannot be brought in: mend them, or "
                "choose to bring only the good rows in."
            )
        if not preview.changes:
            return preview
        store = self._desk.store
        backup.make(store.path, backup.folder_for(store.path), "before import", now=store.clock.now())
        words = (
            f"Imported {number_of(preview.changes, 'row')} of {preview.reference} from {preview.path.name}"
        )
        with self._desk.write(words, ChangeKind.IMPORT) as unit:
            if Applying(self._desk, unit, preview.plan_id).apply(preview.read) != preview.lines:
                raise CannotDo(
                    f"{preview.reference} was changed since you looked: look at the workbook again."
                )
            last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
            unit.session.add(ImportRun(
                kind=KIND, file_name=preview.path.name, file_hash=preview.file_hash, at=unit.now,
                by=self._desk.actor.name, area_id=unit.get(ProblemPlan, preview.plan_id).area_id,
                change_set_id=last + 1, report=preview.as_json(),
            ))  # fmt: skip
            unit.did = words
        return preview


def book_name(desk: Desk, reference: str, title: str) -> str:
    """The name suggested for the file, with its marking."""
    return file_name(f"{PLAN} {reference} {title}", marking_of(desk), ".xlsx")


__all__ = ["DiffLine", "DiffState", "PlanBookPreview", "PlanBooks", "book_name"]
