"""All areas' meetings of the month, for a chief inspector who has several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.rules.periods import short_date
from npt_desktop.services.quality import MeetingLine
from npt_desktop.ui.widgets.tables import CELL, Cell, PillCell, Table

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_HEADS = ("Area", "Answered", "State")


def _state(line: MeetingLine) -> tuple[str, str, str]:
    """Word, tone and mark of how far a meeting is."""
    if line.finished:
        return "Finished", "good", "good"
    if line.answered:
        return "Begun", "accent", "part"
    return ("Planned", "none", "none") if line.scheduled_on else ("No date", "warn", "warn")


class AreaModel(QAbstractTableModel):
    """A row for each area: name and date, how many are answered, how far it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[MeetingLine] = []

    def set(self, lines: Sequence[MeetingLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADS[section] if across else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        word, tone, mark = _state(line)
        day = line.held_on or line.scheduled_on
        answered = f"{line.answered} of {line.due}"
        if role == CELL:
            return (
                Cell(line.area, short_date(day) if day else "No date set", strong=True),
                Cell(answered),
                PillCell(word, tone, mark),
            )[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (line.area, answered, word)[index.column()]
        return None


class AreaTable(Table):
    """The list on screen; Enter or a double click opens a row."""

    def __init__(self) -> None:
        super().__init__("Meetings of all areas")
        self.setObjectName("areas")
        self.areas = AreaModel(self)
        self.setModel(self.areas)
        self.set_widths((0, 90, 116))

    def show_meetings(self, lines: Sequence[MeetingLine], area_id: int) -> None:
        """Show the meetings with the present area chosen."""
        self.areas.set(lines)
        here = next((i for i, line in enumerate(lines) if line.area_id == area_id), 0)
        self.setCurrentIndex(self.areas.index(here, 0))
