"""The optional fields: folded away, reached by keyboard, kept through a crash, put right where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.communities import CommunityGroup, KeyIndividual
from npt_desktop.models.kinds import OwnerKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.services.engagement import Commitment, Engagement, LogFilter
from npt_desktop.services.evidence_files import EvidenceFiles, Owner
from npt_desktop.ui.engagement.more import hours_words, read_minutes, read_number
from npt_desktop.ui.engagement.screen import EngagementScreen
from npt_desktop.ui.widgets.picks import Picks
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]


@pytest.fixture
def things(world: World) -> dict[str, int]:
    """A community, a key individual and a plan of Gedling."""
    with world.store.write(world.inspector, "Added") as unit:
        return {
            "group": unit.add(CommunityGroup(area_id=world.gedling, name="Riders of the trail")).id,
            "other": unit.add(CommunityGroup(area_id=world.gedling, name="Elders of the estate")).id,
            "key": unit.add(KeyIndividual(area_id=world.gedling, name="Warden of the trail")).id,
            "plan": unit.add(ProblemPlan(area_id=world.gedling, reference="PSP 2026-014", title="Bikes on the trail",
                                         opened_on=TODAY)).id,
        }  # fmt: skip


def test_everything_of_an_entry_by_keyboard_alone(
    show: Show, settled: Wait, typist: Typist, world: World, things: dict[str, int]
) -> None:
    screen = show()
    settled(screen)
    form = screen.quick.form
    assert not form.more_button.isChecked()
    typist.ctrl(Key.Key_L)
    for words in ("you", "pro", "Youth club", "", "Talked about the trail", "Six will report", "4"):
        typist.type(words)
        typist.tab()
    focus = QApplication.focusWidget()
    assert focus is form.more_button
    typist.press(Key.Key_Space)
    more = form.more
    assert more is not None
    assert QApplication.focusWidget() is more.beat
    for words in ("Trail north", "1,200", "1:30", "", "vul", "rid"):
        typist.type(words)
        typist.tab()
    typist.press(Key.Key_Backtab)  # a second community; Tab from the chosen one's cross would do as well
    while QApplication.focusWidget() is not more.groups.box:
        typist.press(Key.Key_Backtab)
    typist.type("eld")
    while QApplication.focusWidget() is not more.met.box:
        typist.tab()
    typist.type("ward")
    while QApplication.focusWidget() is not more.partners:
        typist.tab()
    typist.type("Parks and rangers")
    typist.tab()
    assert more.fields["public_sentence"].isHidden()
    typist.type("bikes")
    typist.tab()
    assert not more.fields["public_sentence"].isHidden()
    while QApplication.focusWidget() is not more.sentence:
        typist.press(Key.Key_Backtab)
    typist.type("We met riders")
    typist.tab()
    typist.press(Key.Key_Space)
    typist.tab()
    typist.press(Key.Key_Space)
    line = more.commitments.rows[0]
    assert QApplication.focusWidget() is line.what
    typist.type("Ask for a barrier")
    typist.tab()
    typist.tab()
    typist.type("30 oct")
    assert form.more_button.text() == "Less (10)"
    typist.ctrl(Key.Key_Return)
    log = Engagement(world.desk())
    draft, _ = log.draft(max(log.ids(LogFilter())))
    assert (draft.beat, draft.reached, draft.minutes, draft.partners) == (
        "Trail north",
        1200,
        90,
        "Parks and rangers",
    )
    assert (draft.groups, draft.met, draft.plan_id) == (
        (things["group"], things["other"]), (things["key"],), things["plan"],
    )  # fmt: skip
    assert (draft.public_sentence, draft.from_hate_crime, draft.priority_id) == ("We met riders", True, None)
    promise = draft.commitments[0]
    assert (promise.what, promise.owner_id, promise.due_on) == (
        "Ask for a barrier", world.pcso.person_id, date(2026, 10, 30),
    )  # fmt: skip
    assert more.said == 0
    assert form.more_button.text() == "Less"


def test_what_is_wrong_is_said_at_its_field_and_half_an_entry_comes_back_whole(
    show: Show, settled: Wait, typist: Typist, things: dict[str, int]
) -> None:
    screen = show()
    settled(screen)
    form = screen.quick.form
    more = form.open_more()
    more.reached.setFocus()
    typist.type("many")
    more.hours.setFocus()
    typist.type("x")
    more.groups.set([things["other"]])
    typist.tab()
    more.commitments._ask()
    typist.type("Ask for a barrier")
    form.more_button.click()
    typist.ctrl(Key.Key_Return)
    assert more.isVisible()
    assert more.fields["reached"].error.startswith("Enter how many people")
    assert more.fields["hours"].error.startswith("Enter the hours")
    assert "is due" in more.fields["commitments"].error
    screen.window().hide()
    second = show()
    settled(second)
    again = second.quick.form.more
    assert again is not None
    assert (again.reached.text(), again.hours.text(), again.groups.value()) == (
        "many",
        "x",
        (things["other"],),
    )
    assert again.commitments.rows[0].what.text() == "Ask for a barrier"
    assert second.quick.form.more_button.text() == "More (4)"


def test_an_opened_entry_shows_what_is_on_no_list_any_more(
    show: Show, settled: Wait, world: World, entry: Entry, things: dict[str, int]
) -> None:
    promise = Commitment("Ask for a barrier", world.pcso.person_id, TODAY)
    key = entry(met=(things["key"],), plan_id=things["plan"], minutes=50, commitments=(promise,))
    with world.store.write(world.inspector, "Ended") as unit:
        unit.get(KeyIndividual, things["key"]).ended_on = TODAY - timedelta(days=1)
        unit.get(ProblemPlan, things["plan"]).closed_on = TODAY
    screen = show()
    settled(screen)
    screen.open_entry(key)
    panel = screen.editing
    more = panel.form.more
    assert more is not None
    assert not more.isVisible()
    assert panel.form.more_button.text() == "More (4)"
    assert more.met.value() == (things["key"],)
    assert more.about.text() == "Bikes on the trail"
    assert (more.hours.text(), panel.changed) == ("0.83", False)
    screen.more_fields()
    assert more.isVisible()
    more.commitments.rows[0].drop.click()
    more.met.buttons[0].click()
    panel.save()
    draft, _ = Engagement(world.desk()).draft(key)
    assert (draft.met, draft.commitments, draft.minutes, draft.plan_id) == ((), (), 50, things["plan"])


def test_evidence_files_stand_with_the_optional_fields(
    show: Show, settled: Wait, world: World, entry: Entry, tmp_path: Path
) -> None:
    key = entry()
    screen = show()
    settled(screen)
    screen.open_entry(key)
    card = screen.editing.files
    assert not card.isVisible()
    screen.more_fields()
    assert card.isVisible()
    paper = tmp_path / "notes.txt"
    paper.write_text("Six will report")
    card.attach([paper])
    settled(screen)
    settled(screen)
    assert [file.name for file in card.files] == ["notes.txt"]
    assert len(EvidenceFiles(world.desk()).of(Owner(OwnerKind.ENGAGEMENT, key))) == 1


def test_several_of_a_list(qtbot: QtBot, typist: Typist) -> None:
    picks = Picks()
    picks.offer([(1, "Riders"), (2, "Elders"), (3, "Traders")])
    qtbot.addWidget(picks)
    with qtbot.waitExposed(picks):
        picks.show()
    picks.activateWindow()
    picks.box.setFocus()
    typist.type("eld")
    typist.press(Key.Key_Return)
    typist.type("rid")
    assert picks.value() == (2, 1)
    picks.offer([(3, "Traders")])  # what is chosen stays, its words too
    assert picks.value() == (2, 1)
    typist.press(Key.Key_Backspace)
    assert picks.value() == (2,)
    assert [b.accessibleName() for b in picks.buttons] == ["Take out Elders"]
    picks.buttons[0].click()
    assert picks.value() == ()


@given(st.integers(1, 6000))
def test_hours_are_read_as_they_are_written(minutes: int) -> None:
    read = read_minutes(hours_words(minutes))
    assert read is not None
    assert abs(read - minutes) <= 1  # two places of an hour
    assert read_minutes(f"{minutes // 60}:{minutes % 60:02}") == minutes
    assert read_minutes(f"{minutes} min") == minutes


@given(st.text(max_size=12))
def test_any_text_for_a_number_is_read_or_refused(text: str) -> None:
    for read in (read_minutes(text), read_number(text)):
        assert read is None or read >= -1
    assert (read_number(text) is None) == (not text.strip())
