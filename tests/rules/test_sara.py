"""What a plan still lacks."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import ActionState, Stage, State, Tactic, Verdict
from npt_desktop.rules.plan_prompts import cheers_elements, read_answers
from npt_desktop.rules.plan_stage import stage_now
from npt_desktop.rules.sara import ActionFact, HypothesisFact, Measured, PlanFacts, read_plan

TODAY = date(2026, 7, 16)
TEXTS = [f.name for f in fields(PlanFacts) if f.type == "str"]


def written(text: str) -> Any:
    return dict.fromkeys(TEXTS, text)


FULL = replace(
    PlanFacts(**written("known")),
    sources=2,
    cheers=read_answers({one.key: {"answer": "yes", "reason": "Seen"} for one in cheers_elements()}),
    times=40,
    test_complete=True,
    baseline=Measured(38, "April to June 2026"),
    hypotheses=(HypothesisFact("Easy access", "Gate unlocked on 9 visits"),),
    data_months=12,
    objective_date=date(2026, 9, 30),
    actions=(
        ActionFact("Joint patrols", "PC 2107", date(2026, 7, 5), ActionState.DONE, Tactic.ENFORCEMENT),
        ActionFact("Barriers", "Council rangers", date(2026, 7, 24), ActionState.DONE, Tactic.PREVENTION),
    ),
    after=Measured(15, "July to September 2026"),
    shared_on=date(2026, 10, 9),
    verdict=Verdict.FELL,
)


def test_a_new_plan_lacks_twenty_three_fields() -> None:
    reading = read_plan(PlanFacts(), TODAY)
    assert reading.count == "0 of 23"
    assert [s.total for s in reading.stages] == [7, 6, 5, 5]
    assert reading.current is Stage.SCANNING
    assert (reading.may_close, reading.close_reason) == (False, "Needs a baseline and 5 assessment fields.")
    assert {s.state for s in reading.stages} == {State.NONE}


def test_a_full_plan_may_close() -> None:
    reading = read_plan(FULL, TODAY)
    assert (reading.count, reading.missing, reading.may_close) == ("23 of 23", (), True)
    assert not any(s.advice for s in reading.stages)
    assert {s.state for s in reading.stages} == {State.GOOD}
    closed = read_plan(replace(FULL, closed=True), TODAY)
    assert (closed.current, closed.may_close) == (Stage.CLOSED, False)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"sources": 1}, "sources", "Name 1 more source that shows the problem."),
        ({"sources": 0}, "sources", "Name the sources that show the problem."),
        ({"baseline": Measured(38)}, "baseline", "Give the baseline: a figure and its period."),
        ({"offender": " \n"}, "offender", "Add what is known about the offenders."),
        ({"offender": "-"}, "offender", "Add what is known about the offenders."),
        ({"hypotheses": (HypothesisFact("x"),)}, "hypotheses", "Add evidence for or against a likely cause."),
        ({"actions": (ActionFact("Briefing"),)}, "owners", "Give ‘Briefing’ an owner and a due date."),
        (
            {"actions": (ActionFact("Briefing", "PC 1", None), ActionFact("Visit", "", TODAY))},
            "owners",
            "Give ‘Briefing’ a due date and 1 other action theirs.",
        ),
        ({"shared_on": None}, "shared_with", "Say with whom the lessons were shared, and when."),
    ],
)
def test_each_gap_names_its_field(changes: dict[str, Any], field: str, says: str) -> None:
    reading = read_plan(replace(FULL, **changes), TODAY)
    assert [(m.field, m.says) for m in reading.missing] == [(field, says)]
    assert reading.count == "22 of 23"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked_by": ""}, "asked_by"),
        ({"guardian": ""}, "guardian"),
        ({"data_months": 3, "data_reason": ""}, "data_months"),
        ({"actions": FULL.actions[:1]}, "tactics"),
        ({"diffusion": ""}, "diffusion"),
        ({"times": 0}, "times"),
        ({"not_when": ""}, "not_when"),
        ({"process": ""}, "carried_out"),
        ({"cost": ""}, "cost_hours"),
    ],
)
def test_advice_is_shown_and_not_counted(changes: dict[str, Any], field: str) -> None:
    reading = read_plan(replace(FULL, **changes), TODAY)
    assert reading.count == "23 of 23"
    assert [m.field for s in reading.stages for m in s.advice] == [field]


def test_open_actions_hold_the_close() -> None:
    facts = replace(FULL, actions=(*FULL.actions, ActionFact("Posters", "PCSO 4471", TODAY)), lessons="")
    assert (
        read_plan(facts, TODAY).close_reason == "Needs 1 assessment field and 1 open action done or dropped."
    )


def test_a_dropped_action_is_no_action() -> None:
    facts = replace(FULL, actions=(ActionFact("Posters", state=ActionState.DROPPED),))
    assert [m.field for m in read_plan(facts, TODAY).missing] == ["actions", "owners"]


def test_a_finished_plan_waits_for_assessment() -> None:
    def state(days: int, closed: bool = False) -> State:
        facts = replace(FULL, lessons="", finished_on=TODAY - timedelta(days=days), closed=closed)
        return read_plan(facts, TODAY).stage(Stage.ASSESSMENT).state

    assert (state(0), state(30), state(31), state(1, closed=True)) == (
        State.WARN,
        State.WARN,
        State.BAD,
        State.BAD,
    )


texts = st.text(max_size=30)
measures = st.builds(Measured, st.none() | st.floats(0, 99), texts)
plans = st.builds(
    PlanFacts,
    **dict.fromkeys(TEXTS, texts),
    sources=st.integers(0, 4),
    test_complete=st.booleans(),
    baseline=measures,
    after=measures,
    hypotheses=st.lists(st.builds(HypothesisFact, texts, texts, texts), max_size=2).map(tuple),
    actions=st.lists(
        st.builds(ActionFact, texts, texts, st.none() | st.just(TODAY), st.sampled_from(ActionState)),
        max_size=3,
    ).map(tuple),
    objective_date=st.none() | st.just(TODAY),
    shared_on=st.none() | st.just(TODAY),
    verdict=st.none() | st.sampled_from(Verdict),
    finished_on=st.none() | st.just(TODAY),
)


@given(plans)
def test_counts_add_up_and_each_gap_is_one_sentence(facts: PlanFacts) -> None:
    reading = read_plan(facts, TODAY)
    assert reading.total == 23
    assert reading.done + len(reading.missing) == reading.total
    assert len({m.field for m in reading.missing}) == len(reading.missing)
    for item in [*reading.missing, *(a for s in reading.stages for a in s.advice)]:
        assert item.says.endswith(".")
        assert item.action_verb


@given(plans, st.sampled_from(TEXTS), st.text(min_size=1).filter(lambda t: any(c.isalnum() for c in t)))
def test_only_presence_counts_and_filling_never_harms(facts: PlanFacts, name: str, text: str) -> None:
    short = read_plan(replace(facts, **{name: "x"}), TODAY)  # type: ignore[arg-type]
    assert short == read_plan(replace(facts, **{name: text * 9}), TODAY)  # type: ignore[arg-type]
    empty = read_plan(replace(facts, **{name: ""}), TODAY)  # type: ignore[arg-type]
    assert short.done >= empty.done
    assert set(short.missing) <= set(empty.missing)


@pytest.mark.parametrize(
    ("before", "gap", "finished", "now"),
    [
        (Stage.SCANNING, "victim", False, Stage.ANALYSIS),
        (Stage.RESPONSE, "perceived_problem", False, Stage.RESPONSE),
        (Stage.ANALYSIS, "lessons", False, Stage.RESPONSE),
        (Stage.ASSESSMENT, "lessons", False, Stage.RESPONSE),
        (Stage.RESPONSE, "perceived_problem", True, Stage.ASSESSMENT),
        (Stage.CLOSED, "objective", False, Stage.RESPONSE),
    ],
)
def test_the_stage_moves_on_and_never_back_and_waits_for_the_end_of_the_response(
    before: Stage, gap: str, finished: bool, now: Stage
) -> None:
    lacking: dict[str, Any] = {gap: ""}
    reading = read_plan(replace(FULL, closed=False, **lacking), TODAY)
    assert stage_now(before, reading, finished=finished) is now
