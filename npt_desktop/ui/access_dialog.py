"""Who opened, searched, printed, exported and imported what, latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace


class AccessDialog(QDialog):
    """To read only; what changed records stands in the undo list and in each record's history."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Who looked and printed")
        self.setAccessibleName("Who looked and printed")
        self.setModal(True)
        self.resize(680, 480)
        self.summary = ErrorSummary()
        self.list = QListWidget()
        self.list.setAccessibleName("Who opened, searched, printed and exported what, latest first")
        close = Button("Close", "primary")
        close.clicked.connect(self.accept)
        words = Text(
            "Every opening, search, print, export and import, and each encrypting of the store. What changed a record is in its history.",
            "meta", "text2", wrap=True,
        )  # fmt: skip
        self.setLayout(
            col(Text("Who looked and printed", "section"), words, self.summary, (self.list, 1), row(None, close),
                gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self._fill(work)

    def _fill(self, work: Workspace) -> None:
        from npt_desktop.services.access import AccessLog

        try:
            found = AccessLog(work.desk).latest()
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
            return
        self.list.addItems(
            [
                f"{each.at.astimezone():%d/%m/%Y %H:%M}   {each.by}   {each.did}   {each.what}"
                for each in found
            ]
        )
        if found:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.list.addItem("Nothing yet.")
