"""What may lie where a store is looked for, and what a computer may say of itself: one clear sentence, nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from random import Random

import pytest

from npt_desktop.errors import CannotDo, NotOurStore
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area
from npt_desktop.services import keeping, setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.people import members, sign_in
from npt_desktop.services.whole import Whole
from npt_desktop.store import health, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.preferences import Preferences
from tests.conftest import CEDAR, TODAY
from tests.rights import needs_rights, somebody
from tests.soak.sizes import rounds as times
from tests.world import World


def refused(path: Path, clock: FixedClock | None = None) -> str:
    """The sentence, from opening and from reading; the file is as it was."""
    before = path.read_bytes()
    with pytest.raises(NotOurStore) as caught:
        opening.open_store(path, clock=clock)
    assert path.read_bytes() == before
    assert caught.value.says.count(". ") == 0
    assert "\n" not in caught.value.says
    return caught.value.says


HOSTILE = {
    "a trigger that deletes": "CREATE TRIGGER evil AFTER INSERT ON engagement_entry BEGIN DELETE FROM area; END",
    "a guard with a tail": "CREATE TRIGGER evil BEFORE DELETE ON area BEGIN SELECT raise(ABORT, 'x'); DELETE FROM term; END",
    "a condition that calls": "CREATE TRIGGER evil BEFORE DELETE ON area WHEN load_extension('x') "
                              "BEGIN SELECT raise(ABORT, 'x'); END",
    "a view": "CREATE VIEW evil AS SELECT * FROM area",
    "a view in a table's place": "ALTER TABLE draft RENAME TO kept; CREATE VIEW draft AS SELECT * FROM kept",
    "a virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "a view that never ends": "CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
                              "SELECT * FROM n",
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_store_with_hostile_triggers_or_views_is_refused_before_any_runs(
    world: World, tmp_path: Path, what: str
) -> None:
    world.store.close()
    with closing(sqlite3.connect(world.store.path)) as raw:
        raw.executescript(HOSTILE[what])
    assert "this program did not make: restore a backup" in refused(world.store.path)
    with pytest.raises(NotOurStore):
        opening.read_store(world.store.path)
    good = tmp_path / "good.npt"
    opening.create(good).close()
    with pytest.raises(NotOurStore):
        keeping.restore(world.store.path, good, FixedClock.on(TODAY))


def test_a_guard_that_was_removed_is_told(world: World) -> None:
    world.store.close()
    with closing(sqlite3.connect(world.store.path)) as raw:
        raw.execute("DROP TRIGGER change_stays")
    (found,) = [f for f in health.check(world.store.path).findings if not f.sound]
    assert found.name == "schema"
    assert "change_stays" in found.says


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2000, 1, 1), date(2100, 1, 1)])
def test_a_clock_that_cannot_be_right_is_told_before_anything_is_written(
    world: World, tmp_path: Path, day: date
) -> None:
    world.store.close()
    says = refused(world.store.path, FixedClock.on(day))
    assert f"clock says {day:%d/%m/%Y}: set it right" in says
    with pytest.raises(NotOurStore, match="clock says"):
        opening.create(tmp_path / "new.npt", clock=FixedClock.on(day))
    assert not (tmp_path / "new.npt").exists()
    looked = opening.read_store(world.store.path, clock=FixedClock.on(day))
    assert len(members(looked)) == 5
    looked.close()
    again = opening.open_store(world.store.path, clock=FixedClock.on(TODAY))
    assert len(members(again)) == 5
    again.close()


@pytest.mark.parametrize("name", ["Ced\x07ar", "Ced\x00ar", "\u202eradeC", "Ced\ud800ar", "Ced\x1b[2Jar"])
def test_a_name_with_control_characters_is_not_taken(world: World, name: str) -> None:
    before = len(members(world.store))
    with pytest.raises(CannotDo, match="cannot be shown"):
        setup.add_person(world.store, name, "PS", Role.SERGEANT, number="513")
    with pytest.raises(CannotDo, match="cannot be shown"):
        setup.add_area(world.store, name)
    with pytest.raises(CannotDo):
        sign_in(world.store, name)
    assert len(members(world.store)) == before
    setup.add_person(world.store, "Ó Cuill\u2019n", "PS", Role.SERGEANT, number="514")


@pytest.mark.parametrize("folder", ["a b#c?d=1%41", "café \u202e", "tab\there", "quo'te\"s"])
def test_a_profile_of_any_name_holds_a_store(
    empty_file: Path, tmp_path: Path, clock: FixedClock, folder: str
) -> None:
    path = tmp_path / folder / "store.npt"
    path.parent.mkdir()
    shutil.copyfile(empty_file, path)
    for _ in range(2):
        store = opening.open_store(path, clock=clock)
        setup.add_area(store, f"Area {Random().random()}")
        store.close()
    assert keeping.check(path).sound
    assert {found.name for found in tmp_path.iterdir()} == {folder}


@needs_rights
def test_a_profile_folder_that_cannot_be_written_stops_no_work(
    world_file: tuple[Path, World], monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    whole = world_file[0].read_bytes()
    with somebody(monkeypatch) as folder:
        path = folder / "work" / "force.npt"
        path.parent.mkdir()
        path.write_bytes(whole)
        (folder / "own").chmod(0o555)
        store = opening.open_store(path, clock=clock)
        setup.add_area(store, "Beeston")
        store.close()
        assert keeping.check(path).sound
        Preferences(store=str(path)).save()
        assert Preferences.load().store == ""
        with pytest.raises(NotOurStore, match="choose a folder you may write to"):
            opening.create(folder / "own" / "here" / "new.npt", clock=clock)


def test_two_stores_of_one_id_are_each_worked_on_and_merged(
    world: World, tmp_path: Path, clock: FixedClock
) -> None:
    world.store.close()
    twin = tmp_path / "twin" / "world.npt"
    twin.parent.mkdir()
    shutil.copyfile(world.store.path, twin)
    one, two = (opening.open_store(path, clock=clock) for path in (world.store.path, twin))
    setup.add_area(one, "Beeston")
    setup.add_area(two, "Carlton")
    two.close()
    desk = Desk(one, world.hub)
    found = Whole(desk).look_any(twin)
    assert found is not None
    one.close()
    for path in (world.store.path, twin):
        assert [f.says for f in health.check(path).findings if not f.sound] == []
    shutil.copyfile(twin, world.store.path)
    end = next(f for f in health.check(world.store.path).findings if f.name == "journal's end")
    assert not end.sound, "one in the other's place is told"


@times(20_000, 1_000_000)
def test_a_table_of_very_many_rows_written_by_another_program_is_opened_read_and_mended(
    world: World, clock: FixedClock, rounds: int, record: Callable[[str], None]
) -> None:
    world.store.close()
    with closing(sqlite3.connect(world.store.path)) as raw:
        raw.execute(
            "INSERT INTO engagement_entry(uid, area_id, day, summary, natural_key, from_hate_crime, version, changed_at) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT printf('%032x', i), ?, '2026-01-01', 'Row ' || i, 'k' || i, 0, 1, '2026-01-01T00:00:00Z' FROM n",
            (rounds, world.gedling),
        )
        raw.commit()
    took: dict[str, float] = {}

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        begun = time.process_time()  # ours, not the time others take beside it
        yield
        took[what] = time.process_time() - begun

    with timed("opened with the day's copy"):
        store = opening.open_store(world.store.path, clock=clock)
    log = Engagement(Desk(store, world.inspector))
    with timed("listed"):
        ids = log.ids(LogFilter())
    assert len(ids) == rounds
    with timed("a page of 200 read"):
        assert len(log.lines(ids[:200])) == 200
    with timed("written to"), store.write(CEDAR, "Logged") as unit:
        added = unit.add(EngagementEntry(area_id=1, day=TODAY, summary="Mine", natural_key="m"))
    assert added.id == rounds + 1
    store.close()
    with timed("looked over"):
        (amiss,) = [f for f in health.check(store.path).findings if not f.sound]
    assert amiss.name == "search"
    assert amiss.repair
    with timed("mended after a copy"):
        keeping.repair(store.path, clock)
    assert keeping.check(store.path).sound
    again = opening.open_store(store.path, clock=clock)
    with timed("all of it found by a word"):
        assert len(Engagement(Desk(again, world.inspector)).ids(LogFilter(words="row"))) == rounds
    again.close()
    figures = ", ".join(f"{what} {seconds:.2f} s" for what, seconds in took.items())
    size = store.path.stat().st_size / 1024 / 1024
    record(f"a table of {rounds} rows ({size:.0f} MB), processor time: {figures}")


def test_a_store_open_at_a_desk_is_repaired_there(world: World) -> None:
    with world.store.write(CEDAR, "Logged") as unit:
        unit.add(EngagementEntry(area_id=1, day=TODAY, summary="Mine", natural_key="m"))
    with closing(sqlite3.connect(world.store.path)) as raw:
        raw.execute("INSERT INTO engagement_search(engagement_search) VALUES ('delete-all')")
        raw.commit()
    assert not keeping.check(world.store.path).sound
    kept = keeping.repair_open(world.desk())
    assert kept.exists()
    assert keeping.check(world.store.path).sound
    with world.store.write(CEDAR, "Went on") as unit:
        unit.add(Area(name="Beeston"))
