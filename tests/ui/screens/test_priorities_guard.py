"""Keeping a finding, the survey workbook and the all-areas board, on the Priorities screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.priorities import SurveyResult
from npt_desktop.services.guard import Guard
from npt_desktop.services.priorities import Priorities
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from npt_desktop.ui.widgets.messages import ConfirmDialog
from tests.services.test_priorities import QUARTER, decided
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

SURVEY = Path(__file__).parents[2] / "data" / "police-and-crime-survey-2026-q2.xlsx"


def opened(show_screen: ShowScreen, qtbot: QtBot) -> PrioritiesScreen:
    screen = show_screen(PrioritiesScreen)
    assert isinstance(screen, PrioritiesScreen)
    settle(screen, qtbot)
    return screen


def settle(screen: PrioritiesScreen, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)
    QApplication.processEvents()


def test_publishing_waits_until_a_finding_is_kept_with_a_reason(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    Priorities(world.desk()).save_priority(priority, 1, {"public_wording": "Mr Alder asked. We will patrol."})
    screen = opened(show_screen, qtbot)
    screen.go("publish")
    settle(screen, qtbot)
    box = screen.publish.keeping
    assert box.isVisible()
    assert "Remove ‘Mr Alder’" in box.words.text()
    with qtbot.waitSignal(screen.work.refused):
        screen.publish.primary()
    assert not screen.findChildren(ConfirmDialog)
    box.keep_button.click()
    assert box.field.error == "Say why it may stay in the text."
    QTest.keyClicks(box.reason, "He agreed")
    box.keep_button.click()
    qtbot.waitUntil(lambda: not box.isVisible())
    assert [k.reason for k in Guard(world.desk()).kept(world.gedling)] == ["He agreed"]
    screen.publish.primary()
    assert isinstance(screen.publish.confirm, ConfirmDialog)
    screen.publish.confirm.reject()


def test_the_update_mends_a_quarter_by_number(show_screen: ShowScreen, world: World, qtbot: QtBot) -> None:
    decided(world, QUARTER, "Bikes")
    screen = opened(show_screen, qtbot)
    screen.go("update")
    settle(screen, qtbot)
    page = screen.composer
    page.texts["we_did"].setText("In Q1 we met.")
    qtbot.waitUntil(lambda: page.keeping.isVisible())
    assert page.keeping.mend_button.isVisible()
    page.keeping.mend_button.click()
    assert page.texts["we_did"].text() == "In April to June we met."
    qtbot.waitUntil(lambda: not page.keeping.isVisible())


def test_the_survey_workbook_comes_in_from_step_one(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    screen = opened(show_screen, qtbot)
    screen.go("survey")
    panel = screen.overview.survey
    assert panel.bring_button.isVisible()
    panel.file.read(SURVEY, None)
    qtbot.waitUntil(lambda: panel.file.confirm is not None, timeout=20_000)
    asked = panel.file.confirm
    assert asked is not None
    assert asked.yes.text() == "Bring only the good rows in"
    assert "There is no area “Bassetlaw”" in asked.accessibleDescription()
    with world.desk().read() as session:
        assert session.query(SurveyResult).count() == 0
    with qtbot.waitSignal(screen.work.said) as said:
        asked.yes.click()
    assert said.args == ["Imported 20 survey figures of 2 areas", True]
    with world.desk().read() as session:
        assert session.query(SurveyResult).count() == 20


def test_all_areas_are_reached_and_one_is_opened(show_screen: ShowScreen, world: World, qtbot: QtBot) -> None:
    decided(world, QUARTER, "Bikes")
    screen = opened(show_screen, qtbot)
    screen.overview.board_button.click()
    settle(screen, qtbot)
    board = screen.board
    assert board.isVisible()
    words = [[board.model.index(r, c).data() for c in range(4)] for r in range(board.model.rowCount())]
    assert words[0][0] == "Gedling"
    assert words[0][2].endswith("92 days left")
    assert words[0][3] == "1 due this month"
    assert words[1][2:] == ["No date recorded", "No priorities"]
    board.table.selectRow(1)
    board.primary()
    settle(screen, qtbot)
    assert screen.work.area_id == world.ashfield
    assert screen.overview.isVisible()


@pytest.mark.parametrize("role", ["pcso"])
def test_who_may_not_import_sees_why(show_screen: ShowScreen, world: World, qtbot: QtBot, role: str) -> None:
    screen = show_screen(PrioritiesScreen, getattr(world, role))
    assert isinstance(screen, PrioritiesScreen)
    settle(screen, qtbot)
    screen.go("survey")
    assert not screen.overview.survey.bring_button.isEnabled()
