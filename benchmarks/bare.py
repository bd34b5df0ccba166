"""The baseline of the start: a bare PySide6 main window, timed from before its imports to its first paint."""

from __future__ import annotations

import sys
import time

began = time.perf_counter()

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Bare(QMainWindow):
    """A window with a label, as the first lesson of any course has it."""

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self.done)

    def done(self) -> None:
        print(f"shown {time.perf_counter() - began:.4f}", flush=True)
        QApplication.exit()


app = QApplication(sys.argv[:1])
window = Bare()
window.setCentralWidget(QLabel("A bare window"))
window.resize(1366, 768)
window.show()
app.exec()
