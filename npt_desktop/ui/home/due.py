"""The list of what is due: grouped, worst first, one verb button a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.theme.look import ALIGN_R
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from npt_desktop.rules.due_list import DueItem, DueList

BUTTON_W, WHEN_W, QA_W = 92, 76, 44


class DueRow(QWidget):
    """One thing due."""

    def __init__(self, item: DueItem) -> None:
        super().__init__()
        bad = item.state.value == "bad"
        words = col(Elided(item.title, "strong"), Elided(item.reason, "meta", "text2"), gap=0)
        when = Text(
            item.when_words, "meta_strong" if bad else "meta", "bad_text" if bad else "text2", align=ALIGN_R
        )
        when.setMinimumWidth(WHEN_W)
        question = Text(f"QA {item.qa}" if item.qa else "", "meta", "text3", align=ALIGN_R)
        question.setMinimumWidth(QA_W)
        self.button = Button(item.verb, small=True)
        self.button.setMinimumWidth(BUTTON_W)
        self.button.setAccessibleName(f"{item.verb}: {item.title}. {item.reason}. {item.when_words}")
        self.setLayout(
            row(
                Mark(item.state.value, 16),
                (words, 1),
                question,
                when,
                self.button,
                gap=10,
                margins=(12, 4, 12, 4),
            )
        )


class DueCard(Card):
    """The card. ``chosen`` carries the :class:`DueItem` whose button was pressed; ``scopeChosen`` whether only
    this person's own are wanted. Up and Down move between the rows."""

    chosen = Signal(object)
    scopeChosen = Signal(bool)

    def __init__(self, *, mine: bool) -> None:
        super().__init__(pad=0, gap=0)
        self.setAccessibleName("What is due")
        self.count = Text("", "section", "text3")
        self.scope = Segmented([(True, "Mine"), (False, "Whole team")], mine, label="Whose", small=True)
        self.scope.changed.connect(lambda value: self.scopeChosen.emit(bool(value)))
        head = row(
            Text("What is due", "section"), self.count, None, self.scope, gap=6, margins=(12, 10, 12, 8)
        )
        self.rows = col(gap=0)
        self.list = box(self.rows)
        self.add(head, line())
        self.body.addWidget(scroll(self.list), 1)
        self._buttons: list[Button] = []
        self.empty = EmptyState("circle-check", "Nothing is due", "Everything asked for this month is done.")

    def show_due(self, due: DueList) -> None:
        """Show a list, keeping the focus on the row it was on."""
        at = next((n for n, b in enumerate(self._buttons) if b.hasFocus()), None)
        self._buttons = []
        clear(self.rows)
        self.count.setText(str(len(due.items)) if due.items else "")
        for n, group in enumerate(due.groups):
            if n:
                self.rows.addWidget(line())
            tone = "bad_text" if group.name == "Overdue" else "text2"
            self.rows.addLayout(
                row(Text(group.name, "head", tone), Text(str(len(group.items)), "head", "text3"), None,
                    gap=6, margins=(12, 8, 12, 2))
            )  # fmt: skip
            for item in group.items:
                made = DueRow(item)
                made.button.clicked.connect(lambda _=False, item=item: self.chosen.emit(item))
                self._buttons.append(made.button)
                self.rows.addWidget(made)
        if not due.items:
            self.empty = EmptyState(
                "circle-check", "Nothing is due", "Everything asked for this month is done."
            )
            self.rows.addWidget(self.empty)
        self.rows.addStretch(1)
        if at is not None and self._buttons:
            self._buttons[min(at, len(self._buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        at = next((n for n, b in enumerate(self._buttons) if b.hasFocus()), None)
        if step and at is not None and 0 <= at + step < len(self._buttons):
            self._buttons[at + step].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
