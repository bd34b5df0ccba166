"""Importing 200,000 rows of a log in the window, step by step to its end: peak memory of the whole program, in MB, beside
the processes that read the workbook for it (:mod:`benchmarks.many_rows`). Prints "name value" lines.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from benchmarks.memory import peak
from benchmarks.pulse import rest
from npt_desktop.app import Application
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.ui.imports.screen import CHECK, DONE, SHEETS, ImportScreen
from npt_desktop.ui.preferences import Preferences
from npt_desktop.ui.widgets.forms import Combo
from npt_desktop.ui.workspace import Place


def main(store: Path, book: Path) -> int:
    """Import a workbook into a store of one person."""
    app = QApplication([])
    program = Application(app, store=store, preferences=Preferences(mode="light"))
    program.start()

    def until(there: Callable[[], bool]) -> None:
        while not there():
            rest(50)

    until(lambda: program.built and program.window.work is not None and program.window.reader is not None)
    work = program.window.work
    assert work is not None
    until(lambda: not work.jobs.busy)
    program.window.go(Place("import"))
    (screen,) = program.window.findChildren(ImportScreen)
    screen.open([book])
    until(lambda: screen.step == SHEETS)
    area = screen.sheets.findChild(Combo, "area_id")
    if isinstance(area, Combo):
        area.changed.emit(work.desk.areas()[0].id)
    for step in (CHECK, DONE):
        while screen.step != step:
            if not work.jobs.busy:
                screen.primary()
            rest(200)
    until(lambda: not work.jobs.busy)
    print(f"imported {peak():.1f}", flush=True)
    with work.desk.read() as session:
        print(f"rows {session.scalar(select(func.count()).select_from(EngagementEntry))}", flush=True)
    program.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
