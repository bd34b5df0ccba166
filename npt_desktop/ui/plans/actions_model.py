"""The actions of a plan as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject, Qt

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, State
from npt_desktop.rules.periods import day_month
from npt_desktop.rules.plan_prompts import technique_name
from npt_desktop.ui.widgets.lines_model import LinesModel
from npt_desktop.ui.widgets.tables import Cell


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


class ActionsModel(LinesModel[Action]):
    """Rows of actions."""

    heads: ClassVar[Sequence[str]] = ("Action", "Owner", "Start", "Due", "Tactic and side")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name: Callable[[int | None], str] = lambda _: ""
        self._today = date.min
        self._left: frozenset[int] = frozenset()

    def show_actions(
        self, actions: Sequence[Action], name: Callable[[int | None], str], today: date,
        left: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """Show actions; ``left`` are the people who have left."""
        self._name, self._today, self._left = name, today, left
        self.set_lines(list(actions))

    def extra(self, line: Action, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            told = [
                line.title,
                f"Works by: {line.works_by}" if line.works_by else "",
                technique_name(line.technique),
            ]
            return "\n".join(part for part in told if part)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            return f"{line.title}. {_WORDS[state_of(line, self._today)]}"
        return None

    def words(self, line: Action, column: int) -> str:
        if column == 0:
            return line.title
        if column == 1:
            name = self._name(line.owner_id) or line.agency or "No owner"
            return f"{name} (left)" if line.owner_id in self._left else name
        if column == 2:
            return brief_day(line.start_on, self._today) if line.start_on else ""
        if column == 3:
            return self._due(line)
        return ", ".join(word.capitalize() for word in (line.tactic, line.side) if word)

    def _due(self, line: Action) -> str:
        if line.state is ActionState.DONE:
            return f"Done {brief_day(line.done_on, self._today)}" if line.done_on else "Done"
        if line.state is ActionState.DROPPED:
            return "Dropped"
        return brief_day(line.due_on, self._today) if line.due_on else "No date"

    def cell(self, line: Action, column: int) -> Cell:
        words, state = self.words(line, column), state_of(line, self._today)
        over = line.state is not ActionState.OPEN
        if column == 0:
            return Cell(words, mark=state.value, tone="text2" if over else "text")
        gone = column == 1 and line.owner_id in self._left
        lacks = not over and (gone or words in ("No owner", "No date"))
        late = column == 3 and state is State.BAD
        tone = "warn_text" if lacks else "bad_text" if late else "text2"
        return Cell(words, tone=tone, strong=lacks or late)
