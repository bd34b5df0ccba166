"""What an import or a pasted block would do, before it is done: counts, the new rows, and each row that stays out
with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDialog, QLayout, QStackedWidget, QWidget

from npt_desktop.rules.periods import number_of
from npt_desktop.ui.theme.look import Restyled, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Figure
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import Icon, Text

if TYPE_CHECKING:
    from npt_desktop.services.import_lines import Line
    from npt_desktop.services.imports import ImportReport, RejectedCell

SHOWN = 500
MOST_OFFICERS = 3
HEADS = ("Date", "Audience", "Purpose", "Who", "Lead", "Summary", "Outcome", "Score")
_FIELDS = ("date", "audience", "purpose", "who", "lead", "summary", "outcome", "score")


class ImportPreview(Restyled, QDialog):
    """Accepted by the button that says how many rows come in. Esc cancels; nothing was written yet.

    ``addOfficer`` asks for an officer the list does not know to be added; the block is then read again.
    """

    addOfficer = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        verb: str,
        report: ImportReport,
        fresh: Sequence[Line],
        *,
        pasted: bool = False,
        officers: Sequence[tuple[str, int, str]] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Paste rows" if pasted else "Import from Excel")
        self.setModal(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(report.in_words())
        figures = row(*(Figure(f"{count:,}", words, tone=tone) for count, words, tone in (
            (report.added, "new rows", "text"),
            (report.unchanged, "in the log already", "text"),
            (report.duplicates, "there twice", "text"),
            (report.rejected_rows, "rows to mend", "warn_text" if report.rejected_rows else "text"),
        )))  # fmt: skip
        notes: list[QLayout] = [_note(Text(note, "meta", "text2", wrap=True)) for note in report.notes]
        self.add_buttons: list[Button] = []
        notes += [self._officer(*officer) for officer in officers[:MOST_OFFICERS]]
        self.coming = _table("New rows", HEADS, [_words_of(line) for line in fresh[:SHOWN]],
                             (82, 110, 110, 120, 110, 0, 120, 44))  # fmt: skip
        self.to_mend = _table("Rows to mend", ("Sheet", "Row", "Column", "Value", "Reason"),
                              _by_row(report.rejected), (110, 50, 110, 130, 0))  # fmt: skip
        self.left_out = _table("Left out", ("Sheet", "Row", "Reason"), [
            (out.sheet, "" if out.row is None else str(out.row), out.reason) for out in report.skipped
        ], (140, 60, 0))  # fmt: skip
        self._lists = QStackedWidget()
        for view, none in ((self.coming, "Nothing new"), (self.to_mend, "Every row can be read"),
                           (self.left_out, "Nothing is left out")):  # fmt: skip
            self._lists.addWidget(view if view.model().rowCount() else EmptyState("circle-check", none))
        rejected, skipped = report.rejected_rows, len(report.skipped)
        which = 1 if rejected else 0 if fresh or not skipped else 2
        options = [
            (0, f"New ({report.added:,})"),
            (1, f"To mend ({rejected:,})"),
            (2, f"Left out ({skipped:,})"),
        ]
        self.which = Segmented(options, which, label="Rows", small=True)
        self.which.changed.connect(lambda value: self._lists.setCurrentIndex(int(value)))
        self._lists.setCurrentIndex(which)
        self.go = Button(f"{verb} {number_of(report.added, 'row')}", "primary")
        self.no = Button("Cancel")
        self.go.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        why = "" if report.added else f"There is nothing new to {verb.lower()}."
        self.go.lock(why)
        where = "in Excel and paste them" if pasted else "in the workbook and import it"
        hint = why or f"Rows to mend stay out: mend them {where} again; nothing comes twice."
        foot = row((Text(hint, "meta", "text2", wrap=True), 1), self.no, self.go)
        self.setLayout(col(Text(title, "section", wrap=True), figures, *notes, row(self.which, None), (self._lists, 1),
                           foot, gap=12, margins=(20, 16, 20, 16)))  # fmt: skip
        self.resize(880, 520)
        first = self.go if report.added else self.no
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _officer(self, name: str, rows: int, offer: str) -> QLayout:
        """An officer on no list: kept as written, or added first."""
        said = f"“{name}” is on no list of officers and is kept as written in {number_of(rows, 'row')}."
        words = Text(said, "meta", "text2", wrap=True)
        if not offer:
            return _note(words)
        add = Button(f"Add {offer}", "quiet", "plus", small=True)
        add.clicked.connect(lambda: self.addOfficer.emit(name))
        self.add_buttons.append(add)
        return _note(words, add)

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.fillRect(self.rect(), self.look.c("surface"))
        p.end()


def _note(words: Text, *buttons: Button) -> QLayout:
    return row(Icon("info-circle", 15, "accent_text"), (words, 1), *buttons)


def _words_of(line: Line) -> tuple[str, ...]:
    return tuple(" ".join(line.said.get(key, "").split()) for key in _FIELDS)


def _by_row(rejected: Sequence[RejectedCell]) -> list[tuple[str, ...]]:
    """A line for each row, with everything that is wrong with it."""
    rows: dict[tuple[str, int], list[RejectedCell]] = {}
    for bad in rejected:
        rows.setdefault((bad.sheet, bad.row), []).append(bad)
    return [
        (sheet, str(number), ", ".join(bad.column.split(",")[0].split(":")[0] for bad in cells),
         "; ".join(bad.value for bad in cells if bad.value), " ".join(bad.reason for bad in cells))
        for (sheet, number), cells in rows.items()
    ]  # fmt: skip


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
    table = Table(name, two_line=False)
    table.setModel(CellModel(heads, table, rows))
    table.set_widths(widths)
    return table
