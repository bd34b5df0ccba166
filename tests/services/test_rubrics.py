"""The words of the scores and the rubrics are a force's own to change, and the coach says them at once."""

from __future__ import annotations

import pytest

from npt_desktop.errors import Clash, Incomplete
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.outcomes import SCORES, rubric
from npt_desktop.services.coaching import Coach
from npt_desktop.services.engagement import Engagement
from npt_desktop.services.history import History
from npt_desktop.services.rubrics import Rubrics
from tests.world import World


def test_the_words_not_in_the_booklet_are_called_assumed_until_they_are_changed(world: World) -> None:
    rubrics = Rubrics(world.desk())
    words = rubrics.score_words()
    assert [(w.score, w.label, w.assumed) for w in words] == [
        (1, "Very poor", True), (2, "Poor", True), (3, "Average", False), (4, "Good", False), (5, "Excellent", True),
    ]  # fmt: skip
    rubrics.reword(words[0].id, words[0].version, "  No  result ")
    assert rubrics.score_words()[0].label == "No result"
    assert not rubrics.score_words()[0].assumed
    assert Engagement(world.desk()).score_words()[1] == "No result"
    for label in ("", "x" * 41, "GOOD"):
        with pytest.raises(Incomplete):
            rubrics.reword(words[1].id, words[1].version, label)
    with pytest.raises(Clash):
        rubrics.reword(words[0].id, words[0].version, "Stale")


def test_each_of_the_six_purposes_has_a_rubric_in_editable_words(world: World) -> None:
    rubrics, coach = Rubrics(world.desk()), Coach(world.desk())
    found = rubrics.rubrics()
    assert len(found) == 6
    assert all(set(one.lines) == set(SCORES) and not one.own for one in found)
    purpose = world.term(TermKind.PURPOSE, "Problem")
    one = next(r for r in found if r.id == purpose)
    assert coach.score_lines(purpose)[4] == rubric("problem_solving", 4)
    lines = {**one.lines, 4: "A landlord or the council did a named thing."}
    rubrics.save(one.id, one.version, lines)
    assert coach.score_lines(purpose)[4] == rubric("problem_solving", 4)  # read once, until told
    coach.forget()
    advice = coach.advise(
        summary="Met", outcome="The council will cut the hedge", score=4, purpose_id=purpose
    )
    assert advice.rubric == "A landlord or the council did a named thing."
    again = next(r for r in rubrics.rubrics() if r.id == purpose)
    assert again.own
    with pytest.raises(Incomplete) as caught:
        rubrics.save(again.id, again.version, {**lines, 2: " ", 5: "x" * 301})
    assert set(caught.value.fields) == {"line_2", "line_5"}
    rubrics.save(again.id, again.version, {})
    assert not next(r for r in rubrics.rubrics() if r.id == purpose).own
    History(world.desk()).undo_last()
    assert next(r for r in rubrics.rubrics() if r.id == purpose).own
