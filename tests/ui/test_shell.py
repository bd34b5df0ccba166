"""The window says what was chosen and shows what it is given."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.ui.shell.context import quarter_words, step_month
from npt_desktop.ui.shell.sidebar import Count, Nav
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.theme.theme import Theme
from tests.ui.gallery import Sample, shell

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> MainShell:
    made = shell(theme)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def test_only_the_screens_given_appear(window: MainShell) -> None:
    window.set_nav([Nav("home", "Home", "home"), Nav("plans", "Problem plans", "target-arrow")])
    assert list(window.sidebar.items) == ["home", "plans"]
    assert window.sidebar.items["plans"].isChecked()
    assert "go.insights" not in window.commands


def test_screens_are_chosen_by_click_and_key(window: MainShell) -> None:
    chosen: list[str] = []
    window.navChosen.connect(chosen.append)
    QTest.mouseClick(window.sidebar.items["qa"], Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Key.Key_1, Mod.ControlModifier)
    assert chosen == ["qa", "home"]


def test_counts_are_said(window: MainShell) -> None:
    window.set_counts({"plans": Count(2, "bad")})
    name = window.sidebar.items["plans"].accessibleName()
    assert name == "Problem plans, 2 due, Red, overdue or missing, current screen"
    assert window.sidebar.items["home"].accessibleName() == "Home"


def test_months_are_asked_for_and_shown(window: MainShell) -> None:
    asked: list[date] = []
    window.monthChosen.connect(asked.append)
    QTest.keyClick(window, Key.Key_BracketRight, Mod.ControlModifier)
    QTest.keyClick(window, Key.Key_BracketLeft, Mod.ControlModifier)
    assert asked == [date(2026, 8, 1), date(2026, 6, 1)]
    window.set_context(2, date(2026, 12, 14))
    assert window.context.month.accessibleName() == "Month: December 2026, Oct–Dec quarter"
    assert window.context.area.text() == "Bassetlaw"
    assert len(asked) == 2


def test_steps_of_months_pass_the_year() -> None:
    assert step_month(date(2026, 12, 31), 1) == date(2027, 1, 1)
    assert step_month(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert quarter_words(date(2027, 3, 31)) == "Jan–Mar quarter"


def test_the_area_is_switched_by_keys(window: MainShell) -> None:
    chosen: list[object] = []
    window.areaChosen.connect(chosen.append)
    QTest.keyClick(window, Key.Key_A, Mod.ControlModifier | Mod.ShiftModifier)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "mans")
    QTest.keyClick(focus, Key.Key_Return)
    assert chosen == [3]


@pytest.mark.parametrize(("width", "rail"), [(1366, False), (1340, False), (1339, True), (1024, True)])
def test_a_narrow_window_has_a_rail(window: MainShell, width: int, rail: bool) -> None:
    window.resize(width, 700)
    assert window.sidebar.rail is rail
    assert window.sidebar.items["home"].accessibleName().startswith("Home")


def test_larger_text_gives_the_rail_sooner(window: MainShell, theme: Theme) -> None:
    assert not window.sidebar.rail
    theme.set_percent(130)
    assert window.sidebar.rail


def test_the_screen_answers_the_global_keys(window: MainShell) -> None:
    screen = window.current
    assert isinstance(screen, Sample)
    QTest.keyClick(window, Key.Key_N, Mod.ControlModifier)
    QTest.keyClick(window, Key.Key_F, Mod.ControlModifier)
    QTest.keyClick(window, Key.Key_Return, Mod.ControlModifier)
    QTest.mouseClick(window.context.new, Qt.MouseButton.LeftButton)
    assert screen.asked == ["new", "search", "primary", "new"]


def test_back_and_esc(window: MainShell) -> None:
    back: list[bool] = []
    window.backChosen.connect(lambda: back.append(True))
    QTest.keyClick(window, Key.Key_Left, Mod.AltModifier)
    QTest.keyClick(window, Key.Key_Escape)
    assert back == [True, True]


def test_f6_goes_round_the_panes_and_back_to_where_one_was(window: MainShell) -> None:
    screen = window.current
    assert isinstance(screen, Sample)
    assert screen.focus_field("note")
    order: list[QWidget] = [window.sidebar, window.context, screen.left, screen.right]
    for pane in order:
        QTest.keyClick(window, Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert pane.isAncestorOf(focus)
    assert screen.note.hasFocus()
    QTest.keyClick(window, Key.Key_F6, Mod.ShiftModifier)
    assert screen.left.isAncestorOf(QApplication.focusWidget() or window)


def test_a_field_that_is_not_here_is_not_found(window: MainShell) -> None:
    assert window.current is not None
    assert not window.current.focus_field("nowhere")


def test_the_banner_takes_the_marking_of_the_screen(window: MainShell) -> None:
    assert window.current is not None
    window.current.set_marking("OFFICIAL")
    assert window.banner.accessibleName() == "Protective marking: OFFICIAL"
    window.show_page("home", QWidget())
    assert window.banner.marking == "OFFICIAL-SENSITIVE"
    assert window.screen_key == "home"


def test_a_page_replaces_the_one_of_its_key(window: MainShell) -> None:
    first = window.page("plans")
    second = Sample()
    window.show_page("plans", second)
    assert window.page("plans") is second is not first
    assert window.pages.count() == 1
    window.drop_page("plans")
    assert window.page("plans") is None


def test_a_toast_offers_undo_once(window: MainShell) -> None:
    undone: list[str] = []
    window.toast.say("Entry saved", "Faith groups, score 4", lambda: undone.append("entry"))
    assert window.toast.isVisible()
    assert window.toast.accessibleName() == "Entry saved. Faith groups, score 4"
    window.toast.action.click()
    assert undone == ["entry"]
    assert not window.toast.isVisible()


def test_a_toast_stays_while_focused(window: MainShell) -> None:
    window.toast.say("Entry saved", do=lambda: None)
    window.toast.action.setFocus()
    window.toast._clock.timeout.emit()
    assert window.toast.isVisible()
    window.focus_page()
    window.toast._clock.timeout.emit()
    assert not window.toast.isVisible()


def test_the_ring_follows_the_keyboard(window: MainShell, qtbot: QtBot) -> None:
    assert window.current is not None
    assert window.current.focus_field("note")
    qtbot.waitUntil(lambda: window.ring.ring() is not None)
    ring = window.ring.ring()
    assert ring is not None
    qtbot.waitUntil(ring.isVisible)
    assert ring.parentWidget() is not window  # a child of the scrolled page, clipped with it
    QTest.keyClick(window, Key.Key_A, Mod.ControlModifier | Mod.ShiftModifier)
    qtbot.waitUntil(lambda: ring.parentWidget() is window)
    window.drop_page("plans")
    QTest.keyClick(window, Key.Key_F6)
    assert window.ring.target is not None
