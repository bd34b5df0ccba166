"""How issues end: what stands before the decision, CHEERS, and what closing a priority asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from npt_desktop.models.kinds import Decision, PriorityResult, State
from npt_desktop.rules.cheers import read_cheers, standard_cheers
from npt_desktop.rules.closing import closing_lacks, suggested_result
from npt_desktop.rules.decisions import Considered, ending, lacking

GOOD = Considered(1, "Bikes", Decision.PRIORITY, "Most asked for", "All present", rank=1)


def fields(*issues: Considered) -> list[str]:
    return [field for _, field, _ in lacking(issues)]


def test_every_issue_ends_with_a_reason_and_who_agreed() -> None:
    assert lacking([GOOD]) == []
    assert fields(replace(GOOD, reason=" ", agreed_by="")) == ["reason", "agreed_by"]
    later = replace(GOOD, id=2, decision=Decision.NOT_NOW, rank=None)
    assert fields(GOOD, later) == []
    passed = replace(later, decision=Decision.PARTNER)
    assert fields(GOOD, passed) == ["passed_to", "passed_on"]
    assert fields(GOOD, replace(passed, passed_to="The council", passed_on=date(2026, 10, 9))) == []


def test_a_third_quarter_asks_for_a_plan_or_a_reason() -> None:
    assert fields(replace(GOOD, quarters=1)) == []
    third = replace(GOOD, quarters=2)
    assert lacking([third]) == [
        (1, "no_plan_reason", "‘Bikes’ is carried over for a third quarter or longer: open a plan or say why there is none.")
    ]  # fmt: skip
    assert fields(replace(third, planned=True)) == []
    assert fields(replace(third, no_plan_reason="Patrols are enough")) == []
    assert fields(GOOD, replace(third, id=2, decision=Decision.NOT_NOW, rank=None)) == []


def test_the_four_endings_in_words() -> None:
    assert ending(Decision.PRIORITY, carried=False) == "Chosen"
    assert ending(Decision.PRIORITY, carried=True) == "Carried over"
    assert ending(Decision.NOT_NOW, carried=True) == "Not chosen"
    told = ending(Decision.PARTNER, carried=False, passed_to="the council", passed_on=date(2026, 10, 9))
    assert told == "Passed to the council on 9 October 2026"


def test_expectation_is_evidenced_and_never_presumed() -> None:
    six = {prompt.key: "Shown by the log" for prompt in standard_cheers().prompts}
    assert [prompt.letter for prompt in standard_cheers().prompts] == list("CHEERS")
    assert read_cheers(six).state is State.GOOD
    assert read_cheers({}).state is State.NONE
    lacks = read_cheers({**six, "expectation": " – "})
    assert (lacks.state, lacks.answered, lacks.open) == (State.WARN, 5, ("expectation",))
    assert "Expectation has no evidence" in lacks.says
    assert read_cheers({**six, "events": ""}).says == "5 of 6 answered. Open: events."


def test_a_result_is_read_against_the_first_figure() -> None:
    ended = PriorityResult
    assert [suggested_result(*pair) for pair in ((9, 0), (9, 4), (9, 9), (9, 12), (None, 4))] == [
        ended.RESOLVED, ended.REDUCED, ended.NO_CHANGE, ended.NO_CHANGE, ended.CANNOT_TELL,
    ]  # fmt: skip
    assert closing_lacks(ended.REDUCED, 9, 4, "", "Patrols go on") == {}
    assert list(closing_lacks(ended.REDUCED, 4, 9, "", "Patrols go on")) == ["result_note"]
    assert closing_lacks(ended.REDUCED, 4, 9, "Counted since the new app", "Patrols go on") == {}
    assert list(closing_lacks(ended.RESOLVED, None, None, "", "")) == ["result_note", "what_follows"]
    assert list(closing_lacks(ended.CANNOT_TELL, None, None, "", "")) == ["what_follows"]
