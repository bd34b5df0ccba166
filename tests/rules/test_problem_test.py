"""Problem or pattern of incidents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import Decision, State
from npt_desktop.paths import resources
from npt_desktop.rules.problem_test import (
    Judgement,
    Leaning,
    booklet_test,
    differs,
    load_problem_test,
    read_test,
)

KEYS = [row.key for row in booklet_test().rows]
judgements = st.fixed_dictionaries({key: st.sampled_from([None, -1, 0, 1]) for key in KEYS})
Judged = dict[str, Judgement | None]


def judged(*values: Judgement | None) -> Judged:
    return dict(zip(KEYS, values, strict=True))


def test_the_table_is_the_booklets() -> None:
    rows = booklet_test().rows
    assert [row.printed_name for row in rows] == [
        "How long it's been an issue",
        "Location",
        "Number of victims and offenders",
        "Level of concern",
        "Cause of problem",
        "Problem response",
    ]
    assert (booklet_test().problem_record, booklet_test().pattern_record) == ("E-CINS", "Niche")


def test_five_of_six_point_to_a_problem() -> None:
    reading = read_test(judged(1, 1, 1, 1, 0, 1))
    assert reading.says == "5 of 6 point to a problem. Record a problem-solving plan on E-CINS."
    assert (reading.leaning, reading.record, reading.complete) == (Leaning.PROBLEM, "E-CINS", True)


def test_a_pattern_goes_on_niche() -> None:
    reading = read_test(judged(-1, -1, -1, -1, 1, 0))
    assert reading.says == "4 of 6 point to a pattern of incidents. Record it on Niche."


def test_what_is_open_is_named() -> None:
    assert read_test({}).says == "Not judged yet. Judge each row from pattern to problem."
    assert read_test({}).state is State.NONE
    reading = read_test(judged(1, None, 1, 1, None, -1))
    assert reading.says == (
        "3 of 6 point to a problem and 1 to a pattern of incidents. Judge ‘Location’ and ‘Cause’."
    )
    assert reading.state is State.PART
    assert "Find out more about ‘Cause’" in read_test(judged(1, 1, 1, -1, 0, -1)).advice
    even = read_test(judged(1, 1, 1, -1, -1, -1))
    assert (even.advice, even.state) == (
        "The rows are even: decide together and give the reason.",
        State.WARN,
    )
    assert read_test(judged(1, 0, 0, 0, 0, 0)).count.startswith("1 of 6 points to a problem")


@given(judgements)
def test_the_counts_add_up_and_mirror(given_: Judged) -> None:
    reading = read_test(given_)
    assert reading.problem + reading.pattern + reading.unsure + len(reading.missing) == 6
    flipped: Judged = {
        k: (None if v is None else 0 if v == 0 else -1 if v == 1 else 1) for k, v in given_.items()
    }
    mirror = read_test(flipped)
    assert (mirror.problem, mirror.pattern) == (reading.pattern, reading.problem)
    assert (mirror.leaning is Leaning.UNDECIDED) == (reading.leaning is Leaning.UNDECIDED)


@given(judgements, st.sampled_from(KEYS), st.sampled_from([-1, 0, 1]))
def test_judging_an_open_row_never_overturns_a_majority(given_: Judged, key: str, value: Judgement) -> None:
    before = read_test(given_)
    if given_[key] is None and before.leaning is not Leaning.UNDECIDED:
        assert read_test({**given_, key: value}).leaning is before.leaning


def test_a_decision_against_the_advice_needs_a_reason() -> None:
    problem, pattern = read_test(judged(1, 1, 1, 1, 1, 1)), read_test(judged(-1, -1, -1, -1, -1, -1))
    assert [d for d in Decision if differs(problem, d)] == [Decision.PARTNER, Decision.NOT_NOW]
    assert [d for d in Decision if differs(pattern, d)] == [Decision.PRIORITY, Decision.PLAN_ONLY]
    assert not any(differs(read_test({}), d) for d in Decision)


def test_a_mistake_in_the_table_is_told(tmp_path: Path) -> None:
    values = json.loads((resources() / "problem_test.json").read_text(encoding="utf-8"))
    values["majority"] = 2
    path = tmp_path / "problem_test.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CannotDo, match="from 4 to 6"):
        load_problem_test(path)
