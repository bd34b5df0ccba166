"""The peer review's points, and what stands between a review and its signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import PeerRating
from npt_desktop.paths import resources
from npt_desktop.rules.peer import (
    PeerScore,
    Rated,
    load_peer_checklist,
    open_points,
    peer_checklist,
    require_complete,
    score,
)
from npt_desktop.rules.quality import booklet_checklist

GREEN, AMBER, RED, ASIDE = PeerRating
POINTS = {GREEN: 5, AMBER: 3, RED: 1}


def test_the_sources_own_figures() -> None:
    """Booklet: 38 green and 11 amber of 49 scored questions are 223 of 245, 91 %."""
    found = score([GREEN] * 38 + [AMBER] * 11 + [ASIDE], POINTS)
    assert (found.points, found.most, found.percent) == (223, 245, 91)
    assert found.words == "223 of 245 points, 91 %"
    assert found.counts == "38 green, 11 amber, 0 red of 49 scored, 1 not applicable"


def test_the_points_of_red_are_data() -> None:
    for red, points in ((0, 5), (1, 6), (2, 7)):
        assert score([GREEN, RED], {**POINTS, RED: red}).points == points
    assert peer_checklist().points[GREEN] == 5
    assert peer_checklist().points[AMBER] == 3


@given(st.lists(st.sampled_from([None, *PeerRating])), st.integers(0, 3))
def test_what_does_not_apply_or_is_not_rated_counts_for_nothing(
    ratings: list[PeerRating | None], red: int
) -> None:
    points = {**POINTS, RED: red}
    found = score(ratings, points)
    assert found == _with_counts(score([r for r in ratings if r not in (None, ASIDE)], points), ratings)
    assert 0 <= found.points <= found.most == 5 * found.scored
    assert (found.percent is None) == (not found.scored)
    assert found.percent != 100 or found.amber == found.red == 0


def _with_counts(found: PeerScore, ratings: list[PeerRating | None]) -> PeerScore:
    return PeerScore(found.green, found.amber, found.red, ratings.count(ASIDE), ratings.count(None),
                     found.points, found.most)  # fmt: skip


def test_seven_areas_and_fifty_questions_with_evidence_the_store_knows() -> None:
    checklist = peer_checklist()
    assert len(checklist.areas) == 7
    assert len(checklist.questions) == 50
    assert {q.area for q in checklist.questions} == {a.key for a in checklist.areas}
    known = {q.evidence for q in booklet_checklist().questions}
    assert {key for q in checklist.questions for key in q.evidence} == known


def test_an_amber_needs_an_action_and_one_set_aside_a_reason() -> None:
    rated = [
        Rated(1, None),
        Rated(2, AMBER),
        Rated(3, AMBER, has_action=True),
        Rated(4, ASIDE),
        Rated(5, GREEN),
    ]
    assert open_points(rated) == (
        "Rate 1 question: 1.",
        "Set an action on 1 question: 2.",
        "Say why it does not apply: 1 question: 4.",
    )
    with pytest.raises(Incomplete):
        require_complete(rated)
    require_complete([Rated(1, GREEN), Rated(2, RED, has_action=True), Rated(3, ASIDE, "Kept elsewhere")])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda whole: whole["points"].update(red=4), "should fall from green to red"),
        (lambda whole: whole["questions"][2].update(area="engagin"), "“engagin” that is not in the list"),
        (lambda whole: whole["questions"][0].update(txt="?"), "“txt” that means nothing here"),
        (lambda whole: whole.update(questions=[]), "has no questions"),
    ],
)
def test_a_mistake_made_by_hand_is_said(tmp_path: Path, spoil: Callable[[Any], object], says: str) -> None:
    whole = json.loads((resources() / "peer_review.json").read_text(encoding="utf-8"))
    spoil(whole)
    path = tmp_path / "peer.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(CannotDo, match=says):
        load_peer_checklist(path)
