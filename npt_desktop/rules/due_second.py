"""Entries drawn for a second score, as Home tells of them: a line a sample's scorer, the first score unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from npt_desktop.rules.due_facts import SecondDue
from npt_desktop.rules.due_list import DueItem
from npt_desktop.rules.periods import day_month, days_words, due_state, number_of, short_date
from npt_desktop.rules.thresholds import Thresholds


def second_items(samples: Iterable[SecondDue], today: date, limits: Thresholds) -> Iterator[DueItem]:
    """A row for each sample that still waits, running to so many days after it was drawn."""
    for one in samples:
        due = one.drawn_on + timedelta(days=limits.second_score_days)
        late = (today - due).days
        many = number_of(one.waiting, "engagement entry", "engagement entries")
        yield DueItem(
            due_state(today, due, limits),
            f"Score {many} of {one.area} a second time",
            f"Drawn for you {day_month(one.drawn_on, today)} · the first score is not shown",
            None,
            due,
            days_words(late) if late > 0 else short_date(due),
            "Score",
            "engagement",
            "",
            "second",
        )
