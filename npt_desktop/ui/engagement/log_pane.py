"""The log: filter bar, table and what stands there when nothing does."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from npt_desktop.rules.guarding import as_lines
from npt_desktop.rules.periods import form_date
from npt_desktop.ui.engagement.filters import FilterBar
from npt_desktop.ui.engagement.log_model import (
    AUDIENCE,
    BEAT,
    DAY,
    HEADS,
    KEYS,
    PAGE,
    REACHED,
    SCORE,
    STANDARD,
    WHO,
    WIDTHS,
    LogModel,
)
from npt_desktop.ui.saved_views import SavedViews
from npt_desktop.ui.theme.look import rounded, smooth
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.columns import ColumnsDialog, show_columns, shown_columns
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.tables import Table

if TYPE_CHECKING:
    from npt_desktop.services.engagement import Engagement, LogOrder
    from npt_desktop.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = {
    DAY: "day",
    AUDIENCE: "audience",
    WHO: "who_engaged",
    SCORE: "score",
    BEAT: "beat",
    REACHED: "reached",
}
_ORDERS = {*_COLUMNS.values(), "purpose", "lead_name"}
"""Which order a click on a head gives; purpose and lead, the second lines, have keys only."""


class LogTable(Table):
    """Keeps the current row in view when a panel above takes some of its height; ``copied`` carries the rows
    to put on the clipboard, which a long log must not be read for on this thread. ``pasted`` carries the text
    of Ctrl+V, ``edited`` is F2, ``filled`` is Ctrl+D with several rows chosen."""

    stepped = Signal()
    copied = Signal(object)
    pasted = Signal(str)
    edited = Signal()
    filled = Signal()

    def event(self, event: QEvent, /) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._fills(event)
        ):
            event.accept()  # with one row, Ctrl+D repeats the last entry
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_F2:
            self.edited.emit()
        elif self._fills(event):
            self.filled.emit()
        else:
            super().keyPressEvent(event)

    def _fills(self, event: QKeyEvent) -> bool:
        down = event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return down and len(self.rows()) > 1

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        here = self.currentIndex()
        if self.hasFocus() and here.isValid():
            p = smooth(self.viewport())
            cell = QRectF(self.visualRect(here)).adjusted(2, 2, -2, -3)
            rounded(p, cell, None, 4, self.look.c("focus"), 1.4)
            p.end()

    def currentChanged(self, current: Index, previous: Index, /) -> None:
        super().currentChanged(current, previous)
        for index in (current, previous):
            self.viewport().update(self.visualRect(index))
        if current.row() != previous.row():
            self.stepped.emit()

    def copy(self) -> None:
        rows = self.to_copy()
        if rows:
            self.copied.emit(rows)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        here = self.currentIndex()
        top = self.rowViewportPosition(here.row()) if here.isValid() else -1
        seen = 0 <= top < event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.scrollTo(here)


class LogPane(Card):
    """``wanted`` when the entries must be read again; ``opened`` carries the id of the entry to open.

    A row edited here stays where it is until filter, order, area or month change, even when it does not fit
    any more.
    """

    wanted = Signal()
    opened = Signal(int)
    quick = Signal()
    copied = Signal(object)

    def __init__(self, work: Workspace, log: Engagement, scores: dict[int, str]) -> None:
        super().__init__(pad=1, gap=0)
        self.work = work
        self._log = log
        self.order, self.down = "day", True
        self._held: dict[int, int] = {}
        self._applying = False
        self.choosing: ColumnsDialog | None = None
        self._go_to: int | None = None
        self.columns_button = Button("Columns", "quiet", "table", small=True)
        self.views_button = SavedViews(work, "engagement", self.capture, self.apply)
        self.filters = FilterBar(scores, work.desk.today, self.columns_button, self.views_button)
        self.model = LogModel(log.lines, scores, work.desk.today, self)
        self.table = LogTable("Engagement log")
        self.table.setObjectName("log")
        self.table.setModel(self.model)
        self.table.set_widths(WIDTHS)
        head = self.table.horizontalHeader()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        head.setSectionsMovable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(DAY, Qt.SortOrder.DescendingOrder)
        head.sectionClicked.connect(self._head_clicked)
        clear = Button("Clear filter", "secondary", small=True)
        clear.clicked.connect(self.filters.clear)
        self.nothing = EmptyState(
            "search", "Nothing matches", "No entry of this period fits the filter.", clear
        )
        first = Button("Log an engagement", "secondary", small=True, keys="Ctrl+L")
        first.clicked.connect(self.quick)
        self.empty = EmptyState("messages", "No engagement logged in this period",
                                "Log the first one above, or look at another period.", first)  # fmt: skip
        self.views = QStackedWidget()
        for view in (self.table, self.nothing, self.empty):
            self.views.addWidget(view)
        self.setAccessibleName("Engagement log")
        self.add(self.filters, (self.views, 1))
        self._applying = True
        left = self.views_button.left()
        self._show_columns(left.get("columns") or STANDARD)
        self._set_order(left.get("order") or ("day", True))
        self._applying = False
        head.sectionMoved.connect(self._arranged)
        self.columns_button.clicked.connect(self.choose_columns)
        self.filters.changed.connect(self._anew)
        self.filters.words.onward.connect(self._to_table)
        self.table.opened.connect(lambda index: self.opened.emit(self.model.ids[index.row()]))
        self.table.typed.connect(self._typed)
        self.table.copied.connect(self.copied)

    # -- what is shown --
    def reading(self) -> tuple[LogOrder, bool]:
        """The order wanted, and whether it runs down."""
        from npt_desktop.services.engagement import LogOrder

        return LogOrder(self.order), self.down

    def show_ids(self, ids: array[int], *, whole: bool = True) -> None:
        """Show what was read, or its top while the rest is read; the current row stays where it is on the
        screen."""
        model, table = self.model, self.table
        model.with_area = self.filters.all_areas.isChecked()
        self.filters.say(len(ids), whole=whole)
        ids = self._with_held(ids)
        current, offset = self.current(), 0
        bar = table.verticalScrollBar()
        if current is not None:
            offset = table.rowViewportPosition(table.currentIndex().row())
        same = ids == model.ids
        model.set_ids(ids)
        self._show_view()
        if same and self._go_to is None:
            return
        goal = self._go_to if self._go_to is not None else current
        row = model.row_of(goal) if goal is not None else -1
        if row >= 0 or whole:
            self._go_to = None
        if row < 0:
            if ids:
                table.setCurrentIndex(model.index(0, 0))
            return
        table.setCurrentIndex(model.index(row, 0))
        if goal == current:
            tall = table.verticalHeader().defaultSectionSize()
            bar.setValue(row * tall - offset)
        else:
            table.scrollTo(model.index(row, 0))

    def current(self) -> int | None:
        """The id of the current row."""
        index = self.table.currentIndex()
        return self.model.ids[index.row()] if index.isValid() else None

    def go_to(self, entry_id: int) -> bool:
        """Make an entry the current row, now or once it has been read; whether it is there now."""
        row = self.model.row_of(entry_id)
        if row < 0:
            self._go_to = entry_id
            return False
        self.table.setCurrentIndex(self.model.index(row, 0))
        return True

    def expect(self, entry_id: int) -> None:
        """Make a new entry the current row when it comes."""
        self._go_to = entry_id

    def hold(self, entry_id: int) -> None:
        """An entry edited here: its row stays."""
        row = self.model.row_of(entry_id)
        if row >= 0:
            self._held[entry_id] = row

    def release(self, *_: object) -> None:
        """Area or month changed: rows held go where they belong."""
        self._held.clear()

    def _with_held(self, ids: array[int]) -> array[int]:
        for entry_id, row in sorted(self._held.items(), key=lambda item: item[1]):
            if entry_id not in ids and self._log.lines([entry_id]):
                ids.insert(min(row, len(ids)), entry_id)
        return ids

    def _show_view(self) -> None:
        if self.model.rowCount():
            self.views.setCurrentWidget(self.table)
        else:
            self.views.setCurrentWidget(self.nothing if self.filters.narrowed else self.empty)

    # -- what is asked --
    def sort_by(self, order: str) -> None:
        """Order by a field; the same again turns it round."""
        down = not self.down if order == self.order else order in ("day", "score")
        self._set_order((order, down))
        self._anew()
        self._arranged()

    def _set_order(self, wanted: Sequence[Any]) -> None:
        """Order by a field, and mark its column."""
        order, down = str(wanted[0]), bool(wanted[1])
        if order not in _ORDERS:
            return
        self.order, self.down = order, down
        column = next((c for c, name in _COLUMNS.items() if name == order), None)
        column = {"purpose": AUDIENCE, "lead_name": WHO}.get(order, DAY) if column is None else column
        way = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, way)

    # -- columns and views --
    def capture(self) -> dict[str, Any]:
        """What the log shows now, for a saved view."""
        return {
            "filters": self.filters.state(),
            "columns": shown_columns(self.table, KEYS),
            "order": [self.order, self.down],
        }

    def apply(self, content: Mapping[str, Any]) -> None:
        """Show what a view says; what it leaves out stays as it is."""
        self._applying = True
        self._show_columns(content.get("columns") or shown_columns(self.table, KEYS))
        self._set_order(content.get("order") or (self.order, self.down))
        self.filters.put(content.get("filters", {}))
        self._applying = False
        self._anew()
        self._arranged()

    def choose_columns(self) -> None:
        """Ask which columns to show, in what order."""
        names = dict(zip(KEYS, HEADS, strict=True))
        self.choosing = ColumnsDialog(self.window(), names, shown_columns(self.table, KEYS), STANDARD)
        self.choosing.accepted.connect(self._chosen)
        self.choosing.open()

    def _chosen(self) -> None:
        if self.choosing is not None:
            self._applying = True
            self._show_columns(self.choosing.chosen())
            self._applying = False
            self._arranged()

    def _show_columns(self, keys: Sequence[str]) -> None:
        show_columns(self.table, KEYS, keys)

    def _arranged(self, *_: object) -> None:
        """Columns or order changed: kept for the next time."""
        if not self._applying:
            content = self.capture()
            self.views_button.leave({"columns": content["columns"], "order": content["order"]})
            self.views_button.strayed()

    def _head_clicked(self, column: int) -> None:
        if column in _COLUMNS:
            self.sort_by(_COLUMNS[column])
            return
        # Text in no order anyone looks for: the mark stays where it is.
        way = Qt.SortOrder.DescendingOrder if self.down else Qt.SortOrder.AscendingOrder
        marked = next((c for c, name in _COLUMNS.items() if name == self.order), DAY)
        self.table.horizontalHeader().setSortIndicator(marked, way)

    def _anew(self) -> None:
        if not self._applying:
            self._held.clear()
            self.wanted.emit()
            self.views_button.strayed()

    def _to_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self, text: str) -> None:
        self.filters.words.setFocus(Qt.FocusReason.TabFocusReason)
        self.filters.words.setText(text)

    def minimumSizeHint(self) -> QSize:
        room = super().minimumSizeHint()
        look = self.look
        return QSize(room.width(), max(room.height(), look.px(44 + 28 + 4 * 46)))


def as_text(log: Engagement, ids: array[int]) -> str:
    """Entries as lines of the booklet's columns with tabs between them, for a sheet."""
    lines: list[tuple[str, ...]] = []
    for start in range(0, len(ids), PAGE):
        for e in log.lines(ids[start : start + PAGE]):
            score = "" if e.score is None else str(e.score)
            cells = (
                form_date(e.day),
                e.audience,
                e.purpose,
                e.who_engaged,
                e.lead,
                e.summary,
                e.outcome,
                score,
            )
            lines.append(cells)
    return as_lines(lines)
