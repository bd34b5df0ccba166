"""The window as it is first painted: the frame of the shell, before anything else is loaded.

Nothing here may import more of Qt or of the program than painting a few rectangles takes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from npt_desktop import APP_NAME
from npt_desktop.ui.theme import tokens as tk


class Curtain(QWidget):
    """The empty frame: marking banner, sidebar and context bar in their colours."""

    def __init__(self, *, dark: bool) -> None:
        super().__init__()
        self._colours = tk.DARK if dark else tk.LIGHT
        self.painted: Callable[[], object] | None = None

    def paintEvent(self, _: QPaintEvent, /) -> None:
        p = QPainter(self)
        width, height = self.width(), self.height()
        side = tk.RAIL_W if width < tk.RAIL_BELOW else tk.SIDEBAR_W
        for token, x, y, w, h in (
            ("canvas", 0, 0, width, height),
            ("sidebar", 0, tk.BANNER_H, side, height),
            ("surface", side, tk.BANNER_H, width, tk.CONTEXT_H),
            ("banner", 0, 0, width, tk.BANNER_H),
        ):
            p.fillRect(x, y, w, h, QColor(self._colours[token]))
        p.end()
        if self.painted is not None:
            QTimer.singleShot(0, self.painted)
            self.painted = None


class Host(QMainWindow):
    """The one top-level window. ``theme`` is set once it is made, for the widgets that look for it;
    ``may_close`` is asked before closing."""

    def __init__(self, *, dark: bool, painted: Callable[[], object]) -> None:
        super().__init__()
        self.theme: object = None
        self.may_close: Callable[[], bool] = lambda: True
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(*tk.MIN_WINDOW)
        self.curtain = Curtain(dark=dark)
        self.curtain.painted = painted
        self.setCentralWidget(self.curtain)
        self.resize(1366, 768)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        if self.may_close():
            event.accept()
        else:
            event.ignore()
