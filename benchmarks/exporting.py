"""Export of a 20,000-row log beside openpyxl's own write of the same plain cells; and how soon a stop is answered."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from statistics import median

from openpyxl import Workbook

from benchmarks.figures import Bound, Ratio
from benchmarks.importing import rows
from npt_desktop.errors import Cancelled
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.exchange.writing import export_engagement
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening

ROWS, RUNS = 20_000, 3


def measure(folder: Path) -> list[Ratio | Bound]:
    """The figures of an export, and of stopping an import of the same rows."""
    entries = rows(ROWS)
    ours, plain = [], []
    for run in range(RUNS):
        began = time.perf_counter()
        export_engagement(
            folder / f"ours {run}.xlsx", entries, marking="OFFICIAL", area="Gedling", lists=EngagementLists()
        )
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        book = Workbook()
        sheet = book.active
        for e in entries:
            sheet.append(
                [e.date, e.audience_text, e.purpose_text, e.who, e.lead_text, e.summary, e.outcome, e.score]
            )
        book.save(folder / f"plain {run}.xlsx")
        plain.append(time.perf_counter() - began)
    return [
        Ratio(f"Export of {ROWS:,} rows beside openpyxl's own", median(ours), median(plain), 1.5),
        Bound("Longest wait for a stop while importing them", _longest_wait(folder) * 1000, 500, "ms"),
    ]


def _longest_wait(folder: Path) -> float:
    """The longest time between two moments at which an import looks whether it should stop."""
    store = opening.create(folder / "stop.npt")
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))
    looked: list[float] = []

    def look(_done: int, _total: int, words: str) -> None:
        looked.append(time.perf_counter())
        if words == "Saving":
            raise Cancelled

    try:
        gathered = importing.gather([folder / "ours 0.xlsx"], look)
        plans = importing.planner.plan(gathered, "log", area)
        importing.commit(importing.check(gathered, plans, Decisions(), look), look)
    except Cancelled:
        pass
    store.close()
    return max(later - sooner for sooner, later in pairwise(looked))
