"""A chief inspector's meeting by keyboard, what others may do, and what stays of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import ActionState, AnswerValue, NoteKind
from npt_desktop.services.actions import Actions
from npt_desktop.services.quality import Quality
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.quality.areas import AreaModel
from npt_desktop.ui.quality.earlier import DONE, DROP
from npt_desktop.ui.quality.evidence import RecordModel
from npt_desktop.ui.quality.lines import lines_of
from npt_desktop.ui.quality.questions import QuestionModel
from npt_desktop.ui.quality.screen import QualityScreen
from npt_desktop.ui.workspace import Place
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue
Opened = Callable[..., QualityScreen]
KEYS = {
    "tab": Qt.Key.Key_Tab, "enter": Qt.Key.Key_Return, "esc": Qt.Key.Key_Escape, "down": Qt.Key.Key_Down,
}  # fmt: skip


@pytest.fixture
def opened(show_screen: ShowScreen, qtbot: QtBot) -> Opened:
    """The screen of a person with its evidence read and the focus in the list."""

    def show(actor: Actor | None) -> QualityScreen:
        screen = show_screen(QualityScreen, actor)
        assert isinstance(screen, QualityScreen)
        settle(screen, qtbot)
        screen.left.list.setFocus()
        return screen

    return show


def settle(screen: QualityScreen, qtbot: QtBot) -> None:
    """Wait until nothing is being read any more."""

    def still() -> None:
        QApplication.processEvents()
        assert not screen.work.jobs.busy
        assert screen.page is not None

    for _ in range(3):  # a write is announced, then read, then its evidence
        qtbot.waitUntil(still)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: str) -> None:
    """Type keys one by one into whatever has the focus."""
    for key in keys:
        if key == "ctrl+enter":
            QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        elif key in KEYS:
            QTest.keyClick(focus(), KEYS[key])
        else:
            QTest.keyClicks(focus(), key)


def write(words: str) -> None:
    QTest.keyClicks(focus(), words)


def answers(world: World, month: date = OCTOBER) -> dict[int, AnswerValue | None]:
    page = Quality(world.desk()).page(world.gedling, month)
    return {number: answer.value for number, answer in page.answers.items()}


def answer_all(world: World, month: date = OCTOBER) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, month).due:
        quality.answer(world.gedling, month, due.question.number, NOT_MET, "Looked at together")


def test_a_chief_inspector_holds_the_october_meeting_by_keyboard(
    opened: Opened, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(world.chief)
    page = screen.page
    assert page is not None
    numbers = [due.question.number for due in page.due]
    assert len(numbers) == 22
    assert screen.title == "QA meeting, Gedling, October 2026"
    assert screen.meter.done.text() == "0 of 22 answered"
    assert [words for _, words in screen.left.filter.options] == ["Due in October 22", "All 24"]

    for number in numbers:
        assert screen.pane.badge.text == str(number)
        before = screen._writes
        press("3")  # at or below what any evidence suggests
        if focus() is screen.pane.note:  # not so: the evidence suggests that it does not apply
            write("Nothing to look at")
            press("ctrl+enter")
        else:
            press("j")
        assert screen._writes > before
    settle(screen, qtbot)
    assert answers(world) == dict.fromkeys(numbers, NOT_MET)
    assert screen.meter.done.text() == "22 of 22 answered"
    assert focus() is screen.buttons.finish
    assert (screen.buttons.finish.kind, screen.next.kind) == ("primary", "secondary")

    screen.open_record(None, "22")
    press("a")
    assert focus() is screen.pane.action_form.title
    write("Assess the leisure centre plan")
    press("tab")
    write("row")
    press("tab")
    write("+14")
    press("enter")
    settle(screen, qtbot)
    made = Quality(world.desk()).page(world.gedling, OCTOBER).actions
    assert [(a.number, a.title, a.owner, a.due_on, a.state) for a in made] == [
        (22, "Assess the leisure centre plan", "Insp Rowan", TODAY + timedelta(days=14), ActionState.OPEN)
    ]

    screen.open_finish()
    assert focus() is screen.finish_page.sign
    assert screen.finish_page.sign.text() == "Ch Insp Linden"
    press("ctrl+enter")
    settle(screen, qtbot)
    after = Quality(world.desk()).page(world.gedling, OCTOBER)
    assert after.finished
    assert screen.facts_text.startswith("Signed by Ch Insp Linden, Friday 16 October 2026")
    assert screen.buttons.finish.isHidden()

    path = tmp_path / "record.pdf"
    names: list[str] = []
    said: list[str] = []
    screen.work.said.connect(lambda words, _undo: said.append(words))

    def ask(parent: QWidget, name: str) -> Path:
        assert parent is screen
        names.append(name)
        return path

    screen.printing.ask = ask
    screen.save_pdf(blank=False)
    settle(screen, qtbot)
    assert path.read_bytes().startswith(b"%PDF")
    assert names == ["QA meeting Gedling October 2026 OFFICIAL-SENSITIVE.pdf"]
    assert said == ["Saved record.pdf"]


def test_an_answer_better_than_the_evidence_asks_for_a_note_and_is_kept_meanwhile(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    screen = opened(world.chief)
    screen.open_record(None, "8")
    assert screen.pane.hint.text() == "Evidence suggests not met. A note is needed to answer higher."
    press("1")
    assert screen.pane.note_field.error == "Add a note: the answer is better than the evidence suggests."
    assert focus() is screen.pane.note
    assert answers(world) == {}
    press("esc")
    assert not screen.escape()
    screen.left.list.setFocus()
    press("down")
    assert screen.pane.badge.text == "9"
    press("k")
    assert (screen.pane.badge.text, screen.pane.value) == ("8", MET)
    press("c")
    write("The list is on paper")
    assert screen.pane.note_field.error == ""
    press("ctrl+enter")
    settle(screen, qtbot)
    kept = Quality(world.desk()).page(world.gedling, OCTOBER).answers[8]
    assert (kept.value, kept.note) == (MET, "The list is on paper")
    assert kept.snapshot["why"] == "No key individuals are recorded."
    assert screen.pane.badge.text == "9"
    assert focus() is screen.left.list


def test_a_note_is_saved_when_it_is_left_and_letters_type_in_it(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    screen = opened(world.chief)
    screen.open_record(None, "3")
    press("3", "c")
    write("jack 1 asked")
    press("tab")
    settle(screen, qtbot)
    kept = Quality(world.desk()).page(world.gedling, OCTOBER).answers[3]
    assert (kept.value, kept.note) == (NOT_MET, "jack 1 asked")
    assert screen.pane.badge.text == "3"


def test_single_letters_can_be_turned_off(opened: Opened, world: World, qtbot: QtBot) -> None:
    screen = opened(world.chief)
    screen.letters.enabled = False
    press("3", "j", "a")
    settle(screen, qtbot)
    assert answers(world) == {}
    assert screen.pane.action_form.isHidden()


def test_an_inspector_prepares_and_is_refused_answers(opened: Opened, world: World, qtbot: QtBot) -> None:
    screen = opened(world.inspector)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.open_record(None, "10")
    assert "Only a chief inspector answers" in screen.pane.notice.text()
    assert not screen.pane.answer.isVisible()
    assert screen.buttons.finish.isHidden()
    press("1", "a")
    assert len(refused) == 2
    assert answers(world) == {}

    assert screen.pane.evidence.figures[0].figure.text() == "0"
    QTest.mouseClick(screen.pane.evidence.record_button, Qt.MouseButton.LeftButton)
    press("enter")
    assert screen.pane.evidence.form.what.error == "Enter whom you spoke to, such as PCSO."
    write("PCSO")
    press("enter")
    settle(screen, qtbot)
    assert screen.pane.evidence.form.isHidden()
    assert screen.pane.evidence.figures[0].figure.text() == "1"
    assert screen.pane.evidence.records.index(0, 0).data() == "PCSO"

    screen.left.day.setFocus()
    write("28 oct")
    press("tab")
    settle(screen, qtbot)
    meeting = Quality(world.desk()).page(world.gedling, OCTOBER).meeting
    assert meeting is not None
    assert meeting.scheduled_on == date(2026, 10, 28)
    assert screen.facts_text == "Wednesday 28 October: Ch Insp Linden and Insp Rowan"


def test_a_constable_only_reads(opened: Opened, world: World) -> None:
    screen = opened(world.pcso)
    screen.open_record(None, "10")
    assert screen.pane.evidence.record_button.isHidden()
    assert screen.left.foot.isHidden()
    assert screen.pane.add_button.isHidden()


def test_last_months_actions_come_first(
    opened: Opened, world: World, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.moment -= timedelta(days=30)
    answer_all(world, SEPTEMBER)
    chief = Quality(world.desk(world.chief))
    for number, title in ((5, "Visit the two groups"), (8, "Name two people"), (10, "Ask two PCSOs")):
        chief.add_action(
            world.gedling, SEPTEMBER, number, title, world.inspector.person_id, date(2026, 10, 9)
        )
    clock.moment += timedelta(days=30)

    screen = opened(world.chief)
    assert screen.right.currentWidget() is screen.acts
    assert screen.facts_text.endswith("3 actions from September to close")
    first = screen.left.list.questions.lines[0]
    assert (first.words, first.right) == ("Actions from September", "3 actions open")
    press("enter", "1")
    settle(screen, qtbot)
    second, third = screen.acts.lines[1], screen.acts.lines[2]
    second.choice.setFocus()
    press("2", "tab")
    assert focus() is second.due
    write("+20")
    press("tab")
    third.choice.setFocus()
    press("3")
    settle(screen, qtbot)
    page = Quality(world.desk()).page(world.gedling, OCTOBER)
    assert {a.title: (a.state, a.due_on) for a in page.earlier_actions} == {
        "Visit the two groups": (ActionState.DONE, date(2026, 10, 9)),
        "Name two people": (ActionState.OPEN, TODAY + timedelta(days=20)),
        "Ask two PCSOs": (ActionState.DROPPED, date(2026, 10, 9)),
    }
    screen.primary()
    assert screen.pane.badge.text == "1"
    assert screen.pane.before.text() == "Not answered before"
    screen.open_record(None, "3")
    assert screen.pane.before.text() == "Last month: Not met"


def test_what_somebody_else_made_of_an_action_meanwhile_is_shown_not_dropped(
    opened: Opened, world: World, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.moment -= timedelta(days=30)
    answer_all(world, SEPTEMBER)
    chief = Quality(world.desk(world.chief))
    made = chief.add_action(
        world.gedling, SEPTEMBER, 5, "Visit", world.inspector.person_id, date(2026, 10, 9)
    )
    clock.moment += timedelta(days=30)
    screen = opened(world.chief)
    said: list[str] = []
    screen.work.refused.connect(said.append)
    Actions(world.desk()).set_state(made, ActionState.DONE)
    screen.acts.chosen.emit(made, DROP)  # pressed before the page was read again
    assert said == ["Somebody changed this action meanwhile: look at it as it stands now and choose again."]
    settle(screen, qtbot)
    (line,) = screen.acts.lines
    assert line.choice.value() == DONE
    screen.acts.chosen.emit(made, DROP)
    (kept,) = Quality(world.desk()).page(world.gedling, OCTOBER).earlier_actions
    assert kept.state is ActionState.DROPPED


def test_the_check_page_leads_to_what_is_open(opened: Opened, world: World) -> None:
    answer_all(world)
    quality = Quality(world.desk(world.chief))
    quality.answer(world.gedling, OCTOBER, 20, None, "")
    screen = opened(world.chief)
    screen.open_finish()
    assert [link.accessibleName() for link in screen.finish_page.links] == [
        "Answer: 20. Other problem solving plans on E-CINS"
    ]
    assert not screen.finish_page.finish.isVisible()
    screen.primary()
    assert not Quality(world.desk()).page(world.gedling, OCTOBER).finished
    assert focus() is screen.finish_page.links[0]
    QTest.keyClick(screen.finish_page.links[0], Qt.Key.Key_Space)
    assert (screen.pane.badge.text, focus()) == ("20", screen.left.list)


def test_a_signed_meeting_shows_what_was_seen_and_what_changed_since(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    answer_all(world)
    quality = Quality(world.desk(world.chief))
    quality.finish(world.gedling, OCTOBER, "Ch Insp Linden")
    screen = opened(world.chief)
    screen.open_record(None, "10")
    evidence = screen.pane.evidence
    assert evidence.title.text() == "Evidence as it was answered"
    assert evidence.changed_note.isHidden()
    assert not screen.pane.answer.isVisible()
    assert (screen.pane.given.text(), screen.pane.given_note.text()) == ("Not met", "Looked at together")
    press("1")
    assert quality.page(world.gedling, OCTOBER).answers[10].value is NOT_MET
    quality.note(world.gedling, NoteKind.STAFF_CONVERSATION, TODAY, "PCSO")
    settle(screen, qtbot)
    assert evidence.figures[0].figure.text() == "0"
    assert evidence.changed_note.words.text() == (
        "Changed since it was answered. Now: 1 conversation recorded, with PCSO."
    )


def test_all_shows_the_questions_that_are_not_due(opened: Opened, world: World, qtbot: QtBot) -> None:
    screen = opened(world.chief)
    screen.search()
    press("2")
    settle(screen, qtbot)
    lines = [line for line in screen.left.list.questions.lines if line.number]
    assert [line.number for line in lines] == list(range(1, 25))
    assert [line.number for line in lines if line.right == "Not due"] == [12, 13]
    screen.open_record(None, "13")
    settle(screen, qtbot)
    assert screen.pane.due.text == "No due date"
    assert screen.pane.evidence.figures[0].figure.text() == "Never"


def test_another_area_is_chosen_from_the_list_of_areas(opened: Opened, world: World, qtbot: QtBot) -> None:
    screen = opened(world.chief)
    QTest.mouseClick(screen.left.areas_button, Qt.MouseButton.LeftButton)
    settle(screen, qtbot)
    assert focus() is screen.left.areas
    press("down", "enter")
    settle(screen, qtbot)
    assert screen.work.area_id == world.ashfield
    assert screen.title == "QA meeting, Ashfield, October 2026"
    assert not screen.left.showing_areas


def test_what_is_typed_when_the_area_is_switched_goes_to_the_area_it_was_typed_for(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    screen = opened(world.chief)
    screen.open_record(None, "3")
    press("3", "c")
    write("For Gedling")
    screen.work.move(area_id=world.ashfield)
    settle(screen, qtbot)
    assert Quality(world.desk()).page(world.gedling, OCTOBER).answers[3].note == "For Gedling"
    assert Quality(world.desk()).page(world.ashfield, OCTOBER).meeting is None
    assert screen.pane.note.text() == ""


def test_a_question_can_be_asked_for_before_anything_is_read(
    show_screen: ShowScreen, world: World, qtbot: QtBot
) -> None:
    screen = show_screen(QualityScreen, world.chief)
    assert isinstance(screen, QualityScreen)
    screen.work.move(month=SEPTEMBER)
    screen.open_record(None, "22")
    settle(screen, qtbot)
    assert (screen.title, screen.pane.badge.text) == ("QA meeting, Gedling, September 2026", "22")
    assert screen.pane.evidence.stamp.text() == "as at 30 Sep"
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    QTest.mouseClick(screen.pane.evidence.link, Qt.MouseButton.LeftButton)
    assert [place.screen for place in wanted] == ["plans"]
    screen.open_record(None, "note")
    assert focus() is screen.pane.note


def test_undo_takes_an_answer_back_on_screen(opened: Opened, world: World, qtbot: QtBot) -> None:
    from npt_desktop.services.history import History

    screen = opened(world.chief)
    screen.open_record(None, "3")
    press("3")
    settle(screen, qtbot)
    assert screen.pane.answer.value() is NOT_MET
    History(world.desk(world.chief)).undo_last()
    settle(screen, qtbot)
    assert screen.pane.typed == (None, "")
    assert screen.meter.done.text() == "0 of 22 answered"


def test_the_models_keep_qts_rules(world: World) -> None:
    quality = Quality(world.desk(world.chief))
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    questions, records, areas = QuestionModel(), RecordModel(), AreaModel()
    kept = [QAbstractItemModelTester(model, fatal) for model in (questions, records, areas)]
    page = quality.page(world.gedling, OCTOBER)
    questions.set(lines_of(page, {}, everything=False))
    evidence = quality.readiness(world.gedling, OCTOBER, page.due)
    questions.set(lines_of(page, evidence, everything=False))
    row = questions.row_of(22)
    assert questions.index(row).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Question 22: Finished plans assessed and reviewed. Evidence: Not due. Answer: none yet"
    )
    assert questions.flags(questions.index(0)) == Qt.ItemFlag.NoItemFlags
    assert questions.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("0 of 11 answered")
    questions.set(lines_of(page, evidence, everything=True))
    quality.note(world.gedling, NoteKind.STAFF_CONVERSATION, TODAY, "PCSO")
    found = quality.evidence(world.gedling, OCTOBER, page.checklist.question(10))
    records.set(found.heads, found.rows)
    assert [records.index(0, column).data() for column in (0, 1)] == ["PCSO", "16 Oct"]
    records.set((), ())
    areas.set(quality.meetings(OCTOBER))
    assert [areas.index(row, 0).data() for row in (0, 1)] == ["Gedling", "Ashfield"]
    assert len(kept) == 3


class Windows(QObject):
    """Notes every widget shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_the_screen_flashes_as_a_window_of_its_own(
    opened: Opened, world: World, qapp: QApplication, qtbot: QtBot
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        screen = opened(world.chief)
        Quality(world.desk(world.chief)).add_action(
            world.gedling, OCTOBER, 5, "Visit", world.inspector.person_id, TODAY
        )
        screen.open_record(None, "5")
        settle(screen, qtbot)
        screen.show_actions()
        screen.open_finish()
    finally:
        qapp.removeEventFilter(windows)
    assert windows.shown == [screen.window()]


def test_every_command_has_its_scope_and_no_single_letter_is_bound(opened: Opened, world: World) -> None:
    screen = opened(world.inspector)
    commands = {command.id: command for command in screen.commands()}
    assert all(command.scope == "quality" and not command.keys for command in commands.values())
    assert {c.local_keys for c in commands.values() if c.local_keys} == {
        "1",
        "2",
        "3",
        "4",
        "A",
        "C",
        "J",
        "K",
    }
    assert commands["quality.finish"].why_not() == "Only a chief inspector may"
    assert commands["quality.print"].why_not() == ""
