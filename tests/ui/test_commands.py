"""One list of commands; no two want the same key at the same time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.ui.commands import Command, Commands, clashes
from npt_desktop.ui.keys import KeysSheet
from npt_desktop.ui.theme.theme import Theme
from tests.ui.gallery import shell


def nothing() -> None:
    """A command for lists."""


def test_the_shell_has_no_clash_of_keys(theme: Theme, qtbot: QtBot) -> None:
    window = shell(theme)
    qtbot.addWidget(window)
    assert window.commands.clashes() == []
    assert "go.insights" in window.commands


def test_a_clash_is_found_unless_the_screens_never_meet() -> None:
    one = Command("one", "One", nothing, "Ctrl+L")
    assert clashes([one, Command("two", "Two", nothing, "F2 Ctrl+L")]) == [("Ctrl+L", "one", "two")]
    assert clashes([one, Command("two", "Two", nothing, "Ctrl+L", scope="qa")])
    here, there = (Command(s, s, nothing, "Ctrl+D", scope=s) for s in ("qa", "plans"))
    assert clashes([here, there]) == []


def test_an_id_is_given_once(qapp: QApplication) -> None:
    commands = Commands(qapp)
    commands.add(Command("one", "One", nothing))
    with pytest.raises(ValueError, match="one"):
        commands.add(Command("one", "Other", nothing))
    commands.remove("one")
    assert "one" not in commands


def test_keys_work_only_on_their_screen_and_without_a_reason_not_to(theme: Theme, qtbot: QtBot) -> None:
    window = shell(theme)
    qtbot.addWidget(window)
    ran: list[str] = []
    reason = [""]
    window.commands.add(
        Command("qa.repeat", "Repeat", lambda: ran.append("qa"), "Ctrl+D", scope="qa"),
        Command("plans.repeat", "Repeat", lambda: ran.append("plans"), "Ctrl+D", scope="plans"),
        Command("log", "Log", lambda: ran.append("log"), "Ctrl+L", why_not=lambda: reason[0]),
    )
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window, Qt.Key.Key_D, control)
    QTest.keyClick(window, Qt.Key.Key_L, control)
    reason[0] = "Sign in first"
    QTest.keyClick(window, Qt.Key.Key_L, control)
    assert ran == ["plans", "log"]


def test_f1_lists_the_keys_of_this_screen(theme: Theme, qtbot: QtBot) -> None:
    window = shell(theme)
    qtbot.addWidget(window)
    window.commands.add(Command("plans.add", "Add action", nothing, "Ctrl+J", scope="plans"))
    window.commands.add(Command("qa.met", "Met", nothing, "Ctrl+M", scope="qa"))
    sheet = KeysSheet(window, window.commands)
    said = dict(sheet.lines)
    assert said["Add action"] == "Ctrl+J"
    assert said["Home"] == "Ctrl+1"
    assert "Met" not in said
