"""Reach of an area by month: typed, pasted, or brought in from a workbook or CSV."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.exchange.any_file import read_any
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.reach import parse_reach
from npt_desktop.models.communities import ReachMonth
from npt_desktop.models.organisation import Area
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_label, month_of, number_of
from npt_desktop.rules.reach import KEYS, check_month
from npt_desktop.services.desk import Desk
from npt_desktop.services.file_import import Shown, kept_apart, written_as_import
from npt_desktop.services.imports import ImportReport, NotTaken, RejectedCell
from npt_desktop.store.unit_of_work import UnitOfWork

MonthFigures = dict[str, int | None]
KIND = "reach"


@dataclass(frozen=True, slots=True)
class ReachPage:
    """The months of an area that have a figure, oldest first."""

    area: str
    months: tuple[tuple[date, MonthFigures], ...]


@dataclass(frozen=True, slots=True)
class ReachPreview:
    """A file read and compared with the store, not yet written: the months that differ. ``new`` are those the store
    has no figure of."""

    path: Path
    area_id: int
    file_hash: str
    figures: Mapping[date, Mapping[str, int]]
    report: ImportReport
    new: frozenset[date] = frozenset()
    places: Mapping[date, int] = field(default_factory=dict)
    """Excel's row of every month of the file."""
    was: Mapping[date, Mapping[str, int | None]] = field(default_factory=dict)
    """What the store says of them, where it says something."""
    left: Set[date] = frozenset()
    """Months that differ and are left as they are."""

    @property
    def changes(self) -> int:
        """How many months bringing it in would write."""
        return len(self.figures)

    def rows(self) -> Iterable[Shown]:
        """The months, with the figures the store has otherwise."""
        for month, row in self.places.items():
            if month in self.figures:
                was = self.was.get(month, {})
                old = {
                    key: "" if was.get(key) is None else f"{was[key]}"
                    for key, figure in self.figures[month].items() if was.get(key) != figure
                }  # fmt: skip
                yield Shown(row, None if month in self.new else old)
            elif month in self.was and month not in self.left:
                yield Shown(row, {})

    def only(self, *, add: bool, update: bool) -> ReachPreview:
        """The months that are new, or those that are corrected."""
        figures = {
            month: line for month, line in self.figures.items() if (add if month in self.new else update)
        }
        report = kept_apart(self.report, self.path, add=add, update=update)
        return replace(self, figures=figures, report=report, left=self.figures.keys() - figures.keys())

    def in_words(self) -> str:
        """One sentence: what it brings, and what is to be mended first of all."""
        r = self.report
        parts = [f"{number_of(r.added, 'month')} added"]
        if r.updated:
            parts.append(f"{r.updated} corrected")
        if r.unchanged:
            parts.append(f"{r.unchanged} here already")
        said = ", ".join(parts) + "."
        if r.rejected:
            bad = r.rejected[0]
            said += f" {number_of(r.rejected_rows, 'row')} to mend: row {bad.row}, {bad.column}. {bad.reason}"
        return said


class Reach:
    """Reach, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, area_id: int) -> ReachPage:
        """All months of an area."""
        with self._desk.read() as session:
            area = session.get_one(Area, area_id).name
            found = reach_of(session, area_id)
        return ReachPage(area, tuple(found.items()))

    def set(self, area_id: int, figures: Mapping[date, Mapping[str, int | None]]) -> None:
        """Write figures of some months: None takes one out, what is not named stays. A month left without any
        figure goes. Raises CannotDo for a month to come or a figure that cannot be."""
        require(self._desk.actor.role, Act.EDIT_COMMUNITIES)
        for month, line in figures.items():
            check_month(month, line, self._desk.today)
        if not figures:
            return
        when = month_label(min(figures)) if len(figures) == 1 else number_of(len(figures), "month")
        with self._desk.write(f"Recorded reach of {when}") as unit:
            _write(unit, area_id, figures)

    # ---------------------------------------------------------------- from a file
    def preview(
        self, path: Path, area_id: int, progress: Progress | None = None, before: Sequence[ReachPreview] = ()
    ) -> ReachPreview:
        """Read and check a workbook or CSV of reach; nothing is written. Long: call off the window's thread.
        ``before`` come in the same import, this one over them.

        Raises CannotDo with one sentence for a file that cannot be read or holds no months.
        """
        require(self._desk.actor.role, Act.IMPORT)
        book = read_any(path, progress)
        parsed = parse_reach(book, self._desk.today)
        with self._desk.read() as session:
            there = reach_of(session, area_id)
        for earlier in before:
            if earlier.area_id == area_id:
                there.update(
                    {month: {**there.get(month, {}), **line} for month, line in earlier.figures.items()}
                )
        fresh = [month for month in parsed.figures if month not in there]
        changed = {
            month for month, line in parsed.figures.items()
            if month in there and any(there[month].get(key) != figure for key, figure in line.items())
        }  # fmt: skip
        report = ImportReport(
            read=len(parsed.figures) + len({(bad.sheet, bad.row) for bad in parsed.rejected}), added=len(fresh),
            updated=len(changed), unchanged=len(parsed.figures) - len(fresh) - len(changed), duplicates=0,
            skipped=tuple(NotTaken(s.sheet, s.row, s.reason) for s in parsed.skipped),
            rejected=tuple(RejectedCell(b.sheet, b.row, b.column, b.value, b.reason) for b in parsed.rejected),
            notes=parsed.notes,
        )  # fmt: skip
        wanted = {month: line for month, line in parsed.figures.items() if month in changed or month in fresh}
        return ReachPreview(
            path, area_id, hashlib.sha256(path.read_bytes()).hexdigest(), wanted, report, frozenset(fresh),
            parsed.rows, {month: there[month] for month in parsed.figures if month in there},
        )  # fmt: skip

    def commit(self, preview: ReachPreview) -> ImportReport:
        """Write a preview in one transaction, after a copy of the store; a second time changes nothing."""
        require(self._desk.actor.role, Act.IMPORT)
        if not preview.figures:
            return preview.report
        did = f"Imported reach of {number_of(preview.changes, 'month')} from {preview.path.name}"
        sources = ((preview.path.name, preview.file_hash),)
        with written_as_import(
            self._desk, did, KIND, sources, preview.report.as_json(), area_id=preview.area_id
        ) as unit:
            self.write(unit, preview)
        return preview.report

    def write(self, unit: UnitOfWork, preview: ReachPreview) -> None:
        """Write a preview into a unit somebody else opened."""
        _write(unit, preview.area_id, preview.figures)


def reach_of(session: Session, area_id: int) -> dict[date, MonthFigures]:
    """The figures of an area by month, oldest first."""
    rows = session.scalars(select(ReachMonth).where(ReachMonth.area_id == area_id).order_by(ReachMonth.month))
    return {row.month: {key: getattr(row, key) for key in KEYS} for row in rows}


def _write(unit: UnitOfWork, area_id: int, figures: Mapping[date, Mapping[str, int | None]]) -> None:
    for month, line in figures.items():
        first = month_of(month)
        found = unit.session.scalar(
            select(ReachMonth).where(ReachMonth.area_id == area_id, ReachMonth.month == first)
        )
        if found is None:
            if any(figure is not None for figure in line.values()):
                unit.add(ReachMonth(area_id=area_id, month=first, **line))
            continue
        for key, figure in line.items():
            setattr(found, key, figure)
        if all(getattr(found, key) is None for key in KEYS):
            unit.remove(found)
