"""Bringing the commissioner's survey in: all areas at once, each figure known by area, quarter and issue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.any_file import read_any
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.cells import Choice as ListChoice
from npt_desktop.exchange.survey import ParsedSurvey, SurveyRow, issue_form, parse_survey
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import Quarter, number_of
from npt_desktop.services.file_import import FileImport, Shown, Source, kept_apart
from npt_desktop.services.imports import ImportReport, NotTaken, RejectedCell
from npt_desktop.store.unit_of_work import UnitOfWork

FIGURES = ("base", "count", "percent", "change")


@dataclass(frozen=True, slots=True)
class SurveyPreview:
    """A survey read and compared with the store, not yet written. ``changed`` are figures the store holds
    otherwise, by the id of their record, ``was`` what it holds."""

    path: Path
    quarter: Quarter
    areas: int
    file_hash: str
    fresh: tuple[SurveyRow, ...]
    changed: Mapping[int, SurveyRow]
    report: ImportReport
    was: Mapping[int, tuple[Any, ...]] = field(default_factory=dict)
    same: tuple[int, ...] = ()
    """Excel's rows of the figures that are in the store as they are."""

    @property
    def changes(self) -> int:
        """How many records bringing it in would write."""
        return len(self.fresh) + len(self.changed)

    def rows(self) -> Iterable[Shown]:
        """The rows that would be written, with the figures the store has otherwise, and those it has as they are."""
        yield from (Shown(row.row, None) for row in self.fresh)
        for key, row in self.changed.items():
            said = zip(FIGURES, self.was[key], _figures(row).values(), strict=True)
            differs = {name: "" if old is None else f"{old:g}" for name, old, new in said if old != new}
            yield Shown(row.row, differs)
        yield from (Shown(number, {}) for number in self.same)

    def only(self, *, add: bool, update: bool) -> SurveyPreview:
        """The figures that are new, or those that are corrected."""
        report = kept_apart(self.report, self.path, add=add, update=update)
        return replace(
            self, fresh=self.fresh if add else (), changed=self.changed if update else {}, report=report
        )

    def in_words(self) -> str:
        """One sentence: what it holds and what would be written."""
        r = self.report
        parts = [f"{number_of(r.added, 'figure')} of {number_of(self.areas, 'area')} added"]
        if r.updated:
            parts.append(f"{r.updated} corrected")
        if r.unchanged:
            parts.append(f"{r.unchanged} here already")
        if r.rejected_rows:
            parts.append(f"{number_of(r.rejected_rows, 'row')} to mend")
        return f"{self.quarter.label}: {', '.join(parts)}."


