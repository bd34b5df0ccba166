"""What was tried before, over all areas: found by kind of problem, by outcome and by words; failures too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.rules.what_works import Outcome
from npt_desktop.services.what_works_board import Tried
from npt_desktop.ui.what_works.models import LibraryModel
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Combo, Edit
from npt_desktop.ui.widgets.layout import Split, box, col, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

SIDE_W = 340


class LibraryPane(QWidget):
    """The library. ``entry_wanted`` and ``plan_wanted`` carry the record to open."""

    entry_wanted = Signal(int)
    plan_wanted = Signal(int, int)

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._lines: Sequence[Tried] = ()
        self._today = work.desk.today
        self.words = Edit("", "Words, such as: moped gate", width=230, name="Look for words")
        self.issue = Combo([(None, "Any kind of problem")], None, width=210, name="Kind of problem")
        self.outcome = Segmented(
            [("any", "Any outcome"), *((one, one.label) for one in Outcome)],
            "any",
            label="How it came out",
            small=True,
        )
        self.count = Text("", "meta", "text2")
        self.model = LibraryModel(self)
        self.table = Table("What was tried")
        self.table.setModel(self.model)
        self.table.set_widths((0, 170, 130, 84))
        self.title = Text("", "section", wrap=True)
        self.facts = Text("", "meta", "text2", wrap=True)
        self.effect = Text("", wrap=True)
        self.lessons = Text("", wrap=True)
        self.effect_head = Text("What came of it", "card")
        self.lessons_head = Text("How it was done, and what was learnt", "card")
        self.open_entry = Button("Open entry", small=True, icon="bulb")
        self.open_plan = Button("Open plan", small=True, icon="target-arrow")
        self.open_entry.clicked.connect(self._go_entry)
        self.open_plan.clicked.connect(self._go_plan)
        detail = Card(pad=14, gap=8)
        detail.setAccessibleName("The one chosen")
        detail.add(
            self.title, self.facts, row(self.open_entry, self.open_plan, None), self.effect_head, self.effect,
            self.lessons_head, self.lessons, None,
        )  # fmt: skip
        self.detail = scroll(detail)
        clear = Button("Show everything")
        clear.clicked.connect(self.clear_filter)
        self.nothing = EmptyState(
            "bulb", "Nothing has been finished yet",
            "Finished plans and entries sent to What works are found here, those that failed too.",
        )  # fmt: skip
        self.no_match = EmptyState("search", "Nothing like it was tried", "Try fewer words.", clear)
        card = Card(pad=1, gap=0)
        card.add((self.table, 1))
        self._split = Split(card, self.detail, SIDE_W)
        self.stack = QStackedWidget()
        for page in (self._split, self.nothing, self.no_match):
            self.stack.addWidget(page)
        tools = box(row(self.words, self.issue, self.outcome, self.count, None, gap=8))
        self.setLayout(col(tools, (self.stack, 1), gap=8))
        self.words.textChanged.connect(lambda _: self._apply())
        self.words.returnPressed.connect(self.focus_list)
        self.issue.changed.connect(lambda _: self._apply())
        self.outcome.changed.connect(lambda _: self._apply())
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(lambda _: self._open())
        self.table.typed.connect(self._type)

    def show_lines(self, lines: Sequence[Tried], today: date) -> None:
        """Show the library; words, kind and outcome stay."""
        self._lines, self._today = lines, today
        kinds = sorted(
            {(tried.issue_id, tried.issue) for tried in lines if tried.issue_id}, key=lambda k: k[1]
        )
        self.issue.set_options([(None, "Any kind of problem"), *kinds], self.issue.value())
        self._apply()

    def clear_filter(self) -> None:
        self.words.clear()
        self.issue.set_value(None)
        self.outcome.set_value("any")
        self._apply()
        self.focus_list()

    def focus_list(self) -> None:
        target: QWidget = self.table if self.table.isVisible() else self.words
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _apply(self) -> None:
        words = self.words.text().casefold().split()
        issue, outcome = self.issue.value(), self.outcome.value()
        shown = [
            tried for tried in self._lines
            if all(word in tried.words for word in words) and issue in (None, tried.issue_id)
            and outcome in ("any", tried.came)
        ]  # fmt: skip
        self.model.show_lines(shown, self._today)
        self.count.setText(f"{number_of(len(shown), 'response')} tried")
        self.stack.setCurrentWidget(self._split if shown else self.no_match if self._lines else self.nothing)
        if shown:
            self.table.setCurrentIndex(self.model.index(0, 0))
            self._detail(shown[0])

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if 0 <= now.row() < len(self.model.lines):
            self._detail(self.model.lines[now.row()])

    def _detail(self, tried: Tried) -> None:
        self.title.setText(tried.title)
        parts = (tried.outcome, tried.area, tried.reference, tried.issue)
        self.facts.setText(" · ".join(part for part in parts if part))
        for head, body, text in (
            (self.effect_head, self.effect, tried.effect),
            (self.lessons_head, self.lessons, tried.lessons),
        ):
            body.setText(text or "Nothing was written.")
            body.set_tone("text" if text else "text3")
            head.show()
        self.open_entry.setVisible(tried.entry_id is not None)
        self.open_plan.setVisible(tried.plan_id is not None)

    def _chosen(self) -> Tried | None:
        at = self.table.currentIndex().row()
        return self.model.lines[at] if 0 <= at < len(self.model.lines) else None

    def _open(self) -> None:
        tried = self._chosen()
        if tried is not None and tried.entry_id is not None:
            self._go_entry()
        else:
            self._go_plan()

    def _go_entry(self) -> None:
        tried = self._chosen()
        if tried is not None and tried.entry_id is not None:
            self.entry_wanted.emit(tried.entry_id)

    def _go_plan(self) -> None:
        tried = self._chosen()
        if tried is not None and tried.plan_id is not None:
            self.plan_wanted.emit(tried.plan_id, tried.area_id)

    def _type(self, text: str) -> None:
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.words.insert(text)
