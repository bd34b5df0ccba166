"""What works by keyboard: written under the five headings, sent, decided by the hub, found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import BoardDecision, EntryKind, Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.what_works import WorksState
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.services.what_works_board import entry_lines, library
from npt_desktop.ui.what_works.models import EntriesModel, LibraryModel
from npt_desktop.ui.what_works.screen import WhatWorksScreen
from npt_desktop.ui.workspace import Place
from tests.conftest import TODAY
from tests.world import World

Show = Callable[..., WhatWorksScreen]


@pytest.fixture
def started(world: World) -> int:
    """An entry of Gedling with nothing under its headings."""
    return WhatWorks(world.desk()).start(world.gedling, "Op Sample, market square", EntryKind.ORDER)


def sent(world: World, entry_id: int) -> None:
    works = WhatWorks(world.desk())
    version = works.page(entry_id).entry.version
    version = works.save(
        entry_id, version, {"effect": "Fewer calls", "moderators": "Squares", "cost": "9 hours"}
    )
    works.submit(entry_id, version)


def settle(screen: WhatWorksScreen, qtbot: QtBot) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)


def type_in(screen: WhatWorksScreen, name: str, text: str) -> None:
    control = screen.editor.fields[name].control
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(control, text)


def test_an_empty_store_says_what_to_do_and_an_entry_is_started_and_sent(
    show_screen: Show, world: World, qtbot: QtBot
) -> None:
    screen = show_screen(WhatWorksScreen)
    assert screen.entries.stack.currentWidget() is screen.entries.nothing
    screen.new()
    QTest.keyClick(screen.form.title, Qt.Key.Key_Return)
    assert screen.form.summary.isVisible()
    QTest.keyClicks(screen.form.title, "Op Sample")
    screen.primary()
    settle(screen, qtbot)
    qtbot.waitUntil(lambda: screen.editor.page is not None)
    screen.primary()
    assert [link.text() for link in screen.editor.summary.links] == [
        "Say what the effect was, or why it cannot be told.",
        "Say where and for whom it works, or why that is not known.",
        "Say what it cost, or why the cost is not known.",
    ]
    type_in(screen, "effect", "Calls fell from 20 to 8 a month")
    type_in(screen, "moderators_why_not", "Tried once")
    type_in(screen, "cost", "40 hours")
    screen.primary()
    settle(screen, qtbot)
    (line,) = entry_lines(world.desk())
    assert line.state is WorksState.QUEUED
    page = WhatWorks(world.desk()).page(line.id)
    assert (page.entry.effect, page.entry.moderators_why_not) == (
        "Calls fell from 20 to 8 a month",
        "Tried once",
    )
    qtbot.waitUntil(lambda: screen.editor.back_button.isVisible())
    assert screen.editor.fields["effect"].control.isReadOnly()  # type: ignore[attr-defined]
    assert not screen.editor.submit_button.isVisible()


def test_the_hub_sees_all_areas_decides_and_shares(
    show_screen: Show, world: World, started: int, qtbot: QtBot
) -> None:
    sent(world, started)
    screen = show_screen(WhatWorksScreen, world.hub)
    qtbot.waitUntil(lambda: screen.editor.board.isVisible())
    assert screen.entries.everywhere
    screen.primary()
    board = screen.editor.board
    assert board.summary.isVisible()
    assert board.feedback_field.error == "Write what the board thought, for the people who sent it."
    board.label.set_value("worked")
    board.feedback.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(board.feedback, "Well told")
    screen.primary()
    settle(screen, qtbot)
    page = WhatWorks(world.desk()).page(started)
    assert (page.entry.decision, page.entry.label, page.entry.feedback) == (
        BoardDecision.SHARE,
        "worked",
        "Well told",
    )
    screen.entries.show_all()
    qtbot.waitUntil(lambda: board.sharing.isVisible())
    assert "Well told" in screen.editor.feedback.words.text()
    QTest.keyClicks(board.where, "Portal")
    screen.primary()
    settle(screen, qtbot)
    assert WhatWorks(world.desk()).page(started).state is WorksState.SHARED
    qtbot.waitUntil(lambda: not board.isVisible())


def test_a_field_changed_by_somebody_else_keeps_both(
    show_screen: Show, world: World, started: int, qtbot: QtBot
) -> None:
    screen = show_screen(WhatWorksScreen)
    qtbot.waitUntil(lambda: screen.editor.page is not None)
    works = WhatWorks(world.desk(world.sergeant))
    screen.editor.fields["cost"].control.setText("My cost")  # type: ignore[attr-defined]
    works.save(started, works.page(started).entry.version, {"cost": "Their cost"})
    screen.editor.save("cost")
    assert "“Their cost”" in screen.editor.fields["cost"].error
    assert works.page(started).entry.cost == "Their cost"
    screen.editor.save("cost")
    assert works.page(started).entry.cost == "My cost"
    works.save(started, works.page(started).entry.version, {"problem": "Other field"})
    screen.editor.fields["cost"].control.setText("My cost again")  # type: ignore[attr-defined]
    screen.editor.save("cost")
    assert works.page(started).entry.cost == "My cost again"


def test_a_list_is_walked_filtered_and_left_by_keys(
    show_screen: Show, world: World, started: int, qtbot: QtBot
) -> None:
    other = WhatWorks(world.desk()).start(world.gedling, "Shared house", EntryKind.VULNERABLE)
    screen = show_screen(WhatWorksScreen)
    qtbot.waitUntil(lambda: screen.editor.page is not None)
    screen.entries.focus_list()
    QTest.keyClick(screen.entries.table, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: screen.editor.page is not None and screen.editor.page.entry.id == other)
    QTest.keyClick(screen.entries.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen.editor.page is not None and screen.editor.page.entry.id == started)
    QTest.keyClick(screen.entries.table, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.editor.fields["effect"].control
    assert screen.escape()
    assert screen.focusWidget() is screen.entries.table
    screen.search()
    QTest.keyClicks(screen.entries.filter, "house")
    assert [line.id for line in screen.entries.model.lines] == [other]
    assert screen.escape()
    assert len(screen.entries.model.lines) == 2
    assert screen.panes() == [screen.entries, screen.right]
    assert not screen.escape()


def test_what_was_tried_is_found_by_words_and_outcome_and_opens_its_plan(
    show_screen: Show, world: World, started: int, qtbot: QtBot
) -> None:
    sent(world, started)
    with world.desk().write("Old plans") as unit:
        plan = unit.add(ProblemPlan(
            reference="PSP 2024-001", title="Mopeds on the trail", area_id=world.ashfield, opened_on=TODAY, test={},
            finished_on=TODAY, verdict=Verdict.ROSE, verdict_reason="More reports", lessons="Gates were cut",
        ))  # fmt: skip
    screen = show_screen(WhatWorksScreen)
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    screen.open_record(None, "tried")
    qtbot.waitUntil(lambda: len(screen.library.model.lines) == 2)
    QTest.keyClicks(screen.library.words, "trail gates")
    assert [tried.title for tried in screen.library.model.lines] == ["Mopeds on the trail"]
    assert screen.library.effect.text() == "More reports"
    QTest.keyClick(screen.library.words, Qt.Key.Key_Return)
    QTest.keyClick(screen.library.table, Qt.Key.Key_Return)
    assert wanted == [Place("plans", plan.id)]
    assert screen.work.area_id == world.ashfield
    screen.library.outcome.set_value("worked")
    screen.library.outcome.changed.emit("worked")
    assert screen.library.stack.currentWidget() is screen.library.no_match
    assert screen.escape()
    assert len(screen.library.model.lines) == 2
    assert screen.escape()
    assert not screen.at_tried


def test_the_digest_and_the_entry_are_saved_where_asked(
    show_screen: Show, world: World, started: int, qtbot: QtBot, tmp_path: Path
) -> None:
    sent(world, started)
    screen = show_screen(WhatWorksScreen)
    qtbot.waitUntil(lambda: screen.editor.page is not None)
    asked: list[str] = []

    def where(name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    screen.ask_path = where
    screen.print_entry()
    screen.save_digest()
    screen.save_digest(".html")
    settle(screen, qtbot)
    assert [Path(name).suffix for name in asked] == [".pdf", ".pdf", ".html"]
    assert all("OFFICIAL-SENSITIVE" in name and (tmp_path / name).exists() for name in asked)


@pytest.mark.usefixtures("started")
def test_a_constable_reads_and_cannot_write(show_screen: Show, world: World, qtbot: QtBot) -> None:
    screen = show_screen(WhatWorksScreen, world.pcso)
    qtbot.waitUntil(lambda: screen.editor.page is not None)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    assert screen.editor.fields["cost"].control.isReadOnly()  # type: ignore[attr-defined]
    assert not screen.editor.submit_button.isVisible()
    screen.new()
    assert refused == ["Only a sergeant or an inspector may send an entry to What works: ask one to do it."]
    assert all(
        command.why_not() for command in screen.commands() if command.id in ("works.submit", "works.withdraw")
    )


def test_the_models_keep_qts_contract(qapp: QApplication, world: World, started: int) -> None:
    del qapp
    sent(world, started)
    entries, tried = EntriesModel(), LibraryModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (entries, tried)]
    entries.show_lines(entry_lines(world.desk()), date(2027, 1, 1))
    entries.show_lines([], TODAY)
    tried.show_lines(library(world.desk()), TODAY)
    assert tried.index(0, 2).data() == "Not assessed"
    assert len(testers) == 2


def test_home_leads_to_the_button_and_to_what_the_board_said(
    show_screen: Show, world: World, started: int, qtbot: QtBot
) -> None:
    screen = show_screen(WhatWorksScreen)
    screen.open_record(started, "moderators")
    settle(screen, qtbot)
    qtbot.waitUntil(screen.editor.fields["moderators"].control.hasFocus)
    screen.open_record(started, "submit")
    settle(screen, qtbot)
    qtbot.waitUntil(screen.editor.submit_button.hasFocus)
    sent(world, started)
    hub = WhatWorks(world.desk(world.hub))
    hub.decide(started, hub.page(started).entry.version, BoardDecision.KEEP, "worked", "Kept for others.")
    settle(screen, qtbot)
    screen.open_record(started, "board_said")
    settle(screen, qtbot)
    qtbot.waitUntil(screen.editor.feedback.hasFocus)
    assert "Kept for others." in screen.editor.feedback.accessibleName()
