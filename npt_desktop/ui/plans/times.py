"""When it happens: counts by hour and weekday, typed or pasted, as a heat map of the week."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.figures import parse_count
from npt_desktop.rules.plan_times import (
    DAYS,
    EMPTY,
    HOURS,
    Grid,
    grid_of,
    read_pasted_times,
    says_times,
    times_of,
)
from npt_desktop.ui.plans.folds import Fold
from npt_desktop.ui.widgets import grids
from npt_desktop.ui.widgets.layout import box, col
from npt_desktop.ui.widgets.text import Text

Index = QModelIndex | QPersistentModelIndex


class TimesModel(grids.GridModel):
    """The grid, to be typed into. ``edited`` carries day, hour and count; ``refused`` a sentence."""

    edited = Signal(int, int, int)
    refused = Signal(str)

    def __init__(self) -> None:
        hours = [f"{hour:02}" for hour in range(HOURS)]
        super().__init__(DAYS, hours, [[None] * HOURS for _ in DAYS], said="events", nothing="none")

    def show_grid(self, grid: Grid) -> None:
        """Show counts; noughts are left blank, as most hours are."""
        self.set(self.rows, self.cols, [[count or None for count in day] for day in grid])

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if role == Qt.ItemDataRole.EditRole:
            role = Qt.ItemDataRole.DisplayRole
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole, /) -> bool:
        words = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or words == str(self.data(index)):
            return False
        try:
            count = parse_count(words) if words else 0
        except CannotDo as error:
            self.refused.emit(error.says)
            return False
        self.edited.emit(index.row(), index.column(), count)
        return True


class TimesGrid(grids.Grid):
    """Typing enters a count, Ctrl+V pastes a block, Delete empties an hour."""

    pasted = Signal(str)

    def __init__(self, model: TimesModel) -> None:
        super().__init__(
            model, _Cells((1, 2, 4, 8)), name="Times by hour and weekday", label_width=44, cell_height=22
        )
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self._times = model

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self._times.setData(self.currentIndex(), "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Cells(grids.CountDelegate):
    """Hours without an event stay blank."""

    empty = ""


class Times(Fold):
    """The times of a plan."""

    name: ClassVar[str] = "times"
    label: ClassVar[str] = "Times"
    verb: ClassVar[str] = "Enter"

    @cached_property
    def model(self) -> TimesModel:
        made = TimesModel()
        made.edited.connect(self._edited)
        made.refused.connect(self.refuse)
        return made

    @cached_property
    def grid(self) -> TimesGrid:
        """The grid to type into."""
        made = TimesGrid(self.model)
        made.setObjectName("times_grid")
        made.pasted.connect(self.paste)
        return made

    def build_rows(self) -> QWidget:
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.error.hide()
        hint = Text(
            "Type a count, or paste 7 days by 24 hours with Ctrl+V. Delete empties an hour.", "meta", "text3"
        )
        return box(col(self.grid, self.error, hint, gap=4, margins=(12, 0, 0, 4)))

    def fill_rows(self) -> None:
        here = self.grid.currentIndex()
        place = (here.row(), here.column()) if here.isValid() else None
        self.model.show_grid(grid_of(self.values))
        if place is not None:
            self.grid.setCurrentIndex(self.model.index(*place))

    def first(self) -> QWidget:
        if not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.model.index(0, 0))
        return self.grid

    def reading(self) -> tuple[str, bool]:
        says = says_times(grid_of(self.values))
        return says or "Hours by weekday.", bool(says)

    def refuse(self, says: str) -> None:
        """Say what is wrong with what was typed or pasted."""
        self.error.setText(says)
        self.error.setVisible(bool(says))

    def paste(self, text: str) -> None:
        """Take over a block of the clipboard."""
        try:
            grid = read_pasted_times(text)
        except CannotDo as error:
            self.refuse(error.says)
            return
        self._write(grid)

    def _edited(self, day: int, hour: int, count: int) -> None:
        grid = [list(counts) for counts in grid_of(self.values) or EMPTY]
        grid[day][hour] = count
        self._write(tuple(tuple(counts) for counts in grid))

    def _write(self, grid: Grid) -> None:
        self.refuse("")
        seen, self.values = self.values, dict(times_of(grid))
        if self.values != seen:
            self.fill_rows()
            self.say()
            self.answered.emit(dict(self.values), dict(seen))
