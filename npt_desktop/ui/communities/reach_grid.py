"""The grid of reach: a month a row, a measure a column; typed, filled down, pasted as a block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count
from npt_desktop.rules.periods import add_months, month_of, month_short, months_from
from npt_desktop.rules.reach import KEYS, MEASURES, read_block
from npt_desktop.ui.theme.look import ALIGN_L, ALIGN_R
from npt_desktop.ui.widgets.tables import CELL, Cell, Table

Index = QModelIndex | QPersistentModelIndex
Change = dict[date, dict[str, int | None]]
_TOP = QModelIndex()
_MONTHS = 12


class ReachModel(QAbstractTableModel):
    """At least the last twelve months, oldest first. ``edited`` carries what is to be written, ``refused`` a
    sentence."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.months: Sequence[date] = ()
        self.figures: Mapping[date, Mapping[str, int | None]] = {}
        self.locked = False

    def show_figures(self, figures: Mapping[date, Mapping[str, int | None]], today: date) -> None:
        first = min([*figures, add_months(month_of(today), 1 - _MONTHS)])
        self.beginResetModel()
        self.months = months_from(first, max([*figures, month_of(today)]))
        self.figures = figures
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.months)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(KEYS) + 1

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = index.isValid() and index.column() > 0 and not self.locked
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "Month" if section == 0 else MEASURES[section - 1].short
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(ALIGN_R if section else ALIGN_L)
        if role == Qt.ItemDataRole.ToolTipRole and section:
            return MEASURES[section - 1].title
        return None

    def value(self, row: int, column: int) -> int | None:
        """The figure of a cell, or None."""
        return self.figures.get(self.months[row], {}).get(KEYS[column - 1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        month = self.months[row]
        if column == 0:
            words = f"{month_short(month)} {month.year}"
            return Cell(words, strong=True) if role == CELL else words if role in _SAID else None
        figure = self.value(row, column)
        if role == CELL:
            return Cell(
                "–" if figure is None else f"{figure:,}",
                tone="text3" if figure is None else "text",
                right=True,
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{MEASURES[column - 1].title}, {month_short(month)} {month.year}: {'none' if figure is None else figure}"
        if role in _SAID:
            return "" if figure is None else str(figure)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole, /) -> bool:
        words = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or words == self.data(index, role):
            return False
        try:
            figure = parse_count(words) if words else None
        except CannotDo as error:
            self.refused.emit(error.says)
            return False
        self.edited.emit({self.months[index.row()]: {KEYS[index.column() - 1]: figure}})
        return True


_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole)


class ReachTable(Table):
    """Typing enters, Enter goes on to the next month, Ctrl+V pastes a block, Ctrl+D fills down, Delete clears."""

    def __init__(self) -> None:
        super().__init__("Reach by month", two_line=False)
        self.model_of = ReachModel(self)
        self.setModel(self.model_of)
        self.set_widths((110, *[0] * len(KEYS)))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def event(self, event: QEvent, /) -> bool:
        fills = isinstance(event, QKeyEvent) and _fills(event)
        if event.type() == QEvent.Type.ShortcutOverride and fills:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif _fills(event):
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:  # the editor passes Enter on
                self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_cells()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str, /) -> None:
        """Letters find nothing here: figures are typed."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint, /) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            here = self.currentIndex()
            down = min(here.row() + 1, self.model_of.rowCount() - 1)
            self.setCurrentIndex(self.model_of.index(down, here.column()))

    def paste(self) -> None:
        """Take over a block of the clipboard from the cell on: figures, or months and figures."""
        model, here = self.model_of, self.currentIndex()
        if model.locked or not model.months:
            return
        row, column = max(0, here.row()), max(1, here.column())
        try:
            block = read_block(
                QGuiApplication.clipboard().text(), model.months[-1], model.months[row], KEYS[column - 1]
            )
        except CannotDo as error:
            model.refused.emit(error.says)
            return
        model.edited.emit(block)

    def fill_down(self) -> None:
        """Give the cells chosen the topmost figure of each column; one cell alone takes the one above it."""
        self._change(fill=True)

    def clear_cells(self) -> None:
        """Take the figures of the cells chosen out."""
        self._change(fill=False)

    def _change(self, *, fill: bool) -> None:
        model = self.model_of
        if model.locked:
            return
        cells = [(i.row(), i.column()) for i in self.selectedIndexes() if i.column() > 0]
        if not cells and self.currentIndex().column() > 0:
            cells = [(self.currentIndex().row(), self.currentIndex().column())]
        change: Change = {}
        for column in sorted({c for _, c in cells}):
            rows = sorted(r for r, c in cells if c == column)
            top = rows[0] if len(rows) > 1 else rows[0] - 1
            value = model.value(top, column) if fill and top >= 0 else None
            if fill and value is None:
                continue
            for row in rows:
                if model.value(row, column) != value:
                    change.setdefault(model.months[row], {})[KEYS[column - 1]] = value
        if change:
            model.edited.emit(change)


def _fills(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier
