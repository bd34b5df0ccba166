"""The one way an import is written: a copy of the store first, one change set, one line in the list of imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, Self, TypeVar

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import ImportReport, NotTaken
from npt_desktop.store import backup
from npt_desktop.store.unit_of_work import UnitOfWork

Source = tuple[str, str]
"""A file by its name and the digest of its bytes."""


@contextmanager
def written_as_import(
    desk: Desk, did: str, kind: str, sources: Sequence[Source], report: Mapping[str, Any], *,
    area_id: int | None = None,
) -> Iterator[UnitOfWork]:  # fmt: skip
    """A unit whose change set is an import: the store is copied before, and each source is listed with the report.

    Raises NotAllowed where the role may not import.
    """
    require(desk.actor.role, Act.IMPORT)
    store = desk.store
    backup.make(store.path, backup.folder_for(store.path), "before import", now=store.clock.now())
    with desk.write(did, ChangeKind.IMPORT) as unit:
        yield unit
        last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
        unit.session.add_all([
            ImportRun(kind=kind, file_name=name, file_hash=digest, at=unit.now, by=desk.actor.name, area_id=area_id,
                      change_set_id=last + 1, report=dict(report))
            for name, digest in sources
        ])  # fmt: skip


class Shown(NamedTuple):
    """A line of the difference: Excel's row, or 0 for one that several rows make together, and what the store says
    otherwise, by field: None for a new one, nothing for one that is there as it is. ``said`` is what the line says,
    where that is not what stands in its row."""

    row: int
    old: Mapping[str, str] | None
    said: Mapping[str, str] | None = None


class FilePreview(Protocol):
    """Files read and compared with the store, not yet written."""

    @property
    def report(self) -> ImportReport:
        """What bringing them in does."""

    @property
    def changes(self) -> int:
        """How many records that writes."""

    def rows(self) -> Iterable[Shown]:
        """The difference: what would be written, and what is there already."""

    def only(self, *, add: bool, update: bool) -> Self:
        """The part that adds records, or that changes records; what stays out is told in the report."""


Seen = TypeVar("Seen", bound=FilePreview)


class FileImport(Generic[Seen]):
    """The import of one kind of file, at a desk. Long: call off the window's thread.

    A kind has a ``preview`` of its own, says what it is of, and writes itself into a unit.
    """

    kind: ClassVar[str]
    noun: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def sources(self, preview: Seen) -> tuple[Source, ...]:
        """The files of a preview."""
        raise NotImplementedError

    def area_of(self, preview: Seen) -> int | None:
        """The one area a preview is of, if it is of one."""
        raise NotImplementedError

    def write(self, unit: UnitOfWork, preview: Seen) -> None:
        """Write a preview into a unit somebody else opened, after :func:`written_as_import`."""
        raise NotImplementedError

    def commit(
        self, preview: Seen, *, keep_good: bool = False, progress: Progress | None = None
    ) -> ImportReport:
        """Write a preview in one transaction, after a copy of the store; a second time changes nothing.

        Raises CannotDo when rows were refused and ``keep_good`` does not say to bring the others in.
        """
        require(self._desk.actor.role, Act.IMPORT)
        report, total = preview.report, preview.changes
        sources = self.sources(preview)
        names = sources[0][0] if len(sources) == 1 else number_of(len(sources), "file")
        if report.rejected and not keep_good:
            first = report.rejected[0]
            raise CannotDo(
                f"{number_of(report.rejected_rows, 'row')} of {names} cannot be read, the first row {first.row} of "
                f"{first.sheet}: mend them, or choose to bring only the good rows in."
            )
        if not total:
            return report
        did = f"Imported {number_of(total, self.noun)} from {names}"
        if progress is not None:
            progress(0, total, "Writing the rows")
        with written_as_import(
            self._desk, did, self.kind, sources, report.as_json(), area_id=self.area_of(preview)
        ) as unit:
            self.write(unit, preview)
        if progress is not None:
            progress(total, total, "Writing the rows")
        return report


def kept_apart(report: ImportReport, path: Path, *, add: bool, update: bool) -> ImportReport:
    """The report where only additions or only changes are wanted: what stays out is told."""
    skipped = list(report.skipped)
    if not add and report.added:
        skipped.append(
            NotTaken(path.stem, None, f"{report.added:,} not in the store yet; only changes were asked for.")
        )
    if not update and report.updated:
        skipped.append(
            NotTaken(
                path.stem, None, f"{report.updated:,} in the store with other figures; left as they are."
            )
        )
    return replace(
        report, added=report.added if add else 0, updated=report.updated if update else 0,
        unchanged=report.unchanged + (0 if update else report.updated), skipped=tuple(skipped),
    )  # fmt: skip
