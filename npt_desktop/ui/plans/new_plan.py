"""The small form that opens a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.priorities import Priority
from npt_desktop.services.plans import Plans
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace


class NewPlan(Card):
    """Title, priority, lead. ``opened`` carries the id of the plan; ``left`` that the form was put away."""

    opened = Signal(int)
    left = Signal()

    def __init__(self, work: Workspace) -> None:
        super().__init__("New plan", role="section")
        self._work = work
        self.title = Edit("", "What it is about, such as: Off-road bikes, colliery trail")
        self.priority = Combo([(None, "None")])
        self.lead = TypeAhead(())
        self.title_field = Field("Title", self.title, name="title")
        self.priority_field = Field("Priority it serves", self.priority, name="priority", optional=True)
        self.lead_field = Field("Lead", self.lead, name="lead")
        self.open_button = Button("Open plan", keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", keys="Esc")
        self.open_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close_form)
        self.title.returnPressed.connect(self.save)
        self.lead.errorChanged.connect(self.lead_field.set_error)
        self.add(
            row((self.title_field, 4), (self.priority_field, 2), (self.lead_field, 2), gap=12),
            row(self.open_button, self.cancel_button, None),
        )
        self.hide()

    def begin(self, priorities: Sequence[Priority], people: Sequence[Choice]) -> None:
        """Open the form; the signed-in person leads unless another is chosen."""
        free = [p for p in priorities if p.plan_id is None]
        self.priority.set_options([(None, "None"), *((p.id, f"{p.number} {p.title}") for p in free)], None)
        me = self._work.desk.actor.person_id
        self.lead.set_options([(person.id, person.label) for person in people], me)
        self.title_field.set_error("")
        self.show()
        reveal(self.title)

    def close_form(self) -> None:
        self.hide()
        self.left.emit()

    def save(self) -> None:
        """Open the plan."""
        self.title_field.set_error("")
        priority, lead = self.priority.value(), self.lead.value()
        try:
            made = Plans(self._work.desk).open(
                self._work.area_id, self.title.text(),
                priority_id=priority if isinstance(priority, int) else None,
                lead_id=lead if isinstance(lead, int) else None,
            )  # fmt: skip
        except Incomplete as error:
            self.title_field.set_error(error.says)
            self.title.setFocus(Qt.FocusReason.TabFocusReason)
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.title.setText("")
        self.hide()
        self._work.say("Opened the plan", undo=True)
        self.opened.emit(made)
