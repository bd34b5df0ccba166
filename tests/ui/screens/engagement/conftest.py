"""The engagement screen, and somebody at its keyboard who counts the keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.ui.commands import Command
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.shell.window import MainShell
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

_NONE = Qt.KeyboardModifier.NoModifier


class Typist:
    """Presses keys where the focus is. A key with a modifier counts as two."""

    def __init__(self) -> None:
        self.count = 0

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        self.count += len(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)
        self.count += 1 if modifier == _NONE else 2

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def tab(self) -> None:
        self.press(Qt.Key.Key_Tab)


@pytest.fixture
def typist() -> Typist:
    return Typist()


@pytest.fixture
def show(show_screen: ShowScreen, world: World) -> Callable[..., EngagementScreen]:
    """Shows the screen, as a window would: its commands and Ctrl+L bound."""

    def open_it(actor: Actor | None = None) -> EngagementScreen:
        screen = cast(EngagementScreen, show_screen(EngagementScreen, actor or world.pcso))
        shell = screen.window()
        assert isinstance(shell, MainShell)
        shell.commands.add(*screen.commands())
        shell.commands.add(Command("log", "Log engagement", screen.quick_entry, "Ctrl+L"))
        assert shell.commands.clashes() == []
        return screen

    return open_it


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[EngagementScreen], None]:
    """Waits until the screen has read and shown what was asked for."""

    def wait(screen: EngagementScreen) -> None:
        QApplication.processEvents()
        pause = screen.list.filters._pause
        qtbot.waitUntil(lambda: not pause.isActive())
        qtbot.waitUntil(lambda: not screen.work.jobs.busy)

    return wait


@pytest.fixture
def entry(world: World) -> Callable[..., int]:
    """Logs an entry through the service; returns its id."""
    log = Engagement(world.desk(world.pcso))
    base = EntryDraft(
        world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Youth club, Mill Street", world.pcso.person_id, "Talked about bikes on the trail",
    )  # fmt: skip

    def make(day: date = TODAY, **fields: object) -> int:
        return log.log(replace(base, day=day, **fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def said(show: Callable[..., EngagementScreen]) -> Callable[[EngagementScreen], list[str]]:
    """Collects what a screen says and refuses from now on."""
    del show

    def collect(screen: EngagementScreen) -> list[str]:
        heard: list[str] = []
        screen.work.said.connect(lambda text, _undo: heard.append(text))
        screen.work.refused.connect(heard.append)
        return heard

    return collect
