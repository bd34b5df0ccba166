"""The compliance board, a dip-sample and a correction, on screen and by keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import AnswerValue, TermKind
from npt_desktop.rules.dip_sample import Sample, sample_of
from npt_desktop.services.compliance import By, Compliance
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.quality import Quality
from npt_desktop.ui.quality.board_grid import MISSED, STATE, BoardModel, BoardTableModel
from npt_desktop.ui.quality.screen import QualityScreen
from npt_desktop.ui.workspace import Place
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def settle(screen: QualityScreen, qtbot: QtBot) -> None:
    def still() -> None:
        QApplication.processEvents()
        assert not screen.work.jobs.busy
        assert screen.page is not None

    for _ in range(3):
        qtbot.waitUntil(still)


@pytest.fixture
def september(world: World) -> World:
    """Ashfield's September meeting is signed, seven of fourteen met; Gedling's is begun."""
    quality = Quality(world.desk(world.chief))
    for nth, due in enumerate(quality.page(world.ashfield, SEPTEMBER).due):
        value = MET if nth < 7 else NOT_MET
        quality.answer(world.ashfield, SEPTEMBER, due.question.number, value, "Seen")
    quality.finish(world.ashfield, SEPTEMBER, "Ch Insp Linden")
    quality.answer(world.gedling, SEPTEMBER, 3, MET, "Seen")
    return world


def shown(show_screen: ShowScreen, world: World, qtbot: QtBot) -> QualityScreen:
    screen = show_screen(QualityScreen, world.chief)
    assert isinstance(screen, QualityScreen)
    settle(screen, qtbot)
    return screen


def test_the_board_is_walked_by_keyboard_and_a_cell_opens_its_meeting(
    show_screen: ShowScreen, september: World, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = shown(show_screen, september, qtbot)
    QTest.mouseClick(screen.left.areas_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(screen.left.board_button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    board, grid = screen.board, screen.board.grid
    assert screen.title == "QA compliance"
    assert QApplication.focusWidget() is grid
    assert screen.buttons.print.isHidden()
    at = grid.currentIndex()
    assert (at.row(), at.column()) == (0, 11)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(grid, key)
    cell = grid.currentIndex()
    assert (
        cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Ashfield, September 2026: 50 per cent, 7 of 14 met"
    )
    assert cell.data(STATE) == "bad"
    assert board.cells.index(0, 10).data(STATE) == "part"  # begun, not all answered

    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[1] == "Nov 2025"
    assert lines[2].split("\t")[11] == "50 %"

    path = tmp_path / "board.xlsx"
    names: list[str] = []

    def ask(parent: QWidget, name: str) -> Path:
        assert parent is screen
        names.append(name)
        return path

    screen.ask_board = ask
    QTest.mouseClick(board.export_button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert path.read_bytes().startswith(b"PK")
    assert names == ["QA compliance by area OFFICIAL-SENSITIVE.xlsx"]

    QTest.mouseClick(board.table_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is board.table
    words = [[board.rows.index(r, c).data() for c in range(6)] for r in range(board.rows.rowCount())]
    assert ["Ashfield", "September 2026", "7", "14", "50 %", "Signed"] in words
    assert screen.escape()
    assert QApplication.focusWidget() is grid

    grid.setCurrentIndex(board.cells.index(1, 10))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    settle(screen, qtbot)
    assert screen.title == "QA meeting, Ashfield, September 2026"
    assert not screen.buttons.print.isHidden()
    screen.open_board()
    settle(screen, qtbot)
    Quality(september.desk(september.chief)).answer(september.gedling, SEPTEMBER, 5, MET, "Seen")
    settle(screen, qtbot)
    assert board.cells.said_of(board.cells.index(0, 10)).endswith("2 of 14 met, 2 of 14 answered")
    assert screen.escape()
    assert screen.title == "QA meeting, Ashfield, September 2026"


def test_the_rows_may_be_questions_and_open_the_one_they_stand_for(
    show_screen: ShowScreen, september: World, qtbot: QtBot
) -> None:
    screen = shown(show_screen, september, qtbot)
    screen.open_board()
    settle(screen, qtbot)
    screen.board.by.radios[1].click()
    settle(screen, qtbot)
    model = screen.board.cells
    assert model.rowCount() == 25
    assert model.index(23, 10).data(Qt.ItemDataRole.ToolTipRole).startswith("24. ")
    screen.board.grid.activated.emit(model.index(23, 10))
    settle(screen, qtbot)
    assert screen.pane.badge.text == "24"
    assert screen.work.month == SEPTEMBER


def test_a_month_without_a_meeting_is_not_painted_as_one_where_nothing_was_met(
    september: World, qapp: QApplication
) -> None:
    del qapp
    quality = Quality(september.desk(september.chief))
    quality.answer(september.ashfield, date(2026, 7, 1), 3, NOT_MET, "Seen")
    model = BoardModel()
    model.show_board(Compliance(september.desk(september.chief)).board(by=By.AREA))
    assert model.board is not None
    ashfield = model.rows.index("Ashfield")
    missed = {month: model.index(ashfield, at).data(MISSED) for at, month in enumerate(model.board.months)}
    assert [missed[date(2026, month, 1)] for month in (7, 8, 9, 10)] == [False, True, False, False]


def test_the_board_models_keep_qts_rules(september: World, qapp: QApplication) -> None:
    del qapp
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    grid, table = BoardModel(), BoardTableModel()
    kept = [QAbstractItemModelTester(model, fatal) for model in (grid, table)]
    for by in By:
        board = Compliance(september.desk()).board(by=by)
        grid.show_board(board)
        table.show_board(board)
    assert len(kept) == 2


def test_three_entries_are_drawn_opened_and_judged(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    log = Engagement(world.desk())
    for day in range(1, 6):
        log.log(EntryDraft(
            area_id=world.gedling, day=date(2026, 10, day), audience_id=world.term(TermKind.AUDIENCE, "Young"),
            purpose_id=world.term(TermKind.PURPOSE, "Problem"), who_engaged=f"School {day}",
            lead_id=world.pcso.person_id, summary="Assembly",
        ))  # fmt: skip
    screen = shown(show_screen, world, qtbot)

    def kept() -> Sample:
        found = sample_of(
            Quality(world.desk()).page(world.gedling, OCTOBER).answers[7].snapshot.get("sample")
        )
        assert found is not None
        return found

    screen.open_record(None, "8")
    assert screen.pane.sample.draw_button.isHidden()
    screen.open_record(None, "7")
    view = screen.pane.sample
    QTest.mouseClick(view.draw_button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert len(view.links) == len(view.verdicts) == 3
    assert view.draw_button.text() == "See the sample"
    choice = view.verdicts[0]
    qtbot.waitUntil(lambda: choice.isAncestorOf(QApplication.focusWidget() or screen))
    choice.radios[1].click()
    settle(screen, qtbot)
    assert view.verdicts[0] is choice, "whoever judges keeps the focus"
    assert [item.verdict for item in kept().items] == [PARTLY, None, None]
    screen.letter("3")
    settle(screen, qtbot)
    assert kept().items[0].verdict is PARTLY
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    view.links[2].click()
    assert wanted == [Place("engagement", kept().items[2].id)]


def test_a_signed_answer_is_corrected_on_the_locked_pane(
    show_screen: ShowScreen, september: World, qtbot: QtBot
) -> None:
    screen = shown(show_screen, september, qtbot)
    screen.work.move(area_id=september.ashfield, month=SEPTEMBER)
    settle(screen, qtbot)
    screen.open_record(None, "24")
    view = screen.pane.corrections
    QTest.mouseClick(view.add_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(view.save, Qt.MouseButton.LeftButton)
    assert view.value.error == "Choose what the answer should be."
    assert view.reason.error == "Say what was wrong."
    view._value.radios[1].click()
    view._reason.setText("Two were sent by post")
    QTest.keyClick(view._reason, Qt.Key.Key_Return)
    settle(screen, qtbot)
    page = Quality(september.desk()).page(september.ashfield, SEPTEMBER)
    assert page.answers[24].value is NOT_MET
    assert [(c.value, c.reason, c.by) for c in page.corrections] == [
        (PARTLY, "Two were sent by post", "Ch Insp Linden")
    ]
    assert view.form.isHidden()
    assert screen.pane.given.text() == "Not met"
    assert view._lines.count() == 1
    assert not view.add_button.isHidden()
    screen.work.move(month=OCTOBER)
    settle(screen, qtbot)
    assert not view.isVisible()
