"""A save that was cut off is taken back whole, or the store is not opened."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from npt_desktop.errors import NotOurStore
from npt_desktop.services import keeping
from npt_desktop.services.whole import Whole
from npt_desktop.store import engine, opening, unfinished
from npt_desktop.store.clock import FixedClock
from tests.world import World

PAGE = 4096


@pytest.fixture
def cut_off(empty_file: Path, tmp_path: Path) -> Path:
    """A store as a kill in the middle of a save leaves it: pages in the file, what they overwrote in the journal."""
    path, left = tmp_path / "s.npt", tmp_path / "left"
    left.mkdir()
    shutil.copyfile(empty_file, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in (*engine.WRITER_SETTINGS, "PRAGMA cache_size=5", "PRAGMA cache_spill=5"):
            connection.execute(setting)
        insert = "INSERT INTO area(uid, name, position, version, changed_at) VALUES (?, ?, 0, 1, '2026-10-16T09:00:00Z')"
        connection.executemany(insert, [(f"{n:032}", f"{n} {'x' * 900}") for n in range(200)])
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE area SET name = upper(name)")
        for name in (path, unfinished.journal_of(path)):
            shutil.copyfile(name, left / name.name)
        connection.execute("ROLLBACK")
    return left / path.name


def spoil(path: Path, change: Callable[[bytearray], object]) -> None:
    journal = unfinished.journal_of(path)
    content = bytearray(journal.read_bytes())
    change(content)
    journal.write_bytes(content)


def test_what_a_crash_left_is_taken_back(cut_off: Path) -> None:
    assert unfinished.journal_of(cut_off).stat().st_size > 10 * PAGE
    assert b"XXX" in cut_off.read_bytes()
    opening.examine(cut_off)
    with closing(engine.plain(cut_off)) as connection:
        assert connection.execute("SELECT count(*) FROM area WHERE name GLOB '*X*'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM area WHERE name GLOB '*x*'").fetchone() == (200,)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda c: c.__delitem__(slice(len(c) // 2, None)), id="cut short"),
        pytest.param(
            lambda c: c.__delitem__(slice(int.from_bytes(c[20:24], "big") + c[11] * (PAGE + 8) - 1, None)),
            id="a byte of its first part gone",
        ),
        pytest.param(lambda c: c.__setitem__(0, 1), id="no longer a journal"),
        pytest.param(lambda c: c.__setitem__(11, c[11] - 1), id="a record fewer"),
        pytest.param(lambda c: c.__setitem__(11, c[11] + 1), id="a record more"),
        pytest.param(lambda c: c.__setitem__(15, c[15] ^ 1), id="other checksums"),
        pytest.param(lambda c: c.__setitem__(23, 3), id="no size of a sector"),
        pytest.param(lambda c: c.__delitem__(slice(20, None)), id="half a heading"),
        pytest.param(
            lambda c: c.__setitem__(int.from_bytes(c[20:24], "big") + 4 + PAGE - 200, c[-1] ^ 0xAA),
            id="a page changed",
        ),
    ],
)
def test_half_a_save_is_never_left_standing(cut_off: Path, change: Callable[[bytearray], object]) -> None:
    spoil(cut_off, change)
    before = cut_off.read_bytes(), unfinished.journal_of(cut_off).read_bytes()
    with pytest.raises(NotOurStore, match=r"s\.npt-journal, which would take it back, is damaged"):
        opening.examine(cut_off)
    assert (cut_off.read_bytes(), unfinished.journal_of(cut_off).read_bytes()) == before


def test_nothing_to_take_back_is_no_damage(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.npt"
    shutil.copyfile(empty_file, path)
    for left in (b"", bytes(4 * PAGE), bytes(12) + b"\xff" * 100):
        unfinished.journal_of(path).write_bytes(left)
        opening.examine(path)


def cut_short(content: bytearray) -> None:
    del content[len(content) // 2 :]


def test_another_program_in_the_middle_of_writing_is_not_taken_for_damage(cut_off: Path) -> None:
    """Its lock is asked for next, and says who has the store open."""
    journal = unfinished.journal_of(cut_off)
    whole = journal.read_bytes()
    spoil(cut_off, cut_short)
    writing = threading.Timer(0.02, journal.write_bytes, (whole,))
    writing.start()
    assert unfinished.can_be_taken_back(cut_off)
    writing.join()


def test_a_store_to_be_merged_is_looked_at_before_it_is_copied(cut_off: Path, world: World) -> None:
    """Copying would take back half of it, in their file."""
    spoil(cut_off, cut_short)
    before = cut_off.read_bytes()
    with pytest.raises(NotOurStore, match="is damaged"):
        Whole(world.desk(world.hub)).look_any(cut_off)
    assert cut_off.read_bytes() == before


def test_restoring_keeps_the_damaged_store_as_it_is_with_its_journal(
    cut_off: Path, empty_file: Path, clock: FixedClock, tmp_path: Path
) -> None:
    spoil(cut_off, cut_short)
    before = cut_off.read_bytes(), unfinished.journal_of(cut_off).read_bytes()
    copy = tmp_path / "copy.npt"
    shutil.copyfile(empty_file, copy)
    aside = keeping.restore(copy, cut_off, clock)
    assert aside is not None
    assert (aside.read_bytes(), unfinished.journal_of(aside).read_bytes()) == before
    with pytest.raises(NotOurStore, match="is damaged"):
        opening.examine(aside)
    opening.examine(cut_off)


def test_a_journal_that_may_not_be_read_is_told(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.npt"
    shutil.copyfile(empty_file, path)
    unfinished.journal_of(path).mkdir()  # as unreadable as can be, whoever asks
    with pytest.raises(NotOurStore, match=r"you may not read s\.npt-journal"):
        opening.examine(path)
