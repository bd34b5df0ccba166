"""Free text into issue categories: by the table first, then by its words; what fits none is given back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.lists import Term, standard_lists
from npt_desktop.rules.wordings import How, Wordings, phrases

ISSUES = standard_lists().of(TermKind.ISSUE)
TABLE = Wordings(ISSUES)


@pytest.mark.parametrize(
    ("phrase", "keys", "how"),
    [
        ("ASB", ("asb",), How.TABLE),
        ("youths", ("asb",), How.TABLE),
        ("Anti social  behaviour", ("asb",), How.TABLE),
        ("Speeding cars on the main road", ("speeding",), How.WORDS),
        ("drugs and parking near the school", ("drugs", "parking"), How.WORDS),
        ("the state of the canal", (), How.NONE),
        ("Shoplifting", ("retail_theft",), How.TABLE),
        ("Criminal damage and arson", ("damage",), How.TABLE),
    ],
)
def test_a_phrase_means_what_the_table_says_or_its_words(
    phrase: str, keys: tuple[str, ...], how: How
) -> None:
    meaning = TABLE.read(phrase)
    assert (meaning.keys, meaning.how) == (keys, how)


def test_the_table_wins_over_the_words() -> None:
    canal = Term(TermKind.ISSUE, "water", "Open water", ("drugs by the canal",))
    assert Wordings((*ISSUES, canal)).read("Drugs by the canal").keys == ("water",)


def test_one_person_counts_once_for_an_issue_and_nothing_is_dropped() -> None:
    keys, unsorted = TABLE.of_answer("ASB; youths;\nthe state of the canal; break-ins | - ;")
    assert keys == {"asb", "burglary"}
    assert unsorted == ("the state of the canal",)


@given(st.lists(st.text(alphabet="abc de", min_size=1, max_size=8), max_size=6))
def test_every_phrase_of_an_answer_is_sorted_or_given_back(parts: list[str]) -> None:
    table = Wordings([Term(TermKind.ISSUE, "a", "a"), Term(TermKind.ISSUE, "bc", "bc", ("c d",))])
    answer = ";".join(parts)
    _, unsorted = table.of_answer(answer)
    assert {p for p in phrases(answer) if not table.read(p).keys} == set(unsorted)
    assert len(phrases(answer)) == sum(bool(part.strip()) for part in parts)


@pytest.mark.parametrize(
    "category",
    ["Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
     "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
     "Vehicle crime", "Violence and sexual offences"],
)  # fmt: skip
def test_every_published_crime_type_has_a_category(category: str) -> None:
    assert TABLE.read(category).how is How.TABLE
