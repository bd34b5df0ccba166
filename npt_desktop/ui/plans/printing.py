"""A plan as a PDF: whole or as a one-page brief, written where the person says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu

from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.reporting_plans import plan_file_name, plan_pdf
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.work_screen import WorkScreen


class Printer:
    """Prints for one screen. ``ask_path`` asks where, given the name suggested; None when nowhere."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask_path: Callable[[str], Path | None] = self._ask_path

    def ask(self, button: Button, page: PlanPage) -> None:
        """Offer both kinds below the button."""
        menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, brief in (("Whole plan", False), ("One-page brief", True)):
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, brief=brief: self.print_plan(page, brief=brief))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def print_plan(self, page: PlanPage, *, brief: bool = False) -> None:
        """Ask for a place and write the plan there, off the window's thread."""
        screen, desk, plan_id = self._screen, self._screen.work.desk, page.plan.id
        path = self.ask_path(plan_file_name(page, brief))
        if path is None:
            return

        def write() -> Path:
            plan_pdf(desk, plan_id, path, brief)
            return path

        screen.fetch(write, lambda made: screen.work.say(f"Saved {made.name}"))

    def _ask_path(self, name: str) -> Path | None:
        start = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._screen, "Save the plan as a PDF", start, "PDF (*.pdf)")
        return Path(chosen) if chosen else None
