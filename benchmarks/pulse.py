"""The longest pause of a window while something is done in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from npt_desktop.ui.workspace import Workspace


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


def rest(milliseconds: int) -> None:
    """Run the window's loop for a time."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(work: Workspace) -> None:
    """Let the loop run past the pause after typing, until the reading is done, and a little longer."""
    rest(500)
    while work.jobs.busy:
        rest(25)
    rest(250)


def timed(pulse: Pulse, work: Workspace, name: str, act: Callable[[], object]) -> None:
    """Do something as a user would and tell the longest pause, in milliseconds."""
    pulse.start()
    QTimer.singleShot(0, act)
    settle(work)
    print(f"{name} {pulse.worst * 1000:.1f}", flush=True)
