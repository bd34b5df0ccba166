"""Actions of a question: how each is listed, and the form that sets one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.dates import parse_typed
from npt_desktop.ui.quality.words import action_look, due_on_words
from npt_desktop.ui.widgets.buttons import Button, IconButton
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Elided, Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.quality import OwnedAction


class ActionLine(Well):
    """One action: mark, text, owner, due date, and a menu to finish or drop it.

    ``wanted`` carries the action's id and the state it should get.
    """

    wanted = Signal(int, object)

    def __init__(self, action: OwnedAction, today: date, *, changes: bool) -> None:
        self.action = action
        mark, word = action_look(action.state, action.due_on, today)
        overdue = word == "Overdue"
        due = Text(due_on_words(action.due_on), "meta_strong", "bad_text" if overdue else "text")
        parts: list[QWidget] = [Text(action.owner, "meta", "text2"), due, Text(word, "meta", "text2")]
        self.menu_button = IconButton("dots", f"More for this action: {action.title}", size=24)
        if not changes:
            self.menu_button.hide()
        self.menu_button.clicked.connect(self._menu)
        super().__init__(
            row(Mark(mark, 14, word), (Elided(action.title), 1), *parts, self.menu_button, gap=10), pad=3
        )
        self.setAccessibleName(f"{action.title}. {action.owner}, due {due_on_words(action.due_on)}. {word}")

    def choices(self) -> list[tuple[str, ActionState]]:
        """What the menu offers."""
        if self.action.state is ActionState.OPEN:
            return [("Done", ActionState.DONE), ("Drop", ActionState.DROPPED)]
        return [("Open again", ActionState.OPEN)]

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName("More for this action")
        for words, state in self.choices():
            menu.addAction(words).triggered.connect(
                lambda _=False, state=state: self.wanted.emit(self.action.id, state)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


class ActionForm(Well):
    """What is to be done, who owns it, when it is due. ``saved`` asks to write (title, owner, due)."""

    saved = Signal(str, object, object)
    closed = Signal()

    def __init__(self, today: date) -> None:
        self.title = Edit(placeholder="Assess the leisure centre plan and share the lessons")
        self.owner = TypeAhead(placeholder="Name")
        self.due = DateEdit(
            lambda text: parse_typed(text, today, future=True), placeholder="fri, 7 aug, +14", width=130
        )
        self.fields = (
            Field("Action", self.title, name="action_title"),
            Field("Owner", self.owner, name="action_owner"),
            Field("Due", self.due, name="action_due"),
        )
        text, owner, due = self.fields
        owner.setMinimumWidth(150)
        self.save = Button("Set action", "secondary", "check", small=True)
        self.cancel = Button("Cancel", "quiet", small=True)
        super().__init__(
            col(row((text, 5), (owner, 2), due, gap=10), row(None, self.cancel, self.save), gap=4), pad=6
        )
        self.save.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.close_form)
        self.title.returnPressed.connect(self.submit)
        self.due.returnPressed.connect(self.submit)
        self.hide()

    def set_people(self, people: Sequence[Choice]) -> None:
        """Who may own an action; what is chosen already stays."""
        self.owner.set_options([(person.id, person.label) for person in people], self.owner.value())

    def begin(self) -> None:
        """Open empty, unless it is open already."""
        if self.isHidden():
            self.title.setText("")
            self.owner.set_value(None)
            self.due.set_value(None)
            self.refuse({})
        self.show()
        reveal(self.title)

    def submit(self) -> None:
        self.due.read()
        self.saved.emit(self.title.text(), self.owner.value(), self.due.value())

    def refuse(self, fields: Mapping[str, str]) -> None:
        """Show what is to be mended and go to the first of it; nothing clears it all."""
        for field in self.fields:
            said = fields.get(field.name, "")
            field.set_error(said or (field.error if field.error and field.name in fields else ""))
        first = next((field for field in self.fields if field.name in fields), None)
        if first is not None:
            reveal(first.control)

    def close_form(self) -> None:
        self.hide()
        self.closed.emit()
