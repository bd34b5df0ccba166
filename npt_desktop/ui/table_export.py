"""The table on screen as a workbook: its columns in their order, its rows as they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QWidget

from npt_desktop.ui.widgets.grids import Grid
from npt_desktop.ui.widgets.tables import COPY_LIMIT, InWords, Table
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.ui.desk_window import DeskWindow
    from npt_desktop.ui.workspace import Workspace


def why_no_table(window: DeskWindow) -> str:
    """Why nothing can be exported as shown; empty where it can."""
    table = shown_table(window)
    if table is None:
        return "There is no table on this screen"
    return "" if table.model().rowCount() else "The table is empty"


def shown_table(window: DeskWindow) -> QAbstractItemView | None:
    """The table, grid or list of words with the focus, else the first table that can be seen, else the first grid, else
    the first list."""
    focused = QApplication.focusWidget()
    if (
        isinstance(focused, QAbstractItemView)
        and isinstance(focused, InWords)
        and window.isAncestorOf(focused)
    ):
        return focused
    seen = sorted(
        (view for view in window.findChildren(QAbstractItemView) if isinstance(view, InWords)), key=_rank
    )
    return next((view for view in seen if view.isVisibleTo(window) and view.model() is not None), None)


def _rank(view: QAbstractItemView) -> int:
    return 0 if isinstance(view, Table) else 1 if isinstance(view, Grid) else 2


def marking_of_rows(window: DeskWindow, table: QWidget) -> str:
    """What an export of a table carries: the highest marking of its rows, or the banner's where the screen does not
    know it row by row."""
    screen = next(
        (s for s in window.findChildren(WorkScreen) if s.isVisible() and s.isAncestorOf(table)), None
    )
    of_rows = screen.rows_marking(table) if screen is not None and isinstance(table, Table) else None
    return window.banner.marking if of_rows is None else of_rows


def export_table(window: DeskWindow, work: Workspace) -> None:
    """Ask where, and write the table there; more rows than the clipboard takes are left to the screen's export."""
    from npt_desktop.services.exports import Exports

    table = shown_table(window)
    if table is None or not isinstance(table, InWords):
        return
    if table.model().rowCount() > COPY_LIMIT:
        work.refused.emit(
            f"This table has more than {COPY_LIMIT:,} rows: filter it first, or use Export on this screen."
        )
        return
    exports, title = Exports(work.desk), table.accessibleName()
    marking = marking_of_rows(window, table)
    name = exports.suggested_name(title, marking=marking)
    chosen, _ = QFileDialog.getSaveFileName(
        window, "Export the table", str(Path.home() / name), "Excel workbook (*.xlsx)"
    )
    if chosen:
        headings, rows = table.words()
        path = Path(chosen).with_suffix(".xlsx")
        work.attempt(
            lambda: exports.shown(path, title, headings, rows, marking),
            f"Exported to {path.name}",
            undo=False,
        )
