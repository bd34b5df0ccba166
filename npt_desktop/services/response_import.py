"""Bringing survey responses in: one record a person, each row of a file once, the whole taken back by Undo."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.any_file import read_any
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.cells import Choice as ListChoice
from npt_desktop.exchange.responses import ParsedResponses, ResponseRow, parse_responses
from npt_desktop.models.sources import SurveyResponse
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of, public_range
from npt_desktop.rules.wordings import How, phrases
from npt_desktop.rules.words import listed
from npt_desktop.services.file_import import FileImport, Shown, Source, kept_apart
from npt_desktop.services.imports import ImportReport, NotTaken, RejectedCell
from npt_desktop.services.wordings import wordings
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ResponsePreview:
    """Responses read and compared with the store, not yet written.

    ``area_id`` is the one they are brought in for, None for every area the file names. ``unsorted`` are the phrases
    that fit no category with how many people wrote each; they come in all the same.
    """

    path: Path
    area_id: int | None
    file_hash: str
    fresh: tuple[tuple[int, ResponseRow], ...]
    areas: int
    unsorted: tuple[tuple[str, int], ...]
    report: ImportReport
    same: tuple[int, ...] = ()
    """Excel's rows of the responses that are in the store."""

    @property
    def changes(self) -> int:
        """How many records bringing it in would write."""
        return len(self.fresh)

    def rows(self) -> Iterable[Shown]:
        """The rows that would be written, all new, and those that are here."""
        yield from (Shown(row.row, None) for _, row in self.fresh)
        yield from (Shown(number, {}) for number in self.same)

    def only(self, *, add: bool, update: bool) -> ResponsePreview:
        """The part that adds, or nothing: a response is never changed."""
        report = kept_apart(self.report, self.path, add=add, update=update)
        return replace(self, fresh=self.fresh if add else (), report=report)

    def in_words(self) -> str:
        """One sentence: what it holds and what would be written."""
        r = self.report
        parts = ["no new response"]
        if r.added:
            parts = [f"{number_of(r.added, 'response')} of {number_of(self.areas, 'area')} added"]
        if r.unchanged:
            parts.append(f"{r.unchanged} here already")
        if r.rejected_rows:
            parts.append(f"{number_of(r.rejected_rows, 'row')} to mend")
        if self.unsorted:
            parts.append(f"{number_of(len(self.unsorted), 'phrase fits', 'phrases fit')} no category yet")
        days = [row.day for _, row in self.fresh]
        when = f" Answered {public_range(min(days), max(days))}." if days else ""
        said = ", ".join(parts)
        return f"{said[:1].upper()}{said[1:]}.{when}"


class ResponseImport(FileImport[ResponsePreview]):
    """The import of survey responses."""

    kind = "responses"
    noun = "survey response"

    def preview(
        self, path: Path, area_id: int | None = None, progress: Progress | None = None,
        before: Sequence[ResponsePreview] = (),
    ) -> ResponsePreview:  # fmt: skip
        """Read and check a file of responses; nothing is written.

        With an area, rows that name another are left out and counted, and rows that name none are that area's;
        without one every row must name its own. ``before`` come in the same import: what they bring is not brought
        twice. Raises CannotDo with one sentence for a file that cannot be read or
        holds no responses.
        """
        require(self._desk.actor.role, Act.IMPORT)
        book = read_any(path, progress)
        areas = [ListChoice(str(area.id), area.label) for area in self._desk.areas()]
        parsed = parse_responses(book, areas, self._desk.today)
        if area_id is None and not parsed.names_area:
            raise CannotDo(f"{path.name} has no column for the area: say which area it is of.")
        rows, others, homeless = _sorted_out(parsed, area_id)
        coming = {row.natural_key for earlier in before for _, row in earlier.fresh}
        fresh = tuple(pair for pair in self._not_here(rows) if pair[1].natural_key not in coming)
        new = {row.row for _, row in fresh}
        same = tuple(row.row for _, row in rows if row.row not in new)
        names = {area.key: area.label for area in areas}
        skipped = [NotTaken(s.sheet, s.row, s.reason) for s in parsed.skipped]
        if others:
            total = number_of(others.total(), "row is", "rows are")
            which = listed(
                f"{names[key]} {count}" for key, count in sorted(others.items(), key=lambda o: names[o[0]])
            )
            skipped.append(NotTaken(path.stem, None, f"{total} of other areas: {which}."))
        report = ImportReport(
            read=len(parsed.rows) + len({(bad.sheet, bad.row) for bad in parsed.rejected}),
            added=len(fresh), updated=0, unchanged=len(rows) - len(fresh), duplicates=0, skipped=tuple(skipped),
            rejected=(*(RejectedCell(b.sheet, b.row, b.column, b.value, b.reason) for b in parsed.rejected),
                      *homeless),
            notes=parsed.notes,
        )  # fmt: skip
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        named = len({area for area, _ in fresh})
        return ResponsePreview(path, area_id, digest, fresh, named, self._unsorted(fresh), report, same)

    def sources(self, preview: ResponsePreview) -> tuple[Source, ...]:
        return ((preview.path.name, preview.file_hash),)

    def area_of(self, preview: ResponsePreview) -> int | None:
        return preview.area_id

    def write(self, unit: UnitOfWork, preview: ResponsePreview) -> None:
        unit.insert(SurveyResponse, [
            {"area_id": area, "day": row.day, "ward": row.ward, "age_band": row.age_band, "issues": row.issues,
             "seen": row.seen, "comments": row.comments, "natural_key": row.natural_key}
            for area, row in preview.fresh
        ])  # fmt: skip

    def _not_here(self, rows: list[tuple[int, ResponseRow]]) -> tuple[tuple[int, ResponseRow], ...]:
        """The rows the store does not hold yet, whatever file they came from."""
        if not rows:
            return ()
        r = SurveyResponse
        days = [row.day for _, row in rows]
        with self._desk.read() as session:
            there = set(session.scalars(select(r.natural_key).where(r.day.between(min(days), max(days)))))
        return tuple((area, row) for area, row in rows if row.natural_key not in there)

    def _unsorted(self, rows: tuple[tuple[int, ResponseRow], ...]) -> tuple[tuple[str, int], ...]:
        """The phrases that fit no category, most used first."""
        with self._desk.read() as session:
            table = wordings(session)
        counts: Counter[str] = Counter()
        for _, row in rows:
            counts.update({p.casefold() for p in phrases(row.issues) if table.read(p).how is How.NONE})
        return tuple(counts.most_common())


def _sorted_out(
    parsed: ParsedResponses, area_id: int | None
) -> tuple[list[tuple[int, ResponseRow]], Counter[str], list[RejectedCell]]:
    """Each row with its area; how many are of other areas, by area; and those that name none where one is needed."""
    rows: list[tuple[int, ResponseRow]] = []
    others: Counter[str] = Counter()
    homeless: list[RejectedCell] = []
    for row in parsed.rows:
        if row.area_key is None and area_id is None:
            homeless.append(RejectedCell(row.sheet, row.row, "District", "", "There is no area."))
        elif row.area_key is not None and area_id is not None and int(row.area_key) != area_id:
            others[row.area_key] += 1
        else:
            rows.append((int(row.area_key) if row.area_key is not None else area_id or 0, row))
    return rows, others, homeless
