"""The compliance board on screen: rows by months, what is worst, what keeps failing, what is late."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from npt_desktop.rules.guarding import as_lines
from npt_desktop.rules.periods import month_label, number_of
from npt_desktop.services.compliance import Board, By
from npt_desktop.ui.quality.board_grid import BoardDelegate, BoardModel, BoardTableModel
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.charts import Sparkline
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.grids import Grid
from npt_desktop.ui.widgets.layout import box, col, row, scroll
from npt_desktop.ui.widgets.line_card import MOST, LineCard
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

_BY = ((By.AREA, "Areas"), (By.QUESTION, "Questions"), (By.SECTION, "Sections"), (By.INSPECTOR, "Inspectors"))
_WIDTHS = {By.AREA: 148, By.QUESTION: 290, By.SECTION: 180, By.INSPECTOR: 130}


class BoardGrid(Grid):
    """The grid; Ctrl+C asks for the whole of it."""

    copied = Signal()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class BoardPage(QWidget):
    """``asked`` when other rows or months are wanted, ``opened`` carries area, month and question (0 for
    none), ``exported`` asks for a file, ``back`` closes the board."""

    asked = Signal()
    opened = Signal(int, object, int)
    exported = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by = Segmented(_BY, By.AREA, label="Rows", small=True)
        self.span = Segmented([(12, "12 months"), (24, "24 months")], 12, label="Months", small=True)
        self.by.changed.connect(lambda _: self.asked.emit())
        self.span.changed.connect(lambda _: self.asked.emit())
        self.trend = Sparkline([], width=96, height=24, low=0, high=100, name="Met by month, all areas")
        self.trend_words = Text("", "meta", "text2")
        self.table_button = Button("View as table", "quiet", "table", small=True)
        self.copy_button = Button("Copy", "quiet", "copy", small=True, keys="Ctrl+C")
        self.export_button = Button("Export", "quiet", "file-export", small=True)
        self.back_button = Button("Back to the meeting", "secondary", "chevron-left", small=True)
        self.table_button.clicked.connect(self.toggle_table)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.exported)
        self.back_button.clicked.connect(self.back)
        self.cells, self.rows = BoardModel(), BoardTableModel(self)
        self.grid = BoardGrid(
            self.cells, BoardDelegate(), name="Compliance board", label_width=_WIDTHS[By.AREA],
            cell_height=23, head_height=34,
        )  # fmt: skip
        self.grid.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.grid.activated.connect(self._open)
        self.grid.clicked.connect(self._open)
        self.grid.copied.connect(self.copy)
        self.table = Table("Compliance board as a table", two_line=False)
        self.table.setModel(self.rows)
        self.table.set_widths((0, 150, 70, 70, 90, 140))
        self.table.opened.connect(self._open_line)
        self.failing, self.worst, self.late = (
            LineCard("Not met three times running"),
            LineCard("Lowest"),
            LineCard("By area"),
        )
        self.setLayout(self._arranged())
        self.setAccessibleName("Compliance board")

    def _arranged(self) -> QVBoxLayout:
        note = Text("Met of the questions due. Click a cell, or Enter, to open its meeting.", "meta", "text3")
        tools = row(
            self.by,
            self.span,
            None,
            self.table_button,
            self.copy_button,
            self.export_button,
            self.back_button,
            gap=8,
        )
        says = row(note, None, self.trend_words, self.trend, gap=8)
        cards = row((self.worst, 1), (self.failing, 1), (self.late, 1), gap=12)
        page = box(col(Card(pad=10, gap=8).add(self.grid, says), box(cards), None, gap=12))
        self.stack = QStackedWidget()
        self.stack.addWidget(scroll(page))
        self.stack.addWidget(Card(pad=1).add((self.table, 1)))
        return col(tools, (self.stack, 1), gap=10)

    @property
    def wanted(self) -> tuple[By, int]:
        """What rows stand for and how many months are shown."""
        by, span = self.by.value(), self.span.value()
        return By(str(by)), span if isinstance(span, int) else 12

    def show_board(self, board: Board) -> None:
        """Show what was read; the cell chosen stays where it is."""
        here = self.grid.currentIndex()
        place = (here.row(), here.column()) if here.isValid() else (0, len(board.months) - 1)
        self.grid.set_label_width(_WIDTHS[board.by])
        self.cells.show_board(board)
        self.rows.show_board(board)
        at_row, at = min(place[0], len(board.rows)), min(place[1], len(board.months) - 1)
        self.grid.setCurrentIndex(self.cells.index(at_row, at))
        shares = [cell.percent for cell in board.total.cells if cell.settled and cell.percent is not None]
        self.trend.set(shares)
        self.trend.setVisible(len(shares) > 1)
        self.trend_words.setText(_trend_words(board.change))
        self._show_lists(board)

    def _show_lists(self, board: Board) -> None:
        names = {standing.area_id: standing.area for standing in board.standings}
        self.worst.start()
        for at_row, at in board.worst:
            line, month = board.rows[at_row], board.months[at]
            words = f"{line.name}, {month_label(month)}"
            self.worst.put("bad", words, line.cells[at].share,
                           self._opener(board.area_of(line, at), month, line.number))  # fmt: skip
        self.worst.end("Every meeting so far met all that was due.")
        self.failing.start(len(board.failings))
        for one in board.failings[:MOST]:
            self.failing.put("bad", f"{names[one.area_id]}: {one.number}. {one.short}", f"{one.times} times",
                             self._opener(one.area_id, one.month, one.number))  # fmt: skip
        self.failing.end("No question was not met three times running.")
        self.late.start()
        for standing in sorted(board.standings, key=lambda s: (-s.actions_late, -(s.days_since or 9999))):
            days = f"met {standing.days_since} days ago" if standing.days_since is not None else "never met"
            late = (
                f"{number_of(standing.actions_late, 'action')} late"
                if standing.actions_late
                else "no action late"
            )
            self.late.put("warn" if standing.actions_late else "good", standing.area, f"{late}, {days}", None)
        self.late.end("No areas yet.")

    def _opener(self, area_id: int | None, month: object, number: int | None) -> Callable[[], object]:
        return lambda: self.opened.emit(area_id, month, number or 0)

    def toggle_table(self) -> None:
        """Between the grid and the plain table."""
        if self.show_grid():
            return
        self.stack.setCurrentIndex(1)
        self.table_button.set_text("View as grid")
        self.table.setCurrentIndex(self.rows.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_grid(self) -> bool:
        """Back from the table to the grid; whether the table was shown."""
        if not self.stack.currentIndex():
            return False
        self.stack.setCurrentIndex(0)
        self.table_button.set_text("View as table")
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def copy(self) -> None:
        """Put the whole board on the clipboard: a line a row, tabs between months."""
        model, across = self.cells, Qt.Orientation.Horizontal
        heads = [
            "",
            *(" ".join(str(model.headerData(c, across)).split()) for c in range(model.columnCount())),
        ]
        lines = [heads]
        for at, name in enumerate(model.rows):
            lines.append([name, *(cell.share for cell in model.lines[at].cells)])
        QGuiApplication.clipboard().setText(as_lines(lines))

    def _open(self, index: QModelIndex) -> None:
        self._open_at(index.row(), index.column())

    def _open_line(self, index: QModelIndex) -> None:
        self._open_at(*self.rows.places[index.row()])

    def _open_at(self, at_row: int, at: int) -> None:
        board = self.cells.board
        if board is None:
            return
        line = self.cells.lines[at_row]
        area_id = line.cells[at].worst_area if line is board.total else board.area_of(line, at)
        if area_id is not None:
            self.opened.emit(area_id, board.months[at], line.number or 0)


def _trend_words(change: int | None) -> str:
    if change is None:
        return ""
    if not change:
        return "Level with the three months before"
    return f"{'Up' if change > 0 else 'Down'} {number_of(abs(change), 'point')} on the three months before"
