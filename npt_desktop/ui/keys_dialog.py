"""F1: the keys that work on this screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from npt_desktop.ui.commands import Commands
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row, scroll
from npt_desktop.ui.widgets.text import KeyCap, Text


class KeysDialog(QDialog):
    """Read from the command list, so it is always true."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAccessibleName("Keys of this screen")
        self.setModal(True)
        self.resize(520, 520)
        lines = QGridLayout()
        lines.setHorizontalSpacing(16)
        lines.setVerticalSpacing(4)
        lines.setColumnStretch(0, 1)
        at = 0
        for group, keys in commands.keys_list():
            lines.addWidget(Text(group, "head", "text3"), at, 0)
            at += 1
            for what, said in keys:
                cap = KeyCap(said)
                cap.setAccessibleName(said)
                lines.addWidget(Text(what), at, 0)
                lines.addLayout(row(None, cap), at, 1)
                at += 1
        close = Button("Close")
        close.clicked.connect(self.accept)
        body = box(col(lines, None, margins=(0, 0, 8, 0)))
        self.setLayout(
            col(Text("Keys of this screen", "section"), (scroll(body), 1), row(None, close), gap=10,
                margins=(20, 16, 20, 16))
        )  # fmt: skip
        close.setFocus()
