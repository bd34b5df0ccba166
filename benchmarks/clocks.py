"""The all-areas board of twelve areas and five years: under 100 ms, and beside plain sqlite3 reading the same tables."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.figures import Bound, Ratio
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate
from npt_desktop.rules.periods import Quarter
from npt_desktop.services import setup
from npt_desktop.services.clocks import Clocks
from npt_desktop.services.desk import Desk
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock

AREAS, QUARTERS, RUNS = 12, 20, 21
TODAY = date(2026, 10, 16)
BENCH = Actor("Bench", Role.HUB)


def fill(path: Path) -> None:
    """Twenty rounds for each of twelve areas, three priorities a round, three updates a priority."""
    store = opening.create(path, clock=FixedClock.on(TODAY))
    setup.lay_out(store)
    areas = [setup.add_area(store, f"Area {n + 1}") for n in range(AREAS)]
    quarter, quarters = Quarter(date(2026, 10, 1)), []
    for _ in range(QUARTERS):
        quarters.append(quarter)
        quarter = quarter.previous()
    held = [(area, quarter) for area in areas for quarter in quarters]
    with store.write(BENCH, "Filled five years") as unit:
        rounds = unit.insert(PriorityRound, [
            {"area_id": area, "quarter": q.start, "decided_on": q.start, "published_on": q.start} for area, q in held
        ])  # fmt: skip
        whose = [(r, area, q) for r, (area, q) in zip(rounds, held, strict=True) for _ in range(3)]
        made = unit.insert(Priority, [
            {"round_id": r, "area_id": area, "number": n % 3 + 1, "title": f"Priority {n}",
             "closed_on": None if q == quarters[0] else q.end}
            for n, (r, area, q) in enumerate(whose)
        ])  # fmt: skip
        unit.insert(PriorityUpdate, [
            {"priority_id": p, "month": month, "you_said": "Bikes " * 30, "we_did": "Patrols " * 40, "published_on": month}
            for p, (_, _, q) in zip(made, whose, strict=True) for month in q.months if month <= TODAY
        ])  # fmt: skip
    store.close()


def measure(folder: Path) -> list[Ratio | Bound]:
    """The middle of many readings of the board, the first left out."""
    path = folder / "clocks.npt"
    fill(path)
    store = opening.open_store(path, clock=FixedClock.on(TODAY))
    ours, plain = [], []
    try:
        service = Clocks(Desk(store, BENCH))
        assert len(service.board().lines) == AREAS
        for _ in range(RUNS):
            began = time.perf_counter()
            service.board()
            ours.append(time.perf_counter() - began)
            plain.append(_plainly(path))
    finally:
        store.close()
    name = f"All-areas clocks, {AREAS} areas and {QUARTERS // 4} years"
    return [
        Bound(name, median(ours) * 1000, 100, "ms"),
        Ratio(f"{name}, beside plain reading", median(ours) * 1000, median(plain) * 1000, 3, "ms"),
    ]


def _plainly(path: Path) -> float:
    began = time.perf_counter()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("area", "priority_round", "priority", "priority_update"):
            connection.execute(f"SELECT * FROM {table}").fetchall()
    return time.perf_counter() - began
