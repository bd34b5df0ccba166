"""Starting the assessment: the day the response was finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import reveal

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class AssessForm(Well):
    """Asks for the day, today unless another is given."""

    def __init__(self, work: Workspace, parse: Parse) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self.day = DateEdit(parse, placeholder="today, 30 sep")
        self.field = Field(
            "Response finished on", self.day, name="finished_on",
            hint="Figures of later months count as after the response.",
        )  # fmt: skip
        self.start_button = Button("Start assessment", small=True, keys="Ctrl+Return")
        self.cancel_button = Button("Cancel", "quiet", small=True, keys="Esc")
        self.start_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.hide)
        self.day.returnPressed.connect(self.save)
        super().__init__(
            col(row((self.field, 1), None), row(self.start_button, self.cancel_button, None), gap=8)
        )
        self.hide()

    def show_page(self, page: PlanPage) -> None:
        self._page = page

    def begin(self) -> None:
        """Open the form."""
        self.day.set_value(self._work.desk.today)
        self.show()
        reveal(self.day, self)
        self.day.selectAll()

    def save(self) -> None:
        """Start the assessment."""
        page = self._page
        if page is None or not self.day.read():
            return
        plans, course, day = Plans(self._work.desk), PlanCourse(self._work.desk), self.day.value()
        try:
            try:
                course.finish_response(page.plan.id, page.plan.version, day)
            except Clash:  # another field was written meanwhile; this one is settled by the day alone
                course.finish_response(page.plan.id, plans.page(page.plan.id).plan.version, day)
        except Incomplete as error:
            self.field.set_error(error.says)
            self.day.setFocus(Qt.FocusReason.TabFocusReason)
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.hide()
        self._work.say("Started the assessment", undo=True)
