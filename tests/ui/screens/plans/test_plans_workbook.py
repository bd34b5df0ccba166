"""A plan's workbook from the plan's page: saved, brought back, looked at before it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.services.plan_book import PlanBookPreview, PlanBooks
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.plans.workbook import DiffModel, PlanBookDialog, whole
from tests.world import World


def changed(path: Path) -> None:
    workbook = load_workbook(path)
    for line in workbook["Plan"].iter_rows():
        if line[0].value == "causes":
            line[2].value = "No gate"
        if line[0].value == "data_months":
            line[2].value = "many"
    workbook["Actions"].append(["Mend the fence"])
    workbook.save(path)


def test_a_plan_is_saved_changed_and_brought_in_from_its_page(
    show_screen: Callable[..., PlansScreen], world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    plan_id = Plans(world.desk()).open(world.gedling, "Bikes")
    screen = show_screen(PlansScreen)
    screen.open_record(plan_id, "")
    qtbot.waitUntil(lambda: screen.page is not None)
    path, books = tmp_path / "plan.xlsx", screen.printer.books
    books.ask_save = lambda name: path if name.endswith("OFFICIAL-SENSITIVE.xlsx") else None
    screen.export_book()
    qtbot.waitUntil(lambda: path.exists() and not screen.work.jobs.busy)
    workbook = load_workbook(path)
    workbook["Actions"].append(["Mend the fence"])
    workbook.save(path)
    seen: list[PlanBookPreview] = []

    def confirm(preview: PlanBookPreview) -> bool:
        seen.append(preview)
        return len(seen) > 1

    books.ask_open, books.confirm = lambda: path, confirm
    books.bring()
    qtbot.waitUntil(lambda: len(seen) == 1 and not screen.work.jobs.busy)
    assert Plans(world.desk()).page(plan_id).actions == ()
    books.bring()
    qtbot.waitUntil(lambda: len(Plans(world.desk()).page(plan_id).actions) == 1)
    assert seen[1].in_words() == "PSP 2026-001: 1 new, 0 changed, 1 unchanged."


@pytest.mark.usefixtures("theme")
def test_the_difference_is_told_row_by_row(
    world: World, qtbot: QtBot, tmp_path: Path, stage: Callable[..., QWidget]
) -> None:
    desk, path = world.desk(), tmp_path / "plan.xlsx"
    plan_id = Plans(desk).open(world.gedling, "Bikes")
    PlanBooks(desk).export(plan_id, path)
    changed(path)
    preview = PlanBooks(desk).preview(path)
    dialog = PlanBookDialog(preview, stage(QWidget()))
    qtbot.addWidget(dialog)
    dialog.open()
    assert [line.state.value for line in dialog.model.lines] == ["changed", "rejected", "new"]
    assert dialog.detail.text() == "Analysis: Causes: nothing → No gate"
    assert dialog.yes.text() == "Bring in the 2 good rows"
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.detail.text() == "Analysis: Months of data: “many” is not a whole number from 0."
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.detail.text() == "Action: nothing → Mend the fence"
    QTest.keyClick(dialog.no, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    model = DiffModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(preview.lines)
    model.show_lines([])
    assert tester is not None
    assert all(whole(line) for line in preview.lines)
