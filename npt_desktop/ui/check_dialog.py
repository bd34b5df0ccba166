"""What ``check`` finds of the open store, and its repairs with what each would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from npt_desktop.store.health import Finding, Health
    from npt_desktop.ui.workspace import Workspace


class CheckDialog(QDialog):
    """Looks the store over beside the work at it. ``looked`` says that the findings stand."""

    looked = Signal()

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle("Check the store")
        self.setAccessibleName("Check the store")
        self.setModal(True)
        self.resize(720, 480)
        self.summary = ErrorSummary()
        self.list = QListWidget()
        self.list.setAccessibleName("What was looked at and found")
        self.list.setWordWrap(True)
        self.verdict = Text("", "body", wrap=True)
        self.repairs = Text("", "meta", "text2", wrap=True)
        self.mend = Button("Repair", "primary")
        self.mend.clicked.connect(self.repair)
        self.close_button = Button("Close")
        self.close_button.clicked.connect(self.accept)
        words = Text(
            "The file, the links between records, the journal and its seals, the search index, the evidence files.",
            "meta", "text2", wrap=True,
        )  # fmt: skip
        self.setLayout(
            col(Text("Check the store", "section"), words, self.summary, self.verdict, (self.list, 1), self.repairs,
                row(None, self.close_button, self.mend), gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.look()

    def look(self) -> None:
        """Look the store over, off the window's thread."""
        from npt_desktop.services.keeping import check

        path = self._work.desk.store.path
        self.list.clear()
        self.verdict.setText("Looking. A large store takes some seconds.")
        self.repairs.setText("")
        self.mend.lock("Looking the store over")
        self._work.jobs.run(lambda _: check(path), done=self._show, failed=self._failed, key="check.look")

    def _show(self, health: Health) -> None:
        amiss = [finding for finding in health.findings if not finding.sound]
        for finding in (*amiss, *(f for f in health.findings if f.sound)):
            self.list.addItem(_line(finding))
        self.verdict.setText("The store is sound." if health.sound else f"{len(amiss)} to look at.")
        offered = [finding for finding in amiss if finding.repair]
        self.repairs.setText(
            "\n".join(f"Repair {finding.repair} A copy of the store is kept first." for finding in offered)
        )
        self.mend.lock("" if offered else "There is nothing that could be repaired here")
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self.looked.emit()

    def _failed(self, error: BaseException) -> None:
        self.verdict.setText("")
        if not isinstance(error, CannotDo):
            raise error
        self.summary.show_errors([(None, error.says)])

    def repair(self) -> None:
        """Do the repairs that are offered, after a copy."""
        from npt_desktop.services.keeping import repair_open

        desk = self._work.desk
        self.mend.lock("Repairing")
        self.summary.show_errors([])
        self._work.jobs.run(
            lambda _: repair_open(desk), done=self._repaired, failed=self._failed, key="check.repair"
        )

    def _repaired(self, kept: Path) -> None:
        self._work.say(f"Repaired. The store as it was is kept as {kept.name}.")
        self.look()


def _line(finding: Finding) -> str:
    return f"{'Sound' if finding.sound else 'Look at this'}: {finding.name}. {finding.says}"
