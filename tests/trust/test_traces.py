"""Every export and backup names the journal's last link, and any one of them tells that a tail was cut off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from npt_desktop.models.organisation import Area
from npt_desktop.rules.traces import Trace, traces_in, typed
from npt_desktop.services import keeping
from npt_desktop.services.against import against
from npt_desktop.store import backup, mark
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.store.rewriting import forge, unguarded
from tests.trust.test_kin_privacy import EXPORTS, kept, writers
from tests.world import World

__all__ = ["kept"]
WITHOUT = {".csv", ".txt", ".json"}
"""Files that other programs read and that have no place for it."""


def add(store: Store, name: str) -> None:
    with store.write(CEDAR, f"Added {name}") as unit:
        unit.add(Area(name=name))


def cut(path: Path, sets: int = 1) -> None:
    with unguarded(path) as raw:
        (last,) = raw.execute("SELECT max(id) FROM change_set").fetchone()
        raw.execute("DELETE FROM change WHERE change_set_id > ?", (last - sets,))
        raw.execute("DELETE FROM change_set WHERE id > ?", (last - sets,))


def test_every_export_carries_the_trace_and_notices_a_cut(kept: World, tmp_path: Path) -> None:
    folder = tmp_path / "given away"
    folder.mkdir()
    desk = kept.desk()
    found = writers(desk, kept.gedling, folder)
    assert set(found) == EXPORTS
    add(kept.store, "The last thing done")
    for write in found.values():
        write()
    files = [path for path in folder.iterdir() if path.suffix not in WITHOUT]
    assert {path.suffix for path in files} == {".xlsx", ".pdf", ".html"}
    for path in files:
        assert against(kept.store.path, str(path)).sound, path.name
    kept.store.close()
    cut(kept.store.path)
    for path in files:
        answer = against(kept.store.path, str(path))
        assert not answer.sound, path.name
        assert "cut or written anew" in answer.says


@pytest.fixture
def traced(store: Store, clock: FixedClock, tmp_path: Path) -> dict[str, str]:
    """A store of three change sets, with a backup made at the second and what was printed then."""
    add(store, "Gedling")
    add(store, "Ashfield")
    copy = tmp_path / "elsewhere" / "copy.npt"
    copy.parent.mkdir()
    backup.copy(store.path, copy, now=clock.now())
    with closing(sqlite3.connect(store.path)) as raw:
        number, link, uid = raw.execute(
            "SELECT id, link, (SELECT uid FROM change_set WHERE id = 1) FROM change_set ORDER BY id DESC LIMIT 1"
        ).fetchone()
    add(store, "Beeston")
    store.close()
    return {
        "a copy": str(copy),
        "its mark": str(mark.beside(copy)),
        "paper": Trace(uid, number, link).short,
    }


@pytest.mark.parametrize("what", ["a copy", "its mark", "paper"])
def test_backups_their_marks_and_paper_are_held_against_the_store(
    store: Store, traced: dict[str, str], what: str
) -> None:
    assert against(store.path, traced[what]).sound
    cut(store.path)
    assert against(store.path, traced[what]).sound, "what was cut came later"
    cut(store.path)
    assert not against(store.path, traced[what]).sound
    forge(store.path, change=1)
    assert not against(store.path, traced[what]).sound


def test_what_names_no_journal_or_another_one_is_told_so(
    store: Store, traced: dict[str, str], world: World, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4 by another program")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    for name in ("letter.pdf", "broken.xlsx"):
        assert "no trace" in against(store.path, str(tmp_path / name)).says
    assert "no such file" in against(store.path, str(tmp_path / "gone.pdf")).says
    assert "another store" in against(world.store.path, traced["a copy"]).says
    health = keeping.check(store.path, [traced["paper"], str(tmp_path / "letter.pdf")])
    assert [f.name for f in health.findings if not f.sound] == ["against letter.pdf"]


def test_a_trace_reads_back_as_written_and_as_typed() -> None:
    one = Trace("a" * 32, 1432, "3f" * 32)
    assert traces_in(f"<b>{one.words}</b> npt-journal:zz:1:2") == [one]
    assert typed(f" {one.short.upper()} ") == Trace("", 1432, "3f3f3f3f3f3f")
    assert typed("1432-3f") is None
    assert typed("0-3f3f3f3f3f3f") is None
