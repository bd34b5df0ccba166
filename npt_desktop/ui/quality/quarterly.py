"""The quarterly report from the window: where to, then written off its thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import Quarter
from npt_desktop.services.quarterly import quarterly_name, quarterly_report
from npt_desktop.ui.work_screen import WorkScreen


def save_quarterly(screen: WorkScreen, quarter: Quarter, ask: Callable[[QWidget, str], Path | None]) -> None:
    """Ask where to and write the report of a quarter; the ending chosen says whether PDF or HTML."""
    desk = screen.work.desk
    path = ask(screen, quarterly_name(desk, quarter))
    if path is None:
        return

    def write_quarterly() -> str:
        quarterly_report(desk, quarter, path)
        return path.name

    screen.fetch(write_quarterly, lambda name: screen.work.say(f"Saved {name}"))
