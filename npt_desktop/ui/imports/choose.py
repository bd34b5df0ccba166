"""Step 1: which files, or which folder; and what was brought in before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Text

if TYPE_CHECKING:
    from npt_desktop.services.import_runs import Run

_OPEN = "Workbooks, CSV and stores (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.npt);;All files (*)"


def _state(run: Run) -> Cell:
    if run.taken_back:
        return Cell("Back in part", mark="part") if run.partly else Cell("Taken back", mark="none")
    return Cell("In the store", mark="good")


class ChoosePane(QWidget):
    """``chosen`` carries the paths; ``undone`` the id of an import to be taken back."""

    chosen = Signal(object)
    undone = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[Run] = []
        self.files = Button("Choose files", "primary", "file-text")
        self.folder = Button("Choose a folder", "secondary", "database-import")
        self.files.clicked.connect(self._choose_files)
        self.folder.clicked.connect(self._choose_folder)
        says = Text(
            "Workbooks and CSV files, or a folder of them: old logs of all areas and years in one go. What was taken out "
            "for work, and another machine's store, is merged. You see what would change before anything is written.",
            "body", "text2", wrap=True,
        )  # fmt: skip
        begin = row((says, 1), self.files, self.folder, gap=12)
        self.past = Table("Imports so far", two_line=False)
        self.model = CellModel(("When", "By", "File", "Added", "Changed", "To mend", "State"), self.past)
        self.past.setModel(self.model)
        self.past.set_widths((150, 140, 0, 70, 80, 80, 140))
        self.undo = Button("Take this import back", "secondary", "arrow-back-up", small=True)
        self.undo.clicked.connect(self._take_back)
        self._lists = QStackedWidget()
        self._lists.addWidget(
            EmptyState("clock", "Nothing was imported yet", "Each import stays here and can be taken back.")
        )
        self._lists.addWidget(self.past)
        hint = Text(
            "Taking back leaves alone what was edited since, and says so.", "meta", "text2", wrap=True
        )
        imports = Card("Imports so far").add((self._lists, 1), row((hint, 1), self.undo))
        self.setLayout(col(Card("Bring in what you have").add(begin), (imports, 1), gap=12))
        self.past.selectionModel().selectionChanged.connect(self._settle)
        self._settle()

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Show what was brought in; the row chosen stays."""
        was = self._current()
        self._runs = list(runs)
        self.model.fill([
            (f"{r.at.astimezone():%d/%m/%Y %H:%M}", r.by, r.file_name, Cell(f"{r.added:,}", right=True),
             Cell(f"{r.updated:,}", right=True), Cell(f"{r.rejected:,}", right=True),
             _state(r))
            for r in runs
        ])  # fmt: skip
        self._lists.setCurrentIndex(1 if runs else 0)
        if runs:
            at = next((n for n, run in enumerate(runs) if was is not None and run.id == was.id), 0)
            self.past.setCurrentIndex(self.model.index(at, 0))
        self._settle()

    def _choose_files(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, "Import files", "", _OPEN)
        if found:
            self.chosen.emit([Path(path) for path in found])

    def _choose_folder(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Import a folder")
        if found:
            self.chosen.emit([Path(found)])

    def _current(self) -> Run | None:
        at = self.past.currentIndex().row()
        return self._runs[at] if 0 <= at < len(self._runs) else None

    def _settle(self) -> None:
        run = self._current()
        self.undo.lock(
            "Choose an import first." if run is None else "Taken back already." if run.taken_back else ""
        )

    def _take_back(self) -> None:
        run = self._current()
        if run is not None:
            self.undone.emit(run.id)
