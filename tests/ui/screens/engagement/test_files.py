"""Workbooks in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from npt_desktop.errors import Cancelled
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.long_work import long_work
from npt_desktop.ui.workspace import Place
from tests.world import World

Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]


def test_the_button_goes_to_the_import_screen(show: Show, world: World) -> None:
    screen = show(world.sergeant)
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    assert screen.import_button.isVisible()
    screen.import_button.click()
    assert wanted == [Place("import")]


def test_stopping_changes_nothing(
    show: Show, settled: Wait, world: World, said: Callable[..., list[str]]
) -> None:
    screen = show(world.sergeant)
    heard = said(screen)

    def work(report: Callable[[int, int, str], None]) -> None:
        jobs = list(screen.work.jobs._running)
        jobs[0].cancel()
        report(1, 2, "Reading")
        raise AssertionError("not stopped")

    long_work(screen.work, screen.header.progress, "Reading", work, lambda _: heard.append("done"))
    settled(screen)
    assert heard == ["Stopped: nothing was changed"]
    assert issubclass(Cancelled, Exception)


def test_what_is_shown_is_exported_and_comes_back_the_same(
    show: Show, settled: Wait, world: World, tmp_path: Path, entry: Callable[..., int],
    said: Callable[..., list[str]],
) -> None:  # fmt: skip
    entry(summary="Speed watch", outcome="Agreed", score=4)
    entry(summary="Market walk")
    screen = show()
    settled(screen)
    assert screen.import_button.isHidden()  # a PCSO does not import
    heard = said(screen)
    screen.list.filters.words.setText("speed")
    settled(screen)
    path = tmp_path / "out.xlsx"
    screen.files.write(path, screen.wanted(), "Gedling")
    settled(screen)
    assert heard == ["Exported 1 entry to out.xlsx"]
    importing = Importing(world.desk())
    gathered = importing.gather([path])
    found = []
    for area in (world.gedling, world.ashfield):
        plans = importing.planner.plan(gathered, "log", area)
        found.append(importing.check(gathered, plans, Decisions()).report())
    back, elsewhere = found
    assert (back.added, back.unchanged, back.rejected_rows) == (0, 1, 0)
    assert elsewhere.added == 1


def test_the_evaluation_of_the_year_is_printed(
    show: Show, settled: Wait, world: World, tmp_path: Path, entry: Callable[..., int],
    said: Callable[..., list[str]],
) -> None:  # fmt: skip
    entry(summary="Speed watch", outcome="Agreed", score=4)
    screen = show()
    settled(screen)
    heard = said(screen)
    command = next(one for one in screen.commands() if one.id == "engagement.report")
    assert (command.keys, command.why_not()) == ("Ctrl+P", "")
    path = tmp_path / "year.pdf"
    screen.files.report(path, world.gedling, 2026)
    settled(screen)
    assert heard == ["Printed 1 entry to year.pdf"]
    assert path.read_bytes().startswith(b"%PDF")
