"""A store that can only be read, in the window: offered as a copy, looked at, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from npt_desktop.app import Application
from npt_desktop.models.organisation import Area
from npt_desktop.paths import data_folder
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.preferences import Preferences
from tests.rights import needs_rights, somebody
from tests.world import World

pytestmark = needs_rights


@pytest.fixture
def disc(world_file: tuple[Path, World], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The store in a folder that may only be read."""
    whole = world_file[0].read_bytes()
    with somebody(monkeypatch) as folder:
        store = folder / "disc" / "force.npt"
        store.parent.mkdir()
        store.write_bytes(whole)
        store.chmod(0o444)
        store.parent.chmod(0o555)
        yield store


def test_a_copy_is_offered_looked_at_and_gone_after(
    disc: Path, world: World, qapp: QApplication, qtbot: QtBot, clock: FixedClock
) -> None:
    world.store.close()
    preferences = Preferences(mode="light", kept=False)
    one = Application(qapp, store=disc, person=world.inspector.name, preferences=preferences, clock=clock)
    qtbot.addWidget(one.host)
    one.start()
    try:
        qtbot.waitUntil(lambda: one.built and one.welcome is not None)
        assert one.welcome is not None
        qtbot.waitUntil(
            lambda: any(b.text() == "Look at a copy" for b in one.welcome.findChildren(QPushButton))
            if one.welcome is not None else False
        )  # fmt: skip
        one.welcome.primary()
        qtbot.waitUntil(lambda: one.window.work is not None)
        work = one.window.work
        assert work is not None
        assert one.store is not None
        assert one.store.copy_of == disc
        assert one.preferences.store == ""
        assert "nothing can be changed" in one.window.banner.accessibleName()
        assert len(list((data_folder() / "copies to look at").iterdir())) == 1

        def write() -> None:
            with work.desk.write("Added") as unit:
                unit.add(Area(name="Beeston"))

        said: list[str] = []
        work.refused.connect(said.append)
        assert not work.attempt(write)
        assert said == [
            "This is a copy to look at only: copy the store to a folder you may write to and work there."
        ]
    finally:
        one.close()
    assert list((data_folder() / "copies to look at").iterdir()) == []
