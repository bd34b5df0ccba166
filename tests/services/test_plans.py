"""Plans: what is written, moved on, reviewed, closed, reopened and printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from npt_desktop.errors import Clash, Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Stage
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import Measure, PlanSource, ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.plan import plan_document
from npt_desktop.services.evidence_plans import plans_in_hand
from npt_desktop.services.history import History
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plans import Plans
from npt_desktop.services.reporting_plans import Paper, plan_file_name, plan_pdf, plan_record
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World


@pytest.fixture
def plans(world: World) -> Plans:
    return Plans(world.desk())


def test_saving_returns_the_version_to_save_with_next(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    first = plans.page(plan_id).plan.version
    second = plans.save(plan_id, first, {"cost": "1"})
    assert plans.page(plan_id).plan.version == second > first
    plans.save(plan_id, second, {"cost": "2"})
    with pytest.raises(Clash):
        plans.save(plan_id, second, {"cost": "3"})


def test_work_on_a_part_is_a_change_of_the_plan(plans: Plans, world: World, clock: FixedClock) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    clock.moment += timedelta(days=20)
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": None})
    line = plans.register(world.gedling)[0]
    assert line.changed_at.date() == TODAY + timedelta(days=20)
    action = plans.put(plan_id, Action, {"title": "Patrol"})
    clock.moment += timedelta(days=20)
    plans.set_action(action, ActionState.DONE)
    assert plans.register(world.gedling)[0].changed_at.date() == TODAY + timedelta(days=40)


def test_undoing_an_earlier_field_still_works_after_work_on_a_part(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    plans.save(plan_id, plans.page(plan_id).plan.version, {"cost": "1"})
    step = History(world.desk()).undo_list(1)[0]
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": None})
    History(world.desk()).take_back(step)
    assert plans.page(plan_id).plan.cost == ""


def test_an_assessment_once_started_stays_started(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    PlanCourse(world.desk()).finish_response(plan_id, plans.page(plan_id).plan.version, TODAY)
    plans.save(plan_id, plans.page(plan_id).plan.version, {"cost": "40 hours"})
    assert plans.page(plan_id).plan.stage is Stage.ASSESSMENT


@pytest.mark.parametrize("days", [1, -400])
def test_a_response_ends_between_opening_and_today(plans: Plans, world: World, days: int) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    with pytest.raises(Incomplete) as refusal:
        PlanCourse(world.desk()).finish_response(
            plan_id, plans.page(plan_id).plan.version, TODAY + timedelta(days=days)
        )
    assert refusal.value.field == "finished_on"


def test_a_review_needs_words_and_a_day_to_come(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    for note, on, field in ((" ", None, "review_note"), ("Good", TODAY, "review_next")):
        with pytest.raises(Incomplete) as refusal:
            PlanCourse(world.desk()).review(plan_id, note, on)
        assert refusal.value.field == field
    PlanCourse(world.desk()).review(plan_id, "Good", date(2026, 11, 30))
    page = plans.page(plan_id)
    assert page.name(page.reviews[0].by_id) == "Insp Rowan"
    History(world.desk()).undo_last()
    page = plans.page(plan_id)
    assert not page.reviews
    assert page.plan.next_review_on == date(2026, 11, 13)


def test_a_closed_plan_can_be_reopened_by_who_may_close(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes", lead_id=world.sergeant.person_id)
    PlanCourse(world.desk()).close(plan_id, plans.page(plan_id).plan.version, "Partner leads")
    version = plans.page(plan_id).plan.version
    with pytest.raises(NotAllowed):
        PlanCourse(world.desk(world.pcso)).reopen(plan_id, version, "It came back")
    with pytest.raises(Incomplete):
        PlanCourse(world.desk()).reopen(plan_id, version, " ")
    PlanCourse(world.desk()).reopen(plan_id, version, "It came back")
    assert plans.page(plan_id).reviews[0].note == "It came back"
    plan = plans.page(plan_id).plan
    assert (plan.closed_on, plan.closed_by_id, plan.close_reason) == (None, None, "")


@pytest.mark.parametrize("finished", [True, False])
def test_a_plan_opened_again_is_at_the_stage_it_was_closed_in(
    plans: Plans, world: World, finished: bool
) -> None:
    """A response that nobody finished but by closing the plan goes on: it is not due for assessment."""
    plan_id = plans.open(world.gedling, "Bikes", lead_id=world.sergeant.person_id)
    with world.store.write(world.sergeant, "Went on") as unit:
        unit.get(ProblemPlan, plan_id).stage = Stage.RESPONSE
    course = PlanCourse(world.desk())
    if finished:
        course.finish_response(plan_id, plans.page(plan_id).plan.version)
    course.close(plan_id, plans.page(plan_id).plan.version, "Partner leads")
    course.reopen(plan_id, plans.page(plan_id).plan.version, "It came back")
    plan = plans.page(plan_id).plan
    assert (plan.stage, plan.finished_on) == (
        (Stage.ASSESSMENT, plan.opened_on) if finished else (Stage.RESPONSE, None)
    )
    with world.store.read() as session:
        in_hand = session.scalars(plans_in_hand(world.gedling)).all()
    assert [one.id for one in in_hand] == ([] if finished else [plan_id])


def test_a_day_given_for_the_end_of_the_response_outlives_opening_again(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes", lead_id=world.sergeant.person_id)
    course = PlanCourse(world.desk())
    course.close(plan_id, plans.page(plan_id).plan.version, "Partner leads")
    with world.store.write(world.inspector, "Said when") as unit:
        unit.get(ProblemPlan, plan_id).finished_on = date(2026, 10, 1)
    course.reopen(plan_id, plans.page(plan_id).plan.version, "It came back")
    assert plans.page(plan_id).plan.finished_on == date(2026, 10, 1)


def test_recent_events_come_latest_first_over_several_records(plans: Plans, world: World) -> None:
    plan_id = plans.open(world.gedling, "Bikes")
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": None})
    page = plans.page(plan_id)
    events = History(world.desk()).recent([page.plan, page.sources[0]], 5)
    assert [event.table for event in events] == ["plan_source", "problem_plan"]


def test_a_printed_plan_says_what_the_screen_says(plans: Plans, world: World, tmp_path: Path) -> None:
    plan_id = plans.open(world.gedling, "Bikes & quads")
    fields = {"perceived_problem": "Daily on the trail", "objective": "38 to 15", "objective_on": TODAY,
              "victim": "Walkers", "guardian": "Rangers", "test": {"how_long": 1, "location": -1}}  # fmt: skip
    plans.save(plan_id, plans.page(plan_id).plan.version, fields)
    plans.put(plan_id, PlanSource, {"what": "OPCC survey", "day": date(2026, 7, 1)})
    plans.put(plan_id, Action, {"title": "Barriers", "agency": "Council"})
    measure = plans.put(plan_id, Measure, {"name": "Reports a month", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {date(2026, 8, 1): 9, date(2026, 9, 1): 12})
    with world.store.write(world.inspector, "Set") as unit:
        for quarter in (date(2026, 7, 1), date(2026, 10, 1)):
            held = unit.add(PriorityRound(area_id=world.gedling, quarter=quarter))
            unit.add(Priority(
                round_id=held.id, area_id=world.gedling, number=1, title="Bikes", plan_id=plan_id
            ))  # fmt: skip
    page = plans.page(plan_id)
    record = plan_record(page, plans.quality(page))
    text = "\n".join(
        " ".join(lines) for lines in page_texts(plan_document(record, world.store.clock.now().astimezone()))
    )
    for words in ("Daily on the trail", "01/07/2026: OPCC survey", "38 to 15. By 16/10/2026.", "Rangers",
                  "Barriers", "Council", "Reports a month", "Before 21"):  # fmt: skip
        assert words in text, words
    assert record.priority == "Priority 1: Bikes, 2 quarters"
    assert record.test.rows[0].verdict == "Problem"
    assert record.test.rows[1].verdict == "Pattern of incidents"
    assert record.test.rows[2].verdict == ""
    assert len(record.missing) == page.reading.total - page.reading.done
    for paper in Paper:
        path = tmp_path / plan_file_name(page, paper)
        plan_pdf(world.desk(), plan_id, path, paper)
        assert path.read_bytes().startswith(b"%PDF")


def test_an_open_plan_of_a_merged_area_is_in_every_register_until_it_is_moved(world: World) -> None:
    desk = world.desk()
    plans = Plans(desk)
    plan_id = plans.open(world.ashfield, "Bikes on the trail")
    assert [line.id for line in plans.register(world.gedling)] == []
    with desk.write("Closed an area") as unit:
        unit.get(Area, world.ashfield).closed_on = TODAY
    (line,) = plans.register(world.gedling)
    assert (line.id, line.area, line.area_closed) == (plan_id, "Ashfield", True)
    plans.save(plan_id, plans.page(plan_id).plan.version, {"area_id": world.gedling})
    assert [(line.area, line.area_closed) for line in plans.register(world.gedling)] == [("Gedling", False)]
