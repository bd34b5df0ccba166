"""Work off the GUI thread: results, progress, cancelling, stale answers."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.ui.jobs import Jobs, Progress


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs(qapp)
    yield made
    assert made.stop()


def test_a_result_comes_back_on_this_thread(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[tuple[int, int]] = []

    def work(_: Progress) -> dict[int, int]:
        return {1: threading.get_ident()}

    jobs.run(work, done=lambda result: got.append((result[1], threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    there, here = got[0]
    assert there != here == threading.get_ident()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_hundred_results_all_arrive(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[int] = []
    for i in range(100):
        jobs.run(lambda _, i=i: i, done=got.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(got) == 100)
    assert sorted(got) == list(range(100))


def test_an_error_is_delivered(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[Exception] = []

    def work(_: Progress) -> None:
        raise CannotDo("Choose a workbook that opens")

    jobs.run(work, failed=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], CannotDo)


def test_an_error_nobody_asked_for_is_raised_here(jobs: Jobs, qtbot: QtBot) -> None:
    def work(_: Progress) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        jobs.run(work)
        qtbot.waitUntil(lambda: not jobs.busy)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]


def test_work_reports_and_can_be_stopped(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[tuple[int, int, str]] = []
    ended: list[Exception] = []
    go = threading.Event()

    def work(progress: Progress) -> None:
        progress.report(1, 2, "Reading")
        go.wait(5)
        if progress.cancelled:
            raise Cancelled
        raise AssertionError("not stopped")

    job = jobs.run(work, failed=ended.append, progress=lambda *all_: told.append(all_))
    qtbot.waitUntil(lambda: bool(told))
    job.cancel()
    go.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert told == [(1, 2, "Reading")]
    assert isinstance(ended[0], Cancelled)


def test_the_answer_to_an_old_question_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[str] = []
    go = threading.Event()

    def slow(_: Progress) -> str:
        go.wait(5)
        return "old"

    jobs.run(slow, done=got.append, key="search")
    jobs.run(lambda _: "new", done=got.append, key="search")
    qtbot.waitUntil(lambda: got == ["new"])
    go.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert got == ["new"]


@pytest.mark.usefixtures("jobs")
def test_the_windows_thread_waits_a_moment_at_most_for_the_interpreter() -> None:
    assert sys.getswitchinterval() <= 0.001, "each call from Qt may wait this long beside busy work"


def test_what_is_asked_for_now_is_painted_before_the_work_begins(jobs: Jobs, qtbot: QtBot) -> None:
    happened: list[str] = []

    class Page(QWidget):
        def paintEvent(self, _: QPaintEvent, /) -> None:
            happened.append("painted")

    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: bool(happened))
    happened.clear()
    page.update()
    jobs.run(lambda _: happened.append("read"), painted=True)
    assert jobs.busy
    qtbot.waitUntil(lambda: not jobs.busy)
    assert happened == ["painted", "read"]


def test_what_saves_is_done_though_it_is_asked_for_anew_or_the_window_closes(jobs: Jobs) -> None:
    saved: list[str] = []
    jobs.run(lambda _: saved.append("first"), key="save", painted=True)
    jobs.run(lambda _: saved.append("second"), key="save", painted=True)
    assert jobs.stop()
    assert sorted(saved) == ["first", "second"]
