"""The local ranking, and whether its first places hold: exact, whichever way the weights move."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import State
from npt_desktop.rules.ranking import (
    Judged,
    RankingScheme,
    checked_weights,
    load_ranking,
    points,
    rank_locally,
    standard_ranking,
)

SCHEME = standard_ranking()
KEYS = tuple(each.key for each in SCHEME.criteria)


def judged(number: int, *scores: int, title: str = "") -> Judged:
    return Judged(number, title or f"Issue {number}", dict(zip(KEYS, scores, strict=True)))


issues = st.lists(st.tuples(*[st.integers(1, SCHEME.highest)] * len(KEYS)), min_size=4, max_size=7).map(
    lambda rows: [judged(n, *row) for n, row in enumerate(rows, 1)]
)
weights = (
    st.tuples(*[st.integers(0, 10)] * len(KEYS))
    .filter(any)
    .map(lambda row: dict(zip(KEYS, row, strict=True)))
)
moves = st.lists(st.tuples(*[st.integers(-25, 25)] * len(KEYS)), min_size=20, max_size=20)


def first_three(found: list[Judged], scheme: RankingScheme, counted: dict[str, int]) -> set[int]:
    placed = [p.key for p in rank_locally(found, counted, scheme).placed]
    return set(placed[: scheme.places])


@settings(max_examples=150, deadline=None)
@given(issues, weights, moves)
def test_no_move_of_the_weights_changes_places_that_are_said_to_hold(
    found: list[Judged], counted: dict[str, int], moved: list[tuple[int, ...]]
) -> None:
    """And where they are said to change, the weights it names do change them."""
    ranking = rank_locally(found, counted)
    first = [p.key for p in ranking.placed][: SCHEME.places]
    if ranking.overtakings:
        for each in ranking.overtakings:
            assert points(each.below.scores, each.weights) > points(each.above.scores, each.weights)
            for key, weight in each.weights.items():
                assert 75 * counted[key] <= weight <= 125 * counted[key]
        return
    for shifts in moved:
        other = {key: counted[key] * (100 + shift) for key, shift in zip(KEYS, shifts, strict=True)}
        least = min(points(issue.scores, other) for issue in found if issue.key in first)
        assert all(points(issue.scores, other) <= least for issue in found if issue.key not in first)


@settings(max_examples=60, deadline=None)
@given(issues, weights)
def test_places_follow_the_points_and_all_weights_doubled_change_nothing(
    found: list[Judged], counted: dict[str, int]
) -> None:
    ranking = rank_locally(found, counted)
    by_key = {issue.key: points(issue.scores, counted) for issue in found}
    totals = [by_key[p.key] for p in ranking.placed]
    assert totals == sorted(totals, reverse=True)
    assert all(0 <= (p.percent or 0) <= 100 for p in ranking.placed)
    halves = {key: weight * 7 for key, weight in counted.items()}
    again = rank_locally(found, halves)
    assert [(p.key, p.place, p.percent) for p in again.placed] == [
        (p.key, p.place, p.percent) for p in ranking.placed
    ]
    assert again.says == ranking.says


def test_the_answer_is_a_sentence() -> None:
    clear = [judged(n, s, s, s, s, s) for n, s in ((1, 5), (2, 4), (3, 4), (4, 1))]
    assert rank_locally(clear).says == "The top three stay the same if weights move by a quarter."
    close = [*clear[:3], judged(4, 5, 4, 3, 4, 4, title="Parking")]
    found = rank_locally(close)
    assert found.state is State.WARN
    assert found.says == (
        "The top three would change if weights moved by a quarter: ‘Parking’ could overtake ‘Issue 2’."
    )
    level = [*clear[:3], judged(4, 4, 4, 4, 4, 4)]
    assert rank_locally(level).says.startswith("Place 3 is shared, whichever way the weights move")
    assert [p.place for p in rank_locally(level).placed] == [1, 2, 2, 2]
    assert rank_locally(clear[:2]).says == "There are no more than 3 to choose from."
    half = Judged(9, "Noise", {"harm": 3})
    ranking = rank_locally([*clear, half])
    assert ranking.placed[-1].missing == (
        "Likelihood",
        "Public concern",
        "Partner concern",
        "Capacity to change it",
    )
    assert ranking.says.endswith("One issue is not judged yet.")
    assert rank_locally([half]).says == "No issue is judged on every criterion yet."


def test_weights_are_checked_and_named() -> None:
    assert checked_weights(SCHEME.weights, SCHEME) == SCHEME.weights
    with pytest.raises(CannotDo, match="Give ‘Harm’ a weight from 0 to 10"):
        checked_weights({**SCHEME.weights, "harm": 11}, SCHEME)
    with pytest.raises(CannotDo, match="at least one criterion"):
        checked_weights(dict.fromkeys(KEYS, 0), SCHEME)


def test_a_file_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ranking.json"
    one = '{"key": "harm", "name": "Harm", "low": "a", "high": "b", "weight": 1}'
    path.write_text(f'{{"highest": 5, "first_places": 3, "moves_percent": 25, "criteria": [{one}, {one}]}}')
    with pytest.raises(CannotDo, match="each with its own key"):
        load_ranking(path)
