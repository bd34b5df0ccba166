"""The small forms that decide upon a plan: whether work on it goes on, who leads it from now, and why it is
opened again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Well
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class AuthoriseForm(Well):
    """Work goes on, or does not, with a note. Signed with the name of the person at the desk."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self.note = Area("", "What it is authorised for, or why it should not go on", lines=2)
        self.field = Field("Note", self.note, name="authorise_note")
        self.yes = Button("Authorise work to continue", small=True, keys="Ctrl+Return")
        self.no = Button("Do not authorise", small=True)
        self.cancel = Button("Cancel", "quiet", small=True, keys="Esc")
        self.yes.clicked.connect(self.go_on)
        self.no.clicked.connect(lambda: self._write(go_on=False))
        self.cancel.clicked.connect(self.hide)
        super().__init__(col(self.field, row(self.yes, self.no, self.cancel, None), gap=8))
        self.hide()

    def show_page(self, page: PlanPage) -> None:
        self._page = page

    def begin(self) -> None:
        """Open the form."""
        self.field.set_error("")
        self.show()
        reveal(self.note, self)

    def go_on(self) -> None:
        """Authorise work to continue."""
        self._write(go_on=True)

    def _write(self, *, go_on: bool) -> None:
        page = self._page
        if page is None:
            return
        course, plan_id, note = PlanCourse(self._work.desk), page.plan.id, self.note.text()
        said = "Authorised the plan" if go_on else "Did not authorise the plan"
        _sign(
            self,
            self._work,
            lambda: course.authorise(plan_id, go_on=go_on, note=note),
            self.field,
            self.note,
            said,
        )


class HandOverForm(Well):
    """Who leads the plan from now, and what they should know."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._people: Sequence[tuple[Hashable, str]] = ()
        self.to = TypeAhead((), placeholder="Who leads it from now")
        self.note = Area("", "What the next lead should know", lines=2)
        self.to_field = Field("New lead", self.to, name="hand_over_to")
        self.note_field = Field("Note", self.note, name="hand_over_note", optional=True)
        self.save_button = Button("Hand over", small=True, keys="Ctrl+Return")
        self.cancel = Button("Cancel", "quiet", small=True, keys="Esc")
        self.save_button.clicked.connect(self.save)
        self.cancel.clicked.connect(self.hide)
        super().__init__(
            col(
                row((self.to_field, 1), (self.note_field, 2), gap=12),
                row(self.save_button, self.cancel, None),
                gap=8,
            )
        )
        self.hide()

    def show_page(self, page: PlanPage, people: Sequence[tuple[Hashable, str]]) -> None:
        self._page = page
        if people != self._people and self.isHidden():
            self._people = people
            self.to.set_options(people)

    def begin(self) -> None:
        """Open the form."""
        self.to_field.set_error("")
        self.to.set_value(None)
        self.show()
        reveal(self.to, self)

    def save(self) -> None:
        """Hand the plan over."""
        page, to = self._page, self.to.value()
        if page is None:
            return
        if not isinstance(to, int):
            self.to_field.set_error("Choose who leads it from now.")
            reveal(self.to)
            return
        try:
            PlanCourse(self._work.desk).hand_over(page.plan.id, to, self.note.text())
        except Incomplete as error:
            self.to_field.set_error(error.says)
            reveal(self.to)
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.note.setText("")
        self.hide()
        self._work.say("Handed the plan over", undo=True)


class ReopenForm(Well):
    """Why a closed plan is worked on again. Signed with the name of the person at the desk."""

    def __init__(self, work: Workspace) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self.reason = Area("", "What came back, or was not finished", lines=2)
        self.field = Field("Why it is opened again", self.reason, name="reopen_reason")
        self.save_button = Button("Reopen plan", small=True, keys="Ctrl+Return")
        self.cancel = Button("Cancel", "quiet", small=True, keys="Esc")
        self.save_button.clicked.connect(self.save)
        self.cancel.clicked.connect(self.hide)
        super().__init__(col(self.field, row(self.save_button, self.cancel, None), gap=8))
        self.hide()

    def show_page(self, page: PlanPage) -> None:
        self._page = page

    def begin(self) -> None:
        """Open the form."""
        self.field.set_error("")
        self.show()
        reveal(self.reason, self)

    def save(self) -> None:
        """Reopen the plan."""
        page = self._page
        if page is None:
            return
        course, plan, why = PlanCourse(self._work.desk), page.plan, self.reason.text()
        said = "Reopened the plan"
        _sign(
            self, self._work, lambda: course.reopen(plan.id, plan.version, why), self.field, self.reason, said
        )


def _sign(
    form: Well, work: Workspace, write: Callable[[], object], field: Field, words: Area, said: str
) -> None:
    """Write what a form says, empty it and put it away. What is missing is said at its field, what cannot be done in
    a toast, and the words stay."""
    try:
        write()
    except Incomplete as error:
        field.set_error(error.says)
        reveal(words)
    except CannotDo as error:
        work.refused.emit(error.says)
    else:
        words.setText("")
        form.hide()
        work.say(said, undo=True)
