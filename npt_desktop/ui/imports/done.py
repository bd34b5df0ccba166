"""Step 5: the report: what was written, and every row that stayed out with its reason."""

from __future__ import annotations

import textwrap
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
_LINE = 84
"""Characters of a sentence that stand beside each other in the narrowest window."""


class DonePane(QWidget):
    """What an import or a merge did."""

    def __init__(self) -> None:
        super().__init__()
        self.state = EmptyState("circle-check", "Imported")
        self.table = Table("What stays out", two_line=True)
        self.model = CellModel(("Where", "What it says", "Why"), self.table)
        self.table.setModel(self.model)
        self.table.set_widths((190, 190, 0))
        self.out = Card("What stays out, and notes").add((self.table, 1))
        self.setLayout(col(self.state, (self.out, 1), gap=12))

    def show_report(self, title: str, words: str, report: ImportReport) -> None:
        """Show the report of what was just written."""
        self.state.set(title, words)
        lines = [
            (Cell(f"Row {bad.row}", bad.sheet), Cell(bad.value or "Nothing", bad.column), _in_two(bad.reason))
            for bad in report.rejected
        ]
        lines += [
            (
                Cell(out.sheet) if out.row is None else Cell(f"Row {out.row}", out.sheet),
                Cell(""),
                _in_two(out.reason),
            )
            for out in report.skipped
        ]
        lines += [(Cell("Note"), Cell(""), _in_two(note)) for note in report.notes]
        self.out.set_title("What stays out, and notes", number_of(len(lines), "line"))
        self.model.fill(lines[:_MOST])
        self.out.setVisible(bool(lines))


def _in_two(sentence: str) -> Cell:
    """A sentence over the two lines of a row."""
    first, *rest = textwrap.wrap(sentence, _LINE) or [""]
    return Cell(first, " ".join(rest))
