"""Planned activities left open past their month, on Home."""

from __future__ import annotations

from datetime import date

from npt_desktop.models.kinds import State
from npt_desktop.rules.due import build_due
from npt_desktop.rules.due_facts import DueFacts, PlannedDue
from npt_desktop.rules.periods import quarter_of

TODAY = date(2026, 10, 16)


def due(*planned: PlannedDue) -> list[tuple[str, str, int | None, str, str]]:
    found = build_due(DueFacts(quarter_of(TODAY), planned=planned), TODAY)
    assert all(item.state is State.BAD for item in found.items)
    return [(item.title, item.reason, item.qa, item.record, item.field) for item in found.items]


def test_one_line_for_all_that_are_late_and_it_leads_to_the_oldest() -> None:
    assert due(
        PlannedDue(date(2026, 9, 1), "7"),
        PlannedDue(date(2026, 8, 1), "5"),
        PlannedDue(date(2026, 10, 1), "9"),
    ) == [
        (
            "Close 2 planned activities",
            "Open since August · close with the log, or drop with a reason",
            5,
            "5",
            "plan",
        )
    ]


def test_an_activity_of_this_month_is_not_late() -> None:
    assert due(PlannedDue(date(2026, 10, 1)), PlannedDue(date(2026, 11, 1))) == []
