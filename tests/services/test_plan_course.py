"""The course of a plan, what two people write on it at once, and what it takes from the store and from others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState, Role, Stage, Verdict
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.plan_kinds import Opinion, ReviewKind
from npt_desktop.models.plans import Hypothesis, Measure, PlanSource
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.models.sources import CrimeMonth, Lsoa
from npt_desktop.rules.plan_checks import Level
from npt_desktop.services import setup
from npt_desktop.services.home import Home
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_series import PlanSeries
from npt_desktop.services.plans import Plans
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World

SEPT, AUG = date(2026, 9, 1), date(2026, 8, 1)


@pytest.fixture
def plans(world: World) -> Plans:
    return Plans(world.desk())


@pytest.fixture
def plan_id(plans: Plans, world: World) -> int:
    return plans.open(world.gedling, "Off-road bikes on the trail", lead_id=world.sergeant.person_id)


def write(plans: Plans, plan_id: int, **fields: object) -> None:
    plans.save(plan_id, plans.page(plan_id).plan.version, fields)


def ready(plans: Plans, world: World, plan_id: int) -> None:
    """Everything closing asks for."""
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {SEPT: 9, date(2026, 11, 1): 3})
    PlanCourse(world.desk()).finish_response(plan_id, plans.page(plan_id).plan.version)
    write(
        plans,
        plan_id,
        displacement="None",
        lessons="Ask early",
        shared_with="Teams",
        shared_on=TODAY,
        verdict=Verdict.FELL,
    )


def test_a_supervisor_authorises_signs_and_judges_and_the_lead_cannot(
    plans: Plans, world: World, plan_id: int
) -> None:
    course, own = PlanCourse(world.desk()), PlanCourse(world.desk(world.sergeant))
    assert plans.quality(plans.page(plan_id)).check("authorised").level is Level.MISSING
    with pytest.raises(CannotDo, match="You lead this plan"):
        own.authorise(plan_id, go_on=True)
    with pytest.raises(CannotDo, match="You lead this plan"):
        own.review(plan_id, "Fine", None, Opinion.SUFFICIENT)
    with pytest.raises(NotAllowed):
        PlanCourse(world.desk(world.pcso)).review(plan_id, "Fine", None, Opinion.SUFFICIENT)
    with pytest.raises(Incomplete):
        course.authorise(plan_id, go_on=False, note=" ")
    course.authorise(plan_id, go_on=False, note="Say who is harmed first")
    assert plans.quality(plans.page(plan_id)).check("authorised").level is Level.THIN
    course.authorise(plan_id, go_on=True)
    course.review(plan_id, "In keeping", date(2026, 11, 20), Opinion.PARTLY)
    page = plans.page(plan_id)
    assert plans.quality(page).check("authorised").level is Level.MET
    first = page.reviews[0]
    assert (first.kind, first.signed_by, first.opinion, first.next_on) == (
        ReviewKind.REVIEW, "Insp Rowan", Opinion.PARTLY, date(2026, 11, 20),
    )  # fmt: skip


def test_handing_over_keeps_who_led_it_however_it_is_done(
    plans: Plans, world: World, plan_id: int, clock: FixedClock
) -> None:
    clock.moment += timedelta(days=10)
    PlanCourse(world.desk()).hand_over(plan_id, world.pcso.person_id or 0, "Mind the gate")
    clock.moment += timedelta(days=10)
    write(plans, plan_id, lead_id=world.inspector.person_id)
    page = plans.page(plan_id)
    assert [(page.name(lead.person_id), lead.since, lead.until) for lead in page.leads] == [
        ("PS 512 Cedar", TODAY, TODAY + timedelta(days=10)),
        ("PCSO 4332 Larch", TODAY + timedelta(days=10), TODAY + timedelta(days=20)),
    ]
    assert page.reviews[0].note == "From PS 512 Cedar to PCSO 4332 Larch. Mind the gate"
    for to in (world.inspector.person_id or 0, _left(world)):
        with pytest.raises(Incomplete) as refusal:
            PlanCourse(world.desk()).hand_over(plan_id, to)
        assert refusal.value.field == "hand_over_to"


def _left(world: World) -> int:
    gone = setup.add_person(world.store, "Elm", "PC", Role.CONSTABLE, (world.gedling,))
    with world.store.write(world.inspector, "Left") as unit:
        unit.get(Person, gone).left_on = TODAY
    return gone


def test_another_than_the_lead_closes_and_only_an_inspector_early(
    plans: Plans, world: World, plan_id: int
) -> None:
    version = plans.page(plan_id).plan.version
    with pytest.raises(CannotDo, match="You lead this plan"):
        PlanCourse(world.desk(world.sergeant)).close(plan_id, version, "Done")
    other = plans.open(world.gedling, "Sheds", lead_id=world.pcso.person_id)
    with pytest.raises(NotAllowed, match="before it is assessed"):
        PlanCourse(world.desk(world.sergeant)).close(other, plans.page(other).plan.version, "Done")
    with pytest.raises(Incomplete, match="Needs a baseline"):
        PlanCourse(world.desk()).close(plan_id, version, " ")
    ready(plans, world, other)
    PlanCourse(world.desk(world.sergeant)).close(other, plans.page(other).plan.version)
    page = plans.page(other)
    assert (page.plan.stage, page.plan.assessed_on, page.reviews[0].kind) == (
        Stage.CLOSED,
        TODAY,
        ReviewKind.CLOSED,
    )


def test_a_plan_closed_early_stays_on_home_until_it_is_assessed(
    plans: Plans, world: World, plan_id: int
) -> None:
    PlanCourse(world.desk()).close(plan_id, plans.page(plan_id).plan.version, "The partner took it over")

    def waiting() -> bool:
        groups = Home(world.desk()).page(world.gedling).due.groups
        return any("Off-road bikes" in item.title for group in groups for item in group.items)

    assert waiting()
    ready_but_finished = {
        "displacement": "None",
        "lessons": "a",
        "shared_with": "b",
        "shared_on": TODAY,
        "verdict": Verdict.FELL,
    }
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    plans.set_figures(plan_id, measure, {SEPT: 9, date(2026, 11, 1): 3})
    write(plans, plan_id, **ready_but_finished)
    assert plans.page(plan_id).plan.assessed_on == TODAY
    assert not waiting()


def test_two_people_on_one_part_keep_what_each_changed(plans: Plans, plan_id: int) -> None:
    part = plans.put(plan_id, PlanSource, {"what": "Survey", "day": None})
    seen = {"what": "Survey", "day": None}
    plans.put(plan_id, PlanSource, {"what": "Survey of April", "day": None}, part, seen)
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": SEPT}, part, seen)
    found = plans.page(plan_id).sources[0]
    assert (found.what, found.day) == ("Survey of April", SEPT)
    with pytest.raises(Clash) as clash:
        plans.put(plan_id, PlanSource, {"what": "Council data", "day": None}, part, seen)
    assert clash.value.theirs == {"what": "Survey of April"}
    with pytest.raises(Clash):
        plans.drop(plan_id, PlanSource, part, found.version - 1)


def test_two_people_on_one_group_and_one_measure_keep_what_each_changed(plans: Plans, plan_id: int) -> None:
    yes, no = {"answer": "yes", "reason": "Seen"}, {"answer": "no", "reason": "Nobody asked"}
    plans.answer(plan_id, "cheers", {"harm": yes}, {})
    plans.answer(plan_id, "cheers", {"events": yes}, {})
    assert plans.page(plan_id).plan.cheers == {"harm": yes, "events": yes}
    with pytest.raises(Clash) as clash:
        plans.answer(plan_id, "cheers", {"harm": no}, {})
    assert clash.value.theirs == {"harm": yes}
    with pytest.raises(Incomplete):
        plans.answer(plan_id, "times", {"0": [1]}, {})
    measure = plans.put(plan_id, Measure, {"name": "Reports"})
    plans.set_figures(plan_id, measure, {AUG: 4}, {})
    plans.set_figures(plan_id, measure, {SEPT: 7}, {})
    assert plans.page(plan_id).measures[0].points == ((AUG, 4), (SEPT, 7))
    with pytest.raises(Clash) as clash:
        plans.set_figures(plan_id, measure, {AUG: 9}, {})
    assert clash.value.theirs == {AUG: 4}
    plans.set_figures(plan_id, measure, {SEPT: 7}, {AUG: 4, SEPT: 7})
    assert plans.page(plan_id).measures[0].points == ((SEPT, 7),), "a month taken out by who saw it"


def test_bad_input_is_told_beside_its_field(plans: Plans, world: World, plan_id: int) -> None:
    for fields, field in (
        ({"title": "Visit", "due_on": date(2020, 1, 1)}, "action_due"),
        ({"title": "Visit", "start_on": date(2026, 12, 1), "due_on": date(2026, 11, 1)}, "action_due"),
        ({"title": "Visit", "owner_id": _left(world)}, "action_owner"), ({"title": " "}, "action_title"),
    ):  # fmt: skip
        with pytest.raises(Incomplete) as refusal:
            plans.put(plan_id, Action, fields)
        assert list(refusal.value.fields) == [field]
    for name, value in (("success_percent", 101), ("cost_hours", -1)):
        with pytest.raises(Incomplete) as refusal:
            write(plans, plan_id, **{name: value})
        assert refusal.value.field == name
    with pytest.raises(ValueError, match="not fields"):
        write(plans, plan_id, closed_on=TODAY)
    assert plans.page(plan_id).actions == ()


def test_an_owner_who_left_stays_until_another_is_chosen(plans: Plans, world: World, plan_id: int) -> None:
    owner = world.pcso.person_id or 0
    action = plans.put(plan_id, Action, {"title": "Visit", "owner_id": owner})
    with world.store.write(world.inspector, "Left") as unit:
        unit.get(Person, owner).left_on = TODAY
    plans.put(plan_id, Action, {"title": "Visit twice", "owner_id": owner}, action)
    page = plans.page(plan_id)
    assert (page.actions[0].title, owner in page.left) == ("Visit twice", True)


def test_a_plan_of_an_area_that_was_closed_is_moved(plans: Plans, world: World, plan_id: int) -> None:
    with world.store.write(world.inspector, "Merged") as unit:
        unit.get(Area, world.gedling).closed_on = TODAY
    page = plans.page(plan_id)
    assert page.area_closed_on == TODAY
    assert plans.quality(page).check("area").field == "area_id"
    with pytest.raises(Incomplete, match="Gedling was closed"):
        plans.open(world.gedling, "Sheds")
    write(plans, plan_id, area_id=world.ashfield)
    assert plans.page(plan_id).area == "Ashfield"
    with pytest.raises(Incomplete):
        write(plans, plan_id, area_id=world.gedling)


def test_removing_a_cause_frees_the_actions_that_answered_it(plans: Plans, plan_id: int) -> None:
    cause = plans.put(plan_id, Hypothesis, {"statement": "Open gate"})
    plans.put(plan_id, Action, {"title": "Lock it", "hypothesis_id": cause})
    assert plans.quality(plans.page(plan_id)).check("answers").level is Level.MET
    plans.drop(plan_id, Hypothesis, cause)
    assert plans.page(plan_id).actions[0].hypothesis_id is None


def test_figures_of_the_store_are_counted_and_read_again(plans: Plans, world: World, plan_id: int) -> None:
    series = PlanSeries(world.desk())
    with pytest.raises(Incomplete):
        series.attach(plan_id, "log", "", words="motorbike")

    def entry(day: date, summary: str) -> EngagementEntry:
        return EngagementEntry(area_id=world.gedling, day=day, summary=summary, natural_key=f"{day}{summary}")

    with world.store.write(world.inspector, "Filled") as unit:
        for day, words in ((date(2026, 7, 3), "Motorbike on the path"), (date(2026, 7, 9), "Coffee morning"),
                           (date(2026, 9, 2), "Motorbikes again"), (TODAY, "Motorbike today")):  # fmt: skip
            unit.add(entry(day, words))
        unit.add(
            SurveyResult(
                area_id=world.gedling,
                period=date(2026, 7, 1),
                issue_text="Parking",
                base=90,
                count=30,
                percent=33.3,
            )
        )
        lsoa = unit.add(Lsoa(code="E01", name="Gedling 001A", area_id=world.gedling))
        elsewhere = unit.add(Lsoa(code="E02", name="Ashfield 001A", area_id=world.ashfield))
        for place, count in ((lsoa, 3), (elsewhere, 50)):
            unit.add(CrimeMonth(lsoa_id=place.id, month=SEPT, counts={"burglary": count, "robbery": 1}))
    log = series.attach(plan_id, "log", "", words="motorbike")
    crime = series.attach(plan_id, "crime", "burglary")
    series.attach(plan_id, "crime", "")
    series.attach(plan_id, "survey", "Parking")
    shown = {one.measure.name: one.points for one in plans.page(plan_id).measures}
    assert shown == {
        "Log entries: motorbike": ((date(2026, 7, 1), 1), (AUG, 0), (SEPT, 1)),
        "Street crime: burglary": ((SEPT, 3),), "Street crime: all": ((SEPT, 4),),
        "Survey: Parking": ((date(2026, 7, 1), 30),),
    }  # fmt: skip
    assert [one.measure.main for one in plans.page(plan_id).measures] == [True, False, False, False]
    with pytest.raises(CannotDo, match="counted from the store"):
        plans.set_figures(plan_id, log, {SEPT: 9})
    with world.store.write(world.inspector, "Filled") as unit:
        unit.session.scalars(select(CrimeMonth)).first().counts = {"burglary": 5}  # type: ignore[union-attr]
    series.read_again(plan_id, crime)
    assert {one.measure.name: one.points for one in plans.page(plan_id).measures}[
        "Street crime: burglary"
    ] == ((SEPT, 5),)
    typed = plans.put(plan_id, Measure, {"name": "Typed"})
    with pytest.raises(CannotDo, match="were typed"):
        series.read_again(plan_id, typed)


def test_a_plan_starts_from_a_template_or_an_earlier_plan(plans: Plans, world: World, plan_id: int) -> None:
    plans.put(plan_id, Hypothesis, {"statement": "Open gate", "evidence_for": "Seen"})
    plans.put(plan_id, Action, {"title": "Barriers", "state": ActionState.DONE})
    plans.put(plan_id, Measure, {"name": "Reports", "unit": "calls"})
    page = plans.page(plans.open(world.ashfield, "Bikes at the quarry", like_id=plan_id))
    assert page.plan.started_from == "Started from PSP 2026-001. PSP 2026-001 (not assessed) tried: Barriers."
    assert [(h.statement, h.evidence_for) for h in page.hypotheses] == [("Open gate", "")]
    assert (page.actions, page.reading.done) == ((), 0), "nothing taken over counts"
    assert [(one.measure.name, one.measure.unit) for one in page.measures] == [("Reports", "calls")]
    page = plans.page(plans.open(world.gedling, "Theft at the arcade", template="shops"))
    assert page.plan.started_from.startswith("Started from Shop theft. To be weighed: ")
    assert [one.measure.comparison for one in page.measures] == [False, True]


def test_a_second_plan_on_the_problem_is_pointed_out_until_it_is_set_aside(
    plans: Plans, world: World, plan_id: int
) -> None:
    from npt_desktop.services.plan_quality import set_aside

    second = plans.open(world.gedling, "Off-road bikes, the trail")
    plans.open(world.ashfield, "Off-road bikes on the trail")
    assert {line.id: line.twin for line in plans.register()}[plan_id] == "PSP 2026-002"
    assert plans.quality(plans.page(second)).check("twin").says.startswith("PSP 2026-001 is open")
    set_aside(world.desk(), second, "twin", "Another stretch of it")
    assert {line.id: line.twin for line in plans.register(world.gedling)}[second] == ""
