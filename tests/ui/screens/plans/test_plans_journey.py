"""A plan from opening to early closing, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import ActionState, Stage, Verdict
from npt_desktop.models.plans import Measure
from npt_desktop.services.history import History
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.screen import PlansScreen
from npt_desktop.ui.shell.window import MainShell
from tests.conftest import TODAY
from tests.world import World

Show = Callable[..., PlansScreen]


class Person:
    """Somebody at the keyboard of the screen, who never touches the mouse."""

    def __init__(self, screen: PlansScreen, bot: QtBot) -> None:
        self.screen, self.bot = screen, bot
        self.said: list[str] = []
        self.refused: list[str] = []
        screen.work.said.connect(lambda text, _: self.said.append(text))
        screen.work.refused.connect(self.refused.append)
        shell = screen.window()
        assert isinstance(shell, MainShell)
        shell.commands.add(*screen.commands())

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def settle(self) -> None:
        """Wait until everything written has been read again and shown."""
        for _ in range(3):
            self.bot.waitUntil(lambda: not self.screen.work.jobs.busy)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self.focus, letter)

    def key(self, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, mods)
        self.settle()

    def ctrl(self, key: Qt.Key, *, shift: bool = False) -> None:
        mods = Qt.KeyboardModifier.ControlModifier
        self.key(key, mods | Qt.KeyboardModifier.ShiftModifier if shift else mods)

    def tab(self) -> None:
        self.key(Qt.Key.Key_Tab)

    def at(self, name: str) -> None:
        self.bot.waitUntil(lambda: self.focus.objectName() == name)

    def fill(self, name: str, text: str) -> None:
        """Type into the field the focus is in and leave it."""
        self.at(name)
        self.type(text)
        self.tab()

    def page(self) -> PlanPage:
        plan_id = self.screen.plan.plan_id
        return Plans(self.screen.work.desk).page(plan_id)

    def missing(self) -> set[str]:
        """What the side says is missing."""
        return set(self.screen.plan.side.missing.links)


@pytest.fixture
def person(show_screen: Show, qtbot: QtBot) -> Person:
    return Person(show_screen(PlansScreen), qtbot)


def open_plan(person: Person, world: World, field: str = "perceived_problem") -> int:
    plan_id = Plans(world.desk()).open(world.gedling, "Off-road bikes", lead_id=world.pcso.person_id)
    person.screen.open_record(plan_id, field)
    person.settle()
    person.at(field)
    return plan_id


def test_a_plan_is_written_and_closed_early_without_a_mouse(person: Person, world: World) -> None:
    person.ctrl(Qt.Key.Key_N)
    person.at("title")
    person.type("Off-road bikes, colliery trail")
    person.tab()  # the priority it serves
    person.tab()
    person.at("lead")
    person.ctrl(Qt.Key.Key_A)
    person.type("larch")  # who leads a plan may not close it
    person.tab()
    person.ctrl(Qt.Key.Key_Return)
    assert person.screen.title == "Off-road bikes, colliery trail"
    assert len(person.missing() & {"perceived_problem", "sources", "how_long", "places", "who_harmed"}) == 5

    # Scanning: each field saves itself as it is left.
    person.fill("perceived_problem", "Bikes every evening; walkers stay away.")
    person.tab()  # the source's date
    person.fill("sources", "OPCC survey")
    assert [source.what for source in person.page().sources] == ["OPCC survey"]
    person.screen.focus_field("sources")
    person.fill("sources", "38 reports")
    person.screen.focus_field("who_harmed")
    person.fill("who_harmed", "Walkers")
    person.fill("places", "Three access points")
    person.fill("how_long", "Two summers")
    person.settle()
    written = {"perceived_problem", "sources", "how_long", "places", "who_harmed"}
    assert person.missing() & written == set()
    plan = person.page().plan
    assert plan.perceived_problem == "Bikes every evening; walkers stay away."
    assert plan.how_long == "Two summers"

    # The test, by digits and arrows.
    person.screen.focus_field("test_complete")
    for _ in range(6):
        person.type("3")
        person.key(Qt.Key.Key_Down)
    assert "test_complete" not in person.missing()
    assert set(person.page().plan.test.values()) == {1}

    # An action with its owner.
    person.ctrl(Qt.Key.Key_N, shift=True)
    person.fill("action_title", "Two access barriers")
    person.fill("action_owner", "cedar")
    person.tab()
    person.fill("action_due", "+14")
    person.ctrl(Qt.Key.Key_Return)
    action = person.page().actions[0]
    assert (action.title, action.owner_id, action.due_on) == (
        "Two access barriers", world.sergeant.person_id, date(2026, 10, 30),
    )  # fmt: skip
    assert not person.missing() & {"actions", "owners"}

    # Figures pasted from a spreadsheet.
    QGuiApplication.clipboard().setText("Month\tReports\nJul 2026\t14\nAug 2026\t12\nSep 2026\t7\n")
    person.ctrl(Qt.Key.Key_F, shift=True)
    person.at("figures_table")
    person.ctrl(Qt.Key.Key_V)
    points = person.page().measures[0].points
    assert points == ((date(2026, 7, 1), 14), (date(2026, 8, 1), 12), (date(2026, 9, 1), 7))
    assert "baseline" not in person.missing()

    # The assessment starts, closing is refused, closing early takes a reason.
    person.screen.plan.asked.emit("assess")
    person.at("finished_on")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().plan.finished_on == TODAY
    assert person.page().plan.stage is Stage.ASSESSMENT
    person.screen.begin_closing()
    person.at("close_reason")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().plan.closed_on is None
    field = person.screen.closing.reason_field
    assert "assessment field" in field.error
    person.screen.closing.summary.links[0].click()
    person.at("close_reason")
    person.type("The council has taken it over")
    person.ctrl(Qt.Key.Key_Return)
    plan = person.page().plan
    assert (plan.closed_on, plan.close_reason) == (TODAY, "The council has taken it over")
    assert person.screen.stack.currentWidget() is person.screen.plan
    assert plan.assessed_on is None


def test_each_missing_link_goes_to_its_field(person: Person, world: World) -> None:
    open_plan(person, world)
    places = {"test_complete": "", "baseline": "figures_table", "after": "figures_table",
              "actions": "action_title", "owners": "action_title", "objective_date": "objective_on"}  # fmt: skip
    for name in sorted(person.missing()):
        link = person.screen.plan.side.missing.links[name]
        link.setFocus()
        person.key(Qt.Key.Key_Space)
        focus = person.focus
        if name == "test_complete":
            assert focus is person.screen.plan.cards.judging.scales["how_long"].radios[0]
        elif name in ("cheers", "times"):
            block = {fold.name: fold for fold in person.screen.plan.cards.folds}[name]
            assert block.isAncestorOf(focus)
        elif name == "verdict":
            assert person.screen.plan.rows["verdict"].isAncestorOf(focus)
        else:
            assert focus.objectName() == places.get(name, name), name
        person.screen.plan.cards.action_block.form.hide()


def test_f8_walks_through_what_is_missing(person: Person, world: World) -> None:
    open_plan(person, world)
    wanted = [item.field for item in person.page().reading.missing]
    person.key(Qt.Key.Key_F8)
    assert wanted[:2] == ["perceived_problem", "sources"]
    person.at("sources")
    person.key(Qt.Key.Key_F8)
    person.at("how_long")


def test_somebody_elses_edit_of_the_same_field_keeps_both_texts(person: Person, world: World) -> None:
    plan_id = open_plan(person, world, "lessons")
    person.type("Barriers work")
    other = Plans(world.desk(world.sergeant))
    version = other.page(plan_id).plan.version
    other.save(plan_id, version, {"lessons": "Patrols work", "cost": "40 hours"})
    person.tab()
    notice = person.screen.plan.clashes
    assert notice.isVisible()
    assert "PS 512 Cedar" in notice.notice.words.text()
    assert "Patrols work" in notice.notice.words.text()
    assert person.screen.plan.rows["lessons"].value() == "Barriers work"
    assert person.page().plan.lessons == "Patrols work"
    assert person.screen.plan.rows["cost"].value() == "40 hours"

    person.screen.plan.clashes.mine_button.setFocus()
    person.key(Qt.Key.Key_Space)
    assert person.page().plan.lessons == "Barriers work"
    assert not notice.isVisible()
    person.at("lessons")


def test_theirs_may_be_taken(person: Person, world: World) -> None:
    plan_id = open_plan(person, world, "lessons")
    person.type("Barriers work")
    other = Plans(world.desk(world.sergeant))
    other.save(plan_id, other.page(plan_id).plan.version, {"lessons": "Patrols work"})
    person.tab()
    person.screen.plan.clashes.theirs_button.setFocus()
    person.key(Qt.Key.Key_Space)
    assert person.screen.plan.rows["lessons"].value() == "Patrols work"
    assert person.page().plan.lessons == "Patrols work"
    history = History(world.desk())
    events = [event.after or {} for event in history.of(history.uid_of("problem_plan", plan_id))]
    assert [after["lessons"] for after in events if "lessons" in after][-3:] == [
        "Patrols work", "Barriers work", "Patrols work",
    ], "what was given up stays in the history"  # fmt: skip


def test_somebody_elses_edit_of_another_field_does_not_stand_in_the_way(person: Person, world: World) -> None:
    plan_id = open_plan(person, world, "lessons")
    person.type("Barriers work")
    other = Plans(world.desk(world.sergeant))
    other.save(plan_id, other.page(plan_id).plan.version, {"cost": "40 hours"})
    person.tab()
    plan = person.page().plan
    assert (plan.lessons, plan.cost) == ("Barriers work", "40 hours")
    assert not person.screen.plan.clashes.isVisible()


def test_leaving_the_plan_saves_what_is_being_written(person: Person, world: World) -> None:
    plan_id = open_plan(person, world)
    person.type("Half a sen")
    person.key(Qt.Key.Key_Escape)
    assert person.screen.stack.currentWidget() is person.screen.register
    assert Plans(world.desk()).page(plan_id).plan.perceived_problem == "Half a sen"
    assert person.focus is person.screen.register.table


def test_space_ticks_an_action_and_enter_edits_it(person: Person, world: World) -> None:
    open_plan(person, world)
    person.ctrl(Qt.Key.Key_N, shift=True)
    person.fill("action_title", "Patrols")
    person.fill("action_owner", "Rangers")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().actions[0].agency == "Rangers"
    assert person.focus is person.screen.plan.cards.action_block.table
    person.key(Qt.Key.Key_Home)
    person.key(Qt.Key.Key_Space)
    assert person.page().actions[0].state is ActionState.DONE
    person.key(Qt.Key.Key_Space)
    assert person.page().actions[0].state is ActionState.OPEN
    person.key(Qt.Key.Key_Return)
    person.at("action_title")
    person.ctrl(Qt.Key.Key_A)
    person.type("Joint patrols")
    person.ctrl(Qt.Key.Key_Return)
    assert person.page().actions[0].title == "Joint patrols"


def test_an_action_due_before_the_plan_is_told_beside_its_field(person: Person, world: World) -> None:
    open_plan(person, world)
    person.ctrl(Qt.Key.Key_N, shift=True)
    person.fill("action_title", "Patrols")
    form = person.screen.plan.cards.action_block.form
    form.due.setFocus()
    person.type("1/1/2020")
    person.ctrl(Qt.Key.Key_Return)
    assert form.fields["action_due"].error
    assert form.isVisible()
    assert not person.page().actions


def test_a_review_note_sets_the_next_review(person: Person, world: World) -> None:
    open_plan(person, world)
    person.ctrl(Qt.Key.Key_R, shift=True)
    person.fill("review_note", "Good progress")
    person.at("review_next")
    person.ctrl(Qt.Key.Key_A)
    person.type("30 nov")
    person.ctrl(Qt.Key.Key_Return)
    page = person.page()
    assert [review.note for review in page.reviews] == ["Good progress"]
    assert page.plan.next_review_on == date(2026, 11, 30)


def test_figures_are_typed_month_by_month(person: Person, world: World) -> None:
    open_plan(person, world)
    person.screen.focus_field("baseline")
    for figure in ("14", "9"):
        person.type(figure)
        person.key(Qt.Key.Key_Return)
        person.screen.plan.cards.figures.begin()
    assert person.page().measures[0].points == ((date(2026, 9, 1), 14), (date(2026, 10, 1), 9))
    person.type("many")
    person.key(Qt.Key.Key_Return)
    assert "count of nought or more" in person.screen.plan.cards.figures.error.text()
    assert len(person.page().measures[0].points) == 2


def test_a_likely_cause_and_its_evidence_are_one_line(person: Person, world: World) -> None:
    open_plan(person, world, "hypotheses")
    person.fill("hypotheses", "The gate is never locked")
    person.type("Seen open on every visit")
    person.tab()
    found = person.page().hypotheses
    assert [(h.statement, h.evidence_for) for h in found] == [
        ("The gate is never locked", "Seen open on every visit")
    ]
    assert "hypotheses" not in person.missing()


def test_a_constable_may_not_close(show_screen: Show, qtbot: QtBot, world: World) -> None:
    person = Person(show_screen(PlansScreen, world.pcso), qtbot)
    open_plan(person, world)
    person.screen.begin_closing()
    assert person.refused
    assert person.screen.stack.currentWidget() is person.screen.plan


def test_a_closed_and_assessed_plan_is_only_to_read_until_reopened(person: Person, world: World) -> None:
    plans = Plans(world.desk())
    plan_id = open_plan(person, world)
    plans.save(plan_id, plans.page(plan_id).plan.version, _assessed())
    _after_figures(world, plan_id)
    PlanCourse(world.desk()).close(plan_id, plans.page(plan_id).plan.version)
    person.settle()
    person.screen.refresh_now()
    person.settle()
    box = person.screen.plan.findChild(QWidget, "lessons")
    assert box is not None
    assert box.property("readOnly") is True
    person.screen.plan.side.reopen_button.setFocus()
    person.key(Qt.Key.Key_Space)
    reopening = person.screen.plan.cards.reviews.reopening
    assert person.page().plan.closed_on is not None, "a reason is asked for first"
    person.bot.waitUntil(lambda: not reopening.reason.visibleRegion().isEmpty())
    person.screen.primary()
    assert reopening.field.error == "Say why work on it goes on."
    person.type("Bikes came back")
    person.screen.primary()
    person.settle()
    page = person.page()
    assert page.plan.closed_on is None
    assert page.reviews[0].note == "Bikes came back"
    assert reopening.isHidden()
    assert box.property("readOnly") is False


def _assessed() -> dict[str, object]:
    return {
        "displacement": "None found", "lessons": "Barriers work", "shared_with": "Partners", "shared_on": TODAY,
        "verdict": Verdict.FELL,
    }  # fmt: skip


def _after_figures(world: World, plan_id: int) -> None:
    plans = Plans(world.desk())
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {date(2026, 9, 1): 9, date(2026, 11, 1): 3})
    PlanCourse(world.desk()).finish_response(plan_id, plans.page(plan_id).plan.version)


def test_printing_writes_a_pdf(
    person: Person, world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    open_plan(person, world)
    path = tmp_path_factory.mktemp("out") / "plan.pdf"
    names: list[str] = []
    person.screen.printer.ask_path = lambda name: names.append(name) or path  # type: ignore[func-returns-value]
    person.ctrl(Qt.Key.Key_P)
    assert path.read_bytes().startswith(b"%PDF")
    assert names[0].endswith("OFFICIAL-SENSITIVE.pdf")
    assert person.said[-1] == "Saved plan.pdf"
