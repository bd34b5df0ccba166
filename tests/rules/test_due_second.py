"""Entries that wait for a second score, on Home."""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import State
from npt_desktop.rules.due import build_due
from npt_desktop.rules.due_facts import DueFacts, SecondDue
from npt_desktop.rules.periods import quarter_of

TODAY = date(2026, 10, 16)


def test_a_sample_is_due_two_weeks_after_it_was_drawn_and_says_nothing_of_the_first_score() -> None:
    samples = (SecondDue("Gedling", date(2026, 10, 14), 8), SecondDue("Ashfield", date(2026, 9, 30), 1))
    found = build_due(DueFacts(quarter_of(TODAY), second=samples), TODAY).items
    assert [(i.state, i.title, i.when_words, i.verb, i.screen, i.field) for i in found] == [
        (State.BAD, "Score 1 engagement entry of Ashfield a second time", "2 days", "Score", "engagement", "second"),
        (State.NONE, "Score 8 engagement entries of Gedling a second time", "Wed 28 Oct", "Score", "engagement", "second"),
    ]  # fmt: skip
    assert found[0].reason == "Drawn for you 30 Sep · the first score is not shown"
