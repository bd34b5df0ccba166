"""The log as a table model over any number of entries: ordered ids, and pages of lines read when seen."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import WEEKDAYS, month_short
from npt_desktop.ui.engagement.more import hours_words
from npt_desktop.ui.widgets.tables import CELL, AnyCell, Cell, ScoreCell

if TYPE_CHECKING:
    from npt_desktop.services.engagement import LogLine

PAGE: Final = 200
PAGES: Final = 12
HEADS: Final = ("Date", "Audience and purpose", "Who and lead", "Summary and outcome", "Score", "Beat and partners",
                "Reached and hours", "Theme and channel", "About", "Area")  # fmt: skip
KEYS: Final = ("day", "audience", "who", "summary", "score", "beat", "reached", "theme", "about", "area")
WIDTHS: Final = (66, 164, 160, 0, 140, 150, 124, 140, 150, 110)
STANDARD: Final = KEYS[:5]
"""The booklet's columns: what a log shows until somebody chooses otherwise."""
DAY, AUDIENCE, WHO, SUMMARY, SCORE, BEAT, REACHED, THEME, ABOUT, AREA = range(10)
TO_FOLLOW: Final = "Outcome to follow"

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class LogModel(QAbstractTableModel):
    """Rows are the ids given to :meth:`set_ids`; a line is read with its page of 200 when a view asks for it,
    and twelve pages are held. A line that cannot be read, or was removed meanwhile, is blank."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[LogLine]],
        scores: Mapping[int, str],
        today: date,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._scores, self._today = read, scores, today
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, LogLine]] = OrderedDict()
        self.with_area = False

    @property
    def ids(self) -> array[int]:
        """The ids in the order shown; not to be changed."""
        return self._ids

    def set_ids(self, ids: array[int]) -> None:
        """Show these entries. The same ids again only read their lines anew: nothing moves."""
        if ids == self._ids:
            self.forget()
            return
        self.beginResetModel()
        self._pages.clear()
        self._ids = ids
        self.endResetModel()

    def forget(self) -> None:
        """Read again what is shown: lines may have changed."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(HEADS) - 1))

    def row_of(self, entry_id: int) -> int:
        """Where an entry stands; -1 when it is not shown."""
        try:
            return self._ids.index(entry_id)
        except ValueError:
            return -1

    def line(self, row: int) -> LogLine | None:
        """The entry of a row."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            try:
                lines = self._read(self._ids[number * PAGE : (number + 1) * PAGE])
            except CannotDo:
                return None
            page = {line.id: line for line in lines}
            self._pages[number] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[row])

    # -- Qt --
    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADS)
        return HEADS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid() or role not in (CELL, _WORDS, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self.line(index.row())
        if line is None:
            return Cell("") if role == CELL else ""
        cell = self._cell(line, index.column())
        return cell if role == CELL else self._said(line, index.column(), cell)

    def _cell(self, line: LogLine, column: int) -> AnyCell:
        if column == DAY:
            year = "" if line.day.year == self._today.year else f" {line.day.year}"
            main = f"{line.day.day} {month_short(line.day)}"
            return Cell(main, f"{WEEKDAYS[line.day.weekday()][:3]}{year}")
        if column == AUDIENCE:
            return Cell(line.audience or "No audience", line.purpose or "No purpose", strong=True)
        if column == WHO:
            lead = f"{line.lead}, {line.area}" if self.with_area else line.lead
            return Cell(_one(line.who_engaged), lead)
        if column == SUMMARY:
            marked = f"{line.marking} · " if line.marking else ""
            if line.outcome.strip():
                return Cell(_one(line.summary), marked + _one(line.outcome))
            return Cell(_one(line.summary), marked + TO_FOLLOW, sub_mark="warn", sub_tone="warn_text")
        if column == SCORE:
            return ScoreCell(line.score, self._scores.get(line.score or 0, ""))
        return self._more(line, column)

    def _more(self, line: LogLine, column: int) -> Cell:
        """A column beside the booklet's."""
        if column == BEAT:
            return Cell(_one(line.beat), _one(line.partners))
        if column == REACHED:
            hours = hours_words(line.minutes)
            return Cell(
                "" if line.reached is None else f"{line.reached:,}", f"{hours} hours" if hours else ""
            )
        if column == THEME:
            return Cell(line.theme, line.channel)
        if column == AREA:
            return Cell(line.area)
        return Cell(_one(line.about), "From a hate crime report" if line.from_hate_crime else "")

    def _said(self, line: LogLine, column: int, cell: AnyCell) -> str:
        if isinstance(cell, ScoreCell):
            return "Not scored" if cell.score is None else f"{cell.score} {cell.word}".strip()
        if column == SUMMARY:
            outcome = line.outcome.strip()
            said = f"{line.summary} Outcome: {outcome}" if outcome else f"{line.summary} {TO_FOLLOW}"
            return f"{said} Marked {line.marking}" if line.marking else said
        assert isinstance(cell, Cell)
        if column > SCORE:
            return ", ".join(part for part in (cell.main, cell.sub) if part)
        return f"{cell.main}, {cell.sub}" if column != DAY else f"{cell.sub} {cell.main}"


_WORDS: Final = Qt.ItemDataRole.DisplayRole


def _one(text: str) -> str:
    """One line of what may have been typed over several."""
    return " ".join(text.split())
