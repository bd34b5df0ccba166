"""Making something large piece by piece while the window is idle, or at once when it is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 40
"""Between two pieces: the window's own work goes first."""


class Ahead(QObject):
    """``pieces`` makes one piece at each step."""

    def __init__(self, pieces: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: Iterator[None] | None = pieces

    def start(self) -> None:
        """Go on whenever the window has time."""
        if self._step():
            QTimer.singleShot(PAUSE_MS, self, self.start)

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
