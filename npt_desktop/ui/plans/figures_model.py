"""A measure's figures by month as a small table to type or paste into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count, parse_month
from npt_desktop.rules.periods import month_short, next_month, previous_month
from npt_desktop.ui.widgets.lines_model import Index, LinesModel
from npt_desktop.ui.widgets.tables import Cell


def month_words(month: date) -> str:
    """``Jan 2026``."""
    return f"{month_short(month)} {month.year}"


Unread = dict[tuple[date | None, int], str]
"""What was typed and cannot be read, by month (None for the line to add to) and column."""


class FiguresModel(LinesModel[tuple[date, int] | None]):
    """Months in order and one line to add to. ``edited`` carries the figures after a change by hand,
    ``taken`` comes after what was typed could be read,
    ``refused`` carries a sentence where not; what was typed and refused stays in its cell (``unread``, by month and column)."""

    heads: ClassVar[Sequence[str]] = ("Month", "Figure")
    edited = Signal(object)
    taken = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = [None]  # the line to add to
        self._next: date | None = None  # month typed in the line to add to
        self.unread: Unread = {}
        self.today = date(2026, 1, 1)
        self.locked = False

    @property
    def _points(self) -> list[tuple[date, int]]:
        return [line for line in self.lines if line is not None]

    @property
    def figures(self) -> dict[date, int]:
        return dict(self._points)

    def show_figures(self, figures: Mapping[date, int], today: date) -> None:
        self.today = today
        points = sorted(figures.items())
        if points == self._points and self._next is None:
            return
        self._next = None
        self.set_lines([*points, *([] if self.locked else [None])])

    def show_unread(self, unread: Unread) -> None:
        """Show what was typed and refused of a measure; ``unread`` is kept up to date from now on."""
        self.unread = unread
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, 1))

    def set_locked(self, locked: bool) -> None:
        """Only to read: without the line to add to."""
        if locked != self.locked:
            self.locked = locked
            self.set_lines([*self._points, *([] if locked else [None])])

    def month_at(self, row: int) -> date:
        """The month of a row; of the last, empty row the one that comes next."""
        line = self.lines[row] if row < len(self.lines) else None
        if line is not None:
            return line[0]
        points = self._points
        return self._next or (next_month(points[-1][0]) if points else previous_month(self.today))

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = index.isValid() and not self.locked
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def words(self, line: tuple[date, int] | None, column: int) -> str:
        kept = self.unread.get((line[0] if line is not None else None, column))
        if kept is not None:
            return kept
        if column == 0:
            return month_words(line[0] if line is not None else self.month_at(len(self.lines)))
        return "" if line is None else str(line[1])

    def cell(self, line: tuple[date, int] | None, column: int) -> Cell:
        if (line[0] if line is not None else None, column) in self.unread:
            return Cell(self.words(line, column), tone="bad_text", right=column == 1)
        tone = "text3" if line is None else "text"
        return Cell(self.words(line, column), tone=tone, right=column == 1)

    def extra(self, line: tuple[date, int] | None, column: int, role: int) -> object:
        words = self.words(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words}, to be added" if line is None and column == 0 else words or "Figure, empty"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole, /) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        words, row, column = str(value).strip(), index.row(), index.column()
        if words == self.data(index, role):
            return False
        line = self.lines[row]
        key = (line[0] if line is not None else None, column)
        kept = self.unread.pop(key, None)
        try:
            done = self._set_month(row, words) if column == 0 else self._set_value(row, words)
            self.taken.emit()
            return done
        except CannotDo as error:
            if words or kept:
                self.unread[key] = words or kept or ""
            self.dataChanged.emit(index, index)
            self.refused.emit(error.says)
            return False

    def _set_month(self, row: int, words: str) -> bool:
        month = parse_month(words, self.today)
        if any(month == other for other, _ in self._points):
            raise CannotDo(f"{month_words(month)} is in the table already: change its figure there.")
        if self.lines[row] is None:
            self._next = month
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            return True
        figures = self.figures
        figures[month] = figures.pop(self.month_at(row))
        self.edited.emit(figures)
        return True

    def _set_value(self, row: int, words: str) -> bool:
        figures = self.figures
        if not words and self.lines[row] is not None:
            del figures[self.month_at(row)]
        else:
            figures[self.month_at(row)] = parse_count(words)
        self.edited.emit(figures)
        return True

    def without(self, rows: list[int]) -> dict[date, int]:
        """The figures without some rows."""
        gone = set(rows)
        return dict(point for n, point in enumerate(self._points) if n not in gone)
