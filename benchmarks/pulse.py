"""The longest pause of a window while something is done in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from npt_desktop.ui.workspace import Workspace


class Pulse:
    """Ticks every 2 ms in the window's own loop; a longer gap is a pause a person could feel.

    ``worst`` is by the clock, and so counts what else the machine does and the wait for the other threads of the
    program; ``own`` is the longest that the window's thread itself worked between two ticks.
    """

    def __init__(self) -> None:
        self.worst = self.own = 0.0
        self._last, self._own_last = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last)
        self._last = now
        own = time.thread_time()
        self.own = max(self.own, own - self._own_last)
        self._own_last = own

    def start(self) -> None:
        self.worst = self.own = 0.0
        self._last, self._own_last = time.perf_counter(), time.thread_time()


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
    """Do something as a user would and tell the longest pause, in milliseconds, and the window's own work in one."""
    pulse.start()
    QTimer.singleShot(0, act)
    settle(work)
    print(f"{name} {pulse.worst * 1000:.1f}", flush=True)
    print(f"{name}, own work {pulse.own * 1000:.1f}", flush=True)
