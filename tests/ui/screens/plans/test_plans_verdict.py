"""The verdict, the quality reading and like plans on the page of a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from npt_desktop.models.kinds import Verdict
from npt_desktop.rules.plan_checks import Level
from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.store.clock import FixedClock
from npt_desktop.ui.plans.screen import PlansScreen
from tests.services.test_plan_quality import assessed
from tests.world import World

Show = Callable[..., PlansScreen]


class Reader:
    """Somebody with a plan open."""

    def __init__(self, screen: PlansScreen, bot: QtBot, plan_id: int) -> None:
        self.screen, self.bot, self.plan_id = screen, bot, plan_id
        screen.open_record(plan_id, "")
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.bot.waitUntil(lambda: not self.screen.work.jobs.busy)
            QApplication.processEvents()

    def page(self) -> PlanPage:
        return Plans(self.screen.work.desk).page(self.plan_id)

    def quality(self) -> QualityReading:
        return Plans(self.screen.work.desk).quality(self.page())


@pytest.fixture
def reader(show_screen: Show, qtbot: QtBot, world: World, clock: FixedClock) -> Reader:
    plans = Plans(world.desk())
    plan_id = assessed(plans, world, clock)
    plans.open(world.ashfield, "Quad bikes at the colliery")
    return Reader(show_screen(PlansScreen), qtbot, plan_id)


def test_the_person_disagrees_with_a_reason_or_agrees(reader: Reader) -> None:
    block = reader.screen.plan.cards.verdict_block
    block.differ_button.click()
    block.reason.setPlainText("The trail was shut.")
    block.save_button.click()
    assert reader.page().plan.verdict is None, "no verdict was chosen"
    block.choice.set_value(Verdict.CANNOT_TELL)
    block.reason.setPlainText(" ")
    block.save_button.click()
    assert reader.page().plan.verdict is None, "no reason was given"
    block.reason.setPlainText("The trail was shut.")
    block.save_button.click()
    reader.settle()
    plan = reader.page().plan
    assert (plan.verdict, plan.verdict_reason) == (Verdict.CANNOT_TELL, "The trail was shut.")
    assert "says otherwise" in block.stand.text()
    says = reader.page().verdict.says
    assert block.says.text() == says
    block.agree_button.click()
    reader.settle()
    plan = reader.page().plan
    assert plan.verdict is Verdict.FELL
    assert says == f"Fell: {plan.verdict_reason}"
    assert reader.screen.plan.rows["verdict_reason"].value() == plan.verdict_reason
    assert block.agree_button.isHidden()


def test_the_reading_leads_to_the_fields_and_sets_checks_aside(reader: Reader) -> None:
    quality = reader.screen.plan.side.quality
    assert set(quality.links) >= {"warning_displacement", "warning_unassessed", "cost", "rivals"}
    quality.links["cost"].click()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "cost_hours"
    quality.aside_buttons["cost"].click()
    quality.save()
    assert reader.quality().check("cost").level is Level.MISSING
    quality.reason.setText("Nobody counts hours here")
    quality.save()
    reader.settle()
    assert reader.quality().check("cost").level is Level.NOT_APPLICABLE
    assert "cost" not in quality.links
    quality.aside_buttons["cost"].click()
    reader.settle()
    assert reader.quality().check("cost").level is Level.MISSING

    view = reader.screen.plan
    reading = reader.quality()
    names = {check.field for check in reading.checks if check.short} | {w.field for w in reading.warnings}
    assert {name for name in names if not view.focus_field(name)} == set()


def test_a_plan_like_this_one_opens(reader: Reader) -> None:
    reader.bot.waitUntil(
        lambda: bool(reader.screen.plan.side.like_links)
    )  # looked for after the page is seen
    (other,) = reader.screen.plan.side.like_links
    reader.screen.plan.side.like_links[other].click()
    reader.settle()
    assert reader.screen.title == "Quad bikes at the colliery"
    reader.bot.waitUntil(lambda: list(reader.screen.plan.side.like_links) == [reader.plan_id])
