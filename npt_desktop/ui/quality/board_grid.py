"""The cells of the compliance board, as a grid and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from npt_desktop.models.kinds import State
from npt_desktop.rules.compliance import Cell as Standing
from npt_desktop.rules.compliance import Row, cell_state
from npt_desktop.rules.periods import month_label, month_short
from npt_desktop.services.compliance import Board
from npt_desktop.ui.theme.look import ALIGN_R, Look, rounded
from npt_desktop.ui.widgets.grids import GridModel, RagDelegate
from npt_desktop.ui.widgets.marks import paint_mark
from npt_desktop.ui.widgets.tables import CELL, Cell

Index = QModelIndex | QPersistentModelIndex
STATE = Qt.ItemDataRole.UserRole + 2
MISSED = Qt.ItemDataRole.UserRole + 3
_TOP = QModelIndex()
_HEADS = ("Month", "Met", "Due", "Per cent", "Meeting")
ROOMY = 54  # pixels at 100 % from which a cell has room for the per cent sign


def month_heads(board: Board) -> list[str]:
    """``Nov`` over its year where the year begins to be told: first column and each January."""
    return [
        f"{month_short(m)}\n{m.year if not at or m.month == 1 else ''}" for at, m in enumerate(board.months)
    ]


class BoardModel(GridModel):
    """Per cent met by row and month; ``STATE`` is the mark. The last row is all of them together.

    ``MISSED`` is true where no meeting was held.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(said="per cent met", parent=parent)
        self.board: Board | None = None
        self.lines: tuple[Row, ...] = ()

    def show_board(self, board: Board) -> None:
        """Show a board."""
        self.board, self.lines = board, (*board.rows, board.total)
        values = [[cell.percent for cell in row.cells] for row in self.lines]
        self.set([row.name for row in self.lines], month_heads(board), values)

    def standing(self, index: Index) -> Standing | None:
        """The figures of a cell."""
        if self.board is None or not index.isValid():
            return None
        return self.lines[index.row()].cells[index.column()]

    def said_of(self, index: Index) -> str:
        """``Gedling, September 2026: 85 per cent, 12 of 14 met``."""
        cell = self.standing(index)
        if cell is None or self.board is None:
            return ""
        share = "" if cell.percent is None else f"{cell.percent} per cent, "
        place = f"{self.rows[index.row()]}, {month_label(self.board.months[index.column()])}"
        return f"{place}: {share}{cell.words}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.said_of(index) or None
        if role == STATE:
            cell = self.standing(index)
            return cell_state(cell).value if cell is not None else None
        if role == MISSED:
            cell = self.standing(index)
            return cell is not None and cell.missed
        return super().data(index, role)


class BoardDelegate(RagDelegate):
    """Mark and figure on a pale ground; the half mark while a meeting is being held."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._state = State.NONE.value
        self._missed = False

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        self._state = str(index.data(STATE) or State.NONE.value)
        self._missed = bool(index.data(MISSED))
        super().paint(p, option, index)

    def state(self, value: int) -> str:
        del value  # the rules decide, with limits that are data
        return self._state

    def paint_cell(self, p: QPainter, look: Look, cell: QRectF, value: int) -> None:
        tone = "accent" if self._state == State.PART else self._state
        rounded(p, cell, look.c(look.soft(tone)), 4)
        roomy = cell.width() >= look.px(ROOMY)
        side = look.px(11 if roomy else 9)
        left = cell.x() + (7 if roomy else 1.5)
        paint_mark(p, look, self._state, QRectF(left, cell.center().y() - side / 2, side, side))
        p.setFont(look.font("meta_strong" if roomy else "meta"))
        p.setPen(look.c(look.ink(tone)))
        words = ("none" if roomy else "–") if self._missed else f"{value} %" if roomy else str(value)
        p.drawText(cell.adjusted(0, 0, -7 if roomy else -2, 0), ALIGN_R, words)


class BoardTableModel(QAbstractTableModel):
    """The board as a plain table: one row a cell that has something due."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.head = "Area"
        self.lines: list[tuple[str, ...]] = []
        self.places: list[tuple[int, int]] = []

    def show_board(self, board: Board) -> None:
        """Show a board, the latest month of a row first."""
        self.beginResetModel()
        self.head = board.by.value.capitalize()
        self.lines, self.places = [], []
        for at_row, row in enumerate((*board.rows, board.total)):
            for at in reversed(range(len(board.months))):
                cell = row.cells[at]
                if cell.helds:
                    self.lines.append((row.name, month_label(board.months[at]), *_figures(cell)))
                    self.places.append((at_row, at))
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(_HEADS) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return (self.head, *_HEADS)[section] if across else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        words = self.lines[index.row()][index.column()]
        if role == CELL:
            return Cell(words, strong=index.column() == 0)
        return words if role == Qt.ItemDataRole.DisplayRole else None


def _figures(cell: Standing) -> Sequence[str]:
    if not cell.due:
        return "", "", "", cell.words.capitalize()
    share = "" if cell.percent is None else f"{cell.percent} %"
    return str(cell.met), str(cell.due - cell.aside), share, cell.held_words.capitalize()
