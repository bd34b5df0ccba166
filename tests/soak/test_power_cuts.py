"""A confirmed save survives a power cut, and no cut leaves half a save or a damaged file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from npt_desktop.models.organisation import Area
from npt_desktop.store import engine
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.soak.sizes import rounds as times

power = pytest.importorskip("tests.soak.power", reason="apsw is not there for this system")
Record = Callable[[str], None]
SAVES = 12
_ENTRY = (
    "INSERT INTO engagement_entry(uid, area_id, day, audience_text, purpose_text, who_engaged, lead_name, summary, "
    "outcome, beat, from_hate_crime, natural_key, version, changed_at) "
    "VALUES (?, 1, '2026-10-16', '', '', '', '', ?, '', '', 0, ?, 1, '2026-10-16T09:00:00')"
)


def save(connection: Any, number: int) -> None:
    """Two records that belong together and the search index, as the program writes them."""
    connection.execute("UPDATE area SET name=? WHERE id=1", (f"Area {number}",))
    for part in range(3):
        words = f"Entry {number} {part} " + "talked about bikes " * (40 * part)
        connection.execute(_ENTRY, (f"{number:030}{part:02}", words, f"{number} {part}"))
        connection.execute(
            "INSERT INTO engagement_search(rowid, who_engaged, lead_name, summary, outcome) VALUES (?, '', '', ?, '')",
            (connection.last_insert_rowid(), words),
        )


def a_store(empty_file: Path, folder: Path) -> Path:
    path = folder / "s.npt"
    shutil.copyfile(empty_file, path)
    store = Store(path)
    with store.write(CEDAR, "Added") as unit:
        unit.add(Area(name="Area 0"))
    store.close()
    return path


SPILLING = (*engine.WRITER_SETTINGS, "PRAGMA cache_size=5", "PRAGMA cache_spill=5")
"""As an import too large to be kept in memory: its pages go to the file before it commits."""


@pytest.mark.parametrize("settings", [engine.WRITER_SETTINGS, SPILLING], ids=["kept in memory", "spilling"])
@times(500, 50_000)
def test_power_cuts_with_the_programs_own_settings(
    rounds: int, settings: tuple[str, ...], empty_file: Path, tmp_path: Path, record: Record
) -> None:
    path = a_store(empty_file, tmp_path)
    first = {path.name: path.read_bytes()}
    log = power.recorded(path, settings, SAVES, save)
    random = Random(rounds)
    after = tmp_path / "after"
    after.mkdir()
    lost = 0
    for _ in range(rounds):
        files, confirmed = power.cut(log, first, random.randint(0, len(log)), random)
        for name, content in files.items():
            (after / name).write_bytes(content)
        with closing(engine.plain(after / path.name)) as connection:
            name, entries = connection.execute(
                "SELECT (SELECT name FROM area WHERE id=1), (SELECT count(*) FROM engagement_entry)"
            ).fetchone()
            there = int(name.removeprefix("Area "))
            assert entries == 3 * there, "half a save"
            assert there in (confirmed, confirmed + 1), "a confirmed save is lost"
            assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
        lost += there < confirmed
        for left in after.iterdir():
            left.unlink()
    record(f"power cuts: {rounds} states of {len(log)} things done, 0 damaged, {lost} confirmed saves lost")


def test_the_model_notices_settings_that_are_not_safe(empty_file: Path, tmp_path: Path) -> None:
    path = a_store(empty_file, tmp_path)
    first = {path.name: path.read_bytes()}
    careless = tuple(each for each in engine.WRITER_SETTINGS if "synchronous" not in each)
    log = power.recorded(path, (*careless, "PRAGMA synchronous=OFF"), SAVES, save)
    random, bad = Random(1), 0
    after = tmp_path / "after"
    after.mkdir()
    for _ in range(200):
        files, confirmed = power.cut(log, first, random.randint(0, len(log)), random)
        for name, content in files.items():
            (after / name).write_bytes(content)
        try:
            with closing(engine.plain(after / path.name)) as connection:
                (name,) = connection.execute("SELECT name FROM area WHERE id=1").fetchone()
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            bad += not sound or int(name.removeprefix("Area ")) < confirmed
        except Exception:
            bad += 1
        for left in after.iterdir():
            left.unlink()
    assert bad > 20
