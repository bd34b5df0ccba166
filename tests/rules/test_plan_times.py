"""The grid of times: what is pasted, kept and said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.rules.plan_times import (
    DAYS,
    EMPTY,
    check_times,
    grid_of,
    read_pasted_times,
    says_times,
    times_of,
)

grids = st.lists(
    st.lists(st.integers(0, 99), min_size=24, max_size=24).map(tuple), min_size=7, max_size=7
).map(tuple)


@given(grids, st.booleans(), st.booleans())
def test_a_block_reads_the_same_either_way_round_with_and_without_headings(
    grid: tuple[tuple[int, ...], ...], across: bool, headed: bool
) -> None:
    rows = (
        [list(map(str, day)) for day in grid]
        if across
        else [list(map(str, hour)) for hour in zip(*grid, strict=True)]
    )
    if headed:
        heads = [f"{hour:02}:00" for hour in range(24)] if across else list(DAYS)
        names = list(DAYS) if across else [f"{hour:02}:00" for hour in range(24)]
        rows = [["", *heads], *([name, *row] for name, row in zip(names, rows, strict=True))]
    assert read_pasted_times("\r\n".join("\t".join(row) for row in rows)) == grid


@given(grids)
def test_what_is_kept_reads_back_and_is_accepted(grid: tuple[tuple[int, ...], ...]) -> None:
    kept = times_of(grid)
    assert grid_of(kept) == grid
    assert check_times(kept) == ""


def test_a_kept_grid_that_was_spoilt_reads_as_nought() -> None:
    assert grid_of({"0": [1, "x", -3, None], "9": [1], "1": "text"})[0][:4] == (1, 0, 0, 0)
    assert grid_of({}) == EMPTY


@pytest.mark.parametrize(
    "times", [[], {"7": [0] * 24}, {"0": [0] * 23}, {"0": [-1] * 24}, {"0": [True] * 24}]
)
def test_times_that_are_none_are_refused_with_a_sentence(times: object) -> None:
    assert check_times(times).endswith(".")


@pytest.mark.parametrize(
    ("text", "says"),
    [("1\t2", "7 days by 24 hours"), ("\n".join(["\t".join("1" * 24)] * 6 + ["1\t2"]), "Line 7 has 2 cells"),
     ("\n".join(["\t".join("1" * 24)] * 6 + ["\t".join(["many"] + ["1"] * 23)]), "Line 7: Enter a count")],
)  # fmt: skip
def test_a_block_that_cannot_be_read_names_its_line(text: str, says: str) -> None:
    with pytest.raises(CannotDo, match=says):
        read_pasted_times(text)


def test_the_sentence_names_the_hours_past_midnight_too_and_the_days() -> None:
    grid = [[0] * 24 for _ in DAYS]
    grid[4][23], grid[5][0], grid[5][1], grid[0][12] = 6, 5, 4, 2
    assert says_times(tuple(map(tuple, grid))) == "6 of 17 between 23:00 and 01:00 on Fri."
    assert says_times(EMPTY) == ""
