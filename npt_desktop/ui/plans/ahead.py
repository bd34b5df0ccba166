"""Making something large piece by piece while the window is idle, or at once when it is wanted: a page ahead of its
first showing, or what is out of sight after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 40
"""Between two pieces: the window's own work goes first."""


class Ahead(QObject):
    """``pieces`` makes one piece at each step."""

    def __init__(self, pieces: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: Iterator[None] | None = pieces
        self._pause = PAUSE_MS

    @property
    def done(self) -> bool:
        """Whether all is made."""
        return self._pieces is None

    def start(self) -> None:
        """Go on whenever the window has time."""
        if self._step():
            QTimer.singleShot(self._pause, self, self.start)

    def hurry(self) -> None:
        """Somebody waits for it: go on without a pause, beside the reading of what will stand on it. What is lacking
        when that is there is made at once."""
        if not self.done:
            self._pause = 0
            QTimer.singleShot(0, self, self.start)

    def finish(self) -> None:
        """Make what is still lacking."""
        while self._step():
            pass

    def _step(self) -> bool:
        if self._pieces is None:
            return False
        try:
            next(self._pieces)
        except StopIteration:
            self._pieces = None
            return False
        return True


class After(QObject):
    """What need not be there at first sight: done after it, a piece at each turn of the window's loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def start(self, pieces: Sequence[Callable[[], object]]) -> None:
        """Do these pieces in order, after what was asked for before."""
        self._left += pieces
        self._timer.start()

    def finish(self) -> None:
        """Do what is left at once."""
        while self._left:
            self._step()

    def _step(self) -> None:
        if self._left:
            self._left.pop(0)()
        if not self._left:
            self._timer.stop()
