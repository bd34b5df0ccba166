"""Tables and grids: models keep Qt's rules, 200,000 rows stay quick, messages lead to their fields."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from npt_desktop.ui.widgets.charts import Lines
from npt_desktop.ui.widgets.forms import Edit, Field
from npt_desktop.ui.widgets.grids import CountDelegate, Grid, GridModel
from npt_desktop.ui.widgets.messages import ConfirmDialog, ErrorSummary
from npt_desktop.ui.widgets.progress import Step, Stepper
from tests.ui.gallery import Plans, table

Stage = Callable[..., QWidget]
Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_a_grid_says_row_column_and_number(stage: Stage) -> None:
    model = GridModel(["Faith groups"], ["Jun", "Jul"], [[0, None]], said="entries")
    QAbstractItemModelTester(model, Fatal)
    grid = Grid(model, CountDelegate(), name="Gaps")
    stage(grid)
    said = [model.index(0, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in (0, 1)]
    assert said == ["Faith groups, Jun: 0 entries", "Faith groups, Jul: not due"]
    model.set(["A", "B"], ["Jan"], [[1], [2]])
    assert grid.sizeHint().height() > 48


def test_ctrl_a_on_200_000_rows_is_quick_and_copies_in_bounds(stage: Stage) -> None:
    view = table(200_000)
    stage(view)
    view.setFocus()
    start = time.perf_counter()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.grab()
    rows = view.rows()
    assert time.perf_counter() - start < 3
    assert len(rows) == 200_000


def test_rows_are_opened_copied_and_searched_by_keys(stage: Stage) -> None:
    view = table(3)
    stage(view)
    opened: list[int] = []
    typed: list[str] = []
    view.opened.connect(lambda index: opened.append(index.row()))
    view.typed.connect(typed.append)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(view, "b")
    assert opened == [1]
    assert typed == ["b"]
    assert "Off-road bikes, trail 2" in QGuiApplication.clipboard().text().split("\t")


def test_the_sample_model_keeps_the_rules() -> None:
    QAbstractItemModelTester(Plans(), Fatal)


def test_steps_that_act_are_buttons(stage: Stage) -> None:
    acting, still = Stepper([Step("One"), Step("Two")], acts=True), Stepper([Step("One")])
    stage(acting, still)
    picked: list[int] = []
    acting.picked.connect(picked.append)
    acting.buttons[1].setFocus()
    QTest.keyClick(acting.buttons[1], Qt.Key.Key_Space)
    assert picked == [1]
    assert still.buttons[0].focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_chart_states_its_data() -> None:
    lines = Lines([3, None], ["Jan", "Feb"], marker=0.4, marker_text="Response", name="Reports")
    assert lines.accessibleName() == "Reports: Jan: 3; Feb: none; Response marked at Jan"
    assert lines.table() == [("Jan", "3"), ("Feb", "")]


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(stage: Stage) -> None:
    summary, control = ErrorSummary(), Edit()
    field = Field("Summary", control, name="summary")
    stage(summary, field)
    summary.show_errors([(field, "Enter a summary"), (None, "Nothing was saved")])
    assert summary.hasFocus()
    assert summary.accessibleName() == "There is a problem. Enter a summary. Nothing was saved"
    assert field.error == "Enter a summary"
    QTest.keyClick(summary.links[0], Qt.Key.Key_Space)
    assert control.hasFocus()
    summary.show_errors([])
    assert summary.isHidden()


def test_a_confirmation_says_the_verb_and_esc_cancels(stage: Stage) -> None:
    window = stage(QWidget())
    ask = ConfirmDialog(window, "Delete this entry for ever?", "It cannot be undone.", "Delete", danger=True)
    ask.open()
    assert ask.yes.text() == "Delete"
    assert ask.no.isDefault()
    QTest.keyClick(ask, Qt.Key.Key_Escape)
    assert ask.result() == ConfirmDialog.DialogCode.Rejected
