"""The journal's seals: made with a key that is not in the file, proved by whoever holds it, followed by anybody."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from npt_desktop.models.organisation import Area
from npt_desktop.paths import settings_folder
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.services.seals import other_seals
from npt_desktop.store import backup, health, mark, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.store.seal import Sealer, SealKey
from tests.conftest import CEDAR
from tests.key_stores import MemoryKeys, key_store
from tests.store.rewriting import forge, unguarded

COLUMNS = "id, did, kind, changes, sealed_by, seal"


@pytest.fixture(autouse=True)
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer of its own: nothing is remembered from other tests, and no key store answers."""
    at(tmp_path / "here", monkeypatch)
    with key_store():
        yield


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit down at a computer: its settings folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))


def said(path: Path, name: str = "seals") -> str:
    return next(f.says for f in health.check(path).findings if f.name == name)


def unsound(path: Path) -> list[str]:
    return [finding.name for finding in health.check(path).findings if not finding.sound]


def add(path: Path, clock: FixedClock, *names: str) -> None:
    store = opening.open_store(path, clock=clock)
    for name in names:
        with store.write(CEDAR, f"Added {name}") as unit:
            unit.add(Area(name=name))
    store.close()


def heads(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(f"SELECT {COLUMNS} FROM change_set ORDER BY id").fetchall()


@pytest.fixture
def sealed(empty_file: Path, tmp_path: Path, clock: FixedClock) -> Path:
    """A store of four change sets, sealed from the first."""
    path = tmp_path / "force" / "sealed.npt"
    path.parent.mkdir()
    shutil.copyfile(empty_file, path)
    add(path, clock, "Gedling", "Ashfield", "Beeston", "Carlton")
    return path


def test_every_change_set_of_a_new_store_is_sealed_and_the_key_is_not_beside_it(sealed: Path) -> None:
    assert [row[3] for row in heads(sealed)] == [1, 1, 1, 1]
    assert len({row[4] for row in heads(sealed)}) == 1
    assert "4 change sets bear this computer's seal" in said(sealed)
    (key,) = (settings_folder() / "journal keys").iterdir()
    if os.name != "nt":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = key.read_bytes()
    assert len(bytes.fromhex(secret.decode())) == 32
    for file in sealed.parent.rglob("*"):
        if file.is_file():
            assert secret not in file.read_bytes()
            assert bytes.fromhex(secret.decode()) not in file.read_bytes()


@pytest.mark.parametrize("how", ["seals kept", "seals taken away", "sealed with another key"])
def test_a_chain_written_anew_without_the_key_is_noticed(sealed: Path, how: str) -> None:
    mark.remembered(sealed).unlink()
    shutil.rmtree(backup.folder_for(sealed))
    assert unsound(sealed) == []
    key = SealKey(secrets.token_bytes(32)) if how.startswith("sealed") else None
    number = forge(sealed, change=2, key=key, bare="away" in how)
    assert "hold together" in said(sealed, "journal"), "made anew, the plain chain alone shows nothing"
    if how == "sealed with another key":
        assert "key that is elsewhere" in said(sealed), "told, as another computer's is"
        assert key is not None
        assert key.name in said(sealed)
    else:
        assert unsound(sealed) == ["seals"]
        assert how != "seals kept" or f"Change set {number} " in said(sealed)


def test_this_computer_remembers_the_end_so_that_another_key_or_a_cut_tail_hides_nothing(
    sealed: Path, clock: FixedClock
) -> None:
    shutil.rmtree(backup.folder_for(sealed))
    whole = sealed.read_bytes()
    forge(sealed, change=2, key=SealKey(secrets.token_bytes(32)))
    assert unsound(sealed) == ["journal's end"]
    add(sealed, clock, "Later", "Latest")
    assert "journal's end" in unsound(sealed), "working on with it does not make it right"
    backup.confirm(sealed, backup.folder_for(sealed), clock.now())
    assert unsound(sealed) == [], "a person says so"
    forge(sealed, change=1, key=SealKey(secrets.token_bytes(32)))
    assert unsound(sealed) == ["journal's end"], "nor does another first change set, as of another store"
    sealed.write_bytes(whole)
    clock.moment += timedelta(minutes=1)
    backup.confirm(sealed, backup.folder_for(sealed), clock.now())
    assert unsound(sealed) == []
    with unguarded(sealed) as raw:
        raw.execute("DELETE FROM change WHERE change_set_id = 4")
        raw.execute("DELETE FROM change_set WHERE id = 4")
    assert unsound(sealed) == ["journal's end"]


@pytest.mark.parametrize(("number", "column", "value"), [
    (3, "seal", "0" * 64), (3, "sealed_by", "0" * 16), (4, "sealed_by", "0" * 16), (3, "seal", "é"),
])  # fmt: skip
def test_a_seal_that_was_altered_is_noticed(sealed: Path, number: int, column: str, value: str) -> None:
    with unguarded(sealed) as raw:
        raw.execute(f"UPDATE change_set SET {column}=? WHERE id=?", (value, number))
    assert unsound(sealed) == ["seals"]
    assert f"Change set {number} " in said(sealed)


def test_a_change_set_added_at_the_end_without_a_seal_is_noticed(sealed: Path, clock: FixedClock) -> None:
    without = Store(sealed, clock=clock)
    with without.write(CEDAR, "Slipped in") as unit:
        unit.add(Area(name="Slipped in"))
    without.close()
    assert unsound(sealed) == ["seals"]
    assert "Change set 5 bears no seal" in said(sealed)


def test_an_older_store_is_sealed_by_a_change_set_of_its_own_at_the_first_change(
    empty_file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "older.npt"
    shutil.copyfile(empty_file, path)
    before = Store(path, clock=clock)
    for name in ("Gedling", "Ashfield"):
        with before.write(CEDAR, f"Added {name}") as unit:
            unit.add(Area(name=name))
    before.close()
    assert "Nothing is sealed yet" in said(path)
    opening.open_store(path, clock=clock).close()
    assert len(heads(path)) == 2, "only looking writes nothing"
    add(path, clock, "Beeston", "Carlton")
    assert [row[2] for row in heads(path)] == ["edit", "edit", "seal", "edit", "edit"]
    assert str(heads(path)[2][1]).startswith("Sealed the journal up to change set 2 (link ")
    assert unsound(path) == []
    assert "3 change sets bear this computer's seal" in said(path)
    whole = path.read_bytes()
    for column in ("seal", "sealed_by"):
        with unguarded(path) as raw:
            raw.execute(f"UPDATE change_set SET {column}='x' WHERE id=2")
        assert "Change set 2 does not bear the seal it was given" in said(path), "half a seal where none was"
        path.write_bytes(whole)
    forge(path, change=1)
    assert "seals" in unsound(path), "what is older than the key is held by the seal after it"


def test_another_computer_follows_the_chain_without_the_key_and_seals_what_it_adds(
    sealed: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(tmp_path / "there", monkeypatch)
    assert unsound(sealed) == []
    assert "key that is elsewhere" in said(sealed)
    assert "4 change sets hold together" in said(sealed, "journal")
    add(sealed, clock, "Elsewhere")
    assert [row[2] for row in heads(sealed)[-2:]] == ["seal", "edit"]
    assert "2 change sets bear this computer's seal" in said(sealed)
    assert "4 change sets bear the seal of a key that is elsewhere" in said(sealed)
    at(tmp_path / "here", monkeypatch)
    assert unsound(sealed) == []
    add(sealed, clock, "Home again")
    assert "6 change sets bear this computer's seal; the last, number 8" in said(sealed)
    assert len({row[4] for row in heads(sealed)}) == 2
    forge(sealed, change=5)
    assert "seals" in unsound(sealed), "what was done elsewhere is held by the seal made at home after it"


def test_who_brings_a_store_to_another_computer_is_told_once_which_seals_cannot_be_checked_there(
    sealed: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> str:
        store = opening.open_store(sealed, clock=clock)
        try:
            return other_seals(Desk(store, CEDAR))
        finally:
            store.close()

    assert told() == ""
    at(tmp_path / "there", monkeypatch)
    assert told() == (
        "Change sets 1 to 4 were sealed with a key this computer does not hold, such as another computer's, and cannot "
        "be checked here; from change set 5 on, the next written here, they can."
    )
    assert told() == "", "once"
    assert said(sealed).endswith(
        "cannot be checked on this computer; from change set 5 on, the next written here, they can."
    )
    add(sealed, clock, "There")
    assert said(sealed).endswith("cannot be checked on this computer; from change set 5 on they can.")
    at(tmp_path / "here", monkeypatch)
    assert told().startswith("Change sets 5 to 6 were sealed with a key this")
    add(sealed, clock, "Home again")
    at(tmp_path / "there", monkeypatch)
    assert told() == "", "told there before of that computer's seals"
    (tmp_path / "a file").write_text("in the way")
    at(tmp_path / "a file" / "settings", monkeypatch)
    assert told() == "", "where no key can be kept nothing will be sealed"
    with_reader = opening.read_store(sealed, clock=clock)
    assert other_seals(Desk(with_reader, CEDAR)) == ""
    with_reader.close()


def test_a_restored_store_goes_on_with_the_same_key(sealed: Path, clock: FixedClock) -> None:
    from npt_desktop.services import keeping

    clock.moment = clock.moment.replace(hour=clock.moment.hour + 1)
    copy = backup.make(sealed, backup.folder_for(sealed), "by hand", now=clock.now())
    clock.moment = clock.moment.replace(minute=10)
    add(sealed, clock, "To be lost")
    clock.moment = clock.moment.replace(minute=20)
    keeping.restore(copy, sealed, clock)
    assert unsound(sealed) == []
    clock.moment = clock.moment.replace(minute=30)
    add(sealed, clock, "Later")
    assert unsound(sealed) == []
    assert [row[2] for row in heads(sealed)] == ["edit"] * 5
    assert mark.read(mark.remembered(sealed)) is not None


def test_the_system_s_key_store_holds_the_key_where_there_is_one(
    empty_file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path, keys = tmp_path / "kept.npt", MemoryKeys()
    with key_store(keys):
        shutil.copyfile(empty_file, path)
        add(path, clock, "Gedling", "Ashfield")
        assert len(keys.kept) == 1
        assert not (settings_folder() / "journal keys").exists()
        assert "2 change sets bear" in said(path)
    assert "elsewhere" in said(path), "a key store that is gone is another computer"
    add(path, clock, "Beeston")
    assert [row[2] for row in heads(path)] == ["edit", "edit", "seal", "edit"], "and nothing stops a save"
    with key_store(keys):
        assert unsound(path) == []
        assert "4 change sets bear" in said(path), "either place's key proves what it sealed"


def test_where_no_key_can_be_kept_saving_works_and_check_says_so(
    empty_file: Path, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("in the way")
    at(tmp_path / "a file" / "settings", monkeypatch)
    path = tmp_path / "bare.npt"
    shutil.copyfile(empty_file, path)
    add(path, clock, "Gedling")
    assert [row[4:] for row in heads(path)] == [("", "")]
    assert unsound(path) == []
    assert "Nothing is sealed yet" in said(path)


def test_what_was_taken_back_can_be_put_back_after_a_sealing(
    sealed: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opening.open_store(sealed, clock=clock)
    History(Desk(store, CEDAR)).undo_last()
    store.close()
    at(tmp_path / "there", monkeypatch)
    store = opening.open_store(sealed, clock=clock)
    history = History(Desk(store, CEDAR))
    assert history.redo_step() is not None
    history.redo_last()
    assert [row[2] for row in heads(sealed)[-3:]] == ["undo", "seal", "redo"]
    assert history.undo_list()[0].did == "Added Carlton"
    store.close()


def test_a_key_of_a_hostile_store_id_stays_in_its_folder(tmp_path: Path) -> None:
    keys = Sealer(tmp_path / "keys")
    assert keys.own("../../escaped\ud800") is not None
    assert [path.parent for path in tmp_path.rglob("*.key")] == [tmp_path / "keys"]
