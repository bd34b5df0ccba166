"""The list of entries: which, of which areas, found by words; and the small form that starts one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import EntryKind
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import number_of
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.services.what_works_board import EntryLine
from npt_desktop.ui.theme.look import Restyled
from npt_desktop.ui.what_works.models import VIEWS, EntriesModel
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import EmptyState, ErrorSummary, reveal
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

LIST_W = 408


class NewEntry(Card):
    """Title and kind of an entry that belongs to no plan. ``started`` carries its id; ``left`` that it was put
    away."""

    started = Signal(int)
    left = Signal()

    def __init__(self, work: Workspace) -> None:
        super().__init__("New entry", note="for a plan, open the plan and send it from there", role="section")
        self._work = work
        self.title = Edit("", "What it is about, such as: Op Sample, market square")
        kinds = [(kind, kind.label) for kind in EntryKind if kind is not EntryKind.PLAN]
        self.kind = Combo(kinds, EntryKind.ORDER)
        self.summary = ErrorSummary()
        self.title_field = Field("Title", self.title, name="new_title")
        self.kind_field = Field("What it tells of", self.kind, name="new_kind")
        start = Button("Start entry", keys="Ctrl+Return")
        start.clicked.connect(self.save)
        cancel = Button("Cancel", "quiet", keys="Esc")
        cancel.clicked.connect(self.close_form)
        self.title.returnPressed.connect(self.save)
        self.add(
            self.summary, row((self.title_field, 3), (self.kind_field, 2), gap=12), row(start, cancel, None)
        )
        self.hide()

    def begin(self) -> None:
        self.title_field.set_error("")
        self.summary.show_errors(())
        self.show()
        reveal(self.title)

    def close_form(self) -> None:
        self.hide()
        self.left.emit()

    def save(self) -> None:
        """Start the entry."""
        kind = self.kind.value()
        try:
            made = WhatWorks(self._work.desk).start(
                self._work.area_id,
                self.title.text(),
                kind if isinstance(kind, EntryKind) else EntryKind.ORDER,
            )
        except Incomplete as error:
            self.summary.show_errors([(self.title_field, error.says)])
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.title.setText("")
        self.hide()
        self._work.say("Started the entry", undo=True)
        self.started.emit(made)


class EntriesPane(Restyled, QWidget):
    """The list at the left. ``chosen`` carries the id of the entry the selection is on, ``opened`` that of one
    that was opened, ``scoped`` that other areas are wanted, ``asked_new`` asks for a new entry."""

    chosen = Signal(int)
    opened = Signal(int)
    scoped = Signal()
    asked_new = Signal()
    asked_tried = Signal()

    def __init__(self, work: Workspace, *, everywhere: bool, view: str) -> None:
        super().__init__()
        self._lines: Sequence[EntryLine] = ()
        self._today = work.desk.today
        self.view = Segmented(
            [(key, words) for key, (words, _) in VIEWS.items()], view, label="Which entries", small=True
        )
        self.scope = Segmented(
            [("area", "This area"), ("all", "All areas")], "all" if everywhere else "area", label="Areas",
            small=True,
        )  # fmt: skip
        self.filter = Edit("", "Filter by words", name="Filter entries by words")
        self.count = Text("", "meta", "text2")
        self.model = EntriesModel(self)
        self.table = Table("What works entries")
        self.table.setModel(self.model)
        self.table.set_widths((30, 0, 116))
        may_start = may(work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        new = Button("New entry", icon="plus")
        new.clicked.connect(self.asked_new)
        tried = Button("Look at what was tried", "quiet")
        tried.clicked.connect(self.asked_tried)
        self.nothing = EmptyState(
            "bulb", "No entries yet",
            "Close a plan and its entry is drafted here, or start one for an operational order or an engagement.",
            *([new] if may_start else []), tried,
        )  # fmt: skip
        self.clear_button = Button("Show all entries")
        self.clear_button.clicked.connect(self.show_all)
        self.no_match = EmptyState("search", "No entry is in this view", "", self.clear_button)
        self._card = Card(pad=1, gap=0)
        self._card.add((self.table, 1))
        self.stack = QStackedWidget()
        for page in (self._card, self.nothing, self.no_match):
            self.stack.addWidget(page)
        tools = col(
            row(self.view, None), row(self.scope, (self.filter, 1), gap=8), row(self.count, None), gap=6
        )
        self.setLayout(col(tools, (self.stack, 1), gap=6))
        self.view.changed.connect(lambda _: self._apply())
        self.scope.changed.connect(lambda _: self.scoped.emit())
        self.filter.textChanged.connect(lambda _: self._apply())
        self.filter.returnPressed.connect(self.focus_list)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(lambda index: self.opened.emit(self.model.lines[index.row()].id))
        self.table.typed.connect(self._type)

    @property
    def everywhere(self) -> bool:
        """All areas are wanted."""
        return self.scope.value() == "all"

    def current(self) -> int | None:
        """The entry the selection is on."""
        at = self.table.currentIndex().row()
        return self.model.lines[at].id if 0 <= at < len(self.model.lines) else None

    def show_lines(self, lines: Sequence[EntryLine], today: date, wanted: int | None = None) -> None:
        """Show entries; the view widens when the wanted one is not in it."""
        self._lines, self._today = lines, today
        there = any(line.id == wanted for line in lines)
        if there and not any(line.id == wanted for line in self._fitting()):
            self.filter.clear()
            self.view.set_value("all")
        self._apply(wanted if there else None)

    def show_all(self) -> None:
        self.filter.clear()
        self.view.set_value("all")
        self._apply()
        self.focus_list()

    def focus_list(self) -> None:
        target: QWidget = self.table if self.table.isVisible() else self.filter
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _fitting(self) -> list[EntryLine]:
        states = VIEWS[str(self.view.value() or "all")][1]
        words = self.filter.text().casefold().split()
        return [
            line for line in self._lines if line.state in states and all(word in line.words for word in words)
        ]

    def _apply(self, wanted: int | None = None) -> None:
        was = wanted if wanted is not None else self.current()
        shown = self._fitting()
        counts = {
            key: sum(line.state in states for line in self._lines) for key, (_, states) in VIEWS.items()
        }
        self.view.set_words([f"{words} {counts[key]}" for key, (words, _) in VIEWS.items()])
        self.table.selectionModel().blockSignals(True)
        self.model.show_lines(shown, self._today)
        self.table.selectionModel().blockSignals(False)
        late = sum(line.late for line in shown)
        self.count.setText(number_of(len(shown), "entry", "entries") + (f", {late} late" if late else ""))
        self.stack.setCurrentWidget(self._card if shown else self.no_match if self._lines else self.nothing)
        if shown:
            at = next((n for n, line in enumerate(shown) if line.id == was), 0)
            self.table.setCurrentIndex(self.model.index(at, 1))
            self.chosen.emit(shown[at].id)
        else:
            self.chosen.emit(0)

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if 0 <= now.row() < len(self.model.lines):
            self.chosen.emit(self.model.lines[now.row()].id)

    def _type(self, text: str) -> None:
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.insert(text)

    def restyle(self) -> None:
        self.setFixedWidth(self.look.px(LIST_W))
        super().restyle()
