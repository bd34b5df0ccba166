"""The list of plans: saved views, a filter, the table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QWidget

from npt_desktop.rules.marking import standard_markings
from npt_desktop.rules.periods import number_of
from npt_desktop.services.plan_register import PlanLine
from npt_desktop.ui.marking_choice import is_marked, marking_choice
from npt_desktop.ui.plans.board import Board
from npt_desktop.ui.plans.new_plan import NewPlan
from npt_desktop.ui.plans.register_model import (
    COLUMNS,
    ORDERS,
    STANDARD,
    WIDTHS,
    Prepared,
    RegisterModel,
    views,
)
from npt_desktop.ui.saved_views import SavedViews
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.columns import ColumnsDialog, show_columns, shown_columns
from npt_desktop.ui.widgets.forms import Combo, FilterEdit
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_KEYS = tuple(COLUMNS)
_MOST, _PLAN_WIDTH = 760, 260
"""In pixels at 100 %: what the other columns may take before the plan has a width of its own, and that width."""


class RegisterPane(QWidget):
    """``opened`` carries the id of a plan, ``asked_new`` asks for a new one."""

    opened = Signal(int)
    asked_new = Signal()

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._rows: tuple[tuple[PlanLine, str, frozenset[str]], ...] = ()
        self._today = date.min
        names = views(work.desk.today, work.desk.actor.name)
        self.view = Segmented([(key, words) for key, (words, _) in names.items()], "open", label="Saved view")
        self.filter = FilterEdit("", "Filter by words", width=210, name="Filter plans by words")
        self.order = Combo(
            [(k, words) for k, (words, _) in ORDERS.items()], "latest", name="Order", width=150
        )
        self.shown_as = Segmented(
            [("list", "List"), ("board", "Board")], "list", label="Shown as", small=True
        )
        self.marking = marking_choice("Filter plans by marking")
        self.count = Text("", "meta", "text2")
        self._work = work
        self.model = RegisterModel(self)
        self.table = Table("Problem plans")
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        self.choosing: ColumnsDialog | None = None
        self.columns_button = Button("Columns", "quiet", "table", small=True)
        self.columns_button.clicked.connect(self.choose_columns)
        self.views_button = SavedViews(work, "plans", self.capture, self.apply)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._show_columns(self.views_button.left().get("columns") or STANDARD)
        self.new_button = Button("New plan", icon="plus")
        self.new_button.clicked.connect(self.asked_new)
        self.clear_button = Button("Clear filter")
        self.clear_button.clicked.connect(self.clear_filter)
        self.show_all_button = Button("Show all plans")
        self.show_all_button.clicked.connect(lambda: self.choose("all"))
        self.nothing = EmptyState(
            "target-arrow", "No problem plans in this area yet",
            "A plan keeps the problem, its causes, what is done and whether it worked in one place.", self.new_button,
        )  # fmt: skip
        self.no_match = EmptyState("search", "Nothing matches", "", self.clear_button)
        self.no_view = EmptyState("circle-check", "No plan is in this view", "", self.show_all_button)
        card = Card(pad=1, gap=0)
        card.add((self.table, 1))
        self.stack = QStackedWidget()
        self.waiting = QWidget()
        for page in (self.waiting, card, self.nothing, self.no_match, self.no_view):
            self.stack.addWidget(page)
        self._card = card
        bar = box(row(self.view, None, self.shown_as, gap=8))
        tools = box(row(self.filter, self.order, self.marking, self.count, None, self.columns_button, self.views_button,
                        gap=8))  # fmt: skip
        self._lay = col(bar, tools, (self.stack, 1), gap=8)
        self.setLayout(self._lay)
        self.tools = (bar, tools)
        self.filter.textChanged.connect(lambda _: self._apply())
        self.filter.down.connect(self.focus_list)
        self.filter.returnPressed.connect(self._open_first)
        self.view.changed.connect(lambda _: self._apply())
        self.shown_as.changed.connect(lambda _: self._apply())
        self.order.changed.connect(lambda _: self._apply())
        self.marking.changed.connect(lambda _: self._apply())
        self.table.opened.connect(self._open)
        self.table.typed.connect(self._type)

    @cached_property
    def form(self) -> NewPlan:
        """The form for a new plan, above the list; made when it is first wanted."""
        made = NewPlan(self._work)
        made.opened.connect(self.opened)
        made.left.connect(self.focus_list)
        self._lay.insertWidget(0, made)
        return made

    @property
    def form_open(self) -> bool:
        """Whether a new plan is being written."""
        return "form" in vars(self) and not self.form.isHidden()

    @cached_property
    def board(self) -> Board:
        """Plans by stage; made when it is first wanted."""
        made = Board()
        made.opened.connect(self.opened)
        made.typed.connect(self._type)
        self.stack.addWidget(made)
        return made

    def show_lines(self, prepared: Prepared, today: date) -> None:
        """Show the plans of the area; view, words, order and the chosen plan stay."""
        self._rows, self._today = prepared.rows, today
        self.view.set_words(
            [
                f"{words} {prepared.counts[key]}" if prepared.rows else words
                for key, words in prepared.words.items()
            ]
        )
        self._apply()

    def choose(self, view: Hashable) -> None:
        self.view.set_value(view)
        self._apply()

    def show_board(self) -> None:
        """Show the plans by stage."""
        self.shown_as.set_value("board")
        self._apply()
        self.focus_list()

    def clear_filter(self) -> None:
        self.marking.set_value("")
        self.filter.clear()
        self._apply()
        self.filter.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_list(self) -> None:
        if "board" in vars(self) and self.board.isVisible():
            self.board.focus_first()
            return
        target = self.table if self.table.isVisible() else self.filter if self._rows else self.new_button
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def chosen(self) -> int | None:
        """The id of the plan the selection is on."""
        row_now = self.table.currentIndex().row()
        return self.model.lines[row_now].id if 0 <= row_now < len(self.model.lines) else None

    @property
    def astray(self) -> bool:
        """Whether plans of areas that were closed are listed too."""
        return any(line.area_closed for line, _, _ in self._rows)

    def rows_marking(self) -> str:
        """The highest marking of the plans listed."""
        return standard_markings().highest(line.marking for line in self.model.lines)

    # -- columns and views --
    def capture(self) -> dict[str, Any]:
        """What the register shows now, for a saved view."""
        return {
            "view": self.view.value(), "words": self.filter.text(), "marking": self.marking.value(),
            "order": self.order.value(), "columns": shown_columns(self.table, _KEYS),
        }  # fmt: skip

    def apply(self, content: Mapping[str, Any]) -> None:
        """Show what a view says; what it leaves out stays as it is."""
        for name, choice in (("view", self.view), ("order", self.order), ("marking", self.marking)):
            if name in content:
                choice.set_value(content[name])
        self.filter.setText(str(content.get("words", self.filter.text())))
        self._arrange(content.get("columns") or shown_columns(self.table, _KEYS))
        self._apply()

    def choose_columns(self) -> None:
        """Ask which columns to show, in what order."""
        shown = shown_columns(self.table, _KEYS)
        self.choosing = asked = ColumnsDialog(self.window(), COLUMNS, shown, STANDARD)
        asked.accepted.connect(lambda: self._arrange(asked.chosen()))
        asked.open()

    def _show_columns(self, keys: Sequence[str]) -> None:
        """The plan takes what room is left, but where others take it all: then the table is wider than the window."""
        show_columns(self.table, _KEYS, keys)
        header, plan = self.table.horizontalHeader(), _KEYS.index("plan")
        many = sum(WIDTHS[_KEYS.index(key)] for key in keys if key in _KEYS) > _MOST
        mode = QHeaderView.ResizeMode
        header.setSectionResizeMode(plan, mode.Interactive if many else mode.Stretch)
        header.setStretchLastSection(False)
        if many:
            header.resizeSection(plan, self.table.look.px(_PLAN_WIDTH))

    def _arrange(self, keys: Sequence[str]) -> None:
        self._show_columns(keys)
        self.views_button.leave({"columns": list(keys)})
        self.views_button.strayed()

    def _apply(self) -> None:
        was = self.chosen()
        view = str(self.view.value() or "open")
        words, marking = self.filter.text().casefold().split(), str(self.marking.value() or "")
        shown = [
            line for line, text, keys in self._rows
            if view in keys and all(word in text for word in words) and is_marked(line.marking, marking)
        ]  # fmt: skip
        order = str(self.order.value() or "latest")
        if order != "latest":
            shown.sort(key=ORDERS[order][1])
        self.model.show_lines(shown, self._today)
        self.count.setText(number_of(len(shown), "plan"))
        row_now = next((n for n, line in enumerate(shown) if line.id == was), 0)
        if shown:
            self.table.setCurrentIndex(self.model.index(row_now, 0))
        on_board = self.shown_as.value() == "board"
        if on_board or "board" in vars(self):
            self.board.show_lines(shown if on_board else (), self._today)
        found: QWidget = self.board if on_board else self._card
        page: QWidget = found if shown else self.no_match if words or marking else self.no_view
        self.stack.setCurrentWidget(page if self._rows else self.nothing)
        for tool in self.tools:
            tool.setVisible(bool(self._rows))
        self.views_button.strayed()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.lines[index.row()].id)

    def _open_first(self) -> None:
        if self.model.lines:
            self.opened.emit(self.model.lines[0].id)

    def _type(self, text: str) -> None:
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.insert(text)
