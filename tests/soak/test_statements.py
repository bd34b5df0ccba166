"""A save that fails at any of its statements, or on a full disk: said plainly, rolled back, usable after."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.pool.base import _ConnectionFairy

from npt_desktop.errors import CannotDo
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area, Person
from npt_desktop.store import engine, health
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.soak.sizes import rounds as times
from tests.world import World

Record = Callable[[str], None]
ROOT = Path(__file__).parents[2]


def save(store: Store, words: str = "Talked about mopeds") -> None:
    """A save of every kind of statement: an edit, an addition, a removal, many rows at once."""
    with store.write(CEDAR, "Saved") as unit:
        unit.get(Area, 1).name = "Renamed"
        made = unit.add(EngagementEntry(area_id=1, day=date(2026, 10, 1), summary=words, natural_key="k"))
        made.outcome = words
        unit.session.flush()
        unit.remove(unit.get(Person, 3))
        unit.insert(EngagementEntry, [
            {"area_id": 1, "day": date(2026, 10, 2), "summary": words, "natural_key": f"k{n}"} for n in range(3)
        ])  # fmt: skip


def content(store: Store) -> list[str]:
    """Everything but who asked for an export: that is noted before the export is tried."""
    with closing(sqlite3.connect(store.path)) as raw:
        return [line for line in raw.iterdump() if not line.startswith('INSERT INTO "access"')]


class Breaking:
    """A cursor that raises in place of one of its statements."""

    def __init__(self, cursor: Any, count: Callable[[str], None]) -> None:
        self._cursor = cursor
        self._count = count

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._cursor, name)
        if name not in ("execute", "executemany"):
            return found

        def run(statement: str, *more: Any) -> Any:
            self._count(statement)
            return found(statement, *more)

        return run


@contextmanager
def failing_at(store: Store, number: int, error: Exception, patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Raises ``error`` in place of the number-th statement that reaches the driver; collects the statements."""
    seen: list[str] = []

    def count(statement: str) -> None:
        seen.append(statement)
        if len(seen) == number or (len(seen) > number and statement == seen[number - 1] == "BEGIN IMMEDIATE"):
            raise error  # beginning is tried again, for as long as the program is patient

    cursor, commit = _ConnectionFairy.cursor, store._writer.dialect.do_commit

    def do_commit(connection: Any) -> None:
        count("COMMIT")
        commit(connection)

    with patch.context() as patched:
        patched.setattr(
            _ConnectionFairy, "cursor", lambda self, *a, **k: Breaking(cursor(self, *a, **k), count)
        )
        patched.setattr(store._writer.dialect, "do_commit", do_commit)
        patched.setattr(engine, "BUSY_SECONDS", 0.05)
        yield seen


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (sqlite3.OperationalError("database or disk is full"), "disk is full"),
        (sqlite3.OperationalError("disk I/O error"), "cannot be reached"),
        (sqlite3.OperationalError("database is locked"), "Another program"),
        (sqlite3.DatabaseError("database disk image is malformed"), "is damaged"),
    ],
)
def test_an_error_at_every_statement_of_a_save(
    world: World, error: Exception, says: str, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = world.store
    before, number = content(store), 0
    refused: list[str] = []
    while True:
        number += 1
        with failing_at(store, number, error, monkeypatch) as seen:
            try:
                save(store)
            except CannotDo as told:
                refused.append(told.says)
            else:
                break
        assert content(store) == before, f"not rolled back after {seen[-1]}"
    assert number > 20
    assert [words for words in refused if says not in words] == []
    assert "COMMIT" in seen
    assert content(store) != before
    assert health.check(store.path).sound
    record(f"“{error}” at each of {number - 1} statements of a save: told, rolled back, saved after")


@times(20, 400)
def test_a_store_that_may_not_grow(world: World, rounds: int, record: Record) -> None:
    """The disk is full after so many more pages (``max_page_count``), from none up."""
    store = world.store
    before = content(store)
    refused: list[str] = []
    with store._writer.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar() or 0
    for more in range(rounds):
        with store._writer.connect() as connection:
            connection.execute(text(f"PRAGMA max_page_count={pages + more * 20 // rounds}"))
        try:
            save(store, "word " * 12_000)
        except CannotDo as told:
            refused.append(told.says)
            assert content(store) == before
    assert len(refused) > rounds // 2
    assert all("disk is full" in words for words in refused)
    with store._writer.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    if content(store) == before:
        save(store, "word " * 12_000)
    assert content(store) != before
    assert health.check(store.path).sound
    record(f"disk full by page count: {rounds} points, {len(refused)} refused, 0 damaged, saved after")


LIMITED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from npt_desktop.errors import CannotDo
from npt_desktop.services import keeping
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import Exports
from npt_desktop.store import health, opening
from tests.conftest import CEDAR
from tests.soak.test_statements import content, save
path = Path(sys.argv[1])
store = opening.open_store(path)
size, before = path.stat().st_size, content(store)
whole = resource.getrlimit(resource.RLIMIT_FSIZE)
copy, book = path.with_name("copy.npt"), path.with_name("out.xlsx")
keeping.back_up(store, copy)
Exports(Desk(store, CEDAR)).engagement(book, LogFilter())
old = copy.read_bytes(), book.read_bytes()
doings = {
    "save": lambda: save(store, "word " * 6_000),
    "backup": lambda: keeping.back_up(store, copy),
    "export": lambda: Exports(Desk(store, CEDAR)).engagement(book, LogFilter()),
}
refused = 0
points = int(sys.argv[2])
for number in range(points):
    for name, do in doings.items():
        most = len(old[1]) if name == "export" else size
        resource.setrlimit(resource.RLIMIT_FSIZE, (most * number // points, whole[1]))
        try:
            do()
        except CannotDo as told:
            refused += 1
        else:
            raise SystemExit(f"{name} was not refused at {number}")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, whole)
        assert content(store) == before, name
        assert (copy.read_bytes(), book.read_bytes()) == old, name
assert health.check(path).sound
for do in doings.values():
    do()
assert content(store) != before
assert not [p.name for p in path.parent.iterdir() if p.suffix in (".part", ".tmp")]
print(refused)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
@times(14, 300)
def test_a_disk_that_takes_no_more_bytes(world: World, rounds: int, record: Record) -> None:
    world.store.close()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(world.store.path), str(rounds)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    record(f"disk full by file size: {done.stdout.strip()} saves, backups and exports refused, 0 damaged")


WRITER = """
import sys, time
from pathlib import Path
from npt_desktop.models.organisation import Area
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.store.database import Store
store, longest = Store(Path(sys.argv[1])), 0.0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    begun = time.perf_counter()
    with store.write(Actor("Hub", Role.HUB), "Counted") as unit:
        area = unit.get(Area, 1)
        area.position += 1
    longest = max(longest, time.perf_counter() - begun)
print(longest)
"""


@pytest.mark.parametrize(
    ("writers", "rounds"),
    [
        pytest.param(2, 200, id="two"),
        pytest.param(2, 5000, id="two-full", marks=[pytest.mark.soak, pytest.mark.timeout(6 * 3600)]),
        pytest.param(5, 5000, id="five-full", marks=[pytest.mark.soak, pytest.mark.timeout(6 * 3600)]),
    ],
)
def test_processes_that_write_at_once(world: World, writers: int, rounds: int, record: Record) -> None:
    """Even past the lock on the store, as two programs on one file would: each counts the same field up."""
    with world.store.read() as session:
        start = session.get_one(Area, 1).position
    world.store.close()
    each = rounds // writers
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(world.store.path), str(each)], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(writers)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    answers = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, err = process.communicate()
        assert process.returncode == 0, err[-1000:]
        answers.append(float(out))
    again = Store(world.store.path)
    with again.read() as session:
        assert session.get_one(Area, 1).position == start + each * writers, "an update was lost"
    again.close()
    assert health.check(world.store.path).sound
    assert max(answers) <= 5
    record(
        f"{writers} processes, {each * writers} saves: 0 lost, 0 lock errors, longest wait {max(answers):.2f} s"
    )
