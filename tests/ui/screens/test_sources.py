"""The sources of a round by keyboard: files in, words sorted, what was said typed in, figures side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.sources import Source
from npt_desktop.services.sources import Sources
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from npt_desktop.ui.priorities.small_areas_dialog import SmallAreasDialog
from npt_desktop.ui.priorities.sources import SourcesPage
from npt_desktop.ui.priorities.words_dialog import WordsDialog
from npt_desktop.ui.widgets.buttons import Button
from tests.exchange.test_crime import row
from tests.services.test_crime_import import written as crime_file
from tests.services.test_response_import import written as answers_file
from tests.services.test_sources import answer, crime
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ROUND = Quarter(date(2026, 10, 1))


@pytest.fixture
def open_sources(show_screen: ShowScreen, qtbot: QtBot) -> Callable[..., SourcesPage]:
    """Shows the sources of Gedling's round, read."""

    def show(*more: object) -> SourcesPage:
        screen = show_screen(PrioritiesScreen, *more)
        assert isinstance(screen, PrioritiesScreen)
        assert QTest.qWaitForWindowActive(screen.window())
        screen.go("sources")
        qtbot.waitUntil(lambda: screen.sources.read_page is not None and not screen.work.jobs.busy)
        return screen.sources

    return show


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[SourcesPage], None]:
    """Waits until the page has read what was written."""

    def wait(page: SourcesPage) -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not page.work.jobs.busy)
        QApplication.processEvents()

    return wait


def press(*what: object) -> None:
    """Keys where the keyboard focus is: words are typed, keys pressed, (key, modifier) together."""
    for each in what:
        target = QApplication.focusWidget()
        assert target is not None, f"nothing has the focus for {each!r}"
        if isinstance(each, str):
            QTest.keyClicks(target, each)
        elif isinstance(each, tuple):
            QTest.keyClick(target, each[0], each[1])
        else:
            assert isinstance(each, Qt.Key)
            QTest.keyClick(target, each)


def button(place: QWidget, words: str) -> Button:
    found = [b for b in place.findChildren(Button) if b.text() == words and b.isVisible()]
    assert len(found) == 1, [b.text() for b in place.findChildren(Button)]
    return found[0]


def screen_of(page: SourcesPage) -> PrioritiesScreen:
    """The screen a page stands on."""
    above: QWidget | None = page
    while above is not None and not isinstance(above, PrioritiesScreen):
        above = above.parentWidget()
    assert above is not None
    return above


def choose(page: SourcesPage, source: Source) -> None:
    """Go down the list of sources by keyboard."""
    page.list.setFocus()
    press((K.Key_Home, CTRL), *[K.Key_Down] * list(Source).index(source))
    assert page.source is source


def cells(page: SourcesPage) -> list[list[str]]:
    model = page.model
    return [
        [str(model.index(line, column).data()) for column in range(model.columnCount())]
        for line in range(model.rowCount())
    ]


def test_an_empty_round_says_for_each_source_what_to_do(open_sources: Callable[..., SourcesPage]) -> None:
    page = open_sources()
    assert page.list.hasFocus()
    for source, says, acts in (
        (
            Source.SURVEY,
            "bring the workbook in, or type figures in",
            ["Bring the survey workbook in", "Type a figure in"],
        ),
        (Source.RESPONSES, "bring the download in", ["Bring responses in", "Age bands of the area"]),
        (Source.CRIME, "bring the monthly files in", ["Bring monthly files in"]),
        (Source.CONSULTATION, "add what partners and communities said", ["Add what was said"]),
        (Source.LOG, "is in the log", ["Open the log"]),
    ):
        choose(page, source)
        assert page.views.currentWidget() is page.empty
        assert says in page.empty.title.text()
        assert [b.text() for b in page.main.findChildren(Button) if b.isVisible() and b.text()] == acts


