"""Export of a 20,000-row log beside openpyxl's own write of the same plain cells; and how soon a stop is answered.

Both in processor time: it tells the same on a machine that others use too.
"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from openpyxl import Workbook

from benchmarks.figures import Bound, Ratio
from benchmarks.importing import rows, spent
from npt_desktop.errors import Cancelled
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.exchange.writing import export_engagement
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening

ROWS = 20_000


def measure(folder: Path) -> list[Ratio | Bound]:
    """The figures of an export, and of stopping an import of the same rows."""
    entries = rows(ROWS)
    path = folder / "ours.xlsx"
    began = spent()
    export_engagement(path, entries, marking="OFFICIAL", area="Gedling", lists=EngagementLists())
    ours = spent() - began
    began = spent()
    book = Workbook()
    sheet = book.active
    for e in entries:
        sheet.append(
            [e.date, e.audience_text, e.purpose_text, e.who, e.lead_text, e.summary, e.outcome, e.score]
        )
    book.save(folder / "plain.xlsx")
    plain = spent() - began
    return [
        Ratio(f"Export of {ROWS:,} rows beside openpyxl's own", ours, plain, 1.5),
        Bound("Longest wait for a stop while importing them", _longest_wait(path, folder) * 1000, 500, "ms"),
    ]


def _longest_wait(book: Path, folder: Path) -> float:
    """The longest time between two moments at which an import looks whether it should stop, the undoing of what
    was written before the last of them and the saving that ends it included."""
    store = opening.create(folder / "stop.npt")
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))
    looked: list[float] = []

    def look(_done: int, _total: int, _words: str) -> None:
        looked.append(time.process_time())

    def stop(done: int, total: int, words: str) -> None:
        look(done, total, words)
        if words == "Saving":
            raise Cancelled

    gathered = importing.gather([book], look)
    plans = importing.planner.plan(gathered, "log", area)
    checked = importing.check(gathered, plans, Decisions(), look)
    try:
        importing.commit(checked, stop)
    except Cancelled:
        look(0, 0, "stopped")
    importing.commit(checked, look)
    look(0, 0, "saved")
    store.close()
    return max(later - sooner for sooner, later in pairwise(looked))
