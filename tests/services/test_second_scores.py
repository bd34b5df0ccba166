"""Second scoring: drawn by a kept seed, scored without seeing the first score, set side by side with counts."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.scoring import SecondScore
from npt_desktop.rules.dip_sample import draw
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.score_insight import By, ScoreInsight
from npt_desktop.services.second_scores import COUNT, SecondScores, ToScore
from tests.conftest import TODAY
from tests.world import World

FIRST = date(2026, 7, 1)


def log_some(world: World, count: int, **changed: Any) -> list[int]:
    base = EntryDraft(world.gedling, TODAY, world.term(TermKind.AUDIENCE, "Young"),
                      world.term(TermKind.PURPOSE, "Problem"), "Youth club", world.pcso.person_id, "Talked")  # fmt: skip
    log = Engagement(world.desk(world.pcso))
    made = []
    for n in range(count):
        fields: dict[str, Any] = {"day": TODAY - timedelta(days=n), "score": 2 + n % 4, "outcome": "Agreed"}
        made.append(log.log(replace(base, **fields | changed)))
    return made


def test_a_sample_is_drawn_once_repeatably_and_without_the_scorers_own(world: World) -> None:
    ids = log_some(world, 20)
    mine = log_some(world, 3, lead_id=world.sergeant.person_id)
    log_some(world, 2, area_id=world.ashfield)
    scores = SecondScores(world.desk(world.inspector))
    sergeant = world.sergeant.person_id
    assert sergeant is not None
    assert [c.label for c in scores.scorers(world.gedling)] == ["PS 512 Cedar", "Ch Insp Linden"]
    scores.draw(world.gedling, sergeant, FIRST, TODAY, seed=4711)
    waiting = SecondScores(world.desk(world.sergeant)).to_score()
    with world.store.read() as session:
        drawn = [session.get_one(SecondScore, one.id).entry_id for one in waiting]
    assert drawn == list(draw(ids, COUNT, 4711))
    assert not set(drawn) & set(mine)
    sample = scores.page(world.gedling).samples[0]
    assert (sample.seed, sample.out_of, sample.drawn, sample.scored, sample.scorer) == (
        4711,
        20,
        8,
        0,
        "PS 512 Cedar",
    )
    scores.draw(world.gedling, sergeant, FIRST, TODAY)
    assert len(SecondScores(world.desk(world.sergeant)).to_score()) == 16  # no entry twice
    with pytest.raises(CannotDo, match="no scored entry"):
        scores.draw(world.gedling, sergeant, date(2025, 1, 1), date(2025, 2, 1))
    with pytest.raises(Incomplete, match="sergeant"):
        scores.draw(world.gedling, world.pcso.person_id or 0, FIRST, TODAY)


def test_the_first_score_is_not_shown_and_both_are_compared(world: World) -> None:
    assert {field.name for field in fields(ToScore)} & {"score", "first_score", "lead", "lead_id"} == set()
    log_some(world, 12)
    chief = world.chief.person_id
    assert chief is not None
    SecondScores(world.desk(world.sergeant)).draw(world.gedling, chief, FIRST, TODAY, count=12)
    scores = SecondScores(world.desk(world.chief))
    waiting = scores.to_score()
    assert (waiting[0].place, waiting[0].of, waiting[0].outcome) == (1, 12, "Agreed")
    with pytest.raises(Incomplete):
        scores.give(waiting[0].id, waiting[0].version, 6)
    with pytest.raises(CannotDo, match="somebody else"):
        SecondScores(world.desk(world.sergeant)).give(waiting[0].id, waiting[0].version, 3)
    for one in waiting[:9]:
        scores.give(one.id, one.version, 2, " No result named ")
    page = scores.page(world.gedling)
    assert (page.whole.pairs, page.waiting) == (9, 3)
    assert page.scorers[0].found.weighted is None
    assert page.scorers[0].found.drift_words() == "too few to say"
    for one in waiting[9:]:
        scores.give(one.id, one.version, 2)
    found = scores.page(world.gedling).scorers[0]
    assert (found.name, found.found.pairs, found.found.same) == ("PCSO 4332 Larch", 12, 3)
    assert found.found.drift_words().startswith("scores 1.5 higher")
    assert scores.to_score() == []


def test_scores_by_each_dimension_with_counts(world: World) -> None:
    log_some(world, 6)
    log_some(world, 1, area_id=world.ashfield, purpose_id=world.term(TermKind.PURPOSE, "Reass"), score=None)
    insight = ScoreInsight(world.desk())
    first, last = date(2026, 9, 1), TODAY
    purposes = insight.by(By.PURPOSE, None, first, last)
    assert [(line.name, line.entries, line.scored) for line in purposes] == [
        ("Problem solving", 6, 6), ("Reassurance", 1, 0),
    ]  # fmt: skip
    assert insight.by(By.PURPOSE, world.gedling, first, last)[0].scores == (0, 2, 2, 1, 1)
    months = insight.by(By.MONTH, world.gedling, first, last)
    assert [(line.name, line.entries) for line in months] == [("September 2026", 0), ("October 2026", 6)]
    areas = insight.by(By.AREA, world.gedling, first, last)
    assert [(line.name, line.entries) for line in areas] == [("Gedling", 6), ("Ashfield", 1)]
    assert [line.name for line in insight.by(By.OFFICER, None, first, last)] == ["PCSO 4332 Larch"]
    assert [line.name for line in insight.by(By.AUDIENCE, None, first, last)] == ["Young people"]
