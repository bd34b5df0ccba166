"""A file that is locked asks for its passphrase where it is wanted: a backup, a colleague's store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.services import encrypting, keeping
from npt_desktop.services.restoring import Restoring
from npt_desktop.store import mark, vault
from npt_desktop.ui.lock.dialog import PassphraseDialog
from npt_desktop.ui.long_work import long_work
from npt_desktop.ui.restore_dialog import RestoreDialog
from npt_desktop.ui.shell.screen import ProgressLine
from npt_desktop.ui.workspace import Workspace
from tests.key_stores import MemoryKeys, key_store
from tests.world import World

WorkAs = Callable[[Actor | None], Workspace]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(vault, "_known", {})
    with key_store(MemoryKeys()):
        yield


@pytest.fixture
def locked(world: World) -> tuple[Path, str]:
    """A backup of the store, encrypted on another computer; and its passphrase."""
    passphrase = encrypting.new_passphrase()
    made = keeping.back_up(world.store)
    with key_store():
        encrypting.encrypt(made, passphrase, world.store.clock)
    mark.beside(made).unlink()
    vault._known.clear()
    return made, passphrase


def asked() -> PassphraseDialog:
    (found,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, PassphraseDialog) and w.isVisible()
    ]
    return found


def is_asked() -> bool:
    return any(isinstance(w, PassphraseDialog) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_a_backup(work_as: WorkAs, locked: tuple[Path, str], qtbot: QtBot, world: World) -> None:
    work = work_as(world.inspector)
    frame = QWidget()
    qtbot.addWidget(frame)
    dialog = RestoreDialog(work, frame)
    dialog.open()
    qtbot.waitUntil(is_asked, timeout=20_000)
    ask = asked()
    ask.ask.edit.setText(vault.new_passphrase())
    ask.open_button.click()
    qtbot.waitUntil(lambda: "does not open the store" in ask.ask.field.error, timeout=20_000)
    ask.ask.edit.setText(locked[1])
    ask.open_button.click()
    nothing = "The store still says everything this backup says."
    qtbot.waitUntil(lambda: dialog.fields.text() == nothing, timeout=20_000)


def test_long_work_begins_anew(work_as: WorkAs, locked: tuple[Path, str], qtbot: QtBot, world: World) -> None:
    work = work_as(world.inspector)
    line = ProgressLine()
    qtbot.addWidget(line)
    found: list[object] = []
    long_work(work, line, "Comparing", lambda _: Restoring(work.desk).differences(locked[0]), found.append)
    qtbot.waitUntil(is_asked, timeout=20_000)
    asked().ask.edit.setText(locked[1])
    asked().open_button.click()
    qtbot.waitUntil(lambda: found == [[]], timeout=20_000)
