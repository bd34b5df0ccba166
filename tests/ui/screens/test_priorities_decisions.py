"""Ranking, CHEERS, corrections, the forms of the text and the golden thread, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import Decision, PublicationKind
from npt_desktop.rules.ranking import standard_ranking
from npt_desktop.services.golden_thread import Bead, GoldenThread
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.public_forms import Forms
from npt_desktop.services.ranking import Rankings
from npt_desktop.ui.priorities.correcting import CorrectionDialog
from npt_desktop.ui.priorities.counting import CountDialog
from npt_desktop.ui.priorities.ranking_dialog import RankingDialog
from npt_desktop.ui.priorities.screen import PrioritiesScreen
from npt_desktop.ui.thread_dialog import ThreadDialog, open_thread
from tests.conftest import TODAY
from tests.services.test_correcting import put_out
from tests.services.test_golden_thread import tell
from tests.ui.screens.conftest import ShowScreen
from tests.ui.screens.test_priorities import QUARTER, add_issues, open_screen, set_round
from tests.world import World

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Settled = Callable[[PrioritiesScreen], None]


@pytest.fixture
def settled(qtbot: QtBot) -> Settled:
    """Waits until the screen has read what was written."""

    def wait(screen: PrioritiesScreen) -> None:
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not screen.work.jobs.busy)
        QApplication.processEvents()

    return wait


def opened(kind: type[QDialog], screen: QWidget) -> QDialog:
    (found,) = [d for d in screen.window().findChildren(kind) if d.isVisible()]
    return found


def test_an_issue_is_ranked_and_its_letters_are_written(
    show_screen: ShowScreen, world: World, settled: Settled, qtbot: QtBot
) -> None:
    one, two = add_issues(world, "Bikes", "Noise")
    service = Priorities(world.desk())
    keys = [each.key for each in standard_ranking().criteria]
    service.save_candidate(two, 1, {"scores": dict.fromkeys(keys, 2)})
    service.save_meeting(world.gedling, QUARTER, {"held_on": TODAY, "attended": "Council"})
    screen = open_screen(show_screen)
    screen.go("decision")
    form = screen.decision.form
    screen.decision.select(one)
    for key in keys:
        QTest.keyClicks(form.ranking.rows[key].radios[0], "5")
    form.cheers.edits["community"].setFocus()
    QTest.keyClicks(form.cheers.edits["community"], "Walkers")
    form.ranking.rows["harm"].setFocus()
    settled(screen)
    saved = service.page(world.gedling, QUARTER).candidates[0]
    assert (saved.scores, saved.cheers) == (dict.fromkeys(keys, 5), {"community": "Walkers"})
    assert (
        form.cheers.says.text()
        == "1 of 6 answered. Expectation has no evidence: who asked for police help, and when?"
    )
    form.decide(Decision.PARTNER)
    settled(screen)
    saved = service.page(world.gedling, QUARTER).candidates[0]
    assert (saved.agreed_by, saved.passed_on) == ("All present", TODAY)
    assert form.fields["passed_on"].isVisible()
    assert not form.fields["no_plan_reason"].isVisible()

    screen.decision.rank_button.click()
    dialog = opened(RankingDialog, screen)
    assert isinstance(dialog, RankingDialog)
    assert [dialog.model.index(r, 1).data() for r in (0, 1)] == ["Bikes", "Noise"]
    assert dialog.says.text() == "There are no more than 3 to choose from."
    harm = dialog.weights["harm"].control
    harm.setFocus()
    harm.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(harm, "x")
    dialog.keep.click()
    assert dialog.weights["harm"].error == "0 to 10"
    harm.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(harm, "9")
    with qtbot.waitSignal(dialog.accepted):
        dialog.keep.click()
    assert Rankings(world.desk()).weights()["harm"] == 9


def test_words_are_corrected_after_publication_and_put_out_again(
    show_screen: ShowScreen, world: World, settled: Settled
) -> None:
    set_round(world, ("Bikes",))
    put_out(world)
    screen = open_screen(show_screen)
    screen.go("priority")
    panel = screen.overview.priority
    assert panel.wording.isReadOnly()
    panel.correct_button.click()
    dialog = opened(CorrectionDialog, screen)
    assert isinstance(dialog, CorrectionDialog)
    dialog.save_button.click()
    assert dialog.fields["correction_reason"].error == "Say why it is corrected."
    dialog.value.setPlainText("You told us of mopeds. We will patrol.")
    dialog.reason.setFocus()
    QTest.keyClicks(dialog.reason, "It is mopeds")
    dialog.save_button.click()
    settled(screen)
    assert screen.overview.publish.preview.text() == "Publish again"
    assert "Corrected since: Bikes" in screen.overview.publish.words.text()
    screen.go("publish")
    settled(screen)
    page = screen.publish
    assert page.publish_button.text() == "Publish again"
    assert page.address.text() == "https://www.example.police.uk/gedling"
    assert "mopeds" in page.plain.text()
    page._publish()
    settled(screen)
    found = Priorities(world.desk()).page(world.gedling, QUARTER)
    assert (len(found.earlier), found.changed) == (1, ())
    screen.go("priority")
    panel.correct_button.click()
    again = opened(CorrectionDialog, screen)
    said = [
        label.text()
        for label in again.findChildren(QWidget)
        if hasattr(label, "text") and callable(label.text)
    ]
    assert any("Was: You told us of bikes. We will patrol." in words for words in said)
    again.reject()


def test_a_post_counts_its_letters_is_checked_recorded_and_counted(
    show_screen: ShowScreen, world: World, settled: Settled
) -> None:
    set_round(world, ("Bikes",))
    screen = open_screen(show_screen)
    screen.go("forms")
    settled(screen)
    page = screen.forms
    assert QApplication.focusWidget() is page.table
    assert page.nothing.isVisible()
    QTest.keyClick(page.table, K.Key_Down)
    assert page.form is not None
    assert page.form.key == "post"
    assert page.count.text() == f"{len(page.form.text)} of 280 characters"
    page.text.setPlainText("x" * 283)
    assert page.count.text() == "283 of 280 characters: 3 too many"
    page.primary()
    assert page.error.text() == "Shorten the post by 3 to 280 characters."
    page.text.setPlainText("Ring 07700 900123 about bikes.")
    page._check()
    assert page.keeping.isVisible()
    page.primary()
    assert "07700 900123" in page.error.text()
    page.text.setPlainText("We patrol for bikes.")
    page.primary()
    settled(screen)
    (out,) = Forms(world.desk()).out(world.gedling, QUARTER)
    assert (out.kind, out.text, out.channels) == (PublicationKind.POST, "We patrol for bikes.", ["Facebook"])
    assert QApplication.clipboard().text() == "We patrol for bikes."
    page.put_out.setFocus()
    page.put_out.selectRow(0)
    assert screen.thread_from() == ("publication", out.id)
    QTest.keyClick(page.put_out, K.Key_Return)
    dialog = opened(CountDialog, screen)
    assert isinstance(dialog, CountDialog)
    likes = dialog.fields["likes"].control
    QTest.keyClicks(likes, "many")
    dialog.save_button.click()
    assert dialog.fields["likes"].error == "Enter a whole number, such as 120."
    likes.clear()  # type: ignore[attr-defined]
    QTest.keyClicks(likes, "41")
    dialog.save_button.click()
    settled(screen)
    assert "41 likes" in page.out.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_every_form_is_saved_with_the_words_as_edited(
    show_screen: ShowScreen, world: World, settled: Settled, tmp_path: Path
) -> None:
    set_round(world, ("Bikes",))
    screen = open_screen(show_screen)
    screen.go("forms")
    settled(screen)
    screen.forms.text.setPlainText("Our own words.")
    folder = tmp_path / "out"
    folder.mkdir()
    screen.forms.save_to(folder)
    alert = next(path for path in folder.iterdir() if path.name.startswith("Alert"))
    assert alert.read_text(encoding="utf-8") == "Our own words.\n"
    assert len(list(folder.iterdir())) == 9
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.forms.text.setPlainText("Ask at 14 Mill Lane.")
    screen.forms.save_to(folder)
    assert refused[0].startswith("Alert message: Take the house number out")
    assert alert.read_text(encoding="utf-8") == "Our own words.\n"


def test_an_update_is_drafted_from_the_records_of_its_month(
    show_screen: ShowScreen, world: World, settled: Settled
) -> None:
    story = tell(world)
    screen = open_screen(show_screen)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    screen.open_record(None, "update@2026-10:1")
    settled(screen)
    composer = screen.composer
    assert composer.priority_id == story.priority
    composer.parts.show_words(
        {"you_said": "", "we_did": "", "next_steps": "We go on."}, keep=False, locked=False
    )
    composer.draft_from.click()
    assert composer.parts.words() == {
        "you_said": "Spoke to riders.",
        "we_did": "Fit barriers.",
        "next_steps": "We go on.",
    }
    composer.draft_from.click()
    assert refused == [
        "Nothing to draft from: mark engagements or figures with this priority, or finish actions of its plan."
    ]


def test_the_thread_is_walked_by_keyboard_and_opens_each_record(
    show_screen: ShowScreen, world: World, settled: Settled, tmp_path: Path
) -> None:
    story = tell(world)
    screen = open_screen(show_screen)
    settled(screen)
    assert screen.thread_from() == ("priority", story.priority)
    went: list[object] = []
    screen.work.wanted.connect(went.append)
    dialog = open_thread(screen.work, ("action", story.starts["action"]), screen.window())
    assert isinstance(dialog, ThreadDialog)
    tester = QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    knots = dialog.found.knots
    assert knots[dialog.table.currentIndex().row()].bead is Bead.ACTION
    for letter, bead in (
        ("e", Bead.ENGAGEMENT),
        ("u", Bead.UPDATE),
        ("s", Bead.SURVEY),
        ("p", Bead.PRIORITY),
    ):
        QTest.keyClicks(dialog.table, letter)
        assert knots[dialog.table.currentIndex().row()].bead is bead
    path = tmp_path / "story.pdf"
    dialog.print_to(path)
    assert path.read_bytes().startswith(b"%PDF")
    QTest.keyClick(dialog.table, K.Key_Return)
    assert [(p.screen, p.field) for p in went] == [("priorities", "priority:1")]  # type: ignore[attr-defined]
    assert tester
    thread = GoldenThread(world.desk()).of("priority", story.priority)
    for knot in thread.knots:
        if knot.screen == "priorities":
            screen.open_record(knot.record, knot.field)
            settled(screen)
    shown = {
        Bead.RESULT: screen.overview, Bead.CANDIDATE: screen.decision, Bead.UPDATE: screen.composer,
        Bead.PUBLICATION: screen.forms,
    }  # fmt: skip
    for bead, page in shown.items():
        knot = thread.of(bead)[-1]
        screen.open_record(knot.record, knot.field)
        settled(screen)
        assert screen.page is page, bead
    assert screen.decision.form.candidate_id == story.starts["candidate_issue"]
    chosen = screen.forms.out.items[screen.forms.put_out.currentIndex().row()]
    assert chosen.id == thread.of(Bead.PUBLICATION)[-1].id != story.starts["publication"]


def test_what_hangs_on_no_thread_is_said(show_screen: ShowScreen) -> None:
    screen = open_screen(show_screen)
    refused: list[str] = []
    screen.work.refused.connect(refused.append)
    assert screen.thread_from() is None
    assert open_thread(screen.work, ("priority", 10**6), screen.window()) is None
    assert refused == ["This record was removed in the meantime: go back and choose another."]


def test_home_leads_to_the_month_that_closed_blank(
    show_screen: ShowScreen, world: World, settled: Settled
) -> None:
    set_round(world, ("Bikes",))
    screen = open_screen(show_screen)
    screen.work.move(month=date(2026, 7, 1))
    settled(screen)
    screen.open_record(None, "update@2026-12")
    settled(screen)
    assert screen.work.month == date(2026, 12, 1)
    assert screen.page is screen.composer
