"""A write that is too large to be kept in memory until it commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.models.organisation import Area
from npt_desktop.store import engine, health, opening, vault
from npt_desktop.store.database import Store
from npt_desktop.store.unit_of_work import UnitOfWork
from tests.conftest import CEDAR


def fill(unit: UnitOfWork, store: Store) -> bool:
    """Write much more than the pages kept; whether some of it is in the file before it commits."""
    before = store.path.stat().st_size
    unit.insert(Area, [{"name": f"Area {n} {'of many words ' * 20}"} for n in range(2_000)])
    return store.path.stat().st_size > before


def count(store: Store) -> int:
    with store.read() as session:
        return session.scalars(select(func.count()).select_from(Area)).one()


def test_pages_that_spill_are_taken_back_or_stay(
    new_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (*engine.WRITER_SETTINGS, "PRAGMA cache_size=20", "PRAGMA cache_spill=20")
    monkeypatch.setattr(engine, "WRITER_SETTINGS", few)
    store = new_store()
    with pytest.raises(ZeroDivisionError), store.write(CEDAR, "Filled and failed") as unit:
        assert fill(unit, store)
        raise ZeroDivisionError
    assert count(store) == 0
    with store.write(CEDAR, "Filled") as unit:
        assert fill(unit, store)
    assert count(store) == 2_000
    assert health.check(store.path).sound


@pytest.mark.parametrize("encrypted", [False, True])
def test_who_reads_meanwhile_waits_for_a_large_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, encrypted: bool
) -> None:
    """However long it takes, on a connection of before and on a new one; the writing thread itself is refused."""
    few = (*engine.WRITER_SETTINGS, "PRAGMA cache_size=20", "PRAGMA cache_spill=20")
    monkeypatch.setattr(engine, "WRITER_SETTINGS", few)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(vault, "_known", {})
    key = vault.new_key(vault.new_passphrase()) if encrypted else None
    store = opening.create(tmp_path / "s.npt", key=key)
    assert count(store) == 0
    with ThreadPoolExecutor(3) as pool:
        with store.write(CEDAR, "Filled") as unit:
            assert fill(unit, store)
            waiting = [pool.submit(count, store) for _ in range(3)]
            assert not wait(waiting, timeout=0.5).done
            with pytest.raises(CannotDo, match="wait a moment"):
                count(store)
        assert [one.result() for one in waiting] == [2_000] * 3
    store.close()


def test_a_look_within_another_does_not_wait_for_a_write_that_waits_for_the_first(
    new_store: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (*engine.WRITER_SETTINGS, "PRAGMA cache_size=20", "PRAGMA cache_spill=20")
    monkeypatch.setattr(engine, "WRITER_SETTINGS", few)
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.01)
    store, filled, looked = new_store(), Event(), Event()

    def write() -> None:
        with store.write(CEDAR, "Filled") as unit:
            fill(unit, store)
            filled.set()
            assert looked.wait(20)

    with ThreadPoolExecutor(1) as pool:
        with store.read() as session:
            assert session.scalars(select(func.count()).select_from(Area)).one() == 0
            written = pool.submit(write)
            assert filled.wait(20)
            with pytest.raises(CannotDo, match="wait a moment"):
                count(store)
        looked.set()
        written.result(20)
    assert count(store) == 2_000


def test_a_write_that_fits_in_memory_leaves_the_file_to_readers(store: Store) -> None:
    with store.write(CEDAR, "Filled") as unit:
        assert not fill(unit, store)
        assert count(store) == 0


def test_a_long_write_can_be_stopped_while_it_is_journaled(store: Store) -> None:
    asked = []

    def stop() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise Cancelled

    with pytest.raises(Cancelled), store.write(CEDAR, "Filled") as unit:
        unit.insert(Area, [{"name": f"Area {n}"} for n in range(5_000)])
        unit.between = stop
    assert (len(asked), count(store)) == (2, 0)
    assert health.check(store.path).sound


def test_how_much_is_kept_is_in_force(store: Store) -> None:
    writer = engine.writer(store.path)
    with writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_spill").scalar() == engine.KEPT_PAGES
    writer.dispose()
