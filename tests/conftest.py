"""What every test may use: an empty store made once and copied, a standing clock, people with tree names."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.services import demo
from npt_desktop.store import opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.world import World, lay_out

# The user's own folders of a test run: keys and preferences of the person who runs it stay out of it.
_HOME = tempfile.TemporaryDirectory(prefix="npt-tests-")
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME.name
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no key store answers

TODAY = date(2026, 10, 16)
CEDAR = Actor("PS 512 Cedar", Role.SERGEANT)


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; a test that fails is the only one that waits so long."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        """Until ``callback`` is true or asserts nothing; ``timeout`` in milliseconds."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:  # noqa: ARG001 (made before any widget)
    """The patient bot in place of the usual one of five seconds."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test sits at a computer of its own: no key and no memory of another test's store."""
    monkeypatch.setenv("XDG_CONFIG_HOME", tempfile.mkdtemp(dir=_HOME.name))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store file, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.npt"
    opening.create(path).close()
    return path


@pytest.fixture
def clock() -> FixedClock:
    """Nine in the morning of 16 October 2026."""
    return FixedClock.on(TODAY)


@pytest.fixture
def new_store(empty_file: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Callable[[], Store]]:
    """Makes empty stores, closed after the test."""
    made: list[Store] = []

    def make() -> Store:
        path = tmp_path / f"store {len(made)}.npt"
        shutil.copyfile(empty_file, path)
        made.append(Store(path, clock=clock, random=Random(len(made))))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture(scope="session")
def world_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A small laid-out force, to be copied."""
    path = tmp_path_factory.mktemp("world") / "world.npt"
    shutil.copyfile(empty_file, path)
    store = Store(path, clock=FixedClock.on(TODAY), random=Random(7))
    made = lay_out(store)
    store.close()
    return path, made


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The sample store that ends today, made once for all workers; to be copied or only read."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if hasattr(request.config, "workerinput") else base
    path = folder / "sample.npt"
    one_at_a_time = QLockFile(str(folder / "sample.lock"))
    one_at_a_time.setStaleLockTime(0)
    assert one_at_a_time.lock()
    try:
        if not path.exists():
            demo.make(path, today=TODAY)
    finally:
        one_at_a_time.unlock()
    return path


@pytest.fixture
def world(world_file: tuple[Path, World], tmp_path: Path, clock: FixedClock) -> Iterator[World]:
    """A small laid-out force on its own store file."""
    path = tmp_path / "world.npt"
    shutil.copyfile(world_file[0], path)
    store = Store(path, clock=clock, random=Random(8))
    yield replace(world_file[1], store=store)
    store.close()


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty store."""
    return new_store()
