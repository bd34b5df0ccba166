"""A confirmed save survives a power cut, and no cut leaves half a save or a damaged file."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.models.organisation import Area
from npt_desktop.services import encrypting
from npt_desktop.store import engine, opening, unfinished, vault
from npt_desktop.store.cipher import Key
from npt_desktop.store.clock import SystemClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.key_stores import MemoryKeys, key_store
from tests.soak.sizes import rounds as times
from tests.soak.spoiling import spoilt

power = pytest.importorskip("tests.soak.power", reason="apsw is not there for this system")
Record = Callable[[str], None]
SAVES = 12
_ENTRY = (
    "INSERT INTO engagement_entry(uid, area_id, day, audience_text, purpose_text, who_engaged, lead_name, summary, "
    "outcome, beat, from_hate_crime, natural_key, version, changed_at) "
    "VALUES (?, 1, '2026-10-16', '', '', '', '', ?, '', '', 0, ?, 1, '2026-10-16T09:00:00')"
)


def save(connection: Any, number: int) -> None:
    """Two records that belong together and the search index, as the program writes them."""
    connection.execute("UPDATE area SET name=? WHERE id=1", (f"Area {number}",))
    for part in range(3):
        words = f"Entry {number} {part} " + "talked about bikes " * (40 * part)
        connection.execute(_ENTRY, (f"{number:030}{part:02}", words, f"{number} {part}"))
        connection.execute(
            "INSERT INTO engagement_search(rowid, who_engaged, lead_name, summary, outcome) VALUES (?, '', '', ?, '')",
            (connection.execute("SELECT last_insert_rowid()").fetchone()[0], words),
        )


def a_store(empty_file: Path, folder: Path) -> Path:
    path = folder / "s.npt"
    shutil.copyfile(empty_file, path)
    store = Store(path)
    with store.write(CEDAR, "Added") as unit:
        unit.add(Area(name="Area 0"))
    store.close()
    return path


def meets_all(
    after: Path,
    name: str,
    first: bytes,
    log: list[Any],
    rounds: int,
    restarted: Callable[[], None] = lambda: None,
) -> int:
    """Build so many states and open each as the program does after a restart; how many lost a confirmed save."""
    random, lost = Random(rounds), 0
    after.mkdir()
    for _ in range(rounds):
        files, confirmed = power.cut(log, {name: first}, random.randint(0, len(log)), random)
        for file, content in files.items():
            (after / file).write_bytes(content)
        restarted()
        assert unfinished.can_be_taken_back(after / name), "what a power cut left is taken for spoilt"
        with closing(engine.plain(after / name)) as connection:
            area, entries = connection.execute(
                "SELECT (SELECT name FROM area WHERE id=1), (SELECT count(*) FROM engagement_entry)"
            ).fetchone()
            there = int(area.removeprefix("Area "))
            assert entries == 3 * there, "half a save"
            assert there in (confirmed, confirmed + 1), "a confirmed save is lost"
            assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        lost += there < confirmed
        for left in after.iterdir():
            left.unlink()
    return lost


SPILLING = (*engine.WRITER_SETTINGS, "PRAGMA cache_size=5", "PRAGMA cache_spill=5")
"""As an import too large to be kept in memory: its pages go to the file before it commits."""


@pytest.mark.parametrize("how", ["kept in memory", "spilling"])
@times(500, 50_000)
def test_power_cuts_with_the_programs_own_settings(
    rounds: int, how: str, empty_file: Path, tmp_path: Path, record: Record
) -> None:
    path = a_store(empty_file, tmp_path)
    first = path.read_bytes()
    settings = SPILLING if how == "spilling" else engine.WRITER_SETTINGS
    log = power.recorded(path, settings, SAVES, save)
    lost = meets_all(tmp_path / "after", path.name, first, log, rounds)
    record(
        f"power cuts, {how}: {rounds} states of {len(log)} things done, 0 damaged, {lost} confirmed saves lost"
    )


@pytest.fixture
def sealed(empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Key]]:
    """A store encrypted, and its key, which the key store has."""
    cipher_power = pytest.importorskip("tests.soak.cipher_power", reason="SQLCipher is not installed")
    if why := cipher_power.why_not():
        pytest.skip(why)
    monkeypatch.setattr(vault, "_known", {})
    with key_store(MemoryKeys()):
        path = a_store(empty_file, tmp_path)
        encrypting.encrypt(path, encrypting.new_passphrase(), SystemClock())
        key = vault.key_of(path)
        assert key is not None
        yield path, key


@times(60, 50_000)
def test_power_cuts_of_an_encrypted_store(
    rounds: int, sealed: tuple[Path, Key], tmp_path: Path, record: Record
) -> None:
    from tests.soak import cipher_power

    path, key = sealed
    first = path.read_bytes()
    log = cipher_power.recorded(path, key, engine.WRITER_SETTINGS, SAVES, save)
    whole, _ = power.cut(log, {path.name: first}, len(log), Kept())
    assert whole[path.name] == path.read_bytes(), "something was done that was not noted"
    lost = meets_all(tmp_path / "after", path.name, first, log, rounds, vault._known.clear)
    record(
        f"power cuts, encrypted: {rounds} states of {len(log)} things done, 0 damaged, "
        f"{lost} confirmed saves lost"
    )


@times(40, 20_000)
def test_what_a_power_cut_left_and_somebody_spoilt(
    rounds: int, sealed: tuple[Path, Key], tmp_path: Path, record: Record
) -> None:
    """Bytes of the file or of the journal beside it flipped, overwritten, moved or cut off after a power cut."""
    from tests.soak import cipher_power

    path, key = sealed
    first = path.read_bytes()
    log = cipher_power.recorded(path, key, engine.WRITER_SETTINGS, SAVES, save)
    random, ends, after = Random(rounds), Counter[str](), tmp_path / "after"
    after.mkdir()
    for _ in range(rounds):
        files, confirmed = power.cut(log, {path.name: first}, random.randint(0, len(log)), random)
        journal = f"{path.name}-journal"
        victim = journal if files.get(journal) and random.random() < 0.6 else path.name
        files[victim] = spoilt(files[victim], random)
        for file, content in files.items():
            (after / file).write_bytes(content)
        vault._known.clear()
        ends[met(after / path.name, confirmed)] += 1
        for left in after.iterdir():
            left.unlink()
    assert min(ends["before or after"], ends["refused"]) > rounds // 20
    record(
        f"spoilt after a power cut, encrypted: {rounds} states, {ends['refused']} refused, "
        f"{ends['before or after']} before or after, {ends['told by check']} opened and told by check, 0 otherwise"
    )


def met(path: Path, confirmed: int) -> str:
    """How opening a spoilt store ended; fails where it opens and says something nobody wrote."""
    try:
        opening.examine(path)
        with closing(engine.plain(path)) as connection:
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                return "told by check"
            area, entries = connection.execute(
                "SELECT (SELECT name FROM area WHERE id=1), (SELECT count(*) FROM engagement_entry)"
            ).fetchone()
    except (CannotDo, sqlite3.DatabaseError):
        return "refused"
    there = int(area.removeprefix("Area "))
    assert entries == 3 * there, "half a save"
    assert there in (confirmed, confirmed + 1), "a confirmed save is lost"
    return "before or after"


class Kept(Random):
    """Everything written is there."""

    def choice(self, seq: Any) -> Any:
        del seq
        return "keep"


def test_the_model_notices_settings_that_are_not_safe(empty_file: Path, tmp_path: Path) -> None:
    path = a_store(empty_file, tmp_path)
    first = {path.name: path.read_bytes()}
    careless = tuple(each for each in engine.WRITER_SETTINGS if "synchronous" not in each)
    log = power.recorded(path, (*careless, "PRAGMA synchronous=OFF"), SAVES, save)
    random, bad = Random(1), 0
    after = tmp_path / "after"
    after.mkdir()
    for _ in range(200):
        files, confirmed = power.cut(log, first, random.randint(0, len(log)), random)
        for name, content in files.items():
            (after / name).write_bytes(content)
        try:
            with closing(engine.plain(after / path.name)) as connection:
                (name,) = connection.execute("SELECT name FROM area WHERE id=1").fetchone()
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            bad += not sound or int(name.removeprefix("Area ")) < confirmed
        except Exception:
            bad += 1
        for left in after.iterdir():
            left.unlink()
    assert bad > 20


def test_the_model_notices_settings_that_are_not_safe_for_an_encrypted_store_either(
    sealed: tuple[Path, Key], tmp_path: Path
) -> None:
    from tests.soak import cipher_power

    path, key = sealed
    first = path.read_bytes()
    careless = tuple(each for each in engine.WRITER_SETTINGS if "synchronous" not in each)
    log = cipher_power.recorded(path, key, (*careless, "PRAGMA synchronous=OFF"), SAVES, save)
    with pytest.raises((AssertionError, CannotDo, sqlite3.DatabaseError)):
        meets_all(tmp_path / "after", path.name, first, log, 60, vault._known.clear)
