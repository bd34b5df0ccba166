"""What is done about the problem: the table of actions with the form for one below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import ActionState
from npt_desktop.services.actions import Actions
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.plans.action_form import ActionForm
from npt_desktop.ui.plans.actions_model import ActionsModel
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.layout import col
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class ActionTable(Table):
    """As high as its rows. Enter edits, Space ticks done or takes the tick away."""

    ticked = Signal(int)

    def __init__(self) -> None:
        super().__init__("Actions", two_line=False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        look, model = self.look, self.model()
        rows = model.rowCount() if model is not None else 0
        return QSize(400, look.px(tk.HEAD_H) + rows * look.px(tk.ROW_1) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.ticked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class ActionsBlock(QWidget):
    """The table with its form below."""

    def __init__(self, work: Workspace, parse: Parse) -> None:
        super().__init__()
        self._work = work
        self._actions = Actions(work.desk)
        self._page: PlanPage | None = None
        self._locked = self._returning = False
        self.setObjectName("actions")
        self.model = ActionsModel(self)
        self.table = ActionTable()
        self.table.setModel(self.model)
        self.table.set_widths((0, 160, 84, 112, 160))
        self.table.setObjectName("actions_table")
        self.none = Text("No actions yet. Press Ctrl+Shift+N to add the first.", "meta", "text3")
        self.keys = Text("Enter edits · Space ticks it done", "meta", "text3")
        self.form = ActionForm(work, parse)
        self.table.opened.connect(lambda index: self.edit(index.row()))
        self.table.ticked.connect(self.tick)
        self.form.done.connect(self._back)
        self.setLayout(col(self.none, self.table, self.keys, self.form, gap=4))

    def show_page(self, page: PlanPage, people: Sequence[tuple[Hashable, str]]) -> None:
        row_now = self.table.currentIndex().row()
        self._page = page
        self.model.show_actions(page.actions, page.name, self._work.desk.today, page.left)
        if 0 <= row_now < len(page.actions):
            self.table.selectRow(row_now)
        self.form.set_people(people)
        some = bool(page.actions)
        self.table.setVisible(some)
        self.keys.setVisible(some and not self._locked)
        self.none.setVisible(not some)
        self.table.updateGeometry()
        if self._returning and some:
            self._returning = False
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(len(page.actions) - 1)

    def focused(self) -> int | None:
        """The id of the action that is looked at, while the table has the focus."""
        row_now = self.table.currentIndex().row()
        there = self._page is not None and self.table.hasFocus() and 0 <= row_now < len(self._page.actions)
        return self._page.actions[row_now].id if self._page is not None and there else None

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        if locked:
            self.form.hide()

    def add(self, field: str = "action_title") -> None:
        """Open the form for a new action."""
        if self._page is not None and not self._locked:
            self.form.open_for(self._page, None, field)

    def add_technique(self, key: str) -> None:
        """Open the form for a new action by one of the 25 techniques."""
        if self._page is not None and not self._locked:
            self.form.open_for(self._page, None, technique=key)

    def edit_lacking(self, field: str) -> None:
        """Open the first action that lacks what a field of the form holds; a new one when none does."""
        lacks = {"action_side": "side", "action_works_by": "works_by", "action_cause": "hypothesis_id"}[field]
        for place, action in enumerate(self.model.lines):
            if action.state is not ActionState.DROPPED and not getattr(action, lacks):
                return self.edit(place, field)
        return self.add(field)

    def edit(self, row: int, field: str = "action_title") -> None:
        """Open the form for an action of the table."""
        if self._page is not None and not self._locked and 0 <= row < len(self.model.lines):
            self.form.open_for(self._page, self.model.lines[row], field)

    def edit_loose(self) -> None:
        """Open the first action without owner or due date at what it lacks; a new one when there is none."""
        for place, action in enumerate(self.model.lines):
            if action.state is ActionState.DROPPED:
                continue
            if not (action.owner_id or action.agency.strip()):
                return self.edit(place, "action_owner")
            if action.due_on is None:
                return self.edit(place, "action_due")
        return self.add()

    def tick(self, row: int) -> None:
        """Done, or open again."""
        if self._locked:
            return
        action = self.model.lines[row]
        wanted = ActionState.OPEN if action.state is ActionState.DONE else ActionState.DONE
        words = "Ticked the action done" if wanted is ActionState.DONE else "Opened the action again"
        self._work.attempt(lambda: self._actions.set_state(action.id, wanted, action.version), words)

    def _back(self) -> None:
        self._returning = True  # the table may have to be read first
        if self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
