"""The plans screen over a store: the longest pause of the window in each action, and how long a large plan takes."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.pulse import Pulse, rest, settle, timed
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services.desk import Desk
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.ui.collecting import Collecting
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.workspace import Workspace

app = QApplication(sys.argv[:1])
theme = Theme(app, "light")
theme.apply()
store = Store(Path(sys.argv[1]), clock=FixedClock.on(date(2026, 10, 16)))
work = Workspace(Desk(store, Actor("Bench", Role.INSPECTOR)), 1, date(2026, 10, 1))
shell = MainShell(theme)
shell.resize(1366, 697)
shell.show()
pulse = Pulse()
collecting = Collecting(lambda: work.jobs.busy, shell)
collecting.look()
screen = PlansScreen(work)
register = screen.register


def by_title() -> None:
    """Choose the order as a click on its list does."""
    register.order.set_value("title")
    register.order.changed.emit("title")


def shown() -> bool:
    """The plan asked for is on the screen."""
    return screen.stack.currentWidget() is not register and screen.plan.plan_id == wanted


timed(pulse, work, "open", lambda: shell.show_page("plans", screen))
timed(pulse, work, "show all", lambda: register.choose("all"))
print(f"rows {register.model.rowCount()}", flush=True)
timed(pulse, work, "search", lambda: register.filter.setText("market square"))
timed(pulse, work, "clear the search", lambda: register.filter.setText(""))
timed(pulse, work, "order by title", by_title)
timed(pulse, work, "board", lambda: register.show_board())
register.shown_as.set_value("list")
for name in ("first plan", "next plan"):
    wanted = int(sys.argv[2]) if name == "first plan" else int(sys.argv[3])
    settle(work)
    began, worked, whole = time.perf_counter(), time.thread_time(), time.process_time()
    screen.open_record(wanted, "")
    while not shown():
        rest(4)  # as the program does: asking again and again would take the processor from the reading
    app.processEvents()
    print(f"{name} {(time.perf_counter() - began) * 1000:.1f}", flush=True)
    print(f"{name}, own work {(time.thread_time() - worked) * 1000:.1f}", flush=True)
    print(f"{name}, processor {(time.process_time() - whole) * 1000:.1f}", flush=True)
    while not screen.plan.side.quality.isVisible():
        rest(4)
    app.processEvents()
    print(f"{name}, with its quality reading {(time.perf_counter() - began) * 1000:.1f}", flush=True)
settle(work)
work.jobs.stop()
store.close()
