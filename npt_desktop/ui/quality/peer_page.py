"""The peer review on screen: questions at the left, the one in hand at the right, the score above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import ActionState, PeerRating
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.peer import open_points
from npt_desktop.services.actions import Actions
from npt_desktop.services.peer import PeerLine, PeerPage, PeerReviews
from npt_desktop.services.reporting_peer import peer_name, peer_pdf
from npt_desktop.ui.quality.peer_parts import NewReview, PeerPane, Summary, lines_of_review
from npt_desktop.ui.quality.printing import ask_path
from npt_desktop.ui.quality.questions import LetterKeys, QuestionList
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Combo
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import ConfirmDialog, EmptyState, announce, reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace

RATINGS = tuple(PeerRating)
Fetch = Callable[[Callable[[], Any], Callable[[Any], object]], None]


class PeerReviewPage(QWidget):
    """``back`` closes the page. A rating is saved as it is given, a note as it is left. ``ask`` is where the
    path of the PDF comes from."""

    back = Signal()

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__()
        self.work, self._fetch = work, fetch
        self.ask: Callable[[QWidget, str], Path | None] = ask_path
        self.page: PeerPage | None = None
        self._review: int | None = None
        self._number = 0
        self._versions: dict[int, int] = {}
        self._actions = Actions(work.desk)
        self.choose = Combo(width=190, name="Peer review")
        self.choose.changed.connect(self._choose)
        self.part = Segmented([(0, "Questions"), (1, "Areas and years")], 0, label="Shown", small=True)
        self.part.changed.connect(self._show_part)
        self.new_button = Button("New review", "quiet", "plus", small=True)
        self.print_button = Button("PDF", "quiet", "printer", small=True)
        self.sign_button = Button("Sign", "quiet", "lock", small=True)
        self.back_button = Button("Back to the meeting", "secondary", "chevron-left", small=True)
        self.new_button.clicked.connect(self.new)
        self.print_button.clicked.connect(self.save)
        self.sign_button.clicked.connect(self.sign)
        self.back_button.clicked.connect(self.back)
        self.score, self.counts = Text("", "card"), Text("", "meta", "text2")
        self.list, self.pane, self.summary = QuestionList(), PeerPane(work.desk.today), Summary()
        self.list.setAccessibleName("Questions of the peer review")
        self.letters = LetterKeys("1234acjk", self)
        self.letters.watch(self.list, *self.pane.rating.radios)
        self.letters.pressed.connect(self._letter)
        self.list.picked.connect(self._come)
        self.pane.rated.connect(lambda _: self.keep())
        self.pane.form.saved.connect(self._set_action)
        self.pane.form.closed.connect(self.list.setFocus)
        self.pane.note.installEventFilter(self)
        self.pane.wanted.connect(self._set_state)
        begin = Button("Begin a peer review", "primary")
        begin.clicked.connect(self.new)
        self._begin = begin
        self.empty = EmptyState(
            "clipboard-check", "No peer review yet",
            "The self-assessment has questions under the guideline’s seven areas, each with what the store shows.",
            begin,
        )  # fmt: skip
        left = Card(pad=1, gap=0).add((self.list, 1))
        left.setMinimumWidth(330)
        self.inner = QStackedWidget()
        self.inner.addWidget(box(row((left, 5), (self.pane, 7), gap=12)))
        self.inner.addWidget(self.summary)
        self.outer = QStackedWidget()
        self.outer.addWidget(self.inner)
        self.outer.addWidget(self.empty)
        tools = row(self.choose, self.part, None, self.new_button, self.print_button, self.sign_button,
                    self.back_button, gap=8)  # fmt: skip
        self._figures = box(row(self.score, self.counts, None, gap=12))
        self.setLayout(col(tools, self._figures, (self.outer, 1), gap=10))
        self.setAccessibleName("Peer review")

    # ------------------------------------------------------------------- reading
    def read(self) -> None:
        """Read the review shown, the latest at first."""
        desk, wanted = self.work.desk, self._review

        def read_review() -> tuple[PeerPage, list[Choice]]:
            return PeerReviews(desk).page(wanted), desk.people()

        self._fetch(read_review, self._show)

    def _show(self, found: tuple[PeerPage, list[Choice]]) -> None:
        page, people = found
        self.page = page
        self._review = page.review.id if page.review else None
        self._versions = {line.id: line.version for line in page.lines}
        self.pane.form.set_people(people)
        may_keep = may(self.work.desk.actor.role, Act.PEER_REVIEW)
        self.new_button.setVisible(may_keep and bool(page.years))
        self._begin.setVisible(may_keep)
        self.outer.setCurrentWidget(self.inner if page.review else self.empty)
        for part in (self.choose, self.part, self.print_button, self._figures):
            part.setVisible(page.review is not None)
        self.sign_button.setVisible(may_keep and page.review is not None and not page.finished)
        self.choose.set_options([(y.id, y.title) for y in reversed(page.years)], self._review)
        if page.review is None:
            return
        self._show_score()
        self.list.questions.set(lines_of_review(page))
        self.summary.show_page(page)
        if not any(line.number == self._number for line in page.lines):
            self._number = next((line.number for line in page.lines if line.rating is None), 1)
        self.list.pick(self._number)
        self._show_line(keep=False)

    def _show_score(self) -> None:
        page = self.page
        if page is not None:
            signed = f" Signed by {page.review.signed_by}." if page.review and page.finished else ""
            self.score.setText(page.score.words)
            self.counts.setText(f"{page.score.counts}.{signed}")

    def line(self) -> PeerLine | None:
        """The question in hand."""
        return (
            next((one for one in self.page.lines if one.number == self._number), None) if self.page else None
        )

    def _show_line(self, *, keep: bool) -> None:
        line, page = self.line(), self.page
        if line is not None and page is not None:
            names = {area.key: area.name for area in page.areas}
            editable = may(self.work.desk.actor.role, Act.PEER_REVIEW) and not page.finished
            self.pane.show_line(line, names.get(line.area, ""), editable=editable, keep=keep)

    def _choose(self, review_id: object) -> None:
        self.keep()
        self._review, self._number = (review_id if isinstance(review_id, int) else None), 0
        self.read()

    def _show_part(self, part: object) -> None:
        self.keep()
        self.inner.setCurrentIndex(1 if part else 0)

    # -------------------------------------------------------------------- moving
    def _come(self, number: int) -> None:
        if number and number != self._number:
            self.keep()
            self.pane.close_form()
            self._number = number
            self._show_line(keep=False)

    def move_on(self, step: int) -> None:
        """Save and go to the next question, or the one before."""
        self.keep()
        number = self.list.neighbour(step)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        if number is not None:
            self.list.pick(number)
            self._come(number)

    def _letter(self, letter: str) -> None:
        if letter in "jk":
            self.move_on(1 if letter == "j" else -1)
        elif self.pane.locked:
            self.work.refused.emit("This review is signed, or not yours to rate.")
        elif letter == "a":
            self.pane.open_form()
        elif letter == "c":
            reveal(self.pane.note)
        else:
            self.pane.rating.set_value(RATINGS[int(letter) - 1])
            self.keep()

    def primary(self) -> None:
        """Ctrl+Enter: save what is open and go on."""
        if not self.pane.form.isHidden():
            self.pane.form.submit()
        else:
            self.move_on(1)

    # ------------------------------------------------------------------- writing
    def _write(
        self, work: Callable[[], object], refuse: Callable[[Mapping[str, str]], object] | None = None
    ) -> bool:
        try:
            work()
        except Incomplete as error:
            if refuse is None:
                self.work.refused.emit(error.says)
            else:
                refuse(error.fields)
            return False
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return False
        return True

    def keep(self) -> None:
        """Save what was chosen and typed."""
        line, typed = self.line(), self.pane.typed
        if line is None or self.pane.locked or self.pane.number != line.number or typed == self.pane.put:
            return
        rating, note = typed
        peer, version = PeerReviews(self.work.desk), self._versions.get(line.id, line.version)

        def rate() -> None:
            self._versions[line.id] = peer.rate(line.id, version, rating, note, line.evidence)

        if self._write(rate):
            self.pane.put = typed
            word = rating.label if rating else "no rating"
            announce(self, f"Question {line.number}: {word}, saved")

    def _set_action(self, title: str, owner: object, due: object) -> None:
        line, form, peer = self.line(), self.pane.form, PeerReviews(self.work.desk)
        owner_id = owner if isinstance(owner, int) else None
        due_on = due if isinstance(due, date) else None
        self.keep()
        if line is not None and self._write(
            lambda: peer.set_action(line.id, title, owner_id, due_on), form.refuse
        ):
            form.close_form()
            self.work.say(f"Action set on question {line.number}", undo=True)

    def _set_state(self, action_id: int, state: object) -> None:
        version = next(
            one.action.version
            for one in (self.page.lines if self.page else ())
            if one.action is not None and one.action.id == action_id
        )
        if self._write(lambda: self._actions.set_state(action_id, ActionState(str(state)), version)):
            self.work.say("Action changed", undo=True)

    def new(self) -> None:
        """Begin another review."""
        dialog = NewReview(self.work.desk.today, self)

        def begin() -> None:
            peer = PeerReviews(self.work.desk)
            if self._write(lambda: self._begun(peer.begin(*dialog.entered)), dialog.refuse):
                dialog.accept()

        dialog.wanted.connect(begin)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begun(self, review_id: int) -> None:
        self._review, self._number = review_id, 0
        self.work.say("Peer review begun", undo=True)

    def sign(self) -> None:
        """Say what is open, or ask and sign."""
        page = self.page
        self.keep()
        if page is None or page.review is None:
            return
        says = open_points(page.rated)
        if says:
            self.work.refused.emit(" ".join(says))
            return
        name, review_id = self.work.desk.actor.name, page.review.id
        dialog = ConfirmDialog(
            self, "Sign the peer review",
            f"{page.score.words}. Signing as {name} locks every rating; the actions stay with their owners.",
            "Sign and lock",
        )  # fmt: skip
        peer_finish = partial(PeerReviews(self.work.desk).finish, review_id, name)
        dialog.accepted.connect(lambda: self._signed(peer_finish))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _signed(self, finish: Callable[[], object]) -> None:
        if self._write(finish):
            self.work.say("Peer review signed")

    def save(self) -> None:
        """Ask where to and write the PDF."""
        page, desk = self.page, self.work.desk
        if page is None or page.review is None:
            return
        review_id = page.review.id
        path = self.ask(self, peer_name(desk, page.review.title))
        if path is None:
            return

        def write_review() -> str:
            peer_pdf(desk, path, review_id)
            return path.name

        self._fetch(write_review, lambda name: self.work.say(f"Saved {name}"))

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.pane.note and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)
