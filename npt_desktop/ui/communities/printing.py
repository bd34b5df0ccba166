"""Printing the profile and the plan; key individuals only when that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from npt_desktop.services import reporting_communities as reporting
from npt_desktop.ui.work_screen import WorkScreen


class Printing:
    """The two documents of an area. ``ask_path`` is where the path comes from; None when nowhere."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask_path: Callable[[QWidget, str], Path | None] = _ask_path

    def ask(self, under: QWidget, part: str) -> None:
        """The plan at once; of the profile, offer both kinds below the button."""
        if part == "plan":
            self.save_plan()
            return
        menu = QMenu(under)
        menu.setAccessibleName("Print")
        for words, named in (("Community profile", False), ("With the key individuals' details", True)):
            menu.addAction(words).triggered.connect(
                lambda _=False, named=named: self.save_profile(named=named)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    def save_profile(self, *, named: bool = False) -> None:
        """Write the community profile."""
        desk, area = self._screen.work.desk, self._screen.work.area_id
        self._save("Community profile", lambda path: reporting.profile_pdf(desk, area, path, named=named))

    def save_plan(self) -> None:
        """Write the engagement plan."""
        desk, area = self._screen.work.desk, self._screen.work.area_id
        self._save("Engagement plan", lambda path: reporting.engagement_plan_pdf(desk, area, path))

    def _save(self, what: str, write: Callable[[Path], object]) -> None:
        work = self._screen.work
        path = self.ask_path(self._screen, reporting.suggested_name(work.desk, what, work.area_id))
        if path is None:
            return

        def run() -> str:
            write(path)
            return path.name

        self._screen.fetch(run, lambda name: work.say(f"Saved {name}"))


def _ask_path(parent: QWidget, name: str) -> Path | None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save as PDF", str(Path(folder) / name), "PDF (*.pdf)")
    return Path(chosen) if chosen else None
