"""A store encrypted and decrypted later, with its evidence files and copies: before or after, nothing between."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Locked, NotAllowed, NotOurStore
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.models.organisation import Area
from npt_desktop.services import encrypting, keeping
from npt_desktop.services.access import AccessLog
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.services.restoring import Restoring
from npt_desktop.services.whole import Whole
from npt_desktop.services.whole_looking import WholeFound
from npt_desktop.store import attachments, backup, cipher, convert, health, opening, vault
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR, TODAY
from tests.key_stores import MemoryKeys, key_store
from tests.world import World

CANARY = "Quillfeather"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeys]:
    """A key store of the test's own; no key known from the test before."""
    monkeypatch.setattr(vault, "_known", {})
    backend = MemoryKeys()
    with key_store(backend):
        yield backend


@pytest.fixture
def path(world: World, tmp_path: Path) -> Path:
    """A plain store, closed, with the canary in a record, a draft and an evidence file, and one plain copy."""
    folder = tmp_path / "desk"
    folder.mkdir()
    path = folder / "world.npt"
    world.store.close()
    shutil.move(world.store.path, path)
    store = opening.open_store(path, clock=world.store.clock)
    desk = type(world.desk())(store, world.inspector)
    with store.write(CEDAR, f"Wrote {CANARY}") as unit:
        entry = unit.add(EngagementEntry(area_id=1, day=TODAY, summary=CANARY, natural_key="1"))
    photo = tmp_path / "gate.txt"
    photo.write_text(f"{CANARY} at the gate\n" * 400)
    EvidenceFiles(desk).attach(Owner(OwnerKind.ENGAGEMENT, entry.id), photo)
    store.keep("form:1", {"summary": CANARY})
    store.close()
    return path


def leaks(path: Path) -> list[str]:
    """The files beside a store that hold the canary in the clear."""
    word = CANARY.encode()
    return sorted(p.name for p in path.parent.rglob("*") if p.is_file() and word in p.read_bytes())


def evidence(path: Path, world: World) -> bytes:
    store = opening.open_store(path, clock=world.store.clock)
    files = EvidenceFiles(type(world.desk())(store, world.inspector))
    out = path.parent.parent / "out.txt"
    out.unlink(missing_ok=True)
    files.save_as(1, out)
    store.close()
    return out.read_bytes()


def test_encrypting_leaves_nothing_in_the_clear_once_the_plain_copies_go(
    path: Path, world: World, clock: FixedClock
) -> None:
    before = health.check(path)
    assert leaks(path)
    done = encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    assert done.kept
    assert [copy.parent for copy in done.plain] == [backup.folder_for(path)]
    assert "1 earlier copy" in done.in_words()
    assert all("backups" in str(next(path.parent.rglob(name))) for name in leaks(path))
    assert encrypting.remove_plain_copies(path) == 1
    assert encrypting.plain_copies(path) == ()
    assert leaks(path) == []
    after = health.check(path)
    assert after.sound
    assert (after.last_link, after.change_sets) == (before.last_link, before.change_sets)
    assert evidence(path, world).startswith(CANARY.encode())
    assert leaks(path) == []


def test_and_back_again_it_says_the_same(path: Path, world: World, clock: FixedClock) -> None:
    with closing(sqlite3.connect(path)) as plain:
        before = sorted(plain.iterdump())
    encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    encrypting.decrypt(path, clock)
    with closing(sqlite3.connect(path)) as plain:
        after = sorted(plain.iterdump())
    assert [line for line in after if not line.startswith('INSERT INTO "access"')] == before
    assert health.check(path).sound
    assert evidence(path, world).startswith(CANARY.encode())
    assert not list(attachments.folder_for(path).glob("??/*.*"))


def test_who_encrypted_changed_the_passphrase_and_decrypted_stands_in_the_access_log(
    path: Path, world: World, clock: FixedClock
) -> None:
    encrypting.encrypt(path, encrypting.new_passphrase(), clock, world.inspector)
    encrypting.encrypt(path, encrypting.new_passphrase(), clock, world.chief)
    copy = encrypting.decrypt(path, clock, world.hub)
    for file in (path, copy):
        store = opening.open_store(file, clock=clock)
        looked = AccessLog(type(world.desk())(store, world.inspector)).latest()
        store.close()
        assert [(each.at, each.by, each.did, each.what) for each in looked] == [
            (clock.now(), "Hub Juniper", "decrypted", "world.npt"),
            (clock.now(), "Ch Insp Linden", "changed the passphrase of", "world.npt"),
            (clock.now(), "Insp Rowan", "encrypted", "world.npt"),
        ]


