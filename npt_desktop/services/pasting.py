"""Rows pasted from Excel straight into the log: read, checked and written as an import is, by who may log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.engagement import LogRow, parse_engagement
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG
from npt_desktop.exchange.pasted import read_pasted
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.imports import ImportReport, Imports, insert_rows, report_of


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block read and checked against the log, not yet written. ``officers`` are lead officers the list does
    not know, each with how many of the new rows name them; ``text`` is the block, to be read again."""

    area_id: int
    text: str
    fresh: tuple[LogRow, ...]
    report: ImportReport
    officers: tuple[tuple[str, int], ...]


class Pasting:
    """Pasting, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def preview(self, text: str, area_id: int) -> Pasted:
        """Read and check a block; nothing is written. Raises CannotDo when there is no row in it."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        imports = Imports(self._desk)
        book, refused = read_pasted(text, ENGAGEMENT_LOG)
        parsed = parse_engagement(book, imports.lists(), today=self._desk.today)
        rejected = sorted((*refused, *parsed.rejected), key=lambda bad: bad.row)
        parsed = replace(parsed, rejected=tuple(rejected))
        if not parsed.rows and not parsed.rejected and not parsed.skipped:
            raise CannotDo("There is no row in what was copied: copy the rows in Excel first.")
        fresh, unchanged, differing = imports.against_the_log(parsed, area_id)
        unknown = Counter(
            row.lead_text.strip() for row in fresh if row.lead_text.strip() and not row.lead_keys
        )
        report = report_of(parsed, fresh, unchanged, differing)
        return Pasted(area_id, text, tuple(fresh), report, tuple(unknown.most_common()))

    def commit(self, pasted: Pasted) -> ImportReport:
        """Log the new rows in one change, taken back by one Undo."""
        require(self._desk.actor.role, Act.LOG_ENGAGEMENT)
        if pasted.fresh:
            words = number_of(len(pasted.fresh), "pasted row")
            with self._desk.write(f"Logged {words}") as unit:
                insert_rows(unit, pasted.fresh, pasted.area_id)
        return pasted.report
