"""A table of records made from plain cells, for the parts of the screen that list something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from npt_desktop.ui.theme.look import ALIGN_L, ALIGN_R
from npt_desktop.ui.widgets.tables import CELL, AnyCell, Cell, PillCell, Table

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the id of its record, its cells, and what a screen reader says of the first cell's mark."""

    id: int
    cells: tuple[AnyCell, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """Every word of the row, in small letters, for a filter."""
        return " ".join((*map(_words, self.cells), self.mark)).casefold()


class ListModel(QAbstractTableModel):
    """Rows of cells under heads. A reset replaces them."""

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.lines:
            cell = self.lines[0].cells[section]
            return int(ALIGN_R if isinstance(cell, Cell) and cell.right else ALIGN_L)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        cell = line.cells[index.column()]
        if role == CELL:
            return cell
        words = _words(cell) or (line.mark if index.column() == 0 else "")
        if role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return words
        return None


class ListTable(Table):
    """A table that keeps its row over a refresh and answers to single letters. ``pressed`` carries the letter."""

    pressed = Signal(str)

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        widths: Sequence[int],
        letters: str = "",
        *,
        spare: Sequence[int] = (),
        least: int = 0,
        two_line: bool = True,
    ) -> None:
        """Columns ``spare`` are hidden while the table is narrower than ``least`` pixels at 100 %."""
        super().__init__(name, two_line=two_line)
        self._spare, self._least = tuple(spare), least
        self._letters = letters
        self.model_of = ListModel(heads, self)
        self.setModel(self.model_of)
        self.set_widths(widths)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        narrow = self.width() < self.look.px(self._least)
        for column in self._spare:
            self.setColumnHidden(column, narrow)
        super().resizeEvent(event)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace the rows; the row of the same record stays chosen, else one near it."""
        was, at = self.chosen(), max(0, self.currentIndex().row())
        self.model_of.show_lines(lines)
        if lines:
            place = next((n for n, line in enumerate(lines) if line.id == was), min(at, len(lines) - 1))
            self.setCurrentIndex(self.model_of.index(place, 0))

    def chosen(self) -> int | None:
        """The id of the record the row is on."""
        row = self.currentIndex().row()
        return self.model_of.lines[row].id if 0 <= row < len(self.model_of.lines) else None

    def choose(self, record_id: int) -> bool:
        """Go to a record's row; False when it is not here."""
        for place, line in enumerate(self.model_of.lines):
            if line.id == record_id:
                self.setCurrentIndex(self.model_of.index(place, 0))
                self.scrollTo(self.currentIndex())
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Delete and plain and "⌦" in self._letters:
            self.pressed.emit("⌦")
        elif plain and letter and letter in self._letters and self.chosen() is not None:
            self.pressed.emit(letter)
        else:
            super().keyPressEvent(event)


def _words(cell: AnyCell) -> str:
    if isinstance(cell, Cell):
        return " · ".join(part for part in (cell.main, cell.sub) if part)
    return cell.text if isinstance(cell, PillCell) else ""
