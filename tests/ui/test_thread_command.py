"""Ctrl+G in the window: the golden thread from whatever screen a record is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from npt_desktop.services.people import sign_in
from npt_desktop.ui.desk_window import DeskWindow
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.thread_dialog import ThreadDialog
from npt_desktop.ui.workspace import Place, Workspace
from tests.services.test_golden_thread import Story, tell
from tests.world import World


@pytest.fixture
def window(world: World, theme: Theme, qtbot: QtBot) -> Iterator[tuple[DeskWindow, Story]]:
    story = tell(world)
    made = DeskWindow(theme)
    qtbot.addWidget(made)
    member = sign_in(world.store, world.inspector.name)
    work = Workspace(world.desk(), world.gedling, date(2026, 10, 1), made)
    made.attach(work, member)
    made.resize(1366, 697)
    with qtbot.waitExposed(made):
        made.show()
    yield made, story
    made.detach()
    world.store.announce = None


def test_the_thread_is_reached_from_each_screen_by_one_command(
    window: tuple[DeskWindow, Story], qtbot: QtBot
) -> None:
    made, story = window
    assert made.commands.get("desk.thread").keys == "Ctrl+G"
    assert made.commands.get("desk.thread").why_not() == "Choose a priority, plan or engagement first"
    assert not made.commands.run("desk.thread")
    for place in (Place("priorities"), Place("plans", story.starts["problem_plan"]), Place("engagement")):
        made.go(place)
        qtbot.waitUntil(lambda: made.commands.get("desk.thread").why_not() == "")
        assert made.commands.run("desk.thread")
        (dialog,) = [d for d in made.findChildren(ThreadDialog) if d.isVisible()]
        assert len(dialog.found.knots) > 10, place.screen
        dialog.reject()
        qtbot.waitUntil(lambda: not made.findChildren(ThreadDialog))
    assert made.commands.clashes() == []
