"""A row of a plan's workbook as a difference: what stood there, what would, and why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from npt_desktop.exchange.cells import clean_text
from npt_desktop.exchange.plan_book import BookField, CellKind, Item, ReadPart
from npt_desktop.rules.periods import form_date, month_of


class DiffState(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A row as a difference: each changed field with what stood there and what would, and why it is refused."""

    sheet: str
    row: int
    title: str
    state: DiffState
    changes: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class RowDiff:
    """A row on its way: what differs, and what stands against it."""

    read: ReadPart
    fields: Mapping[str, BookField]
    title: str
    fresh: bool = False
    changes: dict[str, tuple[str, str]] | None = None
    problems: dict[str, str] | None = None

    def line(self) -> DiffLine:
        """The row as it is shown."""
        problems = tuple(
            (self.fields[n].title if n in self.fields else n, why) for n, why in (self.problems or {}).items()
        )
        changes = tuple((self.fields[n].title, *pair) for n, pair in (self.changes or {}).items())
        state = DiffState.UNCHANGED
        if problems:
            state = DiffState.REJECTED
        elif changes:
            state = DiffState.NEW if self.fresh else DiffState.CHANGED
        return DiffLine(self.read.sheet, self.read.row, self.title, state, changes, problems)


def same(one: BookField, item: Item, now: Item) -> bool:
    """Whether a row says what stands there, as a workbook can hold it."""
    if one.kind in (CellKind.TEXT, CellKind.PERSON):
        return plain(item) == plain(now)
    if one.name == "month" and isinstance(item, date) and isinstance(now, date):
        return month_of(item) == month_of(now)
    return item == now or (item in (None, "") and now in (None, ""))


def plain(item: Item) -> str:
    """A text as a workbook can hold it."""
    text = clean_text(str(item or ""))
    return text if text.strip() else ""


def shown(item: Item, one: BookField | None = None) -> str:
    """A value in words."""
    if item is None or item == "":
        return ""
    if isinstance(item, bool):
        return "Yes" if item else "No"
    if isinstance(item, date):
        return form_date(item)
    if one is not None and one.kind is CellKind.WORD:
        return one.words.get(str(item), str(item))
    return str(item)
