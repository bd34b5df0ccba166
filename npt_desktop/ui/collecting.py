"""The search for cyclic garbage: the long one only here, on the window's thread, while nothing is under way."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 10_000
_NEVER, _USUAL = 2**30, 10


class Collecting(QObject):
    """Keeps Python from walking through every object of the program whenever it likes, until :meth:`end`.

    That walk holds the interpreter for a tenth of a second, on whichever thread happened to make the last object: a
    window whose list is being read on another thread stands still for as long. The short searches, of what was made
    lately, stay where they are. What the program is made of is set aside once, so that the walk here is a short one.
    ``busy`` says whether anything is under way.
    """

    def __init__(self, busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        young, middle, old = gc.get_threshold()
        self._busy = busy
        self._before = (
            young,
            middle,
            _USUAL if old == _NEVER else old,
        )  # another window may have put it off already
        self._begun = False
        gc.set_threshold(young, middle, _NEVER)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Search if it is time to, and nothing is under way."""
        if self._busy() or not gc.isenabled():
            return
        aside = gc.get_freeze_count() > 0
        if self._begun and (not aside or gc.get_count()[2] >= self._before[2]):
            gc.collect()
        if not aside:  # the first time, or after an import, which takes all back
            gc.freeze()
        self._begun = True

    def end(self) -> None:
        """Leave the search to Python again."""
        self._timer.stop()
        gc.set_threshold(*self._before)
        gc.unfreeze()