def test_responses_come_in_and_an_unknown_word_is_sorted_once(
    open_sources: Callable[..., SourcesPage],
    settled: Callable[[SourcesPage], None],
    world: World,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    answer(world, world.gedling, *["ASB"] * 40, day=date(2026, 5, 4))
    page = open_sources()
    choose(page, Source.RESPONSES)
    rows = [
        f"{1 + n % 28:02}/07/2026,Gedling,35-49,{'ASB;the canal bank' if n < 30 else 'drugs'}"
        for n in range(40)
    ]
    page.responses.read(answers_file(tmp_path, *rows, "01/07/2026,Narnia,35-49,ASB"), world.gedling)
    qtbot.waitUntil(lambda: page.responses.confirm is not None)
    asked = page.responses.confirm
    assert asked is not None
    assert "There is no area “Narnia” in this store." in asked.accessibleDescription()
    assert asked.yes.text() == "Bring only the good rows in"
    QTest.keyClick(asked.yes, K.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    settled(page)
    assert cells(page) == [
        ["Anti-social behaviour", "75 %, 30 of 40", "100 %, down 25 points", "–, nothing held"],
        ["Drug use and dealing", "25 %, 10 of 40", "0, up 25 points", "–, nothing held"],
        ["No category", "75 %, 30 of 40", "0, up 75 points", "–, nothing held"],
    ]
    assert page.base.text() == "Gedling: share of 40 people, July to September 2026."
    assert page.said.isVisible()
    assert page.said_model.rowCount() == 40
    assert page.said_model.index(0, 0).data() == "ASB;the canal bank, 28 Jul, 35-49"
    page.words_button.click()
    dialog = page.dialog
    assert isinstance(dialog, WordsDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    QAbstractItemModelTester(dialog.model)
    dialog.activateWindow()
    dialog.issue.setFocus()
    QTest.keyClicks(dialog.issue, "crim dam")
    QTest.keyClick(dialog.issue, K.Key_Tab)
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.page is not None and dialog.page.unsorted == 0)
    dialog.reject()
    settled(page)
    qtbot.waitUntil(lambda: [line[0] for line in cells(page)][-1] != "No category")
    assert ["Criminal damage and arson", "75 %, 30 of 40"] in [line[:2] for line in cells(page)]


def test_what_was_said_is_typed_in_by_keyboard_and_changed(
    open_sources: Callable[..., SourcesPage], settled: Callable[[SourcesPage], None], world: World
) -> None:
    page = open_sources()
    commands = {command.title: command for command in screen_of(page).commands()}
    commands["Record what a partner or community said"].run()
    settled(page)
    assert page.source is Source.CONSULTATION
    assert page.consultation.isVisible()
    press(K.Key_Left, K.Key_Tab, "2/9", K.Key_Tab, "Parish council", K.Key_Tab, "12")
    page.consultation.said.setFocus()
    press("They speed along the lanes")
    page.consultation.submit()
    settled(page)
    assert not page.consultation.isVisible()
    (said,) = Sources(world.desk()).page(world.gedling, ROUND).said
    assert (said.record.kind.value, said.record.day, said.record.people) == ("partner", date(2026, 9, 2), 12)
    assert (
        page.said_model.index(0, 0).data()
        == "They speed along the lanes, 2 Sep, partner: Parish council, 12 people"
    )
    page.said.setFocus()
    page.said.selectRow(0)
    press(K.Key_Return)
    page.consultation.people.setText("many")
    page.consultation.submit()
    assert page.consultation.fields["people"].error == "Enter a count of nought or more, such as 14."
    page.consultation.people.setText("")
    page.consultation.issue.setFocus()
    press("parking", K.Key_Tab)
    page.consultation.submit()
    settled(page)
    assert cells(page)[0][:2] == ["Parking", "1"]
    page.said.opened.emit(page.said_model.index(0, 0))
    page.consultation.drop.click()
    settled(page)
    assert page.said_model.rowCount() == 0


def test_a_figure_and_age_bands_are_typed_in(
    open_sources: Callable[..., SourcesPage], settled: Callable[[SourcesPage], None], world: World
) -> None:
    answer(world, world.gedling, *["ASB"] * 100, band="65+")
    page = open_sources()
    choose(page, Source.SURVEY)
    button(page.main, "Type a figure in").click()
    press("parking", K.Key_Tab, "120", K.Key_Tab, "130")
    page.primary()
    assert page.figure.fields["count"].error == "130 people are more than the 120 who were asked."
    page.figure.count.setText("30")
    page.primary()
    settled(page)
    assert cells(page) == [["Parking", "25 %, 30 of 120", "–, nothing held", "–, nothing held"]]
    page.open_figure()
    assert page.figure.base.text() == "120"
    page.figure.drops[0].click()
    settled(page)
    assert (page.figure.drops, cells(page)) == ([], [])
    choose(page, Source.RESPONSES)
    button(page.main, "Age bands of the area").click()
    press("250", K.Key_Tab, K.Key_Tab, K.Key_Tab, K.Key_Tab, "150")
    page.primary()
    settled(page)
    assert page.read_page is not None
    assert (
        page.read_page.tables[Source.RESPONSES].cautions[1].startswith("65 and over: 100 % of answers, 38 %")
    )
    page.open_ages()
    assert page.ages.boxes["Under 21"].text() == "250"
    assert page.escape()
    assert not page.ages.isVisible()
    assert page.list.hasFocus()


def test_crime_is_compared_as_table_and_chart_for_the_area_and_the_force(
    open_sources: Callable[..., SourcesPage],
    settled: Callable[[SourcesPage], None],
    world: World,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    for month in ROUND.previous().months:
        crime(world, world.gedling, month, "1", asb=40)
        crime(world, world.ashfield, month, "2", drugs=10)
    for month in Quarter(date(2026, 4, 1)).months:
        crime(world, world.gedling, month, "1", asb=20)
    page = open_sources()
    choose(page, Source.CRIME)
    QAbstractItemModelTester(page.model)
    assert cells(page) == [["Anti-social behaviour", "120", "60, up 60", "–, nothing held"]]
    assert page.base.text() == "Gedling: 120 crimes, July to September 2026."
    page.kind.set_value("chart")
    page.kind.changed.emit("chart")
    assert page.chart.accessibleName() == (
        "Counts by issue: Anti-social behaviour: Jul–Sep 2026 120, Apr–Jun 2026 60, Jul–Sep 2025 none"
    )
    page.scope.set_value("all")
    page.scope.changed.emit("all")
    settled(page)
    assert page.base.text() == "All areas: 150 crimes, July to September 2026."
    assert not page.own.isVisible()
    assert page.source is Source.CRIME
    page.crime.read([crime_file(tmp_path, "august", row(lsoa="E09,Nottingham 030C"))])
    qtbot.waitUntil(lambda: page.crime.confirm is not None)
    assert page.crime.confirm is not None
    QTest.keyClick(page.crime.confirm.yes, K.Key_Return)
    qtbot.waitUntil(lambda: page.base.text().startswith("All areas: 151 crimes"))
    page.places_button.click()
    dialog = page.dialog
    assert isinstance(dialog, SmallAreasDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    assert dialog.facts.text() == "1 small area counts towards no area yet, with 1 crime. They stand first."
    dialog.wanted.setText("nottingham")
    assert dialog.model.rowCount() == 1
    dialog.area.set_value(world.gedling)
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.facts.text() == "All 3 small areas are mapped.")
    dialog.reject()
    settled(page)


def test_who_may_not_change_is_told_why(
    open_sources: Callable[..., SourcesPage], world: World, qtbot: QtBot
) -> None:
    page = open_sources(world.pcso)
    choose(page, Source.RESPONSES)
    act = button(page.main, "Bring responses in")
    assert not act.isEnabled()
    assert act.toolTip().startswith("Only a sergeant")
    page.words_button.click()
    assert isinstance(page.dialog, WordsDialog)
    assert page.dialog.reason.text().startswith("Only an inspector")
    assert not page.dialog.save.isEnabled()
    dialog = page.dialog
    qtbot.waitUntil(lambda: "No answers here yet" in dialog.facts.text())
    dialog.reject()
    assert page.escape()
