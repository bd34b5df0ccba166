"""The import screen from the first file to taking it back, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.import_runs import ImportRuns
from npt_desktop.services.returning import Workbooks
from npt_desktop.ui.imports.check import CheckPane, Struck
from npt_desktop.ui.imports.left import LeftDialog
from npt_desktop.ui.imports.screen import CHECK, DONE, FILES, MERGE, SHEETS, WORDS, ImportScreen
from npt_desktop.ui.shell.window import MainShell
from npt_desktop.ui.widgets.cells import CellModel
from npt_desktop.ui.widgets.forms import Combo, Edit
from npt_desktop.ui.widgets.typeahead import TypeAhead
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Show = Callable[..., ImportScreen]

HEADS = "Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score"
ROWS = (
    "01/10/2026,Schools,Reassurance,Junior school,PS 512 Cedar,Speed watch,Agreed,4 - Good",
    "02/10/2026,ASB youths,Problem solving,Patch walk,PCSO 4332 Larch,Walk with housing,,",
    "31/02/2026,Residents,Problem solving,Patch walk,PCSO 4332 Larch,No such day,,",
)


def log(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADS, *(rows or ROWS))), encoding="utf-8")
    return path


@pytest.fixture
def show(show_screen: ShowScreen, world: World) -> Show:
    """Shows the screen with its commands bound."""

    def open_it(actor: Actor | None = None) -> ImportScreen:
        screen = cast(ImportScreen, show_screen(ImportScreen, actor or world.sergeant))
        shell = screen.window()
        assert isinstance(shell, MainShell)
        shell.commands.add(*screen.commands())
        assert shell.commands.clashes() == []
        return screen

    return open_it


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Presses a key where the focus is and waits for the step it leads to."""

    def go(screen: ImportScreen, key: Qt.Key, step: int, modifier: Qt.KeyboardModifier = CTRL) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)
        qtbot.waitUntil(lambda: screen.step == step and not screen.work.jobs.busy)

    return go


def opened(screen: ImportScreen, qtbot: QtBot, *paths: Path) -> None:
    screen.open(paths)
    qtbot.waitUntil(lambda: screen.step == SHEETS)


def test_a_log_comes_in_by_keyboard_and_is_taken_back(
    show: Show,
    press: Callable[..., None],
    qtbot: QtBot,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = log(tmp_path / "Gedling.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path)], ""))
    screen = show()
    press(screen, K.Key_O, SHEETS)
    assert screen.sheets.waiting() == ""
    press(screen, K.Key_Return, WORDS)
    words = screen.words.findChild(TypeAhead, "word.0")
    assert words is not None
    assert "ASB youths" in words.accessibleName()
    line = words.lineEdit()
    assert line is not None
    words.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "young")
    QTest.keyClick(line, K.Key_Tab)
    press(screen, K.Key_Return, CHECK)
    assert screen.next.text() == "Import 2 rows"
    assert not Engagement(world.desk()).ids(LogFilter())
    press(screen, K.Key_Return, DONE)
    entries = Engagement(world.desk())
    lines = entries.lines(entries.ids(LogFilter(area_id=world.gedling)))
    assert sorted(line.audience for line in lines) == ["Schools", "Young people"]
    screen.show_step(FILES)
    qtbot.waitUntil(lambda: screen.choose.model.rowCount() == 1)
    screen.choose.undo.click()
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)
    assert ImportRuns(world.desk()).all()[0].taken_back
    assert not entries.ids(LogFilter())


