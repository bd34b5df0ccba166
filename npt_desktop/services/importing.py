"""Bringing workbooks in: checked against the store row by row, shown as a difference, written in one transaction.

A row is known again by our uid, else by its kind's natural key; what only may be the same is left to a person.
What was written can be taken back weeks later (:mod:`npt_desktop.store.undo`).
"""

from __future__ import annotations

import functools
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress, Sheet
from npt_desktop.exchange.cells import Choice, text_of
from npt_desktop.exchange.layouts import Layout, titles_at
from npt_desktop.exchange.records import column_values
from npt_desktop.exchange.sheets import arranged
from npt_desktop.exchange.writing import Column, Table, write_workbook
from npt_desktop.models.imports import SavedMapping
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.file_import import written_as_import
from npt_desktop.services.import_lines import (
    Checked,
    Decisions,
    Line,
    LineState,
    Mode,
    check_rows,
)
from npt_desktop.services.import_others import as_file
from npt_desktop.services.import_plan import WRITE_ORDER, Gathered, Planner, SheetPlan
from npt_desktop.services.imports import ImportReport, NotTaken, collecting_later
from npt_desktop.services.marking import marking_of
from npt_desktop.services.record_kinds import ToWrite, Writing
from npt_desktop.store.unit_of_work import UnitOfWork

__all__ = ["Checked", "Decisions", "Importing", "Line", "LineState", "Mode"]

_AT_ONCE = 2_000
PROBLEM = "Problem"


