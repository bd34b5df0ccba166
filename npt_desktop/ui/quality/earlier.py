"""Last meeting's actions, to be closed first, and those set in this one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import MONTHS, short_date
from npt_desktop.ui.quality.action_form import ActionLine
from npt_desktop.ui.quality.words import action_look
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import box, clear, col, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.quality import OwnedAction

DONE, CARRY, DROP = "done", "carry", "drop"
_VALUES = {ActionState.DONE: DONE, ActionState.DROPPED: DROP}


class EarlierLine(Well):
    """An action of an earlier meeting with Done, Carry on and Drop. Carrying on may move its due date.

    ``chosen`` carries the id and one of the three words, ``moved`` the id and the new date.
    """

    chosen = Signal(int, str)
    moved = Signal(int, object)

    def __init__(self, action: OwnedAction, today: date) -> None:
        self.id, self._today, self._carried = action.id, today, False
        self._mark = Mark("none", 14)
        self._title = Text("", wrap=True)
        self._facts = Text("", "meta", "text2", wrap=True)
        self.choice = Segmented(
            [(DONE, "Done"), (CARRY, "Carry on"), (DROP, "Drop")], small=True, numbered=True
        )
        self.due = DateEdit(lambda text: parse_typed(text, today, future=True), width=130)
        self.due_field = Field("New due date", self.due, name="carry_due", optional=True)
        words = col(self._title, self._facts, gap=2)
        super().__init__(
            col(row(self._mark, (words, 1), self.choice, gap=10), row(None, self.due_field), gap=4), pad=6
        )
        self.choice.changed.connect(self._choose)
        self.due.changed.connect(self._move)
        self.show_action(action)

    def show_action(self, action: OwnedAction) -> None:
        """Show the action as it stands."""
        self.version = action.version
        mark, word = action_look(action.state, action.due_on, self._today)
        self._mark.set_state(mark, word)
        self._title.setText(action.title)
        due = f", due {short_date(action.due_on)}" if action.due_on else ""
        month = MONTHS[action.month.month - 1]
        self._facts.setText(f"{word}. {action.owner}{due}. Question {action.number}, {month}")
        value = _VALUES.get(action.state, CARRY if self._carried else None)
        self.choice.set_value(value)
        self.choice.set_label(action.title)
        self.due_field.setVisible(action.state is ActionState.OPEN and self._carried)
        if not self.due.isModified():
            self.due.set_value(action.due_on)

    def lock(self) -> None:
        """Show only: nothing is to be chosen here."""
        self.choice.hide()
        self.due_field.hide()

    def _choose(self, value: object) -> None:
        self._carried = value == CARRY
        self.due_field.setVisible(self._carried)
        self.chosen.emit(self.id, str(value))

    def _move(self, day: object) -> None:
        if day is not None:
            self.moved.emit(self.id, day)


class ActionsPage(Card):
    """Both lists. ``chosen``, ``moved`` and ``wanted`` carry what is asked for; ``done`` closes the page."""

    chosen = Signal(int, str)
    moved = Signal(int, object)
    wanted = Signal(int, object)
    done = Signal()

    def __init__(self, today: date) -> None:
        super().__init__(pad=0, gap=0)
        self._today = today
        self._key: tuple[object, ...] = ()
        self.lines: list[EarlierLine] = []
        self.title = Text("Actions", "section")
        self.advice = Text("", "meta", "text2", wrap=True)
        self._earlier, self._now = col(gap=6), col(gap=4)
        self._now_title = Text("Set in this meeting", "card")
        self.empty = EmptyState(
            "list-check", "No actions yet", "Set one on a question: it goes to its owner’s Home."
        )
        self.next = Button("Go to the questions", "secondary", "arrow-right", small=True)
        self.next.clicked.connect(self.done)
        head = row(self.title, None, self.next)
        inside = col(head, self.advice, self._earlier, 4, self._now_title, self._now, self.empty, None,
                     gap=8, margins=(12, 12, 12, 12))  # fmt: skip
        self.add((scroll(box(inside)), 1))
        self.setAccessibleName("Actions")

    def show_actions(
        self, earlier: Sequence[OwnedAction], now: Sequence[OwnedAction], *, may_set: bool, changes: bool
    ) -> None:
        """Show both lists; a list of the same actions is changed where it stands, so the focus stays."""
        still = sum(1 for action in earlier if action.state is ActionState.OPEN)
        month = MONTHS[max(a.month for a in earlier).month - 1] if earlier else ""
        self.title.setText(f"Actions from {month}" if earlier else "Actions")
        said = f"{still} still open: say for each whether it is done, carried on or dropped."
        self.advice.setText(said if still and may_set else "All are closed." if earlier and not still else "")
        self.advice.setVisible(bool(self.advice.text()))
        by_id = {action.id: action for action in earlier}
        if by_id.keys() != {line.id for line in self.lines}:
            clear(self._earlier)
            self.lines = [EarlierLine(action, self._today) for action in earlier]
            for made in self.lines:
                made.chosen.connect(self.chosen)
                made.moved.connect(self.moved)
                self._earlier.addWidget(made)
        for shown in self.lines:  # they stand where they stood, though closed ones are told last
            shown.show_action(by_id[shown.id])
            if not may_set:
                shown.lock()
        self._now_title.setVisible(bool(now))
        self.empty.setVisible(not now and not earlier)
        key = (tuple(now), changes)
        if key != self._key:
            self._key = key
            clear(self._now)
            for action in now:
                line = ActionLine(action, self._today, changes=changes)
                line.wanted.connect(self.wanted)
                self._now.addWidget(line)

    def first(self) -> Segmented | Button:
        """Where to begin: the first action still open, or the way on."""
        open_ = (
            line.choice for line in self.lines if line.choice.value() is None and not line.choice.isHidden()
        )
        return next(open_, None) or self.next
