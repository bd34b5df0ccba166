"""Which columns of a table are shown, and in what order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QListWidget, QListWidgetItem, QTableView, QWidget

from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import KeyCap, Text

_KEY = Qt.ItemDataRole.UserRole


def shown_columns(table: QTableView, keys: Sequence[str]) -> list[str]:
    """The keys of the columns shown, from left to right. ``keys`` are those of the model's columns."""
    header = table.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(len(keys))]
    return [keys[column] for column in order if not header.isSectionHidden(column)]


def show_columns(table: QTableView, keys: Sequence[str], shown: Sequence[str]) -> None:
    """Show these columns from left to right and hide the others; keys the table has not are passed over."""
    header = table.horizontalHeader()
    wanted = [keys.index(key) for key in dict.fromkeys(shown) if key in keys]
    if not wanted:
        return
    rest = [column for column in range(len(keys)) if column not in wanted]
    for place, column in enumerate([*wanted, *rest]):
        header.moveSection(header.visualIndex(column), place)
        header.setSectionHidden(column, column in rest)
    stretch = QHeaderView.ResizeMode.Stretch
    header.setStretchLastSection(all(header.sectionResizeMode(column) != stretch for column in wanted))


class _List(QListWidget):
    """Alt+Up and Alt+Down move the current line."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class ColumnsDialog(Restyled, QDialog):
    """Accepted by "Show these". Space ticks a column, Alt+Up and Alt+Down move it; one stays at least."""

    def __init__(
        self, parent: QWidget, names: Mapping[str, str], shown: Sequence[str], standard: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self._names, self._standard = dict(names), list(standard)
        self.setWindowTitle("Columns")
        self.setAccessibleName("Columns")
        self.setModal(True)
        self.list = _List()
        self.list.setAccessibleName("Columns, Space to show or hide")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(3)
        self.up = Button("Up", "secondary", "chevron-up", small=True)
        self.down = Button("Down", "secondary", "chevron-down", small=True)
        self.reset = Button("As at first", "quiet", small=True)
        self.go = Button("Show these", "primary")
        self.no = Button("Cancel")
        self.up.clicked.connect(lambda: self.move_line(-1))
        self.down.clicked.connect(lambda: self.move_line(1))
        self.reset.clicked.connect(lambda: self.fill(self._standard))
        self.go.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.list.moved.connect(self.move_line)
        self.list.itemChanged.connect(lambda _: self._check())
        keys = row(self.up, KeyCap("Alt+Up"), self.down, KeyCap("Alt+Down"), None, self.reset)
        self.setLayout(
            col(Text("Columns", "section"), (self.list, 1), keys, row(None, self.no, self.go), gap=10,
                margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.resize(440, 420)
        self.fill(shown)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def fill(self, shown: Sequence[str]) -> None:
        """List the columns shown first, in their order, then the others."""
        self.list.clear()
        for key in [*shown, *(key for key in self._names if key not in shown)]:
            item = QListWidgetItem(self._names[key])
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._check()

    def chosen(self) -> list[str]:
        """The keys ticked, in the order they stand."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return [str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def move_line(self, step: int) -> None:
        """Move the current line up or down."""
        here = self.list.currentRow()
        there = here + step
        if here >= 0 and 0 <= there < self.list.count():
            item = self.list.takeItem(here)
            self.list.insertItem(there, item)
            self.list.setCurrentRow(there)

    def _check(self) -> None:
        self.go.lock("" if self.chosen() else "Tick at least one column.")

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
