"""What people's words count as: the phrases of their answers, corrected once and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.widgets.typeahead import TypeAhead

if TYPE_CHECKING:
    from npt_desktop.services.wordings import WordsPage
    from npt_desktop.ui.workspace import Workspace


class WordsDialog(Restyled, QDialog):
    """Choose a phrase, choose its issue, Enter. Each correction is saved at once and may be undone.

    ``why_not`` is the reason this person may not correct, or nothing.
    """

    def __init__(
        self, parent: QWidget, work: Workspace, area_id: int | None, of: str, why_not: str = ""
    ) -> None:
        super().__init__(parent)
        self.work, self._area_id, self._why_not = work, area_id, why_not
        self.page: WordsPage | None = None
        self.setWindowTitle("What people’s words count as")
        self.setModal(True)
        self.setAccessibleName(f"What people’s words count as, {of}")
        self.facts = Text("", "meta", "text2", wrap=True)
        self.issue = TypeAhead(placeholder="Type to find an issue")
        self.model = CellModel(("Words", "People", "Counts as", "Why"), self)
        self.table = Table("Phrases of the answers", two_line=False)
        self.table.setModel(self.model)
        self.table.set_widths([0, 70, 240, 110])
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.table.opened.connect(lambda _: self.issue.setFocus())
        self.field = Field("Counts as", self.issue, name="issue")
        self.save = Button("Remember", "primary", keys="Ctrl+Enter")
        self.save.setShortcut("Ctrl+Return")
        self.save.clicked.connect(self.teach)
        self.forget = Button("Forget", keys="Alt+F")
        self.forget.setShortcut("Alt+F")
        self.forget.clicked.connect(lambda: self._write(None))
        self.shut = Button("Close")
        self.shut.clicked.connect(self.accept)
        self.reason = Text(why_not, "meta", "text2", wrap=True)
        self.reason.setVisible(bool(why_not))
        for button in (self.save, self.forget):
            button.lock(why_not)
        heading = Text(f"What people’s words count as: {of}", "section", wrap=True)
        foot = row((self.field, 1), col(None, row(self.save, self.forget, self.shut)))
        self.setLayout(
            col(heading, self.facts, (self.table, 1), self.reason, foot, gap=10, margins=(20, 16, 20, 16))
        )
        self.resize(820, 540)
        self.read()

    def read(self) -> None:
        """Read the phrases anew; the row stays where it was."""
        from npt_desktop.services.wordings import IssueWords

        desk, area_id = self.work.desk, self._area_id
        self.work.jobs.run(lambda _: IssueWords(desk).page(area_id), done=self._show, key="words")

    def _show(self, page: WordsPage) -> None:
        at = max(0, self.table.currentIndex().row())
        self.page = page
        self.model.fill([
            (Cell(p.words, mark="" if p.issues else "warn"), Cell(str(p.people), right=True), Cell(p.issue_words),
             Cell(p.how.label, tone="text2"))
            for p in page.phrases
        ])  # fmt: skip
        self.issue.offer([(choice.id, choice.label) for choice in page.issues])
        fits = number_of(page.unsorted, "phrase fits", "phrases fit")
        self.facts.setText(
            f"{fits} no category. What you choose here holds for every answer, past and to come."
            if page.phrases else "No answers here yet: bring survey responses in first."
        )  # fmt: skip
        if page.phrases:
            self.table.selectRow(min(at, len(page.phrases) - 1))
            if not self.issue.hasFocus():
                self.table.setFocus()

    def _chosen(self, index: QModelIndex) -> None:
        if self.page is not None and 0 <= index.row() < len(self.page.phrases):
            issues = self.page.phrases[index.row()].issues
            self.issue.set_value(issues[0].id if len(issues) == 1 else None)
            self.field.set_error("")

    def teach(self) -> None:
        """Remember what the chosen phrase counts as."""
        self.issue.settle()
        chosen = self.issue.value()
        if not isinstance(chosen, int):
            self.field.set_error("Choose the issue these words count as.")
            self.issue.setFocus()
            return
        self._write(chosen)

    def _write(self, issue_id: int | None) -> None:
        from npt_desktop.errors import CannotDo
        from npt_desktop.services.wordings import IssueWords

        at = self.table.currentIndex().row()
        if self.page is None or not 0 <= at < len(self.page.phrases) or self._why_not:
            return
        try:
            IssueWords(self.work.desk).teach(self.page.phrases[at].words, issue_id)
        except CannotDo as error:
            self.field.set_error(error.says)
            return
        self.field.set_error("")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
