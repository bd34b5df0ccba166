"""Putting a removed record back from a backup, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from npt_desktop.models.actions import Action
from npt_desktop.models.actor import Actor
from npt_desktop.services import keeping
from npt_desktop.ui.restore_dialog import RestoreDialog
from npt_desktop.ui.workspace import Workspace
from tests.conftest import CEDAR
from tests.world import World

WorkAs = Callable[[Actor | None], Workspace]
Shown = Callable[[Actor], RestoreDialog]


@pytest.fixture
def shown(work_as: WorkAs, qtbot: QtBot) -> Iterator[Shown]:
    """Opens the dialog for a person and waits until it has compared the latest backup."""
    frames: list[QWidget] = []

    def show(actor: Actor) -> RestoreDialog:
        work = work_as(actor)
        frames.append(QWidget())
        qtbot.addWidget(frames[-1])
        dialog = RestoreDialog(work, frames[-1])
        with qtbot.waitExposed(dialog):
            dialog.open()
        qtbot.waitUntil(lambda: not work.jobs.busy)
        return dialog

    yield show
    frames.clear()


def test_a_removed_action_is_found_looked_at_and_put_back(world: World, shown: Shown, qtbot: QtBot) -> None:
    with world.store.write(CEDAR, "Set") as unit:
        made = unit.add(Action(area_id=1, title="Mend the gate", due_on=date(2026, 11, 1)))
    keeping.back_up(world.store)
    with world.store.write(CEDAR, "Removed") as unit:
        unit.remove(unit.get(Action, made.id))
    dialog = shown(world.inspector)
    assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == [
        "Action “Mend the gate”: removed since"
    ]
    assert "Due on: 2026-11-01" in dialog.fields.text()
    assert dialog.list.hasFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Tab)
    dialog.back.setFocus()
    QTest.keyClick(dialog.back, Qt.Key.Key_Space)
    with world.store.read() as session:
        assert session.scalars(select(Action)).one().title == "Mend the gate"
    nothing = "The store still says everything this backup says."
    qtbot.waitUntil(lambda: dialog.fields.text() == nothing)


def test_without_a_backup_it_says_so_and_a_sergeant_is_refused_in_words(world: World, shown: Shown) -> None:
    dialog = shown(CEDAR)
    assert "no backup yet" in dialog.back.toolTip()
    with world.store.write(CEDAR, "Set") as unit:
        made = unit.add(Action(area_id=1, title="Mend the gate"))
    keeping.back_up(world.store)
    with world.store.write(CEDAR, "Changed") as unit:
        unit.get(Action, made.id).title = "Paint the gate"
    dialog = shown(CEDAR)
    assert "(now: Paint the gate)" in dialog.fields.text()
    QTest.keyClick(dialog.back, Qt.Key.Key_Space)
    assert "may restore the store from a backup" in dialog.summary.accessibleName()
    with world.store.read() as session:
        assert session.scalars(select(Action)).one().title == "Paint the gate"
