"""The hidden sheet of a workbook taken out for work: which store it left, when, and what was in it.

It lets a workbook come back reordered, filtered, with rows added and removed, and still be known record by
record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from npt_desktop.exchange.book import Book, Value
from npt_desktop.exchange.cells import text_of
from npt_desktop.exchange.writing import Column, Table

SHEET = "NPT Desktop"
UID, VERSION = "Record id", "Version"
FORM = "1"


@dataclass(frozen=True)
class Ticket:
    """What left: the store, its schema, when and by whom; the kind of each sheet; each record's version by uid,
    by kind; and the store's last change set, by which its own copies are told apart."""

    store: str
    schema: str
    at: datetime
    by: str
    sheets: Mapping[str, str]
    records: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    last: str = ""


def ticket_table(ticket: Ticket) -> Table:
    """The hidden sheet."""
    rows: list[Sequence[Value]] = [
        ("form", FORM, None, None), ("store", ticket.store, None, None), ("schema", ticket.schema, None, None),
        ("at", ticket.at.isoformat(), None, None), ("by", ticket.by, None, None),
        ("last", ticket.last, None, None),
    ]  # fmt: skip
    rows += [("sheet", name, kind, None) for name, kind in ticket.sheets.items()]
    rows += [
        ("record", uid, kind, version)
        for kind, there in ticket.records.items()
        for uid, version in there.items()
    ]
    columns = (Column("Key"), Column("Value", 40), Column("Kind"), Column("Version"))
    return Table(SHEET, "", columns, rows, hidden=True)


def read_ticket(book: Book) -> Ticket | None:
    """The ticket of a book; None for a workbook this program did not hand out for work."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
    if sheet is None:
        return None
    said: dict[str, str] = {}
    sheets: dict[str, str] = {}
    records: dict[str, dict[str, int]] = {}
    for row in sheet.rows:
        cells = [text_of(value) for value in (*row, None, None, None, None)[:4]]
        if cells[0] == "sheet":
            sheets[cells[1]] = cells[2]
        elif cells[0] == "record" and cells[3].isdecimal():
            records.setdefault(cells[2], {})[cells[1]] = int(cells[3])
        elif cells[1]:
            said[cells[0]] = cells[1]
    try:
        at = datetime.fromisoformat(said["at"])
        return Ticket(
            said.get("store", ""),
            said["schema"],
            at,
            said.get("by", ""),
            sheets,
            records,
            said.get("last", ""),
        )
    except (KeyError, ValueError):
        return None


def is_returned(book: Book) -> bool:
    """Whether a book was taken out by this program to come back."""
    return read_ticket(book) is not None
