"""A store that cannot be written is looked at by way of a copy, and nothing is written into either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.cli import main
from npt_desktop.errors import CannotDo, NotOurStore, OnlyReadable
from npt_desktop.models.organisation import Area
from npt_desktop.paths import data_folder
from npt_desktop.services import keeping
from npt_desktop.services.desk import Desk
from npt_desktop.services.home import Home
from npt_desktop.store import attachments, opening
from npt_desktop.store.clock import FixedClock
from tests.conftest import CEDAR
from tests.rights import needs_rights, somebody
from tests.world import World

pytestmark = needs_rights


@pytest.fixture
def disc(world_file: tuple[Path, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store and an evidence file in a folder that may only be read, as on a CD."""
    whole = world_file[0].read_bytes()
    with somebody(monkeypatch) as folder:
        store = folder / "disc" / "force.npt"
        store.parent.mkdir()
        store.write_bytes(whole)
        attachments.put(attachments.folder_for(store), b"a picture")
        store.chmod(0o444)
        store.parent.chmod(0o555)
        yield store


def copies() -> list[Path]:
    return list((data_folder() / "copies to look at").glob("*"))


def test_working_on_it_is_refused_and_a_copy_offered(disc: Path) -> None:
    with pytest.raises(OnlyReadable, match="look at a copy") as caught:
        opening.open_store(disc)
    assert caught.value.path == disc


def test_its_copy_says_the_same_and_takes_no_write_and_goes(disc: Path, clock: FixedClock) -> None:
    before = disc.read_bytes()
    store = opening.read_store(disc, clock=clock)
    assert store.copy_of == disc
    assert len(copies()) == 1
    assert copies()[0].stat().st_mode & 0o077 == 0
    with store.read() as session:
        assert session.scalars(select(Area.name).order_by(Area.name)).all() == ["Ashfield", "Gedling"]
    assert attachments.folder_for(store.path).is_dir()
    with pytest.raises(CannotDo, match="only: copy the store") as caught, store.write(CEDAR, "Wrote"):
        raise AssertionError("not to be reached")
    assert "\n" not in caught.value.says
    store.keep("form", {"half": "typed"})
    store.keep_setting("home:x", {})
    assert store.kept("form") == {}
    assert Home(Desk(store, CEDAR)).page(1).area == "Gedling"
    store.close()
    assert copies() == []
    assert disc.read_bytes() == before


def test_what_a_crash_left_beside_it_is_put_right_in_the_copy(disc: Path, clock: FixedClock) -> None:
    """The journal of a half-written transaction: reading without it would show half of it."""
    disc.parent.chmod(0o755)
    disc.chmod(0o644)
    store = opening.open_store(disc, clock=clock)
    with store.write(CEDAR, "Begun"):
        store._writer.dispose()
    child = os.fork()
    if child == 0:
        import sqlite3

        raw = sqlite3.connect(disc, isolation_level=None)
        raw.execute("PRAGMA cache_size=1")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE area SET name = name || ' half'")
        raw.execute("CREATE TABLE filler(x)")
        raw.execute("INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3000) "
                    "SELECT randomblob(500) FROM n")  # fmt: skip
        os._exit(0)
    os.waitpid(child, 0)
    store.close()
    journal = disc.with_name(disc.name + "-journal")
    assert journal.stat().st_size
    disc.chmod(0o444)
    disc.parent.chmod(0o555)
    copy = opening.read_store(disc, clock=clock)
    with copy.read() as session:
        assert session.scalars(select(Area.name).order_by(Area.name)).all() == ["Ashfield", "Gedling"]
    copy.close()
    assert journal.stat().st_size


def test_what_a_kill_left_among_the_copies_goes_and_what_is_looked_at_stays(
    disc: Path, clock: FixedClock
) -> None:
    first = opening.read_store(disc, clock=clock)
    left = data_folder() / "copies to look at" / "left"
    left.mkdir()
    shutil.copyfile(disc, left / disc.name)
    second = opening.read_store(disc, clock=clock)
    assert not left.exists()
    assert first.path.exists()
    assert len(copies()) == 2
    first.close()
    second.close()
    assert copies() == []


def test_reading_commands_work_on_it_and_say_what_they_read(
    disc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", str(disc), "check"]) == 0
    assert "BAD" not in capsys.readouterr().out
    assert main(["--store", str(disc), "due"]) == 0
    assert "can only be read: this is what a copy of it says" in capsys.readouterr().err
    assert main(["--store", str(disc), "backup", str(disc.parent.parent / "b.npt")]) == 0
    assert keeping.check(disc.parent.parent / "b.npt").sound


def test_where_no_copy_can_be_made_it_is_said_in_one_sentence(disc: Path) -> None:
    own = data_folder().parent
    own.chmod(0o555)
    with pytest.raises(NotOurStore, match="no copy of it can be made"):
        opening.read_store(disc)


def test_a_store_that_may_be_written_is_read_where_it_is(world: World) -> None:
    store = opening.read_store(world.store.path)
    assert store.copy_of is None
    store.close()
    assert replace(world, store=store).store.path.exists()
