"""Pictures of widgets, for people to look at.

``python -m tests.ui.shots [folder]`` draws the gallery and the shell in both themes, at the sizes
of a laptop screen at 100 and 125 %.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget


def shoot(widget: QWidget, path: Path) -> None:
    """Save what a shown widget looks like, after it has settled."""
    for _ in range(4):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    widget.grab().save(str(path))


def main(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from npt_desktop.ui.theme.theme import Theme
    from tests.ui.gallery import gallery, shell

    app = QApplication(sys.argv[:1])
    theme = Theme(app, "light")
    theme.apply()
    windows = {"gallery": gallery(theme), "shell": shell(theme)}
    for mode in ("light", "dark"):
        theme.set_mode(mode)
        for name, window in windows.items():
            for width, height in ((1366, 768), (1093, 614)):
                window.resize(width, height)
                window.show()
                shoot(window, folder / f"kit-{name}-{mode}-{width}.png")
                window.hide()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
