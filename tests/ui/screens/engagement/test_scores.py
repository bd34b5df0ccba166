"""Scores with their counts, as a chart and as a table; second scoring by keyboard; what has waited too long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from npt_desktop.services.engagement import Engagement
from npt_desktop.services.home import Home
from npt_desktop.services.second_scores import SecondScores
from npt_desktop.ui.engagement.screen import EngagementScreen
from tests.conftest import TODAY
from tests.ui.screens.engagement.conftest import Typist
from tests.world import World

Key = Qt.Key
Show = Callable[..., EngagementScreen]
Wait = Callable[[EngagementScreen], None]
Entry = Callable[..., int]


def test_scores_are_shown_with_how_many_they_rest_on(
    show: Show, settled: Wait, world: World, entry: Entry
) -> None:
    for score in (3, 4, 4, 5, 4, 3):
        entry(score=score, outcome="Agreed")
    entry(score=5, who_engaged="Choir", lead_id=world.sergeant.person_id)
    screen = show(world.inspector)
    settled(screen)
    screen.show_part("scores")
    settled(screen)
    page = screen.scores
    assert page.facts.text().endswith("4.0, likely 3.0 to 5.0 (7 scored) of 7 entries")
    page.by.radios[2].click()
    settled(screen)
    assert [(item.label, item.words) for item in page.chart.items] == [
        ("PCSO 4332 Larch", "3.8, likely 2.7 to 5.0 (6 scored)"), ("PS 512 Cedar", "5.0, too few to say (1 scored)"),
    ]  # fmt: skip
    page.form.radios[1].click()
    model = page.table.model()
    assert [model.index(1, column).data() for column in range(5)] == [
        "PS 512 Cedar",
        "1",
        "1",
        "5.0",
        "too few",
    ]
    assert "PS 512 Cedar: 5.0, too few to say" in page.chart.accessibleName()
    page.by.radios[4].click()
    settled(screen)
    assert [item.words for item in page.chart.items] == ["4.0, likely 3.0 to 5.0 (7 scored)", "not scored"]
    assert screen.escape()
    assert screen.parts.value() == "log"


def test_a_sample_is_scored_by_keyboard_without_the_first_score(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    for n in range(3):
        entry(TODAY - timedelta(days=n), score=5, outcome="Six will report")
    inspector = show(world.inspector)
    settled(inspector)
    inspector.show_part("second")
    settled(inspector)
    second = inspector.second
    assert second.nothing.isVisible()
    assert second.scorer.currentText() == "PS 512 Cedar"
    second.draw_button.click()
    settled(inspector)
    assert second.samples.model().index(0, 3).data() == "3 of 3"
    screen = show(world.sergeant)
    settled(screen)
    assert screen.header.facts.text().startswith("3 entries to score a second time, 3 entries in October")
    screen.show_part("second")
    settled(screen)
    again = screen.second.again
    assert again.place.text() == "1 of 3, 3 entries to go"
    again.focus()
    typist.type("2")
    assert again.rubric.text().startswith("Score 2: The problem was talked about")
    screen.primary()
    assert again.place.text() == "2 of 3, 2 entries to go"
    assert again.score.value() is None
    screen.primary()
    assert again.field.error == "Score from 1 to 5."
    for _ in range(2):
        typist.type("4")
        screen.primary()
    settled(screen)
    assert screen.second.nothing.isVisible()
    assert SecondScores(world.desk()).page(world.gedling).whole.pairs == 3
    assert screen.second.whole.text() == "All officers: too few to say: 3 pairs, 0 the same, 2 within one"
    assert not show(world.pcso).second.draw_button.isEnabled()


def test_home_leads_to_all_that_has_waited_too_long_one_after_another(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    late = [entry(TODAY - timedelta(days=back)) for back in (40, 9, 3)]
    fresh = entry(TODAY - timedelta(days=2))
    screen = show()
    settled(screen)
    screen.open_record(late[1], "outcome")
    settled(screen)
    panel = screen.evaluating
    assert panel.isVisible()
    assert panel.heading.text() == "Evaluate what has waited too long"
    for place, key in enumerate((late[1], late[2], late[0]), 1):
        assert panel.line is not None
        assert (panel.line.id, panel.place.text()) == (key, f"{place} of 3")
        typist.type(f"Result {place}")
        typist.ctrl(Key.Key_Return)
    assert screen.quick.isVisible()
    found = Engagement(world.desk()).lines([*late, fresh])
    assert [line.outcome for line in found] == ["Result 3", "Result 1", "Result 2", ""]
    assert QApplication.focusWidget() is screen.list.table


def test_home_leads_to_the_sample_drawn_for_the_person_with_the_focus_in_the_score(
    show: Show, settled: Wait, typist: Typist, world: World, entry: Entry
) -> None:
    for n in range(3):
        entry(TODAY - timedelta(days=n), score=5, outcome="Six will report")
    scorer = world.sergeant.person_id
    assert scorer is not None
    SecondScores(world.desk()).draw(world.gedling, scorer, TODAY - timedelta(days=30), TODAY)
    row = next(
        item
        for item in Home(world.desk(world.sergeant)).page(world.gedling).due.items
        if item.verb == "Score"
    )
    assert row.title == "Score 3 engagement entries of Gedling a second time"
    assert not any(item.verb == "Score" for item in Home(world.desk()).page(world.gedling).due.items)
    screen = show(world.sergeant)
    settled(screen)
    screen.open_record(None, row.field)
    settled(screen)
    again = screen.second.again
    assert again.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is again.score or again.score.isAncestorOf(focus)
    typist.type("2")
    typist.ctrl(Qt.Key.Key_Return)
    settled(screen)
    assert len(SecondScores(world.desk(world.sergeant)).to_score()) == 2
