"""kill -9 in the middle: nothing confirmed is lost, nothing is half there, the store opens again at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.organisation import Area
from npt_desktop.services import encrypting
from npt_desktop.store import backup, cipher, engine, health, mark, migrate, opening, vault
from npt_desktop.store.clock import SystemClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.soak import victim
from tests.soak.sizes import rounds as times

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
ROOT = Path(__file__).parents[2]
Kill = Callable[[str, Path, float], None]
Record = Callable[[str], None]
REOPEN_SECONDS = 2.0
HEADINGS = "Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score\n"
IN_FILE = 40


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Runs an operation on a store in another process and kills it after some milliseconds."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.victim"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        into, out = process.stdin, process.stdout

        def run(operation: str, store: Path, milliseconds: float) -> None:
            into.write(f"{operation}\t{store}\t{milliseconds}\t{os.environ['XDG_CONFIG_HOME']}\n")
            into.flush()
            assert out.readline() == "killed\n"

        yield run
        into.close()


@pytest.fixture
def path(world_file: tuple[Path, object], tmp_path: Path) -> Path:
    """A laid-out store whose first area is called Area 0, with some entries."""
    copy = tmp_path / "s.npt"
    shutil.copyfile(world_file[0], copy)
    store = opening.open_store(copy)
    with store.write(CEDAR, "Prepared") as unit:
        unit.get(Area, 1).name = "Area 0"
        day = store.clock.today()
        unit.insert(EngagementEntry, [
            {"area_id": 2, "day": day, "summary": f"Old {n}", "natural_key": f"o{n}"} for n in range(50)
        ])  # fmt: skip
    store.close()
    return copy


def moment(random: Random, most: float, left: int) -> float:
    """When to kill, in milliseconds; the last round waits until something was surely confirmed."""
    return random.uniform(0, most) if left else 1000


def acknowledged(path: Path) -> int:
    return path.with_name(path.name + ".acks").stat().st_size


def sound(path: Path) -> None:
    """Opens at once and passes every check."""
    begun = time.process_time()  # ours, not the time other tests take beside it
    opening.open_store(path).close()
    assert time.process_time() - begun < REOPEN_SECONDS
    assert [f.says for f in health.check(path).findings if not f.sound] == []


def ask(path: Path, sql: str) -> tuple[object, ...]:
    store = Store(path)
    try:
        with store.read() as session:
            return tuple(session.execute(text(sql)).one())
    finally:
        store.close()


@times(20, 1000)
def test_in_a_save(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    random, unconfirmed = Random(1), 0
    for left in reversed(range(rounds)):
        kill("save", path, moment(random, 60, left))
        sound(path)
        name, entries = ask(path, "SELECT (SELECT name FROM area WHERE id=1), "
                                  "(SELECT count(*) FROM engagement_entry WHERE area_id=1)")  # fmt: skip
        assert name == f"Area {entries}", "half a save"
        assert isinstance(entries, int)
        assert 0 <= entries - unconfirmed - acknowledged(path) <= 1, "a confirmed save is lost"
        unconfirmed = entries - acknowledged(path)  # written, but killed before it could say so
    assert acknowledged(path) > 0
    record(f"kill -9 in a save: {rounds} kills, {acknowledged(path)} confirmed saves, 0 lost, 0 half")


@times(20, 1000)
def test_in_an_import(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    lines = (f"16/10/2019,Young People,Reassurance,Group,PS 512 Cedar,Row {n},,\n" for n in range(IN_FILE))
    path.with_name(victim.ROWS).write_text(HEADINGS + "".join(lines))
    random, unconfirmed = Random(2), 0
    for left in reversed(range(rounds)):
        kill("import", path, moment(random, 120, left))
        sound(path)
        rows, runs, uneven = ask(
            path, "SELECT (SELECT count(*) FROM engagement_entry WHERE area_id>2), (SELECT count(*) FROM import_run), "
                  f"(SELECT count(*) FROM (SELECT area_id FROM engagement_entry WHERE area_id>2 GROUP BY area_id "
                  f"HAVING count(*)<>{IN_FILE}))")  # fmt: skip
        assert isinstance(runs, int)
        assert (rows, uneven) == (runs * IN_FILE, 0), "half an import"
        assert 0 <= runs - unconfirmed - acknowledged(path) <= 1, "a confirmed import is lost"
        unconfirmed = runs - acknowledged(path)
        for copy in backup.listing(path, backup.folder_for(path))[:1]:
            backup.prove(copy.path)
            opening.examine(copy.path, reading=True)
    assert acknowledged(path) > 0
    record(f"kill -9 in an import: {rounds} kills, {acknowledged(path)} confirmed imports, 0 lost, 0 half")


@times(20, 1000)
def test_in_a_backup(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    random, copy = Random(3), path.with_name(victim.BACKUP)
    for left in reversed(range(rounds)):
        kill("backup", path, moment(random, 40, left))
        sound(path)
        if copy.exists():
            backup.prove(copy)
            assert health.check(copy).sound
    assert acknowledged(path) > 0
    record(f"kill -9 in a backup: {rounds} kills, {acknowledged(path)} copies, 0 bad")


@times(20, 1000)
def test_in_an_export(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    random, target, seen = Random(4), path.with_name(victim.EXPORT), 0
    for left in reversed(range(rounds)):
        kill("export", path, moment(random, 250, left))
        if target.exists():
            seen += 1
            book = load_workbook(target, read_only=True)
            words = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
            book.close()
            assert sum(str(cell).startswith("Old ") for cell in words) == 50, "half a workbook"
    sound(path)
    assert seen > 0
    record(f"kill -9 in an export: {rounds} kills, {acknowledged(path)} workbooks, 0 destroyed")


@times(20, 1000)
def test_in_a_restore(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    random, copy = Random(5), path.with_name(victim.BACKUP)
    backup.copy(path, copy, now=SystemClock().now())
    done = 0
    for number, left in enumerate(reversed(range(rounds))):
        store = opening.open_store(path)
        with store.write(CEDAR, "Renamed") as unit:
            unit.get(Area, 1).name = f"Later {number}"
        store.close()
        kill("restore", path, moment(random, 120, left))
        sound(path)
        (name,) = ask(path, "SELECT name FROM area WHERE id=1")
        assert name in ("Area 0", f"Later {number}"), "neither before nor after"
        done += name == "Area 0"
        backup.prove(copy)
    record(f"kill -9 in a restoring: {rounds} kills, {done} restored, {rounds - done} as before, 0 between")
    assert mark.read(mark.beside(copy)) is not None


@times(5, 1000)
def test_in_a_save_of_an_encrypted_store(
    kill: Kill, path: Path, rounds: int, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    passphrase = encrypting.new_passphrase()
    path.with_name(victim.PASSPHRASE).write_text(passphrase)
    encrypting.encrypt(path, passphrase, SystemClock())
    key = vault.key_of(path)
    assert key is not None
    random, unconfirmed = Random(6), 0
    for left in reversed(range(rounds)):
        kill("save", path, moment(random, 90, left))
        monkeypatch.setattr(vault, "_known", {})  # as after a restart: the key is tried on what the kill left
        assert cipher.opens(path, key)
        vault.hold(key)
        sound(path)
        name, entries = ask(path, "SELECT (SELECT name FROM area WHERE id=1), "
                                  "(SELECT count(*) FROM engagement_entry WHERE area_id=1)")  # fmt: skip
        assert name == f"Area {entries}", "half a save"
        assert isinstance(entries, int)
        assert 0 <= entries - unconfirmed - acknowledged(path) <= 1, "a confirmed save is lost"
        unconfirmed = entries - acknowledged(path)
        assert [p.name for p in path.parent.glob(f"{path.name}*") if b"Entry 1" in p.read_bytes()] == []
    assert acknowledged(path) > 0
    record(
        f"kill -9 in a save, encrypted: {rounds} kills, {acknowledged(path)} confirmed saves, 0 lost, 0 half"
    )


@times(6, 1000)
def test_in_encrypting_and_decrypting(kill: Kill, path: Path, rounds: int, record: Record) -> None:
    passphrase = encrypting.new_passphrase()
    path.with_name(victim.PASSPHRASE).write_text(passphrase)
    begun = time.perf_counter()
    encrypting.encrypt(path, passphrase, SystemClock())
    takes = 1000 * (time.perf_counter() - begun)
    random, seen = Random(7), {True: 0, False: 0}
    for _ in range(rounds):
        kill("encrypt", path, random.uniform(0, 3 * takes))
        victim.unlocked(path)
        encrypted = encrypting.is_encrypted(path)
        seen[encrypted] += 1
        sound(path)
        assert ask(path, "SELECT count(*), min(summary) FROM engagement_entry") == (50, "Old 0")
        beside = [p.name for p in path.parent.glob(f"{path.name}*") if b"Old 0" in p.read_bytes()]
        assert beside == ([] if encrypted else [path.name]), "a plain copy was left"
    assert acknowledged(path) > 0
    record(
        f"kill -9 in encrypting and decrypting: {rounds} kills, {acknowledged(path)} conversions, "
        f"{seen[True]} encrypted, {seen[False]} plain, 0 between"
    )


@times(10, 200)
@pytest.mark.parametrize("newer", [f"{n:04}" for n in range(2, int(migrate.head()) + 1)])
def test_in_a_migration(kill: Kill, path: Path, rounds: int, newer: str, record: Record) -> None:
    older = f"{int(newer) - 1:04}"
    migrate.migrate(path, newer)
    begun = time.perf_counter()
    migrate.migrate(path, older)
    takes = 1000 * (time.perf_counter() - begun)
    path.with_name(victim.STEP).write_text(f"{older} {newer}")
    random, seen = Random(int(newer)), {older: 0, newer: 0}
    for _ in range(rounds):
        kill("migrate", path, random.uniform(0, 3 * takes))
        revision = migrate.revision(path)
        assert revision in (older, newer), "between two versions"
        seen[revision] += 1
        with closing(engine.plain(path)) as connection:
            assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
            assert connection.execute("SELECT count(*) FROM engagement_entry").fetchone() == (50,)
    sound(path)
    record(
        f"kill -9 in the step {newer}: {rounds} kills, {seen[older]} before, {seen[newer]} after, 0 between"
    )
