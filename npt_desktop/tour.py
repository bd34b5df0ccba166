"""A whole quarter without a display: workbooks, PDFs, the public page and pictures of the screens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def run_quarter(sample: Path, out: Path) -> Iterator[str]:
    """Run the quarter on a copy of the sample store; yields a line for each thing done."""
    from npt_desktop.services import tour
    from npt_desktop.store.opening import open_store

    copy = out / "quarter.npt"
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sample, copy)
    store = open_store(copy)
    try:
        for line in tour.run_quarter(store, out):
            yield f"  {line}"
    finally:
        store.close()
    for picture in pictures(copy, out / "pictures"):
        yield f"  Picture: {picture.name}"
    yield f"Everything is in {out}."


def pictures(store: Path, out: Path) -> list[Path]:
    """Each screen in light and dark at 1366x768, drawn without a display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from npt_desktop.app import Application
    from npt_desktop.ui.preferences import Preferences
    from npt_desktop.ui.workspace import Place

    def rest(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    run = Application(
        app, store=store, person="Insp Rowan", preferences=Preferences(mode="light", kept=False)
    )
    out.mkdir(parents=True, exist_ok=True)
    made = []
    run.start()
    while not (run.built and run.window.reader is not None and run.window.reader.page is not None):
        rest(20)
    for mode in ("light", "dark"):
        run.theme.set_mode(mode)
        for screen in ("home", "priorities", "plans", "engagement", "quality"):
            run.window.go(Place(screen))
            rest(150)
            while run.window.work is not None and run.window.work.jobs.busy:
                rest(20)
            rest(100)
            made.append(out / f"{screen}-{mode}.png")
            run.host.grab().save(str(made[-1]))
    run.close()
    return made
