"""Grids of small cells: counts as a heat map, percentages as red, amber, green.

They are table views with delegates, so arrow keys, headers and names for a screen reader come from Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from npt_desktop.rules.guarding import as_lines
from npt_desktop.ui.theme.look import ALIGN_C, ALIGN_L, ALIGN_R, Look, Restyled, look_of, rounded
from npt_desktop.ui.widgets.marks import paint_mark

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class GridModel(QAbstractTableModel):
    """A matrix of numbers with named rows and columns; None is "nothing due here", or what ``nothing`` says.

    ``UserRole`` holds the number. ``said`` follows the number in the name of a cell, as in
    "Faith groups, Jun: 0 entries".
    """

    def __init__(
        self,
        rows: Sequence[str] = (),
        cols: Sequence[str] = (),
        values: Sequence[Sequence[int | None]] = (),
        *,
        said: str = "",
        nothing: str = "not due",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.said, self.nothing = said, nothing
        self.rows, self.cols, self.values = list(rows), list(cols), [list(line) for line in values]

    def set(self, rows: Sequence[str], cols: Sequence[str], values: Sequence[Sequence[int | None]]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows, self.cols, self.values = list(rows), list(cols), [list(line) for line in values]
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _TOP, /) -> int:
        return 0 if parent.isValid() else len(self.cols)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> object:
        if not index.isValid():
            return None
        value = self.values[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if value is None else str(value)
        if role == Qt.ItemDataRole.UserRole:
            return value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.nothing if value is None else f"{value} {self.said}".strip()
            return f"{self.rows[index.row()]}, {self.cols[index.column()]}: {words}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole, /
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        names = self.cols if across else self.rows
        if not 0 <= section < len(names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(ALIGN_C if across else ALIGN_L)
        if role == Qt.ItemDataRole.ToolTipRole and not across:
            return names[section]
        return None


class CellDelegate(QStyledItemDelegate):
    """The common part of the cell painters: the empty dash and the outline of the current cell."""

    empty: ClassVar[str] = "–"

    def paint(self, p: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        view = self.parent()
        look = look_of(view) if isinstance(view, QWidget) else Look()
        value = index.data(Qt.ItemDataRole.UserRole)
        cell = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        p.save()
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(value, int):
            self.paint_cell(p, look, cell, value)
        else:
            p.setFont(look.font("meta"))
            p.setPen(look.c("text3"))
            p.drawText(cell, ALIGN_C, self.empty)
        focused = isinstance(view, QWidget) and view.hasFocus()
        if focused and option.state & QStyle.StateFlag.State_Selected:
            rounded(p, cell.adjusted(0.5, 0.5, -0.5, -0.5), None, 4, look.c("focus"), 2)
        p.restore()

    def paint_cell(self, p: QPainter, look: Look, cell: QRectF, value: int) -> None:
        """Draw one cell's value; each grid has its own way."""
        raise NotImplementedError


class CountDelegate(CellDelegate):
    """A heat cell. The number is always printed; zero is a dashed gap.

    ``steps`` are the four counts above which the next stronger colour begins.
    """

    def __init__(self, steps: Sequence[int] = (1, 2, 4, 6), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = tuple(steps)

    def paint_cell(self, p: QPainter, look: Look, cell: QRectF, value: int) -> None:
        p.setFont(look.font("head"))
        if value == 0:
            pen = QPen(look.c("warn"), 1.4)
            pen.setDashPattern([2.4, 2])
            p.setPen(pen)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(cell, 4, 4)
            p.setPen(look.c("warn_text"))
        else:
            level = 1 + sum(value > step for step in self.steps)
            rounded(p, cell, look.c(f"heat{level}"), 4)
            p.setPen(look.c("on_heat_high" if level >= 4 else "on_heat_low"))
        p.drawText(cell, ALIGN_C, str(value))


class RagDelegate(CellDelegate):
    """A figure with a soft tint and a shape: good from ``good`` up, amber from ``warn`` up, else red."""

    def __init__(
        self, good: int = 85, warn: int = 70, *, suffix: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.good, self.warn, self.suffix = good, warn, suffix

    def state(self, value: int) -> str:
        return "good" if value >= self.good else "warn" if value >= self.warn else "bad"

    def paint_cell(self, p: QPainter, look: Look, cell: QRectF, value: int) -> None:
        state = self.state(value)
        rounded(p, cell, look.c(look.soft(state)), 4)
        side = look.px(11)
        paint_mark(p, look, state, QRectF(cell.x() + 6, cell.center().y() - side / 2, side, side))
        p.setFont(look.font("meta_strong"))
        p.setPen(look.c(look.ink(state)))
        p.drawText(cell.adjusted(0, 0, -7, 0), ALIGN_R, f"{value}{self.suffix}")


class Grid(Restyled, QTableView):
    """A cell grid as high as its rows; it does not scroll. Enter or a click emits ``activated``."""

    def __init__(
        self,
        model: GridModel,
        delegate: CellDelegate,
        *,
        name: str,
        label_width: int = 110,
        cell_height: int = 24,
        head_height: int = 22,
        cell_width: int = 0,
    ) -> None:
        super().__init__()
        self._sizes = (label_width, cell_height, head_height, cell_width)
        model.setParent(self)
        delegate.setParent(self)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setProperty("cells", "true")
            header.setMinimumSectionSize(10)
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        fixed, stretch = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch
        self.horizontalHeader().setSectionResizeMode(fixed if cell_width else stretch)
        self.verticalHeader().setSectionResizeMode(fixed)
        model.modelReset.connect(self.updateGeometry)

    def words(self) -> tuple[list[str], list[list[str]]]:
        """The headings and the rows in plain words, each row under its name."""
        model, columns = self.model(), range(self.model().columnCount())
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        heads = ["", *(" ".join(str(model.headerData(column, across) or "").split()) for column in columns)]
        return heads, [
            [str(model.headerData(row, down) or ""), *(str(model.index(row, column).data() or "") for column in columns)]
            for row in range(model.rowCount())
        ]  # fmt: skip

    def copy(self) -> None:
        """Put the whole of it on the clipboard: a line a row, tabs between cells."""
        heads, rows = self.words()
        QGuiApplication.clipboard().setText(as_lines([heads, *rows]))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def set_label_width(self, width: int) -> None:
        """Make room for longer or shorter row names."""
        self._sizes = (width, *self._sizes[1:])
        self.restyle()
        self.updateGeometry()

    def restyle(self) -> None:
        look = self.look
        label, cell, head, wide = (look.px(size) for size in self._sizes)
        self.horizontalHeader().setFixedHeight(head)
        self.verticalHeader().setFixedWidth(label)
        self.verticalHeader().setDefaultSectionSize(cell)
        if wide:
            self.horizontalHeader().setDefaultSectionSize(wide)
        super().restyle()

    def sizeHint(self) -> QSize:
        look = self.look
        label, cell, head, wide = (look.px(size) for size in self._sizes)
        model = self.model()
        columns, rows = model.columnCount(), model.rowCount()
        return QSize(label + columns * (wide or look.px(28)) + 2, head + cell * rows + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())
