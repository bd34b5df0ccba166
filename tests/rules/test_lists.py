"""The lists a store starts with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import TermKind
from npt_desktop.paths import resources
from npt_desktop.rules.lists import find_term, load_lists, simplified, standard_lists
from npt_desktop.rules.wordings import Wordings

LISTS = standard_lists()
SCORES, AUDIENCES, ISSUES = LISTS.of(TermKind.SCORE), LISTS.of(TermKind.AUDIENCE), LISTS.of(TermKind.ISSUE)


def key(terms: Any, words: str) -> str | None:
    term = find_term(terms, words)
    return term.key if term else None


def test_the_shipped_lists() -> None:
    assert [t.label for t in LISTS.of(TermKind.PURPOSE)] == [
        "Problem solving",
        "Reassurance",
        "Crime prevention",
        "Trust and confidence",
        "Reduce fear of crime",
        "Engage to recruit",
    ]
    assert [(t.printed, t.assumed) for t in SCORES] == [
        ("1 - Very poor", True),
        ("2 - Poor", True),
        ("3 - Average", False),
        ("4 - Good", False),
        ("5 - Excellent", True),
    ]
    assert {"Other", "Faith groups", "LGBT+"} <= {t.label for t in AUDIENCES}
    assert {"NTU", "CEAC"} <= {t.label for t in LISTS.of(TermKind.THEME)}
    assert LISTS.agencies


@pytest.mark.parametrize(
    "words", ["4", "4 - Good", "good", "4-good", " 4 - Good ", "4 – GOOD", "4.", "Good "]
)
def test_a_score_however_it_is_written(words: str) -> None:
    assert key(SCORES, words) == "score_4"


@pytest.mark.parametrize("words", ["", "  ", "6", "4 - Poor", "so-so", "0", "99999", "4 5"])
def test_what_is_no_score_is_left_to_a_person(words: str) -> None:
    assert find_term(SCORES, words) is None


def test_a_term_is_found_by_label_or_synonym() -> None:
    assert key(AUDIENCES, "LGBT+ community") == "lgbt"
    assert key(AUDIENCES, "local  BUSINESSES") == "businesses"
    assert key(LISTS.of(TermKind.PURPOSE), "Increase trust & confidence") == "trust_and_confidence"
    assert key(LISTS.of(TermKind.PURPOSE), "Problem Solving") == "problem_solving"
    assert key(ISSUES, "Shoplifting") == "retail_theft"
    assert find_term(AUDIENCES, "Martians") is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("scams; drug dealing in park", ["drugs", "fraud"]),
        ("off road bikes; burglary; drugs", ["drugs", "burglary", "off_road_bikes"]),
        ("break-ins; youths causing ASB; racist abuse", ["asb", "burglary", "hate_crime"]),
        ("Shop theft near the school", ["retail_theft"]),
        ("nothing", []),
    ],
)
def test_issues_in_what_people_write(text: str, keys: list[str]) -> None:
    assert list(Wordings(ISSUES).named(text)) == keys


@given(st.sampled_from(LISTS.terms), st.sampled_from([str.upper, str.lower, str.title]))
def test_every_word_of_every_term_finds_it(term: Any, case: Any) -> None:
    terms = LISTS.of(term.kind)
    for word in (term.label, term.printed, *term.synonyms):
        assert find_term(terms, f"  {case(word)} ") == term


@given(st.text())
def test_simplifying_twice_changes_nothing(words: str) -> None:
    assert simplified(simplified(words)) == simplified(words)


@pytest.mark.parametrize(
    ("kind", "changes", "says"),
    [
        ("audience", {"label": ""}, "needs words under “label”"),
        ("audience", {"label": "Schools"}, "which stands for"),
        ("audience", {"key": "schools"}, "a second time"),
        ("score", {"value": "1"}, "whole number"),
        ("score", {"value": 2}, "stands for"),
        ("issue", {"synonyms": "asb"}, "square brackets"),
        ("issue", {"colour": "red"}, "means nothing here"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, kind: str, changes: dict[str, Any], says: str) -> None:
    values = json.loads((resources() / "lists.json").read_text(encoding="utf-8"))
    values[kind][0].update(changes)
    path = tmp_path / "lists.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(CannotDo) as refusal:
        load_lists(path)
    assert "lists.json, “" in refusal.value.says
    assert says in refusal.value.says
