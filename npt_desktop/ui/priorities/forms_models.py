"""The lists of the forms page as item models: the forms of the text, and what was put out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from npt_desktop.rules.periods import day_month
from npt_desktop.ui.widgets.tables import CELL, Cell

if TYPE_CHECKING:
    from datetime import date

    from npt_desktop.models.priorities import Publication
    from npt_desktop.services.public_forms import PublicForm

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COUNTED = (("reach", "reached"), ("likes", "likes"), ("comments", "comments"), ("shares", "shares"),
            ("registrations", "registered"), ("recipients", "sent to"))  # fmt: skip


class OneColumn(QAbstractTableModel):
    """Rows of one two-line cell."""

    def __init__(self, head: str) -> None:
        super().__init__()
        self._head = head
        self._cells: list[Cell] = []

    def fill(self, cells: Sequence[Cell]) -> None:
        """Replace the rows; nothing is announced when they say what they said."""
        if list(cells) == self._cells:
            return
        self.beginResetModel()
        self._cells = list(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _ROOT, /) -> int:
        return 0 if parent.isValid() else 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0, /) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._head if across and section == 0 else None

    def data(self, index: Index, role: int = 0, /) -> Any:
        if not index.isValid() or index.row() >= len(self._cells):
            return None
        cell = self._cells[index.row()]
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.main
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{cell.main}, {cell.sub}" if cell.sub else cell.main
        return None


class FormModel(OneColumn):
    """The forms, each with when it last went out."""

    def __init__(self) -> None:
        super().__init__("Form")
        self.forms: list[PublicForm] = []

    def set(self, forms: Sequence[PublicForm], out: Sequence[Publication], today: date) -> None:
        """Show the forms that are looked at, those to be edited first; police.uk's CSV is a file beside its JSON."""
        shown = [form for form in forms if form.key not in ("page", "police_uk_csv")]
        self.forms = sorted(shown, key=lambda form: not form.editable)
        cells = []
        for form in self.forms:
            last = next((p for p in out if p.kind is form.kind), None)
            own = form.key != "police_uk"
            said = (
                f"Put out {day_month(last.published_on, today)}"
                if last and own
                else "Not put out yet"
                if own
                else "A file for data.police.uk"
            )
            cells.append(Cell(form.label, said, mark="good" if last and own else "none", strong=True))
        self.fill(cells)


class OutModel(OneColumn):
    """What was put out, latest first, with its figures."""

    def __init__(self) -> None:
        super().__init__("Put out")
        self.items: list[Publication] = []

    def set(self, items: Sequence[Publication], today: date) -> None:
        self.items = list(items)
        self.fill([
            Cell(f"{p.kind.label}, {day_month(p.published_on, today)}", f"{', '.join(map(str, p.channels))}: {counted(p)}")
            for p in self.items
        ])  # fmt: skip

    def row_of(self, publication_id: int) -> int:
        """The row of a publication, -1 when it is not here."""
        return next((n for n, p in enumerate(self.items) if p.id == publication_id), -1)


def counted(publication: Publication) -> str:
    """The figures of a publication in words."""
    said = [f"{getattr(publication, name):,} {word}" for name, word in _COUNTED
            if getattr(publication, name) is not None]  # fmt: skip
    return ", ".join(said) or "no figures yet"
