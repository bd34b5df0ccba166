"""The focus ring: one overlay in a window that follows the keyboard focus."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QScrollArea, QWidget

from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.theme.look import Painted, smooth

GAP, WIDTH = 2, 2
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}


class Ring(Painted):
    """The painted outline itself; takes no part in anything."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = smooth(self)
        p.setPen(QPen(self.look.c("focus"), WIDTH))
        radius = tk.RADIUS + GAP
        p.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        p.end()


class FocusRing(QObject):
    """Draws a 2 px ring 2 px outside the control that has the keyboard focus.

    The focus counts as keyboard focus unless a mouse button is down when it arrives. Inside a
    scroll area the ring is a child of the scrolled page, so that it moves and is clipped with its
    control; item views get it inside their edge.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring: Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    @property
    def target(self) -> QWidget | None:
        """The control that the ring is round, if it is shown."""
        return self._target

    def ring(self) -> Ring | None:
        return self._ring if self._ring is not None and shiboken6.isValid(self._ring) else None

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not shiboken6.isValid(self._window):
            return
        for old in self._watched:
            if shiboken6.isValid(old):
                old.removeEventFilter(self)
        self._watched = []
        self._target = None
        ring = self.ring()
        if ring is not None:
            ring.hide()
        if now is not None and now.property("bare") == "true" and isinstance(now, QLineEdit):
            return  # a box without an edge of its own stands in a frame that shows the focus
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or by_mouse or now.window() is not self._window or now is self._window:
            return
        self._target = now
        host = self._host(now)
        widget: QWidget | None = now
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._soon.start()

    def _host(self, target: QWidget) -> QWidget:
        up = target.parentWidget()
        while up is not None and up is not self._window:
            viewport = up.parentWidget()
            area = viewport.parentWidget() if viewport is not None else None
            if isinstance(area, QScrollArea) and area.widget() is up:
                return up
            up = up.parentWidget()
        return self._window

    def _place(self) -> None:
        target = self._target
        if target is None or not shiboken6.isValid(target) or not target.isVisible():
            ring = self.ring()
            if ring is not None:
                ring.hide()
            return
        host = self._host(target)
        ring = self.ring()
        if ring is None:
            ring = self._ring = Ring(host)
        elif ring.parentWidget() is not host:
            ring.setParent(host)
        around = 0 if isinstance(target, QAbstractItemView) else GAP + WIDTH
        place = QRect(target.mapTo(host, QPoint(0, 0)), target.size())
        ring.setGeometry(place.adjusted(-around, -around, around, around))
        ring.show()
        ring.raise_()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() in _MOVES:
            self._soon.start()
        return super().eventFilter(watched, event)
