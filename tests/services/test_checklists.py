"""The checklist changed from a month on: what was held stays, what is new is not late."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import AnswerValue, DueRule
from npt_desktop.rules.quality import Question
from npt_desktop.services.checklists import Checklists, due_words
from npt_desktop.services.compliance import By, Compliance
from npt_desktop.services.quality import Quality
from npt_desktop.store.clock import FixedClock
from tests.world import World

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
NEW = Question(
    0, "Problem solving", 0, "Is the drone used?", "", "Drone used", DueRule.MONTHLY, (), False, ""
)


def finish(world: World, month: date) -> None:
    quality = Quality(world.desk(world.chief))
    for due in quality.page(world.gedling, month).due:
        quality.answer(world.gedling, month, due.question.number, AnswerValue.NOT_MET, "Looked at together")
    quality.finish(world.gedling, month, "Ch Insp Linden")


def test_added_reworded_retired_and_due_in_other_months(world: World, clock: FixedClock) -> None:
    finish(world, OCTOBER)
    checklists, quality = Checklists(world.desk(world.hub)), Quality(world.desk(world.chief))
    draft = [q for q in checklists.questions(NOVEMBER) if q.number != 18]
    at = next(n for n, q in enumerate(draft) if q.number == 12)
    draft[at] = replace(draft[at], text="Is the plan new?", rule=DueRule.MONTHLY, months=())
    checklists.revise(NOVEMBER, [*draft, NEW])
    clock.moment += timedelta(days=30)
    held, next_one = quality.page(world.gedling, OCTOBER), quality.page(world.gedling, NOVEMBER)
    assert [q.number for q in held.checklist.questions] == list(range(1, 25))
    assert held.checklist.question(12).text == "Have you refreshed your engagement plan?"
    assert [q.number for q in next_one.checklist.questions] == [*range(1, 18), *range(19, 26)]
    assert (next_one.checklist.question(12).text, next_one.checklist.question(12).due_words) == (
        "Is the plan new?", "Due monthly",
    )  # fmt: skip
    assert next_one.checklist.question(25).section_number == 7
    due = {d.question.number: d.late for d in next_one.due}
    assert due[25] is False
    assert due[12] is False  # it was not due in October, so it was not missed
    assert 18 not in due
    assert len(due) == 14 - 1 + 2
    finish(world, NOVEMBER)
    board = Compliance(world.desk()).board(OCTOBER, NOVEMBER)
    assert [cell.due for cell in board.rows[0].cells] == [22, 15]
    by_question = {
        row.number: row for row in Compliance(world.desk()).board(OCTOBER, NOVEMBER, By.QUESTION).rows
    }
    assert [cell.due for cell in by_question[18].cells] == [1, 0]
    assert checklists.versions()[0].valid_from == NOVEMBER


def test_a_question_of_ones_own_is_missed_like_any_other(world: World, clock: FixedClock) -> None:
    finish(world, OCTOBER)
    Checklists(world.desk(world.hub)).revise(NOVEMBER, [*Checklists(world.desk()).questions(NOVEMBER), NEW])
    clock.moment += timedelta(days=61)
    december = Quality(world.desk(world.chief)).page(world.gedling, DECEMBER)
    own = next(d for d in december.due if d.question.number == 25)
    assert (own.late, own.since) == (True, NOVEMBER)
    found = Quality(world.desk()).evidence(world.gedling, DECEMBER, own.question)
    assert (found.suggestion, found.why) == (None, "The store keeps nothing on this question.")


def test_the_later_of_two_changes_for_a_month_holds_and_a_begun_meeting_keeps_its_own(world: World) -> None:
    checklists, quality = Checklists(world.desk(world.hub)), Quality(world.desk(world.chief))
    quality.answer(world.gedling, OCTOBER, 3, AnswerValue.NOT_MET, "")
    for words in ("First", "Second"):
        checklists.revise(OCTOBER, [replace(q, text=words) for q in checklists.questions(OCTOBER)])
    assert quality.page(world.ashfield, OCTOBER).checklist.question(3).text == "Second"
    assert quality.page(world.gedling, OCTOBER).checklist.question(3).text.startswith("Has the engagement")


def test_what_cannot_be_put_in_force_is_said_and_nothing_is_written(world: World) -> None:
    checklists = Checklists(world.desk(world.hub))
    draft = list(checklists.questions(OCTOBER))
    with pytest.raises(Incomplete, match="Choose October 2026 or a later month"):
        checklists.revise(date(2026, 9, 1), draft)
    with pytest.raises(Incomplete) as caught:
        checklists.revise(
            NOVEMBER, [replace(draft[0], text=" "), replace(NEW, rule=DueRule.MONTHS, section="")]
        )
    assert caught.value.fields == {
        "text0": "Enter the words of question 1.",
        "section1": "Choose the section of the new question.",
        "months1": "Choose the months the new question is due in.",
    }
    with pytest.raises(CannotDo, match="at least one"):
        checklists.revise(NOVEMBER, [])
    assert len(checklists.versions()) == 1


def test_a_file_is_saved_edited_and_brought_in(world: World, tmp_path: Path) -> None:
    checklists, path = Checklists(world.desk(world.hub)), tmp_path / "checklist.json"
    checklists.revise(OCTOBER, [q for q in checklists.questions(OCTOBER) if q.number != 5])
    assert checklists.save(path, OCTOBER) == 23
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["retired"] == [5]
    whole["questions"][0]["text"] = "Is the profile known by heart?"
    path.write_text(json.dumps(whole), encoding="utf-8")
    checklists.bring(path, NOVEMBER)
    assert checklists.questions(NOVEMBER)[0].text == "Is the profile known by heart?"
    assert [q.number for q in checklists.questions(NOVEMBER)] == [n for n in range(1, 25) if n != 5]
    assert {q.due_words for q in checklists.questions(NOVEMBER)} == {
        q.due_words for q in checklists.questions(OCTOBER)
    }


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            lambda whole: whole["questions"][3].update(number=7),
            "“questions” entry 4, should have the number 4",
        ),
        (lambda whole: whole["questions"][0].update(rule="weekly"), "“monthly”, “months” or “none”"),
        (lambda whole: whole["questions"][0].update(months=[13]), "whole numbers from 1 to 12"),
        (lambda whole: whole["questions"][0].pop("text"), "needs words under “text”"),
        (None, "cannot be read at line"),
    ],
)
def test_a_file_edited_by_hand_with_a_mistake_is_said_and_the_earlier_kept(
    world: World, tmp_path: Path, spoil: Callable[[Any], object] | None, says: str
) -> None:
    checklists, path = Checklists(world.desk(world.hub)), tmp_path / "checklist.json"
    checklists.save(path, OCTOBER)
    before = checklists.questions(NOVEMBER)
    words = path.read_text(encoding="utf-8")
    if spoil is None:
        path.write_text(words.replace(",", "", 1), encoding="utf-8")
    else:
        whole = json.loads(words)
        spoil(whole)
        path.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(CannotDo, match=says):
        checklists.bring(path, NOVEMBER)
    assert checklists.questions(NOVEMBER) == before
    assert len(checklists.versions()) == 1


def test_due_words_are_the_booklets_own(world: World) -> None:
    for q in Checklists(world.desk()).questions(OCTOBER):
        assert due_words(q.rule, q.months, end=q.end_of_month) == q.due_words
