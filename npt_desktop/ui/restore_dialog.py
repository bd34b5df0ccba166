"""Putting back what a backup remembers: choose a copy, see what it says otherwise, put chosen records back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QListWidget, QListWidgetItem, QWidget

from npt_desktop.errors import CannotDo, Locked
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.restoring import Differs
    from npt_desktop.ui.workspace import Workspace

_LONGEST = 300


class RestoreDialog(QDialog):
    """One record, or a few, from a backup into the store; Undo takes them away again."""

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        from npt_desktop.services.restoring import Restoring

        super().__init__(parent)
        self._work = work
        self._restoring = Restoring(work.desk)
        self.setWindowTitle("Put back from a backup")
        self.setAccessibleName("Put back from a backup")
        self.setModal(True)
        self.resize(760, 520)
        self.summary = ErrorSummary()
        self.copies = QComboBox()
        self.copies.setAccessibleName("Backup")
        for each in self._restoring.backups():
            day, time = each.made_at[:10], each.made_at[11:]
            self.copies.addItem(
                f"{day[8:]}/{day[5:7]}/{day[:4]} {time[:2]}:{time[2:4]}, {each.reason}", each.path
            )
        self.copies.currentIndexChanged.connect(self.look)
        self.list = QListWidget()
        self.list.setAccessibleName("What the backup says otherwise")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._show)
        self.fields = Text("", "meta", "text2", wrap=True)
        self.back = Button("Put back", "primary")
        self.back.clicked.connect(self.put_back)
        close = Button("Close")
        close.clicked.connect(self.accept)
        words = Text(
            "What was removed or changed since the copy was made. Putting back is a change like any other: "
            "it is journaled, and Undo takes it away again.", "meta", "text2", wrap=True,
        )  # fmt: skip
        self.setLayout(
            col(Text("Put back from a backup", "section"), words, self.summary, Field("Backup", self.copies),
                (self.list, 1), self.fields, row(None, close, self.back), gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.look()

    def look(self) -> None:
        """Compare the chosen copy with the store, off the window's thread."""
        path = self.copies.currentData()
        self.list.clear()
        self.fields.setText("")
        self.summary.show_errors([])
        if path is None:
            self.back.lock("There is no backup yet: Back up now makes one")
            return
        self.back.lock("Comparing the backup with the store")
        self._work.jobs.run(
            lambda _: self._restoring.differences(path),
            done=self._fill, failed=self._failed, key="restore.look",
        )  # fmt: skip

    def _fill(self, found: list[Differs]) -> None:
        self.list.clear()
        for each in found:
            item = QListWidgetItem(each.in_words())
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.list.addItem(item)
        self.back.lock("" if found else "The store still says everything this backup says")
        if found:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        else:
            self.fields.setText("The store still says everything this backup says.")

    def _failed(self, error: BaseException) -> None:
        self.back.lock("This backup cannot be read")
        if not isinstance(error, CannotDo):
            raise error
        if isinstance(error, Locked):
            from npt_desktop.ui.lock.dialog import PassphraseDialog

            PassphraseDialog(self._work, error, self, self.look).open()
            return
        self.summary.show_errors([(None, error.says)])

    def _chosen(self) -> list[Differs]:
        return [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]

    def _show(self) -> None:
        chosen = self._chosen()
        if len(chosen) != 1:
            self.fields.setText(f"{len(chosen)} records chosen." if chosen else "")
            return
        each = chosen[0]
        lines = [
            f"{name.removesuffix('_id').replace('_', ' ').capitalize()}: {_said(then)}"
            + ("" if each.now is None else f"   (now: {_said(each.now[name])})")
            for name, then in each.then.items()
            if then not in (None, "") or each.now is not None
        ]
        self.fields.setText("\n".join(lines[:8]) + ("\n…" if len(lines) > 8 else ""))

    def put_back(self) -> None:
        """Write the chosen records as the backup has them."""
        uids = [each.uid for each in self._chosen()]
        if not uids:
            self.summary.show_errors([(None, "Choose a record in the list first.")])
            return
        try:
            count = self._restoring.put_back(self.copies.currentData(), uids)
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
            return
        self._work.say(
            "Put back from the backup" if count == 1 else f"{count} records put back from the backup"
        )
        self.look()


def _said(value: Any) -> str:
    words = "nothing" if value in (None, "") else str(value)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
