"""The questions of the checklist: added, reworded, retired or due in other months from a month on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import DueRule
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import add_months, month_label, month_of, month_short
from npt_desktop.rules.quality import Question
from npt_desktop.services.checklists import Checklists, due_words
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Combo, Edit, Field
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

_RULES = [(DueRule.MONTHLY, "Every month"), (DueRule.MONTHS, "Certain months"), (DueRule.NONE, "No due date")]
_YEAR = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
_AHEAD = 12


class ChecklistDialog(QDialog):
    """A draft of the whole list; nothing is written before “Put in force”. ``ask_open`` and ``ask_save`` are
    where the path of a checklist file comes from."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.ask_open: Callable[[], Path | None] = self._ask_open
        self.ask_save: Callable[[], Path | None] = self._ask_save
        self.setWindowTitle("Questions of the checklist")
        self.setAccessibleName("Questions of the checklist")
        self.setModal(True)
        self.resize(940, 580)
        first = month_of(work.desk.today)
        months = [add_months(first, ahead) for ahead in range(_AHEAD)]
        self.questions = list(Checklists(work.desk).questions(first))
        self._at = -1
        may_change = may(work.desk.actor.role, Act.CHANGE_LISTS)
        self.list = QListWidget()
        self.list.setObjectName("checklist_questions")
        self.list.setAccessibleName("Questions")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.text, self.short = Area(lines=4), Edit()
        self.section = Combo(name="Section")
        self.rule = Segmented(_RULES, label="Due", small=True)
        self.months = [Check(month_short(first.replace(month=number))) for number in _YEAR]
        self.end = Check("At the end of the month")
        self.month = Combo([(m, month_label(m)) for m in months], first, width=170, name="In force from")
        self.errors = ErrorSummary()
        self._months_box = box(
            col(row(*self.months[:6], None, gap=8), row(*self.months[6:], None, gap=8), gap=2)
        )
        self.add_button = Button("Add a question", "quiet", "plus", small=True)
        self.retire_button = Button("Retire it", "quiet", "x", small=True)
        self.bring_button = Button("Bring a file in", "quiet", "database-import", small=True)
        self.save_button = Button("Save as a file", "quiet", "file-export", small=True)
        self.put_button = Button("Put in force", "primary", "check")
        close = Button("Close")
        self.add_button.clicked.connect(self.add)
        self.retire_button.clicked.connect(self.retire)
        self.bring_button.clicked.connect(self.bring)
        self.save_button.clicked.connect(self.save)
        self.put_button.clicked.connect(self.put_in_force)
        close.clicked.connect(self.reject)
        self.rule.changed.connect(lambda _: self._show_months())
        self.list.currentRowChanged.connect(self._come)
        said = Text(
            "Meetings held keep the questions they were held on." if may_change
            else "Only an inspector, a chief inspector or the hub changes the questions.", "meta", "text2", wrap=True,
        )  # fmt: skip
        form = col(
            Field("Question, word for word", self.text, name="text"), Field("In short", self.short, name="short"),
            Field("Section", self.section, name="section"), Field("Due", self.rule, name="rule"), self._months_box,
            self.end, row(self.add_button, self.retire_button, None), None, gap=8, margins=(0, 0, 8, 0),
        )  # fmt: skip
        label = Text("In force from", "label", "text2")
        foot = row(
            self.bring_button, self.save_button, None, label, self.month, close, self.put_button, gap=8
        )
        self.setLayout(col(
            row(Text("Questions of the checklist", "section"), None), said, self.errors, line(),
            row((self.list, 5), (scroll(box(form)), 6), gap=16), line(), foot, gap=8, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        for part in (self.text, self.short, self.section, self.rule, *self.months, self.end):
            part.setEnabled(may_change)
        for button in (
            self.add_button,
            self.retire_button,
            self.bring_button,
            self.put_button,
            self.month,
            label,
        ):
            button.setVisible(may_change)
        self._fill(0)

    # ------------------------------------------------------------------- showing
    def _fill(self, at: int) -> None:
        """List the draft and come to one of its questions."""
        self._at = -1
        self.section.set_options([(name, name) for name in dict.fromkeys(q.section for q in self.questions)])
        self.list.clear()
        self.list.addItems([_line(question) for question in self.questions])
        self.list.setCurrentRow(max(0, min(at, len(self.questions) - 1)))

    def _come(self, at: int) -> None:
        self.take()
        self._at = at
        if not 0 <= at < len(self.questions):
            return
        question = self.questions[at]
        self.text.setText(question.text)
        self.short.setText(question.short)
        self.section.set_value(question.section)
        self.rule.set_value(question.rule)
        for check, month in zip(self.months, _YEAR, strict=True):
            check.setChecked(month in question.months)
        self.end.setChecked(question.end_of_month)
        self._show_months()

    def _show_months(self) -> None:
        self._months_box.setVisible(self.rule.value() is DueRule.MONTHS)
        self.end.setVisible(self.rule.value() is not DueRule.NONE)

    def take(self) -> None:
        """Take what the form says into the draft."""
        if not 0 <= self._at < len(self.questions):
            return
        chosen = next((rule for rule in DueRule if rule is self.rule.value()), DueRule.MONTHLY)
        ticked = tuple(m for m, check in zip(_YEAR, self.months, strict=True) if check.isChecked())
        months = ticked if chosen is DueRule.MONTHS else ()
        end = self.end.isChecked() and chosen is not DueRule.NONE
        old = self.questions[self._at]
        if sorted(months) == sorted(old.months):
            months = old.months
        new = replace(
            old, text=self.text.text(), short=self.short.text(), section=str(self.section.value() or ""), rule=chosen,
            months=months, end_of_month=end, due_words=due_words(chosen, months, end=end),
        )  # fmt: skip
        self.questions[self._at] = new
        item = self.list.item(self._at)
        if item is not None:
            item.setText(_line(new))

    # -------------------------------------------------------------------- doing
    def add(self) -> None:
        """A new question at the end of the section shown."""
        self.take()
        section = self.questions[self._at].section if 0 <= self._at < len(self.questions) else ""
        self.questions.append(Question(0, section, 0, "", "Due monthly", "", DueRule.MONTHLY, (), False, ""))
        self._fill(len(self.questions) - 1)
        self.text.setFocus(Qt.FocusReason.TabFocusReason)

    def retire(self) -> None:
        """Leave the question out from the month chosen on."""
        at = self._at
        if 0 <= at < len(self.questions):
            del self.questions[at]
            self._at = -1
            self._fill(at)

    def put_in_force(self) -> None:
        """Write the draft as a version."""
        self.take()
        month = month_of(self.month.value())  # type: ignore[arg-type]
        checklists = Checklists(self._work.desk)
        if self._write(lambda: checklists.revise(month, self.questions)):
            self._work.say(f"Checklist changed from {month_label(month)}", undo=True)
            self.accept()

    def bring(self) -> None:
        """Put the questions of a file in force; a mistake in it is said and changes nothing."""
        path = self.ask_open()
        month = month_of(self.month.value())  # type: ignore[arg-type]
        if path is not None and self._write(lambda: Checklists(self._work.desk).bring(path, month)):
            self._work.say(f"Checklist of {path.name} in force from {month_label(month)}", undo=True)
            self.accept()

    def save(self) -> None:
        """Write the questions in force as a file that can be edited and brought in."""
        path = self.ask_save()
        month = self._work.desk.today
        if path is not None and self._write(lambda: Checklists(self._work.desk).save(path, month)):
            self._work.say(f"Saved {path.name}")

    def _write(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except Incomplete as error:
            self._refuse(error.fields)
        except CannotDo as error:
            self.errors.show_errors([(None, error.says)])
        else:
            return True
        return False

    def _refuse(self, fields: Mapping[str, str]) -> None:
        places = [int(digits) for name in fields if (digits := name.lstrip("abcdefghijklmnopqrstuvwxyz_"))]
        if places:
            self.list.setCurrentRow(places[0])
        self.errors.show_errors([(None, says) for says in fields.values()])

    def _ask_open(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Bring a checklist in", "", "Checklist (*.json)")
        return Path(chosen) if chosen else None

    def _ask_save(self) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the checklist", str(Path(folder) / "checklist.json"), "Checklist (*.json)"
        )
        return Path(chosen) if chosen else None


def _line(question: Question) -> str:
    name = f"{question.number}. " if question.number else "New: "
    return f"{name}{question.short or question.text or 'not written yet'}  ({question.due_words or 'no due date'})"
