"""A correction to a decided priority or issue: what it says, what it should say, why; and those made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import form_date
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Edit, Field
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.models.priorities import CandidateIssue, Priority, PriorityCorrection
    from npt_desktop.services.round_page import RoundPage
    from npt_desktop.ui.workspace import Workspace

_OF_PRIORITY = (("public_wording", "Public wording"), ("title", "Title"), ("reason", "Why (internal)"))
_OF_ISSUE = (
    ("reason", "Why (internal)"), ("agreed_by", "Agreed by"), ("passed_to", "Passed to"), ("title", "Title"),
)  # fmt: skip


class CorrectionDialog(QDialog):
    """Corrects one field at a time. The words before stay, with the day, the name and the reason."""

    def __init__(
        self, work: Workspace, page: RoundPage, parent: QWidget, *, issue: CandidateIssue | None,
        priority: Priority | None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._work, self._issue, self._priority = work, issue, priority
        record = priority or issue
        assert record is not None
        self._record: Priority | CandidateIssue = record
        self.setWindowTitle("Correct after the decision")
        self.setAccessibleName("Correct after the decision")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(640, 520)
        self.summary = ErrorSummary()
        options = _OF_PRIORITY if priority is not None else _OF_ISSUE
        self.which = Segmented(options, options[0][0])
        self.which.changed.connect(lambda _: self._show())
        self.was = Text("", tone="text2", wrap=True)
        self.value, self.reason = Area("", lines=4), Edit("", "such as: the street was named wrongly")
        self.fields = {
            "correction_value": Field("What it should say", self.value, name="correction_value"),
            "correction_reason": Field("Why", self.reason, name="correction_reason"),
        }
        self.save_button = Button("Add correction", "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save)
        cancel = Button("Cancel")
        cancel.clicked.connect(self.reject)
        made = [c for c in page.corrections if _belongs(c, issue, priority)]
        names = dict((*_OF_PRIORITY, *_OF_ISSUE))
        self.earlier = box(col(*[_told(c, names.get(c.field, c.field)) for c in reversed(made)], None, gap=8))
        before = (
            (line(), Text(f"Corrected before ({len(made)})", "card"), (scroll(self.earlier), 1))
            if made
            else (None,)
        )
        self.setLayout(col(
            Text(f"Correct ‘{record.title}’", "section", wrap=True), self.summary, Field("What is corrected", self.which),
            Text("It says", "label", "text2"), self.was, *self.fields.values(), row(None, cancel, self.save_button),
            *before, gap=10, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        self._show()
        self.value.setFocus()

    def _show(self) -> None:
        words = str(getattr(self._record, str(self.which.value())))
        self.was.setText(words or "Nothing is written.")
        self.value.setText(words)

    def save(self) -> None:
        """Add the correction, or say what is lacking."""
        from npt_desktop.services.correcting import PriorityCorrections

        service, record = PriorityCorrections(self._work.desk), self._record
        for made in self.fields.values():
            made.set_error("")
        given = (record.id, record.version, str(self.which.value()), self.value.text(), self.reason.text())
        try:
            if self._priority is not None:
                service.correct_priority(*given)
            else:
                service.correct_issue(*given)
        except Incomplete as error:
            self.summary.show_errors([(self.fields.get(name), says) for name, says in error.fields.items()])
        except CannotDo as error:
            self.summary.show_errors([(self.fields.get(error.field), error.says)])
        else:
            self._work.say("Corrected: the words before stay readable", undo=True)
            self.accept()


def _belongs(made: PriorityCorrection, issue: CandidateIssue | None, priority: Priority | None) -> bool:
    of_issue = issue is not None and made.candidate_id == issue.id
    return of_issue or (priority is not None and made.priority_id == priority.id)


def _told(made: PriorityCorrection, name: str) -> QWidget:
    """One correction: when, by whom, why, and both wordings."""
    day = form_date(made.made_at.astimezone().date())
    head = Text(f"{day}  {made.made_by}  ·  {name}: {made.reason}", "meta_strong", wrap=True)
    was = Text(f"Was: {made.was or 'nothing'}", "meta", "text2", wrap=True)
    now = Text(f"Now: {made.value}", "meta", "text2", wrap=True)
    for text in (was, now):
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box(col(head, was, now, gap=2))
