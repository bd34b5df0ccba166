"""Rows copied from a spreadsheet program and pasted as text: the same book a workbook would have given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet
from npt_desktop.exchange.cells import BadCell, is_blank, parse_date
from npt_desktop.exchange.engagement_rows import Rejected
from npt_desktop.exchange.layouts import Layout, column_letter, locate
from npt_desktop.rules.guarding import unguard

NAME = "Pasted rows"
MOST_ROWS = 5_000
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\r\n|\r|\n")


def split_cells(text: str) -> list[list[str]]:
    """The cells of a block as Excel copies it: tabs between cells, a line a row; a cell that holds a tab or a
    line end of its own stands between quotation marks, in which each mark is doubled."""
    rows: list[list[str]] = []
    cells: list[str] = []
    at = 0
    while at < len(text) or cells:
        quoted = _QUOTED.match(text, at)
        if quoted is not None and any(mark in quoted[1] for mark in ("\t", "\n", "\r", '""')):
            cells.append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            assert plain is not None
            cells.append(plain[0])
            at = plain.end()
        if at < len(text) and text[at] == "\t":
            at += 1
            continue
        rows.append(cells)
        cells = []
        end = _END.match(text, at)
        at = end.end() if end is not None else len(text)
    return rows


def read_pasted(text: str, layout: Layout) -> tuple[Book, tuple[Rejected, ...]]:
    """The block as a book, and the rows refused for their number of columns (left blank in the book).

    A block with its heading row is read by it; otherwise its columns are the layout's, in their order, and
    may end after the last one that must be known on the day. Raises CannotDo for nothing and for too much.
    """
    rows = split_cells(text)
    if not any(cell.strip() for cells in rows for cell in cells):
        raise CannotDo("There is nothing to paste: copy the rows in Excel first.")
    if len(rows) > MOST_ROWS:
        raise CannotDo(f"Paste up to {MOST_ROWS:,} rows at a time, or use Import from Excel.")
    plain: list[Row] = [tuple(unguard(cell) or None for cell in cells) for cells in rows]
    with_heading = Sheet(NAME, tuple(plain))
    if locate(layout, with_heading) is not None:
        return Book(NAME, (with_heading,)), ()
    refused = []
    for number, cells in enumerate(rows, 1):
        says = _wrong_width(cells, layout)
        if says:
            refused.append(_refusal(number, cells, says, layout))
            plain[number - 1] = ()
    heading: Row = tuple(spec.title for spec in layout.fields)
    return Book(NAME, (Sheet(NAME, (heading, *plain), first_row=0),)), tuple(refused)


def _wrong_width(cells: Sequence[str], layout: Layout) -> str:
    """What is wrong with the number of columns of a row; empty for a good or blank one."""
    most = len(layout.fields)
    least = 1 + max(place for place, spec in enumerate(layout.fields) if spec.required)
    filled = max((place for place, cell in enumerate(cells, 1) if not is_blank(cell)), default=0)
    first, last = layout.fields[0].title, layout.fields[least - 1].title.split(",")[0]
    if filled > most:
        return f"{filled} columns and the log has {most}: copy from {first} to {layout.fields[-1].title}."
    if filled and len(cells) < least:
        says = f"{len(cells)} of the {most} columns: copy from {first} to {last}."
        return " ".join([says, *_bad_dates(cells, layout)])
    return ""


def _bad_dates(cells: Sequence[str], layout: Layout) -> list[str]:
    """What is wrong with the dates of a row cut short, which is read no further."""
    found = []
    for cell, spec in zip(cells, layout.fields, strict=False):
        if spec.kind == "date" and not is_blank(cell):
            try:
                parse_date(cell)
            except BadCell as why:
                found.append(str(why))
    return found


def _refusal(number: int, cells: Sequence[str], says: str, layout: Layout) -> Rejected:
    beyond = len(cells) > len(layout.fields)
    column = len(layout.fields) if beyond else len(cells) - 1
    title = "" if beyond else layout.fields[column].title
    value = next((cell for cell in cells[column:] if not is_blank(cell)), "")
    return Rejected(
        NAME, number, title, f"{column_letter(column)}{number}", value.strip(), says, tuple(cells)
    )
