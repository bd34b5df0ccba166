"""The register: saved views, words, order; its models keep Qt's contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Stage, State
from npt_desktop.services.plan_register import Filled, PlanLine
from npt_desktop.services.plans import Plans
from npt_desktop.services.views import Views
from npt_desktop.ui.plans.actions_model import ActionsModel
from npt_desktop.ui.plans.figures_model import FiguresModel
from npt_desktop.ui.plans.register_model import COLUMNS, STANDARD, RegisterModel, state_of, views
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.widgets.columns import shown_columns
from tests.conftest import TODAY
from tests.world import World

Show = Callable[..., PlansScreen]
LINE = PlanLine(
    1, "PSP 2026-001", "Bikes", "Gedling", Stage.RESPONSE, Filled(lambda: ((7, 7), (3, 6), (0, 5), (0, 5))), "PS 512 Cedar",
    "EC 1", "", date(2026, 9, 1), date(2026, 11, 1), None, None, None, datetime(2026, 10, 1, tzinfo=UTC), None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "state", "seen_in"),
    [
        (LINE, State.PART, {"open", "mine", "all"}),
        (replace(LINE, filled=Filled(lambda: ((7, 7), (6, 6), (5, 5), (5, 5)))), State.GOOD, {"open", "mine", "all"}),
        (replace(LINE, ecins_reference=""), State.WARN, {"open", "mine", "all"}),
        (replace(LINE, lead="PCSO 4332 Larch"), State.PART, {"open", "all"}),
        (replace(LINE, next_review_on=date(2026, 10, 15)), State.BAD, {"open", "mine", "overdue", "all"}),
        (replace(LINE, next_review_on=TODAY), State.PART, {"open", "mine", "all"}),
        (replace(LINE, changed_at=datetime(2026, 9, 16, tzinfo=UTC)), State.BAD,
         {"open", "mine", "quiet", "all"}),
        (replace(LINE, area_closed=True), State.BAD, {"open", "mine", "all"}),
        (replace(LINE, finished_on=TODAY), State.WARN, {"open", "mine", "unassessed", "all"}),
        (replace(LINE, finished_on=date(2026, 10, 15)), State.BAD, {"open", "mine", "unassessed", "all"}),
        (replace(LINE, finished_on=TODAY, closed_on=TODAY), State.WARN, {"unassessed", "all"}),
        (replace(LINE, finished_on=TODAY, closed_on=date(2026, 10, 15)), State.BAD, {"unassessed", "all"}),
        (replace(LINE, finished_on=TODAY, assessed_on=TODAY, closed_on=TODAY), State.NONE, {"all"}),
    ],
)  # fmt: skip
def test_marks_and_views(line: PlanLine, state: State, seen_in: set[str]) -> None:
    assert state_of(line, TODAY)[0] is state
    found = {key for key, (_, fits) in views(TODAY, "PS 512 Cedar").items() if fits(line)}
    assert found == seen_in


def test_the_models_keep_qts_contract(qapp: QApplication) -> None:
    del qapp
    register, actions, figures = RegisterModel(), ActionsModel(), FiguresModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (register, actions, figures)]
    register.show_lines([LINE, replace(LINE, id=2, lead="", next_review_on=None)], TODAY)
    register.show_lines([], TODAY)
    actions.show_actions(
        [Action(title="Patrols", agency="", state=ActionState.OPEN, works_by="", due_on=None, start_on=None)],
        lambda _: "", TODAY,
    )  # fmt: skip
    assert actions.index(0, 1).data() == "No owner"
    figures.show_figures({date(2026, 9, 1): 4}, TODAY)
    figures.set_locked(True)
    figures.set_locked(False)
    heard: list[object] = []
    figures.edited.connect(heard.append)
    assert figures.setData(figures.index(1, 1), "7")
    assert heard == [{date(2026, 9, 1): 4, date(2026, 10, 1): 7}]
    assert not figures.setData(figures.index(1, 1), "-7")
    assert len(testers) == 3


def test_words_find_a_plan_and_enter_opens_it(show_screen: Show, world: World, qtbot: QtBot) -> None:
    plans = Plans(world.desk())
    plans.open(world.gedling, "Off-road bikes")
    wanted = plans.open(world.gedling, "Shop theft")
    screen = show_screen(PlansScreen)
    screen.search()
    assert QApplication.focusWidget() is screen.register.filter
    QTest.keyClicks(screen.register.filter, "zebra")
    assert screen.register.stack.currentWidget() is screen.register.no_match
    assert screen.escape()
    assert screen.register.model.rowCount() == 2
    QTest.keyClicks(screen.register.filter, "theft shop")
    assert [line.title for line in screen.register.model.lines] == ["Shop theft"]
    QTest.keyClick(screen.register.filter, Qt.Key.Key_Down)
    QTest.keyClick(screen.register.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.title == "Shop theft")
    assert screen.plan.plan_id == wanted


def test_without_plans_there_is_one_thing_to_do(show_screen: Show) -> None:
    screen = show_screen(PlansScreen)
    assert screen.register.stack.currentWidget() is screen.register.nothing
    QTest.keyClick(screen.register.new_button, Qt.Key.Key_Space)
    assert screen.register.form.isVisible()
    screen.primary()
    assert "Enter what the plan is about" in screen.register.form.title_field.error
    assert QApplication.focusWidget() is screen.register.form.title


def test_a_saved_view_without_plans_says_so(show_screen: Show, world: World) -> None:
    Plans(world.desk()).open(world.gedling, "Off-road bikes")
    screen = show_screen(PlansScreen)
    screen.register.choose("overdue")
    assert screen.register.stack.currentWidget() is screen.register.no_view
    QTest.keyClick(screen.register.show_all_button, Qt.Key.Key_Space)
    assert screen.register.model.rowCount() == 1


def test_a_plan_written_elsewhere_appears(show_screen: Show, world: World, qtbot: QtBot) -> None:
    screen = show_screen(PlansScreen)
    Plans(world.desk(world.sergeant)).open(world.gedling, "Off-road bikes")
    qtbot.waitUntil(lambda: screen.register.model.rowCount() == 1)


def test_the_keys_of_the_screen_do_not_clash(show_screen: Show) -> None:
    screen = show_screen(PlansScreen)
    commands = screen.commands()
    keys = [command.keys for command in commands if command.keys]
    assert len(keys) == len(set(keys))
    assert all(command.scope == "plans" for command in commands)


def test_the_window_may_be_drawn_while_the_page_of_a_plan_is_still_being_made(show_screen: Show) -> None:
    screen = show_screen(PlansScreen)
    screen.window().grab()
    assert screen.plan is not None
    assert screen.stack.count() == 2
    screen.window().grab()


def test_columns_are_chosen_kept_and_saved_with_a_view(show_screen: Show, world: World, qtbot: QtBot) -> None:
    Plans(world.desk(world.sergeant)).open(world.gedling, "Shop theft")
    screen = show_screen(PlansScreen)
    register = screen.register
    keys = tuple(COLUMNS)
    assert shown_columns(register.table, keys) == list(STANDARD)
    register.columns_button.click()
    dialog = register.choosing
    assert dialog is not None
    row = next(n for n in range(dialog.list.count()) if dialog.list.item(n).text() == "Supervisor")
    dialog.list.setCurrentRow(row)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.go.click()
    wanted = [*STANDARD, "supervisor"]
    assert shown_columns(register.table, keys) == wanted
    QTest.keyClicks(register.filter, "theft")
    register.views_button.ask_name()
    asking = register.views_button.asking
    assert asking is not None
    QTest.keyClicks(asking.name, "With supervisor")
    asking.go.click()
    (view,) = Views(screen.work.desk).of("plans")
    register.clear_filter()
    register.apply({"columns": list(STANDARD), "view": "all"})
    register.views_button.show_view(view)
    assert shown_columns(register.table, keys) == wanted
    assert (register.filter.text(), register.view.value()) == ("theft", "open")
    assert register.views_button.text() == "With supervisor"
    QTest.keyClicks(register.filter, "s")
    assert register.views_button.text() == "Views", "what is typed is no longer the view"
    qtbot.waitUntil(lambda: not screen.work.jobs.busy)
    again = show_screen(PlansScreen)
    assert shown_columns(again.register.table, keys) == wanted, "as it was left"
