"""F1: the keys that work on this screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.ui.commands import Commands
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row, scroll
from npt_desktop.ui.widgets.text import KeyCap, Text


class KeysSheet(Restyled, QDialog):
    """The list of keys, read from the command registry. Esc closes it."""

    def __init__(self, parent: QWidget, commands: Commands) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys of this screen")
        self.setAccessibleName("Keys of this screen")
        self.lines: list[tuple[str, str]] = []
        lay = col(gap=4, margins=(0, 0, 10, 0))
        for group, lines in commands.keys_list():
            lay.addWidget(Text(group, "head", "text2"))
            for what, keys in lines:
                self.lines.append((what, keys))
                caps = [KeyCap(each) for each in keys.split("  or  ")]
                lay.addLayout(row(Text(what), None, *caps, margins=(0, 2, 0, 2)))
            lay.addSpacing(8)
        lay.addStretch(1)
        area = scroll(box(lay))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(", ".join(f"{what}: {keys}" for what, keys in self.lines))
        close = Button("Close")
        close.clicked.connect(self.accept)
        self.setLayout(
            col(
                Text("Keys of this screen", "section"),
                (area, 1),
                row(None, close),
                margins=(20, 16, 20, 16),
                gap=12,
            )
        )
        self.resize(460, 480)
        close.setFocus()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
