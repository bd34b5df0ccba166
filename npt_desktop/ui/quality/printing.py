"""Printing a meeting: where to, then written off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from npt_desktop.services import reporting_quality as reporting
from npt_desktop.ui.work_screen import WorkScreen


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Where to put a file of that name; None when the person thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title, kinds = (
        ("Save as PDF", "PDF (*.pdf)") if name.endswith(".pdf") else ("Export", "Workbook (*.xlsx)")
    )
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), kinds)
    return Path(chosen) if chosen else None


class Printing:
    """The two documents of a meeting. ``ask`` is where the path comes from."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask: Callable[[QWidget, str], Path | None] = ask_path

    def menu(self, under: QWidget, area: str, area_id: int, month: date) -> None:
        """Offer both below a button."""
        menu = QMenu(under)
        menu.setAccessibleName("Print")
        menu.addAction("Record of this meeting").triggered.connect(
            lambda: self.save(area, area_id, month, blank=False)
        )
        menu.addAction("Blank checklist to fill in by hand").triggered.connect(
            lambda: self.save(area, area_id, month, blank=True)
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def save(self, area: str, area_id: int, month: date, *, blank: bool) -> None:
        """Ask where to and write."""
        screen, desk = self._screen, self._screen.work.desk
        path = self.ask(screen, reporting.suggested_name(desk, area, month, blank=blank))
        if path is None:
            return

        def write() -> str:
            (reporting.blank_pdf if blank else reporting.qa_pdf)(desk, area_id, month, path)
            return path.name

        screen.fetch(write, lambda name: screen.work.say(f"Saved {name}"))
