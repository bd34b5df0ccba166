"""What the board does with the entry shown: decides, or records that it stands on the portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import BoardDecision
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.what_works import WorksState, standard_sheet
from npt_desktop.services.what_works import EntryPage, WhatWorks
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.dates import DateEdit
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import ErrorSummary

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class BoardCard(Card):
    """The hub's forms; hidden for everybody else and while there is nothing to decide."""

    def __init__(self, work: Workspace) -> None:
        super().__init__("Decision of the board", role="section")
        self._work = work
        self._page: EntryPage | None = None
        self.summary = ErrorSummary()
        self.decision = Segmented(
            [(one, one.label) for one in BoardDecision], BoardDecision.SHARE, label="Decision", numbered=True
        )
        self.label = Combo([(None, "Choose"), *standard_sheet().labels.items()])
        self.feedback = Area("", "What the board thought, for the people who sent it", lines=3)
        self.decision_field = Field("Decision", self.decision, name="decision")
        self.label_field = Field("Judged", self.label, name="label")
        self.feedback_field = Field("Feedback", self.feedback, name="feedback")
        self.save_button = Button("Save decision", "primary", keys="Ctrl+Return")
        self.save_button.clicked.connect(self.save)
        self.deciding = box(
            col(
                row(self.decision_field, (self.label_field, 1), gap=12), self.feedback_field,
                row(self.save_button, None),
            )
        )  # fmt: skip
        self.on = DateEdit(self._parse)
        self.where = Edit("", "Where on the portal, such as: Problem solving, case studies")
        self.on_field = Field("Put on the portal on", self.on, name="shared_on")
        self.where_field = Field("Where", self.where, name="shared_where", optional=True)
        self.share_button = Button("Record sharing", "primary", keys="Ctrl+Return")
        self.share_button.clicked.connect(self.save)
        self.sharing = box(
            col(row((self.on_field, 1), (self.where_field, 3), gap=12), row(self.share_button, None))
        )
        self.add(self.summary, self.deciding, self.sharing)
        self.hide()

    @property
    def wanted(self) -> bool:
        """There is something for this person to decide."""
        able = may(self._work.desk.actor.role, Act.DECIDE_WHAT_WORKS)
        return (
            able and self._page is not None and self._page.state in (WorksState.QUEUED, WorksState.TO_SHARE)
        )

    def show_page(self, page: EntryPage | None) -> None:
        """Show what can be done with an entry; what was begun for it stays."""
        fresh = page is None or self._page is None or page.entry.id != self._page.entry.id
        fresh = fresh or (page is not None and self._page is not None and page.state is not self._page.state)
        self._page = page
        if fresh:
            self.decision.set_value(BoardDecision.SHARE)
            self.label.set_value(None)
            self.feedback.setText("")
            self.on.set_value(self._work.desk.today)
            self.where.setText("")
            self._clear()
        if page is not None:
            queued = page.state is WorksState.QUEUED
            self.set_title("Decision of the board" if queued else "Sharing")
            self.deciding.setVisible(queued)
            self.sharing.setVisible(not queued)
        self.setVisible(self.wanted)

    def first(self) -> QWidget:
        """Where the focus goes."""
        queued = self._page is not None and self._page.state is WorksState.QUEUED
        return self.decision if queued else self.on

    def save(self) -> None:
        """Save the decision, or the day it was shared."""
        page = self._page
        if page is None or not self.wanted:
            return
        self._clear()
        works, entry = WhatWorks(self._work.desk), page.entry
        if page.state is WorksState.QUEUED:
            decision, label = self.decision.value(), self.label.value()
            assert isinstance(decision, BoardDecision)
            self._do(
                lambda: works.decide(
                    entry.id, entry.version, decision, str(label or ""), self.feedback.text()
                ),
                "Saved the board’s decision",
            )
        else:
            day = self.on.value()
            self._do(
                lambda: works.share(entry.id, entry.version, day, self.where.text()), "Recorded the sharing"
            )

    def _do(self, work: Callable[[], object], done: str) -> None:
        try:
            work()
        except Incomplete as error:
            fields = {
                "label": self.label_field, "feedback": self.feedback_field, "shared_on": self.on_field,
            }  # fmt: skip
            self.summary.show_errors([(fields.get(name), says) for name, says in error.fields.items()])
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self._work.say(done, undo=True)

    def _clear(self) -> None:
        self.summary.show_errors(())
        for field in (self.label_field, self.feedback_field, self.on_field):
            field.set_error("")

    def _parse(self, text: str) -> date:
        return parse_typed(text, self._work.desk.today)
