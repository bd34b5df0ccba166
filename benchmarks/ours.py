"""The program's own start on a store: first paint, Home as kept from last time, Home read anew."""

from __future__ import annotations

import sys
import time

began = time.perf_counter()

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from npt_desktop.app import Application
from npt_desktop.ui.preferences import Preferences


def tell(what: str) -> None:
    """Print a moment, in seconds since the process could first look at a clock."""
    print(f"{what} {time.perf_counter() - began:.4f}", flush=True)


class Watch(QObject):
    """Tells of the window's first paint."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, lambda: tell("shown"))
        return super().eventFilter(watched, event)


app = QApplication(sys.argv[:1])
run = Application(
    app, store=Path(sys.argv[1]), person=sys.argv[2], preferences=Preferences(mode="light", kept=False)
)
watch = Watch()
run.host.curtain.installEventFilter(watch)
told = False


def look() -> None:
    """Wait for Home: kept, then read."""
    global told
    if run.built:
        home = run.window.page("home")
        if home is not None and not told:
            told = True
            QTimer.singleShot(0, lambda: tell("kept" if run.window.work is None else "built"))
        if run.window.reader is not None and run.window.reader.page is not None:
            QTimer.singleShot(0, done)
            return
    QTimer.singleShot(2, look)


def done() -> None:
    """Home is filled from the store: leave."""
    tell("read")
    run.close()
    app.quit()


QTimer.singleShot(0, look)
run.start()
app.exec()
