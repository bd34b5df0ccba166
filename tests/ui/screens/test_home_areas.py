"""The Home of somebody with several areas leads to each one's QA meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.priorities import PriorityRound
from npt_desktop.services.home import Home
from npt_desktop.ui.home.reader import HomeReader
from npt_desktop.ui.home.screen import HomeScreen
from npt_desktop.ui.workspace import Workspace
from tests.world import World


@pytest.mark.usefixtures("theme")
def test_a_chief_inspector_goes_from_home_to_the_meeting_of_another_area(
    world: World, work_as: Callable[[Actor | None], Workspace], qtbot: QtBot
) -> None:
    work = work_as(world.chief)
    home = HomeScreen()
    qtbot.addWidget(home)
    home.seat(work, HomeReader(work))
    home.show_page(Home(work.desk).page(world.gedling))
    assert not home.areas.isHidden()
    asked: list[str] = []
    work.wanted.connect(lambda place: asked.append(place.screen))
    link = next(link for link in home.areas.links if "Ashfield: no date" in link.accessibleName())
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked == ["quality"]
    assert (work.area_id, work.month) == (world.ashfield, date(2026, 10, 1))
    home.show_page(Home(world.desk()).page(world.gedling))
    assert home.areas.isHidden()


@pytest.mark.usefixtures("theme")
def test_home_shows_both_clocks_of_the_area(
    world: World, work_as: Callable[[Actor | None], Workspace], qtbot: QtBot
) -> None:
    with world.desk().write("Set") as unit:
        unit.add(PriorityRound(area_id=world.gedling, quarter=date(2026, 7, 1), decided_on=date(2026, 7, 10)))
    home = HomeScreen()
    qtbot.addWidget(home)
    home.seat(work_as(None), HomeReader(work_as(None)))
    home.show_page(Home(world.desk()).page(world.gedling))
    shown = home.priorities.clocks
    assert [text.text() for text in shown.texts] == ["Website", "15 days left", "National", "6 days late"]
    assert shown.texts[3].toolTip() == "National clock: Set 10 Jul, over 3 months old"
