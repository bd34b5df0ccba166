"""The check page before a plan is closed: every answer with a link to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import ActionState, Stage
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.plan_fields import fields_of, name_of
from npt_desktop.rules.problem_test import read_test
from npt_desktop.rules.sara import STAGES
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_facts import baseline_and_after
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.reporting_plans import field_words
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Notice
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import box, clear, col, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

LABEL_W = 132


class ClosePage(QWidget):
    """``wanted`` carries the field to change, ``done`` whether the plan was closed."""

    wanted = Signal(str)
    done = Signal(bool)

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self._work = work
        self._page: PlanPage | None = None
        self.summary = ErrorSummary()
        self.notice = Notice("")
        self.answers = col(gap=8)
        self.reason = Area("", "Such as: the partner has taken the problem over", lines=2)
        self.reason_field = Field("Why close it early", self.reason, name="close_reason")
        self.close_button = Button("Close plan", "primary", keys="Ctrl+Return")
        self.close_button.setObjectName("close_now")
        self.cancel_button = Button("Back to the plan", keys="Esc")
        self.close_button.clicked.connect(self.close_plan)
        self.cancel_button.clicked.connect(lambda: self.done.emit(False))
        last = Card()
        last.add(self.reason_field, row(self.close_button, self.cancel_button, None))
        inner = box(col(self.answers, None, margins=(0, 0, 8, 0)))
        self.setLayout(col(self.summary, self.notice, (scroll(inner), 1), last, gap=8))

    def show_page(self, page: PlanPage) -> None:
        self._page = page
        early = not page.reading.may_close
        self.summary.show_errors(())
        self.reason_field.set_error("")
        self.reason_field.setVisible(early)
        self.close_button.set_text("Close early" if early else "Close plan")
        self.notice.setText(
            f"{page.reading.close_reason} Closed early, the plan stays on Home as overdue until it is assessed."
            if early
            else "Every answer is there. Read them through, then close the plan."
        )
        clear(self.answers)
        for stage in STAGES:
            self.answers.addWidget(self._card(page, stage))

    def begin(self) -> None:
        """Start at the reason when one is needed, else at the button."""
        start: QWidget = self.reason if not self.reason_field.isHidden() else self.close_button
        start.setFocus(Qt.FocusReason.TabFocusReason)

    def _card(self, page: PlanPage, stage: Stage) -> Card:
        reading = page.reading.stage(stage)
        card = Card(stage.label, note=f"{reading.done} of {reading.total}", role="section", gap=2)
        missing = {item.field for item in reading.missing}
        answers = [(field.name, field.label, field_words(page, field)) for field in fields_of(stage)]
        for name, words in _others(page, stage):
            answers.append((name, name_of(name), words))
        for name, label, words in answers:
            lacks = name in missing or {"objective_on": "objective_date", "test": "test_complete"}.get(
                name
            ) in missing  # fmt: skip
            change = Button("Change" if words else "Add", "quiet", small=True)
            change.setAccessibleName(f"{'Change' if words else 'Add'} {label}")
            change.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            title = Text(label, "label", "text2", width=LABEL_W)
            said = Text(words or ("Missing" if lacks else "Not said"), wrap=True)
            said.set_tone("text" if words else "warn_text" if lacks else "text3")
            marks = [Mark("warn", 13, f"{label} is missing")] if lacks else []
            card.add(box(row(title, *marks, (said, 1), change, gap=8)))
        return card

    def close_plan(self) -> None:
        """Close it, or say what is lacking."""
        page = self._page
        if page is None:
            return
        try:
            PlanCourse(self._work.desk).close(page.plan.id, page.plan.version, self.reason.text())
        except Incomplete as error:
            self.summary.show_errors([(self.reason_field, error.says)])
            return
        except CannotDo as error:
            self._work.refused.emit(error.says)
            return
        self.reason.setText("")
        self._work.say(f"Closed {page.plan.reference}", undo=True)
        self.done.emit(True)


def _others(page: PlanPage, stage: Stage) -> list[tuple[str, str]]:
    """The parts of a stage in words, by the name of their field."""
    series = next((s.points for s in page.measures if s.measure.main), ())
    before, after = baseline_and_after(series, page.plan.finished_on)
    if stage is Stage.SCANNING:
        test = read_test(page.plan.test)
        found = "\n".join(source.what for source in page.sources)
        figure = f"{before.figure:g}, {before.period}" if before.figure is not None else ""
        return [("sources", found), ("test", test.says if test.complete else ""), ("baseline", figure)]
    if stage is Stage.ANALYSIS:
        return [("hypotheses", "\n".join(h.statement for h in page.hypotheses))]
    if stage is Stage.RESPONSE:
        left = sum(action.state is ActionState.OPEN for action in page.actions)
        words = f"{number_of(len(page.actions), 'action')}, {left} open" if page.actions else ""
        return [("actions", words)]
    return [("after", f"{after.figure:g}, {after.period}" if after.figure is not None else "")]
