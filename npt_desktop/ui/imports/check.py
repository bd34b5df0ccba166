"""Step 4: the difference before it is written: counts, every row, old words struck beside new, cells mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.services.importing import LineState, Mode
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card, Figure
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.layout import Split, box, clear, col, order_tabs, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Cell, Table
from npt_desktop.ui.widgets.text import Icon, Text

if TYPE_CHECKING:
    from npt_desktop.exchange.layouts import FieldSpec
    from npt_desktop.services.import_plan import Planner
    from npt_desktop.services.importing import Checked, Line

_WORDS = {
    LineState.NEW: ("New", "good"), LineState.CHANGED: ("Changed", "part"), LineState.SAME: ("In the store already", "none"),
    LineState.TWICE: ("Typed twice", "none"), LineState.POSSIBLE: ("Perhaps the same", "warn"),
    LineState.REJECTED: ("To mend", "bad"),
}  # fmt: skip
_SHOWN = ("all", "go", "ask", "mend", "rest", "notes")
_TITLES = {
    "all": "All",
    "go": "To write",
    "ask": "To decide",
    "mend": "To mend",
    "rest": "Rest",
    "notes": "Notes",
}
_GROUPS = {
    "all": frozenset(LineState), "go": frozenset({LineState.NEW, LineState.CHANGED}),
    "ask": frozenset({LineState.POSSIBLE}), "mend": frozenset({LineState.REJECTED}),
    "rest": frozenset({LineState.SAME, LineState.TWICE}),
}  # fmt: skip
_MOST_ROWS = 20_000


class Struck(Text):
    """Words struck through: what the store says now."""

    def restyle(self) -> None:
        super().restyle()
        font = self.font()
        font.setStrikeOut(True)
        self.setFont(font)


class CheckPane(QWidget):
    """``mended`` carries what was typed over cells of a row: (file, sheet, row), {field: text}; ``decided`` that a
    row is "same" or "other"; ``rejectsWanted`` asks for the rows to mend as a workbook."""

    mended = Signal(object, object)
    decided = Signal(object, str)
    rejectsWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._planner: Planner | None = None
        self._checked: Checked | None = None
        self._lines: list[Line] = []
        self._said: tuple[str, ...] = ()
        self._edits: dict[str, Edit] = {}
        self.figures = {state: Figure("0", _WORDS[state][0].lower()) for state in LineState}
        self.which = Segmented([(key, key) for key in _SHOWN], "all", label="Rows shown", small=True)
        self.which.changed.connect(lambda _: self._fill())
        self.rejects = Button("Save rows to mend", "quiet", "download", small=True)
        self.rejects.clicked.connect(self.rejectsWanted.emit)
        self.table = Table("Rows", two_line=True)
        self.model = CellModel(("Row", "What happens", "Words"), self.table)
        self.table.setModel(self.model)
        self.table.set_widths((150, 170, 0))
        self._lists = QStackedWidget()
        self._none = EmptyState("circle-check", "Nothing of this kind")
        self._lists.addWidget(self._none)
        self._lists.addWidget(self.table)
        self._notes = col(gap=4)
        self._form = col(gap=8, margins=(0, 0, 8, 0))
        self.side = Card("The row")
        self._sight = scroll(box(self._form))
        self.side.add((self._sight, 1))
        below = row((box(self._notes), 1), self.rejects, gap=12)
        main = Card().add(row(self.which, None), (self._lists, 1), below)
        self.setLayout(
            col(
                row(*((f, 1) for f in self.figures.values())),
                (Split(main, self.side, 380, break_at=800), 1),
                gap=12,
            )
        )
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())

    def show_checked(self, planner: Planner, checked: Checked) -> None:
        """Show a difference; the row looked at stays chosen."""
        here = self._current()
        self._planner, self._checked = planner, checked
        for state, figure in self.figures.items():
            count = checked.count(state)
            tone = {"bad": "bad_text", "warn": "warn_text"}.get(_WORDS[state][1], "text") if count else "text"
            figure.set(f"{count:,}", _WORDS[state][0].lower(), tone=tone)
        self._said = tuple(dict.fromkeys(checked.notes))
        counts = {key: sum(checked.count(state) for state in states) for key, states in _GROUPS.items()}
        counts["notes"] = len(self._said)
        self.which.set_words([f"{_TITLES[key]} ({counts[key]:,})" for key in _SHOWN])
        self.rejects.setVisible(counts["mend"] > 0)
        if here is None or not counts[str(self.which.value())]:
            self.which.set_value(next((key for key in ("go", "ask", "mend") if counts[key]), "all"))
        self._show_notes()
        self._fill(here.place if here is not None else None)

    def forget(self) -> None:
        """Let go of the rows: the next check begins at what it would write."""
        self._checked, self._lines = None, []
        self.model.fill([])

    def first(self) -> QWidget:
        """Where the focus begins: the rows, or where there are none the choice of them."""
        return self.table if self._lists.currentWidget() is self.table else self.which

    # -- inside --
    def _show_notes(self) -> None:
        """The one note there is, or that there are several: more would leave the rows no room."""
        clear(self._notes)
        several = f"{len(self._said)} notes on how this is read: see Notes above."
        for note in self._said if len(self._said) < 2 else [several]:
            self._notes.addLayout(
                row(Icon("info-circle", 15, "accent_text"), (Text(note, "meta", "text2", wrap=True), 1))
            )

    def _fill(self, keep: tuple[int, int, int] | None = None) -> None:
        checked = self._checked
        if checked is None:
            return
        shown = str(self.which.value())
        if shown == "notes":
            self._lines = []
            self.model.fill([("", "", Cell(note)) for note in self._said])
            self._none.set("There is nothing to note")
            self._lists.setCurrentIndex(1 if self._said else 0)
            if self._said:
                self.table.setCurrentIndex(self.model.index(0, 0))
            self._show_row()
            return
        states = _GROUPS[shown]
        self._lines = [line for line in (*checked.lines, *checked.figures) if line.state in states][
            :_MOST_ROWS
        ]
        self.model.fill([self._cells(checked, line) for line in self._lines])
        others = sum(checked.count(state) for state in states) - len(self._lines)
        self._none.set(
            "Nothing of this kind" if others <= 0 else f"{others:,} rows that are not listed one by one"
        )
        self._lists.setCurrentIndex(1 if self._lines else 0)
        at = next((n for n, line in enumerate(self._lines) if line.place == keep), 0)
        if self._lines:
            self.table.setCurrentIndex(self.model.index(at, 0))
        self._show_row()

    def _cells(self, checked: Checked, line: Line) -> Sequence[str | Cell]:
        words, mark = _WORDS[line.state]
        if line.state is LineState.NEW and line.old:
            words, mark = "More than before", "part"
        left = checked.decisions.mode
        if (line.state is LineState.CHANGED and left is Mode.ADD) or (
            line.state is LineState.NEW and left is Mode.UPDATE
        ):
            words, mark = f"{words}, left as it is", "none"
        if line.old and line.state in (LineState.NEW, LineState.CHANGED):
            said = "; ".join(f"{self._title(line, key)}: {old or 'nothing'} → {line.said.get(key) or 'nothing'}"
                             for key, old in line.old.items())  # fmt: skip
        else:
            said = line.why or (line.like and f"May be the same as {line.like}") or "; ".join(line.notes)
        main = "  ·  ".join(filter(None, (line.said.get(spec.key) for spec in self._fields(line))))
        if not line.row:
            return _counted(line, Cell(words, mark=mark))
        return Cell(f"Row {line.row}", checked.place(line)), Cell(words, mark=mark), Cell(main, said)

    def _fields(self, line: Line) -> Sequence[FieldSpec]:
        assert self._planner is not None
        return self._planner.fields(line.kind, line.row)

    def _title(self, line: Line, key: str) -> str:
        return next((spec.short for spec in self._fields(line) if spec.key == key), key)

    def _current(self) -> Line | None:
        at = self.table.currentIndex().row()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _show_row(self) -> None:
        clear(self._form)
        self._edits = {}
        line, checked = self._current(), self._checked
        if self.which.value() == "notes":
            self._show_note()
            return
        if line is None or checked is None or self._planner is None:
            self.side.set_title("The row", "Choose one to see all it says" if self._lines else "")
            return
        self.side.set_title(f"Row {line.row}" if line.row else "Count", _WORDS[line.state][0])
        for note in line.notes:
            self._form.addWidget(Text(note, "meta", "text2", wrap=True))
        if line.state is LineState.POSSIBLE:
            self._ask(line)
        plan = next(p for p in checked.plans if (p.file, p.sheet) == (line.file, line.sheet))
        there = plan.located.columns if plan.located is not None else {}
        for spec in sorted(self._fields(line), key=lambda spec: spec.key not in line.problems):
            if line.state is LineState.REJECTED and spec.key in there:
                edit = Edit(line.said.get(spec.key, ""))
                edit.returnPressed.connect(self._mend)
                self._edits[spec.key] = edit
                self._form.addWidget(
                    Field(spec.short, edit, name=f"cell.{spec.key}", error=line.problems.get(spec.key, ""))
                )
            elif spec.key in line.old and line.state in (LineState.NEW, LineState.CHANGED):
                new = line.said.get(spec.key) or "nothing"
                old = Struck(line.old[spec.key] or "nothing", "body", "bad_text", wrap=True)
                self._form.addLayout(
                    col(
                        Text(spec.short, "label", "text2"),
                        old,
                        Text(new, "body", "good_text", wrap=True),
                        gap=2,
                    )
                )
            elif line.said.get(spec.key):
                said = Text(line.said[spec.key], wrap=True)
                self._form.addLayout(col(Text(spec.short, "label", "text2"), said, gap=2))
        if self._edits:
            elsewhere = [why for key, why in line.problems.items() if key not in self._edits]
            for why in elsewhere:
                self._form.addWidget(Text(why, "meta_strong", "bad_text", wrap=True))
            mend = Button("Mend this row", "secondary", "check")
            mend.clicked.connect(self._mend)
            self._form.addLayout(row(mend, None))
        self._form.addStretch(1)
        order_tabs(self)

    def _show_note(self) -> None:
        at = self.table.currentIndex().row()
        self.side.set_title("Note", "on how the file is read")
        if 0 <= at < len(self._said):
            self._form.addWidget(Text(self._said[at], wrap=True))
        self._form.addStretch(1)

    def _ask(self, line: Line) -> None:
        self._form.addWidget(Text(f"This may be {line.like}, which is in the store.", "strong", wrap=True))
        same, other = Button("It is the same"), Button("It is another")
        same.clicked.connect(lambda: self.decided.emit(line.place, "same"))
        other.clicked.connect(lambda: self.decided.emit(line.place, "other"))
        self._form.addLayout(row(same, other, None))

    def _mend(self) -> None:
        line = self._current()
        if line is None:
            return
        typed = {
            key: edit.text() for key, edit in self._edits.items() if edit.text() != line.said.get(key, "")
        }
        if typed:
            self.mended.emit(line.place, typed)

    def go_to_first_bad(self) -> None:
        """Choose the first row to mend and put the focus in its first bad cell."""
        self.which.set_value("mend")
        self._fill()
        for n, line in enumerate(self._lines):
            if line.state is LineState.REJECTED:
                self.table.setCurrentIndex(self.model.index(n, 0))
                for key in line.problems:
                    if key in self._edits:
                        self._edits[key].setFocus()
                        QTimer.singleShot(0, self, self._into_sight)
                        return
                self.table.setFocus()
                return

    def bad(self) -> bool:
        """Whether a row is to be mended."""
        return self._checked is not None and self._checked.count(LineState.REJECTED) > 0

    def _into_sight(self) -> None:
        """Scroll to the cell with the focus, once the form is laid out."""
        cell = next((edit for edit in self._edits.values() if edit.hasFocus()), None)
        if cell is not None:
            self._sight.ensureWidgetVisible(cell.parentWidget() or cell)


def _counted(line: Line, what: Cell) -> Sequence[str | Cell]:
    """A count by small area, month and category: how many there were, and will be."""
    said = line.said
    now = said["count"] if line.state is LineState.SAME else f"{line.old.get('count', '0')} → {said['count']}"
    return Cell(said["place"], said["area"]), what, Cell(f"{said['category']}: {now}", said["month"])
