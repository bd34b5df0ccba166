"""Opening a plan: what is in sight comes first, and what is out of sight is there when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.services.drafts import Drafts
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.ahead import After, Ahead
from npt_desktop.ui.plans.rest import LIKE_MS
from npt_desktop.ui.plans.screen import PlansScreen
from tests.ui.screens.plans.test_plans_journey import Person
from tests.world import World

Show = Callable[..., PlansScreen]


def test_pieces_come_in_order_one_at_a_turn_or_at_once(qtbot: QtBot) -> None:
    done: list[int] = []
    owner = QObject()
    after = After(owner)
    after.start([lambda n=n: done.append(n) for n in (1, 2, 3)])  # type: ignore[misc]
    assert not done, "nothing at first sight"
    qtbot.waitUntil(lambda: done[:1] == [1])
    after.finish()
    assert done == [1, 2, 3]
    after.start([lambda: done.append(4)])
    qtbot.waitUntil(lambda: done == [1, 2, 3, 4])


def test_what_is_waited_for_is_made_in_pieces_without_a_pause(qtbot: QtBot) -> None:
    made: list[str] = []

    def pieces() -> Iterator[None]:
        for name in "abc":
            made.append(name)
            yield

    owner = QObject()
    ahead = Ahead(pieces(), owner)
    ahead.hurry()
    assert not made, "the window is painted first"
    qtbot.waitUntil(lambda: ahead.done)
    assert made == ["a", "b", "c"]
    ahead.hurry()
    ahead.finish()
    assert made == ["a", "b", "c"]


def test_a_plan_opened_from_elsewhere_does_not_hold_the_window_while_its_page_is_made(
    show_screen: Show, qtbot: QtBot, world: World
) -> None:
    plan_id = Plans(world.desk()).open(world.gedling, "Quad bikes at the colliery")
    screen = PlansScreen(show_screen(PlansScreen).work)
    qtbot.addWidget(screen)
    screen.open_record(plan_id, "")
    assert screen.page is None, "nothing is made before the window is painted"
    assert screen.stack.currentWidget() is screen.register
    qtbot.waitUntil(lambda: screen.page is not None and screen.stack.currentWidget() is screen.plan)
    assert screen.plan.plan_id == plan_id


def test_the_lower_cards_and_the_reading_follow_the_first_sight(
    show_screen: Show, qtbot: QtBot, world: World
) -> None:
    plan_id = Plans(world.desk()).open(world.ashfield, "Quad bikes at the colliery")
    screen = show_screen(PlansScreen)
    seen: list[bool] = []
    screen.stack.currentChanged.connect(
        lambda _: seen.extend(card.isHidden() for card in screen.plan.cards.below)
    )
    screen.open_record(plan_id, "")
    qtbot.waitUntil(lambda: bool(seen))
    assert all(seen), "out of sight, and not laid out at first"
    qtbot.waitUntil(lambda: not any(card.isHidden() for card in screen.plan.cards.below))
    qtbot.waitUntil(lambda: bool(screen.plan.side.quality.toggles))
    assert screen.plan.side.quality.isVisible()


def test_a_field_out_of_sight_is_gone_to_at_once(show_screen: Show, qtbot: QtBot, world: World) -> None:
    plan_id = Plans(world.desk()).open(world.ashfield, "Quad bikes at the colliery")
    screen = show_screen(PlansScreen)
    screen.open_record(plan_id, "lessons")
    qtbot.waitUntil(lambda: getattr(QApplication.focusWidget(), "objectName", str)() == "lessons")


@pytest.mark.parametrize("field", ["who_harmed", "sources", "cost_hours"])
def test_what_is_typed_while_another_plan_is_read_stays_with_the_plan_in_sight(
    show_screen: Show, qtbot: QtBot, world: World, field: str
) -> None:
    plans = Plans(world.desk())
    first, second = (plans.open(world.gedling, title) for title in ("Bikes", "Shop theft"))
    person = Person(show_screen(PlansScreen), qtbot)
    person.screen.open_record(first, field)
    person.settle()
    person.at(field)
    person.screen.open_record(second, "")
    assert person.screen.page is None, "nothing is done to the one in sight for the one that was asked for"
    person.type("Many")
    person.settle()
    qtbot.waitUntil(lambda: person.screen.plan.plan_id == second)
    person.settle()
    pages = [plans.page(plan_id) for plan_id in (first, second)]
    kept = "Many" if field == "who_harmed" else ""
    assert [page.plan.who_harmed for page in pages] == [kept, ""]
    assert [[source.what for source in page.sources] for page in pages] == [
        ["Many"] if field == "sources" else [], []
    ]  # fmt: skip
    assert [left.record for left in Drafts(world.desk()).left()] == ([first] if field == "cost_hours" else [])


def test_plans_like_one_that_was_left_at_once_are_looked_for_when_it_is_opened_again(
    show_screen: Show, qtbot: QtBot, world: World
) -> None:
    plans = Plans(world.desk())
    first, second = (plans.open(world.gedling, f"Quad bikes on the {place}") for place in ("trail", "heath"))
    screen = show_screen(PlansScreen)
    screen.open_record(first, "")
    qtbot.waitUntil(lambda: screen.page is not None)
    screen.leave()
    qtbot.wait(2 * LIKE_MS)
    screen.open_record(first, "")
    qtbot.waitUntil(lambda: list(screen.plan.side.like_links) == [second])
