"""The undo list: what was done, by whom and when, and taking a chosen step back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.store.undo import Step
    from npt_desktop.ui.workspace import Workspace


class HistoryDialog(QDialog):
    """Latest first. A step that later work builds on is refused with the reason."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle("Undo list")
        self.setAccessibleName("Undo list")
        self.setModal(True)
        self.resize(620, 460)
        self.summary = ErrorSummary()
        self.list = QListWidget()
        self.list.setAccessibleName("What was done, latest first")
        self.back = Button("Take back", "primary")
        self.back.clicked.connect(self.take_back)
        self.list.itemActivated.connect(lambda _: self.take_back())
        close = Button("Close")
        close.clicked.connect(self.accept)
        words = Text(
            "Take back any of your own steps; later work that builds on it is protected.",
            "meta",
            "text2",
            wrap=True,
        )
        self.setLayout(
            col(Text("Undo list", "section"), words, self.summary, (self.list, 1), row(None, close, self.back),
                gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.fill()

    def fill(self) -> None:
        """Read the list again."""
        from npt_desktop.services.history import History

        self.list.clear()
        for step in History(self._work.desk).undo_list():
            when = step.at.astimezone()
            item = QListWidgetItem(f"{when:%d/%m/%Y %H:%M}   {step.by}   {step.did}")
            item.setData(Qt.ItemDataRole.UserRole, step)
            self.list.addItem(item)
        self.back.lock("" if self.list.count() else "Nothing to take back")
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def take_back(self) -> None:
        """Take back the chosen step."""
        from npt_desktop.services.history import History

        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        step: Step = item.data(Qt.ItemDataRole.UserRole)
        try:
            kept = History(self._work.desk).take_back(step, partly=step.kind.value == "import")
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
            return
        left = f" {len(kept)} fields edited since were kept." if kept else ""
        self._work.say(f"Taken back: {step.did}.{left}")
        self.summary.show_errors([])
        self.fill()
