"""What encryption costs: opening, saving, importing 20,000 rows, Home and a scan, encrypted beside plain in one run.

Measured in processor time, which other programs on the machine do not stretch.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.figures import Ratio
from benchmarks.importing import ROWS, rows
from npt_desktop.exchange.engagement import EngagementLists
from npt_desktop.exchange.writing import export_engagement
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area
from npt_desktop.services import encrypting, setup
from npt_desktop.services.demo import make
from npt_desktop.services.desk import Desk
from npt_desktop.services.home import Home
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import backup, engine, opening, vault
from npt_desktop.store.clock import FixedClock

SAVES, RUNS = 100, 3
BENCH = Actor("Bench", Role.HUB)


def measure(folder: Path, today: date) -> list[Ratio]:
    """Each figure of an encrypted store beside the plain one's."""
    clock = FixedClock.on(today)
    plain, cipher = folder / "plain.npt", folder / "encrypted.npt"
    make(plain, today=today)
    shutil.copyfile(plain, cipher)
    began = time.process_time()
    encrypting.encrypt(cipher, encrypting.new_passphrase(), clock)
    print(f"encrypting {plain.stat().st_size / 1e6:.1f} MB took {time.process_time() - began:.2f} s")
    for path in (plain, cipher):
        backup.daily(path, backup.folder_for(path), now=clock.now())
    book = folder / "log.xlsx"
    export_engagement(book, rows(ROWS), marking="OFFICIAL", area="Gedling", lists=EngagementLists())
    found = []
    for words, work, most in (
        ("Opening", _opening, 7.0), (f"{SAVES} saves", _saves, 2.0), ("Home", _home, 1.6), ("Backup", _backup, 6.0),
    ):  # fmt: skip
        ours, theirs = [], []
        for _ in range(RUNS):
            theirs.append(work(plain, clock))
            ours.append(work(cipher, clock))
        found.append(Ratio(f"{words}, encrypted / plain", median(ours), median(theirs), most))
    imports = [_import(book, folder / f"import {n}.npt", encrypted=bool(n % 2)) for n in range(2)]
    found.append(Ratio(f"Import of {ROWS:,} rows, encrypted / plain", imports[1], imports[0], 1.5))
    large = folder / "import 0.npt", folder / "import 1.npt"
    print(f"the scan reads {large[0].stat().st_size / 1e6:.1f} MB")
    scans = [[_scan(path) for _ in range(RUNS)] for path in large]
    found.append(Ratio("Scan without an index, encrypted / plain", median(scans[1]), median(scans[0]), 8))
    return found


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _opening(path: Path, clock: FixedClock) -> float:
    return _timed(lambda: opening.open_store(path, clock=clock).close())


def _saves(path: Path, clock: FixedClock) -> float:
    store = opening.open_store(path, clock=clock)

    def work() -> None:
        for number in range(SAVES):
            with store.write(BENCH, "Saved") as unit:
                unit.get(Area, 1).name = f"Area {number}"

    took = _timed(work)
    store.close()
    return took


def _home(path: Path, clock: FixedClock) -> float:
    store = opening.open_store(path, clock=clock)
    home = Home(Desk(store, BENCH))
    took = _timed(lambda: home.page(1))
    store.close()
    return took


def _backup(path: Path, clock: FixedClock) -> float:
    return _timed(lambda: backup.copy(path, path.with_name(f"copy of {path.name}"), now=clock.now()))


def _scan(path: Path) -> float:
    with closing(engine.plain(path)) as connection:
        return _timed(
            lambda: connection.execute(
                "SELECT count(*) FROM engagement_entry WHERE summary LIKE '%nowhere%'"
            ).fetchone()
        )


def _import(book: Path, target: Path, *, encrypted: bool) -> float:
    key = vault.new_key(vault.new_passphrase()) if encrypted else None
    store = opening.create(target, key=key)
    setup.lay_out(store)
    area = setup.add_area(store, "Gedling")
    importing = Importing(Desk(store, BENCH))

    def work() -> None:
        gathered = importing.gather([book])
        plans = importing.planner.plan(gathered, area_id=area)
        report = importing.commit(importing.check(gathered, plans, Decisions()))
        assert report.added == ROWS, report

    took = _timed(work)
    store.close()
    return took
