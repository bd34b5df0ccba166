"""Asks for the passphrase of an encrypted file that is wanted: a backup, a colleague's store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.ui.lock.passphrase import PassphraseAsk
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.errors import Locked
    from npt_desktop.ui.workspace import Workspace


class PassphraseDialog(Restyled, QDialog):
    """``then`` is done once the file's key is known."""

    def __init__(self, work: Workspace, locked: Locked, parent: QWidget, then: Callable[[], object]) -> None:
        super().__init__(parent)
        self._work, self._locked, self._then = work, locked, then
        self.setWindowTitle("An encrypted file")
        self.setAccessibleName("An encrypted file")
        self.setModal(True)
        self.setMinimumWidth(460)
        self.ask = PassphraseAsk()
        self.ask.given.connect(self._try)
        self.open_button = Button("Open", "primary")
        self.open_button.clicked.connect(self.ask.give)
        cancel = Button("Cancel")
        cancel.clicked.connect(self.reject)
        self.setLayout(col(Text("An encrypted file", "section"), Text(locked.says, "body", "text2", wrap=True),
                           self.ask, row(None, cancel, self.open_button), gap=10, margins=(20, 16, 20, 16)))  # fmt: skip
        self.ask.edit.setFocus()

    def _try(self, typed: str) -> None:
        from npt_desktop.services.encrypting import unlock

        path = self._locked.path
        self.open_button.lock("Trying the passphrase")
        self._work.jobs.run(lambda _: unlock(path, typed), done=lambda _: self._opened(), failed=self._refused,
                            key="passphrase")  # fmt: skip

    def _opened(self) -> None:
        self.accept()
        self._then()

    def _refused(self, error: Exception) -> None:
        self.open_button.lock("")
        if not isinstance(error, CannotDo):
            raise error
        self.ask.refuse(error.says)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
