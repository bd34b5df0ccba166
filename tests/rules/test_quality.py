"""The checklist, its due months, late questions and finishing a meeting."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import AnswerValue, DueRule, State
from npt_desktop.paths import resources
from npt_desktop.rules.periods import add_months, month_of, months_from, previous_month
from npt_desktop.rules.quality import (
    Evidence,
    GivenAnswer,
    MeetingAction,
    booklet_checklist,
    due_in,
    due_questions,
    finish_check,
    load_checklist,
    needs_note,
    require_finish,
    suggestion_words,
)

BOOKLET = booklet_checklist()
months = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(month_of)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def test_the_words_are_the_booklets() -> None:
    """Pinned: the questions are quoted, so a change here needs the source beside it."""
    words = "\n".join(f"{q.text} {q.due_words}".strip() for q in BOOKLET.questions)
    assert hashlib.sha256(words.encode()).hexdigest() == (
        "550e78d637165bfb153bac82dbcac7942676c84214e6a82c94fb149847075b90"
    )
    assert BOOKLET.question(22).text == (
        "Have the finalised problem solving plans been assessed/reviewed appropriately?"
    )


def test_the_sections_hold_thirteen_four_one_and_six() -> None:
    counts = [sum(q.section == s.key for q in BOOKLET.questions) for s in BOOKLET.sections]
    assert counts == [13, 4, 1, 6]
    assert [q.number for q in BOOKLET.questions] == list(range(1, 25))


@pytest.mark.parametrize(
    ("month", "count"),
    [(1, 21), (2, 14), (3, 14), (4, 23), (5, 14), (6, 14), (7, 21), (8, 14), (9, 14), (10, 22)],
)
def test_how_many_fall_due(month: int, count: int) -> None:
    assert len(due_in(BOOKLET, date(2026, month, 1))) == count


def test_questions_that_look_alike_keep_their_own_rules() -> None:
    rules = {n: (BOOKLET.question(n).rule, BOOKLET.question(n).months) for n in (1, 2, 7, 11, 12, 13)}
    assert rules == {
        1: (DueRule.MONTHS, (4, 7, 10, 1)),
        2: (DueRule.MONTHS, (4, 7, 10, 1)),
        7: (DueRule.MONTHS, (4, 10)),
        11: (DueRule.MONTHLY, ()),
        12: (DueRule.MONTHS, (4,)),
        13: (DueRule.NONE, ()),
    }
    assert [q.number for q in BOOKLET.questions if q.end_of_month] == [14, 17]
    with pytest.raises(KeyError):
        BOOKLET.question(25)


def all_answered(*answered: date) -> dict[int, list[date]]:
    return {q.number: list(answered) for q in BOOKLET.questions}


def test_a_missed_quarterly_question_stays_due_and_late() -> None:
    answered = all_answered(date(2026, 7, 1), date(2026, 8, 1))
    answered[19] = []
    due = {d.question.number: d for d in due_questions(BOOKLET, date(2026, 9, 1), answered, date(2026, 7, 1))}
    assert len(due) == 15
    assert (due[19].late, due[19].since, due[19].due) == (True, date(2026, 7, 1), date(2026, 7, 31))
    assert not due[3].late
    answered[19] = [date(2026, 8, 20)]
    due = {d.question.number: d for d in due_questions(BOOKLET, date(2026, 9, 1), answered, date(2026, 7, 1))}
    assert 19 not in due


def test_nothing_is_late_in_the_first_month() -> None:
    due = due_questions(BOOKLET, date(2026, 7, 1), {}, date(2026, 7, 1))
    assert len(due) == 21
    assert not any(d.late for d in due)


@given(months, st.integers(0, 14), st.data())
def test_carry_over_holds_for_every_history(month: date, back: int, data: st.DataObject) -> None:
    first = add_months(month, -back)
    past = list(months_from(first, previous_month(month)))
    history = st.lists(st.sampled_from(past), max_size=4) if past else st.just([])
    answered = {n: data.draw(history) for n in (3, 7, 12, 13, 14)}
    due = {d.question.number: d for d in due_questions(BOOKLET, month, answered, first)}
    ordinary = {q.number for q in due_in(BOOKLET, month)}
    assert ordinary <= set(due)
    assert 13 not in due
    for question in BOOKLET.questions:
        settled = max(map(month_of, answered.get(question.number, ())), default=date.min)
        missed = [m for m in past if m > settled and question.is_due_in(m)]
        assert not missed or due[question.number].since == missed[0]
    for number, item in due.items():
        assert item.since <= month
        assert item.late == (item.since < month)
        assert item.question.is_due_in(item.since)
        assert not any(month_of(m) >= item.since for m in answered.get(number, ()))


def test_answering_everything_leaves_nothing_late() -> None:
    past = months_from(date(2026, 1, 1), date(2026, 6, 1))
    due = due_questions(BOOKLET, date(2026, 7, 1), all_answered(*past), date(2026, 1, 1))
    assert [d.question for d in due] == list(due_in(BOOKLET, date(2026, 7, 1)))
    assert not any(d.late for d in due)


@pytest.mark.parametrize(
    ("answer", "suggestion", "needed"),
    [
        (MET, NOT_MET, True),
        (MET, PARTLY, True),
        (PARTLY, NOT_MET, True),
        (MET, MET, False),
        (NOT_MET, MET, False),
        (MET, None, False),
        (ASIDE, MET, True),
        (ASIDE, None, True),
        (ASIDE, ASIDE, False),
    ],
)
def test_an_answer_better_than_the_evidence_needs_a_note(
    answer: AnswerValue, suggestion: AnswerValue | None, needed: bool
) -> None:
    assert needs_note(answer, suggestion) is needed


def test_the_suggestion_in_words() -> None:
    assert suggestion_words(NOT_MET) == "Evidence suggests not met. A note is needed to answer higher."
    assert suggestion_words(MET) == "Evidence suggests met."
    assert "cannot tell" in suggestion_words(None)
    assert Evidence((), NOT_MET, "x").state is State.BAD


def test_the_check_page_lists_what_is_open() -> None:
    due = due_questions(BOOKLET, date(2026, 8, 1), {}, date(2026, 8, 1))
    answers = [GivenAnswer(d.question.number, MET) for d in due if d.question.number not in (3, 22)]
    answers.append(GivenAnswer(22, MET, suggestion=NOT_MET, note=" "))
    actions = [
        MeetingAction("Assess the plan", owner="", due=date(2026, 8, 7)),
        MeetingAction("Call", "PC 2107"),
    ]
    check = finish_check(due, answers, actions)
    assert (check.unanswered, check.without_note) == ((3,), (22,))
    assert check.without_owner == ("Assess the plan",)
    assert check.without_due == ("Call",)
    assert not check.may_finish
    with pytest.raises(CannotDo, match="Answer 1 question: 3"):
        require_finish(check)


def test_a_complete_meeting_may_finish() -> None:
    due = due_questions(BOOKLET, date(2026, 8, 1), {}, date(2026, 8, 1))
    check = finish_check(due, [GivenAnswer(d.question.number, PARTLY) for d in due], [])
    assert check.may_finish
    require_finish(check)


def edited(folder: Path, entry: int | None, changes: dict[str, Any]) -> Path:
    values = json.loads((resources() / "checklists" / "booklet-2021.json").read_text(encoding="utf-8"))
    target = values if entry is None else values["questions"][entry - 1]
    target.update(changes)
    path = folder / "own.json"
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("number", "changes", "says"),
    [
        (3, {"text": ""}, "entry 3, needs words under “text”"),
        (3, {"number": 5}, "should have the number 3"),
        (3, {"rule": "weekly"}, "“monthly”, “months” or “none”"),
        (1, {"months": []}, "due month once"),
        (1, {"months": [4, 4]}, "due month once"),
        (1, {"months": [13]}, "from 1 to 12"),
        (3, {"months": [4]}, "due month once"),
        (3, {"section": "web"}, "not in the list of sections"),
        (3, {"section": "website", "section_number": 1}, ""),
        (3, {"section_number": 4}, "section number 3"),
        (3, {"evidence": "plan_current"}, "a second time"),
        (3, {"end_of_month": "yes"}, "true or false"),
        (3, {"shrt": "x"}, "means nothing here"),
        (None, {"questions": []}, "no questions"),
        (None, {"questions": {}}, "square brackets"),
        (None, {"title": 3}, "needs words under “title”"),
    ],
)
def test_a_mistake_in_the_file_is_told(
    tmp_path: Path, number: int | None, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(CannotDo) as refusal:
        load_checklist(edited(tmp_path, number, changes))
    assert refusal.value.says.startswith("own.json")
    assert says in refusal.value.says
