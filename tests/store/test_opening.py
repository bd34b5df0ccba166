"""Store files made, opened, refused, copied, restored and brought up to date."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from npt_desktop.errors import NotOurStore
from npt_desktop.models.every import metadata, records
from npt_desktop.models.organisation import Area
from npt_desktop.store import backup, engine, health, migrate, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR, TODAY


def test_the_migrations_make_exactly_the_models(tmp_path: Path) -> None:
    path = tmp_path / "x.npt"
    migrate.migrate(path)
    database = create_engine(f"sqlite:///{path}")
    with database.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: (
                    kind != "table" or not str(name).startswith("engagement_search")
                )
            },
        )
        assert compare_metadata(context, metadata) == []
    database.dispose()


def test_up_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "x.npt"
    migrate.migrate(path)
    migrate.migrate(path, "base")
    with closing(sqlite3.connect(path)) as connection:
        left = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    assert left == ["alembic_version"]
    assert migrate.revision(path) is None
    migrate.migrate(path)
    assert migrate.revision(path) == migrate.head()


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.npt"
    shutil.copyfile(empty_file, path)
    before = path.read_bytes()
    script = migrate.scripts()
    module = script.get_revision("0001").module
    done = module.downgrade

    def half() -> None:
        done()
        raise OSError("pulled the plug")

    monkeypatch.setattr(module, "downgrade", half)
    monkeypatch.setattr(migrate, "scripts", lambda: script)
    with pytest.raises(OSError, match="plug"):
        migrate.migrate(path, "base")
    assert migrate.revision(path) == migrate.head()
    assert path.read_bytes() == before


def test_an_older_store_is_copied_aside_and_brought_up(tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "old.npt"
    migrate.migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("UPDATE alembic_version SET version_num='0000'")
    older = path.read_bytes()
    with pytest.raises(Exception, match="0000"):
        opening.open_store(path, clock=clock)
    copies = backup.listing(path, backup.folder_for(path))
    assert [c.reason for c in copies] == ["before upgrade"]
    assert path.read_bytes() == older


def refusal(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(NotOurStore) as caught:
        opening.open_store(path)
    assert not path.is_file() or path.read_bytes() == before, "a refused file must stay as it was"
    return caught.value.says


def test_files_that_are_no_stores_are_refused_in_a_sentence(empty_file: Path, tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "missing.npt")
    assert "folder" in refusal(tmp_path)
    (tmp_path / "empty.npt").write_bytes(b"")
    assert "empty" in refusal(tmp_path / "empty.npt")
    (tmp_path / "zeros.npt").write_bytes(bytes(10_000))
    assert "empty" in refusal(tmp_path / "zeros.npt")
    (tmp_path / "text.npt").write_text("Date,Audience\n")
    assert "not a store" in refusal(tmp_path / "text.npt")
    with closing(sqlite3.connect(tmp_path / "other.npt")) as other:
        other.execute("CREATE TABLE address(x)")
    assert "another program" in refusal(tmp_path / "other.npt")
    half = tmp_path / "half.npt"
    half.write_bytes(empty_file.read_bytes()[: empty_file.stat().st_size // 2])
    assert "damaged" in refusal(half)


def test_a_store_from_a_newer_version_is_refused_untouched(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.npt"
    shutil.copyfile(empty_file, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("UPDATE alembic_version SET version_num='9000'")
    assert "newer version" in refusal(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs file rights that bind")
def test_a_read_only_store_is_refused(empty_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "fixed.npt"
    shutil.copyfile(empty_file, path)
    path.chmod(0o444)
    assert "only be read" in refusal(path)


def test_a_locked_store_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NotOurStore, match="another program"):
            opening.open_store(store.path)


def test_a_name_that_is_taken_or_a_folder_that_cannot_be_made(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotOurStore, match="another name"):
        opening.create(store.path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotOurStore, match="cannot be made here"):
        opening.create(tmp_path / "file" / "new.npt")


def test_the_settings_measured_safe_are_in_force(store: Store) -> None:
    wanted = {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    with store._writer.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted
    with closing(engine.plain(store.path)) as plain:
        assert plain.execute("PRAGMA application_id").fetchone()[0] == engine.APPLICATION_ID


def test_a_copy_at_the_days_first_start_thinned_with_age(
    empty_file: Path, tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "s.npt"
    shutil.copyfile(empty_file, path)
    for _ in range(20):
        opening.open_store(path, clock=clock).close()
        opening.open_store(path, clock=clock).close()
        clock.moment += timedelta(days=1)
    copies = backup.listing(path, backup.folder_for(path))
    days = [c.made_at[:10] for c in copies]
    assert days[:14] == [f"{TODAY + timedelta(days=n):%Y-%m-%d}" for n in range(19, 5, -1)]
    assert days[14:] == ["2026-10-18"]  # the last of its week
    assert {c.reason for c in copies} == {"first start"}


def test_after_a_restoring_copies_pause_until_it_is_confirmed(store: Store, clock: FixedClock) -> None:
    folder = backup.folder_for(store.path)
    copy = backup.make(store.path, folder, "by hand", now=clock.now())
    store.close()
    backup.restore(copy, store.path, now=clock.now())
    before = {b.path for b in backup.listing(store.path, folder)}
    for _ in range(30):
        clock.moment += timedelta(days=1)
        opening.open_store(store.path, clock=clock).close()
    assert {b.path for b in backup.listing(store.path, folder)} == before
    for _ in range(20):
        clock.moment += timedelta(minutes=1)
        backup.make(store.path, folder, "before import", now=clock.now())
    assert before < {b.path for b in backup.listing(store.path, folder)}
    backup.confirm(store.path, folder, clock.now())
    clock.moment += timedelta(days=1)
    opening.open_store(store.path, clock=clock).close()
    assert copy not in {b.path for b in backup.listing(store.path, folder)[:14]}
    assert backup.listing(store.path, folder)[0].reason == "first start"


def test_restoring_puts_back_the_records_and_keeps_what_was_there(store: Store, clock: FixedClock) -> None:
    with store.write(CEDAR, "Added") as unit:
        unit.add(Area(name="Gedling"))
    copy = backup.make(store.path, backup.folder_for(store.path), "by hand", now=clock.now())
    with store.write(CEDAR, "Renamed") as unit:
        unit.get(Area, 1).name = "Elsewhere"
    store.close()
    kept = backup.restore(copy, store.path, now=clock.now())
    assert kept is not None
    names = {}
    for path in (store.path, kept):
        again = Store(path)
        with again.read() as session:
            names[path] = session.execute(text("SELECT name FROM area")).scalar()
        again.close()
    assert names == {store.path: "Gedling", kept: "Elsewhere"}
    assert health.check(store.path).sound


def test_check_names_what_is_wrong(store: Store) -> None:
    assert health.check(store.path).sound
    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.executescript(
            "INSERT INTO posting(uid, version, changed_at, person_id, area_id) VALUES ('u', 1, 'x', 7, 7);"
        )
    assert [f.name for f in health.check(store.path).findings if not f.sound] == ["foreign keys"]


def test_every_record_has_id_uid_and_version() -> None:
    for name, kind in records().items():
        assert {"id", "uid", "version", "changed_at"} <= set(kind.__table__.columns.keys()), name


def test_making_a_store_leaves_nothing_beside_it_but_its_lock(tmp_path: Path) -> None:
    opening.create(tmp_path / "s.npt").close()
    assert {path.name for path in tmp_path.iterdir()} <= {"s.npt", "s.npt-journal", "s.npt.lock"}
