"""What Works: from a finished plan to the board, the portal, the digest and the library."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo, Clash, Incomplete, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import ActionState, BoardDecision, EntryKind, Verdict
from npt_desktop.models.plans import Hypothesis, Measure, PlanSource, ProblemPlan
from npt_desktop.reports.page import page_texts
from npt_desktop.reports.what_works import DigestRecord, digest_document, digest_html, entry_document
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.problem_test import booklet_test
from npt_desktop.rules.what_works import WorksState
from npt_desktop.services.evidence import evidence_for
from npt_desktop.services.finding import find
from npt_desktop.services.history import History
from npt_desktop.services.home import Home
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plans import Plans
from npt_desktop.services.reporting_what_works import digest_name, entry_pdf, entry_record, write_digest
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.services.what_works_board import digest, entry_lines, library
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World

QUARTER = Quarter(date(2026, 10, 1))


@pytest.fixture
def works(world: World) -> WhatWorks:
    return WhatWorks(world.desk())


def whole_plan(world: World, clock: FixedClock, verdict: Verdict = Verdict.FELL) -> int:
    """A plan with everything that closing asks for."""
    desk = world.desk()
    plans = Plans(desk)
    now, clock.moment = clock.moment, clock.moment - timedelta(days=330)
    plan_id = plans.open(world.gedling, "Bikes on the trail")
    clock.moment = now
    plans.put(plan_id, PlanSource, {"what": "Survey", "day": date(2025, 11, 1)})
    plans.put(
        plan_id, Hypothesis, {"statement": "No gate", "evidence_for": "Seen", "evidence_against": "None"}
    )
    action = plans.put(
        plan_id, Action,
        {"title": "Fit a gate", "owner_id": world.pcso.person_id, "due_on": date(2026, 3, 1),
         "works_by": "making it harder to ride in"},
    )  # fmt: skip
    plans.set_action(action, ActionState.DONE)
    measure = plans.put(plan_id, Measure, {"name": "Reports", "unit": "reports", "main": True})
    figures = {date(2025, month, 1): 20 for month in range(1, 13)}
    plans.set_figures(plan_id, measure, figures | {date(2026, month, 1): 5 for month in range(1, 10)})
    PlanCourse(desk).finish_response(plan_id, plans.page(plan_id).plan.version, date(2026, 4, 1))
    texts = dict.fromkeys(
        ("perceived_problem", "asked_by", "how_long", "places", "who_harmed", "smallest_reduction", "defined_problem",
         "victim", "offender", "location", "guardian", "handler", "manager", "causes", "not_happening",
         "current_response", "data_reason", "objective", "options_considered", "process", "displacement", "diffusion",
         "rival_explanations", "cost", "lessons", "shared_with", "verdict_reason"),
        "Riders come in at the north end, in 2026",
    )  # fmt: skip
    plans.save(plan_id, plans.page(plan_id).plan.version, {
        **texts, "objective_on": date(2026, 6, 1), "shared_on": TODAY, "data_months": 12, "verdict": verdict,
        "test": {row.key: 1 for row in booklet_test().rows},
    })  # fmt: skip
    return plan_id


def closed_plan(world: World, clock: FixedClock, verdict: Verdict = Verdict.FELL) -> int:
    plan_id = whole_plan(world, clock, verdict)
    PlanCourse(world.desk(world.sergeant)).close(plan_id, Plans(world.desk()).page(plan_id).plan.version)
    return plan_id


def queued(world: World, clock: FixedClock, verdict: Verdict = Verdict.FELL) -> tuple[int, int]:
    """An entry with the board and the version it has."""
    works = WhatWorks(world.desk())
    entry_id = works.of_plan(closed_plan(world, clock, verdict))
    assert entry_id is not None
    works.submit(entry_id, works.page(entry_id).entry.version)
    return entry_id, works.page(entry_id).entry.version


def test_closing_a_plan_drafts_its_entry_and_undo_takes_both_back(
    works: WhatWorks, world: World, clock: FixedClock
) -> None:
    plan_id = closed_plan(world, clock)
    entry_id = works.of_plan(plan_id)
    assert entry_id is not None
    page = works.page(entry_id)
    assert page.state is WorksState.DRAFT
    assert page.entry.kind is EntryKind.PLAN
    assert page.entry.result is Verdict.FELL
    assert "Fit a gate: works by making it harder to ride in" in page.entry.mechanism
    assert page.entry.effect
    assert not page.lacking
    assert page.plan is not None
    assert page.plan.what_works_on is None
    History(world.desk(world.sergeant)).undo_last()
    assert works.of_plan(plan_id) is None
    assert Plans(world.desk()).page(plan_id).plan.closed_on is None


def test_a_plan_under_way_is_not_sent_and_a_finished_one_is_drafted_once(
    works: WhatWorks, world: World
) -> None:
    plans = Plans(world.desk())
    plan_id = plans.open(world.gedling, "Bikes")
    with pytest.raises(CannotDo, match="start its assessment first"):
        works.draft(plan_id)
    PlanCourse(world.desk()).finish_response(plan_id, plans.page(plan_id).plan.version, TODAY)
    entry_id = works.draft(plan_id)
    assert works.draft(plan_id) == entry_id
    page = works.page(entry_id)
    assert set(page.lacking) == {"effect", "moderators", "cost"}
    works.save(entry_id, page.entry.version, {"effect": "Written by hand"})
    plans.save(plan_id, plans.page(plan_id).plan.version, {"cost": "40 hours", "verdict_reason": "Counted"})
    works.take_over(entry_id)
    entry = works.page(entry_id).entry
    assert (entry.effect, entry.cost) == ("Written by hand", "40 hours")


def test_effect_moderators_and_cost_are_filled_or_explained_before_it_goes(
    works: WhatWorks, world: World
) -> None:
    entry_id = works.start(world.gedling, "Op Sample", EntryKind.ORDER)
    with pytest.raises(Incomplete) as refusal:
        works.submit(entry_id, 1)
    assert list(refusal.value.fields) == ["effect", "moderators", "cost"]
    version = works.save(
        entry_id, 1, {"effect": "Fewer calls", "moderators_why_not": "Tried once", "cost": "9 hours"}
    )
    works.submit(entry_id, version)
    page = works.page(entry_id)
    assert page.state is WorksState.QUEUED
    assert page.board == QUARTER
    with pytest.raises(CannotDo, match="take it back before changing it"):
        works.save(entry_id, page.entry.version, {"cost": "1"})
    works.withdraw(entry_id, page.entry.version)
    assert works.page(entry_id).state is WorksState.DRAFT


def test_the_board_decides_with_feedback_and_the_portal_follows(world: World, clock: FixedClock) -> None:
    entry_id, version = queued(world, clock)
    hub = WhatWorks(world.desk(world.hub))
    with pytest.raises(Incomplete) as refusal:
        hub.decide(entry_id, version, BoardDecision.SHARE)
    assert set(refusal.value.fields) == {"label", "feedback"}
    with pytest.raises(NotAllowed):
        WhatWorks(world.desk()).decide(entry_id, version, BoardDecision.SHARE, "worked", "Good")
    hub.decide(entry_id, version, BoardDecision.SHARE, "worked", "Use it on other trails.")
    page = hub.page(entry_id)
    assert page.state is WorksState.TO_SHARE
    with pytest.raises(CannotDo, match="not “With the board”"):
        hub.decide(entry_id, page.entry.version, BoardDecision.KEEP, "worked", "Again")
    with pytest.raises(Incomplete):
        hub.share(entry_id, page.entry.version, TODAY + timedelta(days=1))
    hub.share(entry_id, page.entry.version, TODAY, "Portal, problem solving")
    assert hub.page(entry_id).state is WorksState.SHARED
    with pytest.raises(CannotDo, match="stays as it was sent"):
        WhatWorks(world.desk()).save(entry_id, hub.page(entry_id).entry.version, {"cost": "1"})
    found = digest(world.desk(), QUARTER)
    assert found.shared == (entry_id,)
    assert digest(world.desk(), Quarter(date(2026, 7, 1))).shared == ()


def test_a_returned_entry_is_written_again_and_keeps_the_feedback(world: World, clock: FixedClock) -> None:
    entry_id, version = queued(world, clock)
    WhatWorks(world.desk(world.hub)).decide(
        entry_id, version, BoardDecision.RETURN, "", "Say what it cost partners."
    )
    works = WhatWorks(world.desk(world.sergeant))
    page = works.page(entry_id)
    assert page.state is WorksState.RETURNED
    version = works.save(entry_id, page.entry.version, {"cost": "40 hours; the council 600 pounds"})
    works.submit(entry_id, version)
    page = works.page(entry_id)
    assert page.state is WorksState.QUEUED
    assert page.entry.feedback == "Say what it cost partners."
    assert digest(world.desk(), QUARTER).waiting == 1


def test_a_stale_save_is_refused(works: WhatWorks, world: World) -> None:
    entry_id = works.start(world.gedling, "Op Sample", EntryKind.ORDER)
    works.save(entry_id, 1, {"cost": "1"})
    with pytest.raises(Clash):
        works.save(entry_id, 1, {"cost": "2"})


def test_a_plan_is_never_started_by_hand_and_a_draft_can_go(works: WhatWorks, world: World) -> None:
    with pytest.raises(Incomplete, match="send it from there"):
        works.start(world.gedling, "Bikes", EntryKind.PLAN)
    with pytest.raises(Incomplete):
        works.start(world.gedling, " ", EntryKind.ORDER)
    entry_id = works.start(world.gedling, "Op Sample", EntryKind.ORDER)
    works.remove(entry_id)
    assert entry_lines(world.desk()) == []
    with pytest.raises(CannotDo, match="removed in the meantime"):
        works.page(entry_id)
    History(world.desk()).undo_last()
    assert works.page(entry_id).entry.title == "Op Sample"


def test_a_removed_draft_comes_back_only_where_no_later_one_stands(works: WhatWorks, world: World) -> None:
    plan_id = Plans(world.desk()).open(world.gedling, "Bikes")
    PlanCourse(world.desk()).finish_response(plan_id, Plans(world.desk()).page(plan_id).plan.version, TODAY)
    first = works.draft(plan_id)
    works.start(world.gedling, "Op Sample", EntryKind.ORDER)
    works.remove(first)
    removal = History(world.desk()).undo_list(1)[0]
    later = works.draft(plan_id)
    with pytest.raises(CannotDo, match="take that back first"):
        History(world.desk()).take_back(removal)
    works.remove(later)
    History(world.desk()).take_back(removal)
    assert works.of_plan(plan_id) == first


def test_question_24_reads_from_the_entries(works: WhatWorks, world: World, clock: FixedClock) -> None:
    def evidence() -> tuple[str, dict[str, str]]:
        with world.desk().read() as session:
            found = evidence_for(session, "what_works", world.gedling, TODAY)
        rows = {": ".join(row.cells): "" for row in found.rows}
        return found.why, rows | {figure.label: figure.value for figure in found.figures}

    plan_id = closed_plan(world, clock)
    why, figures = evidence()
    assert "‘Bikes on the trail’" in why
    assert figures["good examples not sent"] == "1"
    entry_id = works.of_plan(plan_id)
    assert entry_id is not None
    version = works.save(
        entry_id, works.page(entry_id).entry.version, {"not_sent_reason": "Done often before"}
    )
    assert works.page(entry_id).state is WorksState.NOT_SENT
    assert evidence()[1]["good examples not sent"] == "0"
    works.submit(entry_id, version)
    why, figures = evidence()
    assert why == "Every good example has been sent to What works."
    assert figures["sent to What works"] == "1"
    assert "Bikes on the trail: Evaluating" in figures
    assert Plans(world.desk()).page(plan_id).plan.what_works_on == TODAY


def test_the_library_holds_failures_and_plans_nobody_sent(world: World, clock: FixedClock) -> None:
    entry_id, _ = queued(world, clock, Verdict.ROSE)
    with world.desk().write("An old plan") as unit:
        unit.add(ProblemPlan(
            reference="PSP 2024-001", title="Shop theft", area_id=world.ashfield, opened_on=date(2024, 1, 1), test={},
            finished_on=date(2024, 6, 1), verdict=Verdict.CANNOT_TELL, lessons="Too few reports to go on",
        ))  # fmt: skip
        unit.add(ProblemPlan(
            reference="PSP 2026-900", title="Under way", area_id=world.ashfield, opened_on=TODAY, test={},
        ))  # fmt: skip
    found = library(world.desk())
    assert [(tried.title, tried.outcome) for tried in found] == [
        ("Bikes on the trail", "Rose"), ("Shop theft", "Cannot tell"),
    ]  # fmt: skip
    assert found[0].entry_id == entry_id
    hits = [(hit.kind, hit.screen, hit.record, hit.detail) for hit in find(world.desk(), "bikes trail")]
    assert ("works", "works", entry_id, "What works, with the board, Gedling") in hits
    assert "too few reports" in found[1].words


def test_the_digest_on_paper_and_as_a_page(world: World, clock: FixedClock, tmp_path: Path) -> None:
    entry_id, version = queued(world, clock)
    hub = world.desk(world.hub)
    WhatWorks(hub).decide(
        entry_id, version, BoardDecision.SHARE, "promising", "Try it <b>elsewhere</b> & tell us."
    )
    for name in ("digest.pdf", "digest.html"):
        assert write_digest(hub, QUARTER, tmp_path / name) == 1
        assert (tmp_path / name).stat().st_size > 1_000
    page = (tmp_path / "digest.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;elsewhere&lt;/b&gt; &amp; tell us." in page
    assert "<b>" not in page
    assert page.count("OFFICIAL-SENSITIVE") == 2
    assert digest_name(QUARTER).endswith("OFFICIAL-SENSITIVE.pdf")
    record = entry_record(WhatWorks(hub).page(entry_id))
    printed_at = world.store.clock.now()
    words = " ".join(" ".join(page) for page in page_texts(entry_document(record, printed_at)))
    for heading in ("Effect", "Mechanism", "Moderators", "Implementation", "Economic cost", "Promising"):
        assert heading in words
    empty = DigestRecord(QUARTER.start, (), 1, 0, 2)
    said = "No entry shared, 1 kept on file, 0 returned for more work; 2 waiting for the board."
    assert said in digest_html(empty)
    assert said in " ".join(page_texts(digest_document(empty, printed_at))[0])
    entry_pdf(hub, entry_id, tmp_path / "entry.pdf")
    assert (tmp_path / "entry.pdf").read_bytes().startswith(b"%PDF")


def test_home_tells_everybody_what_they_owe_what_works(world: World, clock: FixedClock) -> None:
    def rows(actor: Actor, *, mine: bool = True) -> list[tuple[str, str, str]]:
        due = Home(world.desk(actor)).page(world.gedling, mine=mine).due
        return [(item.verb, item.record, item.field) for item in due.items if item.screen == "works"]

    own = WhatWorks(world.desk())
    draft = own.start(world.gedling, "Op Sample", EntryKind.ORDER)
    assert rows(world.inspector) == [("Open", str(draft), "effect")]
    assert rows(world.sergeant) == []  # another's draft, and not of a plan the sergeant leads
    assert rows(world.sergeant, mine=False) == [("Open", str(draft), "effect")]
    said = {"effect": "Fewer calls", "moderators": "Squares", "cost": "9 hours"}
    version = own.save(draft, 1, said)
    assert rows(world.inspector) == [("Send", str(draft), "submit")]
    own.submit(draft, version)
    assert rows(world.inspector) == []
    assert rows(world.hub) == [("Decide", str(draft), "begin")]
    hub = WhatWorks(world.desk(world.hub))
    hub.decide(draft, own.page(draft).entry.version, BoardDecision.SHARE, "worked", "Use it elsewhere.")
    assert rows(world.hub) == [("Share", str(draft), "begin")]
    assert rows(world.inspector) == [("Read", str(draft), "board_said")]
    clock.moment += timedelta(days=15)
    assert rows(world.inspector) == []
