"""Import of 60,000 street-level crimes, six monthly files, beside reading them with csv plus plain sqlite3 inserts."""

from __future__ import annotations

import csv
import sqlite3
import time
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.figures import Ratio
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import setup
from npt_desktop.services.crime_import import CrimeImport
from npt_desktop.services.desk import Desk
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock

ROWS, RUNS, SMALL_AREAS = 60_000, 5, 700
MONTHS = ("2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08")
HEAD = ("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
        "LSOA name", "Crime type", "Last outcome category", "Context")  # fmt: skip
KINDS = ("Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
         "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
         "Vehicle crime", "Violence and sexual offences")  # fmt: skip


def files(folder: Path) -> list[Path]:
    """Six months of an invented force: as many columns, districts and kinds as a real one has."""
    random = Random(1)
    paths = []
    for month in MONTHS:
        path = folder / f"{month}-street.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(HEAD)
            for _ in range(ROWS // len(MONTHS)):
                place = random.randrange(SMALL_AREAS)
                kind = random.choices(KINDS, (20, 2, 5, 10, 3, 2, 8, 1, 6, 1, 8, 1, 6, 35))[0]
                asb = kind == KINDS[0]
                writer.writerow((
                    "" if asb else f"{random.getrandbits(256):064x}", month, "Police", "Police",
                    f"{-1.3 + random.random() / 10:.6f}", f"{53 + random.random() / 10:.6f}",
                    f"On or near Elm Street {random.randrange(400)}", f"E0102{place:04}",
                    f"Area {place % 12} {place:03}A", kind, "" if asb else "Under investigation", "",
                ))  # fmt: skip
        paths.append(path)
    return paths


def measure(folder: Path) -> list[Ratio]:
    """The figures of an import."""
    paths = files(folder)
    ours, plain = [], []
    for run in range(RUNS):
        plain.append(_plainly(paths, folder / f"crime plain {run}.db"))
        ours.append(_ours(paths, folder / f"crime ours {run}.npt"))
    return [Ratio(f"Import of {ROWS:,} street-level crimes, all included", median(ours), median(plain), 3)]


def _plainly(paths: list[Path], target: Path) -> float:
    began = time.perf_counter()
    connection = sqlite3.connect(target)
    connection.execute(f"CREATE TABLE crime({', '.join(f'c{n}' for n in range(len(HEAD)))})")
    for path in paths:
        with path.open(encoding="utf-8", newline="") as source:
            rows = csv.reader(source)
            next(rows)
            connection.executemany(f"INSERT INTO crime VALUES ({','.join('?' * len(HEAD))})", rows)
    connection.commit()
    connection.close()
    return time.perf_counter() - began


def _ours(paths: list[Path], target: Path) -> float:
    store = opening.create(target, clock=FixedClock.on(date(2026, 10, 16)))
    setup.lay_out(store)
    for n in range(10):
        setup.add_area(store, f"Area {n}")
    crimes = CrimeImport(Desk(store, Actor("Bench", Role.HUB)))
    began = time.perf_counter()
    report = crimes.commit(crimes.preview(paths))
    took = time.perf_counter() - began
    assert report.added == ROWS, report
    store.close()
    return took
