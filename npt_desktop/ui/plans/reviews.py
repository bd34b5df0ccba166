"""The signed entries of a plan, and the forms to add one: a review, an authorisation, a hand-over."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.plan_kinds import Opinion, ReviewKind
from npt_desktop.models.plans import PlanReview
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import day_month
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.kept import Kept
from npt_desktop.ui.plans.deciding import AuthoriseForm, HandOverForm, ReopenForm
from npt_desktop.ui.plans.rows import Parse
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Well
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

NEXT_DAYS = 28


class ReviewsCard(Card):
    """Entries, latest first."""

    def __init__(self, work: Workspace, parse: Parse) -> None:
        self._work = work
        self._page: PlanPage | None = None
        self._shown: list[tuple[int, int, str]] | None = None
        self._kept = Kept(work, "review")
        self.add_button = Button("Add review note", "quiet", "plus", small=True)
        self.authorise_button = Button("Authorise", "quiet", "checklist", small=True)
        self.authorise_button.setObjectName("authorise")
        self.hand_over_button = Button("Hand over", "quiet", "user", small=True)
        buttons = [self.authorise_button, self.hand_over_button, self.add_button]
        super().__init__("Reviews and decisions", right=buttons, role="section")
        self.note = Area("", "What you found, and what should happen next", lines=3)
        self.next_on = DateEdit(parse, placeholder="+28, 13 nov")
        self.opinion = Segmented([(one, one.label) for one in Opinion], small=True, optional=True)
        self.note_field = Field("Review note", self.note, name="review_note")
        self.next_field = Field("Next review", self.next_on, name="review_next")
        self.opinion_field = Field(
            "Your judgement: sufficient and in keeping with SARA?", self.opinion, name="review_opinion", optional=True
        )  # fmt: skip
        save = Button("Save note", small=True, keys="Ctrl+Return")
        cancel = Button("Cancel", "quiet", small=True, keys="Esc")
        save.clicked.connect(self.save)
        cancel.clicked.connect(self.close_form)
        side = col(self.next_field, None, gap=8)
        self.form = Well(
            col(
                row((self.note_field, 3), (side, 1), gap=12),
                self.opinion_field,
                row(save, cancel, None),
                gap=8,
            )
        )
        self.form.hide()
        self.authorising, self.handing, self.reopening = (
            AuthoriseForm(work),
            HandOverForm(work),
            ReopenForm(work),
        )
        self._list = col(gap=4)
        self.add(self.form, self.authorising, self.handing, self.reopening, self._list)
        self.add_button.clicked.connect(self.begin)
        self.authorise_button.clicked.connect(self.begin_authorising)
        self.hand_over_button.clicked.connect(self.begin_handing)

    # -- what is shown --
    def show_page(self, page: PlanPage, people: Sequence[tuple[Hashable, str]]) -> None:
        self._page = page
        self.authorising.show_page(page)
        self.handing.show_page(page, people)
        self.reopening.show_page(page)
        self.opinion_field.setVisible(self._judges(page))
        shown = [(r.id, r.version, page.name(r.by_id)) for r in page.reviews]
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._list)
        for review in page.reviews:
            self._list.addWidget(self._line(page, review))
        if not page.reviews:
            self._list.addWidget(Text("No review notes yet.", "meta", "text3"))

    def _line(self, page: PlanPage, review: PlanReview) -> QWidget:
        said = "" if review.kind is ReviewKind.REVIEW else f"{review.kind.label}. "
        note = review.note.strip()
        if review.opinion is not None:
            end = "" if not note or note[-1] in ".!?" else "."
            note = f"{note}{end} Judged: {review.opinion.label.lower()}.".strip()
        words = Text(f"{said}{note}", wrap=True)
        when = Text(day_month(review.reviewed_on, self._work.desk.today), "meta", "text2", width=76)
        who = Text(review.signed_by or page.name(review.by_id), "meta", "text2", width=132, wrap=True)
        for one in (when, who, words):
            one.setAlignment(Qt.AlignmentFlag.AlignTop)
        return box(row(when, who, (words, 1), gap=8))

    def _judges(self, page: PlanPage) -> bool:
        actor = self._work.desk.actor
        return may(actor.role, Act.SUPERVISE_PLAN) and page.plan.lead_id != actor.person_id

    def set_locked(self, locked: bool) -> None:
        for button in (self.add_button, self.authorise_button, self.hand_over_button):
            button.setVisible(not locked)
        self.authorise_button.setVisible(not locked and may(self._work.desk.actor.role, Act.SUPERVISE_PLAN))
        if locked:
            for form in (self.form, self.authorising, self.handing):
                form.hide()

    # -- the forms --
    @property
    def open_form(self) -> Well | None:
        """The form that is open."""
        forms = (self.form, self.authorising, self.handing, self.reopening)
        return next((form for form in forms if not form.isHidden()), None)

    def begin(self) -> None:
        """Open the form for a note; what was begun and not saved is still there."""
        self.close_forms()
        if self._page is not None and not self.note.text():
            self.note.setText(str(self._kept.kept(str(self._page.plan.id)).get("note", "")))
        if self.next_on.value() is None:
            self.next_on.set_value(self._work.desk.today + timedelta(days=NEXT_DAYS))
        self.form.show()
        reveal(self.note, self.form)

    def begin_authorising(self) -> None:
        """Open the form that says whether work goes on."""
        self.close_forms()
        self.authorising.begin()

    def begin_handing(self) -> None:
        """Open the form that names another lead."""
        self.close_forms()
        self.handing.begin()

    def begin_reopening(self) -> None:
        """Open the form that asks why a closed plan is worked on again."""
        self.close_forms()
        self.reopening.begin()

    def close_forms(self) -> None:
        """Put every form away; a note begun is kept."""
        for form in (self.form, self.authorising, self.handing, self.reopening):
            form.hide()

    def close_form(self) -> None:
        """Put the open form away and go back to its button."""
        form = self.open_form
        self.close_forms()
        buttons = {self.authorising: self.authorise_button, self.handing: self.hand_over_button}
        buttons.get(form, self.add_button).setFocus(Qt.FocusReason.TabFocusReason)  # type: ignore[arg-type]

    def keep(self) -> None:
        """Keep a note that was begun, as when the plan is left."""
        if self._page is not None and not self.form.isHidden():
            note = self.note.text()
            self._kept.keep(str(self._page.plan.id), {"note": note} if note.strip() else {})

    def forget(self) -> None:
        """Another plan is open."""
        self.close_forms()
        self.note.setText("")
        self.opinion.set_value(None)
        self.next_on.set_value(None)

    def primary(self) -> None:
        """Save the form that is open."""
        form = self.open_form
        if form is self.form:
            self.save()
        elif form is self.authorising:
            self.authorising.go_on()
        elif form is self.handing:
            self.handing.save()
        elif form is self.reopening:
            self.reopening.save()

    def save(self) -> None:
        """Write the note, the judgement and the date of the next review."""
        page = self._page
        if page is None or not self.next_on.read():
            return
        self.note_field.set_error("")
        self.next_field.set_error("")
        opinion = self.opinion.value() if not self.opinion_field.isHidden() else None
        try:
            PlanCourse(self._work.desk).review(
                page.plan.id, self.note.text(), self.next_on.value(),
                opinion if isinstance(opinion, Opinion) else None,
            )  # fmt: skip
        except Incomplete as error:
            self.keep()
            field = {"review_note": self.note_field, "review_next": self.next_field}[error.field]
            field.set_error(error.says)
            reveal(field.control)
            return
        except CannotDo as error:
            self.keep()
            self._work.refused.emit(error.says)
            return
        self._kept.forget(str(page.plan.id))
        self.forget()
        self._work.say("Added the review note", undo=True)
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
