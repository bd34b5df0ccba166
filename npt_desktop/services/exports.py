"""Giving back what the store knows: the log in the booklet's columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from npt_desktop.exchange.book import Progress
from npt_desktop.exchange.writing import (
    Column,
    Table,
    export_engagement,
    export_engagement_csv,
    write_workbook,
)
from npt_desktop.files import file_name
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, LogFilter, LogOrder
from npt_desktop.services.imports import Imports
from npt_desktop.services.marking import highest, marking_for, marking_of

_PAGE = 500


@dataclass(frozen=True, slots=True)
class _Row:
    date: date
    audience_text: str
    purpose_text: str
    who: str
    lead_text: str
    summary: str
    outcome: str
    score: int | None
    area: str = ""


class Exports:
    """Exports, at a desk. Long: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def engagement(
        self, path: Path, wanted: LogFilter, *, area: str = "", progress: Progress | None = None
    ) -> int:
        """Write the entries that fit as a workbook in the booklet's columns, oldest first; returns how many. Those
        of several areas say of which they are; a path that ends in .csv gets CSV.

        Raises CannotDo when the file cannot be written; an older file of that name is then as it was.
        """
        trace = self._desk.takes_out(path)
        rows, lists = list(self._rows(wanted)), Imports(self._desk).lists()
        areas = [row.area for row in rows] if wanted.area_id is None else None
        if path.suffix.lower() == ".csv":
            return export_engagement_csv(path, rows, lists=lists, areas=areas, progress=progress)
        return export_engagement(
            path, rows, marking=self.marking(wanted), area=area or "all areas", lists=lists, areas=areas,
            progress=progress, trace=trace,
        )  # fmt: skip

    def shown(
        self,
        path: Path,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        marking: str = "",
    ) -> int:
        """Write a table as it is shown on screen as a workbook, under the marking of that screen where it is above
        the store's; returns how many rows. Raises CannotDo when the
        file cannot be written."""
        trace = self._desk.takes_out(path)
        columns = tuple(Column(heading, 30) for heading in headings)
        table = Table("As shown", title, columns, rows)
        return write_workbook(path, [table], marking=highest(marking_of(self._desk), marking), trace=trace)

    def suggested_name(self, stem: str, suffix: str = ".xlsx", marking: str = "") -> str:
        """A file name that carries the marking: the store's, or a higher one."""
        return file_name(stem, highest(marking_of(self._desk), marking), suffix)

    def marking(self, wanted: LogFilter) -> str:
        """The highest marking of the entries that fit."""
        ids = Engagement(self._desk).ids(wanted, LogOrder.DAY, descending=False)
        return marking_for(self._desk, "engagement_entry", ids, files=False)

    def _rows(self, wanted: LogFilter) -> Iterator[_Row]:
        log = Engagement(self._desk)
        ids = log.ids(wanted, LogOrder.DAY, descending=False)
        for start in range(0, len(ids), _PAGE):
            for line in log.lines(ids[start : start + _PAGE]):
                yield _Row(line.day, line.audience, line.purpose, line.who_engaged, line.lead, line.summary,
                           line.outcome, line.score, line.area)  # fmt: skip
