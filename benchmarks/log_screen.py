"""The engagement screen over a store: the longest pause of the window in each action, and the peak memory."""

from __future__ import annotations

import resource
import sys
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.pulse import Pulse, timed
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services.desk import Desk
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.ui.collecting import Collecting
from npt_desktop.ui.engagement.screen import EngagementScreen
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
screen = EngagementScreen(work)
log = screen.list
timed(pulse, work, "open", lambda: shell.show_page("engagement", screen))


def everything() -> None:
    """Every area, every year."""
    log.filters.all_areas.click()
    log.filters.show_everything()
    screen.refresh_now()


timed(pulse, work, "every area and year", everything)
rows = log.model.rowCount()
print(f"rows {rows}", flush=True)
if rows:
    timed(pulse, work, "jump to the end", log.table.scrollToBottom)
    timed(pulse, work, "search", lambda: log.filters.words.setText("street drinking"))
    timed(pulse, work, "clear the search", lambda: log.filters.words.setText(""))
    timed(pulse, work, "sort by score", lambda: log.sort_by("score"))
    timed(pulse, work, "sort by audience", lambda: log.sort_by("audience"))
    timed(pulse, work, "select all", log.table.selectAll)
print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}", flush=True)
work.jobs.stop()
store.close()
