"""Key individuals by days since contact, with one key to log a contact."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.rules.periods import days_words
from npt_desktop.ui.theme.look import ALIGN_R
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from npt_desktop.services.community import KinLine
    from npt_desktop.ui.workspace import Workspace


class ContactsDialog(QDialog):
    """Longest without contact first; each row logs today's contact, and Undo takes it back."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle("Key individuals")
        self.setAccessibleName("Key individuals")
        self.setModal(True)
        self.resize(620, 460)
        self.facts = Text("", "meta", "text2")
        self.rows = col(gap=0)
        close = Button("Close")
        close.clicked.connect(self.accept)
        self.setLayout(
            col(Text("Key individuals", "section"), self.facts, line(), (scroll(box(self.rows)), 1), line(),
                row(None, close), gap=8, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.buttons: list[Button] = []
        self.fill()

    def fill(self) -> None:
        """Read the list again."""
        from npt_desktop.services.community import Community

        lines = Community(self._work.desk).key_individuals(self._work.area_id)
        late = sum(1 for person in lines if person.overdue)
        self.facts.setText(f"{late} of {len(lines)} without contact for over three months")
        clear(self.rows)
        self.buttons = []
        for person in lines:
            self.rows.addWidget(self._row(person))
        if not lines:
            self.rows.addWidget(
                EmptyState("users-group", "No key individuals yet", "They come with an import.")
            )
        self.rows.addStretch(1)
        if self.buttons:
            self.buttons[0].setFocus()

    def _row(self, person: KinLine) -> QWidget:
        today = self._work.desk.today
        since = "Never contacted" if person.last_on is None else days_words((today - person.last_on).days)
        button = Button("Log contact", small=True)
        button.setAccessibleName(f"Log contact with {person.name}, last {since}")
        button.clicked.connect(partial(self._log, person))
        self.buttons.append(button)
        words = col(
            Elided(person.name, "strong"),
            Elided(person.organisation or person.speaks_for, "meta", "text2"),
            gap=0,
        )
        when = Text(
            since,
            "meta_strong" if person.overdue else "meta",
            "bad_text" if person.overdue else "text2",
            align=ALIGN_R,
        )
        mark = Mark("bad" if person.overdue else "good", 14, "Overdue" if person.overdue else "In time")
        return box(row(mark, (words, 1), when, button, gap=10, margins=(0, 5, 6, 5)))

    def _log(self, person: KinLine) -> None:
        from npt_desktop.services.community import Community

        log = partial(Community(self._work.desk).log_contact, person.id, self._work.desk.today)
        if self._work.attempt(log, f"Contact with {person.name} logged for today."):
            self.fill()
