"""The one writer of workbooks: every export goes through :func:`write_workbook`.

Text stays text whatever it begins with, dates are dates, every sheet carries the protective marking and is
set up for the printer, and the old file survives until the new one is whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Progress, Value
from npt_desktop.exchange.cells import LONGEST_CELL, cell_length, clean_text
from npt_desktop.exchange.delimited import write_csv
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, column_letter
from npt_desktop.files import write_atomically

if TYPE_CHECKING:
    from npt_desktop.exchange.xlsx_parts import TableBook, TableSheet

__all__ = [
    "Column",
    "EngagementRecord",
    "Table",
    "export_engagement",
    "export_engagement_csv",
    "write_workbook",
]

_TELL_EVERY = 500
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MOST_ROWS = 1_048_576
FIRST_EXCEL_YEAR = 1901
"""Earlier dates are written as text: Excel's calendar begins in 1900 and has its leap year wrong."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, what to offer in its cells, and what to say when one is
    entered."""

    title: str
    width: float = 20
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """One sheet: a title above the headings and rows of plain values in the columns' order.

    Dates are shown as dd/mm/yyyy, naive datetimes with hours and minutes; None and blank text are empty. A
    ``hidden`` sheet is for programs: Excel does not offer to show it. An ``exact`` one keeps every character, those
    a workbook cannot hold as Excel's own ``_x000D_``, so that reading it back gives the same text.
    """

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    hidden: bool = False
    exact: bool = False


class EngagementRecord(Protocol):
    """What a row of the log must offer; :class:`~npt_desktop.exchange.engagement.LogRow` does."""

    @property
    def date(self) -> date: ...
    @property
    def audience_text(self) -> str: ...
    @property
    def purpose_text(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def lead_text(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def score(self) -> int | None: ...


def write_workbook(
    path: Path, tables: Sequence[Table], *, marking: str, progress: Progress | None = None, trace: str = ""
) -> int:
    """Write the tables as sheets of one ``.xlsx`` and return how many rows were written.

    Characters a workbook cannot hold become U+FFFD and line ends LF. Raises :class:`CannotDo` for text longer
    than a cell holds, too many rows, or a file that cannot be replaced; the old file is then as it was.
    ``trace`` says where the store's journal stood; it is kept as a property of the workbook.
    """
    from npt_desktop.exchange.xlsx_parts import TableBook

    book = TableBook()
    taken: set[str] = set()
    written = 0
    with write_atomically(path) as out:
        try:
            for table in tables:
                written += _write_table(book, table, marking, taken, progress, written)
            _write_choices(book, tables)
        except BaseException:
            book.abandon()
            raise
        book.write_to(out, trace)
    return written


def export_engagement(
    path: Path,
    rows: Iterable[EngagementRecord],
    *,
    title: str = "",
    marking: str,
    area: str,
    lists: EngagementLists | None = None,
    areas: Sequence[str] | None = None,
    progress: Progress | None = None,
    trace: str = "",
) -> int:
    """Write an engagement log in the booklet's columns and words; return how many rows.

    Without a ``title`` it is “Engagement Update / Evaluation <area> <year>”, with the years of the rows.
    Scores are written as “4 - Good” with the labels of ``lists``, whose audiences and purposes are offered in
    their columns. ``areas`` names the area of each row in a column of its own, for a log of several. Reading the file back gives the same rows. Raises as :func:`write_workbook` does.
    """
    known = lists or EngagementLists()
    records = list(rows)
    labels = _score_labels(known)
    offered = {
        "audience": tuple(choice.label for choice in known.audiences),
        "purpose": tuple(choice.label for choice in known.purposes),
        "score": tuple(labels.values()),
    }
    columns = tuple(
        Column(spec.title, spec.width, offered.get(spec.key, ())) for spec in ENGAGEMENT_LOG.fields
    )
    years = _years(records)
    heading = title or " ".join(f"Engagement Update / Evaluation {area} {years}".split())
    lines: list[Sequence[Value]] = [_line_of(record, labels) for record in records]
    if areas is not None:
        columns = (Column("Area", 18), *columns)
        lines = [(name, *line) for name, line in zip(areas, lines, strict=True)]
    table = Table(f"Engagement {years}".strip(), heading, columns, lines)
    return write_workbook(path, [table], marking=marking, progress=progress, trace=trace)


def export_engagement_csv(
    path: Path,
    rows: Iterable[EngagementRecord],
    *,
    lists: EngagementLists | None = None,
    areas: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write an engagement log as CSV: headings in the first line, no marking but in the file's name."""
    labels = _score_labels(lists or EngagementLists())
    heads = [spec.title for spec in ENGAGEMENT_LOG.fields]
    lines: list[Sequence[Value]] = [_line_of(record, labels) for record in rows]
    if areas is not None:
        heads = ["Area", *heads]
        lines = [(name, *line) for name, line in zip(areas, lines, strict=True)]
    return write_csv(path, heads, lines, progress=progress)


def _score_labels(lists: EngagementLists) -> dict[int, str]:
    return {int(choice.key): f"{choice.key} - {choice.label}" for choice in lists.scores}


def _line_of(record: EngagementRecord, labels: Mapping[int, str]) -> tuple[Value, ...]:
    """A record in the order of the booklet's columns."""
    return (
        record.date,
        record.audience_text,
        record.purpose_text,
        record.who,
        record.lead_text,
        record.summary,
        record.outcome,
        None if record.score is None else labels.get(record.score, str(record.score)),
    )


