"""What an import would do, before it is done: counts, notes, and each row that stays out with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Figure
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import CELL, Cell, Table
from npt_desktop.ui.widgets.text import Icon, Text

if TYPE_CHECKING:
    from npt_desktop.services.imports import ImportReport

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class WordsModel(QAbstractTableModel):
    """Rows of words under heads; read only."""

    def __init__(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._heads, self._rows = list(heads), [list(line) for line in rows]

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._heads)
        return self._heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        words = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        return Cell(words) if role == CELL else None


class ImportPreview(Restyled, QDialog):
    """Accepted by "Import n rows". Esc cancels; nothing was written yet."""

    def __init__(self, parent: QWidget, file_name: str, area: str, report: ImportReport) -> None:
        super().__init__(parent)
        title = f"Import {file_name} into {area}"
        self.setWindowTitle("Import from Excel")
        self.setModal(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(report.in_words())
        figures = row(*(Figure(f"{count:,}", words, tone=tone) for count, words, tone in (
            (report.added, "new rows", "text"),
            (report.unchanged, "in the log already", "text"),
            (report.duplicates, "typed twice in the file", "text"),
            (report.rejected_rows, "rows to mend", "warn_text" if report.rejected_rows else "text"),
        )))  # fmt: skip
        notes = [row(Icon("info-circle", 15, "accent_text"), (Text(note, "meta", "text2", wrap=True), 1))
                 for note in report.notes]  # fmt: skip
        self.to_mend = _table("Rows to mend", ("Sheet", "Row", "Column", "Value", "Reason"), [
            (bad.sheet, str(bad.row), bad.column, bad.value, bad.reason) for bad in report.rejected
        ], (110, 50, 110, 130, 0))  # fmt: skip
        self.left_out = _table("Left out", ("Sheet", "Row", "Reason"), [
            (out.sheet, "" if out.row is None else str(out.row), out.reason) for out in report.skipped
        ], (140, 60, 0))  # fmt: skip
        self._lists = QStackedWidget()
        for view, none in ((self.to_mend, "Every row can be read"), (self.left_out, "Nothing is left out")):
            self._lists.addWidget(view if view.model().rowCount() else EmptyState("circle-check", none))
        rejected, skipped = len(report.rejected), len(report.skipped)
        which = 0 if rejected or not skipped else 1
        self.which = Segmented([(0, f"To mend ({rejected:,})"), (1, f"Left out ({skipped:,})")], which,
                               label="Rows not imported", small=True)  # fmt: skip
        self.which.changed.connect(lambda value: self._lists.setCurrentIndex(int(value)))
        self._lists.setCurrentIndex(which)
        self.go = Button(f"Import {number_of(report.added, 'row')}", "primary")
        self.no = Button("Cancel")
        self.go.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        why = "" if report.added else "There is nothing new to import."
        self.go.lock(why)
        hint = (
            why
            or "Rows to mend stay out: mend them in the workbook and import it again; nothing comes twice."
        )
        foot = row((Text(hint, "meta", "text2", wrap=True), 1), self.no, self.go)
        self.setLayout(col(Text(title, "section", wrap=True), figures, *notes, row(self.which, None), (self._lists, 1),
                           foot, gap=12, margins=(20, 16, 20, 16)))  # fmt: skip
        self.resize(820, 520)
        first = self.go if report.added else self.no
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
    table = Table(name, two_line=False)
    table.setModel(WordsModel(heads, rows, table))
    table.set_widths(widths)
    return table
