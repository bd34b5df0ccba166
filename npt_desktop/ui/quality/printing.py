"""Printing a meeting: where to, then written off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from npt_desktop.services import reporting_quality as reporting
from npt_desktop.services.exporting_quality import answers_workbook
from npt_desktop.ui.work_screen import WorkScreen


def ask_path(parent: QWidget, name: str, *, html: bool = False) -> Path | None:
    """Where to put a file of that name, perhaps as HTML; None when the person thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title, kinds = (
        ("Save as PDF", "PDF (*.pdf)") if name.endswith(".pdf") else ("Export", "Workbook (*.xlsx)")
    )
    if html and name.endswith(".pdf"):
        title, kinds = "Save the report", "PDF (*.pdf);;Web page (*.html)"
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), kinds)
    if chosen and "html" in kind and not chosen.casefold().endswith((".html", ".htm")):
        chosen = str(Path(chosen).with_suffix(".html"))
    return Path(chosen) if chosen else None


class Printing:
    """The documents of a meeting and of a month. ``ask`` is where the path comes from."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask: Callable[[QWidget, str], Path | None] = ask_path

    def menu(self, under: QWidget, area: str, area_id: int, month: date) -> None:
        """Offer them below a button."""
        menu = QMenu(under)
        menu.setAccessibleName("Print")
        menu.addAction("Record of this meeting").triggered.connect(
            lambda: self.save(area, area_id, month, blank=False)
        )
        menu.addAction("Blank checklist to fill in by hand").triggered.connect(
            lambda: self.save(area, area_id, month, blank=True)
        )
        menu.addSeparator()
        menu.addAction("Record as a workbook").triggered.connect(lambda: self.workbook(area, area_id, month))
        menu.addAction("Records of all areas in one PDF").triggered.connect(lambda: self.pack(month))
        menu.addAction("Answers of all areas as a workbook").triggered.connect(
            lambda: self.workbook("all areas", None, month)
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

    def workbook(self, area: str, area_id: int | None, month: date) -> None:
        """Ask where to and write the answers of a meeting, or of all areas' meetings of the month."""
        screen, desk = self._screen, self._screen.work.desk
        path = self.ask(screen, reporting.suggested_name(desk, area, month, suffix=".xlsx"))
        if path is None:
            return

        def write_workbook() -> str:
            answers_workbook(desk, path, area_id=area_id, first=month, last=month)
            return path.name

        screen.fetch(write_workbook, lambda name: screen.work.say(f"Saved {name}"))

    def pack(self, month: date) -> None:
        """Ask where to and write the records of every area of the month as one PDF."""
        screen, desk = self._screen, self._screen.work.desk
        path = self.ask(screen, reporting.suggested_name(desk, "all areas", month))
        if path is None:
            return

        def write_pack() -> str:
            reporting.pack_pdf(desk, month, path)
            return path.name

        screen.fetch(write_pack, lambda name: screen.work.say(f"Saved {name}"))