def _years(records: Sequence[EngagementRecord]) -> str:
    years = [record.date.year for record in records]
    if not years:
        return ""
    return str(min(years)) if min(years) == max(years) else f"{min(years)}-{max(years)}"


def _write_table(
    book: TableBook, table: Table, marking: str, taken: set[str], progress: Progress | None, before: int
) -> int:
    sheet = book.table(_sheet_name(table.sheet, taken))
    fit = _Fit(table)
    above: list[tuple[str, str]] = [(marking, "marking")] if marking.strip() else []
    if table.title:
        above.append((table.title, "title"))
    header = len(above) + 1
    _set_up(sheet, table, marking, header)
    for text, look in above:
        sheet.put_line(fit.line((text,), sheet.lines + 1), look)
    sheet.put_line(fit.line([column.title for column in table.columns], header), "head")
    total = len(table.rows) if isinstance(table.rows, Sequence) else 0
    count = 0
    for row in table.rows:
        if progress is not None and count % _TELL_EVERY == 0:
            progress(before + count, total, f"Writing {table.sheet}")
        count += 1
        if count + header > _MOST_ROWS:
            raise CannotDo(f"“{table.sheet}” has more rows than a sheet holds; export a shorter period.")
        sheet.put_line(fit.line(row, count + header))
    if progress is not None:
        progress(before + count, total, "Saving")
    last = max(sheet.lines, header)
    if table.columns:
        sheet.auto_filter.ref = f"A{header}:{column_letter(len(table.columns) - 1)}{last}"
    for index, column in enumerate(table.columns):
        if column.choices:
            # Some empty rows too, for people who go on with the log in Excel.
            sheet.choices(column_letter(index), header + 1, last + 500, _list_name(column), column.hint)
        elif column.hint:
            sheet.hint(column_letter(index), header + 1, last + 500, column.hint)
    if table.hidden:
        sheet.sheet_state = "veryHidden"
    return count


def _coded(found: re.Match[str] | str) -> str:
    """A character as Excel writes those XML has no place for."""
    return f"_x{ord(found[0]):04X}_"


class _Fit:
    """Makes the values of one table fit for cells, or refuses one by row and column."""

    def __init__(self, table: Table) -> None:
        self._sheet = table.sheet
        self._exact = table.exact
        self._titles = [column.title for column in table.columns]

    def line(self, values: Sequence[Value], row: int) -> list[Value]:
        """The values of Excel's row ``row``, each one a sheet can hold as its own type."""
        return [
            None
            if value is None
            else self._text(value, row, at)
            if type(value) is str
            else self._other(value)
            for at, value in enumerate(values)
        ]

    def _text(self, text: str, row: int, column: int) -> str | None:
        if self._exact:
            text = _UNFIT.sub(_coded, _CODED.sub("_x005F_", text))
            if text.isspace():  # readers take a cell of white space for an empty one
                text = _coded(text) + text[1:]
        else:
            text = clean_text(text)
        if len(text) > LONGEST_CELL // 2 and (length := cell_length(text)) > LONGEST_CELL:
            title = self._titles[column] if column < len(self._titles) else column_letter(column)
            raise CannotDo(
                f"Row {row} of “{self._sheet}” has {length:,} characters in “{title}”, a cell holds only "
                f"{LONGEST_CELL:,}; shorten that entry, or export as CSV."
            )
        if self._exact:
            return text or None
        if "_x" in text:
            text = _CODED.sub("_x005F_", text)
        return text if text.strip() else None

    def _other(self, value: Value) -> Value:
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if isinstance(value, date) and value.year < FIRST_EXCEL_YEAR:
            return f"{value.day:02}/{value.month:02}/{value.year:04}"
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return str(value) if isinstance(value, str) else value


def _set_up(sheet: TableSheet, table: Table, marking: str, header: int) -> None:
    sheet.freeze_panes = f"A{header + 1}"
    for index, column in enumerate(table.columns):
        sheet.column_dimensions[column_letter(index)].width = column.width
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    shown = clean_text(marking).replace("&", "&&")[:200]
    if shown.strip():
        for part in (sheet.oddHeader, sheet.oddFooter):
            part.center.text = shown
    sheet.oddFooter.right.text = "Page &P of &N"


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = _NOT_IN_SHEET_NAMES.sub(" ", clean_text(name)).strip(" '")[:31] or "Sheet"
    tried = plain
    number = 2
    while tried.casefold() in taken or tried.casefold() in ("history", "lists"):
        tried = f"{plain[:27]} {number}"
        number += 1
    taken.add(tried.casefold())
    return tried


def _list_name(column: Column) -> str:
    return "List_" + re.sub(r"\W", "_", column.title, flags=re.ASCII)[:40]


def _write_choices(book: TableBook, tables: Sequence[Table]) -> None:
    """A hidden sheet of lists behind names: Excel refuses a list of more than 255 characters in a rule."""
    columns = {_list_name(column): column for table in tables for column in table.columns if column.choices}
    if not columns:
        return
    longest = max(len(column.choices) for column in columns.values())
    lists = [replace(column, width=30) for column in columns.values()]
    sheet = book.table("Lists")
    fit = _Fit(Table("Lists", "", tuple(lists), ()))
    sheet.sheet_state = "hidden"
    for index in range(longest):
        line = [column.choices[index] if index < len(column.choices) else None for column in lists]
        sheet.put_line(fit.line(line, index + 1))
    for index, (name, column) in enumerate(columns.items()):
        letter = column_letter(index)
        book.name_range(name, f"Lists!${letter}$1:${letter}${len(column.choices)}")
