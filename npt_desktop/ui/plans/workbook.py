"""A plan out as a workbook and in again: where to, what differs, and the word to bring it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import number_of
from npt_desktop.services.plan_book import PlanBookPreview, PlanBooks, book_name
from npt_desktop.services.plan_book_diff import DiffLine, DiffState
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.theme.look import Restyled
from npt_desktop.ui.widgets.buttons import Button, Check
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.layout import col, row, scroll
from npt_desktop.ui.widgets.tables import CELL, AnyCell, Cell, PillCell, Table
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.work_screen import WorkScreen
from npt_desktop.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_TONES = {
    DiffState.NEW: "good",
    DiffState.CHANGED: "accent",
    DiffState.REJECTED: "bad",
    DiffState.UNCHANGED: "none",
}
HEADS = ("", "Row", "What differs")


class DiffModel(QAbstractTableModel):
    """The rows of a workbook: what would happen, which row, what differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[DiffLine] = ()

    def show_lines(self, lines: Sequence[DiffLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == CELL:
            return self._cell(line, column)
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return (line.state.value.capitalize(), f"{line.title}, {_place(line)}", brief(line))[column]
        return None

    def _cell(self, line: DiffLine, column: int) -> AnyCell:
        if column == 0:
            return PillCell(line.state.value.capitalize(), _TONES[line.state])
        if column == 1:
            return Cell(line.title, _place(line), strong=True)
        return Cell(brief(line), tone="bad_text" if line.problems else "text2")


def _place(line: DiffLine) -> str:
    return f"{line.sheet}, row {line.row}"


def brief(line: DiffLine) -> str:
    """What a row would do, in one line."""
    if line.problems:
        return line.problems[0][1]
    if len(line.changes) == 1:
        _, was, now = line.changes[0]
        return f"{was or 'nothing'} → {now or 'nothing'}"
    if line.changes:
        return ", ".join(name for name, _, _ in line.changes)
    return "As it is here"


def whole(line: DiffLine) -> str:
    """Everything a row would do, a line each."""
    told = [f"{name}: {why}" for name, why in line.problems]
    told += [f"{name}: {was or 'nothing'} → {now or 'nothing'}" for name, was, now in line.changes]
    return "\n".join(told) or "Nothing differs."


class PlanBookDialog(Restyled, QDialog):
    """The difference between a workbook and its plan, and the button that brings it in."""

    def __init__(self, preview: PlanBookPreview, parent: QWidget) -> None:
        super().__init__(parent)
        self.preview = preview
        self.setWindowTitle("Bring a plan’s workbook in")
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.resize(820, 520)
        self.model = DiffModel(self)
        self.table = Table("Rows of the workbook")
        self.table.setModel(self.model)
        self.table.set_widths((112, 300, 0))
        self.detail = Text("", "meta", wrap=True)
        self.everything = Check("Show rows that are the same here")
        self.everything.clicked.connect(lambda _: self._show())
        rows = number_of(preview.changes, "row")
        words = (
            f"Bring in {rows}"
            if not preview.rejected
            else f"Bring in the {number_of(preview.changes, 'good row')}"
        )
        self.yes = Button(words, "primary")
        self.yes.lock("" if preview.changes else "Nothing in the workbook differs from the plan")
        self.yes.clicked.connect(self.accept)
        self.no = Button("Cancel")
        self.no.clicked.connect(self.reject)
        card = Card(pad=1, gap=0)
        card.add((self.table, 1))
        below = Card(pad=10, gap=4)
        below.add(self.detail, None)
        area = scroll(below)
        area.setFixedHeight(self.look.px(110))
        heads = col(
            Text(preview.path.name, "section"), Text(preview.in_words(), "body", "text2", wrap=True), gap=2
        )
        self.setLayout(
            col(heads, (card, 1), area, row(self.everything, None, self.no, self.yes),
                gap=10, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now.row()))
        self._show()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        shown = [
            line for line in self.preview.lines
            if self.everything.isChecked() or line.state is not DiffState.UNCHANGED
        ]  # fmt: skip
        self.model.show_lines(shown)
        if shown:
            self.table.setCurrentIndex(self.model.index(0, 1))
        self._tell(0)

    def _tell(self, place: int) -> None:
        lines = self.model.lines
        self.detail.setText(
            whole(lines[place]) if 0 <= place < len(lines) else "Every row says what the plan says."
        )


class PlanBookFiles:
    """Workbooks of plans, for one screen. ``ask_save``, ``ask_open`` and ``confirm`` are where the places and the
    consent come from."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask_save: Callable[[str], Path | None] = self._ask_save
        self.ask_open: Callable[[], Path | None] = self._ask_open
        self.confirm: Callable[[PlanBookPreview], bool] = self._confirm

    @property
    def _work(self) -> Workspace:
        return self._screen.work

    def may_bring(self) -> bool:
        """This person may bring a plan's workbook in."""
        role = self._work.desk.actor.role
        return may(role, Act.IMPORT) and may(role, Act.MANAGE_PLAN)

    def export(self, page: PlanPage) -> None:
        """Ask for a place and write the plan there."""
        desk, plan = self._work.desk, page.plan
        path = self.ask_save(book_name(desk, plan.id, plan.reference, plan.title))
        if path is not None:
            plan_id = plan.id
            self._screen.fetch(
                lambda: PlanBooks(desk).export(plan_id, path), lambda _: self._work.say(f"Saved {path.name}")
            )

    def bring(self) -> None:
        """Ask for a workbook, show how it differs, and bring it in when that is wanted."""
        path, desk = self.ask_open(), self._work.desk
        if path is None:
            return

        def look() -> PlanBookPreview:
            return PlanBooks(desk).preview(path)

        self._screen.fetch(look, self._looked)

    def _looked(self, preview: PlanBookPreview) -> None:
        if not self.confirm(preview):
            return
        work, desk = self._work, self._work.desk

        def write() -> PlanBookPreview:
            return PlanBooks(desk).commit(preview, keep_good=bool(preview.rejected))

        def done(found: PlanBookPreview) -> None:
            work.say(f"Brought in {number_of(found.changes, 'row')} of {found.reference}", undo=True)
            work.go("plans", found.plan_id)

        self._screen.fetch(write, done)

    def _ask_save(self, name: str) -> Path | None:
        start = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(
            self._screen, "Save the plan as a workbook", start, "Workbook (*.xlsx)"
        )
        return Path(chosen) if chosen else None

    def _ask_open(self) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._screen, "Bring a plan’s workbook in", str(Path.home()), "Workbook (*.xlsx)"
        )
        return Path(chosen) if chosen else None

    def _confirm(self, preview: PlanBookPreview) -> bool:
        return PlanBookDialog(preview, self._screen).exec() == QDialog.DialogCode.Accepted
