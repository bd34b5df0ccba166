"""The actions of a plan as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, State
from npt_desktop.rules.periods import day_month
from npt_desktop.ui.widgets.tables import CELL, Cell

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Action", "Owner", "Start", "Due", "Tactic and side")
_TOP = QModelIndex()


def brief_day(day: date, today: date) -> str:
    """``14 Apr``, or ``14 Apr 25`` of another year: for narrow columns."""
    words = day_month(day, today)
    return words if day.year == today.year else f"{words[:-4]}{words[-2:]}"


def state_of(action: Action, today: date) -> State:
    """The mark of an action: done, dropped, lacking an owner or a date, late, or under way."""
    if action.state is ActionState.DONE:
        return State.GOOD
    if action.state is ActionState.DROPPED:
        return State.NONE
    if not (action.owner_id or action.agency.strip()) or action.due_on is None:
        return State.WARN
    return State.BAD if action.due_on < today else State.PART


_WORDS = {
    State.GOOD: "Done", State.NONE: "Dropped", State.WARN: "Lacks an owner or a due date", State.BAD: "Overdue",
    State.PART: "Under way",
}  # fmt: skip


class ActionsModel(QAbstractTableModel):
    """Rows of actions; words in ``DisplayRole``, what to paint in ``CELL``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.actions: list[Action] = []
        self._name: Callable[[int | None], str] = lambda _: ""
        self._today = date.min

    def show_actions(self, actions: Sequence[Action], name: Callable[[int | None], str], today: date) -> None:
        self.beginResetModel()
        self.actions, self._name, self._today = list(actions), name, today
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.actions)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        action, column = self.actions[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(action, column)
        if role == CELL:
            return self._cell(action, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0 and action.works_by:
            return f"{action.title}\nWorks by: {action.works_by}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            return f"{action.title}. {_WORDS[state_of(action, self._today)]}"
        return None

    def _words(self, action: Action, column: int) -> str:
        if column == 0:
            return action.title
        if column == 1:
            return self._name(action.owner_id) or action.agency or "No owner"
        if column == 2:
            return brief_day(action.start_on, self._today) if action.start_on else ""
        if column == 3:
            return self._due(action)
        return ", ".join(word.capitalize() for word in (action.tactic, action.side) if word)

    def _due(self, action: Action) -> str:
        if action.state is ActionState.DONE:
            return f"Done {brief_day(action.done_on, self._today)}" if action.done_on else "Done"
        if action.state is ActionState.DROPPED:
            return "Dropped"
        return brief_day(action.due_on, self._today) if action.due_on else "No date"

    def _cell(self, action: Action, column: int) -> Cell:
        words, state = self._words(action, column), state_of(action, self._today)
        over = action.state is not ActionState.OPEN
        if column == 0:
            return Cell(words, mark=state.value, tone="text2" if over else "text")
        lacks = not over and words in ("No owner", "No date")
        late = column == 3 and state is State.BAD
        tone = "warn_text" if lacks else "bad_text" if late else "text2"
        return Cell(words, tone=tone, strong=lacks or late)
