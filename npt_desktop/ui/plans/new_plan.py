"""The small form that opens a plan."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.priorities import Priority
from npt_desktop.rules.plan_templates import standard_templates
from npt_desktop.rules.twins import alike, named
from npt_desktop.services.plan_register import PlanLine
from npt_desktop.services.plans import Plans
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Notice
from npt_desktop.ui.widgets.forms import Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, row
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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._work = work
        self.title = Edit("", "What it is about, such as: Off-road bikes, colliery trail")
        self.priority = Combo([(None, "None")])
        self.lead = TypeAhead(())
        self.start = TypeAhead((), placeholder="A template, or an earlier plan")
        self._lines: Sequence[PlanLine] = ()
        self.twin = Notice("", icon="copy")
        self.twin_button = Button("Open that plan", small=True)
        self._twin_id = 0
        self.twin_button.clicked.connect(lambda: self.opened.emit(self._twin_id))
        self.twin_row = box(row((self.twin, 1), self.twin_button, gap=8))
        self.twin_row.hide()
        self.title_field = Field("Title", self.title, name="title")
        self.priority_field = Field("Priority it serves", self.priority, name="priority", optional=True)
        self.lead_field = Field("Lead", self.lead, name="lead")
        self.start_field = Field("Start from", self.start, name="start_from", optional=True)
        self.open_button = Button("Open plan", keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", keys="Esc")
        self.open_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.close_form)
        self.title.returnPressed.connect(self.save)
        self.title.editingFinished.connect(self._look_for_twin)
        self.start.changed.connect(self._started)
        self.lead.errorChanged.connect(self.lead_field.set_error)
        self.start.errorChanged.connect(self.start_field.set_error)
        self.add(
            row((self.title_field, 1), gap=12),
            self.twin_row,
            row((self.priority_field, 2), (self.lead_field, 2), (self.start_field, 3), gap=12),
            row(self.open_button, self.cancel_button, None),
        )
        self.hide()

    def begin(
        self, priorities: Sequence[Priority], people: Sequence[Choice], lines: Sequence[PlanLine] = ()
    ) -> None:
        """Open the form; the signed-in person leads unless another is chosen. ``lines`` are the plans of the
        area, to start from and to compare with."""
        self._lines = lines
        starts: list[tuple[Hashable, str]] = [(one.key, one.start.name) for one in standard_templates()]
        starts += [(line.id, f"{line.reference} {line.title} ({_came(line)})") for line in lines]
        self.start.set_options(starts)
        self.twin_row.hide()
        free = [p for p in priorities if p.plan_id is None]
        self.priority.set_options([(None, "None"), *((p.id, f"{p.number} {p.title}") for p in free)], None)
        me = self._work.desk.actor.person_id
        self.lead.set_options([(person.id, person.label) for person in people], me)
        self.title_field.set_error("")
        self.show()
        reveal(self.title)

    def _started(self, key: object) -> None:
        """A template suggests how its title begins."""
        found = next((one.start for one in standard_templates() if one.key == key), None)
        if found is not None and not self.title.text().strip():
            self.title.setText(found.title)
            self.title.setFocus(Qt.FocusReason.TabFocusReason)
            self.title.end(False)

    def _look_for_twin(self) -> None:
        """Point out an open plan on what looks like the same problem and place."""
        own = named(self.title.text(), "")
        open_lines = [line for line in self._lines if line.closed_on is None and line.finished_on is None]
        twin = next((line for line in open_lines if alike(own, named(line.title, ""))), None)
        self.twin_row.setVisible(twin is not None)
        if twin is not None:
            self._twin_id = twin.id
            self.twin.setText(f"{twin.reference} is open on what looks like the same: {twin.title}.")

    def close_form(self) -> None:
        self.hide()
        self.left.emit()

    def _read(self, box: TypeAhead, field: Field) -> bool:
        """Read what was typed into a list; what names nothing is said beside it, and not passed over."""
        box.settle()
        if box.value() is None and box.text().strip():
            field.set_error("Choose one from the list, or empty the box.")
            reveal(box)
            return False
        return True

    def save(self) -> None:
        """Open the plan."""
        self.title_field.set_error("")
        if not all(
            self._read(box, field)
            for box, field in ((self.lead, self.lead_field), (self.start, self.start_field))
        ):
            return
        priority, lead, start = self.priority.value(), self.lead.value(), self.start.value()
        try:
            made = Plans(self._work.desk).open(
                self._work.area_id, self.title.text(),
                priority_id=priority if isinstance(priority, int) else None,
                lead_id=lead if isinstance(lead, int) else None,
                template=start if isinstance(start, str) else "", like_id=start if isinstance(start, int) else None,
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


def _came(line: PlanLine) -> str:
    """How a plan came out, in a word or two."""
    return line.verdict.label.lower() if line.verdict is not None else line.stage.label.lower()
