"""A part of the screen that lists records: the table with its filter by words, and what its rows can do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.rules.authority import Act
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.communities.pane import Pane
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import FilterEdit
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.work_screen import WorkScreen


class HasId(Protocol):
    """A record of a list."""

    @property
    def id(self) -> int:
        """Its id."""


R = TypeVar("R", bound=HasId)


class FilteredList(QWidget):
    """A table under a line to type words in; what is shown holds every word. Down goes to the table, Esc empties
    the line. ``nothing`` stands where there are no rows at all."""

    def __init__(self, table: ListTable, what: str, nothing: EmptyState) -> None:
        super().__init__()
        self.table = table
        self._lines: Sequence[Line] = ()
        self._nothing: QWidget = nothing
        self.filter = FilterEdit("", "Filter by words", width=210, name=f"Filter {what} by words")
        self.count = Text("", "meta", "text2")
        clear = Button("Clear filter")
        clear.clicked.connect(self.clear)
        self.no_match = EmptyState("search", "Nothing matches", "", clear)
        self.bar = box(row(self.filter, KeyCap("Ctrl+F"), self.count, None, gap=8))
        holder = Card(pad=1, gap=0)
        holder.add((table, 1))
        self._holder: QWidget = holder
        self.stack = QStackedWidget()
        for part in (QWidget(), holder, nothing, self.no_match):
            self.stack.addWidget(part)
        self.setLayout(col(self.bar, (self.stack, 1), gap=8))
        self.bar.hide()
        self.filter.textChanged.connect(lambda _: self._apply())
        self.filter.down.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))

    def add_empty(self, empty: EmptyState) -> None:
        """Another reason why there are no rows."""
        self.stack.addWidget(empty)

    def show_lines(self, lines: Sequence[Line], nothing: EmptyState | None = None) -> None:
        """Replace the rows; the words stay. ``nothing`` is why there are none, if not the usual."""
        self._lines = lines
        if nothing is not None:
            self._nothing = nothing
        self.bar.setVisible(bool(lines))
        self._apply()

    def clear(self) -> bool:
        """Empty the line; False when it was."""
        there = bool(self.filter.text())
        self.filter.clear()
        return there

    def choose(self, record: int) -> bool:
        """Go to a record's row, letting go of the words where they hide it."""
        if not self.table.choose(record):
            self.clear()
        return self.table.choose(record)

    def _apply(self) -> None:
        words = self.filter.text().casefold().split()
        shown = [line for line in self._lines if all(word in line.text for word in words)]
        self.table.show_lines(shown)
        self.count.setText(f"{len(shown):,} of {len(self._lines):,}" if words else "")
        found = self._holder if shown else self.no_match
        self.stack.setCurrentWidget(found if self._lines else self._nothing)


class RowsPane(Pane, Generic[R]):
    """A pane whose rows are records: Enter opens the one the row is on, Ctrl+N makes another."""

    table: ListTable
    list: FilteredList
    first_button: Button

    def __init__(self, host: WorkScreen) -> None:
        super().__init__(host)

    def hold(self, table: ListTable, what: str, nothing: EmptyState, first: Button) -> None:
        """Take the table, what its rows are called, and what stands there while there is nothing, with its button."""
        self.table, self.first_button = table, first
        self.list = FilteredList(table, what, nothing)
        first.clicked.connect(self.new)
        table.opened.connect(lambda _: self.edit())

    @abstractmethod
    def rows(self) -> Sequence[R]:
        """The records read last."""
        raise NotImplementedError

    @abstractmethod
    def form(self, one: R | None) -> FormDialog:
        """Open the form of a record, or of a new one."""
        raise NotImplementedError

    def one(self) -> R | None:
        """The record the row is on."""
        chosen = self.table.chosen()
        return next((one for one in self.rows() if one.id == chosen), None)

    def begin(self) -> None:
        target: QWidget = self.table if self.rows() else self.first_button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def open_record(self, record: int) -> bool:
        return self.list.choose(record)

    def new(self) -> None:
        if self.may(Act.EDIT_COMMUNITIES):
            self.form(None)

    def edit(self) -> None:
        """Enter: the record the row is on."""
        one = self.one()
        if one is not None and self.may(Act.EDIT_COMMUNITIES):
            self.form(one)

    def search(self) -> None:
        self.list.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.filter.selectAll()

    def escape(self) -> bool:
        return self.list.clear()
