"""A record marked in the window: the banner, the mark beside the title, and back again."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from npt_desktop.services.plans import Plans
from npt_desktop.ui.marking_dialog import marking_form
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.shell.window import MainShell
from tests.world import World

HIGH = "OFFICIAL-SENSITIVE PERSONAL"


def test_a_plan_is_marked_and_the_banner_follows_what_is_shown(
    world: World, show_screen: Callable[..., PlansScreen], qtbot: QtBot
) -> None:
    plans = Plans(world.desk())
    high, plain = plans.open(world.gedling, "Bikes"), plans.open(world.gedling, "Lights")
    screen = show_screen(PlansScreen)
    shell = screen.window()
    assert isinstance(shell, MainShell)
    assert shell.banner.marking == "OFFICIAL-SENSITIVE"
    assert screen.record_shown() is None

    screen.open_record(high, "")
    qtbot.waitUntil(lambda: screen.record_shown() == ("problem_plan", high) and not screen.work.jobs.busy)
    form = marking_form(screen, screen.work)
    form.control("marking").set_value(HIGH)
    form.commit()
    qtbot.waitUntil(lambda: shell.banner.marking == HIGH)
    assert not screen.header.mark.isHidden()
    assert screen.header.mark.text == HIGH

    screen.open_record(plain, "")
    qtbot.waitUntil(lambda: shell.banner.marking == "OFFICIAL-SENSITIVE")
    assert screen.header.mark.isHidden()
    assert screen.escape()  # back to the list, where the marked plan stands too
    qtbot.waitUntil(lambda: shell.banner.marking == HIGH)
