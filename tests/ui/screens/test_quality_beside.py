"""What stands beside the meeting: preparing, small records, the shared display, reports, peer review, checklist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.actor import Actor
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import AnswerValue, NoteKind, PeerRating, PublicationKind, TermKind
from npt_desktop.services.checklists import Checklists
from npt_desktop.services.community import Community
from npt_desktop.services.corrections import Corrections
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.peer import PeerReviews
from npt_desktop.services.quality import Quality
from npt_desktop.ui.quality.checklist import ChecklistDialog
from npt_desktop.ui.quality.peer_parts import NewReview
from npt_desktop.ui.quality.published import PublishedDialog
from npt_desktop.ui.quality.screen import QualityScreen
from npt_desktop.ui.workspace import Place
from tests.conftest import TODAY
from tests.ui.screens.conftest import ShowScreen
from tests.world import World

JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue
Opened = Callable[[Actor | None], QualityScreen]


@pytest.fixture
def opened(show_screen: ShowScreen, qtbot: QtBot) -> Iterator[Opened]:
    """The screen of a person with its evidence read and the focus in the list; dialogs closed afterwards."""
    made: list[QualityScreen] = []

    def show(actor: Actor | None) -> QualityScreen:
        screen = show_screen(QualityScreen, actor)
        assert isinstance(screen, QualityScreen)
        made.append(screen)
        settle(screen, qtbot)
        screen.left.list.setFocus()
        return screen

    yield show
    for screen in made:
        if screen.big is not None:
            screen.big.close()
        for dialog in screen.window().findChildren(QDialog):
            dialog.reject()


def settle(screen: QualityScreen, qtbot: QtBot) -> None:
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
    for key in keys:
        if key == "enter":
            QTest.keyClick(focus(), Qt.Key.Key_Return)
        elif key == "ctrl+enter":
            QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClicks(focus(), key)


def log(world: World, outcome: str = "") -> int:
    return Engagement(world.desk(world.pcso)).log(EntryDraft(
        world.gedling, date(2026, 10, 5), world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Youth club", world.pcso.person_id, "Talked", outcome=outcome,
    ))  # fmt: skip


def test_twenty_one_questions_take_at_most_five_keys_each_beyond_notes(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    screen = opened(world.chief)
    screen.work.move(month=JULY)
    settle(screen, qtbot)
    assert screen.page is not None
    assert len(screen.page.due) == 21
    screen.left.list.setFocus()
    most = 0
    for due in screen.page.due:
        assert screen.pane.badge.text == str(due.question.number)
        keys = 0
        press("3")
        keys += 1
        if focus() is screen.pane.note:
            QTest.keyClicks(focus(), "Nothing to look at")
            press("ctrl+enter")
            keys += 1
        else:
            press("j")
            keys += 1
        most = max(most, keys)
    press("enter")  # the focus came to Finish
    press("enter")  # the name stands there: sign
    settle(screen, qtbot)
    assert most <= 5
    page = Quality(world.desk()).page(world.gedling, JULY)
    assert page.finished
    assert {answer.value for answer in page.answers.values()} == {NOT_MET}


def test_an_inspector_prepares_mends_a_gap_and_tells_the_chief(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    entry = log(world)
    screen = opened(world.inspector)
    QTest.mouseClick(screen.buttons.prepare, Qt.MouseButton.LeftButton)
    page = screen.prepare_page
    assert screen.outer.currentWidget() is page
    assert page.words.text().endswith("of 22 have evidence.")
    before = int(page.words.text().split()[0])
    names = [link.accessibleName() for link in page.links]
    assert "Record a conversation: 10. Staff conversations held" in names
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    next(x for x in page.links if x.accessibleName().startswith("Open the log: 3.")).click()
    assert wanted == [Place("engagement", entry, "")]
    next(x for x in page.links if x.accessibleName().startswith("Record a conversation")).click()
    assert (screen.pane.badge.text, focus()) == ("10", screen.pane.evidence.form.what.control)
    press("PCSO", "enter")
    settle(screen, qtbot)
    screen.open_prepare()
    assert int(page.words.text().split()[0]) == before + 1
    next(x for x in page.links if x.accessibleName().startswith("Note to the chief inspector: 8.")).click()
    press("Two officers away until the 20th", "enter")
    settle(screen, qtbot)
    chief = opened(world.chief)
    chief.open_record(None, "8")
    settle(chief, qtbot)
    notes = chief._evidence[8].notes
    assert [(note.words, note.by) for note in notes] == [("Two officers away until the 20th", "Insp Rowan")]


def test_where_the_store_cannot_tell_what_was_seen_is_recorded_and_printed(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    screen = opened(world.chief)
    screen.open_record(None, "4")
    evidence = screen.pane.evidence
    assert evidence.seen_button.isVisible()
    QTest.mouseClick(evidence.seen_button, Qt.MouseButton.LeftButton)
    press("enter")
    assert evidence.form.what.error == "Enter what was seen."
    press("Two visits in the paper log", "enter")
    settle(screen, qtbot)
    press("1")
    settle(screen, qtbot)
    kept = Quality(world.desk()).page(world.gedling, OCTOBER).answers[4]
    assert kept.value is MET
    assert kept.snapshot["seen"] == [["Two visits in the paper log", "2026-10-16", "Ch Insp Linden"]]
    screen.open_record(None, "3")
    assert not evidence.seen_button.isVisible()


def test_a_record_behind_a_figure_opens_at_once(opened: Opened, world: World, qtbot: QtBot) -> None:
    entry = log(world)
    made = Community(world.desk()).note(world.gedling, NoteKind.STAFF_CONVERSATION, TODAY, "PSCO")
    out = Community(world.desk()).record_publication(
        world.gedling, PublicationKind.BLOG, TODAY, title="October", text="All is well", channels=["Website"]
    )
    screen = opened(world.chief)
    wanted: list[Place] = []
    screen.work.wanted.connect(wanted.append)
    screen.open_record(None, "3")
    table = screen.pane.evidence.table
    screen.pane.evidence._open_row(screen.pane.evidence.records.index(0, 0))
    assert wanted == [Place("engagement", entry, "")]
    screen.open_record(None, "10")
    table.clicked.emit(screen.pane.evidence.records.index(0, 0))
    form = screen.pane.evidence.form
    assert form.isVisible()
    assert form.what.control.property("text") == "PSCO"
    form.what.control.selectAll()  # type: ignore[attr-defined]
    press("PCSO", "enter")
    settle(screen, qtbot)
    note = Community(world.desk()).note_of(made)
    assert note is not None
    assert note.what == "PCSO"
    screen.open_record(None, "15")
    screen.pane.evidence._open_row(screen.pane.evidence.records.index(0, 0))
    (dialog,) = screen.window().findChildren(PublishedDialog)
    assert (dialog.windowTitle(), dialog.words.text()) == ("October", "All is well")
    assert out


def test_a_record_edited_without_moving_a_figure_shows_as_changed(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    entry = log(world, outcome="Agreed")
    screen = opened(world.chief)
    screen.open_record(None, "3")
    press("3", "j")
    settle(screen, qtbot)
    screen.open_record(None, "3")
    assert screen.pane.evidence.changed_note.isHidden()
    with world.desk().write("Edited") as unit:
        unit.get(EngagementEntry, entry).summary = "Talked at length"
    settle(screen, qtbot)
    assert screen.pane.evidence.changed_note.isVisible()


def test_the_shared_display_follows_the_meeting(opened: Opened, world: World, qtbot: QtBot) -> None:
    screen = opened(world.chief)
    screen.open_record(None, "8")
    screen.open_big()
    big = screen.big
    assert big is not None
    assert big.isWindow()
    assert big.words.text().startswith("KINS:")
    assert big.answer.text() == "Not answered yet"
    qtbot.waitUntil(screen.window().isActiveWindow)
    screen.left.list.setFocus()
    press("3")
    settle(screen, qtbot)
    assert big.answer.text() == "Not met"
    press("j")
    assert "Question 9." in big.place.text()
    assert big.words.font().pixelSize() >= 28
    QTest.keyClick(big, Qt.Key.Key_Escape)
    assert not big.isVisible()


def test_the_months_papers_are_offered_as_buttons(
    opened: Opened, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    Quality(world.desk(world.chief)).answer(world.gedling, OCTOBER, 3, NOT_MET, "Nothing logged")
    screen = opened(world.chief)
    names: list[str] = []

    def ask(_parent: QWidget, name: str) -> Path:
        names.append(name)
        return tmp_path / name

    screen.printing.ask = screen.ask_report = ask
    QTest.mouseClick(screen.buttons.print, Qt.MouseButton.LeftButton)
    (menu,) = screen.buttons.print.findChildren(QMenu)
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == [
        "Record of this meeting", "Blank checklist to fill in by hand", "Record as a workbook",
        "Records of all areas in one PDF", "Answers of all areas as a workbook",
    ]  # fmt: skip
    for words in list(offered)[2:]:
        offered[words].trigger()
        settle(screen, qtbot)
    menu.close()
    screen.save_quarterly()
    settle(screen, qtbot)
    assert names == [
        "QA meeting Gedling October 2026 OFFICIAL-SENSITIVE.xlsx",
        "QA meeting all areas October 2026 OFFICIAL-SENSITIVE.pdf",
        "QA meeting all areas October 2026 OFFICIAL-SENSITIVE.xlsx",
        "Neighbourhood policing October to December 2026 OFFICIAL-SENSITIVE.pdf",
    ]
    rows = list(load_workbook(tmp_path / names[0])["QA answers"].values)
    assert any(row[5] == "Nothing logged" for row in rows)
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in (names[1], names[3]))


def test_the_left_list_of_a_locked_meeting_shows_the_corrected_answer(opened: Opened, world: World) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, OCTOBER).due:
        quality.answer(world.gedling, OCTOBER, due.question.number, NOT_MET, "Looked at together")
    quality.finish(world.gedling, OCTOBER, "Ch Insp Linden")
    Corrections(world.desk(world.chief)).correct(
        world.gedling, OCTOBER, 3, PARTLY, "On paper", "Ch Insp Linden"
    )
    screen = opened(world.chief)
    lines = {line.number: line for line in screen.left.list.questions.lines}
    assert (lines[3].right, lines[3].late) == ("Partly", "Corrected")
    assert (lines[5].right, lines[5].late) == ("Not met", "")


def test_a_peer_review_is_begun_rated_by_keyboard_and_acted_on(
    opened: Opened, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(world.chief)
    screen.open_peer()
    settle(screen, qtbot)
    peer = screen.peer
    assert peer.outer.currentWidget() is peer.empty
    peer.new()
    (dialog,) = screen.window().findChildren(NewReview)
    dialog._red.setText("9")
    dialog._ask()
    assert dialog.fields["peer_red"].error == "Enter points for red from 0 to 3, those of amber."
    dialog._red.setText("0")
    dialog._ask()
    settle(screen, qtbot)
    assert peer.counts.text() == "0 green, 0 amber, 0 red of 0 scored, 50 questions to rate."
    screen.window().activateWindow()
    qtbot.waitUntil(screen.window().isActiveWindow)
    peer.list.setFocus()
    press("1", "j", "2", "c")
    assert focus() is peer.pane.note
    QTest.keyClicks(focus(), "Two areas behind")
    peer.list.setFocus()
    settle(screen, qtbot)
    assert peer.score.text() == "8 of 10 points, 80 %"
    press("a")
    QTest.keyClicks(focus(), "Bring them up")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "row")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "+30")
    press("enter")
    settle(screen, qtbot)
    lines = PeerReviews(world.desk()).page().lines
    assert [(line.rating, line.note) for line in lines[:2]] == [
        (PeerRating.GREEN, ""), (PeerRating.AMBER, "Two areas behind"),
    ]  # fmt: skip
    assert lines[1].action is not None
    assert (lines[1].action.title, lines[1].action.owner) == ("Bring them up", "Insp Rowan")
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    peer.sign()
    assert refused == ["Rate 48 questions: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and others."]
    peer.ask = lambda _parent, name: tmp_path / name
    peer.save()
    settle(screen, qtbot)
    assert (tmp_path / "Peer review 2026 OFFICIAL-SENSITIVE.pdf").exists()
    assert screen.escape()
    assert screen.outer.currentIndex() == 0


def test_an_inspector_reads_the_peer_review_and_rates_nothing(
    opened: Opened, world: World, qtbot: QtBot
) -> None:
    PeerReviews(world.desk(world.chief)).begin("Peer review", TODAY)
    screen = opened(world.inspector)
    screen.open_peer()
    settle(screen, qtbot)
    assert not screen.peer.new_button.isVisible()
    assert not screen.peer.sign_button.isVisible()
    screen.peer.list.setFocus()
    press("1", "j")
    settle(screen, qtbot)
    assert PeerReviews(world.desk()).page().lines[0].rating is None


def test_a_question_is_added_and_one_retired_in_the_dialog(
    opened: Opened, world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(world.chief)
    screen.open_checklist()
    (dialog,) = screen.window().findChildren(ChecklistDialog)
    dialog.list.setCurrentRow(17)
    assert dialog.text.text().startswith("Is the stakeholder newsletter")
    dialog.retire()
    dialog.list.setCurrentRow(0)
    dialog.add()
    dialog.put_in_force()
    assert dialog.errors.isVisible()
    assert len(Checklists(world.desk()).versions()) == 1
    QTest.keyClicks(dialog.text, "Is the drone used?")
    dialog.month.set_value(date(2026, 11, 1))
    dialog.put_in_force()
    settle(screen, qtbot)
    questions = Checklists(world.desk()).questions(date(2026, 11, 1))
    assert [q.number for q in questions if q.number not in range(1, 18)] == [25, 19, 20, 21, 22, 23, 24]
    assert len(screen.page.due) == 22 if screen.page else False
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    second = ChecklistDialog(screen.work, screen)
    second.ask_open = lambda: bad
    second.bring()
    assert (
        "bad.json cannot be read at line 1" in second.errors.accessibleName()
        or second.errors.findChildren(QWidget)
    )
    assert len(Checklists(world.desk()).versions()) == 2


def test_who_may_not_change_the_checklist_only_reads_it(opened: Opened, world: World) -> None:
    screen = opened(world.pcso)
    dialog = ChecklistDialog(screen.work, screen)
    assert dialog.put_button.isHidden()
    assert not dialog.text.isEnabled()
    assert dialog.list.count() == 24
