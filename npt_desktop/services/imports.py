"""Bringing a team's workbooks in: each good row once, everything else reported, the whole taken back by Undo."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.any_file import read_any
from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.cells import Choice as ListChoice
from npt_desktop.exchange.engagement import EngagementLists, LogRow, ParsedLog, parse_engagement
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ChangeKind, TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.store import backup
from npt_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A row, or with ``row`` None a sheet, left out on purpose."""

    sheet: str
    row: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A cell that kept its row out: where it is, what it holds, why."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. ``duplicates`` are rows typed twice within the file; ``unchanged``
    are in the store already."""

    read: int
    added: int
    updated: int
    unchanged: int
    duplicates: int
    skipped: tuple[NotTaken, ...]
    rejected: tuple[RejectedCell, ...]
    notes: tuple[str, ...] = ()

    @property
    def rejected_rows(self) -> int:
        """Rows kept out; one row may have several bad cells."""
        return len({(bad.sheet, bad.row) for bad in self.rejected})

    def as_json(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return asdict(self)

    def in_words(self) -> str:
        """One sentence for a toast."""
        parts = [f"{number_of(self.added, 'row')} added"]
        if self.unchanged:
            parts.append(f"{self.unchanged} in the store already")
        if self.duplicates:
            parts.append(f"{self.duplicates} typed twice")
        if self.rejected_rows:
            parts.append(f"{number_of(self.rejected_rows, 'row')} to mend")
        return ", ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class Preview:
    """A workbook read and checked against the log, not yet written."""

    path: Path
    area_id: int
    file_hash: str
    fresh: tuple[LogRow, ...]
    report: ImportReport


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search for cyclic garbage inside the block: tens of thousands of rows that stay would be walked
    through again and again, a tenth of the time of an import, and none of them is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Imports:
    """Imports, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lists(self) -> EngagementLists:
        """The store's lists as the parser takes them."""
        with self._desk.read() as session:
            terms = session.scalars(select(Term).order_by(Term.kind, Term.position)).all()

        def of(kind: TermKind, key: Callable[[Term], str]) -> tuple[ListChoice, ...]:
            return tuple(ListChoice(key(t), t.label, tuple(t.synonyms)) for t in terms if t.kind is kind)

        return EngagementLists(
            of(TermKind.AUDIENCE, lambda t: str(t.id)),
            of(TermKind.PURPOSE, lambda t: str(t.id)),
            tuple(
                ListChoice(str(n), word.label, word.aliases)
                for n, word in enumerate(of(TermKind.SCORE, _word)[:5], 1)
            ),
            tuple(ListChoice(str(p.id), p.label) for p in self._desk.people(left=True)),
        )

    def preview_engagement(self, path: Path, area_id: int, progress: Progress | None = None) -> Preview:
        """Read and check an engagement workbook (or CSV); nothing is written.

        Raises CannotDo with one sentence for a file that cannot be read or holds no log.
        """
        require(self._desk.actor.role, Act.IMPORT)
        with collecting_later():
            return self._preview(path, area_id, progress)

    def _preview(self, path: Path, area_id: int, progress: Progress | None) -> Preview:
        book = read_any(path, progress)
        parsed = parse_engagement(book, self.lists(), progress=progress, today=self._desk.today)
        if not parsed.located:
            raise CannotDo(
                f"{path.name} holds no engagement log: its heading row needs Date, Target Audience, Purpose, "
                "Who Engaged, Lead Officer, Summary, Outcome and Score."
            )
        fresh, unchanged, differing = self.against_the_log(parsed, area_id)
        report = report_of(parsed, fresh, unchanged, differing)
        return Preview(path, area_id, hashlib.sha256(path.read_bytes()).hexdigest(), tuple(fresh), report)

    def commit(self, preview: Preview, progress: Progress | None = None) -> ImportReport:
        """Write a preview's new rows in one transaction, after a copy of the store."""
        require(self._desk.actor.role, Act.IMPORT)
        if not preview.fresh:
            return preview.report
        store = self._desk.store
        backup.make(store.path, backup.folder_for(store.path), "before import", now=store.clock.now())
        if progress is not None:
            progress(0, len(preview.fresh), "Writing the rows")
        words = number_of(len(preview.fresh), "row")
        did = f"Imported {words} from {preview.path.name}"
        with collecting_later(), self._desk.write(did, ChangeKind.IMPORT) as unit:
            insert_rows(unit, preview.fresh, preview.area_id)
            if progress is not None:
                progress(len(preview.fresh), len(preview.fresh), "Writing the rows")
            last = unit.session.scalar(select(func.max(ChangeSet.id))) or 0
            unit.session.add(ImportRun(
                kind="engagement", file_name=preview.path.name, file_hash=preview.file_hash, at=unit.now,
                by=self._desk.actor.name, area_id=preview.area_id, change_set_id=last + 1,
                report=preview.report.as_json(),
            ))  # fmt: skip
        return preview.report

    def area_named(self, name: str) -> int:
        """The id of an area by its name; capitals do not matter. Raises CannotDo naming the areas."""
        areas = self._desk.areas()
        for area in areas:
            if matching_form(area.label) == matching_form(name):
                return area.id
        raise CannotDo(f"There is no area “{name}”: choose one of {', '.join(a.label for a in areas)}.")

    def against_the_log(self, parsed: ParsedLog, area_id: int) -> tuple[list[LogRow], int, list[LogRow]]:
        """The rows not in the area's log yet, how many are there word for word, and those that differ."""
        e = EngagementEntry
        columns = e.natural_key, e.who_engaged, e.summary, e.outcome, e.score, e.audience_id, e.audience_text
        with self._desk.read() as session:
            session.get_one(Area, area_id)
            there: dict[str, list[tuple[Any, ...]]] = {}
            for key, *words in session.execute(select(*columns).where(e.area_id == area_id)):
                there.setdefault(key, []).append(tuple(words))
        fresh: list[LogRow] = []
        differing: list[LogRow] = []
        unchanged = 0
        for row in parsed.rows:
            known = there.get(row.natural_key)
            if known is None:
                fresh.append(row)
            elif any(_says(row) == words[:4] for words in known):
                unchanged += 1
            else:
                differing.append(row)
        return fresh, unchanged, differing


