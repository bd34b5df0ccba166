"""A model of ready-made cells under heads, for tables that are read whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.ui.theme.look import ALIGN_L, ALIGN_R
from npt_desktop.ui.widgets.tables import CELL, Cell, PillCell

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
Shown = Cell | PillCell | str


class CellModel(QAbstractTableModel):
    """Rows of :class:`Cell`, :class:`PillCell` or plain words; read only. A cell's words and its second line are
    what is copied and read out; a head stands at the side of its first cell."""

    def __init__(
        self, heads: Sequence[str], parent: QObject | None = None, lines: Sequence[Sequence[Shown]] = ()
    ) -> None:
        super().__init__(parent)
        self.heads = list(heads)
        self.lines: list[tuple[Cell | PillCell, ...]] = [*map(_cells, lines)]

    def fill(self, lines: Sequence[Sequence[Shown]], heads: Sequence[str] = ()) -> None:
        """Replace the rows, and the heads when given (as many as before)."""
        self.beginResetModel()
        self.lines = [*map(_cells, lines)]
        self.heads = list(heads) or self.heads
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self.lines:
            first = self.lines[0][section]
            return int(ALIGN_R if isinstance(first, Cell) and first.right else ALIGN_L)
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        cell = self.lines[index.row()][index.column()]
        if role == CELL:
            return cell
        said = (
            cell.text
            if isinstance(cell, PillCell)
            else ", ".join(part for part in (cell.main, cell.sub) if part)
        )
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {said or 'none'}"
        return None


def _cells(line: Sequence[Shown]) -> tuple[Cell | PillCell, ...]:
    return tuple([Cell(cell) if isinstance(cell, str) else cell for cell in line])
