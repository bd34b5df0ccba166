"""The quality reading: what turns a check green, what never does, and the published failings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from npt_desktop.models.kinds import ActionState, Side, Stage, Tactic, Verdict
from npt_desktop.models.plan_kinds import Extent, Presence
from npt_desktop.rules.likeness import most_like, words_of
from npt_desktop.rules.plan_checks import Course, Deed, Level
from npt_desktop.rules.plan_prompts import cheers_elements, read_answers
from npt_desktop.rules.plan_quality import QualityReading, read_quality
from npt_desktop.rules.sara import HypothesisFact, Measured, PlanFacts
from npt_desktop.rules.verdict import Basis, VerdictReading

TODAY = date(2026, 10, 16)
OPENED = date(2026, 1, 5)
TOLD = VerdictReading(Verdict.FELL, Basis.CLEAR, "Fell: 1 against 2.")
UNTOLD = VerdictReading(Verdict.CANNOT_TELL, Basis.UNFINISHED, "Cannot tell: the response is not finished.")
DEED = Deed("Barrier", "PS Cedar", True, date(2026, 3, 1), date(2026, 4, 1), ActionState.DONE, Side.LOCATION,
            Tactic.PREVENTION, "Bikes cannot pass", answers=True)  # fmt: skip
DEEDS = tuple(replace(DEED, side=side) for side in Side)
SHOWN = read_answers({one.key: {"answer": "yes", "reason": "Seen"} for one in cheers_elements()})
FULL = PlanFacts(
    perceived_problem="Bikes", asked_by="Residents", sources=2, how_long="Daily", places="Trail", who_harmed="Walkers",
    test_complete=True, success_percent=25, cheers=SHOWN, times=40, not_when="i", not_who="j",
    options_refused="Cameras: too dear", carried_out=Extent.FULLY, objective_met=Extent.PARTLY, looked=6,
    cost_hours=40, baseline=Measured(90, "2025"), victim="a", guardian="b", offender="c", handler="d",
    location="e", manager="f", not_happening="g", current_response="h",
    hypotheses=(HypothesisFact("Open gate", "Seen", "One ward without"),), defined_problem="Riders at the gate",
    data_months=12, objective="9", objective_date=TODAY, options_considered="Three", after=Measured(30, "2026"),
    process="As planned", displacement="None", diffusion="Some", rival_explanations="Weather", cost="40 hours",
    lessons="Ask early", shared_with="Teams", shared_on=TODAY, verdict=Verdict.FELL, finished_on=date(2026, 5, 1),
)  # fmt: skip
COURSE = Course(
    OPENED, DEEDS, dated_sources=2, months=12, linked=True, reviewed=True, lead=True, partners="Council",
    next_review_on=date(2026, 11, 1), changed_on=TODAY, assessed=True, verdict_reason="Counted",
    stage=Stage.ASSESSMENT, authorised=True,
)  # fmt: skip


def read(
    facts: PlanFacts = FULL, course: Course = COURSE, told: VerdictReading = TOLD, **aside: str
) -> QualityReading:
    return read_quality(facts, course, told, TODAY, aside)


def test_a_plan_with_everything_is_met_throughout() -> None:
    found = read()
    assert {check.key for check in found.checks if check.level is not Level.MET} == set()
    assert found.share == 1.0
    assert found.warnings == ()


def test_an_empty_plan_meets_nothing_it_could_write() -> None:
    found = read(PlanFacts(), Course(OPENED), UNTOLD)
    assert {check.key for check in found.checks if check.level is Level.MET} == {"fresh", "twin"}
    assert all(check.says and check.field for check in found.checks if check.short)


def test_no_length_of_text_turns_a_check_green() -> None:
    long = "words and more words " * 500

    def filled(text: str) -> PlanFacts:
        return PlanFacts(
            who_harmed=text, defined_problem=text, rival_explanations=text, cost=text, how_long=text,
            displacement=text, lessons=text, process=text,
        )  # fmt: skip

    short, wordy = (read(filled(text), Course(OPENED), UNTOLD) for text in ("x", long))
    assert [check.level for check in short.checks] == [check.level for check in wordy.checks]
    for key in ("harm", "defined", "rivals", "cost", "recurrence", "displacement", "shared"):
        assert wordy.check(key).level is Level.THIN, key


def test_what_only_a_person_can_weigh_waits_for_a_review_by_another() -> None:
    alone = read(course=replace(COURSE, reviewed=False))
    assert {check.key for check in alone.checks if check.short} == {"harm", "defined", "rivals"}


def test_a_problem_defined_again_in_the_same_words_is_thin() -> None:
    assert read(replace(FULL, defined_problem="  BIKES ")).check("defined").level is Level.THIN


def test_evidence_must_go_both_ways() -> None:
    one = replace(FULL, hypotheses=(HypothesisFact("Gate", "Seen"),))
    assert read(one).check("hypotheses").level is Level.THIN
    assert read(replace(FULL, hypotheses=())).check("hypotheses").level is Level.MISSING


def test_analysis_and_assessment_weigh_double() -> None:
    lost = {stage: 1 - read(facts).share for stage, facts in (
        (Stage.SCANNING, replace(FULL, asked_by="")), (Stage.ANALYSIS, replace(FULL, current_response="")),
        (Stage.ASSESSMENT, replace(FULL, cost="", cost_hours=None)),
    )}  # fmt: skip
    assert lost[Stage.ANALYSIS] == lost[Stage.ASSESSMENT]
    assert abs(lost[Stage.ANALYSIS] - 2 * lost[Stage.SCANNING]) < 1e-9


def test_a_stage_to_come_is_not_held_against_the_plan() -> None:
    facts = replace(FULL, finished_on=None, process="", lessons="", cost="", cost_hours=None, verdict=None)
    assert read(facts, replace(COURSE, stage=Stage.RESPONSE), UNTOLD).share == 1.0
    assert read(facts, COURSE, UNTOLD).share < 1.0


def test_a_check_set_aside_with_a_reason_no_longer_counts() -> None:
    facts = replace(FULL, cost="", cost_hours=None)
    found = read(facts, cost="No cost is kept for patrols")
    assert found.check("cost").level is Level.NOT_APPLICABLE
    assert found.share == 1.0
    assert read(facts, cost="  ").check("cost").level is Level.MISSING
    assert read(cost="Kept elsewhere").check("cost").level is Level.MET, "what is met stays met"


def test_figures_that_cannot_be_set_side_by_side_are_thin() -> None:
    short = VerdictReading(Verdict.CANNOT_TELL, Basis.SHORT_AFTER, "Cannot tell: 1 month of figures after.")
    found = read(told=short).check("same_measure")
    assert found.level is Level.THIN
    assert found.says == "1 month of figures after."


def test_the_published_failings_are_told() -> None:
    police = replace(DEED, tactic=Tactic.ENFORCEMENT)
    facts = replace(FULL, hypotheses=(), data_months=2, displacement="", verdict=None)
    found = read(facts, replace(COURSE, deeds=(police,), assessed=False))
    assert [warning.key for warning in found.warnings] == [
        "enforcement", "order", "short", "displacement", "unassessed",
    ]  # fmt: skip
    mixed = replace(COURSE, deeds=(police, DEED))
    assert read(course=mixed).warnings == ()


def test_the_course_of_a_plan_is_read_too() -> None:
    late = replace(COURSE, next_review_on=date(2026, 10, 1), changed_on=date(2026, 8, 1), lead_left=True)
    assert {check.key for check in read(course=late).checks if check.short} == {"review", "fresh", "lead"}
    closed = read(replace(FULL, closed=True), replace(COURSE, closed_by_lead=True))
    assert closed.check("closer").level is Level.MISSING


def test_ticks_without_reasons_do_not_show_a_problem() -> None:
    ticked = read_answers({one.key: {"answer": "yes", "reason": " "} for one in cheers_elements()})
    assert read(replace(FULL, cheers=ticked)).check("cheers").level is Level.MISSING
    denied = read_answers({one.key: {"answer": "yes", "reason": "Seen"} for one in cheers_elements()}
                         | {"expectation": {"answer": "no", "reason": "Nobody asked"}})  # fmt: skip
    found = read(replace(FULL, cheers=denied)).check("cheers")
    assert (found.level, found.says) == (
        Level.THIN, "Perhaps not a problem: Expectation is answered no.",
    )  # fmt: skip


def test_a_side_without_an_action_is_named() -> None:
    found = read(course=replace(COURSE, deeds=(DEED,))).check("sides")
    assert (found.level, found.says) == (Level.THIN, "No action works on the victim and offender.")
    dropped = tuple(replace(deed, state=ActionState.DROPPED) for deed in DEEDS)
    assert read(course=replace(COURSE, deeds=dropped)).check("sides").level is Level.MISSING


def test_a_hold_on_a_side_may_be_told_by_its_level_alone() -> None:
    facts = replace(FULL, guardian="", levels=(Presence.ABSENT, None, None))
    assert read(facts).check("triangle").level is Level.MET
    assert read(replace(FULL, guardian="")).check("triangle").level is Level.THIN


def test_looking_for_some_kinds_of_displacement_is_thin() -> None:
    found = read(replace(FULL, looked=5)).check("displacement")
    assert (found.level, found.field) == (Level.THIN, "moved")


def test_work_that_was_not_authorised_and_a_second_plan_on_the_problem_are_told() -> None:
    found = read(course=replace(COURSE, authorised=False, twin="PSP 2026-001", area_closed=True))
    assert {check.key for check in found.of(None) if check.short} == {"authorised", "twin", "area"}
    assert found.check("twin").says.startswith("PSP 2026-001 is open on the same problem")


def test_likeness_goes_by_rare_words_and_the_same_problem() -> None:
    texts = {1: "Off-road bikes on the trail", 2: "Burglary of sheds", 3: "Quad bikes near the quarry",
             4: "Shed breaks on allotments", 5: "Cycle theft at the station"}  # fmt: skip
    others = {key: words_of(text) for key, text in texts.items()}
    assert list(most_like(words_of("Nuisance bikes, trail by the canal"), others)) == [1, 3]
    assert 2 in most_like(words_of("Nothing alike"), others, same=frozenset({2}))
    assert most_like(frozenset(), {}) == []
