"""From every kind of record one walks to every other that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Decision, PriorityResult, Tactic, TermKind
from npt_desktop.models.priorities import SurveyResult, UpdateCorrection
from npt_desktop.services.correcting_updates import UpdateCorrections
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.golden_thread import TABLES, Bead, GoldenThread
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from tests.conftest import TODAY
from tests.services.test_correcting import put_out
from tests.services.test_priorities import BEFORE, QUARTER, decided
from tests.world import World


@dataclass(frozen=True)
class Story:
    """What one issue left in the store: a record of each table, and the other issue of the meeting."""

    starts: dict[str, int]
    priority: int
    other: int


def tell(world: World) -> Story:
    """An issue of two quarters with a record of everything; beside it one that was not chosen."""
    service, plans = Priorities(world.desk()), Plans(world.desk())
    (old,) = decided(world, BEFORE, "Off-road bikes")
    plan = plans.open(world.gedling, "Bikes on the trail", priority_id=old)
    action = plans.put(plan, Action, {"title": "Fit barriers", "due_on": TODAY, "tactic": Tactic.PREVENTION})
    plans.set_action(action, ActionState.DONE)
    with world.desk().write("Took in the survey") as unit:
        figure = unit.add(SurveyResult(area_id=world.gedling, period=BEFORE.start, issue_text="Off-road bikes",
                                       base=400, count=120, percent=30.0, change=None)).id  # fmt: skip
        unit.add(SurveyResult(area_id=world.gedling, period=BEFORE.start, issue_text="Burglary", base=400, count=8,
                              percent=2.0, change=None))  # fmt: skip
    other = service.add_candidate(world.gedling, QUARTER, "Parking", decision=Decision.NOT_NOW, reason="Few",
                                  agreed_by="All")  # fmt: skip
    carried = service.carry_forward(world.gedling, QUARTER, old)
    service.save_candidate(
        carried, 1, {"decision": Decision.PRIORITY, "rank": 1, "reason": "Still", "agreed_by": "All"}
    )
    service.close_priority(old, 2, PriorityResult.CANNOT_TELL, "", "Carried over")
    service.decide(world.gedling, QUARTER)
    put_out(world)
    page = service.page(world.gedling, QUARTER)
    priority = page.cards[0].priority.id
    update = service.save_update(
        priority, date(2026, 10, 1), {"you_said": "a", "we_did": "b", "next_steps": "c"}
    )
    entry = Engagement(world.desk()).log(EntryDraft(
        world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Riders", world.pcso.person_id, "Spoke to riders", priority_id=priority,
    ))  # fmt: skip
    service.publish_update(priority, date(2026, 10, 1), ["Website"])
    told = service.page(world.gedling, QUARTER).cards[0].updates[0]
    assert told is not None
    UpdateCorrections(world.desk()).correct(update, told.version, {"we_did": "d"}, "Misread", ["Website"])
    with world.desk().read() as session:
        correction = session.scalars(select(UpdateCorrection.id)).one()
    assert page.round is not None
    assert page.publication is not None
    starts = {
        "survey_result": figure, "candidate_issue": carried, "priority_round": page.round.id, "priority": priority,
        "problem_plan": plan, "action": action, "engagement_entry": entry, "priority_update": update,
        "publication": page.publication.id, "update_correction": correction,
    }  # fmt: skip
    return Story(starts, priority, other)


def test_every_start_leads_to_the_whole_thread_and_to_nothing_else(world: World) -> None:
    story = tell(world)
    assert set(story.starts) == TABLES
    thread = GoldenThread(world.desk()).of("priority", story.priority)
    assert thread.missing == ()
    assert (thread.title, thread.area, thread.priority_id) == ("Off-road bikes", "Gedling", story.priority)
    for bead, count in (
        (Bead.CANDIDATE, 2),
        (Bead.DECISION, 2),
        (Bead.PRIORITY, 2),
        (Bead.SURVEY, 1),
        (Bead.PLAN, 1),
    ):
        assert len(thread.of(bead)) == count, bead
    assert [knot.title for knot in thread.of(Bead.DECISION)] == ["Chosen", "Carried over"]
    assert {knot.bead for knot in thread.knots} == set(Bead)
    assert "Parking" not in {knot.title for knot in thread.knots}
    for table, record in story.starts.items():
        found = GoldenThread(world.desk()).of(table, record)
        assert found.knots == thread.knots, table
        assert (table, record) in {(knot.table, knot.id) for knot in found.knots} or table == "priority_round"


def test_a_thread_may_end_at_the_meeting_or_begin_nowhere(world: World) -> None:
    story = tell(world)
    service = GoldenThread(world.desk())
    other = service.of("candidate_issue", story.other)
    assert [(knot.bead, knot.title) for knot in other.knots] == [
        (Bead.CANDIDATE, "Parking"), (Bead.DECISION, "Not chosen"),
    ]  # fmt: skip
    assert other.priority_id is None
    loose = Engagement(world.desk()).log(EntryDraft(
        world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Young"), world.term(TermKind.PURPOSE, "Problem"),
        "Choir", world.pcso.person_id, "Sang",
    ))  # fmt: skip
    assert [knot.title for knot in service.of("engagement_entry", loose).knots] == ["Choir"]
    burglary = service.of("survey_result", story.starts["survey_result"] + 1)
    assert [knot.title for knot in burglary.knots] == ["Burglary"]
    with world.desk().write("Set an action") as unit:
        action = unit.add(Action(area_id=world.gedling, title="Ring back")).id
    with pytest.raises(CannotDo, match="names no priority and no plan"):
        service.of("action", action)
    with pytest.raises(CannotDo, match="removed in the meantime"):
        service.of("priority", 10**6)
