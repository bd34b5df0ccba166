"""The entries and the library as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.models.kinds import State
from npt_desktop.rules.periods import day_month
from npt_desktop.rules.what_works import Outcome, WorksState
from npt_desktop.services.what_works_board import EntryLine, Tried
from npt_desktop.ui.widgets.tables import CELL, AnyCell, Cell, PillCell

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
VIEWS: dict[str, tuple[str, frozenset[WorksState]]] = {
    "writing": ("To write", frozenset({WorksState.DRAFT, WorksState.RETURNED})),
    "board": ("With the board", frozenset({WorksState.QUEUED})),
    "sharing": ("Sharing", frozenset({WorksState.TO_SHARE, WorksState.SHARED})),
    "all": ("All", frozenset(WorksState)),
}
"""Which entries the list shows, by key: its words and the states."""
TONES = {
    WorksState.DRAFT: "none", WorksState.RETURNED: "warn", WorksState.NOT_SENT: "none", WorksState.QUEUED: "accent",
    WorksState.KEPT: "none", WorksState.TO_SHARE: "accent", WorksState.SHARED: "good",
}  # fmt: skip


def mark_of(line: EntryLine) -> tuple[State, str]:
    """The mark of an entry and the reason in words."""
    if line.late:
        return State.BAD, "The board of its quarter is over"
    if line.state is WorksState.RETURNED:
        return State.WARN, "Returned with feedback"
    if line.state is WorksState.DRAFT and line.lacks:
        return State.PART, "Headings are missing"
    if line.state in (WorksState.SHARED, WorksState.KEPT):
        return State.GOOD, line.state.label
    return State.NONE, line.state.label


class _Rows(QAbstractTableModel):
    """Rows of one kind that a reset replaces."""

    heads: tuple[str, ...] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min

    def _count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def _words(self, row: int, column: int) -> str:
        """A cell in plain words."""
        raise NotImplementedError

    def _cell(self, row: int, column: int) -> AnyCell:
        """How a cell looks."""
        raise NotImplementedError

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else self._count()

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        if role == CELL:
            return self._cell(index.row(), index.column())
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self._words(index.row(), index.column())
        return None


class EntriesModel(_Rows):
    """Entries: mark, title with area and plan, state."""

    heads = ("", "Entry", "State")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[EntryLine] = ()

    def show_lines(self, lines: Sequence[EntryLine], today: date) -> None:
        self.beginResetModel()
        self.lines, self._today = lines, today
        self.endResetModel()

    def _count(self) -> int:
        return len(self.lines)

    def _words(self, row: int, column: int) -> str:
        line = self.lines[row]
        return (mark_of(line)[1], f"{line.title}, {self._under(line)}", line.state.label)[column]

    def _cell(self, row: int, column: int) -> AnyCell:
        line = self.lines[row]
        if column == 0:
            return Cell(mark=mark_of(line)[0].value)
        if column == 1:
            return Cell(line.title, self._under(line), strong=True)
        return PillCell(line.state.label, TONES[line.state])

    def _under(self, line: EntryLine) -> str:
        result = line.label or (line.result.label if line.result else "")
        return " · ".join(part for part in (line.area, line.reference or line.kind.label, result) if part)


class LibraryModel(_Rows):
    """What was tried: title with area and plan, kind of problem, how it came out, when."""

    heads = ("What was tried", "Kind of problem", "How it came out", "When")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Tried] = ()

    def show_lines(self, lines: Sequence[Tried], today: date) -> None:
        self.beginResetModel()
        self.lines, self._today = lines, today
        self.endResetModel()

    def _count(self) -> int:
        return len(self.lines)

    def _words(self, row: int, column: int) -> str:
        tried = self.lines[row]
        when = day_month(tried.when, self._today) if tried.when else ""
        return (f"{tried.title}, {self._under(tried)}", tried.issue, tried.outcome, when)[column]

    def _cell(self, row: int, column: int) -> AnyCell:
        tried = self.lines[row]
        if column == 0:
            return Cell(tried.title, self._under(tried), strong=True)
        if column == 2:
            return PillCell(
                tried.outcome, {Outcome.WORKED: "good", Outcome.FAILED: "bad"}.get(tried.came, "none")
            )
        return Cell(self._words(row, column), tone="text2")

    def _under(self, tried: Tried) -> str:
        return " · ".join(part for part in (tried.area, tried.reference) if part)
