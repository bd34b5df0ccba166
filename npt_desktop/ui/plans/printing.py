"""A plan as a PDF (whole, on one page or for partners) or as a workbook, written where the person says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu

from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.reporting_plans import Paper, plan_file_name, plan_marking, plan_pdf
from npt_desktop.ui.plans.workbook import PlanBookFiles
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.work_screen import WorkScreen


class Printer:
    """Prints for one screen. ``ask_path`` asks where, given the name suggested; None when nowhere."""

    def __init__(self, screen: WorkScreen) -> None:
        self._screen = screen
        self.ask_path: Callable[[str], Path | None] = self._ask_path
        self.books = PlanBookFiles(screen)

    def ask(self, button: Button, page: PlanPage) -> None:
        """Offer every kind below the button."""
        menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for paper in Paper:
            action = menu.addAction(paper.label)
            action.triggered.connect(lambda _=False, paper=paper: self.print_plan(page, paper))
        menu.addSeparator()
        menu.addAction("As a workbook").triggered.connect(lambda: self.books.export(page))
        if self.books.may_bring():
            menu.addAction("Bring a workbook back in").triggered.connect(lambda: self.books.bring())
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def print_plan(self, page: PlanPage, paper: Paper = Paper.WHOLE) -> None:
        """Ask for a place and write the plan there, off the window's thread."""
        screen, desk, plan_id = self._screen, self._screen.work.desk, page.plan.id
        path = self.ask_path(
            plan_file_name(page, paper, plan_marking(desk, plan_id, files=paper is not Paper.PARTNERS))
        )
        if path is None:
            return

        def write() -> Path:
            plan_pdf(desk, plan_id, path, paper)
            return path

        screen.fetch(write, lambda made: screen.work.say(f"Saved {made.name}"))

    def _ask_path(self, name: str) -> Path | None:
        start = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._screen, "Save the plan as a PDF", start, "PDF (*.pdf)")
        return Path(chosen) if chosen else None
