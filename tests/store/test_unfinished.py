"""A save that was cut off is taken back whole, or the store is not opened."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from npt_desktop.errors import NotOurStore
from npt_desktop.store import engine, opening, unfinished

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
