"""Markings in their order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.evidence_files import standard_file_rules
from npt_desktop.rules.marking import standard_markings

MARKS = st.lists(
    st.sampled_from(["", *standard_markings().texts, "OFFICIAL-SENSITIVE COMMERCIAL"]), min_size=1
)


@given(MARKS)
def test_the_highest_is_one_of_them_and_none_is_above_it(texts: list[str]) -> None:
    rules = standard_markings()
    best = rules.highest(texts)
    assert best in texts
    assert not any(rules.above(text, best) for text in texts)


def test_a_marking_of_the_forces_own_ranks_as_the_one_it_begins_with() -> None:
    rules = standard_markings()
    assert rules.rank("Official-sensitive commercial") == rules.rank("OFFICIAL-SENSITIVE")
    assert rules.above("SECRET", "OFFICIAL-SENSITIVE")
    assert not rules.above("", "OFFICIAL")


def test_evidence_files_are_marked_by_the_same_list() -> None:
    assert set(standard_file_rules().markings) == set(standard_markings().texts)