def test_a_bad_cell_is_mended_where_it_stands(
    show: Show, press: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    screen = show()
    opened(screen, qtbot, log(tmp_path / "Gedling.csv"))
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    press(screen, K.Key_F8, CHECK, Qt.KeyboardModifier.NoModifier)
    cell = QApplication.focusWidget()
    assert isinstance(cell, Edit)
    assert "does not exist" in cell.accessibleName()
    cell.setText("28/02/2026")
    QTest.keyClick(cell, K.Key_Return)
    qtbot.waitUntil(lambda: screen.next.text() == "Import 3 rows")
    press(screen, K.Key_Escape, WORDS, Qt.KeyboardModifier.NoModifier)
    press(screen, K.Key_Escape, SHEETS, Qt.KeyboardModifier.NoModifier)


def test_an_area_a_column_and_the_heading_row_are_put_right(
    show: Show, press: Callable[..., None], qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "Old log\nDate,Aud,Purpose,Folk,Lead Officer,Summary,Outcome,Score\n" + ROWS[0], encoding="utf-8"
    )
    screen = show()
    opened(screen, qtbot, path)
    assert screen.sheets.waiting() == "old: choose Area."
    assert not screen.next.isEnabled()
    area = screen.sheets.findChild(Combo, "area_id")
    assert isinstance(area, Combo)
    area.changed.emit(world.ashfield)
    column = screen.sheets.findChild(Combo, "column.who")
    assert isinstance(column, Combo)
    column.changed.emit(3)
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    assert screen._checked is not None
    (line,) = screen._checked.lines
    assert (line.area_id, line.said["who"]) == (world.ashfield, "Junior school")


def test_tab_goes_through_a_step_in_its_order_and_out_of_it(show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    """A choice between dates does not hold the focus: from the columns Tab leads to Back and Next, and beyond."""
    screen = show()
    opened(screen, qtbot, log(tmp_path / "Gedling.csv"))
    met: list[str] = []
    screen.sheets.table.setFocus()
    while "Next" not in met and len(met) < 40:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, K.Key_Tab)
        there = QApplication.focusWidget()
        assert there is not None
        met.append(there.accessibleName())
    assert met[:2] == ["What the sheet holds", "Heading row"]
    assert met[-3:] == ["Score", "Back", "Next"]
    assert sum("Day first" in name for name in met) == 1
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, K.Key_Tab)
    assert QApplication.focusWidget() not in screen.sheets.findChildren(QWidget)


