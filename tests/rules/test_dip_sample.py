"""A dip-sample can be drawn again by anyone, and nothing but seed and ids decides it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import AnswerValue
from npt_desktop.rules.dip_sample import Drawn, Sample, draw, sample_of

ids = st.lists(st.integers(1, 10**6), max_size=40)
seeds = st.integers(0, 2**32)


@given(ids, st.integers(0, 10), seeds, st.randoms())
def test_a_draw_is_repeatable_whatever_the_order(
    found: list[int], count: int, seed: int, random: Random
) -> None:
    drawn = draw(found, count, seed)
    assert drawn == draw(random.sample(found + found, 2 * len(found)), count, seed)
    assert len(drawn) == min(count, len(set(found))) == len(set(drawn))
    assert set(drawn) <= set(found)


@given(ids.filter(lambda found: len(set(found)) > 3), seeds)
def test_a_record_that_was_not_drawn_changes_nothing_when_it_goes(found: list[int], seed: int) -> None:
    drawn = draw(found, 3, seed)
    spare = next(one for one in found if one not in drawn)
    assert draw([one for one in found if one != spare], 3, seed) == drawn
    assert draw(found, 2, seed) == drawn[:2]


def test_every_record_is_drawn_about_as_often() -> None:
    counts = Counter(one for seed in range(3000) for one in draw(range(1, 11), 3, seed))
    assert set(counts) == set(range(1, 11))
    assert all(780 < count < 1020 for count in counts.values())


def test_a_known_seed_gives_the_known_draw_on_every_machine() -> None:
    assert draw(range(1, 101), 3, 4711) == (71, 14, 40)


def test_a_sample_keeps_its_verdicts_and_comes_back_from_what_is_stored() -> None:
    sample = Sample(4711, "plans", 12, (Drawn(5, "PSP 1"), Drawn(7, "PSP 2")))
    assert sample.words == "2 of 12 drawn, seed 4711: 2 to judge"
    judged = sample.judged(7, AnswerValue.NOT_MET)
    assert judged.words == "2 of 12 drawn, seed 4711: 1 not met, 1 to judge"
    assert sample_of(judged.as_json()) == judged
    assert judged.judged(7, None) == sample
    assert sample_of(None) is None
    with pytest.raises(KeyError):
        sample.judged(6, AnswerValue.MET)
