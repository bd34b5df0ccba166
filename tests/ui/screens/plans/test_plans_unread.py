"""What is typed into a plan and cannot be read is told beside its field and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.plans import Measure
from npt_desktop.services.drafts import Drafts
from npt_desktop.services.plans import Plans
from npt_desktop.ui.plans.screen import PlansScreen
from tests.ui.screens.plans.test_plans_journey import Person
from tests.world import World

Show = Callable[..., PlansScreen]


@pytest.fixture
def person(show_screen: Show, qtbot: QtBot) -> Person:
    return Person(show_screen(PlansScreen), qtbot)


def test_text_in_a_number_or_a_date_waits_in_its_plan_until_it_is_mended(
    person: Person, world: World
) -> None:
    plans = Plans(world.desk())
    first, second = (plans.open(world.gedling, title) for title in ("Bikes", "Shop theft"))
    person.screen.open_record(first, "cost_hours")
    person.settle()
    person.fill("cost_hours", "about 40")
    rows = person.screen.plan.rows
    rows["shared_on"].control.setFocus(Qt.FocusReason.TabFocusReason)
    person.fill("shared_on", "last week or so")
    assert rows["cost_hours"].error_text.text() == "Enter a whole number, such as 12."
    assert rows["shared_on"].error_text.text()
    person.screen.open_record(second, "cost_hours")
    person.settle()
    assert (rows["cost_hours"].unread, rows["shared_on"].unread) == ("", "")
    assert not rows["cost_hours"].error_text.text()
    assert [left.record for left in Drafts(world.desk()).left()] == [first]
    person.screen.open_record(first, "cost_hours")
    person.settle()
    assert (rows["cost_hours"].unread, rows["shared_on"].unread) == ("about 40", "last week or so")
    assert rows["cost_hours"].error_text.text() == "Enter a whole number, such as 12."
    person.at("cost_hours")
    person.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.fill("cost_hours", "40")
    assert plans.page(first).plan.cost_hours == 40
    assert set(Drafts(world.desk()).kept(f"plan:{first}")) == {"shared_on"}


def test_text_in_a_figure_stays_in_its_cell_and_gaps_are_told(person: Person, world: World) -> None:
    plans = Plans(world.desk())
    plan_id = plans.open(world.gedling, "Bikes")
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {date(2026, 5, 1): 7, date(2026, 8, 1): 5})
    person.screen.open_record(plan_id, "baseline")
    person.settle()
    figures = person.screen.plan.cards.figures
    assert "No figure for Jun 2026 and Jul 2026: left out, not counted as nought." in figures.reading.text()
    figures.begin()
    person.type("-3")
    person.key(Qt.Key.Key_Return)
    last = figures.model.index(2, 1)
    assert last.data() == "-3"
    assert "count of nought or more" in figures.error.text()
    other = plans.open(world.gedling, "Shop theft")
    for record in (other, plan_id):
        person.screen.open_record(record, "")
        person.settle()
        assert figures.model.index(figures.model.rowCount() - 1, 1).data() == (
            "-3" if record == plan_id else ""
        )
    assert "mend it, or clear it" in figures.error.text()
    assert figures.model.setData(last, "3")
    person.settle()
    assert dict(plans.page(plan_id).measures[0].points)[date(2026, 9, 1)] == 3
    assert not Drafts(world.desk()).kept(f"plan:{plan_id}")


def test_pasted_months_out_of_order_are_put_in_order_and_it_is_said(person: Person, world: World) -> None:
    plan_id = Plans(world.desk()).open(world.gedling, "Bikes")
    person.screen.open_record(plan_id, "baseline")
    person.settle()
    QApplication.clipboard().setText("Sep 2026\t4\nJul 2026\t9\nAug 2026\t6")
    person.screen.plan.cards.figures.paste()
    person.settle()
    assert person.said[-1] == "Pasted 3 months and put them in order"
    assert [value for _, value in person.page().measures[0].points] == [9, 6, 4]


def test_a_month_pasted_or_typed_twice_is_told(person: Person, world: World) -> None:
    plan_id = Plans(world.desk()).open(world.gedling, "Bikes")
    person.screen.open_record(plan_id, "baseline")
    person.settle()
    figures = person.screen.plan.cards.figures
    QApplication.clipboard().setText("Jul 2026\t9\nAug 2026\t6\nAug 2026\t2")
    figures.paste()
    person.settle()
    assert person.said[-1] == "Pasted 2 months; added up the lines of Aug 2026, pasted more than once"
    QApplication.clipboard().setText("Jul 2026\t9\nAug 2026\t5")
    figures.paste()
    person.settle()
    assert person.said[-1] == "Pasted 2 months; changed 1 month that had another figure"
    assert not figures.model.setData(figures.model.index(2, 0), "Aug 2026")
    assert figures.error.text() == "Aug 2026 is in the table already: change its figure there."
    assert not figures.error.isHidden()
    assert figures.model.setData(figures.model.index(2, 0), "Sep 2026")
    assert figures.error.isHidden(), "the month is another, and the sentence about the first is gone"
    assert [value for _, value in person.page().measures[0].points] == [9, 5]


def test_a_name_of_nobody_waits_in_its_box_and_leaves_the_lead_as_it_was(
    person: Person, world: World
) -> None:
    plans, sergeant = Plans(world.desk()), world.sergeant.person_id
    first, second = (plans.open(world.gedling, title, lead_id=sergeant) for title in ("Bikes", "Shop theft"))
    person.screen.open_record(first, "lead_id")
    person.settle()
    lead = person.screen.plan.side.lead
    person.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.fill("lead_id", "Zephyr Quill")
    assert "Nobody on the desk has this name" in lead.error_text.text()
    assert plans.page(first).plan.lead_id == sergeant, "nobody was taken off"
    person.screen.open_record(second, "")
    person.settle()
    assert (lead.unread, lead.error_text.text(), lead.value()) == ("", "", sergeant)
    person.screen.open_record(first, "")
    person.settle()
    assert lead.unread == "Zephyr Quill"
    assert lead.error_text.text()
    assert set(Drafts(world.desk()).kept(f"plan:{first}")) == {"lead_id"}
    lead.box.set_value(sergeant)
    lead.left.emit(lead)
    person.settle()
    assert not Drafts(world.desk()).kept(f"plan:{first}")
