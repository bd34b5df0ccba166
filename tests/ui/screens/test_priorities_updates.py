"""Published updates on the Priorities screen: a correction, and figures marked about a priority."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.services.priorities import Priorities
from npt_desktop.ui.priorities.correcting_update import UpdateCorrectionDialog
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from tests.services.test_correcting_updates import told
from tests.services.test_priorities import QUARTER
from tests.ui.screens.conftest import ShowScreen
from tests.world import World


def opened(show_screen: ShowScreen, qtbot: QtBot) -> PrioritiesScreen:
    screen = show_screen(PrioritiesScreen)
    assert isinstance(screen, PrioritiesScreen)
    settle(screen, qtbot)
    screen.go("update")
    settle(screen, qtbot)
    return screen


def settle(screen: PrioritiesScreen, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)
    QApplication.processEvents()


def test_a_published_update_is_corrected_in_a_form_of_its_own(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    told(world)
    screen = opened(show_screen, qtbot)
    page = screen.composer
    assert page.texts["we_did"].isReadOnly()
    assert page.correct_button.isVisible()
    assert not page.corrected.isVisible()
    page.correct_button.click()
    (form,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, UpdateCorrectionDialog)]
    form.texts["we_did"].setText("PC 2107 went out six times.")
    qtbot.waitUntil(form.keeping.isVisible)
    form.commit()
    assert form.fields["correction_reason"].error == "Say why it is corrected."
    QTest.keyClicks(form.reason, "Miscounted")
    form.commit()
    assert "Remove the officer's number" in form.fields["we_did"].error
    form.texts["we_did"].setText("We went out six times.")
    form.commit()
    settle(screen, qtbot)
    qtbot.waitUntil(page.corrected.isVisible)
    (card,) = Priorities(world.desk()).page(world.gedling, QUARTER).cards
    assert [c.was for c in card.corrections] == ["We went out twice."]
    assert page.texts["we_did"].text() == "We went out six times."
