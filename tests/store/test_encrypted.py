"""An encrypted store: made, opened by the key store or the passphrase, copied and restored; nothing in the clear."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Locked, NotOurStore
from npt_desktop.models.organisation import Area
from npt_desktop.store import backup, cipher, engine, glance, health, keys, migrate, opening, vault
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR, TODAY
from tests.key_stores import MemoryKeys, key_store

CANARY = "Quillfeather"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeys]:
    """A key store of the test's own; no key known from the test before."""
    monkeypatch.setattr(vault, "_known", {})
    backend = MemoryKeys()
    with key_store(backend):
        yield backend


@pytest.fixture
def passphrase() -> str:
    return vault.new_passphrase()


@pytest.fixture
def path(tmp_path: Path, passphrase: str, clock: FixedClock) -> Path:
    """An encrypted store with one area, closed, its key in the key store."""
    path = tmp_path / "s.npt"
    key = vault.new_key(passphrase)
    store = opening.create(path, clock=clock, key=key)
    with store.write(CEDAR, "Added an area") as unit:
        unit.add(Area(name=CANARY))
    store.close()
    assert vault.keep(key)
    return path


def restarted() -> None:
    """What a process knows is gone with it."""
    vault._known.clear()


def area(path: Path) -> str:
    store = opening.read_store(path)
    with store.read() as session:
        name = session.get_one(Area, 1).name
    store.close()
    return name


def test_it_opens_by_the_key_store_without_a_word(path: Path) -> None:
    restarted()
    assert area(path) == CANARY
    assert CANARY.encode() not in path.read_bytes()
    assert health.check(path).sound


def half_written(path: Path, key: cipher.Key) -> None:
    """What a crash in the middle of a write leaves: pages of the file overwritten, the journal beside it."""
    copy = path.with_name("crashed.npt")
    connection = cipher.connect(path, key)
    for setting in (*engine.WRITER_SETTINGS, "PRAGMA cache_spill=ON", "PRAGMA cache_size=2"):
        connection.execute(setting)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE more(words)")
    connection.executemany("INSERT INTO more VALUES (?)", [("of it " * 500,)] * 200)
    journal = path.with_name(path.name + "-journal")
    shutil.copyfile(path, copy)
    kept = journal.read_bytes()
    connection.close()
    copy.replace(path)
    journal.write_bytes(kept)


def test_after_a_crash_in_the_middle_of_a_write_it_opens_by_the_key_store_and_by_the_passphrase(
    path: Path, passphrase: str, nothing_known: MemoryKeys, clock: FixedClock
) -> None:
    key = vault.key_of(path)
    assert key is not None
    half_written(path, key)
    restarted()
    left = path.read_bytes()
    assert not cipher.opens(path, cipher.Key(bytes(32), key.salt))
    assert path.read_bytes() == left  # a wrong key wrote nothing
    opening.open_store(path, clock=clock).close()
    assert area(path) == CANARY
    assert health.check(path).sound

    half_written(path, key)
    restarted()
    nothing_known.kept.clear()
    with pytest.raises(Locked, match="enter the recovery passphrase"):
        opening.examine(path)
    vault.unlock(path, passphrase)
    assert area(path) == CANARY


def none_answers(keys: MemoryKeys) -> None:
    keys.broken = True


def locked(keys: MemoryKeys) -> None:
    keys.locked = True


def removed(keys: MemoryKeys) -> None:
    keys.kept.clear()


def another_key(keys: MemoryKeys) -> None:
    keys.kept = dict.fromkeys(keys.kept, "00" * 32)


def no_key(keys: MemoryKeys) -> None:
    keys.kept = dict.fromkeys(keys.kept, "not a key")


def half_a_key(keys: MemoryKeys) -> None:
    keys.kept = dict.fromkeys(keys.kept, "00" * 5)


@pytest.mark.parametrize(
    ("happens", "says", "kept"),
    [
        (none_answers, "it is encrypted and no key store answers on this computer: enter the", False),
        (locked, "it is encrypted and this computer's key store is locked: enter the", False),
        (removed, "it is encrypted and this computer's key store does not hold its key: enter the", True),
        (no_key, "it is encrypted and this computer's key store does not hold its key: enter the", True),
        (another_key, "the key this computer keeps does not open it: enter the", True),
        (half_a_key, "the key this computer keeps does not open it: enter the", True),
    ],
)
def test_whatever_the_key_store_does_one_sentence_says_it_and_the_passphrase_opens_the_store(
    path: Path, passphrase: str, nothing_known: MemoryKeys,
    happens: Callable[[MemoryKeys], None], says: str, kept: bool,
) -> None:  # fmt: skip
    happens(nothing_known)
    restarted()
    with pytest.raises(Locked) as refused:
        opening.examine(path)
    assert refused.value.says.startswith(f"s.npt: {says} recovery passphrase")
    assert refused.value.says.count(". ") == 0
    assert vault.unlock(path, passphrase) is kept
    assert area(path) == CANARY
    restarted()
    if kept:
        assert area(path) == CANARY, "and from then on by the key store"
    else:
        with pytest.raises(Locked, match="recovery passphrase"):
            opening.examine(path)


def test_without_the_key_it_says_so_and_the_passphrase_opens_it(
    path: Path, passphrase: str, nothing_known: MemoryKeys
) -> None:
    nothing_known.kept.clear()
    restarted()
    with pytest.raises(Locked, match="enter the recovery passphrase"):
        opening.examine(path)
    with pytest.raises(CannotDo, match="does not open the store"):
        vault.unlock(path, vault.new_passphrase())
    with pytest.raises(CannotDo, match="does not open the store"):
        vault.unlock(path, "open sesame")
    assert vault.unlock(path, passphrase.lower().replace("-", " "))
    assert area(path) == CANARY
    restarted()
    assert area(path) == CANARY, "it was not kept"


