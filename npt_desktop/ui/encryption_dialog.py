"""Whether the store is encrypted, and what can be done about it: encrypt, another passphrase, plain copies, decrypt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.lock.passphrase import PassphraseNote
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, clear, col, line, order_tabs, row
from npt_desktop.ui.widgets.messages import ErrorSummary
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

WHAT = (
    "Encrypting protects the file, its backups and its evidence files when they are copied or the disk is taken. It "
    "does not protect a computer somebody is signed in to; what you export, print or open as a copy is plain. Turn "
    "on the disk's own encryption (BitLocker) first."
)


class EncryptionDialog(Restyled, QDialog):
    """``wanted`` carries the passphrase to encrypt with, or nothing to make the store plain; it then closes."""

    wanted = Signal(str)

    def __init__(self, work: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._path = work.desk.store.path
        self.note: PassphraseNote | None = None
        self.buttons: dict[str, Button] = {}
        self.setWindowTitle("Encryption of this store")
        self.setAccessibleName("Encryption of this store")
        self.setModal(True)
        self.setMinimumWidth(560)
        self.summary = ErrorSummary()
        self.body = col(gap=10)
        self.feet = row(gap=8)
        self.setLayout(col(Text("Encryption of this store", "section"), self.summary, box(self.body), 4,
                           box(self.feet), gap=10, margins=(20, 16, 20, 16)))  # fmt: skip
        self.begin()

    # ------------------------------------------------------------------- pages
    def begin(self) -> None:
        """How it stands."""
        from npt_desktop.services import encrypting

        self._turn()
        encrypted = encrypting.is_encrypted(self._path)
        says = "This store is encrypted." if encrypted else "This store is not encrypted."
        self.body.addWidget(Text(says, "strong"))
        self.body.addWidget(Text(WHAT, "body", "text2", wrap=True))
        why = encrypting.why_not()
        if encrypted:
            if not encrypting.in_key_store(self._path):
                self._words(
                    "This computer's key store does not hold the key: the passphrase is asked at each start."
                )
            self._plain_copies()
            self.body.addWidget(line())
            renew = self._button("renew", "New passphrase", self.show_passphrase)
            decrypt = self._button("decrypt", "Decrypt", self.ask_decrypt)
            self.body.addLayout(row(renew, decrypt, None))
        elif why:
            self._words(why)
        self.feet.addStretch(1)
        self.feet.addWidget(self._button("close", "Close", self.reject))
        if not encrypted and not why:
            self.feet.addWidget(
                self._button("encrypt", "Encrypt this store", self.show_passphrase, "primary")
            )
        self._settle("encrypt" if "encrypt" in self.buttons else "close")

    def show_passphrase(self) -> None:
        """The passphrase, shown once and typed back."""
        from npt_desktop.services import encrypting

        if not self._may():
            return
        encrypted = encrypting.is_encrypted(self._path)
        self._turn()
        self.note = PassphraseNote(encrypting.new_passphrase(), self._path.stem)
        self.note.again.control.returnPressed.connect(self.commit)  # type: ignore[attr-defined]
        self.body.addWidget(self.note)
        if encrypted:
            self._words(
                "Backups made so far keep the earlier passphrase: keep that one as long as you keep them."
            )
        self._back_and("commit", "Change the passphrase" if encrypted else "Encrypt now", self.commit)
        self.note.again.control.setFocus()

    def ask_decrypt(self) -> None:
        """What decrypting means."""
        if not self._may():
            return
        self._turn()
        self._words("Anybody who gets the file can then read it. The store closes for a moment and opens again. "
                    "Backups made so far stay encrypted.", "text")  # fmt: skip
        self._back_and("commit", "Decrypt now", lambda: self._leave(""))
        self._settle("back")

    def commit(self) -> None:
        """Encrypt, once the passphrase was typed back."""
        assert self.note is not None
        try:
            passphrase = self.note.check()
        except Incomplete as error:
            self.summary.show_errors([(self.note.again, error.says)])
            self._fit()
            return
        self._leave(passphrase)

    def remove_plain(self) -> None:
        """Remove the backups made before the store was encrypted."""
        from npt_desktop.services import encrypting

        try:
            gone = encrypting.remove_plain_copies(self._path, self._work.desk.actor)
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
            self._fit()
            return
        self.begin()
        self._work.say(f"{number_of(gone, 'plain backup')} removed")

    # ------------------------------------------------------------------ within
    def _plain_copies(self) -> None:
        from npt_desktop.services import encrypting

        plain = encrypting.plain_copies(self._path)
        if plain:
            stay = number_of(len(plain), "backup made before can", "backups made before can")
            self._words(f"{stay} still be read by anybody, in {plain[0].parent}. Other copies made by hand are not "
                        "known here. What is deleted may be recovered from the disk with tools.")  # fmt: skip
            self.body.addLayout(
                row(self._button("plain", "Remove the plain backups", self.remove_plain), None)
            )

    def _may(self) -> bool:
        from npt_desktop.rules.authority import Act, require

        try:
            require(self._work.desk.actor.role, Act.CHANGE_SETTINGS)
        except CannotDo as error:
            self.summary.show_errors([(None, error.says)])
            self._fit()
            return False
        return True

    def _leave(self, passphrase: str) -> None:
        self.accept()
        self.wanted.emit(passphrase)

    def _words(self, words: str, tone: str = "text2") -> None:
        self.body.addWidget(Text(words, "body", tone, wrap=True))

    def _button(self, name: str, words: str, do: object, kind: str = "secondary") -> Button:
        made = self.buttons[name] = Button(words, kind)
        made.clicked.connect(do)
        return made

    def _back_and(self, name: str, words: str, do: object) -> None:
        self.feet.addStretch(1)
        self.feet.addWidget(self._button("back", "Back", self.begin))
        self.feet.addWidget(self._button(name, words, do, "primary"))
        self._settle(name)

    def _settle(self, first: str) -> None:
        order_tabs(self)
        self.buttons[first].setFocus()
        self._fit()

    def _fit(self) -> None:
        """As high as this page is, once Qt has shown its parts."""
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        lay = self.layout()
        assert lay is not None
        lay.activate()
        wide = max(self.width(), self.minimumWidth())
        self.resize(wide, max(lay.totalHeightForWidth(wide), lay.totalMinimumSize().height()))

    def _turn(self) -> None:
        self.summary.show_errors([])
        self.note = None
        self.buttons = {}
        clear(self.body)
        clear(self.feet)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
