"""A table model over lines: each a value the subclass puts into words and cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.ui.widgets.tables import CELL, AnyCell

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
L = TypeVar("L")


class LinesModel(QAbstractTableModel, Generic[L]):
    """Rows of lines below named heads; words in ``DisplayRole``, what to paint in ``CELL``.

    A reset replaces the lines; nothing is copied, so thousands cost nothing.
    """

    heads: ClassVar[Sequence[str]] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[L] = ()

    def words(self, line: L, column: int) -> str:
        """A cell in plain words, for copying and screen readers."""
        raise NotImplementedError

    def cell(self, line: L, column: int) -> AnyCell:
        """What to paint."""
        raise NotImplementedError

    def extra(self, line: L, column: int, role: int) -> object:
        """Tool tips and names for a screen reader; None for the words of the cell."""
        del line, column, role
        return None

    def set_lines(self, lines: Sequence[L]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = TOP, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == CELL:
            return self.cell(line, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(line, column)
        return self.extra(line, column, role)