def test_a_layout_of_many_files_is_mapped_once(
    show: Show, press: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    heads = "Date,Aud,Purpose,Folk,Lead Officer,Summary,Outcome,Score"
    for name in ("Gedling 2019", "Gedling 2020", "Ashfield 2019"):
        row = ROWS[0].replace("Speed watch", name)
        (tmp_path / f"{name}.csv").write_text(f"{heads}\n{row}", encoding="utf-8")
    log(tmp_path / "Ashfield 2020.csv", ROWS[0])
    screen = show()
    opened(screen, qtbot, tmp_path)
    screen.sheets.table.setCurrentIndex(screen.sheets.model.index(2, 0))
    column = screen.sheets.findChild(Combo, "column.who")
    assert isinstance(column, Combo)
    column.changed.emit(3)
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    assert screen._checked is not None
    assert [line.said["who"] for line in screen._checked.lines] == ["Junior school"] * 4


def test_another_file_begins_with_the_careful_choices(show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    screen = show()
    screen.words.mode.set_value("both")
    screen.words.blanks.set_value(True)
    opened(screen, qtbot, log(tmp_path / "Gedling.csv"))
    assert (screen.words.mode.value(), screen.words.blanks.value()) == ("add", False)


def test_notes_are_listed_and_do_not_crowd_out_the_rows(
    show: Show, press: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Gedling.csv"
    path.write_text(f"{HEADS},Extra,Spare\n{ROWS[0]},x,y", encoding="utf-8")
    screen = show()
    opened(screen, qtbot, path)
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    screen.check.which.set_value("notes")
    screen.check.which.changed.emit("notes")
    notes = [screen.check.model.index(row, 2).data() for row in range(screen.check.model.rowCount())]
    assert [note[:9] for note in notes] == ["Dates as ", "Not read:"]
    assert "columns I “Extra” and J “Spare”" in notes[1]
    (mend,) = (command for command in screen.commands() if command.id == "import.mend")
    assert mend.why_not() == "No row is to be mended"


def test_old_words_stand_struck_beside_new_ones(
    show: Show, press: Callable[..., None], qtbot: QtBot, tmp_path: Path
) -> None:
    screen = show()
    path = log(tmp_path / "Gedling.csv", ROWS[0])
    for mode, step in (("add", DONE), ("both", CHECK)):
        opened(screen, qtbot, path)
        screen.words.mode.set_value(mode)
        press(screen, K.Key_Return, WORDS)
        press(screen, K.Key_Return, CHECK)
        if step == DONE:
            press(screen, K.Key_Return, DONE)
            log(path, ROWS[0].replace("Agreed", "Six agreed"))
    (line,) = screen.check._lines
    assert line.old == {"outcome": "Agreed"}
    assert [label.text() for label in screen.check.side.findChildren(Struck) if label.isVisible()] == [
        "Agreed"
    ]


def test_what_both_sides_changed_is_settled_by_keyboard(
    show: Show, press: Callable[..., None], qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    screen = show()
    opened(screen, qtbot, log(tmp_path / "Gedling.csv", ROWS[0]))
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    press(screen, K.Key_Return, DONE)
    path = tmp_path / "out.xlsx"
    Workbooks(world.desk(world.sergeant)).write(path, "log", to_return=True)
    book = openpyxl.load_workbook(path)
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == "Agreed")
    cell.value = "They agreed"
    book.save(path)
    entries = Engagement(world.desk(world.pcso))
    entry = entries.ids(LogFilter())[0]
    entries.evaluate(entry, 1, "We agreed", 4)
    screen.open([path])
    qtbot.waitUntil(lambda: screen.step == MERGE, timeout=20_000)
    assert not screen.next.isEnabled()
    assert "which stays" in screen.hint.text()
    QTest.keyClick(screen.merge.table, K.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, K.Key_2)
    assert screen.next.isEnabled()
    press(screen, K.Key_Return, DONE)
    assert entries.lines([entry])[0].outcome == "They agreed"
    screen.open([path])
    qtbot.waitUntil(lambda: screen.step == MERGE, timeout=20_000)
    assert "here already" in screen.hint.text()


def test_an_import_edited_since_is_not_taken_back_and_what_stays_is_listed(
    show: Show, press: Callable[..., None], qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    screen = show()
    opened(screen, qtbot, log(tmp_path / "Gedling.csv", ROWS[0], ROWS[2]))
    press(screen, K.Key_Return, WORDS)
    press(screen, K.Key_Return, CHECK)
    press(screen, K.Key_Return, DONE)
    assert [screen.done.model.index(0, column).data() for column in range(3)] == [
        "Row 3, Gedling", "31/02/2026, Date", "“31/02/2026” is a day that does not exist.",
    ]  # fmt: skip
    entries = Engagement(world.desk(world.pcso))
    entries.evaluate(entries.ids(LogFilter())[0], 1, "They agreed", 2)
    screen.show_step(FILES)
    qtbot.waitUntil(lambda: screen.choose.model.rowCount() == 1)
    screen.choose.undo.click()
    qtbot.waitUntil(lambda: screen.findChild(LeftDialog) is not None)
    dialog = screen.findChild(LeftDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Nothing was taken back"
    assert dialog.table.model().rowCount() == 2
    assert "PCSO 4332 Larch" in dialog.table.model().index(0, 2).data()
    QTest.keyClick(dialog, K.Key_Escape)
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)
    assert screen.choose.model.index(0, 6).data() == "In the store"


def test_a_file_that_cannot_be_read_is_said_and_nothing_moves(
    show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = show()
    heard: list[str] = []
    screen.work.refused.connect(heard.append)
    (tmp_path / "x.csv").write_bytes(b"")
    screen.open([tmp_path / "x.csv"])
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0].startswith("“x.csv” is an empty file")
    assert screen.step == FILES


def test_who_may_not_import_is_told_why(show: Show, world: World) -> None:
    screen = show(world.pcso)
    assert not screen.choose.files.isEnabled()
    assert "Only a sergeant" in screen.hint.text()


def test_the_models_hold(qtbot: QtBot) -> None:
    from PySide6.QtTest import QAbstractItemModelTester

    model = CellModel(("A", "B"))
    model.fill([("1", "2")])
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    pane = CheckPane()
    qtbot.addWidget(pane)
    assert pane.model.rowCount() == 0
