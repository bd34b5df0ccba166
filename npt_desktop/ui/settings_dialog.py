"""Settings of this machine: look and text size; and the ways to another person or store."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Field
from npt_desktop.ui.widgets.layout import col, line, row
from npt_desktop.ui.widgets.text import Text

LOCK_MINUTES = (0, 5, 15, 30, 60)


class SettingsDialog(QDialog):
    """Changes show at once. ``wanted`` is the command to run after closing, if one was chosen."""

    lookChosen = Signal(str, int)
    lockChosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget, *, lock_minutes: int = 0) -> None:
        super().__init__(parent)
        self.wanted = ""
        self._theme = theme
        self.setWindowTitle("Settings")
        self.setAccessibleName("Settings")
        self.setModal(True)
        self.setMinimumWidth(440)
        modes = [("system", "As the system"), ("light", "Light"), ("dark", "Dark")]
        self.mode = Segmented(modes, theme.mode, label="Theme")
        self.percent = Segmented([(p, f"{p} %") for p in tk.TEXT_SIZES], theme.percent, label="Text size")
        self.mode.changed.connect(self._changed)
        self.percent.changed.connect(self._changed)
        times = [(minutes, f"{minutes} min" if minutes else "Off") for minutes in LOCK_MINUTES]
        self.lock = Segmented(times, lock_minutes, label="Lock when idle")
        self.lock.changed.connect(lambda minutes: self.lockChosen.emit(minutes))
        buttons = []
        for command, words in (("desk.person", "Sign in as somebody else"), ("desk.store", "Open another store"),
                               ("desk.scores", "Score words and rubrics"), ("desk.backup", "Back up now"),
                               ("desk.restore", "Put back from a backup"), ("desk.history", "Undo list"),
                               ("desk.encryption", "Encryption of this store")):  # fmt: skip
            button = Button(words, "quiet", small=True)
            button.clicked.connect(lambda _=False, command=command: self._leave(command))
            buttons.append(button)
        choices = QGridLayout()
        choices.setHorizontalSpacing(16)
        for place, button in enumerate(buttons):  # in two columns, read downwards
            half = -(-len(buttons) // 2)
            choices.addWidget(button, place % half, place // half)
        choices.setColumnStretch(2, 1)
        close = Button("Close", "primary")
        close.clicked.connect(self.accept)
        self.setLayout(
            col(Text("Settings", "section"), Field("Theme", self.mode), Field("Text size", self.percent),
                Field("Lock when idle", self.lock, hint="Ctrl+Shift+L locks at once."), line(),
                choices, line(),
                Text("Scores 1, 2 and 5 carry assumed words: only Average and Good stand in the booklet.", "meta",
                     "text3", wrap=True),
                row(None, close), gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip

    def _changed(self, _: object) -> None:
        mode, percent = str(self.mode.value()), self.percent.value()
        self._theme.set_mode(mode)
        self._theme.set_percent(percent if isinstance(percent, int) else 100)
        self.lookChosen.emit(self._theme.mode, self._theme.percent)

    def _leave(self, command: str) -> None:
        self.wanted = command
        self.accept()
