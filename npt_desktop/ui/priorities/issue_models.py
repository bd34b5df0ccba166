"""The lists of the meeting as item models: issues before it, and issues it may add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from npt_desktop.models.kinds import Decision
from npt_desktop.ui.widgets.tables import CELL, Cell, PillCell

if TYPE_CHECKING:
    from npt_desktop.models.priorities import CandidateIssue
    from npt_desktop.services.candidates import Evidence, Suggestion

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
T = TypeVar("T")
SEPARATOR = "  ·  "


class _Rows(QAbstractTableModel):
    """Two columns: words of two lines, and a pill."""

    heads: tuple[str, str] = ("", "")

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[tuple[Cell, PillCell]] = []

    def fill(self, cells: Sequence[tuple[Cell, PillCell]]) -> None:
        """Replace the rows; with as many as before only what differs is announced."""
        fresh = list(cells)
        if len(fresh) == len(self._cells):
            for place, (old, new) in enumerate(zip(self._cells, fresh, strict=True)):
                if old != new:
                    self._cells[place] = new
                    self.dataChanged.emit(self.index(place, 0), self.index(place, 1))
            return
        self.beginResetModel()
        self._cells = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < 2:
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self._cells):
            return None
        words, pill = self._cells[index.row()]
        if role == CELL:
            return words if index.column() == 0 else pill
        if role == Qt.ItemDataRole.DisplayRole:
            return words.main if index.column() == 0 else pill.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words.main}, {words.sub}" if index.column() == 0 else pill.text
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return words.main
        return None


class IssueModel(_Rows):
    """The candidate issues with their figures and decision."""

    heads = ("Issue", "Decision")

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[int] = []

    def set(self, issues: Sequence[CandidateIssue], evidence: dict[int, tuple[Evidence, ...]]) -> None:
        ids = [issue.id for issue in issues]
        same = ids == self.ids
        self.ids = ids
        cells = []
        for issue in issues:
            figures = SEPARATOR.join(each.line for each in evidence.get(issue.id, ()) if each.line)
            cells.append((Cell(issue.title, figures or issue.evidence, strong=True), decision_pill(issue)))
        if not same and len(cells) == self.rowCount():
            self.fill([])  # other issues in the same number: views must not keep their place
        self.fill(cells)

    def row_of(self, candidate_id: int | None) -> int:
        """The row of an issue, -1 when it is not here."""
        return self.ids.index(candidate_id) if candidate_id in self.ids else -1


class SuggestionModel(_Rows):
    """What may be added, with where it comes from."""

    heads = ("Suggestion", "From")

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Suggestion] = []

    def set(self, items: Sequence[Suggestion]) -> None:
        self.items = list(items)
        self.fill([(Cell(item.title, item.detail), PillCell(item.source.value)) for item in items])


def decision_pill(issue: CandidateIssue) -> PillCell:
    """``Priority 1``, ``Plan only``, ``Undecided``."""
    if issue.decision is Decision.UNDECIDED:
        return PillCell(issue.decision.label, "warn")
    if issue.decision is Decision.PRIORITY:
        return PillCell(f"Priority {issue.rank}" if issue.rank else "Priority", "accent")
    return PillCell(issue.decision.label)
