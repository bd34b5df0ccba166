"""A workspace and a themed window for one screen under test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.work_screen import WorkScreen
from npt_desktop.ui.workspace import Workspace
from tests.conftest import TODAY
from tests.world import World

ShowScreen = Callable[..., WorkScreen]


@pytest.fixture
def work_as(world: World, qapp: QApplication) -> Iterator[Callable[[Actor | None], Workspace]]:
    """Makes the workspace of a person (the inspector by default) at Gedling in the month of today."""
    del qapp  # only needs to be there
    made: list[Workspace] = []

    def make(actor: Actor | None = None) -> Workspace:
        work = Workspace(world.desk(actor), world.gedling, date(TODAY.year, TODAY.month, 1))
        made.append(work)
        return work

    yield make
    for work in made:
        work.jobs.stop()
        world.store.announce = None


@pytest.fixture
def show_screen(
    work_as: Callable[[Actor | None], Workspace], theme: Theme, qtbot: QtBot
) -> Iterator[ShowScreen]:
    """Shows a screen in the shell at 1366x697 and waits until it has read what it shows."""
    shells: list[MainShell] = []

    def show(kind: type[WorkScreen], actor: Actor | None = None) -> WorkScreen:
        work = work_as(actor)
        shell = MainShell(theme)
        shells.append(shell)
        qtbot.addWidget(shell)
        screen = kind(work)
        shell.show_page(kind.key, screen)
        shell.resize(1366, 697)
        with qtbot.waitExposed(shell):
            shell.show()
        shell.activateWindow()
        qtbot.waitUntil(lambda: not work.jobs.busy)
        return screen

    yield show
    for shell in shells:
        shell.close()
