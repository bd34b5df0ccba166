"""Checking the store from the window, and repairing what can be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.ui.check_dialog import CheckDialog
from npt_desktop.ui.workspace import Workspace
from tests.conftest import TODAY
from tests.world import World

Shown = Callable[[Actor], CheckDialog]


@pytest.fixture
def shown(work_as: Callable[[Actor | None], Workspace], qtbot: QtBot) -> Iterator[Shown]:
    """Opens the dialog for a person and waits until it has looked."""
    frames: list[QWidget] = []

    def show(actor: Actor) -> CheckDialog:
        work = work_as(actor)
        frames.append(QWidget())
        qtbot.addWidget(frames[-1])
        dialog = CheckDialog(work, frames[-1])
        with qtbot.waitSignal(dialog.looked, timeout=30_000):
            dialog.open()
        return dialog

    yield show
    frames.clear()


def lines(dialog: CheckDialog) -> list[str]:
    return [dialog.list.item(n).text() for n in range(dialog.list.count())]


def spoil(world: World) -> None:
    """A log whose index lost its words."""
    with world.store.write(world.sergeant, "Logged") as unit:
        unit.add(EngagementEntry(area_id=1, day=TODAY, summary="word", natural_key="m"))
    with closing(sqlite3.connect(world.store.path)) as raw:
        raw.execute("INSERT INTO engagement_search(engagement_search) VALUES ('delete-all')")
        raw.commit()


def test_a_sound_store_is_said_to_be_and_offers_nothing(world: World, shown: Shown) -> None:
    dialog = shown(world.inspector)
    assert dialog.verdict.text() == "The store is sound."
    assert {line.split(":")[0] for line in lines(dialog)} == {"Sound"}
    assert any("journal" in line for line in lines(dialog))
    assert dialog.list.hasFocus()
    assert dialog.repairs.text() == ""


def test_what_is_amiss_comes_first_with_what_the_repair_does(
    world: World, shown: Shown, qtbot: QtBot
) -> None:
    spoil(world)
    dialog = shown(world.inspector)
    assert lines(dialog)[0].startswith("Look at this: search.")
    assert "makes the index anew from the log; no record is touched." in dialog.repairs.text()
    dialog.mend.setFocus()
    with qtbot.waitSignal(dialog.looked, timeout=30_000):
        QTest.keyClick(dialog.mend, Qt.Key.Key_Space)
    assert dialog.verdict.text() == "The store is sound."


def test_a_role_that_may_not_repair_is_told_and_nothing_is_done(
    world: World, shown: Shown, qtbot: QtBot
) -> None:
    spoil(world)
    dialog = shown(world.pcso)
    dialog.repair()
    qtbot.waitUntil(lambda: dialog.summary.isVisible())
    assert not lines(dialog)[0].startswith("Sound")
