"""A store made before communities had their lists is given them once, and nothing else in it moves."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.lists import standard_lists
from npt_desktop.store import migrate
from tests.world import World

NEW = (TermKind.TACTIC, TermKind.LEVEL, TermKind.PROTECTED, TermKind.KIN_QUESTION)


def entries(path: Path) -> list[tuple[str, str, str, int]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT kind, key, label, position FROM term ORDER BY kind, position"
        ).fetchall()


def test_an_older_store_gets_the_lists_it_lacks_as_a_new_one_has_them(
    world_file: tuple[Path, World], tmp_path: Path
) -> None:
    path = tmp_path / "older.npt"
    shutil.copyfile(world_file[0], path)
    whole = entries(path)
    migrate.migrate(path, "0007")
    older = entries(path)
    assert {kind for kind, *_ in whole} - {kind for kind, *_ in older} == {kind.value for kind in NEW}
    migrate.migrate(path)
    assert entries(path) == whole
    assert {(t.kind, t.key) for t in standard_lists().terms if t.kind in NEW} == {
        (TermKind(kind), key) for kind, key, *_ in entries(path) if kind in NEW
    }


def test_groups_and_individuals_survive_the_step_down_and_up(
    world_file: tuple[Path, World], tmp_path: Path
) -> None:
    path = tmp_path / "older.npt"
    shutil.copyfile(world_file[0], path)
    migrate.migrate(path, "0007")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "INSERT INTO community_group (uid, area_id, name, hidden, prefers, notes, version, changed_at) "
            "VALUES ('g', 1, 'Choir', 1, 'Tuesday', '', 1, '2026-01-01T00:00:00Z');"
            "INSERT INTO key_individual (uid, area_id, name, organisation, speaks_for, version, changed_at) "
            "VALUES ('k', 1, 'Conductor', '', 'Choir', 1, '2026-01-01T00:00:00Z');"
        )
    migrate.migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        groups = connection.execute(
            "SELECT name, hidden, emerging, protected, sources, size FROM community_group"
        )
        assert groups.fetchall() == [("Choir", 1, 0, "[]", "[]", None)]
        people = connection.execute("SELECT name, speaks_for, reach_by FROM key_individual")
        assert people.fetchall() == [("Conductor", "Choir", "")]
