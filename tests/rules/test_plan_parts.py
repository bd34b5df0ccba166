"""CHEERS answers, kinds of displacement, techniques, templates, what a response covers, twins and closing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import ActionState, Role, Side, Tactic, Verdict
from npt_desktop.models.plan_kinds import Looked, Movement
from npt_desktop.paths import resources
from npt_desktop.rules.counts import Ratio
from npt_desktop.rules.plan_closing import close_refusal, import_refusal
from npt_desktop.rules.plan_prompts import (
    cheers_elements,
    found_of,
    load_movements,
    load_techniques,
    looked_at,
    moved_says,
    read_answers,
    technique_name,
    techniques,
)
from npt_desktop.rules.plan_templates import from_earlier, load_templates, standard_templates
from npt_desktop.rules.response import cover_of
from npt_desktop.rules.sara import PlanFacts, read_plan, stage_counts
from npt_desktop.rules.twins import Named, alike, named, twins
from npt_desktop.rules.verdict import Basis, VerdictReading, against_success

TODAY = date(2026, 10, 16)
OPEN = ActionState.OPEN


def test_there_are_25_techniques_five_by_five() -> None:
    groups = [one.group for one in techniques()]
    assert len(groups) == 25
    assert {groups.count(group) for group in groups} == {5}
    assert technique_name("harden") == "Harden the target"
    assert technique_name("unknown") == ""


@pytest.mark.parametrize(
    ("name", "load", "change"),
    [("techniques.json", load_techniques, lambda data: data["techniques"].append(data["techniques"][0])),
     ("displacement.json", load_movements, lambda data: data["displacement"].pop()),
     ("displacement.json", load_movements, lambda data: data["displacement"][0].update(key="sideways")),
     ("plan_templates.json", load_templates, lambda data: data["templates"][0].update(measures=["Reports"])),
     ("plan_templates.json", load_templates, lambda data: data["templates"][0].update(actions=["Fit barriers"]))],
)  # fmt: skip
def test_a_mistake_in_a_data_file_is_named(tmp_path: Path, name: str, load: object, change: object) -> None:
    data = json.loads((resources() / name).read_text(encoding="utf-8"))
    change(data)  # type: ignore[operator]
    path = tmp_path / name
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CannotDo, match=name):
        load(path)  # type: ignore[operator]


def test_answers_without_reasons_are_still_to_show() -> None:
    keys = [one.key for one in cheers_elements()]
    given_ = {key: {"answer": "yes", "reason": "Seen"} for key in keys[:5]} | {keys[5]: {"answer": "yes"}}
    found = read_answers(given_)
    assert (found.answered, found.reasoned, found.complete) == (6, 5, False)
    assert found.says == "5 of 6 with a reason; still to show: Similarity."
    assert read_answers({keys[0]: "yes", keys[1]: {"answer": "perhaps"}}).answered == 0, (
        "spoilt answers are none"
    )


def test_each_kind_of_displacement_is_told_apart() -> None:
    moved = {"place": {"found": "seen", "note": "Next street"}, "time": {"found": "none_seen", "note": "By hour"},
             "target": {"found": "none_seen", "note": " "}, "tactic": {"found": "elsewhere"}}  # fmt: skip
    assert (
        moved_says(moved)
        == "Seen: place. None seen: time and target. Not looked: tactic, offence and offender."
    )
    assert looked_at(moved) == 2, "saying how one looked is part of looking"
    assert found_of(moved, Movement.TACTIC) == (Looked.NOT_LOOKED, "")


def test_templates_and_earlier_plans_hand_on_nothing_that_counts() -> None:
    for template in standard_templates():
        assert len(template.start.hypotheses) >= 2
        assert template.start.measures[0] != template.start.measures[1]
    start = from_earlier("PSP 2026-001", "Bikes", "Council", ["Open gate", " "], ["Barriers", "Patrols"],
                         [("Reports", "reports")], Verdict.ROSE)  # fmt: skip
    assert start.options == "PSP 2026-001 (rose) tried: Barriers; Patrols."
    assert start.hypotheses == ("Open gate",)


def test_empty_sides_and_enforcement_only_are_said_plainly() -> None:
    found = cover_of([(Side.OFFENDER, Tactic.ENFORCEMENT, OPEN), (Side.OFFENDER, Tactic.ENFORCEMENT, OPEN),
                      (Side.VICTIM, Tactic.PREVENTION, ActionState.DROPPED), (None, None, OPEN)])  # fmt: skip
    assert found.says == (
        "No action works on the victim and location. Every action is enforcement. 1 action without a side or a tactic."
    )
    assert found.counts[1][0] == 2
    assert cover_of([]).says == ""
    assert not cover_of([(side, Tactic.PREVENTION, OPEN) for side in Side]).warns


def test_two_plans_on_one_problem_and_place_are_twins() -> None:
    bikes = named("Off-road bikes on the colliery trail", "Three access points")
    assert alike(bikes, named("Off-road bikes, colliery trail", ""))
    assert alike(bikes, named("Bikes at the old colliery", "Access points: three"))
    assert not alike(bikes, named("Burglary on the colliery estate", "Mill Street"))
    assert not alike(named("", ""), named("", ""))


words = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(st.dictionaries(st.integers(0, 30), st.builds(Named, words, words), max_size=12))
def test_looking_up_twins_by_rare_words_misses_none(plans: dict[int, Named]) -> None:
    found = twins(plans)
    for key, one in plans.items():
        near = {other for other, plan in plans.items() if other != key and alike(one, plan)}
        assert (key in found) == bool(near)
        assert key not in found or found[key] in near


def test_counting_fields_agrees_with_the_whole_reading() -> None:
    for facts in (PlanFacts(), PlanFacts(victim="a", sources=2, lessons="b", objective="c")):
        whole = read_plan(facts, TODAY)
        assert stage_counts(facts) == tuple((stage.done, stage.total) for stage in whole.stages)


def test_who_may_close() -> None:
    early = read_plan(PlanFacts(), TODAY)
    assert close_refusal(Role.INSPECTOR, leads=False, closed=False, reading=early) == ""
    assert "Only an inspector" in close_refusal(Role.SERGEANT, leads=False, closed=False, reading=early)
    assert "You lead this plan" in close_refusal(Role.INSPECTOR, leads=True, closed=False, reading=early)
    assert "closed already" in close_refusal(Role.INSPECTOR, leads=False, closed=True, reading=early)
    assert "sergeant or an inspector" in close_refusal(
        Role.CONSTABLE, leads=False, closed=False, reading=early
    )


def test_an_import_that_closes_nothing_needs_nothing() -> None:
    assert import_refusal(
        Role.HUB, leads=False, closes=False, closed_on=None, reason="", was_closed=False
    ) == {}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "ratio", "percent", "says"),
    [(Verdict.FELL, 0.5, 25, "Success was set at a fall of 25% or more: reached."),
     (Verdict.FELL, 0.8, 25, "Success was set at a fall of 25% or more: it fell by 20%, which falls short."),
     (Verdict.CANNOT_TELL, 0.5, 25, "Success was set at a fall of 25% or more: not shown."),
     (Verdict.FELL, 0.5, None, "")],
)  # fmt: skip
def test_the_change_is_held_against_the_smallest_fall_that_counts(
    verdict: Verdict, ratio: float, percent: int | None, says: str
) -> None:
    found = VerdictReading(verdict, Basis.CLEAR, "", same=Ratio(ratio, ratio - 0.1, ratio + 0.1))
    assert against_success(found, percent) == says
