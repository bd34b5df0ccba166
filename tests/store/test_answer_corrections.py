"""A store from before corrections gains their table and can be taken back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from npt_desktop.store.migrate import migrate, revision


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as file:
        return {name for (name,) in file.execute("SELECT name FROM sqlite_master")}


def test_corrections_come_and_go_with_their_migration(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.npt"
    shutil.copyfile(empty_file, path)
    added = {"answer_correction", "ix_answer_correction_answer_id"}
    whole = tables(path)
    assert added <= whole
    migrate(path, "0001")
    assert revision(path) == "0001"
    assert not added & tables(path)
    migrate(path)
    assert tables(path) == whole
