"""What is answered, decided and attached on a plan's page, by keyboard, alone and with somebody else at it too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import Stage
from npt_desktop.models.plan_kinds import Presence, ReviewKind
from npt_desktop.models.plans import Hypothesis, Measure, PlanSource
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.plans.times import TimesModel
from tests.conftest import TODAY
from tests.ui.screens.plans.test_plans_journey import Person, open_plan
from tests.world import World

Show = Callable[..., PlansScreen]
SEPT = date(2026, 9, 1)


@pytest.fixture
def person(show_screen: Show, qtbot: QtBot) -> Person:
    return Person(show_screen(PlansScreen), qtbot)


def test_cheers_times_levels_and_moves_are_answered_in_place(person: Person, world: World) -> None:
    open_plan(person, world)
    cards = person.screen.plan.cards
    person.screen.focus_field("cheers")
    person.type("1")
    person.tab()
    person.type("Walkers")
    person.tab()
    assert person.page().plan.cheers["community"] == {"answer": "yes", "reason": "Walkers"}
    assert cards.cheers.words.text().startswith("1 of 6 with a reason")

    person.screen.focus_field("times")
    assert person.focus is cards.times.grid
    QGuiApplication.clipboard().setText("\n".join(["\t".join(["0"] * 23 + ["2"])] * 7))
    person.ctrl(Qt.Key.Key_V)
    assert person.page().plan.times["6"][23] == 2
    assert cards.times.words.text() == "8 of 14 between 23:00 and 00:00 on Mon, Tue, Wed and Thu."
    QGuiApplication.clipboard().setText("many")
    person.ctrl(Qt.Key.Key_V)
    assert "7 days by 24 hours" in cards.times.error.text()
    person.key(Qt.Key.Key_Delete)
    assert person.page().plan.times["0"][23] == 2, "the first hour was empty already"

    person.screen.focus_field("guardian_level")
    person.type("2")
    person.settle()
    assert person.page().plan.guardian_level is Presence.WEAK
    person.screen.focus_field("moved")
    person.type("2")
    person.tab()
    person.type("Looked for six months")
    person.tab()
    assert person.page().plan.moved["place"] == {"found": "none_seen", "note": "Looked for six months"}


def test_the_times_keep_qts_contract(qapp: QApplication) -> None:
    del qapp
    model = TimesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard: list[tuple[int, int, int]] = []
    model.edited.connect(lambda *cell: heard.append(cell))
    assert model.setData(model.index(1, 8), "4")
    assert not model.setData(model.index(1, 8), "-4")
    assert heard == [(1, 8, 4)]
    assert tester is not None


def test_an_action_says_how_it_works_and_which_cause_it_answers(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    cause = Plans(world.desk()).put(plan_id, Hypothesis, {"statement": "The gate is open"})
    person.settle()
    block = person.screen.plan.cards.action_block
    block.add_technique("access")
    person.at("action_title")
    assert "Gates, barriers" in block.form.example.text()
    person.type("Fit barriers")
    block.form.cause.set_value(cause)
    block.form.works_by.setText("Bikes cannot pass")
    person.ctrl(Qt.Key.Key_Return)
    action = person.page().actions[0]
    assert (action.technique, action.hypothesis_id, action.works_by) == ("access", cause, "Bikes cannot pass")
    assert person.screen.plan.cards.grid.says.text().startswith(
        "No action works on the victim, offender and location"
    )


def test_two_people_answer_the_same_question_and_both_are_shown(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    cards, clashes = person.screen.plan.cards, person.screen.plan.clashes
    cards.cheers.set_open(True)
    theirs = {"harm": {"answer": "no", "reason": "Nobody was hurt"}}
    seen = dict(cards.cheers.values)
    Plans(world.desk(world.sergeant)).answer(plan_id, "cheers", theirs, {})
    mine = {"harm": {"answer": "yes", "reason": "Two falls"}}
    cards.cheers.answered.emit(mine, seen)
    assert "PS 512 Cedar" in clashes.notice.words.text()
    assert "Harm is answered no" in clashes.notice.words.text()
    clashes.mine_button.click()
    person.settle()
    assert person.page().plan.cheers == mine
    assert not clashes.isVisible()


def test_two_people_write_the_same_source_and_theirs_may_be_taken(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    part = Plans(world.desk()).put(plan_id, PlanSource, {"what": "Survey", "day": None})
    person.settle()
    line = person.screen.plan.cards.sources.lines[0]
    line.main.control.setFocus()
    person.key(Qt.Key.Key_End)
    person.type(" of April")
    Plans(world.desk(world.sergeant)).put(plan_id, PlanSource, {"what": "Council data"}, part)
    person.tab()
    clashes = person.screen.plan.clashes
    assert clashes.isVisible()
    assert "Council data" in clashes.notice.words.text()
    assert line.main.value() == "Survey of April"
    assert person.page().sources[0].what == "Council data"
    clashes.theirs_button.click()
    person.settle()
    assert line.main.value() == "Council data"


def test_two_people_edit_the_same_action_and_saving_again_keeps_mine(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    made = Plans(world.desk()).put(plan_id, Action, {"title": "Patrols", "agency": "Rangers"})
    person.settle()
    form = person.screen.plan.cards.action_block.form
    person.screen.plan.cards.action_block.edit(0)
    form.title.setText("Joint patrols")
    Plans(world.desk(world.sergeant)).put(plan_id, Action, {"title": "Night patrols"}, made)
    form.save()
    assert "PS 512 Cedar" in form.fields["action_title"].error
    assert "Night patrols" in form.fields["action_title"].error
    assert person.page().actions[0].title == "Night patrols"
    form.save()
    assert person.page().actions[0].title == "Joint patrols"


def test_two_people_enter_figures_for_the_same_month(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    plans = Plans(world.desk(world.sergeant))
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    person.settle()
    figures = person.screen.plan.cards.figures
    plans.set_figures(plan_id, measure, {SEPT: 9})
    figures.write({SEPT: 4})
    assert "Sep 2026: you 4, theirs 9" in figures.error.text()
    assert person.page().measures[0].points == ((SEPT, 9),)


def test_a_form_that_was_refused_and_left_is_still_there(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    person.ctrl(Qt.Key.Key_N, shift=True)
    person.at("action_title")
    person.type("Patrols")
    form = person.screen.plan.cards.action_block.form
    form.due.setFocus()
    person.type("1/1/2020")
    person.ctrl(Qt.Key.Key_Return)
    assert form.fields["action_due"].error
    person.screen.leave()
    person.settle()
    person.screen.open_record(plan_id, "actions")
    person.settle()
    person.at("action_title")
    assert form.title.text() == "Patrols"
    assert form.due.value() == date(2020, 1, 1)
    person.key(Qt.Key.Key_Escape)
    person.ctrl(Qt.Key.Key_N, shift=True)
    assert form.title.text() == "", "left on purpose"


def test_a_plan_is_authorised_judged_and_handed_over(person: Person, world: World) -> None:
    open_plan(person, world)
    reviews = person.screen.plan.cards.reviews
    person.screen.ask("authorise")
    person.at("authorise_note")
    person.type("Go on")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().reviews[0].kind is ReviewKind.AUTHORISED
    assert "Authorised by Insp Rowan" in person.screen.plan.side.authority.text()
    person.screen.ask("hand_over")
    person.type("cedar")
    person.tab()
    person.ctrl(Qt.Key.Key_Return)
    page = person.page()
    assert (page.plan.lead_id, page.name(page.leads[0].person_id)) == (
        world.sergeant.person_id,
        "PCSO 4332 Larch",
    )
    assert "Led before by PCSO 4332 Larch" in person.screen.plan.side.leads.text()
    assert reviews.open_form is None


def test_the_lead_may_neither_authorise_nor_close_their_own_plan(
    show_screen: Show, qtbot: QtBot, world: World
) -> None:
    person = Person(show_screen(PlansScreen, world.sergeant), qtbot)
    plan_id = Plans(world.desk()).open(world.gedling, "Sheds", lead_id=world.sergeant.person_id)
    person.screen.open_record(plan_id, "")
    person.settle()
    assert "You lead this plan" in person.screen.reasons.authorise()
    person.screen.begin_closing()
    assert "You lead this plan" in person.refused[-1]
    assert person.screen.plan.cards.reviews.opinion_field.isHidden()


def test_a_closed_plan_offers_no_way_to_change_it(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    plans = Plans(world.desk())
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": None})
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {SEPT: 9, date(2026, 11, 1): 3})
    course = PlanCourse(world.desk())
    course.finish_response(plan_id, plans.page(plan_id).plan.version)
    plans.save(plan_id, plans.page(plan_id).plan.version, {
        "displacement": "None", "lessons": "a", "shared_with": "b", "shared_on": TODAY, "verdict": "fell",
    })  # fmt: skip
    course.close(plan_id, plans.page(plan_id).plan.version)
    person.settle()
    person.screen.refresh_now()
    person.settle()
    cards = person.screen.plan.cards
    assert person.screen.plan.locked
    assert not any(line.remove.isVisible() for line in cards.sources.lines)
    assert [line.part_id for line in cards.sources.lines if line.isVisible()] == [person.page().sources[0].id]
    cards.cheers.set_open(True)
    assert not cards.cheers.rows.isEnabled()
    for button in (
        cards.add_action,
        cards.prompts,
        cards.figures.store_button,
        cards.reviews.authorise_button,
    ):
        assert not button.isVisible()


def test_the_log_is_attached_as_a_measure(person: Person, world: World) -> None:
    open_plan(person, world)
    with world.store.write(world.inspector, "Filled") as unit:
        unit.add(EngagementEntry(area_id=world.gedling, day=SEPT, summary="Motorbikes", natural_key="1"))
    figures = person.screen.plan.cards.figures
    figures.store_button.click()
    person.at("series")
    figures.attaching.words.setText("motorbike")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().measures[0].points == ((SEPT, 1),)
    assert figures.model.locked
    assert "Counted from the store" in figures.hint.text()
    assert figures.again_button.isVisible()


def test_the_board_shows_stages_side_by_side_and_opens_a_plan(person: Person, world: World) -> None:
    plans = Plans(world.desk())
    first = plans.open(world.gedling, "Sheds")
    plans.open(world.gedling, "Bikes")
    PlanCourse(world.desk()).finish_response(first, plans.page(first).plan.version)
    person.settle()
    person.screen.show_board()
    board = person.screen.register.board
    assert person.focus is board.tables[Stage.SCANNING]
    assert not board.tables[Stage.CLOSED].isVisible()
    person.key(Qt.Key.Key_Right)
    assert person.focus is board.tables[Stage.ASSESSMENT], "columns without a plan are passed over"
    person.key(Qt.Key.Key_Return)
    person.settle()
    assert person.screen.plan.plan_id == first


def test_a_new_plan_starts_from_a_template_and_a_twin_is_pointed_out(person: Person, world: World) -> None:
    twin = Plans(world.desk()).open(world.gedling, "Shop theft at the arcade")
    person.settle()
    person.ctrl(Qt.Key.Key_N)
    form = person.screen.register.form
    form.start.set_value("shops")
    form.start.changed.emit("shops")
    person.at("title")
    assert form.title.text() == "Shop theft at "
    person.type("the arcade")
    person.tab()
    assert "PSP 2026-001 is open" in form.twin.words.text()
    form.save()
    person.settle()
    page = person.page()
    assert page.plan.id != twin
    assert len(page.hypotheses) == 3
    assert person.screen.plan.cards.started.text().startswith("Started from Shop theft.")
    assert Plans(world.desk()).quality(page).check("twin").says.startswith("PSP 2026-001 is open")


def test_the_chart_shows_the_year_before_and_the_comparison(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    plans = Plans(world.desk())
    main = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    other = plans.put(
        plan_id, Measure, {"name": "Next beat", "unit": "reports", "main": False, "comparison": True}
    )
    plans.put(plan_id, Action, {"title": "Barriers", "start_on": date(2026, 10, 1)})
    months = {date(2025, 10, 1): 8, date(2026, 9, 1): 7, date(2026, 10, 1): 3}
    plans.set_figures(plan_id, main, months)
    plans.set_figures(plan_id, other, dict.fromkeys(months, 5))
    person.settle()
    chart = person.screen.plan.cards.figures.chart
    names = dict(chart.beside)
    assert names["Same months a year before"][-1] == 8
    assert names["Comparison: Next beat"][-1] == 5
    assert "Same months a year before" in chart.accessibleName()


def test_a_start_that_names_nothing_is_told_and_not_passed_over(person: Person, world: World) -> None:
    Plans(world.desk()).open(world.gedling, "Moped nuisance")
    person.settle()
    person.ctrl(Qt.Key.Key_N)
    form = person.screen.register.form
    form.title.setText("Shop theft at the arcade")
    form.start.setFocus()
    person.type("colliery")
    person.ctrl(Qt.Key.Key_Return)
    assert "Choose one from the list" in form.start_field.error
    assert len(Plans(world.desk()).register()) == 1
    form.start.set_value(None)
    person.type("2026-001")
    person.key(Qt.Key.Key_Return)
    person.ctrl(Qt.Key.Key_Return)
    person.settle()
    assert person.page().plan.started_from.startswith("Started from PSP 2026-001.")


def test_who_may_not_close_a_plan_reads_why_beside_the_button(
    show_screen: Show, qtbot: QtBot, world: World
) -> None:
    plans = Plans(world.desk())
    plan_id = plans.open(world.gedling, "Sheds", lead_id=world.pcso.person_id)
    for actor, why in ((world.sergeant, "Only an inspector may close it before that."),
                       (world.pcso, "Only a sergeant or an inspector may close a plan")):  # fmt: skip
        screen = show_screen(PlansScreen, actor)
        screen.open_record(plan_id, "")
        qtbot.waitUntil(lambda screen=screen: screen.page is not None)  # type: ignore[misc]
        side = screen.plan.side
        assert not side.close_button.isEnabled()
        assert why in side.lock_words.text()
        assert why in side.close_button.accessibleDescription()
    PlanCourse(world.desk()).close(plan_id, plans.page(plan_id).plan.version, "No longer a problem")
    screen.refresh_now()
    qtbot.waitUntil(lambda: not side.reopen_button.isHidden())
    assert not side.reopen_button.isEnabled()


def test_a_form_comes_into_sight_with_its_buttons(person: Person, world: World) -> None:
    open_plan(person, world)
    person.screen.window().resize(1093, 500)
    person.settle()
    form = person.screen.plan.cards.reviews.form
    person.screen.review()
    person.settle()
    assert form.visibleRegion().boundingRect().height() == form.height(), (
        "the judgement and Save are seen too"
    )
