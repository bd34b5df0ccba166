"""Notices when nobody has touched key or mouse for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from npt_desktop.store.clock import Clock

LOOK_MS = 5000
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
            QEvent.Type.TouchBegin, QEvent.Type.TabletPress}  # fmt: skip


class IdleWatch(QObject):
    """``idle`` is said when ``minutes()`` have passed without key or mouse; 0 minutes is never.

    It hears what the windows hear, not every event of the program, and looks at its clock now and then: a
    machine that slept longer than that is idle when it wakes.
    """

    idle = Signal()

    def __init__(self, clock: Clock, minutes: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._clock, self._minutes = clock, minutes
        self._last = clock.now()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._hear)
        self._hear(app.focusWindow())
        self._timer.start()

    def touched(self) -> None:
        """Somebody is there."""
        self._last = self._clock.now()

    def look(self) -> None:
        """Say so if nobody was there for too long."""
        minutes = self._minutes()
        if minutes and self._clock.now() - self._last >= timedelta(minutes=minutes):
            self.touched()
            self.idle.emit()

    def _hear(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        del watched
        if event.type() in _TOUCHES:
            self.touched()
        return False