class Importing:
    """One import, at a desk: gather, plan, check, commit. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.planner = Planner(desk)

    def gather(self, paths: Sequence[Path], progress: Progress | None = None) -> Gathered:
        """Read the files chosen (see :meth:`Planner.gather`)."""
        require(self._desk.actor.role, Act.IMPORT)
        with collecting_later():
            return self.planner.gather(paths, progress)

    def check(
        self,
        gathered: Gathered,
        plans: Sequence[SheetPlan],
        decisions: Decisions,
        progress: Progress | None = None,
    ) -> Checked:
        """Every row of the planned sheets against the store; nothing is written.

        Raises CannotDo naming a column or area that is still to be chosen.
        """
        require(self._desk.actor.role, Act.IMPORT)
        taken = [plan for plan in plans if plan.kind]
        if not taken:
            whys = {plan.why for plan in plans if plan.why}
            raise CannotDo(
                f"{gathered.files[0].path.name} holds nothing this program reads: "
                + (next(iter(whys)) if len(whys) == 1 else "choose for each sheet what it holds.")
            )
        for plan in taken:
            if missing := self.planner.lacking(plan):
                sheet = gathered.files[plan.file].book.sheets[plan.sheet]
                raise CannotDo(
                    f"Sheet “{sheet.name}” of {gathered.files[plan.file].path.name}: choose {missing[0]}."
                )
        found = Checked(gathered, tuple(plans), decisions)
        by_kind: dict[str, list[SheetPlan]] = {}
        for plan in taken:
            by_kind.setdefault(plan.kind, []).append(plan)
        for plan in plans:
            if not plan.kind:
                found.skipped.append(NotTaken(found.place(plan), None, plan.why or "Left out."))
        for file in gathered.files:
            found.notes.extend(file.book.warnings)
        found.notes.extend(f"{name} was not read: {says}" for name, says in gathered.refused)
        for plan in taken:
            found.notes.extend(self._orders(gathered, plan))
            if left := self.planner.unread(gathered, plan):
                found.notes.append(f"{left[:-1]} of sheet “{found.place(plan)}”.")
        with collecting_later():
            self._check_kinds(gathered, by_kind, decisions, found, progress)
        for key, other in self.planner.others.items():
            for plan in by_kind.get(key, ()):
                self._check_other(gathered, plan, decisions, found, other.layout, progress)
        return found

    def _check_kinds(
        self, gathered: Gathered, by_kind: Mapping[str, Sequence[SheetPlan]], decisions: Decisions, found: Checked,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        for kind in WRITE_ORDER:
            if kind in by_kind:
                record_kind = self.planner.kinds[kind]
                lists = dict(self.planner.lists(kind))
                coming = _references(found)
                record_kind.expect_plans(coming)
                lists["plan"] = (*lists.get("plan", ()), *(Choice(name, name) for name in coming))
                sheets = [
                    (plan, self._arranged(gathered, plan, decisions, record_kind.layout))
                    for plan in by_kind[kind]
                ]
                check_rows(self._desk, record_kind, sheets, lists, found, progress)

    def commit(self, checked: Checked, progress: Progress | None = None) -> ImportReport:
        """Write what the preview shows as new and changed, in one transaction after a copy of the store."""
        require(self._desk.actor.role, Act.IMPORT)
        report, writes = checked.report(), checked.writes()
        kinds = [kind for kind in WRITE_ORDER if writes.get(kind)]
        kinds += dict.fromkeys(key for key, preview in checked.others if preview.changes)
        if not kinds:
            return report
        files = checked.gathered.files
        source = files[0].path.name if len(files) == 1 else number_of(len(files), "file")
        digest = files[0].digest if len(files) == 1 else hashlib.sha256(
            "".join(sorted(file.digest for file in files)).encode()
        ).hexdigest()  # fmt: skip
        areas = {row.area_id for rows in writes.values() for row in rows}
        area_id = areas.pop() if len(areas) == 1 and not checked.others else None
        total = sum(map(len, writes.values())) + sum(preview.changes for _, preview in checked.others)
        did = f"Imported {number_of(total, 'row')} from {source}"
        with collecting_later(), written_as_import(
            self._desk, did, " ".join(kinds), ((source, digest),), report.as_json(), area_id=area_id
        ) as unit:  # fmt: skip
            self._write(unit, writes, progress)
            for key, preview in checked.others:
                self.planner.others[key].write(self._desk, unit, preview)
            if progress is not None:
                saving = functools.partial(progress, total, total, "Saving")
                saving()
                unit.between = saving
        self._remember(checked)
        return report

    def rejects(self, checked: Checked, path: Path) -> int:
        """Write the rows that stay out as a workbook with a column that says why, to be mended and imported
        again; returns how many."""
        trace = self._desk.takes_out(path)
        tables: list[Table] = []
        total = 0
        for kind in dict.fromkeys(line.kind for line in checked.lines if line.state is LineState.REJECTED):
            layout = self.planner.layout(kind)
            rows = [line for line in checked.lines if line.kind == kind and line.state is LineState.REJECTED]
            columns = [Column(PROBLEM, 50), *(Column(spec.title, spec.width) for spec in layout.fields)]
            area = {a.id: a.label for a in self._desk.areas(closed=True)}
            lines = []
            for line in rows:
                said = {**line.said}
                if not said.get("area") and line.area_id is not None:
                    said["area"] = area[line.area_id]
                lines.append((line.why, *(said.get(spec.key) or None for spec in layout.fields)))
            above = [
                self.planner.others[key].above(preview) for key, preview in checked.others if key == kind
            ]
            title = " ".join([f"Rows to mend: {layout.name}", *dict.fromkeys(filter(None, above))])
            tables.append(Table(layout.name.capitalize(), title, tuple(columns), lines))
            total += len(rows)
        if not tables:
            raise CannotDo("Every row can be read: there is nothing to mend.")
        write_workbook(path, tables, marking=marking_of(self._desk), trace=trace)
        return total

    # ------------------------------------------------------------------ inside
    def _arranged(self, gathered: Gathered, plan: SheetPlan, decisions: Decisions, layout: Layout) -> Sheet:
        sheet = gathered.files[plan.file].book.sheets[plan.sheet]
        assert plan.located is not None
        mended = {
            (row, column): text for (file, place, row, column), text in decisions.mended.items()
            if (file, place) == (plan.file, plan.sheet)
        }  # fmt: skip
        return arranged(
            layout, sheet, plan.located, month_first=plan.month_first, picks=decisions.picks, mended=mended
        )

    def _orders(self, gathered: Gathered, plan: SheetPlan) -> list[str]:
        """In which order the text dates of a sheet are read, where it matters."""
        told = []
        name = gathered.files[plan.file].book.sheets[plan.sheet].name
        for key, dates in self.planner.dates(gathered, plan).items():
            order = "month" if key in plan.month_first else "day"
            title = self.planner.layout(plan.kind).field(key).short
            doubts = f": {dates.doubts()}" if dates.doubtful else ""
            told.append(f"Dates as text in “{title}” on sheet “{name}” are read {order} first{doubts}.")
        return told

    def _check_other(
        self, gathered: Gathered, plan: SheetPlan, decisions: Decisions, found: Checked, layout: Layout,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        assert plan.located is not None
        file = gathered.files[plan.file]
        kind = self.planner.others[plan.kind]
        original = file.book.sheets[plan.sheet]
        sheet = self._arranged(gathered, plan, decisions, layout)
        with tempfile.TemporaryDirectory() as folder:
            path = file.path
            if (
                sheet is not original
                or len(file.book.sheets) > 1
                or plan.remembered
                or plan in decisions.moved
                or titles_at(sheet, plan.located.header) != sheet.rows[plan.located.header]
            ):
                path = as_file(layout, sheet, plan.located, Path(folder), file.path.stem)
            before = [preview for key, preview in found.others if key == plan.kind]
            preview = kind.preview(self._desk, path, plan.area_id, before, progress)
        mode = decisions.mode
        preview = preview.only(add=mode is not Mode.UPDATE, update=mode is not Mode.ADD)
        found.skipped.extend(preview.report.skipped)
        found.others.append((plan.kind, preview))
        by_title = {spec.title: spec.key for spec in layout.fields}
        cells = {key: column_values(sheet, at) for key, at in plan.located.columns.items()}

        def said_in(row: int) -> dict[str, str]:
            return {key: text_of(cell(row)).strip() for key, cell in cells.items()}

        counted = 0
        for shown in preview.rows():
            counted += not shown.row
            if kind.counted is not None:  # there are only more of them
                state = LineState.SAME if shown.old == {} else LineState.NEW
            else:
                state = (
                    LineState.NEW if shown.old is None else LineState.CHANGED if shown.old else LineState.SAME
                )
            said = shown.said if shown.said is not None else said_in(shown.row)
            found.figures.append(Line(
                None, {}, said, None, kind=plan.kind, file=plan.file, sheet=plan.sheet, row=shown.row,
                state=state, old=shown.old or {},
            ))  # fmt: skip
        if counted:
            found.notes.append(
                f"{number_of(preview.report.read, 'row')} of “{found.place(plan)}” are shown as they are kept: as "
                f"{number_of(counted, 'count')} by small area, month and category."
            )
        found.titles(plan.kind, layout)
        problems: dict[int, dict[str, str]] = {}
        for bad in preview.report.rejected:
            row, key = problems.setdefault(bad.row, {}), by_title.get(bad.column, bad.column)
            row[key] = f"{row[key]} {bad.reason}" if key in row else bad.reason
        for number, why in problems.items():
            found.lines.append(Line(
                None, {}, said_in(number), None, kind=plan.kind, file=plan.file, sheet=plan.sheet, row=number,
                state=LineState.REJECTED, problems=why,
            ))  # fmt: skip

    def _write(
        self, unit: UnitOfWork, writes: Mapping[str, Sequence[ToWrite]], progress: Progress | None
    ) -> None:
        total = sum(map(len, writes.values()))
        done = 0
        writing = Writing(unit, self._desk.today, self._desk.actor.name)
        for kind in WRITE_ORDER:
            rows = writes.get(kind, ())
            for start in range(0, len(rows), _AT_ONCE):
                if progress is not None:
                    progress(done, total, "Writing the rows")
                part = rows[start : start + _AT_ONCE]
                self.planner.kinds[kind].write(writing, part)
                done += len(part)

    def _remember(self, checked: Checked) -> None:
        """Keep how each layout was read, and the words that were decided, for the next file like it."""
        kept: dict[str, SheetPlan] = {}
        for plan in checked.plans:
            if plan.kind and plan.located is not None:
                kept[plan.located.fingerprint] = plan
        values: dict[str, dict[str, str]] = {}
        for (name, form), label in checked.decisions.picks.items():
            values.setdefault(name, {})[form] = label
        with self._desk.write("Remembered how a workbook is laid out", ChangeKind.SETUP) as unit:
            for mark, plan in kept.items():
                assert plan.located is not None
                file = checked.gathered.files[plan.file]
                there = unit.session.scalar(select(SavedMapping).where(SavedMapping.fingerprint == mark))
                mapping = there or SavedMapping(
                    fingerprint=mark, kind=plan.kind, columns={}, name=file.path.stem[:80]
                )
                options = {"month_first": sorted(plan.month_first)}
                said = (mapping.kind, mapping.columns, mapping.options, mapping.values)
                if said != (plan.kind, plan.located.columns, options, values):
                    mapping.kind, mapping.columns = plan.kind, dict(plan.located.columns)
                    mapping.options, mapping.values = options, values
                if there is None:
                    unit.add(mapping)


def _references(found: Checked) -> dict[str, int | None]:
    """The references of plans that come in the same import, with their areas, for what names them."""
    return {
        line.said["reference"]: line.area_id for line in found.lines
        if line.kind == "plans" and line.state is not LineState.REJECTED and line.said.get("reference")
    }  # fmt: skip
