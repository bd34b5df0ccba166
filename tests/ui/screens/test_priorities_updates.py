"""Published updates on the Priorities screen: a correction, and figures marked about a priority."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.services.priorities import Priorities
from npt_desktop.ui.priorities.correcting_update import UpdateCorrectionDialog
from npt_desktop.ui.priorities.figures_dialog import FiguresDialog
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from tests.services.test_correcting_updates import told
from tests.services.test_priorities import QUARTER, decided
from tests.services.test_priority_figures import stock
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


def test_figures_are_ticked_and_drafted_from(show_screen: ShowScreen, world: World, qtbot: QtBot) -> None:
    stock(world)
    screen = opened(show_screen, qtbot)
    page = screen.composer
    page.mark_figures.click()
    qtbot.waitUntil(lambda: bool(forms()))
    (form,) = forms()
    ticked = next(check for check in form.boxes if check.text().startswith("Anti-social behaviour: Sep"))
    ticked.click()
    form.commit()
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: bool(page.fact_buttons))
    page.draft()
    assert page.texts["we_did"].text() == (
        "There were 41 reports of anti-social behaviour in September 2026, 52 the month before."
    )


def test_with_no_figure_in_it_says_where_they_come_from(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    decided(world, QUARTER, "Bikes")
    screen = opened(show_screen, qtbot)
    with qtbot.waitSignal(screen.work.refused) as said:
        screen.go("figures")
    assert said.args[0].startswith("No figure is in for this month")
    assert not forms()


def forms() -> list[FiguresDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, FiguresDialog) and w.isVisible()]
