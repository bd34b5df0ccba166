"""Step 5: the report: what was written, and every row that stayed out with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.layout import col
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, Table

if TYPE_CHECKING:
    from npt_desktop.services.imports import ImportReport

_MOST = 5_000


class DonePane(QWidget):
    """What an import or a merge did."""

    def __init__(self) -> None:
        super().__init__()
        self.state = EmptyState("circle-check", "Imported")
        self.table = Table("What stays out", two_line=True)
        self.model = CellModel(("Where", "What it says", "Why"), self.table)
        self.table.setModel(self.model)
        self.table.set_widths((230, 230, 0))
        self.out = Card("What stays out, and notes").add((self.table, 1))
        self.setLayout(col(self.state, (self.out, 1), gap=12))

    def show_report(self, title: str, words: str, report: ImportReport) -> None:
        """Show the report of what was just written."""
        self.state.set(title, words)
        lines = [
            (Cell(f"Row {bad.row}", bad.sheet), Cell(bad.value or "Nothing", bad.column), Cell(bad.reason))
            for bad in report.rejected
        ]
        lines += [
            (
                Cell(out.sheet) if out.row is None else Cell(f"Row {out.row}", out.sheet),
                Cell(""),
                Cell(out.reason),
            )
            for out in report.skipped
        ]
        lines += [(Cell("Note"), Cell(""), Cell(note)) for note in report.notes]
        self.out.set_title("What stays out, and notes", number_of(len(lines), "line"))
        self.model.fill(lines[:_MOST])
        self.out.setVisible(bool(lines))
