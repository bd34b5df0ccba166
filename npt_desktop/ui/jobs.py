"""Long work off the GUI thread: a plain function with a progress-and-cancel object.

The function knows nothing of Qt. Its results, progress and errors arrive on the GUI thread, and
results for a question that has been asked anew since are dropped.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from npt_desktop.errors import Cancelled

_T = TypeVar("_T")
_PACE = 0.05  # seconds between two reports passed on
_PAINT_MS = 10
"""Qt paints what was asked for 5 ms after it is asked."""
_TURN = 0.0005
"""Seconds that work may hold the interpreter while the window's thread waits for it. Each call from Qt into Python asks
for it anew, and a page painted beside Python's own 5 ms a turn stands still for hundreds of them."""


class Progress(Protocol):
    """What long work is given: it reports how far it is and looks whether it should stop."""

    @property
    def cancelled(self) -> bool:
        """Whether the user asked to stop."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """``done`` of ``total`` steps; a total of 0 is not known."""


class Job(QObject):
    """One piece of work under way. It lives on the GUI thread and belongs to its :class:`Jobs`.

    It is also the progress object the work is given.
    """

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, str)
    ended = Signal()  # last of all, also when cancelled or stale
    _posted = Signal(object, object)
    _reported = Signal(int, int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = False
        self._stale = False
        self._last = 0.0
        # Queued by name: the signals are emitted on the worker's thread.
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def cancelled(self) -> bool:
        return self._stop

    def cancel(self) -> None:
        """Ask the work to stop; :attr:`failed` then carries :class:`Cancelled`."""
        self._stop = True

    def drop(self) -> None:
        """Nobody waits for the result any more."""
        self._stop = self._stale = True

    def report(self, done: int, total: int, text: str = "") -> None:
        now = time.monotonic()
        if now - self._last >= _PACE or (total and done >= total):
            self._last = now
            self._reported.emit(done, total, text)

    def work(self, task: Callable[[], object]) -> None:
        """Run the task; on the worker's thread."""
        try:
            result = task()
        except BaseException as error:
            self._posted.emit(None, error)
        else:
            self._posted.emit(result, None)

    def _pass_on(self, done: int, total: int, text: str) -> None:
        if not self._stale:
            self.progressed.emit(done, total, text)

    def _receive(self, result: object, error: BaseException | None) -> None:
        if not self._stale:
            if error is not None:
                self.failed.emit(error)
            elif self._stop:
                self.failed.emit(Cancelled())
            else:
                self.done.emit(result)
        self.ended.emit()


class _Runnable(QRunnable):
    def __init__(self, job: Job, task: Callable[[], object]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._job, self._task = job, task

    def run(self) -> None:
        self._job.work(self._task)


class Jobs(QObject):
    """Runs work for one owner, usually the window. Close it with :meth:`stop`."""

    def __init__(self, parent: QObject | None = None, *, threads: int = 2) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._running: dict[Job, _Runnable] = {}
        self._waiting: set[Job] = set()
        self._keys: dict[str, Job] = {}

    def run(
        self,
        work: Callable[[Progress], _T],
        *,
        done: Callable[[_T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        key: str = "",
        painted: bool = False,
    ) -> Job:
        """Run ``work(progress)`` on another thread; the callbacks come back on this one.

        ``painted`` lets the window lay out and paint first what is asked of it now: work beside that makes both slow.

        ``key`` names the question: asking it again drops the earlier answer and asks its work to
        stop. Without ``failed`` an error is raised on the GUI thread, where the program's last
        handler reports it; a cancelled job without ``failed`` is silent.
        """
        if key and key in self._keys:
            self._keys[key].drop()
        job = Job(self)
        if done is not None:
            job.done.connect(done)
        if progress is not None:
            job.progressed.connect(progress)
        job.failed.connect(failed if failed is not None else _raise)
        job.ended.connect(partial(self._ended, job, key))
        runnable = _Runnable(job, partial(work, job))
        self._running[job] = runnable
        if key:
            self._keys[key] = job
        if painted:
            self._waiting.add(job)
            QTimer.singleShot(_PAINT_MS, self, partial(self._begin, job))
        else:
            self._pool.start(runnable)
        return job

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._running)

    def drop(self, key: str) -> None:
        """Forget a question: its answer will not be delivered."""
        if key in self._keys:
            self._keys.pop(key).drop()

    def stop(self, wait_ms: int = 5000) -> bool:
        """Ask all work to stop, deliver nothing more, and wait; whether all of it ended."""
        for job in self._running:
            job.drop()
        for job in list(self._waiting):
            self._begin(job)
        return self._pool.waitForDone(wait_ms)

    def _begin(self, job: Job) -> None:
        """Begin what waits for the window, also where its answer was dropped: it may be one that saves."""
        if job in self._waiting:
            self._waiting.remove(job)
            self._pool.start(self._running[job])

    def _ended(self, job: Job, key: str) -> None:
        self._running.pop(job, None)
        if self._keys.get(key) is job:
            del self._keys[key]
        job.deleteLater()


def _raise(error: Exception) -> None:
    if not isinstance(error, Cancelled):
        raise error
