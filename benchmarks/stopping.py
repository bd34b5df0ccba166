"""How long an import of 20,000 rows goes on after it was asked to stop, at moments spread over all of it: by the clock,
in milliseconds, along the path a person takes. Prints "name value" lines; a process of its own.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from npt_desktop.errors import Cancelled
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening

MOMENTS = 12


def main(book: Path, folder: Path) -> int:
    """Import a workbook once to its end, then stop it at each moment."""
    store = opening.create(folder / "stopped.npt")
    setup.lay_out(store)
    areas = [setup.add_area(store, f"Area {number}") for number in range(MOMENTS + 1)]
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))

    def run(area: int, stop: threading.Event) -> str:
        def progress(*_: object) -> None:
            if stop.is_set():
                raise Cancelled

        try:
            gathered = importing.gather([book], progress)
            plans = importing.planner.plan(gathered, "log", area)
            importing.commit(importing.check(gathered, plans, Decisions(), progress), progress)
        except Cancelled:
            return "stopped"
        return "done"

    began = time.perf_counter()
    run(areas[0], threading.Event())
    whole, longest, stopped = time.perf_counter() - began, 0.0, 0
    for number, area in enumerate(areas[1:], 1):
        stop, ended = threading.Event(), list[str]()
        work = threading.Thread(
            target=lambda area=area, stop=stop, ended=ended: ended.append(run(area, stop))
        )
        work.start()
        work.join(whole * number / (MOMENTS + 1))
        asked = time.perf_counter()
        stop.set()
        work.join()
        stopped += ended == ["stopped"]
        longest = max(longest, time.perf_counter() - asked)
    print(f"longest {longest * 1000:.1f}", flush=True)
    print(f"stopped {stopped}", flush=True)
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
