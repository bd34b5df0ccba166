"""Rows pasted from Excel straight into the log: read, checked and written as an import is, by who may log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, locate
from npt_desktop.exchange.pasted import read_pasted
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.import_lines import Checked, Decisions, Line, LineState, check_rows
from npt_desktop.services.import_plan import Gathered, OpenedFile, SheetPlan
from npt_desktop.services.imports import ImportReport, RejectedCell
from npt_desktop.services.kind_log import LogKind
from npt_desktop.services.record_kinds import Writing


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block read and checked against the log, not yet written. ``officers`` are lead officers the list does
    not know, each with how many of the new rows name them; ``text`` is the block, to be read again."""

    area_id: int
    text: str
    fresh: tuple[Line, ...]
    report: ImportReport
    officers: tuple[tuple[str, int], ...]


class Pasting:
    """Pasting, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, text: str, area_id: int) -> Pasted:
        """Read and check a block; nothing is written. Raises CannotDo when there is no row in it."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        book, refused = read_pasted(text, ENGAGEMENT_LOG)
        located = locate(ENGAGEMENT_LOG, book.sheets[0])
        assert located is not None  # the block is read only under headings, its own or the layout's
        plan = SheetPlan(0, 0, "log", located, area_id)
        gathered = Gathered((OpenedFile(Path(book.name), book, ""),))
        found = Checked(gathered, (plan,), Decisions(alike_are_new=True))
        kind = LogKind(self._desk)
        check_rows(self._desk, kind, [(plan, book.sheets[0])], kind.lists(), found, None)
        if not found.lines and not refused and not found.skipped:
            raise CannotDo("There is no row in what was copied: copy the rows in Excel first.")
        fresh = tuple(line for line in found.lines if line.state is LineState.NEW)
        leads = (line.said["lead"].strip() for line in fresh if not line.said["lead_key"])
        report = found.report()
        wide = (RejectedCell(bad.sheet, bad.row, bad.column, bad.value, bad.reason) for bad in refused)
        report = replace(
            report,
            read=report.read + len(refused),
            rejected=tuple(sorted((*wide, *report.rejected), key=lambda bad: bad.row)),
        )
        officers = Counter(lead for lead in leads if lead)
        return Pasted(area_id, text, fresh, report, tuple(officers.most_common()))

    def commit(self, pasted: Pasted) -> ImportReport:
        """Log the new rows in one change, taken back by one Undo."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        if pasted.fresh:
            words = number_of(len(pasted.fresh), "pasted row")
            with self._desk.write(f"Logged {words}") as unit:
                writing = Writing(unit, self._desk.today, self._desk.actor.name)
                LogKind(self._desk).write(writing, pasted.fresh)
        return pasted.report
