"""The engagement screen over a store: the longest pause of the window in each action, and the peak memory."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services.desk import Desk
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.workspace import Workspace

app = QApplication(sys.argv[:1])
theme = Theme(app, "light")
theme.apply()
store = Store(Path(sys.argv[1]), clock=FixedClock.on(date(2026, 10, 16)))
work = Workspace(Desk(store, Actor("Bench", Role.INSPECTOR)), 1, date(2026, 10, 1))
shell = MainShell(theme)
shell.resize(1366, 697)
shell.show()


class Pulse:
    """Ticks every 2 ms in the window's own loop; a longer gap is a pause a person could feel."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last)
        self._last = now

    def start(self) -> None:
        self.worst = 0.0
        self._last = time.perf_counter()


pulse = Pulse()


def settle() -> None:
    """Let the loop run past the pause after typing, until the reading is done, and a little longer."""
    rest(500)
    while work.jobs.busy:
        rest(25)
    rest(250)


def rest(milliseconds: int) -> None:
    """Run the window's loop for a time."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def timed(name: str, act: Callable[[], object]) -> None:
    """Do something as a user would and tell the longest pause, in milliseconds."""
    pulse.start()
    QTimer.singleShot(0, act)
    settle()
    print(f"{name} {pulse.worst * 1000:.1f}", flush=True)


screen = EngagementScreen(work)
log = screen.list
timed("open", lambda: shell.show_page("engagement", screen))


def everything() -> None:
    """Every area, every year."""
    log.filters.all_areas.click()
    log.filters.show_everything()
    screen.refresh_now()


timed("every area and year", everything)
rows = log.model.rowCount()
print(f"rows {rows}", flush=True)
if rows:
    timed("jump to the end", log.table.scrollToBottom)
    timed("search", lambda: log.filters.words.setText("street drinking"))
    timed("clear the search", lambda: log.filters.words.setText(""))
    timed("sort by score", lambda: log.sort_by("score"))
    timed("sort by audience", lambda: log.sort_by("audience"))
    timed("select all", log.table.selectAll)
print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}", flush=True)
work.jobs.stop()
store.close()
