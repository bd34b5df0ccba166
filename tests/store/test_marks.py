"""What each copy remembers: an altered copy is refused, a journal cut behind it is noticed, a restoring is not."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.models.organisation import Area
from npt_desktop.rules.backups import standard_thinning
from npt_desktop.services import keeping
from npt_desktop.store import backup, health, mark
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.store.rewriting import unguarded
from tests.world import World


def unsound(path: Path) -> list[str]:
    return [finding.name for finding in health.check(path).findings if not finding.sound]


def add(store: Store, *names: str) -> None:
    for name in names:
        with store.write(CEDAR, f"Added {name}") as unit:
            unit.add(Area(name=name))


def copied(store: Store, clock: FixedClock) -> Path:
    clock.moment += timedelta(minutes=1)
    return backup.make(store.path, backup.folder_for(store.path), "by hand", now=clock.now())


def cut(path: Path, sets: int) -> None:
    """Take the last change sets away as somebody would who has the file and knows SQLite."""
    with unguarded(path) as raw:
        last = raw.execute("SELECT max(id) FROM change_set").fetchone()[0]
        raw.execute("DELETE FROM change WHERE change_set_id > ?", (last - sets,))
        raw.execute("DELETE FROM change_set WHERE id > ?", (last - sets,))


def test_a_cut_off_tail_is_noticed_by_what_the_newest_copy_remembers(store: Store, clock: FixedClock) -> None:
    add(store, "Gedling", "Ashfield")
    copied(store, clock)
    add(store, "Beeston")
    store.close()
    assert unsound(store.path) == []
    cut(store.path, 1)
    assert unsound(store.path) == [], "what came after the newest copy is remembered by nobody"
    cut(store.path, 1)
    assert unsound(store.path) == ["journal's end"]


def test_a_journal_written_anew_after_a_cut_is_noticed(store: Store, clock: FixedClock) -> None:
    add(store, "Gedling", "Ashfield")
    copied(store, clock)
    cut(store.path, 1)
    add(store, "Beeston", "Carlton")
    store.close()
    assert unsound(store.path) == ["journal's end"]


def test_restoring_an_older_copy_is_no_tampering_but_a_cut_after_it_is(
    store: Store, clock: FixedClock
) -> None:
    add(store, "Gedling")
    old = copied(store, clock)
    add(store, "Ashfield", "Beeston")
    copied(store, clock)
    store.close()
    clock.moment += timedelta(minutes=1)
    keeping.restore(old, store.path, clock)
    assert unsound(store.path) == []
    again = Store(store.path, clock=clock, random=Random(3))
    add(again, "Carlton")
    copied(again, clock)
    again.close()
    assert unsound(store.path) == []
    cut(store.path, 1)
    assert unsound(store.path) == ["journal's end"]


def test_another_store_of_the_same_name_is_not_judged_by_the_old_copies(
    store: Store, empty_file: Path, clock: FixedClock
) -> None:
    add(store, "Gedling", "Ashfield")
    copied(store, clock)
    store.close()
    store.path.write_bytes(empty_file.read_bytes())
    assert unsound(store.path) == []
    other = Store(store.path, clock=clock, random=Random(9))
    add(other, "Elsewhere")
    other.close()
    assert unsound(store.path) == []


def test_every_flipped_bit_of_a_copy_is_noticed_at_restoring(store: Store, clock: FixedClock) -> None:
    add(store, "Gedling")
    copy = copied(store, clock)
    store.close()
    before, whole, random = store.path.read_bytes(), copy.read_bytes(), Random(1)
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[random.randrange(4096, len(whole))] ^= 1 << random.randrange(8)
        copy.write_bytes(damaged)
        with pytest.raises(CannotDo):
            keeping.restore(copy, store.path, clock)
        assert store.path.read_bytes() == before
    copy.write_bytes(whole)
    keeping.restore(copy, store.path, clock)


def test_a_damaged_store_can_be_restored_and_is_kept_as_it_is(store: Store, clock: FixedClock) -> None:
    add(store, "Gedling")
    copy = copied(store, clock)
    store.close()
    with store.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    damaged = store.path.read_bytes()
    kept = keeping.restore(copy, store.path, clock)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert unsound(store.path) == []


def test_thinning_takes_the_marks_along_and_sweeping_what_a_crash_left(
    store: Store, clock: FixedClock
) -> None:
    add(store, "Gedling")
    latest = standard_thinning().latest
    for _ in range(latest + 3):
        copied(store, clock)
    folder = backup.folder_for(store.path)
    copies = {path.name for path in folder.glob("*.npt")}
    assert {path.name.removesuffix(".json") for path in folder.glob("*.json")} == copies
    assert len(copies) == latest
    fresh, old = folder / "fresh.npt.part", folder / "old.npt.part"
    for part in (fresh, old):
        part.write_text("half")
    os.utime(old, (time.time() - 7200,) * 2)
    backup.sweep(folder)
    assert (fresh.exists(), old.exists()) == (True, False)


def test_a_role_that_may_not_restore_is_refused_before_anything(world: World, clock: FixedClock) -> None:
    copy = copied(world.store, clock)
    world.store.close()
    before = world.store.path.read_bytes()
    with pytest.raises(NotAllowed):
        keeping.restore(copy, world.store.path, clock, world.sergeant)
    assert world.store.path.read_bytes() == before
    keeping.restore(copy, world.store.path, clock, world.inspector)
    assert mark.read(mark.restored(world.store.path, backup.folder_for(world.store.path))) is not None


def test_two_copies_of_one_second_stand_beside_each_other(store: Store, clock: FixedClock) -> None:
    folder = backup.folder_for(store.path)
    for name in ("Gedling", "Ashfield", "Beeston"):
        add(store, name)
        backup.make(store.path, folder, "before import", now=clock.now())
    copies = backup.listing(store.path, folder)
    assert len(copies) == 3
    for each in copies:
        backup.prove(each.path)
    known = [mark.read(mark.beside(each.path)) for each in copies]
    assert [found and found.change_sets for found in known] == [3, 2, 1]


@pytest.mark.parametrize("at", ["the copy", "its mark"])
def test_a_copy_that_is_written_over_never_bears_the_mark_of_another(
    store: Store, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    target = tmp_path / "mine.npt"
    add(store, "Gedling")
    backup.copy(store.path, target, now=clock.now())
    add(store, "Ashfield")
    replace = Path.replace

    def killed(self: Path, other: Path) -> Path:
        if other == (target if at == "the copy" else mark.beside(target)):
            raise KeyboardInterrupt
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        backup.copy(store.path, target, now=clock.now())
    monkeypatch.undo()
    backup.prove(target)
    backup.copy(store.path, target, now=clock.now())
    backup.prove(target)
    assert mark.read(mark.beside(target)) is not None


def test_copies_of_one_second_before_a_restoring_do_not_bind_what_it_puts_back(
    store: Store, clock: FixedClock
) -> None:
    add(store, "Gedling")
    first = copied(store, clock)
    add(store, "Later")
    store.close()
    folder = backup.folder_for(store.path)
    backup.make(store.path, folder, "before restore", now=clock.now())  # by a restoring that was killed
    backup.restore(first, store.path, now=clock.now())
    assert unsound(store.path) == []
