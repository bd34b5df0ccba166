"""One entry under the five headings, each field saved when it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from npt_desktop.errors import CannotDo, Clash, Incomplete
from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import public_date
from npt_desktop.rules.what_works import WorksState, standard_sheet
from npt_desktop.services.what_works import EntryPage, WhatWorks
from npt_desktop.ui.what_works.board import BoardCard
from npt_desktop.ui.what_works.models import TONES
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Notice
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import ErrorSummary, reveal
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace


class _Box(Area):
    """A text box that says when it was left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class EntryEditor(QWidget):
    """The pane at the right. ``plan_wanted`` carries plan and area, ``print_wanted`` asks for the entry as a PDF."""

    plan_wanted = Signal(int, int)
    print_wanted = Signal()

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._work = work
        self.page: EntryPage | None = None
        self._version = 0
        self._base: dict[str, Any] = {}
        self.fields: dict[str, Field] = {}
        self.state = Pill("", "none")
        self.facts = Text("", "meta", "text2", wrap=True)
        self.plan_button = Button("", "quiet", "target-arrow", small=True)
        self.plan_button.clicked.connect(self._go_plan)
        self.submit_button = Button("Send to the board", "primary", "send", keys="Ctrl+Return")
        self.submit_button.setObjectName("submit")
        self.submit_button.clicked.connect(self.submit)
        self.back_button = Button("Take back", icon="arrow-back-up")
        self.back_button.clicked.connect(self.withdraw)
        self.fill_button = Button("Fill from the plan", icon="copy")
        self.fill_button.clicked.connect(self.take_over)
        self.print_button = Button("Print", "quiet", "printer", keys="Ctrl+P")
        self.print_button.clicked.connect(self.print_wanted)
        self.remove_button = Button("Remove", "quiet", "trash")
        self.remove_button.clicked.connect(self.remove)
        self.feedback = Notice("", icon="message-2")
        self.feedback.setObjectName("board_said")
        self.feedback.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.summary = ErrorSummary()
        self.board = BoardCard(work)
        self._under = col(gap=8)
        self.inner = box(
            col(
                self._head(),
                self.feedback,
                self.board,
                self._form(),
                self._under,
                None,
                gap=8,
                margins=(0, 0, 8, 4),
            )
        )
        self.area = scroll(self.inner)
        self.setLayout(col(self.area, gap=0))

    def add_below(self, card: QWidget) -> None:
        """Put a card under the form."""
        self._under.addWidget(card)

    # -- building --
    def _head(self) -> QWidget:
        head = Card(pad=12, gap=6)
        head.setAccessibleName("The entry")
        buttons = (
            self.submit_button, self.back_button, self.fill_button, None, self.print_button, self.remove_button,
        )  # fmt: skip
        head.add(row(self.state, (self.facts, 1), self.plan_button, gap=8), row(*buttons))
        return head

    def _form(self) -> QWidget:
        card = Card(pad=12, gap=8)
        card.setAccessibleName("What the entry says")
        self.issue = Combo([(None, "Not chosen")])
        self.result = Segmented([(v, v.label) for v in Verdict], label="Result", small=True, optional=True)
        title, problem = (
            self._line("title", "Title"),
            self._text("problem", "Problem", "What was wrong, where", 2),
        )
        issue = self._field("issue_id", "Kind of problem", self.issue)
        self.issue.changed.connect(lambda _: self.save("issue_id"))
        result = self._field("result", "Result", self.result)
        self.result.changed.connect(lambda _: self.save("result"))
        card.add(self.summary, title, problem, row((issue, 1), result, None, gap=12))
        for heading in standard_sheet().headings:
            card.add(self._text(heading.field, heading.name, "", 4, hint=heading.asks))
            if heading.explain:
                words = f"{heading.name}: why it cannot be said"
                card.add(self._line(heading.why_not, words, optional=True))
        card.add(self._line("not_sent_reason", "Why this is not sent to the board", optional=True))
        return card

    def _line(self, name: str, label: str, *, optional: bool = False) -> Field:
        edit = Edit()
        edit.editingFinished.connect(lambda: self.save(name))
        return self._field(name, label, edit, optional=optional)

    def _text(self, name: str, label: str, placeholder: str, lines: int, *, hint: str = "") -> Field:
        area = _Box("", placeholder, lines=lines)
        area.left.connect(lambda: self.save(name))
        return self._field(name, label, area, hint=hint)

    def _field(
        self, name: str, label: str, control: QWidget, *, hint: str = "", optional: bool = False
    ) -> Field:
        made = Field(label, control, name=name, hint=hint, optional=optional)
        self.fields[name] = made
        return made

    # -- showing --
    def show_page(self, page: EntryPage, issues: Sequence[Choice]) -> bool:
        """Show an entry, or a newer look at the one shown: what is being written stays. False when the look is
        older than what was saved since."""
        fresh = self.page is None or page.entry.id != self.page.entry.id
        if not fresh and page.entry.version < self._version:
            return False
        self._version = page.entry.version
        if fresh:
            self.summary.show_errors(())
            self.area.verticalScrollBar().setValue(0)
        offered = [(None, "Not chosen"), *((issue.id, issue.label) for issue in issues)]
        self.issue.set_options(offered, self.issue.value())
        for name, field in self.fields.items():
            value = getattr(page.entry, name)
            if fresh or self._value(name) == self._base.get(name):
                self._put(name, value)
                self._base[name] = value
                field.set_error("")
        self.page = page
        self._show_head(page)
        self._lock(page)
        self.board.show_page(page)
        order_tabs(self.inner)
        return True

    def forget(self) -> None:
        """No entry is chosen."""
        self.flush()
        self.page = None
        self.board.show_page(None)

    def _show_head(self, page: EntryPage) -> None:
        entry, state = page.entry, page.state
        self.state.set(state.label, TONES[state])
        self.facts.setText(_facts(page))
        self.plan_button.setVisible(page.plan is not None)
        self.plan_button.set_text(page.plan.reference if page.plan else "")
        able = may(self._work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        self.submit_button.setVisible(able and page.writable)
        self.back_button.setVisible(able and state is WorksState.QUEUED)
        self.fill_button.setVisible(able and page.writable and page.plan is not None)
        self.remove_button.setVisible(able and page.writable and entry.submitted_on is None)
        self.feedback.setVisible(bool(entry.feedback))
        label = standard_sheet().labels.get(entry.label, "")
        self.feedback.setText(
            " ".join(part for part in ("The board:", f"{label}." if label else "", entry.feedback) if part)
        )

    def _lock(self, page: EntryPage) -> None:
        open_ = page.writable and may(self._work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        for name, field in self.fields.items():
            control = field.control
            if isinstance(control, Edit | Area):
                control.setReadOnly(not open_)
            else:
                control.setEnabled(open_)
            if name.endswith("_why_not"):
                heading = name.removesuffix("_why_not")
                said = str(getattr(page.entry, heading)).strip()
                field.setVisible(bool(getattr(page.entry, name)) or (open_ and not said))
        not_sent = self.fields["not_sent_reason"]
        not_sent.setVisible(
            bool(page.entry.not_sent_reason) or (open_ and page.state is not WorksState.RETURNED)
        )

    # -- writing --
    def flush(self) -> None:
        """Save what is being written."""
        for name in self.fields:
            self.save(name)

    def save(self, name: str) -> None:
        """Write a field that differs from the store."""
        page, field = self.page, self.fields[name]
        value = self._value(name)
        if page is None or value == self._base.get(name) or not self._may_write(page):
            return
        works = WhatWorks(self._work.desk)
        try:
            try:
                self._version = works.save(page.entry.id, self._version, {name: value})
            except Clash:
                latest = works.page(page.entry.id).entry
                self._version = latest.version
                theirs = getattr(latest, name)
                if theirs not in (self._base.get(name), value):
                    self._base[name] = theirs
                    said = " ".join(str(getattr(theirs, "label", theirs) or "nothing").split())[:160]
                    field.set_error(
                        f"Somebody else wrote “{said}” meanwhile: leave the field again to keep yours."
                    )
                    return
                self._version = works.save(page.entry.id, self._version, {name: value})
        except Incomplete as error:
            field.set_error(error.fields.get(name, error.says))
        except CannotDo as error:
            self._work.refused.emit(error.says)
        else:
            self._base[name] = value
            field.set_error("")

    def submit(self) -> None:
        """Send the entry to the board, or say what it lacks."""
        page = self.page
        if page is None or not self._may_write(page):
            return
        self.flush()
        try:
            WhatWorks(self._work.desk).submit(page.entry.id, self._version)
        except Incomplete as error:
            self.summary.show_errors([(self.fields[name], says) for name, says in error.fields.items()])
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.summary.show_errors(())
        self._work.say("Sent to the board", undo=True)

    def withdraw(self) -> None:
        """Take the entry back from the board's queue."""
        self._do(lambda works, entry_id: works.withdraw(entry_id, self._version), "Took the entry back")

    def take_over(self) -> None:
        """Fill the empty headings from the plan."""
        self.flush()
        self._do(lambda works, entry_id: works.take_over(entry_id), "Filled the empty headings from the plan")

    def remove(self) -> None:
        """Remove a draft; Undo brings it back."""
        self._do(lambda works, entry_id: works.remove(entry_id), "Removed the entry")

    def primary(self) -> None:
        """Send it, or save what the board decided."""
        if self.board.wanted:
            self.board.save()
        else:
            self.submit()

    def begin(self) -> None:
        """Put the focus where work on the entry starts."""
        # Fields were just shown or hidden: scrolling needs to know where they now are.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if self.board.wanted:
            reveal(self.board.first())
            return
        lacks = next(iter(self.page.lacking), "title") if self.page is not None else "title"
        reveal(self.fields[lacks].control)

    def _do(self, work: Callable[[WhatWorks, int], object], done: str) -> None:
        page = self.page
        if page is not None:
            self._work.attempt(lambda: work(WhatWorks(self._work.desk), page.entry.id), done)

    def _may_write(self, page: EntryPage) -> bool:
        return page.writable and may(self._work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)

    def _value(self, name: str) -> Any:
        control = self.fields[name].control
        if isinstance(control, Edit | Area):
            text = control.text()
            return text if text == self._base.get(name) else text.strip()
        assert isinstance(control, Combo | Segmented)
        return control.value()

    def _put(self, name: str, value: Any) -> None:
        control = self.fields[name].control
        if isinstance(control, Edit | Area):
            if control.text() != value:
                control.setText(value)
        else:
            assert isinstance(control, Combo | Segmented)
            control.set_value(value)

    def _go_plan(self) -> None:
        page = self.page
        if page is not None and page.plan is not None:
            self.plan_wanted.emit(page.plan.id, page.plan.area_id)

    def hideEvent(self, event: QHideEvent, /) -> None:
        self.flush()
        super().hideEvent(event)


def _facts(page: EntryPage) -> str:
    entry = page.entry
    parts = [page.state.stage.label, page.area, entry.kind.label]
    if page.state is WorksState.QUEUED and page.board is not None and entry.submitted_on is not None:
        parts.append(f"sent {public_date(entry.submitted_on)} for the board of {page.board.label}")
        parts.append("that board is over" if page.late else "")
    elif entry.decided_on is not None:
        parts.append(f"board of {public_date(entry.decided_on)}")
    if entry.shared_on is not None:
        parts.append(f"on the portal since {public_date(entry.shared_on)}: {entry.shared_where}".rstrip(": "))
    return " · ".join(part for part in parts if part)
