"""The verdict, the quality reading and like plans, on a store."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from npt_desktop.errors import Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Verdict
from npt_desktop.models.plans import Measure, PlanSource
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.plan import plan_document
from npt_desktop.rules.periods import add_months
from npt_desktop.rules.plan_checks import Level
from npt_desktop.rules.verdict import Basis
from npt_desktop.services.history import History
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_quality import set_aside
from npt_desktop.services.plans import Plans
from npt_desktop.services.reporting_plans import plan_record
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World


@pytest.fixture
def plans(world: World) -> Plans:
    return Plans(world.desk())


def assessed(plans: Plans, world: World, clock: FixedClock, after: int = 9) -> int:
    """A plan with two years of figures before its response and nine months after."""
    plan_id = plans.open(world.gedling, "Off-road bikes on the colliery trail")
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    began = TODAY.replace(day=1)
    action = plans.put(plan_id, Action, {"title": "Barriers", "start_on": TODAY, "due_on": TODAY})
    plans.set_action(action, ActionState.DONE)
    clock.moment += timedelta(days=40)
    PlanCourse(world.desk()).finish_response(plan_id, plans.page(plan_id).plan.version)
    clock.moment += timedelta(days=300)
    figures = {add_months(began, n): 30 + n % 3 for n in range(-24, 0)}
    figures |= {add_months(began, n): after + n % 2 for n in range(2, 11)}
    plans.set_figures(plan_id, measure, figures)
    return plan_id


def test_the_verdict_is_read_live_from_the_main_measure(
    plans: Plans, world: World, clock: FixedClock
) -> None:
    plan_id = assessed(plans, world, clock)
    found = plans.page(plan_id).verdict
    assert (found.verdict, found.basis) == (Verdict.FELL, Basis.CLEAR)
    measure = plans.page(plan_id).measures[0]
    plans.set_figures(plan_id, measure.measure.id, {month: 30 for month, _ in measure.points})
    assert plans.page(plan_id).verdict.basis is Basis.CHANCE


def test_a_comparison_measure_is_set_beside_the_main_one(
    plans: Plans, world: World, clock: FixedClock
) -> None:
    plan_id = assessed(plans, world, clock)
    other = plans.put(plan_id, Measure, {"name": "Next beat", "unit": "reports", "main": False})
    points = plans.page(plan_id).measures[0].points
    plans.set_figures(plan_id, other, {month: 2 * value for month, value in points})
    assert plans.page(plan_id).verdict.basis is Basis.CLEAR, "not yet marked as a comparison"
    plans.put(plan_id, Measure, {"comparison": True}, other)
    assert plans.page(plan_id).verdict.basis is Basis.COMPARISON


def test_a_check_is_set_aside_with_a_reason_and_taken_up_again(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    desk = world.desk()
    assert plans.quality(plans.page(plan_id)).check("linked").level is Level.MISSING
    with pytest.raises(Incomplete) as refusal:
        set_aside(desk, plan_id, "linked", " . ")
    assert refusal.value.field == "set_aside"
    set_aside(desk, plan_id, "linked", "Asked for by the chief constable")
    check = plans.quality(plans.page(plan_id)).check("linked")
    assert (check.level, check.says) == (
        Level.NOT_APPLICABLE,
        "Not applicable: Asked for by the chief constable",
    )
    set_aside(desk, plan_id, "linked", "", apply=False)
    assert plans.quality(plans.page(plan_id)).check("linked").level is Level.MISSING
    History(desk).undo_last()
    assert plans.page(plan_id).plan.set_aside == {"linked": "Asked for by the chief constable"}
    with pytest.raises(NotAllowed):
        set_aside(world.desk(world.hub), plan_id, "cost", "None kept")


def test_dated_sources_and_a_review_by_another_than_the_lead_count(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes", lead_id=world.sergeant.person_id)
    plans.save(plan_id, plans.page(plan_id).plan.version, {"who_harmed": "Walkers"})
    for day in (None, date(2026, 9, 1)):
        plans.put(plan_id, PlanSource, {"what": "Survey", "day": day})
    quality = plans.quality(plans.page(plan_id))
    assert quality.check("sources").level is Level.THIN, "one of the two has no date"
    assert quality.check("harm").level is Level.THIN
    PlanCourse(world.desk(world.sergeant)).review(plan_id, "Good", None)
    assert plans.quality(plans.page(plan_id)).check("harm").level is Level.THIN, "the lead cannot settle it"
    PlanCourse(world.desk()).review(plan_id, "Seen the letters", None)
    assert plans.quality(plans.page(plan_id)).check("harm").level is Level.MET


def test_like_plans_come_from_every_area_failures_included(plans: Plans, world: World) -> None:
    first = plans.open(world.gedling, "Off-road bikes on the colliery trail")
    failed = plans.open(world.ashfield, "Quad bikes at the colliery", lead_id=world.sergeant.person_id)
    plans.open(world.gedling, "Burglary of sheds")
    plans.save(failed, plans.page(failed).plan.version, {"verdict": Verdict.ROSE})
    PlanCourse(world.desk()).close(failed, plans.page(failed).plan.version, "Did not work")
    found = plans.like(first)
    assert [plan.id for plan in found] == [failed]
    assert (found[0].area, found[0].outcome) == ("Ashfield", "Closed, rose")


def test_the_printed_plan_says_what_the_figures_say(plans: Plans, world: World, clock: FixedClock) -> None:
    plan_id = assessed(plans, world, clock)
    fields = {"verdict": Verdict.CANNOT_TELL, "verdict_reason": "The trail was shut all summer."}
    plans.save(plan_id, plans.page(plan_id).plan.version, fields)
    page = plans.page(plan_id)
    pages = page_texts(
        plan_document(plan_record(page, plans.quality(page)), world.store.clock.now().astimezone())
    )
    text = " ".join(" ".join(" ".join(lines) for lines in pages).split())
    for words in ("What the figures say", page.verdict.says, "The trail was shut all summer.", "Cannot tell",
                  "Quality reading", "Nobody looked for displacement."):  # fmt: skip
        assert words in text, words
