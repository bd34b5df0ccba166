"""The supervisor's dated notes and the form to add one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import day_month
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Well
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

NEXT_DAYS = 28


class ReviewsCard(Card):
    """Notes, latest first."""

    def __init__(self, work: Workspace, parse: Parse) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._shown: list[tuple[int, int, str]] | None = None
        self.add_button = Button("Add review note", "quiet", "plus", small=True)
        super().__init__("Reviews", right=[self.add_button], role="section")
        self.note = Area("", "What you found, and what should happen next", lines=3)
        self.next_on = DateEdit(parse, placeholder="+28, 13 nov")
        self.note_field = Field("Review note", self.note, name="review_note")
        self.next_field = Field("Next review", self.next_on, name="review_next")
        save = Button("Save note", small=True, keys="Ctrl+Return")
        cancel = Button("Cancel", "quiet", small=True, keys="Esc")
        save.clicked.connect(self.save)
        cancel.clicked.connect(self.close_form)
        self.form = Well(
            col(row((self.note_field, 3), (self.next_field, 1), gap=12), row(save, cancel, None), gap=8)
        )
        self.form.hide()
        self._list = col(gap=4)
        self.add(self.form, self._list)
        self.add_button.clicked.connect(self.begin)

    def show_page(self, page: PlanPage) -> None:
        self._page = page
        shown = [(r.id, r.version, page.name(r.by_id)) for r in page.reviews]
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._list)
        today = self._work.desk.today
        for review in page.reviews:
            words = Text(review.note, wrap=True)
            when = Text(day_month(review.reviewed_on, today), "meta", "text2", width=76)
            who = Text(page.name(review.by_id), "meta", "text2", width=132, wrap=True)
            for one in (when, who, words):
                one.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._list.addWidget(box(row(when, who, (words, 1), gap=8)))
        if not page.reviews:
            self._list.addWidget(Text("No review notes yet.", "meta", "text3"))

    def set_locked(self, locked: bool) -> None:
        self.add_button.setVisible(not locked)
        if locked:
            self.form.hide()

    def begin(self) -> None:
        """Open the form; what was begun and not saved is still there."""
        if self.form.isHidden():
            self.form.show()
            if self.next_on.value() is None:
                self.next_on.set_value(self._work.desk.today + timedelta(days=NEXT_DAYS))
        reveal(self.note)

    def close_form(self) -> None:
        self.form.hide()
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """Another plan is open."""
        self.form.hide()
        self.note.setText("")
        self.next_on.set_value(None)

    def save(self) -> None:
        """Write the note and the date of the next review."""
        page = self._page
        if page is None or not self.next_on.read():
            return
        self.note_field.set_error("")
        self.next_field.set_error("")
        try:
            PlanCourse(self._work.desk).review(page.plan.id, self.note.text(), self.next_on.value())
        except Incomplete as error:
            field = {"review_note": self.note_field, "review_next": self.next_field}[error.field]
            field.set_error(error.says)
            reveal(field.control)
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.forget()
        self._work.say("Added the review note", undo=True)
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
