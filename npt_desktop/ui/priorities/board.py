"""All areas on both clocks: no area falls behind unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from npt_desktop.rules.periods import days_left, number_of, short_date
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import col
from npt_desktop.ui.widgets.tables import CELL, Cell, Table
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.services.clocks import ClockBoard, ClockLine
    from npt_desktop.services.priority_view import QuarterView

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HEADS = ("Area", "Website, this quarter", "National, three months", "Monthly updates")


class ClockModel(QAbstractTableModel):
    """An area a row: its name, both clocks and its updates."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[ClockLine, ...] = ()

    def fill(self, lines: tuple[ClockLine, ...]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if across and section < len(HEADS) else None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        cell = self._cell(self.lines[index.row()], index.column())
        if role == CELL:
            return cell
        words = f"{cell.main}, {cell.sub}" if cell.sub else cell.main
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words} ({cell.mark})" if cell.mark else words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        return None

    def _cell(self, line: ClockLine, column: int) -> Cell:
        if column == 0:
            return Cell(line.area, strong=True)
        if column == 1:
            sub = f"{days_left(line.website_left)} to {short_date(line.website_due)}"
            said = line.website_left <= 0  # the clock's own words
            return Cell(line.website.words, "" if said else sub, line.website.state.value)
        if column == 2:
            left = line.national.days_left
            return Cell(
                line.national.words, "" if left is None else days_left(left), line.national.state.value
            )
        return Cell(line.updates_words, mark=line.updates_state.value)


class BoardPage(Page):
    """Every area, worst news in its place; Enter opens the area."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.board: ClockBoard | None = None
        self.model = ClockModel()
        self.table = Table("All areas on both clocks")
        self.table.setModel(self.model)
        self.table.set_widths([170, 0, 0, 210])
        self.table.opened.connect(self._open)
        card = Card(pad=0)
        card.add((self.table, 1))
        left, _, right, bottom = tk.PAGE_MARGINS
        self.setLayout(col((card, 1), gap=0, margins=(left, 0, right, bottom)))

    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read every area anew."""
        desk = self.work.desk

        def board() -> ClockBoard:
            from npt_desktop.services.clocks import Clocks

            return Clocks(desk).board()

        self.fetch(board, self._show)

    def _show(self, board: ClockBoard) -> None:
        at = self.table.currentIndex().row()
        self.board = board
        self.model.fill(board.lines)
        if board.lines:
            self.table.selectRow(at if 0 <= at < len(board.lines) else 0)
        self.headed.emit()

    def head(self) -> Head:
        crumbs = (("Priorities", lambda: self.asked.emit("quarter", None, "")),)
        if self.board is None:
            return Head("All areas", crumbs=crumbs)
        late = sum(line.state.value == "bad" for line in self.board.lines)
        facts = (
            f"{number_of(len(self.board.lines), 'area')}, {late} behind a clock"
            if late
            else "No area is behind a clock"
        )
        return Head("All areas", facts, crumbs=crumbs)

    def _open(self, index: QModelIndex) -> None:
        line = self.model.lines[index.row()]
        if line.area_id == self.work.area_id:
            self.asked.emit("quarter", None, "")
        else:
            self.work.move(area_id=line.area_id)

    def primary(self) -> None:
        if self.table.currentIndex().isValid():
            self._open(self.table.currentIndex())

    def escape(self) -> bool:
        self.asked.emit("quarter", None, "")
        return True

    def start(self) -> None:
        self.table.setFocus()
