"""The palette by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from npt_desktop.ui.commands import Command
from npt_desktop.ui.jobs import Jobs
from npt_desktop.ui.palette import EntryModel, Found, Palette
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from tests.ui.gallery import shell

Key = Qt.Key
Open = Callable[..., Palette]


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> MainShell:
    made = shell(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def opened(window: MainShell) -> tuple[Palette, list[str], list[str]]:
    """A palette over the shell, what it was asked, what it ran."""
    asked: list[str] = []
    ran: list[str] = []

    def find(text: str) -> list[Found]:
        asked.append(text)
        return [
            Found("Faith groups: reassurance", "Plan 2025-041", lambda: ran.append("plan"), kind="plan"),
            Found("Faith forum chair", "Key individual", lambda: ran.append("chair"), kind="contact"),
        ]

    window.commands.add(Command("log", "Log engagement", lambda: ran.append("log"), "Ctrl+L", "plus"))
    window.commands.add(Command("lock", "Close plan", lambda: ran.append("no"), why_not=lambda: "Needs 4"))
    palette = Palette(window, window.commands, find)
    window.search = palette.open
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    return palette, asked, ran


Opened = tuple[Palette, list[str], list[str]]


def titles(palette: Palette) -> list[str]:
    return [entry.title for entry in palette.model.entries]


def test_a_command_is_typed_and_run(opened: Opened) -> None:
    palette, _, ran = opened
    QTest.keyClicks(palette.box, "log")
    assert titles(palette)[:2] == ["Do", "Log engagement"]
    QTest.keyClick(palette.box, Key.Key_Return)
    assert ran == ["log"]
    assert not palette.isVisible()
    palette.open()
    assert titles(palette)[1] == "Log engagement"  # recent first


def test_arrows_pass_over_headings(opened: Opened, window: MainShell) -> None:
    palette, _, _ = opened
    chosen: list[str] = []
    window.navChosen.connect(chosen.append)
    QTest.keyClicks(palette.box, "p")
    QTest.keyClick(palette.box, Key.Key_Down)
    QTest.keyClick(palette.box, Key.Key_Down)
    QTest.keyClick(palette.box, Key.Key_Up)
    QTest.keyClick(palette.box, Key.Key_Enter)
    assert chosen == ["priorities"]  # below "Close plan" and the heading "Go to"


def test_records_are_asked_once_the_typing_rests(opened: Opened, qtbot: QtBot) -> None:
    palette, asked, ran = opened
    QTest.keyClicks(palette.box, "#faith")
    qtbot.waitUntil(lambda: "Found in records" in titles(palette))
    assert asked == ["#faith"]
    assert titles(palette) == ["Found in records", "Faith groups: reassurance"]
    QTest.keyClick(palette.box, Key.Key_Return)
    assert ran == ["plan"]


def test_a_sign_narrows_to_commands_or_contacts(opened: Opened, qtbot: QtBot) -> None:
    palette, asked, _ = opened
    QTest.keyClicks(palette.box, "@faith")
    qtbot.waitUntil(lambda: titles(palette) == ["Found in records", "Faith forum chair"])
    palette.box.clear()
    QTest.keyClicks(palette.box, ">back")
    assert titles(palette) == ["Go to", "Back"]
    assert asked == ["@faith"]


def test_what_cannot_be_done_says_why_and_does_not_run(opened: Opened) -> None:
    palette, _, ran = opened
    QTest.keyClicks(palette.box, ">close plan")
    assert palette.model.entries[1].reason == "Needs 4"
    QTest.keyClick(palette.box, Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


def test_esc_closes_and_gives_the_focus_back(window: MainShell, opened: Opened) -> None:
    palette, _, _ = opened
    palette.close_palette()
    screen = window.current
    assert screen is not None
    assert screen.focus_field("note")
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    back: list[bool] = []
    window.backChosen.connect(lambda: back.append(True))
    QTest.keyClick(palette.box, Key.Key_Escape)
    assert not palette.isVisible()
    assert window.focusWidget().objectName() == "note"
    assert back == []


def test_records_come_from_another_thread(window: MainShell, qtbot: QtBot) -> None:
    jobs = Jobs()
    palette = Palette(window, window.commands, lambda text: [Found(text, "Plan", lambda: None)], jobs)
    palette.open("trail")
    qtbot.waitUntil(lambda: "trail" in titles(palette))
    assert jobs.stop()


def test_its_model_keeps_the_rules(opened: Opened) -> None:
    palette, _, _ = opened
    model = EntryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set(palette.model.entries)
    model.set([])
