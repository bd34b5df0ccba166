"""The table on screen as a workbook: its columns in their order, its rows as they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFileDialog

from npt_desktop.ui.widgets.grids import Grid
from npt_desktop.ui.widgets.tables import COPY_LIMIT, Table
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


def shown_table(window: DeskWindow) -> Table | Grid | None:
    """The table or grid with the focus, else the first table that can be seen, else the first grid."""
    focused = QApplication.focusWidget()
    if isinstance(focused, Table | Grid) and window.isAncestorOf(focused):
        return focused
    seen: list[Table | Grid] = [*window.findChildren(Table), *window.findChildren(Grid)]
    return next((t for t in seen if t.isVisibleTo(window) and t.model() is not None), None)


def marking_of_rows(window: DeskWindow, table: Table | Grid) -> str:
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
    if table is None:
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