def test_where_no_key_store_answers_the_passphrase_is_asked_at_each_start(
    path: Path, passphrase: str
) -> None:
    with key_store():
        for _ in range(2):
            restarted()
            with pytest.raises(Locked):
                opening.open_store(path)
            assert not vault.unlock(path, passphrase)
            assert area(path) == CANARY


def test_a_wrong_key_in_the_key_store_is_no_dead_end(path: Path, passphrase: str) -> None:
    salt = cipher.salt_of(path)
    assert salt is not None
    keys.keep_key(salt.hex(), "store", b"x" * 32)
    restarted()
    with pytest.raises(Locked, match="does not open it"):
        opening.open_store(path)
    vault.unlock(path, passphrase)
    restarted()
    assert area(path) == CANARY


def test_any_sqlcipher_opens_it_with_the_passphrase_alone(path: Path, passphrase: str) -> None:
    from sqlcipher3 import dbapi2

    with closing(dbapi2.connect(str(path))) as connection:
        connection.execute(f"PRAGMA key='{passphrase}'")
        assert connection.execute("SELECT name FROM area").fetchall() == [(CANARY,)]


def test_without_the_extra_one_sentence_says_what_to_install(
    path: Path, empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarted()
    monkeypatch.setitem(__import__("sys").modules, "sqlcipher3", None)
    with pytest.raises(NotOurStore, match=r"s\.npt: .*npt-desktop\[encryption\]"):
        opening.open_store(path)
    with pytest.raises(CannotDo, match=r"^Encrypted stores need"):
        vault.new_key(vault.new_passphrase())
    plain = tmp_path / "plain.npt"
    shutil.copyfile(empty_file, plain)
    opening.open_store(plain).close()


def test_copies_are_encrypted_with_the_same_key_and_restored_elsewhere_by_the_passphrase(
    path: Path, passphrase: str, clock: FixedClock, tmp_path: Path
) -> None:
    made = backup.make(path, backup.folder_for(path), "by hand", now=clock.now())
    assert cipher.salt_of(made) == cipher.salt_of(path)
    assert CANARY.encode() not in made.read_bytes()
    elsewhere = tmp_path / "elsewhere" / "restored.npt"
    elsewhere.parent.mkdir()
    restarted()
    with key_store(MemoryKeys()):
        with pytest.raises(Locked):
            opening.examine(made, reading=True)
        vault.unlock(made, passphrase)
        assert backup.restore(made, elsewhere, now=clock.now()) is None
        assert area(elsewhere) == CANARY
        restarted()
        assert area(elsewhere) == CANARY


def test_no_byte_of_what_was_written_lies_beside_it(path: Path, clock: FixedClock) -> None:
    store = opening.open_store(path, clock=clock)
    store.keep("form:1", {"summary": CANARY})
    with store.write(CEDAR, f"Wrote {CANARY}") as unit:
        unit.add(Area(name=f"{CANARY} 2"))
        # What is not committed yet has its journal beside the file.
        unit.session.flush()
        found = [p.name for p in path.parent.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    backup.make(path, backup.folder_for(path), "by hand", now=clock.now())
    assert store.kept("form:1") == {"summary": CANARY}
    store.close()
    found += [p.name for p in path.parent.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    assert found == []


def test_a_damaged_one_is_refused_as_damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(NotOurStore, match="damaged"):
        opening.open_store(path)


def test_an_older_one_is_brought_up_after_an_encrypted_copy(path: Path, clock: FixedClock) -> None:
    migrate.migrate(path, "0012")
    opening.open_store(path, clock=clock).close()
    assert migrate.revision(path) == migrate.head()
    (copy,) = backup.listing(path, backup.folder_for(path))
    assert copy.reason == "before upgrade"
    assert cipher.salt_of(copy.path) == cipher.salt_of(path)


def test_errors_are_those_of_sqlite(path: Path) -> None:
    with closing(engine.plain(path)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            connection.execute("SELECT * FROM nowhere")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM area")
        assert list(connection.execute("SELECT id FROM area")) == [(1,)]
    store = opening.open_store(path)
    with pytest.raises(CannotDo, match="take that back first"), store.write(CEDAR, "Twice") as unit:
        unit.session.add(Area(name=CANARY))
    store.close()
    key = vault.key_of(path)
    assert key is not None
    with closing(cipher.connect(path, key)) as one, closing(cipher.connect(path, key, timeout=0)) as two:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            two.execute("BEGIN IMMEDIATE")


def test_a_first_look_reads_it_with_the_key_and_shows_nothing_without(path: Path) -> None:
    assert glance.glance(path, "nobody", TODAY) is None
    restarted()
    with key_store():
        assert glance.glance(path, "nobody", TODAY) is None


def test_it_is_no_slower_to_say_that_a_file_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "short.npt"
    path.write_bytes(cipher.MAGIC)
    with pytest.raises(NotOurStore, match="not a store"):
        opening.examine(path)


def test_the_store_that_is_open_needs_no_key_again(path: Path) -> None:
    store = opening.open_store(path)
    restarted()
    with store.read() as session:
        assert session.get_one(Area, 1).name == CANARY
    assert isinstance(store, Store)
    store.close()
