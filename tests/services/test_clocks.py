"""Every area on both clocks, and fast."""

from __future__ import annotations

import json
from datetime import date

import pytest

from npt_desktop.models.kinds import State
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate
from npt_desktop.rules.home_page import HomePage
from npt_desktop.rules.periods import Quarter, add_months, days_left
from npt_desktop.services import setup
from npt_desktop.services.clocks import ClockLine, Clocks
from npt_desktop.services.home import Home
from npt_desktop.services.priority_view import quarter_view
from tests.services.test_priorities import BEFORE, QUARTER, decided
from tests.world import World


def line(world: World, area_id: int) -> ClockLine:
    return next(found for found in Clocks(world.desk()).board().lines if found.area_id == area_id)


def test_an_area_without_priorities_and_one_set_today(world: World) -> None:
    none = line(world, world.gedling)
    assert (none.last_set, none.national.words, none.updates_words) == (
        None,
        "No date recorded",
        "No priorities",
    )
    assert (none.website_due, none.website_left) == (date(2026, 10, 31), 15)
    decided(world, QUARTER, "Bikes", "Thefts")
    found = line(world, world.gedling)
    assert (found.last_set, found.national.days_left, found.missing, found.open) == (
        world.desk().today,
        92,
        0,
        2,
    )
    assert (found.updates_words, found.state) == ("2 due this month", State.WARN)
    assert found.as_json()["website"]["days_left"] == 15


def test_published_priorities_run_to_the_next_quarter(world: World) -> None:
    decided(world, QUARTER, "Bikes")
    with world.desk().write("Published") as unit:
        unit.session.query(PriorityRound).one().published_on = world.desk().today
    found = line(world, world.gedling)
    assert (found.website.state, found.website_due, found.website_left) == (
        State.GOOD,
        date(2027, 1, 31),
        107,
    )


def test_an_areas_page_and_its_home_say_both_clocks_in_days(world: World) -> None:
    with world.desk().write("Set") as unit:
        unit.add(PriorityRound(area_id=world.gedling, quarter=BEFORE.start, decided_on=date(2026, 7, 10)))

    def shown() -> list[tuple[str, State, str]]:
        page = Home(world.desk()).page(world.gedling)
        assert page.clocks == quarter_view(world.desk(), world.gedling, QUARTER).clocks
        assert HomePage.from_json(json.loads(json.dumps(page.as_json()))) == page
        return [(mark.name, mark.state, mark.left) for mark in page.clocks]

    assert shown() == [("Website", State.WARN, "15 days left"), ("National", State.BAD, "6 days late")]
    decided(world, QUARTER, "Bikes")
    with world.desk().write("Published") as unit:
        unit.session.query(PriorityRound).filter_by(
            quarter=QUARTER.start
        ).one().published_on = world.desk().today
    assert shown() == [("Website", State.GOOD, "next in 107 days"), ("National", State.GOOD, "92 days left")]


@pytest.mark.parametrize(("days", "words"), [(1, "1 day left"), (0, "due today"), (-2, "2 days late")])
def test_days_left_are_said_in_words(days: int, words: str) -> None:
    assert days_left(days) == words


def test_months_closed_blank_are_missing_until_the_priority_was_closed(world: World) -> None:
    with world.desk().write("Set") as unit:
        found = unit.add(
            PriorityRound(area_id=world.gedling, quarter=BEFORE.start, decided_on=date(2026, 7, 3))
        )
        one, two = (
            unit.add(Priority(round_id=found.id, area_id=world.gedling, number=n, title=f"P{n}")).id
            for n in (1, 2)
        )
        unit.add(
            PriorityUpdate(
                priority_id=one, month=date(2026, 7, 1), channels=[], published_on=date(2026, 7, 30)
            )
        )
        unit.add(PriorityUpdate(priority_id=one, month=date(2026, 8, 1), channels=[]))  # a draft
        unit.get(Priority, two).closed_on = date(2026, 8, 9)
    shown = line(world, world.gedling)
    assert (shown.missing, shown.open) == (4, 0)
    assert shown.updates_words == "4 updates missing"
    assert (shown.national.state, shown.national.days_left) == (State.BAD, -13)
    assert shown.state is State.BAD
    assert line(world, world.ashfield).missing == 0


def test_twelve_areas_and_five_years_are_one_board(world: World) -> None:
    areas = [world.gedling, world.ashfield, *(setup.add_area(world.store, f"Area {n}") for n in range(10))]
    quarters = [Quarter(add_months(QUARTER.start, -3 * n)) for n in range(20)]
    with world.desk().write("Five years") as unit:
        rounds = unit.insert(PriorityRound, [
            {"area_id": a, "quarter": q.start, "decided_on": q.start, "published_on": q.start}
            for a in areas for q in quarters
        ])  # fmt: skip
        owners = [(r, areas[n // len(quarters)], quarters[n % len(quarters)]) for n, r in enumerate(rounds)]
        made = unit.insert(Priority, [
            {"round_id": r, "area_id": a, "number": n, "title": f"P{n}"} for r, a, _ in owners for n in (1, 2, 3)
        ])  # fmt: skip
        unit.insert(PriorityUpdate, [
            {"priority_id": p, "month": month, "channels": [], "published_on": month}
            for n, p in enumerate(made) for month in owners[n // 3][2].months if month <= world.desk().today
        ])  # fmt: skip
    board = Clocks(world.desk()).board()
    assert len(board.lines) == 12
    assert {found.updates_words for found in board.lines} == {"Up to date"}


def test_a_month_that_closed_blank_is_seen_after_the_next_priorities_are_set(world: World) -> None:
    """On the board until the quarter after, and on Home with the month it leads to."""
    with world.desk().write("Set") as unit:
        found = unit.add(PriorityRound(area_id=world.gedling, quarter=BEFORE.start, decided_on=date(2026, 7, 3),
                                       published_on=date(2026, 7, 4)))  # fmt: skip
        one = unit.add(Priority(round_id=found.id, area_id=world.gedling, number=1, title="P1")).id
        for month in BEFORE.months[:2]:
            unit.add(PriorityUpdate(priority_id=one, month=month, channels=[], published_on=month))
    decided(world, QUARTER, "Bikes")
    assert (line(world, world.gedling).missing, line(world, world.gedling).open) == (1, 1)
    (late,) = [i for i in Home(world.desk()).page(world.gedling).due.items if "September update" in i.title]
    assert (late.state, late.field) == (State.BAD, "update@2026-09")
    with world.desk().write("Told") as unit:
        unit.add(
            PriorityUpdate(
                priority_id=one, month=BEFORE.months[2], channels=[], published_on=date(2026, 10, 5)
            )
        )
    assert line(world, world.gedling).missing == 0
    assert not [i for i in Home(world.desk()).page(world.gedling).due.items if "September update" in i.title]