class SurveyImport(FileImport[SurveyPreview]):
    """The survey import."""

    kind = "survey"
    noun = "survey figure"

    def preview(
        self, path: Path, quarter: Quarter | None = None, progress: Progress | None = None,
        before: Sequence[SurveyPreview] = (),
    ) -> SurveyPreview:  # fmt: skip
        """Read and check a survey workbook (or CSV); nothing is written.

        ``quarter`` is the one surveyed, for a file whose title names none. ``before`` come in the same import: a
        figure they bring is not brought twice, and refused where it says otherwise. Raises CannotDo with one sentence
        for a file that cannot be read, is no survey, or names another quarter.
        """
        require(self._desk.actor.role, Act.IMPORT)
        book = read_any(path, progress)
        areas = [ListChoice(str(area.id), area.label) for area in self._desk.areas()]
        parsed = parse_survey(book, areas, self._issues())
        surveyed = self._quarter(path, parsed, quarter)
        rows, again, clashing = _apart(parsed, surveyed, before)
        fresh, changed, was, same = self._against_the_store(rows, surveyed)
        report = ImportReport(
            read=len(parsed.rows) + len({(bad.sheet, bad.row) for bad in parsed.rejected}),
            added=len(fresh), updated=len(changed), unchanged=len(same), duplicates=again,
            skipped=tuple(NotTaken(s.sheet, s.row, s.reason) for s in parsed.skipped),
            rejected=(*(RejectedCell(b.sheet, b.row, b.column, b.value, b.reason) for b in parsed.rejected), *clashing),
            notes=parsed.notes,
        )  # fmt: skip
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        named = len({row.area_key for row in parsed.rows})
        return SurveyPreview(path, surveyed, named, digest, tuple(fresh), changed, report, was, tuple(same))

    def sources(self, preview: SurveyPreview) -> tuple[Source, ...]:
        return ((preview.path.name, preview.file_hash),)

    def area_of(self, preview: SurveyPreview) -> None:
        del preview  # all areas

    def write(self, unit: UnitOfWork, preview: SurveyPreview) -> None:
        period = preview.quarter.start
        unit.insert(SurveyResult, [
            {"area_id": int(row.area_key), "period": period, "issue_text": row.issue_text,
             "issue_id": int(row.issue_key) if row.issue_key else None, **_figures(row)}
            for row in preview.fresh
        ])  # fmt: skip
        table = SurveyResult.__table__
        assert isinstance(table, Table)
        unit.update(table, {key: _figures(row) for key, row in preview.changed.items()})

    def _issues(self) -> list[ListChoice]:
        with self._desk.read() as session:
            terms = session.scalars(
                select(Term).where(Term.kind == TermKind.ISSUE).order_by(Term.position)
            ).all()
        return [ListChoice(str(t.id), t.label, tuple(t.synonyms)) for t in terms]

    def _quarter(self, path: Path, parsed: ParsedSurvey, asked: Quarter | None) -> Quarter:
        """The quarter surveyed: as the title says, else as asked."""
        found = parsed.quarter or asked
        if found is None:
            raise CannotDo(
                f"{path.name} does not name its quarter: write it above the headings, as in “July to September 2026”."
            )
        if asked is not None and found != asked:
            raise CannotDo(
                f"{path.name} is the survey of {found.spoken}, not of {asked.spoken}: choose the other file."
            )
        if found.start > self._desk.today:
            raise CannotDo(
                f"{path.name} is of {found.spoken}, which has not begun: check the title of the sheet."
            )
        return found

    def _against_the_store(
        self, parsed_rows: Sequence[SurveyRow], quarter: Quarter
    ) -> tuple[list[SurveyRow], dict[int, SurveyRow], dict[int, tuple[Any, ...]], list[int]]:
        """What is new, what differs by record id, what the store says of those, and the rows of figures that are in the
        store as they are."""
        s = SurveyResult
        columns = s.id, s.area_id, s.issue_id, s.issue_text, s.base, s.count, s.percent, s.change
        there: dict[tuple[str, str], tuple[int, tuple[Any, ...]]] = {}
        with self._desk.read() as session:
            rows = session.execute(select(*columns).where(s.period == quarter.start))
            for key, area_id, issue_id, words, *figures in rows:
                issue = issue_form(None if issue_id is None else str(issue_id), words)
                there[str(area_id), issue] = key, tuple(figures)
        fresh: list[SurveyRow] = []
        changed: dict[int, SurveyRow] = {}
        same: list[int] = []
        for row in parsed_rows:
            known = there.get(row.key)
            if known is None:
                fresh.append(row)
            elif known[1] == tuple(_figures(row).values()):
                same.append(row.row)
            else:
                changed[known[0]] = row
        was = dict(known for known in there.values() if known[0] in changed)
        return fresh, changed, was, same


def _apart(
    parsed: ParsedSurvey, quarter: Quarter, before: Sequence[SurveyPreview]
) -> tuple[list[SurveyRow], int, list[RejectedCell]]:
    """The rows no earlier file of the import brings, how many it brings as they are, and those it brings otherwise."""
    coming = {
        row.key: (row, earlier.path.name)
        for earlier in before if earlier.quarter == quarter
        for row in (*earlier.fresh, *earlier.changed.values())
    }  # fmt: skip
    rows: list[SurveyRow] = []
    clashing: list[RejectedCell] = []
    again = 0
    for row in parsed.rows:
        if row.key not in coming:
            rows.append(row)
        elif _figures(coming[row.key][0]) == _figures(row):
            again += 1
        else:
            reason = f"{coming[row.key][1]} says otherwise of the same area and issue; keep one of them."
            clashing.append(RejectedCell(row.sheet, row.row, "Issue", row.issue_text, reason))
    return rows, again, clashing


def _figures(row: SurveyRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIGURES}
