"""The table on screen as a workbook, as it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from npt_desktop.rules.guarding import as_lines
from npt_desktop.services.marking import MarkingDesk
from npt_desktop.services.people import sign_in
from npt_desktop.ui.desk_keeping import why_no_table
from npt_desktop.ui.desk_window import DeskWindow
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.quality.questions import QuestionList
from npt_desktop.ui.table_export import shown_table
from npt_desktop.ui.theme.theme import Theme
from npt_desktop.ui.widgets.grids import Grid, GridModel
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.workspace import Place, Workspace
from tests.conftest import TODAY
from tests.world import World

HIGH = "OFFICIAL-SENSITIVE PERSONAL"


def test_the_register_of_plans_goes_out_as_it_is_shown(
    world: World, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from npt_desktop.services.plans import Plans

    Plans(world.desk()).open(world.gedling, "=Bikes on the trail")
    window = DeskWindow(theme)
    qtbot.addWidget(window)
    assert why_no_table(window) == "Open a store first"
    work = Workspace(world.desk(), world.gedling, TODAY.replace(day=1))
    window.attach(work, sign_in(world.store, world.inspector.name))
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.go(Place("plans"))
    qtbot.waitUntil(lambda: not work.jobs.busy)
    qtbot.waitUntil(lambda: (table := shown_table(window)) is not None and table.model().rowCount() == 1)
    target = tmp_path / "plans"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.commands.run("desk.table")
    sheet = load_workbook(target.with_suffix(".xlsx")).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    bikes = next(cell for cell in cells if "Bikes on the trail" in str(cell.value))
    assert bikes.data_type == "s"
    table = shown_table(window)
    assert isinstance(table, Table)
    heads, rows = table.words()
    assert len(rows) == 1

    made = Plans(world.desk()).open(world.gedling, "Names of victims")
    MarkingDesk(world.desk()).mark("problem_plan", made, 1, HIGH)
    screen = next(s for s in window.findChildren(PlansScreen) if s.isVisible())
    qtbot.waitUntil(lambda: any(line.marked for line in screen.register.model.lines) and not work.jobs.busy)
    for chosen, marking in (("", HIGH), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"), (HIGH, HIGH)):
        count = {"": 2}.get(chosen, 1)
        screen.register.marking.set_value(chosen)
        screen.register.marking.changed.emit(chosen)
        qtbot.waitUntil(lambda count=count: table.model().rowCount() == count and not work.jobs.busy)  # type: ignore[misc]
        window.commands.run("desk.table")
        found = load_workbook(target.with_suffix(".xlsx")).worksheets[0]
        words = {str(cell.value) for row in found.iter_rows(max_row=4) for cell in row if cell.value}
        assert (marking in words, HIGH in words) == (True, marking == HIGH), chosen
    assert {str(cell.value) for cell in cells} >= {word for word in (*heads, *rows[0]) if word.strip()}
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    table.clearSelection()  # the row it is on is copied all the same
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == as_lines(table.words()[1][:1])
    window.go(Place("engagement"))
    qtbot.waitUntil(
        lambda: any(g.isVisibleTo(window) and g.model().rowCount() for g in window.findChildren(Grid))
    )
    gaps = next(g for g in window.findChildren(Grid) if g.isVisibleTo(window))
    model = gaps.model()
    assert isinstance(model, GridModel)
    gaps.setFocus()
    window.commands.run("desk.table")
    cells = [
        cell.value
        for row in load_workbook(target.with_suffix(".xlsx")).worksheets[0].iter_rows()
        for cell in row
    ]
    assert {"Engagement gaps", *model.cols} <= set(cells)
    QTest.keyClick(gaps, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][1:] == model.cols
    assert [line[0] for line in lines[1:]] == model.rows
    window.go(Place("quality"))
    qtbot.waitUntil(
        lambda: any(q.isVisibleTo(window) and q.questions.lines for q in window.findChildren(QuestionList))
    )
    questions = next(q for q in window.findChildren(QuestionList) if q.isVisibleTo(window))
    questions.setFocus()
    assert shown_table(window) is questions
    QTest.keyClick(questions, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heads, *asked = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert heads == ["Part", "Number", "Question", "Due", "Answer"]
    assert [line[1] for line in asked] == [str(q.number) for q in questions.questions.lines if q.number]
    assert all(line[0] and line[2] for line in asked)
    window.detach()
    work.jobs.stop()
    world.store.announce = None
