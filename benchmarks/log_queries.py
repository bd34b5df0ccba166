"""The log of 200,000 entries asked and written: gap maps, search and a quick entry, beside plain sqlite3."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.figures import Bound, Ratio
from benchmarks.table import AREAS, ENTRIES, fill
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role, TermKind
from npt_desktop.rules.periods import add_months, month_end
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, EntryDraft, LogFilter, LogOrder
from npt_desktop.services.setup import add_person
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store

TODAY = date(2026, 10, 16)
MONTHS = [add_months(date(2026, 10, 1), -back) for back in range(23, -1, -1)]
RUNS = 7
_COUNTS = (
    "SELECT audience_id, substr(day, 1, 7), count(*) FROM engagement_entry "
    "WHERE area_id = ? AND day BETWEEN ? AND ? GROUP BY 1, 2"
)
_LAST = "SELECT max(day) FROM engagement_entry WHERE area_id = ? AND audience_id = ? AND day > ?"
_FOUND = (
    "SELECT id FROM engagement_entry WHERE id IN "
    "(SELECT rowid FROM engagement_search WHERE engagement_search MATCH ?) ORDER BY day DESC, id DESC"
)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of seven runs after one to warm up: the rows are in memory, and
    what else the machine does is not counted."""
    return _timed(work, time.process_time)


def waited(work: Callable[[], object]) -> float:
    """Milliseconds by the clock, the same way: for what is written, which waits for the disk."""
    return _timed(work, time.perf_counter)


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    work()
    runs = []
    for _ in range(RUNS):
        began = clock()
        work()
        runs.append((clock() - began) * 1000)
    return median(runs)


def figures(path: Path) -> list[Ratio | Bound]:
    """The figures of a filled store."""
    store = Store(path, clock=FixedClock.on(TODAY))
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA synchronous=FULL")
        try:
            return _figures(store, plain)
        finally:
            store.close()


def _figures(store: Store, plain: sqlite3.Connection) -> list[Ratio | Bound]:
    desk = Desk(store, Actor("Bench", Role.INSPECTOR))
    log = Engagement(desk)
    audiences = [term.id for term in desk.terms(TermKind.AUDIENCE)]
    first, last = MONTHS[0].isoformat(), month_end(MONTHS[-1]).isoformat()

    def plain_gaps() -> None:
        for area in range(1, AREAS + 1):
            plain.execute(_COUNTS, (area, first, last)).fetchall()
            for audience in audiences:
                plain.execute(_LAST, (area, audience, "2026-01-01")).fetchone()

    gaps = timed(lambda: log.gap_maps(range(1, AREAS + 1), MONTHS))
    rare = timed(lambda: log.first_ids(LogFilter(words="barrier 4711")))
    plain_rare = timed(lambda: plain.execute(_FOUND, ('"barrier"* "4711"*',)).fetchall())
    common = timed(lambda: log.first_ids(LogFilter(words="residents")))
    both = timed(lambda: log.first_ids(LogFilter(words="residents market")))
    narrowed = timed(lambda: log.first_ids(LogFilter(words="residents", area_id=2)))
    by_score = timed(lambda: log.first_ids(LogFilter(words="residents market"), LogOrder.SCORE))
    low_first = timed(lambda: log.first_ids(LogFilter(words="residents"), LogOrder.SCORE, descending=False))
    whole = timed(lambda: log.ids(LogFilter(words="residents")))
    plain_whole = timed(lambda: plain.execute(_FOUND, ('"residents"*',)).fetchall())
    lead = add_person(store, "Larch", "PCSO", Role.CONSTABLE, (1,))
    purpose = desk.terms(TermKind.PURPOSE)[0].id
    draft = EntryDraft(1, TODAY, audiences[0], purpose, "Choir", lead, "Met the choir", "Agreed", 4)
    entry = waited(lambda: log.lines([log.log(draft)]))
    entry_work = timed(lambda: log.lines([log.log(draft)]))
    plain.execute("CREATE TABLE IF NOT EXISTS bench_plain(day TEXT, summary TEXT)")

    def plain_entry() -> None:
        with plain:
            plain.execute("INSERT INTO bench_plain VALUES ('2026-10-16', 'Met the choir')")

    name = f"Log of {ENTRIES:,}: "
    return [
        Ratio(f"{name}gap map, 12 areas by 24 months", gaps, timed(plain_gaps), 4, "ms"),
        Bound(f"{name}gap map, 12 areas by 24 months", gaps, 150, "ms"),
        Ratio(f"{name}search, all areas and years", rare, plain_rare, 4, "ms"),
        Bound(f"{name}search, all areas and years", rare, 60, "ms"),
        Bound(f"{name}search, a word in most entries, the top", common, 60, "ms"),
        Bound(f"{name}search, two words in most, the top", both, 60, "ms"),
        Bound(f"{name}search, two words in most by score, the top", by_score, 60, "ms"),
        Bound(f"{name}search, a word in most by lowest score, the top", low_first, 150, "ms"),
        Bound(f"{name}search, a word in most of an area, the top", narrowed, 60, "ms"),
        Ratio(f"{name}search, a word in most entries, all", whole, plain_whole, 2, "ms"),
        Ratio(f"{name}quick entry saved and read back", entry, waited(plain_entry), 20, "ms"),
        Bound(f"{name}quick entry saved and read back", entry, 60, "ms"),
        Bound(f"{name}quick entry, the processor's part", entry_work, 60, "ms"),
    ]


def measure(folder: Path) -> list[Ratio | Bound]:
    """Fill a store and ask it. Search and entry have 100 ms to the screen; 40 of them are the window's own."""
    path = folder / "queries.npt"
    fill(path, ENTRIES)
    return figures(path)
