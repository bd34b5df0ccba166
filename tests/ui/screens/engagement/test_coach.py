"""The outcome coach beside the three forms: one quiet line, after the fingers rest, never in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.outcomes import rubric, standard_coach_words
from npt_desktop.services.coaching import Coach
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.ui.engagement.screen import EngagementScreen
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]
SAYS = standard_coach_words().remarks


def test_quick_entry_says_it_when_the_fingers_rest_and_saves_all_the_same(
    show: Show, settled: Wait, typist: Typist, qtbot: QtBot, world: World, entry: Entry
) -> None:
    entry()
    screen = show()
    settled(screen)
    quick = screen.quick
    typist.ctrl(Qt.Key.Key_L)
    typist.ctrl(Qt.Key.Key_D)
    typist.type("Patrol carried out")
    assert quick.form.hint.waiting
    assert quick.form.hint._pause.interval() >= 200  # milliseconds: longer than between two keys
    assert quick.form.hint.words == ""  # not at every key
    qtbot.waitUntil(lambda: quick.say_line.text() == SAYS["activity"])
    assert quick.say_icon.name == "bulb"
    typist.tab()
    typist.type("4")
    qtbot.waitUntil(lambda: quick.say_line.text().startswith("Scored 4, but no result"))
    typist.ctrl(Qt.Key.Key_Return)
    log = Engagement(world.desk())
    assert log.lines([max(log.ids(LogFilter()))])[0].outcome == "Patrol carried out"
    assert quick.form.hint.words == ""
    assert SAYS["activity"] not in quick.say_line.text()


def test_the_rubric_of_the_chosen_purpose_stands_beside_the_score(
    show: Show, settled: Wait, typist: Typist, qtbot: QtBot, entry: Entry
) -> None:
    entry()
    screen = show()
    settled(screen)
    form = screen.quick.form
    assert form.score.radios[3].toolTip() == ""
    typist.ctrl(Qt.Key.Key_L)
    typist.ctrl(Qt.Key.Key_D)
    four = rubric("problem_solving", 4)
    assert form.score.radios[3].toolTip() == f"4 Good: {four}"
    assert form.score.radios[3].accessibleDescription() == four
    typist.type("Six joined the scheme")
    typist.tab()
    typist.type("4")
    qtbot.waitUntil(lambda: screen.quick.say_line.text() == f"Score 4: {four}")
    screen.quick.clear()
    assert form.score.radios[3].toolTip() == ""


def test_an_opened_entry_shows_its_hint_and_follows_the_pen(
    show: Show, settled: Wait, typist: Typist, qtbot: QtBot, entry: Entry
) -> None:
    weak = entry(outcome="Talked about bikes on the trail.", score=3)
    screen = show()
    settled(screen)
    screen.open_entry(weak, "outcome")
    panel = screen.editing
    assert panel.say_line.text() == SAYS["copy"]
    assert not panel.say_icon.isHidden()
    typist.type("They agreed to meet again in May")
    qtbot.waitUntil(lambda: panel.say_line.text() == f"Score 3: {rubric('problem_solving', 3)}")
    typist.press(Qt.Key.Key_Escape)
    panel.leave()
    asks = panel.say_line.text()
    assert asks.startswith("Not saved yet")
    assert panel.say_icon.isHidden()
    panel.form.score.set_value(5)
    panel.form.hint.now()
    assert panel.say_line.text() == asks  # a question is not talked over


def test_evaluating_goes_by_the_purpose_of_each_entry(
    show: Show, settled: Wait, typist: Typist, qtbot: QtBot, world: World, entry: Entry
) -> None:
    entry(purpose_id=world.term(TermKind.PURPOSE, "Reassurance"))
    entry()
    screen = show()
    settled(screen)
    screen.evaluate()
    panel = screen.evaluating
    assert panel.say_line.text() == "Outcome or score may follow later"
    assert panel.say_icon.isHidden()
    typist.type("Residents said they feel safer")
    typist.tab()
    typist.type("5")
    qtbot.waitUntil(lambda: panel.say_line.text() == f"Score 5: {rubric('reassurance', 5)}")
    panel.score.set_value(1)
    panel.hint.now()
    assert panel.say_line.text() == "Scored 1, but a result is written here. Look at the score again."
    panel.save()
    assert panel.say_line.text() == "Outcome or score may follow later"
    assert panel.score.radios[4].toolTip() == f"5 Excellent: {rubric('problem_solving', 5)}"


def test_a_purpose_of_the_forces_own_has_no_rubric_and_a_reworded_one_keeps_its_own(world: World) -> None:
    coach = Coach(world.desk())
    reassurance = world.term(TermKind.PURPOSE, "Reassurance")
    assert coach.score_lines(reassurance)[2] == rubric("reassurance", 2)
    assert coach.score_lines(987) == coach.score_lines(None) == {}
    found = coach.advise(summary="Walk", outcome="Two lights mended", score=4, purpose_id=None)
    assert (found.remark, found.rubric) == ("", "")
