"""The long search for cyclic garbage: on the window's thread only, and it still finds what there is."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.services.imports import collecting_later
from npt_desktop.ui.collecting import Collecting
from npt_desktop.ui.jobs import Jobs


class Ring:
    """Holds itself: only a search for garbage takes it away."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs(qapp)
    yield made
    assert made.stop()


@pytest.fixture
def collecting(qapp: QApplication, jobs: Jobs) -> Iterator[Collecting]:
    before = gc.get_threshold()
    made = Collecting(lambda: jobs.busy, QObject(qapp))
    yield made
    made.end()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def grow(_: object = None) -> list[object]:
    """As a reading of thousands of rows: enough for Python to search the old as well, with its own settings."""
    return [[number] for number in range(400_000)]


def searched(task: object) -> list[int]:
    """On which threads the long search was made meanwhile."""
    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            found.append(threading.get_ident())

    gc.callbacks.append(note)
    try:
        assert callable(task)
        task()
    finally:
        gc.callbacks.remove(note)
    return found


def test_a_reading_beside_the_window_searches_only_what_is_young(
    jobs: Jobs, collecting: Collecting, qtbot: QtBot
) -> None:
    got: list[object] = []

    def read() -> None:
        got.clear()
        jobs.run(grow, done=got.append)
        qtbot.waitUntil(lambda: bool(got) and not jobs.busy)

    assert searched(read) == []
    collecting.end()
    gc.collect()
    assert threading.get_ident() not in searched(read), "Python's own settings search on the reading's thread"
    assert searched(read), "the reading is too small to show anything"


def test_garbage_is_found_once_the_window_has_time(collecting: Collecting) -> None:
    collecting.look()
    assert gc.get_freeze_count() > 0
    gone = weakref.ref(Ring())
    for _ in range(2):
        gc.collect(1)  # as Python itself: what is young is searched, and the ring is there no more
    assert gone() is None
    kept = Ring()
    old = weakref.ref(kept)
    gc.collect(1)
    gc.collect(1)
    del kept
    for _ in range(12):
        gc.collect(1)
    assert old() is not None, "only the long search finds it"
    collecting.look()
    assert old() is None


def test_nothing_is_searched_beside_work(jobs: Jobs, collecting: Collecting, qtbot: QtBot) -> None:
    collecting.look()
    for _ in range(12):
        gc.collect(1)
    go_on = threading.Event()
    jobs.run(lambda _: go_on.wait(10))
    assert searched(collecting.look) == []
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert searched(collecting.look) == [threading.get_ident()]


def test_what_an_import_took_back_is_set_aside_again(collecting: Collecting) -> None:
    collecting.look()
    with collecting_later():
        pass
    assert gc.get_freeze_count() == 0
    assert searched(collecting.look) == [threading.get_ident()]
    assert gc.get_freeze_count() > 0
    assert searched(collecting.look) == []


def test_two_windows_that_end_in_any_order_leave_it_to_python_again(qapp: QApplication) -> None:
    before = gc.get_threshold()
    one, two = (Collecting(lambda: False, QObject(qapp)) for _ in range(2))
    one.end()
    two.end()
    assert gc.get_threshold() == before
