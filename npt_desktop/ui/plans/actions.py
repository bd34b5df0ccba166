"""What is done about the problem: the table of actions and the form for one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Side, Tactic
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.actions_model import ActionsModel
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary, reveal
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

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


class ActionForm(Well):
    """One action. ``done`` says it was saved, removed or left."""

    done = Signal()

    def __init__(self, work: Workspace, parse: Parse) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._action: Action | None = None
        self._people: Sequence[tuple[Hashable, str]] = ()
        self.heading = Text("New action", "card")
        self.summary = ErrorSummary()
        self.title = Edit("", "What will be done")
        self.owner = TypeAhead((), free=True, placeholder="Name, or an agency")
        self.start = DateEdit(parse)
        self.due = DateEdit(parse, placeholder="+14, fri, 30 nov")
        self.works_by = Edit("", "Such as: making the ride in harder")
        self.tactic = Combo([(None, "Not said"), *((t, t.value.capitalize()) for t in Tactic)])
        self.side = Combo([(None, "Not said"), *((s, s.value.capitalize()) for s in Side)])
        self.state = Segmented(
            [(ActionState.OPEN, "Open"), (ActionState.DONE, "Done"), (ActionState.DROPPED, "Dropped")],
            ActionState.OPEN,
        )
        self.fields = {
            "action_title": Field("Action", self.title, name="action_title"),
            "action_owner": Field("Owner", self.owner, name="action_owner"),
            "action_start": Field("Start", self.start, name="action_start", optional=True),
            "action_due": Field("Due", self.due, name="action_due"),
            "action_works_by": Field("Works by", self.works_by, name="action_works_by", optional=True),
            "action_tactic": Field("Tactic", self.tactic, name="action_tactic"),
            "action_side": Field("Side", self.side, name="action_side"),
            "action_state": Field("State", self.state, name="action_state"),
        }
        f = self.fields
        self.save_button = Button("Save action", small=True, keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", small=True, keys="Esc")
        self.remove_button = Button("Remove", "quiet", "trash", small=True)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close_form)
        self.remove_button.clicked.connect(self._remove)
        super().__init__(
            col(
                self.heading, self.summary,
                row((f["action_title"], 3), (f["action_owner"], 2), gap=12),
                row((f["action_start"], 1), (f["action_due"], 1), (f["action_tactic"], 1),
                    (f["action_side"], 1), gap=12),
                row((f["action_works_by"], 1), f["action_state"], gap=12),
                row(self.save_button, self.cancel_button, None, self.remove_button),
                gap=8,
            )
        )  # fmt: skip
        self.owner.changed.connect(self._owner_typed)
        for edit in (self.title, self.works_by):
            edit.returnPressed.connect(lambda edit=edit: edit.focusNextChild())
        self.hide()

    def set_people(self, people: Sequence[tuple[Hashable, str]]) -> None:
        if people != self._people and not self.isVisible():
            self._people = people
            self.owner.set_options(people)

    def open_for(self, page: PlanPage, action: Action | None, field: str = "action_title") -> None:
        """A new action, or one to edit."""
        self._page, self._action = page, action
        self.summary.show_errors(())
        for one in self.fields.values():
            one.set_error("")
        self.heading.setText("Edit action" if action else "New action")
        self.title.setText(action.title if action else "")
        self.owner.set_value(action.owner_id if action else None)
        if action is not None and action.owner_id is None:
            self.owner.set_text(action.agency)
        self.start.set_value(action.start_on if action else None)
        self.due.set_value(action.due_on if action else None)
        self.works_by.setText(action.works_by if action else "")
        self.tactic.set_value(action.tactic if action else None)
        self.side.set_value(action.side if action else None)
        self.state.set_value(action.state if action else ActionState.OPEN)
        self.fields["action_state"].setVisible(action is not None)
        self.remove_button.setVisible(action is not None)
        self.show()
        self.updateGeometry()
        reveal(self.fields[field].control)

    def _owner_typed(self, owner: object) -> None:
        """A few letters that fit one person mean that person; any other words are an agency."""
        words = self.owner.text().strip()
        fits = self.owner.found(words) if owner is None and words else []
        if len(fits) == 1:
            self.owner.set_value(fits[0][0])

    def close_form(self) -> None:
        self.hide()
        self.done.emit()

    def draft(self) -> dict[str, Any]:
        """What the form says."""
        owner = self.owner.value()
        return {
            "title": self.title.text().strip(), "owner_id": owner,
            "agency": "" if owner is not None else self.owner.text().strip(), "start_on": self.start.value(),
            "due_on": self.due.value(), "works_by": self.works_by.text().strip(),
            "tactic": self.tactic.value(), "side": self.side.value(),
        }  # fmt: skip

    def save(self) -> None:
        """Write the action; what is wrong is shown beside its field."""
        page, action = self._page, self._action
        if page is None:
            return
        bad = [(one, one.error) for one in (self.fields["action_start"], self.fields["action_due"])
               if not (one.control.read() if isinstance(one.control, DateEdit) else True)]  # fmt: skip
        if bad:
            self.summary.show_errors(bad)
            return
        plans, draft = Plans(self._work.desk), self.draft()
        wanted = self.state.value()
        try:
            made = plans.put(page.plan.id, Action, draft, action.id if action else None)
            if action is not None and isinstance(wanted, ActionState) and wanted is not action.state:
                plans.set_action(made, wanted)
        except Incomplete as error:
            self.summary.show_errors([(self.fields.get(n), says) for n, says in error.fields.items()])
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self._work.say("Saved the action" if action else "Added the action", undo=True)
        self.close_form()

    def _remove(self) -> None:
        page, action = self._page, self._action
        if page is None or action is None:
            return
        plans = Plans(self._work.desk)
        if self._work.attempt(lambda: plans.drop(page.plan.id, Action, action.id), "Removed the action"):
            self.close_form()


class ActionsBlock(QWidget):
    """The table with its form below."""

    def __init__(self, work: Workspace, parse: Parse) -> None:
        super().__init__()
        self._work = work
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
        self.model.show_actions(page.actions, page.name, self._work.desk.today)
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

    def set_locked(self, locked: bool) -> None:
        self._locked = locked
        if locked:
            self.form.hide()

    def add(self, field: str = "action_title") -> None:
        """Open the form for a new action."""
        if self._page is not None and not self._locked:
            self.form.open_for(self._page, None, field)

    def edit(self, row: int, field: str = "action_title") -> None:
        """Open the form for an action of the table."""
        if self._page is not None and not self._locked and 0 <= row < len(self.model.actions):
            self.form.open_for(self._page, self.model.actions[row], field)

    def edit_loose(self) -> None:
        """Open the first action without owner or due date at what it lacks; a new one when there is none."""
        for place, action in enumerate(self.model.actions):
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
        action = self.model.actions[row]
        wanted = ActionState.OPEN if action.state is ActionState.DONE else ActionState.DONE
        words = "Ticked the action done" if wanted is ActionState.DONE else "Opened the action again"
        self._work.attempt(lambda: Plans(self._work.desk).set_action(action.id, wanted), words)

    def _back(self) -> None:
        self._returning = True  # the table may have to be read first
        if self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
