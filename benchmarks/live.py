"""The pauses of a window while a 20,000-row import runs beside it on another thread, in a process of its own.

Prints "name value" lines, in milliseconds. By the clock a pause counts what else the machine does, so the same
window is timed at rest first.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.pulse import Pulse, rest
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening


def main(book: Path, folder: Path) -> int:
    """Import a workbook beside a window that only shows itself."""
    app = QApplication([])
    window = QMainWindow()
    window.show()
    pulse = Pulse()
    rest(500)
    pulse.start()
    rest(5_000)
    print(f"rest {pulse.worst * 1000:.1f}", flush=True)
    store = opening.create(folder / "live.npt")
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))

    def run() -> None:
        gathered = importing.gather([book])
        plans = importing.planner.plan(gathered, "log", area)
        importing.commit(importing.check(gathered, plans, Decisions()))

    work = threading.Thread(target=run)
    pulse.start()
    work.start()
    while work.is_alive():
        rest(20)
    print(f"import {pulse.worst * 1000:.1f}", flush=True)
    print(f"own {pulse.own * 1000:.1f}", flush=True)
    store.close()
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
