"""Tables of records: a view, a header that survives Ctrl+A on 200,000 rows, a two-line row delegate.

A model says how a cell looks by returning one of the cell values below for :data:`CELL`; the
``DisplayRole`` stays plain words, for copying, screen readers and tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from npt_desktop.rules.guarding import as_lines
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import ALIGN_L, ALIGN_R, Look, Restyled, elided, look_of, rounded
from npt_desktop.ui.widgets.marks import paint_mark, paint_pill, pill_width
from npt_desktop.ui.widgets.progress import paint_stages

CELL: Final = Qt.ItemDataRole.UserRole + 1  # a Cell, ScoreCell, StageCell or PillCell
COPY_LIMIT: Final = 10_000  # rows put on the clipboard at most

Index = QModelIndex | QPersistentModelIndex


@runtime_checkable
class InWords(Protocol):
    """What can be copied and exported as it is shown."""

    def words(self) -> tuple[list[str], list[list[str]]]:
        """The headings and all rows in plain words."""


@dataclass(frozen=True)
class Cell:
    """Words in a cell: a first line, and in two-line rows a second.

    ``mark`` is a state left of the first line (centred when there is no first line), ``sub_mark``
    one before the second; tones are colour tokens.
    """

    main: str = ""
    sub: str = ""
    mark: str = ""
    sub_mark: str = ""
    tone: str = "text"
    sub_tone: str = "text2"
    strong: bool = False
    right: bool = False


@dataclass(frozen=True)
class ScoreCell:
    """A score of five with its word; None is "Not scored"."""

    score: int | None
    word: str = ""


@dataclass(frozen=True)
class StageCell:
    """The S A R A boxes: four shares from 0 to 1."""

    shares: tuple[float, ...]


@dataclass(frozen=True)
class PillCell:
    """A status in words on a pale ground."""

    text: str
    tone: str = "none"
    mark: str = ""


AnyCell = Cell | ScoreCell | StageCell | PillCell


def paint_score(p: QPainter, look: Look, r: QRectF, score: int | None, word: str) -> None:
    """Digit, five pips and the word, as in "4 - Good"."""
    p.save()
    p.setRenderHint(QPainter.RenderHint.Antialiasing)
    p.setFont(look.font("meta"))
    if score is None:
        p.setPen(look.c("warn_text"))
        p.drawText(r, ALIGN_L, "Not scored")
        p.restore()
        return
    p.setPen(look.c("text2"))
    start = 15 + 5 * 8 + 5
    p.drawText(r.adjusted(start, 0, 0, 0), ALIGN_L, elided(p, word, r.width() - start))
    p.setFont(look.font("meta_strong"))
    p.setPen(look.c("text"))
    p.drawText(QRectF(r.x(), r.y(), 14, r.height()), ALIGN_L, str(score))
    for i in range(5):
        pip = QRectF(r.x() + 15 + i * 8, r.center().y() - 4, 6, 8)
        full = "accent_text" if look.dark else "accent"
        rounded(p, pip, look.c(full if i < score else "edge"), 2)
    p.restore()


class RowDelegate(QStyledItemDelegate):
    """Paints rows: pale ground and a bar at the left when selected, a line below, no grid."""

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        view = self.parent()
        assert isinstance(view, QTableView)
        look = look_of(view)
        p.save()
        r = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            p.fillRect(r, look.c("selected"))
            if view.horizontalHeader().visualIndex(index.column()) == 0:
                p.fillRect(QRectF(r.x(), r.y(), 3, r.height()), look.c("accent_text"))
        p.setPen(look.c("border"))
        p.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        cell = index.data(CELL)
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        room = r.adjusted(10, 0, -8, -1)
        if isinstance(cell, ScoreCell):
            paint_score(p, look, room, cell.score, cell.word)
        elif isinstance(cell, StageCell):
            box = QRectF(room.x(), room.center().y() - 9, min(room.width(), look.px(120)), 18)
            paint_stages(p, look, box, cell.shares, ground="surface" if on else "hover")
        elif isinstance(cell, PillCell):
            wide = min(room.width(), pill_width(look, cell.text, mark=cell.mark))
            pill = QRectF(room.x(), room.center().y() - look.px(10), wide, look.px(20))
            paint_pill(p, look, pill, cell.text, cell.tone, mark=cell.mark, outlined=on)
        else:
            words = cell if isinstance(cell, Cell) else Cell(str(index.data() or ""))
            self._paint_words(p, look, room, words)
        p.restore()

    def _paint_words(self, p: QPainter, look: Look, r: QRectF, cell: Cell) -> None:
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, second = look.height("body") + 1, look.height("meta") + 1
        two = bool(cell.sub)
        top = r.center().y() - (first + second if two else first) / 2
        side, left = look.px(16 if not cell.main else 14), r.x()
        if cell.mark:
            at = r.center().y() if not cell.main else top + first / 2
            paint_mark(p, look, cell.mark, QRectF(left, at - side / 2, side, side))
            left += side + 7 if cell.main else 0
        align = ALIGN_R if cell.right else ALIGN_L
        p.setFont(look.font("strong" if cell.strong else "body"))
        p.setPen(look.c(cell.tone))
        width = r.right() - left
        p.drawText(QRectF(left, top, width, first), align, elided(p, cell.main, width))
        if not two:
            return
        left = r.x()
        if cell.sub_mark:
            dot = look.px(12)
            paint_mark(p, look, cell.sub_mark, QRectF(left, top + first + (second - dot) / 2, dot, dot))
            left += dot + 5
        p.setFont(look.font("meta_strong" if cell.sub_mark else "meta"))
        p.setPen(look.c(cell.sub_tone))
        width = r.right() - left
        p.drawText(QRectF(left, top + first, width, second), align, elided(p, cell.sub, width))


class BigHeader(QHeaderView):
    """A header that never asks which sections are selected.

    Qt's own asks for every painted section whether the whole column is selected, which walks all
    rows: 12 to 25 s after Ctrl+A on 200,000. Nothing here is drawn differently when selected.
    """

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int, /) -> None:
        model, orientation = self.model(), self.orientation()
        option.section = section
        words = model.headerData(section, orientation, Qt.ItemDataRole.DisplayRole)
        option.text = "" if words is None else str(words)
        align = model.headerData(section, orientation, Qt.ItemDataRole.TextAlignmentRole)
        flags = int(align) if isinstance(align, int | Qt.AlignmentFlag) else int(self.defaultAlignment())
        option.textAlignment = Qt.AlignmentFlag(flags)
        option.position = QStyleOptionHeader.SectionPosition.Middle
        option.selectedPosition = QStyleOptionHeader.SelectedPosition.NotAdjacent
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            marks = QStyleOptionHeader.SortIndicator
            option.sortIndicator = marks.SortUp if down else marks.SortDown


class Table(Restyled, QTableView):
    """A table of records: whole rows, no grid, head 28, rows 46 (two lines) or 30.

    Enter or a double click emits ``opened`` with the row's index; Ctrl+C copies the selected rows
    as text; a letter typed emits ``typed``, for the screen's filter.
    """

    opened = Signal(object)
    typed = Signal(str)

    def __init__(self, name: str, *, two_line: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._two_line = two_line
        self._widths: list[int] = []
        self._percent = 0
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = BigHeader(Qt.Orientation.Horizontal, self)
        header.setHighlightSections(False)
        header.setDefaultAlignment(ALIGN_L)
        header.setSectionsClickable(True)
        self.setHorizontalHeader(header)
        side = BigHeader(Qt.Orientation.Vertical, self)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setVerticalHeader(side)
        side.hide()
        self.doubleClicked.connect(self.opened.emit)

    def set_widths(self, widths: Sequence[int]) -> None:
        """Column widths in pixels at 100 %; 0 stretches. Call after ``setModel``."""
        self._widths = list(widths)
        header = self.horizontalHeader()
        for column, width in enumerate(widths):
            if width:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(column, self.look.px(width))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def rows(self) -> list[int]:
        """The selected rows in order, from the selection's ranges (``selectedRows`` takes seconds)."""
        found: set[int] = set()
        selection = self.selectionModel().selection()
        for part in (selection.at(i) for i in range(selection.count())):
            found.update(range(part.top(), part.bottom() + 1))
        return sorted(found)

    def copy(self) -> None:
        """Put the rows chosen on the clipboard: one line a row, tabs between cells, no cell a formula."""
        _, rows = self.words(self.to_copy())
        if rows:
            QGuiApplication.clipboard().setText(as_lines(rows))

    def to_copy(self) -> list[int]:
        """The rows selected, at most as many as the clipboard takes; else the one the table is on."""
        here = self.currentIndex()
        return self.rows()[:COPY_LIMIT] or ([here.row()] if here.isValid() else [])

    def words(self, rows: Sequence[int] | None = None) -> tuple[list[str], list[list[str]]]:
        """The headings and the rows (all, or those named) in plain words, in the columns' order as shown."""
        model, header = self.model(), self.horizontalHeader()
        columns = [header.logicalIndex(i) for i in range(header.count())]
        shown = [column for column in columns if not self.isColumnHidden(column)]
        heads = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in shown]
        wanted = range(model.rowCount()) if rows is None else rows
        return heads, [[str(model.index(row, column).data() or "") for column in shown] for row in wanted]

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str, /) -> None:
        if search.strip():
            self.typed.emit(search)

    def restyle(self) -> None:
        look = self.look
        self.horizontalHeader().setFixedHeight(look.px(tk.HEAD_H))
        self.verticalHeader().setMinimumSectionSize(look.px(tk.ROW_1))
        self.verticalHeader().setDefaultSectionSize(look.px(tk.ROW_2 if self._two_line else tk.ROW_1))
        if self._percent != look.percent:  # widths the user dragged stay until the text size changes
            self._percent = look.percent
            self.set_widths(self._widths)
        super().restyle()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.look.px(tk.HEAD_H + 2 * tk.ROW_2))
