"""A measure's figures by month as a small table to type or paste into."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count, parse_month
from npt_desktop.rules.periods import month_short, next_month, previous_month
from npt_desktop.ui.widgets.tables import CELL, Cell

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Month", "Figure")
_TOP = QModelIndex()


def month_words(month: date) -> str:
    """``Jan 2026``."""
    return f"{month_short(month)} {month.year}"


class FiguresModel(QAbstractTableModel):
    """Months in order and one line to add to. ``edited`` carries the figures after a change by hand,
    ``refused`` a sentence."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[date, int]] = []
        self._next: date | None = None  # month typed in the line to add to
        self.today = date(2026, 1, 1)
        self.locked = False

    @property
    def figures(self) -> dict[date, int]:
        return dict(self._points)

    def show_figures(self, figures: Mapping[date, int], today: date) -> None:
        self.today = today
        points = sorted(figures.items())
        if points == self._points and self._next is None:
            return
        self.beginResetModel()
        self._points, self._next = points, None
        self.endResetModel()

    def set_locked(self, locked: bool) -> None:
        """Only to read: without the line to add to."""
        if locked != self.locked:
            self.beginResetModel()
            self.locked = locked
            self.endResetModel()

    def month_at(self, row: int) -> date:
        """The month of a row; of the last, empty row the one that comes next."""
        if row < len(self._points):
            return self._points[row][0]
        if self._next is not None:
            return self._next
        return next_month(self._points[-1][0]) if self._points else previous_month(self.today)

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self._points) + (not self.locked)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else 2

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = index.isValid() and not self.locked
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        new = row >= len(self._points)
        words = month_words(self.month_at(row)) if column == 0 else "" if new else str(self._points[row][1])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return words
        if role == CELL:
            return Cell(words, tone="text3" if new else "text", right=column == 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words}, to be added" if new and column == 0 else words or "Figure, empty"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole, /) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        words, row, column = str(value).strip(), index.row(), index.column()
        if words == self.data(index, role):
            return False
        try:
            return self._set_month(row, words) if column == 0 else self._set_value(row, words)
        except CannotDo as error:
            self.refused.emit(error.says)
            return False

    def _set_month(self, row: int, words: str) -> bool:
        month = parse_month(words, self.today)
        if row >= len(self._points):
            self._next = month
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
            return True
        if any(month == other for other, _ in self._points):
            raise CannotDo(f"{month_words(month)} is in the table already: change its figure there.")
        figures = self.figures
        figures[month] = figures.pop(self._points[row][0])
        self.edited.emit(figures)
        return True

    def _set_value(self, row: int, words: str) -> bool:
        figures = self.figures
        if not words and row < len(self._points):
            del figures[self._points[row][0]]
        else:
            figures[self.month_at(row)] = parse_count(words)
        self.edited.emit(figures)
        return True

    def without(self, rows: list[int]) -> dict[date, int]:
        """The figures without some rows."""
        gone = set(rows)
        return dict(point for n, point in enumerate(self._points) if n not in gone)
