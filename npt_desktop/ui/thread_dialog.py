"""The golden thread: every record that belongs to one issue, in the order of the story, walked by keyboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import form_date, number_of
from npt_desktop.rules.words import listed
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.tables import CELL, Cell, PillCell, Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.golden_thread import Knot, Thread
    from npt_desktop.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HEADS = ("What", "Record", "Date")


class ThreadModel(QAbstractTableModel):
    """A record a row: what it is, its words, its date."""

    def __init__(self, knots: tuple[Knot, ...]) -> None:
        super().__init__()
        self.knots = knots

    def rowCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self.knots)

    def columnCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if across and section < len(HEADS) else None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self.knots):
            return None
        knot, column = self.knots[index.row()], index.column()
        words = (knot.bead.label, knot.title, form_date(knot.day) if knot.day else "")[column]
        if role == CELL:
            fresh = index.row() == 0 or self.knots[index.row() - 1].bead is not knot.bead
            if column == 0:
                return PillCell(words, "accent" if fresh else "none")
            return Cell(words, knot.detail, strong=True) if column == 1 else Cell(words, tone="text2")
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 1:
            return f"{knot.bead.label}: {words}, {knot.detail}"
        if role == Qt.ItemDataRole.ToolTipRole and column == 1:
            return knot.detail
        known = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return words if role in known else None


class ThreadDialog(QDialog):
    """Arrows walk, a letter goes to the next record of that kind, Enter opens the record where it lives."""

    def __init__(self, work: Workspace, thread: Thread, start: tuple[str, int], parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self.found = work, thread
        self.setWindowTitle("Golden thread")
        self.setAccessibleName("Golden thread")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(860, 540)
        self.model = ThreadModel(thread.knots)
        self.table = Table("The golden thread: Enter opens a record")
        self.table.setModel(self.model)
        self.table.set_widths([178, 0, 110])
        self.table.opened.connect(lambda index: self.go(index.row()))
        self.table.typed.connect(self.jump)
        count = number_of(len(thread.knots), "record")
        facts = Text(f"{thread.area}: {count}, from the evidence to the result", "meta", "text2")
        left = listed(bead.label.lower() for bead in thread.missing)
        self.missing = Text(f"Not on the thread yet: {left}." if left else "", "meta", "text2", wrap=True)
        self.missing.setVisible(bool(left))
        hint = Text("↑ ↓ walk, a letter jumps to that kind, Enter opens", "meta", "text3")
        self.print_button = Button("Print the story", icon="printer")
        self.print_button.clicked.connect(self.print_story)
        self.print_button.lock("" if thread.priority_id is not None else "This did not become a priority.")
        self.open_button = Button("Open", "primary")
        self.open_button.clicked.connect(lambda: self.go(self.table.currentIndex().row()))
        close = Button("Close")
        close.clicked.connect(self.reject)
        self.setLayout(col(
            Text(thread.title or "Golden thread", "section", wrap=True), facts, (self.table, 1), self.missing,
            row(hint, None, self.print_button, close, self.open_button), gap=10, margins=(20, 16, 20, 16),
        ))  # fmt: skip
        here = (n for n, knot in enumerate(thread.knots) if (knot.table, knot.id) == start)
        self.table.selectRow(next(here, 0))
        self.table.setFocus()

    def jump(self, letter: str) -> None:
        """Choose the next record whose kind begins with a letter."""
        knots, at = self.found.knots, self.table.currentIndex().row()
        order = [*range(at + 1, len(knots)), *range(at + 1)]
        found = (n for n in order if knots[n].bead.label.casefold().startswith(letter.casefold()))
        place = next(found, None)
        if place is not None:
            self.table.selectRow(place)

    def go(self, place: int) -> None:
        """Open a record where it lives."""
        if 0 <= place < len(self.found.knots):
            knot = self.found.knots[place]
            self.accept()
            self._work.move(area_id=knot.area_id)
            self._work.go(knot.screen, knot.record, knot.field)

    def print_story(self) -> None:
        """Ask where the story of the priority goes, and write it there."""
        from npt_desktop.services.reporting_priorities import story_file_name

        name = story_file_name(self.found.area, self.found.title)
        path, _ = QFileDialog.getSaveFileName(self, "Save as PDF", name, "PDF (*.pdf)")
        if path:
            self.print_to(Path(path))

    def print_to(self, path: Path) -> None:
        """Write the story to a file."""
        from npt_desktop.services.reporting_priorities import story_pdf

        if self.found.priority_id is None:
            return
        work = partial(story_pdf, self._work.desk, self.found.priority_id, path)
        self._work.attempt(work, f"Saved {path.name}", undo=False)


def open_thread(work: Workspace, start: tuple[str, int], parent: QWidget) -> ThreadDialog | None:
    """Open the thread a record hangs on; what stands in the way is told in a toast."""
    from npt_desktop.services.golden_thread import GoldenThread

    try:
        thread = GoldenThread(work.desk).of(*start)
    except CannotDo as refusal:
        work.refused.emit(refusal.says)
        return None
    dialog = ThreadDialog(work, thread, start, parent)
    dialog.open()
    return dialog
