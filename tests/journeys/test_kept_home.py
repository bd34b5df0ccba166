"""The Home kept for the next start is shown at once, and one of another shape stops nobody."""

from __future__ import annotations

from copy import deepcopy

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop import __version__
from npt_desktop.app import Application
from npt_desktop.services.home import Home
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.glance import HOME_KEPT
from npt_desktop.ui.preferences import Preferences
from tests.world import World


@pytest.mark.parametrize("shape", ["ours", "another build's"])
def test_a_start_with_a_kept_home_ends_at_the_desk(
    shape: str, world: World, qapp: QApplication, qtbot: QtBot, clock: FixedClock
) -> None:
    home = Home(world.desk())
    page = deepcopy(home.page(world.gedling).as_json())
    if shape != "ours":
        del page["areas"]
    world.store.keep_setting(
        f"{HOME_KEPT}{world.inspector.name}",
        {"link": home.link(), "area_id": world.gedling, "mine": False, "version": __version__, "page": page},
    )
    world.store.close()
    one = Application(
        qapp, store=world.store.path, person=world.inspector.name,
        preferences=Preferences(mode="light", kept=False), clock=clock,
    )  # fmt: skip
    qtbot.addWidget(one.host)
    one.start()
    try:
        qtbot.waitUntil(lambda: one.built)
        qtbot.waitUntil(lambda: one.window.work is not None and one.window.reader is not None)
        qtbot.waitUntil(lambda: one.window.reader is not None and one.window.reader.page is not None)
    finally:
        one.close()
