"""The editable lists behind profile, plan and network: add, reword, order, retire."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.authority import Act, may
from npt_desktop.services.vocabulary import Vocabulary
from npt_desktop.ui.communities.lists import Line, ListTable
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.tables import Cell
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

LISTS = (
    (TermKind.TACTIC, "Tactics"), (TermKind.LEVEL, "Levels"), (TermKind.THEME, "Themes"),
    (TermKind.PROTECTED, "Protected"), (TermKind.KIN_QUESTION, "KIN questions"),
)  # fmt: skip


class TermsDialog(QDialog):
    """One list at a time. The words in the box are added, or given to the entry the row is on."""

    def __init__(self, parent: QWidget, work: Workspace) -> None:
        super().__init__(parent)
        self._work = work
        self._lists = Vocabulary(work.desk)
        self.setWindowTitle("Lists of the engagement plan")
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.resize(620, 500)
        self.which = Segmented(list(LISTS), TermKind.TACTIC, label="List", small=True)
        self.table = ListTable("Entries of the list", ("Entry", "State"), (0, 110), two_line=False)
        self.words = Edit("", "Words of an entry")
        self.field = Field("Entry", self.words, name="label")
        self.add = Button("Add", icon="plus")
        self.reword = Button("Reword", "quiet", "pencil")
        self.retire = Button("Retire", "quiet")
        self.up, self.down = Button("Up", "quiet"), Button("Down", "quiet")
        close = Button("Close")
        close.clicked.connect(self.accept)
        note = "The booklet names these lists without printing them: make them your own. A retired entry stays on old records."
        self.setLayout(col(
            Text(self.windowTitle(), "section"), Text(note, "meta", "text2", wrap=True), row(self.which, None),
            (self.table, 1), self.field, row(self.add, self.reword, self.retire, self.up, self.down, None, close),
            gap=8, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        self.which.changed.connect(lambda _: self.fill())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.words.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.reword.clicked.connect(
            lambda: self._do(partial(self._lists.reword, self.term, self.words.text()))
        )
        self.retire.clicked.connect(
            lambda: self._do(partial(self._lists.retire, self.term, back=self._is_retired))
        )
        self.up.clicked.connect(lambda: self._do(partial(self._lists.move, self.term, -1)))
        self.down.clicked.connect(lambda: self._do(partial(self._lists.move, self.term, 1)))
        self.fill()
        if not may(work.desk.actor.role, Act.CHANGE_LISTS):
            for button in (self.add, self.reword, self.retire, self.up, self.down):
                button.lock("Only an inspector, a chief inspector or the hub may change lists.")

    @property
    def kind(self) -> TermKind:
        value = self.which.value()
        assert isinstance(value, TermKind)
        return value

    @property
    def term(self) -> int:
        return self.table.chosen() or 0

    @property
    def _is_retired(self) -> bool:
        return any(term.id == self.term and term.retired for term in self._lists.entries(self.kind))

    def fill(self) -> None:
        """Read the list again."""
        self.table.show_lines([
            Line(term.id, (Cell(term.label, tone="text3" if term.retired else "text"),
                           Cell("Retired" if term.retired else "Offered", tone="text2")))
            for term in self._lists.entries(self.kind)
        ])  # fmt: skip
        self._chosen()

    def _chosen(self) -> None:
        at = self.table.currentIndex().row()
        lines = self.table.model_of.lines
        cell = lines[at].cells[0] if 0 <= at < len(lines) else None
        self.words.setText(cell.main if isinstance(cell, Cell) else "")
        self.field.set_error("")
        self.retire.set_text("Bring back" if self._is_retired else "Retire")

    def _add(self) -> None:
        self._do(partial(self._lists.add, self.kind, self.words.text()))

    def _do(self, change: Callable[[], object]) -> None:
        words = self.words.text()
        try:
            change()
        except CannotDo as error:
            self.fill()
            self.words.setText(words)
            self.field.set_error(error.says)
            self.words.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.fill()