def test_a_new_passphrase_opens_it_and_the_old_one_only_older_copies(
    path: Path, world: World, clock: FixedClock, keys: MemoryKeys
) -> None:
    old, new = encrypting.new_passphrase(), encrypting.new_passphrase()
    first = encrypting.encrypt(path, old, clock).copy
    clock.moment += timedelta(hours=1)
    encrypting.encrypt(path, new, clock)
    assert evidence(path, world).startswith(CANARY.encode())
    vault._known.clear()
    keys.kept.clear()
    with pytest.raises(CannotDo, match="does not open the store"):
        encrypting.unlock(path, old)
    encrypting.unlock(path, new)
    assert evidence(path, world).startswith(CANARY.encode())
    encrypting.unlock(first, old)
    opening.examine(first, reading=True)


def test_it_is_refused_for_a_role_that_may_not_and_while_it_is_open(
    path: Path, world: World, clock: FixedClock
) -> None:
    with pytest.raises(NotAllowed):
        encrypting.encrypt(path, encrypting.new_passphrase(), clock, world.pcso)
    with pytest.raises(CannotDo, match="is not encrypted"):
        encrypting.decrypt(path, clock)
    with pytest.raises(CannotDo, match="six groups of four"):
        encrypting.encrypt(path, "my dog's name", clock)
    store = opening.open_store(path, clock=clock)
    with pytest.raises(NotOurStore, match="open in another window"):
        encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    store.close()
    assert not encrypting.is_encrypted(path)


def test_a_copy_that_does_not_say_the_same_is_never_put_in_place(
    path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = convert._export

    def forgetful(store: Path, part: Path, was: cipher.Key | None, key: cipher.Key | None) -> None:
        real(store, part, was, key)
        with closing(cipher.connect(part, key)) as connection:
            connection.execute("UPDATE area SET name = 'Elsewhere' WHERE id = 1")

    monkeypatch.setattr(convert, "_export", forgetful)
    before = path.read_bytes()
    with pytest.raises(CannotDo, match="does not say the same"):
        encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    assert path.read_bytes() == before
    assert not path.with_name(path.name + ".part").exists()


def test_a_crash_after_the_renaming_leaves_evidence_that_the_next_opening_seals(
    path: Path, world: World, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(attachments, "drop", crash)
        with pytest.raises(KeyboardInterrupt):
            encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    assert encrypting.is_encrypted(path)
    assert attachments.plain_ones(attachments.folder_for(path))
    assert evidence(path, world).startswith(CANARY.encode())
    assert not attachments.plain_ones(attachments.folder_for(path))


def test_a_backup_with_its_evidence_is_restored_on_another_machine_by_the_passphrase(
    path: Path, world: World, clock: FixedClock, tmp_path: Path
) -> None:
    passphrase = encrypting.new_passphrase()
    encrypting.encrypt(path, passphrase, clock)
    out = tmp_path / "stick" / "copy.npt"
    out.parent.mkdir()
    store = opening.open_store(path, clock=clock)
    keeping.back_up(store, out)
    store.close()
    assert leaks(out) == []
    vault._known.clear()
    with key_store(MemoryKeys()):
        target = tmp_path / "new" / "world.npt"
        target.parent.mkdir()
        with pytest.raises(Locked):
            keeping.restore(out, target, clock)
        encrypting.unlock(out, passphrase)
        keeping.restore(out, target, clock)
        assert evidence(target, world).startswith(CANARY.encode())
        assert leaks(target) == []


def test_one_record_comes_back_from_a_plain_copy_with_its_file_sealed(
    path: Path, world: World, clock: FixedClock
) -> None:
    encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    (plain,) = encrypting.plain_copies(path)
    store = opening.open_store(path, clock=clock)
    desk = type(world.desk())(store, world.inspector)
    with store.write(CEDAR, "Renamed") as unit:
        unit.get(Area, 1).name = "Renamed"
    found = [each for each in Restoring(desk).differences(plain) if each.table == "area"]
    assert Restoring(desk).put_back(plain, [found[0].uid]) == 1
    store.close()


def test_an_encrypted_colleagues_store_is_merged_into_a_plain_one(
    path: Path, world: World, clock: FixedClock, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.npt"
    store = opening.open_store(path, clock=clock)
    backup.copy(path, mine, now=clock.now())
    with store.write(CEDAR, "Logged") as unit:
        unit.add(EngagementEntry(area_id=1, day=TODAY, summary="Theirs", natural_key="2"))
    store.close()
    encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    ours = Store(mine, clock=clock)
    whole = Whole(type(world.desk())(ours, world.hub))
    found = whole.look_any(path)
    assert isinstance(found, WholeFound)
    whole.merge_any(found, {})
    with ours.read() as session:
        assert session.query(EngagementEntry).filter_by(summary="Theirs").count() == 1
    ours.close()


def test_an_encrypted_store_stays_encrypted_when_a_plain_copy_is_restored(
    path: Path, clock: FixedClock
) -> None:
    encrypting.encrypt(path, encrypting.new_passphrase(), clock)
    (plain,) = encrypting.plain_copies(path)
    salt = cipher.salt_of(path)
    keeping.restore(plain, path, clock)
    assert cipher.salt_of(path) == salt
    assert health.check(path).sound
    encrypting.remove_plain_copies(path)
    assert leaks(path) == []
