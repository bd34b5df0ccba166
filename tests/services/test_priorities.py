"""A priority round through its services: carrying forward, deciding, publishing, updates and their facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Decision, PriorityResult, State, Tactic
from npt_desktop.models.plans import Measure
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.rules.periods import Quarter
from npt_desktop.services.candidates import Candidates, From
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.priority_view import quarter_of_round, quarter_view
from npt_desktop.services.publication import Publishing
from npt_desktop.services.update_facts import update_facts
from tests.conftest import TODAY
from tests.world import World

QUARTER = Quarter(date(2026, 10, 1))
BEFORE = QUARTER.previous()


def decided(world: World, quarter: Quarter, *titles: str) -> list[int]:
    """A round with these priorities set; returns their ids."""
    service = Priorities(world.desk())
    for rank, title in enumerate(titles, 1):
        made = service.add_candidate(world.gedling, quarter, title)
        words = f"You told us of {title.lower()}. We will patrol."
        service.save_candidate(made, 1, {"decision": Decision.PRIORITY, "rank": rank, "reason": "Asked for", "agreed_by": "All present",
                                         "public_wording": words})  # fmt: skip
    service.decide(world.gedling, quarter)
    return [card.priority.id for card in service.page(world.gedling, quarter).cards]


def test_carrying_forward_keeps_link_plan_and_owner(world: World) -> None:
    service = Priorities(world.desk())
    (old,) = decided(world, BEFORE, "Bikes")
    plan = Plans(world.desk()).open(world.gedling, "Bikes", priority_id=old)
    service.save_priority(old, 2, {"owner_id": world.pcso.person_id})
    made = service.carry_forward(world.gedling, QUARTER, old)
    with pytest.raises(CannotDo, match="among the issues already"):
        service.carry_forward(world.gedling, QUARTER, old)
    version = service.save_candidate(
        made, 1, {"decision": Decision.PRIORITY, "rank": 1, "reason": "Still asked for", "agreed_by": "All"}
    )
    assert version == 2
    with pytest.raises(Clash):
        service.save_candidate(made, 1, {"reason": "late"})
    service.decide(world.gedling, QUARTER)
    (card,) = service.page(world.gedling, QUARTER).cards
    assert (card.priority.carried_from_id, card.priority.plan_id, card.priority.owner_id) == (
        old, plan, world.pcso.person_id,
    )  # fmt: skip
    (outcome,) = quarter_view(world.desk(), world.gedling, QUARTER).before
    assert (outcome.then, outcome.open) == ("Carried forward", False)


def test_a_round_needs_a_priority_and_at_most_three(world: World) -> None:
    service = Priorities(world.desk())
    made = service.add_candidate(world.gedling, QUARTER, "Noise")
    service.save_candidate(
        made, 1, {"decision": Decision.NOT_NOW, "reason": "One household", "agreed_by": "All"}
    )
    with pytest.raises(Incomplete, match="Choose at least one priority"):
        service.decide(world.gedling, QUARTER)
    with pytest.raises(NotAllowed):
        Priorities(world.desk(world.pcso)).carry_forward(world.gedling, QUARTER, 1)
    with pytest.raises(Incomplete, match="Choose at most 3 priorities: 4 are chosen"):
        decided(world, QUARTER, "One", "Two", "Three", "Four")


def test_suggestions_leave_out_what_is_there(world: World) -> None:
    (old,) = decided(world, BEFORE, "Moped nuisance")
    with world.desk().write("Took in the survey") as unit:
        for issue, share in (("Off-road bikes", 30.0), ("Burglary", 20.0)):
            unit.add(SurveyResult(area_id=world.gedling, period=BEFORE.start, issue_text=issue, base=400,
                                  count=int(4 * share), percent=share, change=None))  # fmt: skip
    plan = Plans(world.desk()).open(world.gedling, "Fly-tipping")
    service, candidates = Priorities(world.desk()), Candidates(world.desk())
    made = service.add_candidate(world.gedling, QUARTER, "Bikes on the colliery trail")
    page = service.page(world.gedling, QUARTER)
    found = candidates.suggestions(world.gedling, page)
    assert [(s.source, s.title) for s in found] == [
        (From.BEFORE, "Moped nuisance"), (From.SURVEY, "Burglary"), (From.PLAN, "Fly-tipping"),
    ]  # fmt: skip
    assert found[0].record == old
    assert [e.line for e in candidates.evidence(world.gedling, page)[made]] == ["Survey 1st", "0 mentions"]
    for item in found:
        candidates.take(world.gedling, QUARTER, item)
    page = service.page(world.gedling, QUARTER)
    assert candidates.suggestions(world.gedling, page) == ()
    assert Plans(world.desk()).page(plan).plan.reference in page.candidates[-1].source


def test_the_public_page_splits_the_wording_and_is_saved(world: World, tmp_path: Path) -> None:
    publishing = Publishing(world.desk())
    with pytest.raises(CannotDo, match="Set the priorities first"):
        publishing.public_page(world.gedling, QUARTER)
    (priority,) = decided(world, QUARTER, "Bikes & mopeds")
    found = publishing.public_page(world.gedling, QUARTER)
    (told,) = found.page.priorities
    assert (told.issue, told.action, told.action_date) == (
        "You told us of bikes & mopeds.",
        "We will patrol.",
        TODAY,
    )
    assert "Bikes &amp; mopeds" in found.html
    assert "New priorities will be set by 31 January 2027." in found.text
    folder = tmp_path / "out"
    folder.mkdir()
    assert [path.suffix for path in publishing.save(found, folder)] == [".html", ".txt", ".json"]
    with pytest.raises(CannotDo, match="gone” does not exist; choose another"):
        publishing.save(found, tmp_path / "gone")
    service = Priorities(world.desk())
    checks = publishing.checks(service.page(world.gedling, QUARTER), world.gedling)
    assert [c.state for c in checks].count(State.WARN) == 3
    service.save_priority(
        priority, 1, {"public_wording": "Bikes on the trail.", "no_plan_reason": "Passed on"}
    )
    checks = publishing.checks(service.page(world.gedling, QUARTER), world.gedling)
    assert [c.says for c in checks if not c.good] == [
        "Say what you will do about 1", "Check the team’s contacts", "Record who attended the meeting",
    ]  # fmt: skip


def test_facts_of_a_month_come_from_the_plan(world: World) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    plans = Plans(world.desk())
    plan = plans.open(world.gedling, "Bikes", priority_id=priority)
    done = plans.put(plan, Action, {"title": "Nine patrols", "due_on": TODAY, "tactic": Tactic.ENFORCEMENT})
    plans.set_action(done, ActionState.DONE)
    plans.put(
        plan, Action, {"title": "Fit barriers", "due_on": date(2026, 10, 24), "tactic": Tactic.PREVENTION}
    )
    measure = plans.put(plan, Measure, {"name": "Reports", "unit": "reports"})
    plans.set_figures(plan, measure, {date(2026, 9, 1): 12, date(2026, 10, 1): 7})
    facts = update_facts(world.desk(), priority, QUARTER.start)
    assert [(f.part, f.sentence) for f in facts] == [
        ("we_did", "Nine patrols."), ("we_did", "Reports fell from 12 to 7."),
        ("next_steps", "Fit barriers by 24 October 2026."),
    ]  # fmt: skip
    assert [f.part for f in update_facts(world.desk(), priority, date(2026, 11, 1))] == []


def test_last_quarter_is_told_with_its_result(world: World) -> None:
    service = Priorities(world.desk())
    (old,) = decided(world, BEFORE, "Thefts")
    service.save_priority(old, 1, {"first_figure": 41, "last_figure": 22, "figure_name": "offences"})
    service.close_priority(old, 2, PriorityResult.REDUCED, "Fewer thefts", "Patrols go on")
    (outcome,) = quarter_view(world.desk(), world.gedling, QUARTER).before
    assert (outcome.state, outcome.result, outcome.figures, outcome.updated, outcome.then) == (
        State.GOOD, "Reduced", "41 to 22 offences", "No update published", "Closed",
    )  # fmt: skip
    page = service.page(world.gedling, BEFORE)
    assert page.round is not None
    assert quarter_of_round(world.desk(), page.round.id) == (world.gedling, BEFORE)
    assert quarter_of_round(world.desk(), 999) is None
