"""Somebody alters the journal with the file in hand and its guards removed, or writes it anew from end to end
without the key: every way is noticed by ``check``."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area
from npt_desktop.store import backup, health, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.seal import SealKey
from tests.conftest import CEDAR
from tests.soak.sizes import rounds as times
from tests.store.rewriting import rewrite
from tests.world import World

Record = Callable[[str], None]
Raw = sqlite3.Connection
TEXTS = {
    "change": ("table_name", "record_uid", "before", "after", "salt", "digest"),
    "change_set": ("uid", "at", "by", "did", "kind", "link", "sealed_by", "seal"),
}
NUMBERS = {
    "change": ("record_id", "version", "change_set_id"),
    "change_set": ("person_id", "undoes_id", "changes"),
}


def _row(raw: Raw, table: str, random: Random) -> int:
    ids = [row[0] for row in raw.execute(f"SELECT id FROM {table}")]
    return int(random.choice(ids))


def edit(raw: Raw, random: Random) -> str:
    """One field of one row."""
    table = random.choice(list(TEXTS))
    row = _row(raw, table, random)
    if random.random() < 0.6:
        column = random.choice(TEXTS[table])
        old = raw.execute(f"SELECT {column} FROM {table} WHERE id=?", (row,)).fetchone()[0] or ""
        place = random.randrange(len(old) + 1)
        new: object = old[:place] + random.choice("x7 ") + old[place + 1 :]
        if new == old:
            new = old + "y"
    else:
        column = random.choice(NUMBERS[table])
        old = raw.execute(f"SELECT {column} FROM {table} WHERE id=?", (row,)).fetchone()[0]
        new = (old or 0) + random.randint(1, 9)
    raw.execute(f"UPDATE {table} SET {column}=? WHERE id=?", (new, row))
    return f"{table}.{column}"


def delete(raw: Raw, random: Random) -> str:
    """A change, or a change set with its changes, that is not the last."""
    if random.random() < 0.5:
        raw.execute("DELETE FROM change WHERE id=?", (_row(raw, "change", random),))
        return "a change"
    last = raw.execute("SELECT max(id) FROM change_set").fetchone()[0]
    row = random.randrange(1, last)
    raw.execute("DELETE FROM change WHERE change_set_id=?", (row,))
    raw.execute("DELETE FROM change_set WHERE id=?", (row,))
    return "a change set"


def swap(raw: Raw, random: Random) -> str:
    """Two rows change places: two change sets, two changes of one set, or of two sets."""
    table, column = random.choice([("change", "id"), ("change", "change_set_id"), ("change_set", "id")])
    rows = dict(raw.execute(f"SELECT id, {'id' if table == 'change_set' else 'change_set_id'} FROM {table}"))
    first = random.choice(list(rows))
    if table == "change":
        # An id alone says only the order within a set: swapped across sets it would change nothing.
        others = [row for row in rows if row != first and (rows[row] == rows[first]) == (column == "id")]
    else:
        others = [row for row in rows if row != first]
    if not others:
        return swap(raw, random)
    second = random.choice(others)
    here, there = (
        raw.execute(f"SELECT {column} FROM {table} WHERE id=?", (row,)).fetchone()[0]
        for row in (first, second)
    )
    if column == "id":
        raw.execute(f"UPDATE {table} SET id=-1 WHERE id=?", (first,))
        raw.execute(f"UPDATE {table} SET id=? WHERE id=?", (first, second))
        raw.execute(f"UPDATE {table} SET id=? WHERE id=-1", (second,))
    else:
        raw.execute(f"UPDATE {table} SET {column}=? WHERE id=?", (there, first))
        raw.execute(f"UPDATE {table} SET {column}=? WHERE id=?", (here, second))
    return f"{table}.{column}"


def cut(raw: Raw, random: Random) -> str:
    """The last change sets, some of which the newest backup remembers."""
    last = raw.execute("SELECT max(id) FROM change_set").fetchone()[0]
    first = random.randrange(last - 8, last)  # this computer knows all, the backup all but the last one
    raw.execute("DELETE FROM change WHERE change_set_id >= ?", (first,))
    raw.execute("DELETE FROM change_set WHERE id >= ?", (first,))
    return "tail"


def anew(raw: Raw, random: Random) -> str:
    """One change forged and every digest and link made anew; the seals left, taken away, or another's put there."""
    forged = _row(raw, "change", random)
    how = random.choice(("left", "taken away", "another's"))
    key = SealKey(random.randbytes(32)) if how == "another's" else None
    rewrite(raw, change=forged, key=key, bare=how == "taken away")
    return f"rewritten, seals {how}"


@times(80, 500)
def test_every_way_is_noticed(
    world: World, clock: FixedClock, tmp_path: Path, rounds: int, record: Record
) -> None:
    store = world.store
    store.close()
    store = opening.open_store(store.path, clock=clock)  # as the program opens it: sealed from here on
    for number in range(12):
        with store.write(CEDAR, f"Change {number}") as unit:
            unit.get(Area, 1).name = f"Name {number}"
            unit.add(
                EngagementEntry(area_id=1, day=clock.today(), summary=f"S {number}", natural_key=f"n{number}")
            )
        if number == 10:
            clock.moment += timedelta(minutes=1)
            backup.make(store.path, backup.folder_for(store.path), "by hand", now=clock.now())
    store.close()
    assert health.check(store.path).sound
    whole = store.path.read_bytes()
    random, ways, done = Random(4), (edit, delete, swap, cut, anew), Counter[str]()
    missed: list[str] = []
    for number in range(rounds):
        way = ways[number % len(ways)]
        store.path.write_bytes(whole)
        with closing(sqlite3.connect(store.path)) as raw:
            raw.execute("PRAGMA foreign_keys=OFF")
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            what = way(raw, random)
            raw.commit()
        found = {f.name for f in health.check(store.path).findings if not f.sound}
        done[way.__name__] += 1
        if not found & {"journal", "journal's end", "seals"}:
            missed.append(f"{way.__name__}: {what}")
            shutil.copyfile(store.path, tmp_path / f"missed {number}.npt")
    assert missed == []
    record(f"tampering: {rounds} times ({dict(done)}), {rounds} noticed")
