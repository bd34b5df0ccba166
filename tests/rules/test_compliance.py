"""The compliance board's figures: what is due where, what counts, and what keeps failing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.models.kinds import AnswerValue, State
from npt_desktop.rules.compliance import (
    Asked,
    Cell,
    Held,
    HeldMeeting,
    cell_state,
    repeat_failings,
    table,
    trend,
    walk,
    worst,
)
from npt_desktop.rules.periods import months_from
from npt_desktop.rules.quality import Question, booklet_checklist, due_questions

MET, PARTLY, NOT_MET, ASIDE = AnswerValue
MONTHS = months_from(date(2025, 11, 1), date(2026, 10, 1))
NOW = date(2026, 10, 1)
SEPTEMBER = date(2026, 9, 1)


def questions(_month: date) -> tuple[Question, ...]:
    return booklet_checklist().questions


def asked(values: dict[int, AnswerValue | None], *, month: date = SEPTEMBER, area: int = 1,
          held: Held = Held.SIGNED) -> list[Asked]:  # fmt: skip
    return [
        Asked(area, month, booklet_checklist().question(n), "", held, False, v) for n, v in values.items()
    ]


def cell(values: dict[int, AnswerValue | None], held: Held = Held.SIGNED) -> Cell:
    (row,) = table(asked(values, held=held), (SEPTEMBER,), [(1, "Gedling", None)], lambda a: a.area_id)
    return row.cells[0]


answers = st.dictionaries(st.integers(1, 24), st.sampled_from(list(AnswerValue)), max_size=24)


@given(st.dictionaries(st.sampled_from(MONTHS), answers, min_size=1, max_size=8))
def test_the_board_asks_what_each_meeting_asked(held: dict[date, dict[int, AnswerValue]]) -> None:
    first = min(held)
    found = walk(1, [HeldMeeting(m, a, signed=True) for m, a in held.items()], MONTHS, questions, NOW)
    given_in = {n: [m for m, a in held.items() if n in a] for n in range(1, 25)}
    for month in MONTHS:
        wanted = [] if month < first else [
            (d.question.number, d.late) for d in due_questions(booklet_checklist(), month, given_in, first)
        ]  # fmt: skip
        assert [(a.question.number, a.late) for a in found if a.month == month] == wanted
        assert all(a.value == held.get(month, {}).get(a.question.number) for a in found if a.month == month)


def test_a_cell_leaves_out_what_does_not_apply_and_rounds_down() -> None:
    found = cell({1: MET, 2: MET, 3: PARTLY, 4: ASIDE, 5: None})
    assert (found.due, found.answered, found.met, found.partly, found.aside) == (5, 4, 2, 1, 1)
    assert (found.percent, found.words) == (50, "2 of 4 met")
    assert cell({n: MET if n < 24 else NOT_MET for n in range(1, 25)}).percent == 95
    assert cell({4: ASIDE}).percent is None
    assert Cell().words == "nothing due"


def test_a_meeting_missed_counts_and_one_to_come_does_not() -> None:
    missed = cell({1: None, 2: None}, Held.NOT_HELD)
    assert (missed.percent, missed.words) == (0, "0 of 2 met, meeting not held")
    coming = cell({1: None, 2: None}, Held.TO_COME)
    assert (coming.percent, coming.words, coming.due) == (None, "to come", 0)
    mixed = asked({1: MET}) + asked({1: None}, area=2, held=Held.NOT_HELD)
    (row,) = table(mixed, (SEPTEMBER,), [(0, "All", None)], lambda _: 0)
    assert (row.cells[0].held_words, row.cells[0].words) == (
        "some not held",
        "1 of 2 met, some meetings not held",
    )
    both = asked({1: MET}) + asked({1: None}, area=2, held=Held.TO_COME)
    (row,) = table(both, (SEPTEMBER,), [(0, "All", None)], lambda _: 0)
    assert (row.cells[0].percent, row.cells[0].settled) == (100, False)


@pytest.mark.parametrize(
    ("met", "held", "state"),
    [(17, Held.SIGNED, State.GOOD), (16, Held.SIGNED, State.WARN), (14, Held.SIGNED, State.WARN),
     (13, Held.SIGNED, State.BAD), (0, Held.NOT_HELD, State.BAD), (0, Held.TO_COME, State.NONE)],
)  # fmt: skip
def test_marks_follow_the_limits(met: int, held: Held, state: State) -> None:
    assert cell_state(cell({n: MET if n <= met else NOT_MET for n in range(1, 21)}, held)) is state


def test_a_meeting_being_held_has_the_half_mark_until_all_is_answered() -> None:
    assert cell_state(cell({1: MET, 2: None}, Held.BEGUN)) is State.PART
    assert cell_state(cell({1: MET, 2: NOT_MET}, Held.BEGUN)) is State.BAD


def test_not_met_three_times_running_is_told_and_a_better_answer_ends_it() -> None:
    months = MONTHS[-6:]

    def failings(values: list[AnswerValue | None]) -> list[tuple[int, date]]:
        line = [a for m, v in zip(months, values, strict=True) for a in asked({22: v}, month=m)]
        return [(f.times, f.month) for f in repeat_failings(line)]

    assert failings([NOT_MET, NOT_MET, NOT_MET, None, None, None]) == [(3, months[2])]
    assert failings([MET, NOT_MET, None, NOT_MET, ASIDE, NOT_MET]) == [(3, months[5])]
    assert failings([NOT_MET, NOT_MET, PARTLY, NOT_MET, NOT_MET, None]) == []
    assert failings([NOT_MET, NOT_MET, NOT_MET, NOT_MET, NOT_MET, MET]) == []


def test_the_worst_cells_come_first_the_latest_of_equals_before_and_open_meetings_never() -> None:
    months = MONTHS[-3:]
    facts = (
        asked({1: MET, 2: NOT_MET}, month=months[0]) + asked({1: MET, 2: NOT_MET}, month=months[1])
        + asked({1: NOT_MET, 2: NOT_MET}, month=months[1], area=2)
        + asked({1: NOT_MET, 2: None}, month=months[2], held=Held.BEGUN) + asked({1: MET}, month=months[2], area=2)
    )  # fmt: skip
    rows = table(facts, months, [(1, "Gedling", None), (2, "Ashfield", None)], lambda a: a.area_id)
    assert worst(rows) == ((1, 1), (0, 1), (0, 0))
    (total,) = table(facts, months, [(0, "All", None)], lambda _: 0)
    assert [c.worst_area for c in total.cells] == [1, 2, 1]


def test_the_trend_compares_the_last_three_months_with_the_three_before() -> None:
    shares = [10, 10, 10, 15, 15, 18]
    facts = [
        a for m, met in zip(MONTHS[-6:], shares, strict=True)
        for a in asked({n: MET if n <= met else NOT_MET for n in range(1, 21)}, month=m)
    ]  # fmt: skip
    (total,) = table(facts, MONTHS[-6:], [(0, "All", None)], lambda _: 0)
    assert trend(total) == 30
    (short,) = table(facts, MONTHS[-5:], [(0, "All", None)], lambda _: 0)
    assert trend(short) is None