def report_of(
    parsed: ParsedLog, fresh: Sequence[LogRow], unchanged: int, differing: Sequence[LogRow]
) -> ImportReport:
    """What was read, against what the log has already."""
    skipped = [NotTaken(s.sheet, s.row, s.reason) for s in parsed.skipped]
    twice = [s for s in skipped if s.reason.startswith("Typed twice")]
    skipped += [
        NotTaken(r.sheet, r.row, "In the log already with other words; the log was left as it is.")
        for r in differing
    ]
    return ImportReport(
        read=len(parsed.rows) + parsed.rejected_rows + len(twice),
        added=len(fresh), updated=0, unchanged=unchanged + len(differing), duplicates=len(twice),
        skipped=tuple(skipped),
        rejected=tuple(RejectedCell(b.sheet, b.row, b.column, b.value, b.reason) for b in parsed.rejected),
        notes=parsed.notes,
    )  # fmt: skip


def insert_rows(unit: UnitOfWork, rows: Sequence[LogRow], area_id: int) -> None:
    """Write the rows of a reading into an area's log."""
    values = zip(*(_values(row, area_id) for row in rows), strict=True)
    unit.insert_columns(EngagementEntry, dict(zip(_FIELDS, values, strict=True)))


def _word(term: Term) -> str:
    return term.label


def _says(row: LogRow) -> tuple[Any, ...]:
    return row.who, row.summary, row.outcome, row.score


_FIELDS = (
    "area_id", "day", "audience_id", "audience_text", "purpose_id", "purpose_text", "who_engaged",
    "lead_id", "lead_name", "summary", "outcome", "score", "natural_key",
)  # fmt: skip


def _values(row: LogRow, area_id: int) -> tuple[Any, ...]:
    return (
        area_id, row.date,
        int(row.audience_key) if row.audience_key else None, row.audience_text,
        int(row.purpose_key) if row.purpose_key else None, row.purpose_text,
        row.who, int(row.lead_keys[0]) if row.lead_keys else None, row.lead_text,
        row.summary, row.outcome, row.score, row.natural_key,
    )  # fmt: skip
