"""Import of a 20,000-row workbook beside reading it with python-calamine plus plain sqlite3 inserts.

Both in processor time, that of the reading process included: it tells the same on a machine that others use too.
"""

from __future__ import annotations

import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median

from python_calamine import load_workbook

from benchmarks.figures import Bound, Ratio, process
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.exchange.writing import export_engagement
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import new_store, setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.exports import _Row
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import opening

ROWS, RUNS, MANY = 20_000, 5, 200_000
WORDS = ["met", "residents", "about", "bikes", "speeding", "burglary", "patrol", "church", "school", "market", "traders", "agreed", "join", "reporting", "group", "visit", "monthly", "council", "ranger", "barrier", "lighting", "survey", "street", "park", "evening", "youth", "club"]  # fmt: skip


def rows(count: int, seed: int = 1) -> list[_Row]:
    """Entries with 60 to 400 characters of summary and outcome, of ten years."""
    random = Random(seed)

    def text(least: int, most: int) -> str:
        return " ".join(random.choice(WORDS) for _ in range(random.randint(least, most)))

    return [
        _Row(date(2016, 1, 4) + timedelta(days=n * 3600 // count), "Young people", "Reassurance", text(2, 5),
             f"PCSO {4000 + n % 90} Larch", f"{text(8, 40)} {n}", text(6, 30), 1 + n % 5)
        for n in range(count)
    ]  # fmt: skip


def measure(folder: Path) -> list[Ratio | Bound]:
    """The figures of an import, and the longest pause of a window beside it."""
    book = folder / "log.xlsx"
    export_engagement(book, rows(ROWS), marking="OFFICIAL", area="Gedling", lists=EngagementLists())
    ours, plain = [], []
    for run in range(RUNS):
        plain.append(_plainly(book, folder / f"plain {run}.db"))
        ours.append(_ours(book, folder / f"ours {run}.npt"))
    pauses = process("benchmarks.live", str(book), str(folder))
    stopping = process("benchmarks.stopping", str(book), str(folder))
    return [
        Ratio(f"Import of {ROWS:,} rows, all included", median(ours), median(plain), 4),
        Bound(
            f"Longest pause of a window beside it ({pauses['rest']:.0f} at rest)", pauses["import"], 100, "ms"
        ),
        Bound(
            f"Stopped at {stopping['stopped']:.0f} moments of it, answered within",
            stopping["longest"],
            500,
            "ms",
        ),
    ]


def measure_many(folder: Path) -> list[Bound]:
    """The memory of importing 200,000 rows: on one sheet, and as a folder of ten logs."""
    from benchmarks.many_rows import write_plainly

    (folder / "logs").mkdir()
    for number in range(MANY // ROWS):
        write_plainly(folder / "logs" / f"log {number}.xlsx", number, ROWS)
    write_plainly(folder / "log.xlsx", 0, MANY)
    found = []
    for name, path in (("on one sheet", folder / "log.xlsx"), ("in ten files", folder / "logs")):
        most = process("benchmarks.many_rows", str(path))
        assert most["rows"] == MANY, most
        what = f"Memory of importing {MANY:,} rows {name}"
        found += [
            Bound(f"{what}, reading process", most["reading process"], 600, "MB"),
            Bound(f"{what}, read and checked", most["checked"], 600, "MB"),
            Bound(f"{what}, written", most["written"], 600, "MB"),
        ]
    new_store.make(folder / "window.npt", ["Gedling"], "Rowan", "Insp", Role.INSPECTOR)
    window = process("benchmarks.many_rows_window", str(folder / "window.npt"), str(folder / "log.xlsx"))
    assert window["rows"] == MANY, window
    whole = "Memory of the whole program, window and all"
    return [*found, Bound(f"{whole}, {MANY:,} rows imported", window["imported"], 600, "MB")]


def spent() -> float:
    """Seconds of processor time of this process and of those it started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _plainly(book: Path, target: Path) -> float:
    began = spent()
    values = load_workbook(str(book)).get_sheet_by_index(0).to_python()
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE log(day, audience, purpose, who, lead, summary, outcome, score)")
    body = [[str(cell) for cell in row[:8]] for row in values[3:]]
    connection.executemany("INSERT INTO log VALUES (?,?,?,?,?,?,?,?)", body)
    connection.commit()
    connection.close()
    return spent() - began


def _ours(book: Path, target: Path) -> float:
    store = opening.create(target)
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, Actor("Bench", Role.HUB)))
    began = spent()
    gathered = importing.gather([book])
    plans = importing.planner.plan(gathered, area_id=area)
    report = importing.commit(importing.check(gathered, plans, Decisions()))
    took = spent() - began
    assert report.added == ROWS, report
    store.close()
    return took
