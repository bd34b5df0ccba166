"""An average says how many it rests on, and agreement how many pairs."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.agreement import agreement, weighted_kappa
from npt_desktop.rules.score_counts import ScoreCount, apart, together
from npt_desktop.rules.thresholds import standard_thresholds

FEW, PAIRS = standard_thresholds().few_scores, standard_thresholds().few_pairs
COUNTS = st.tuples(*[st.integers(0, 30)] * 5)
PAIR = st.tuples(st.integers(1, 5), st.integers(1, 5))


def line(name: str, *scores: int) -> ScoreCount:
    one, two, three, four, five = scores
    return ScoreCount(name, sum(scores), (one, two, three, four, five))


@given(COUNTS)
def test_the_mean_lies_in_its_interval_and_more_of_the_same_narrows_it(counts: tuple[int, ...]) -> None:
    once, often = line("x", *counts), line("x", *(9 * count for count in counts))
    between, narrower = once.interval(), often.interval()
    if once.scored < FEW:
        assert between is None
        return
    assert between is not None
    assert narrower is not None
    assert once.average is not None
    assert 1 <= between[0] < between[1] <= 5
    assert between[0] - 1e-9 <= once.average <= between[1] + 1e-9
    assert narrower[1] - narrower[0] < between[1] - between[0]


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    random = Random(5)
    shares, truth, held = (5, 15, 40, 30, 10), 3.25, 0
    for _ in range(600):
        drawn = random.choices(range(5), shares, k=20)
        between = line("x", *(drawn.count(n) for n in range(5))).interval()
        assert between is not None
        held += between[0] <= truth <= between[1]
    assert 0.94 <= held / 600 <= 0.995


def test_in_words() -> None:
    assert line("x", 0, 0, 0, 1, 1).words() == "4.5, too few to say (2 scored)"
    assert line("x", 0, 0, 0, 0, 0).words() == "not scored"
    assert line("x", 0, 0, 60, 80, 60).words() == "4.0, likely 3.9 to 4.1 (200 scored)"
    assert together("all", [line("a", 1, 0, 0, 0, 0), line("b", 0, 0, 0, 0, 2)]).scores == (1, 0, 0, 0, 2)


def test_what_stands_apart_is_named_and_two_good_scores_do_not() -> None:
    plain = [line("Middling", 5, 10, 30, 15, 8), line("Good", 0, 0, 2, 20, 20), line("Poor", 10, 20, 2, 0, 0)]
    lucky = line("Lucky", 0, 0, 0, 0, 2)
    above, below = apart([*plain, lucky])
    assert [one.name for one in above] == ["Good"]
    assert [one.name for one in below] == ["Poor"]
    assert apart([plain[0]]) == ([], [])


@given(st.lists(PAIR, min_size=1, max_size=40))
def test_kappa_is_cohens(pairs: list[tuple[int, int]]) -> None:
    count = len(pairs)
    seen = sum((a - b) ** 2 for a, b in pairs) / count
    chance = sum((a[0] - b[1]) ** 2 for a, b in product(pairs, pairs)) / count**2
    found = weighted_kappa(pairs)
    if chance == 0:
        assert found is None
    else:
        assert found == pytest.approx(1 - seen / chance)
    assert weighted_kappa([(b, a) for a, b in pairs]) == pytest.approx(found) if found is not None else True


@given(st.lists(PAIR, max_size=40))
def test_few_pairs_say_nothing_and_drift_is_the_mean_difference(pairs: list[tuple[int, int]]) -> None:
    found = agreement(pairs)
    assert found.pairs == len(pairs)
    assert found.same <= found.within_one <= found.pairs
    if len(pairs) < PAIRS:
        assert (found.weighted, found.drift_between, found.leans) == (None, None, 0)
        assert "few" in found.agreement_words() or not pairs
    if pairs and found.drift_between is not None:
        low, high = found.drift_between
        assert low - 1e-9 <= sum(a - b for a, b in pairs) / len(pairs) <= high + 1e-9


def test_known_pairs() -> None:
    same = [(n, n) for n in (1, 2, 3, 4, 5)] * 3
    assert agreement(same).weighted == 1
    assert agreement(same).drift_words() == "no drift to be seen"
    high = [(min(5, n + 1), n) for n in (1, 2, 3, 4)] * 4
    found = agreement(high)
    assert found.leans == 1
    assert found.drift_words() == "scores 1.0 higher (1.0 to 1.0)"
    assert found.agreement_words() == "0.71 over 16 pairs, 0 the same, 16 within one"
    assert agreement([(3, 3)] * 12).weighted is None
    assert agreement([]).agreement_words() == "no pair yet"
    assert agreement([(4, 2)]).drift_words() == "too few to say"
