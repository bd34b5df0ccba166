"""What stays of an import that was taken back: each value edited since, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.import_runs import TakenBack


class LeftDialog(Restyled, QDialog):
    """To read, and to copy from; Esc or the button closes it."""

    def __init__(self, parent: QWidget, back: TakenBack) -> None:
        super().__init__(parent)
        title = "Some values stay" if back.anything else "Nothing was taken back"
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(back.in_words())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = Table("What stays", two_line=True)
        lines = [
            (Cell(each.name or each.kind, each.kind if each.name else ""), each.field, each.why)
            for each in back.left
        ]
        self.table.setModel(CellModel(("Record", "Field", "Why it stays"), self.table, lines))
        self.table.set_widths((0, 130, 350))
        close = Button("Close", "primary")
        close.clicked.connect(self.accept)
        self.setLayout(col(Text(title, "section"), Text(back.in_words(), wrap=True), (self.table, 1), row(None, close),
                           gap=12, margins=(20, 16, 20, 16)))  # fmt: skip
        self.resize(760, 440)
        close.setDefault(True)
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        self.table.setFocus()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()
