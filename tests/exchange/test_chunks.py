"""Rows of a sheet on their way between the two processes: what arrives is what was sent, and nothing else is taken."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.exchange import safe, worker
from npt_desktop.exchange.chunks import BETWEEN, Unpacker, packed
from npt_desktop.exchange.limits import Limits

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(
    ["", BETWEEN, f"a{BETWEEN}b", "\n", '"']
)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - a workbook's times have no zone
ANY = TEXTS | DAYS | MOMENTS | st.times() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans()
COLUMNS = st.sampled_from([TEXTS, DAYS, MOMENTS, DAYS | st.just(""), ANY])


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """Rows as a workbook reader gives them: of one length, empty cells as empty text."""
    height = draw(st.integers(1, 12))
    columns = [
        draw(st.lists(kind, min_size=height, max_size=height))
        for kind in draw(st.lists(COLUMNS, min_size=1, max_size=4))
    ]
    return [list(row) for row in zip(*columns, strict=True)]


@given(tables(), st.integers(0, 3))
def test_rows_arrive_as_they_were(rows: list[list[Any]], pad: int) -> None:
    sent = safe._decode(worker.encoded(packed(rows)), Path("log.xlsx"), Limits())
    assert isinstance(sent, list)
    arrived = Unpacker(pad, 10).rows(sent)
    wanted = [(*[None] * pad, *[None if cell == "" else cell for cell in row]) for row in rows]
    assert arrived == wanted
    assert [list(map(type, row)) for row in arrived] == [list(map(type, row)) for row in wanted]


def test_cells_that_say_the_same_become_one_object() -> None:
    rows = [[f"text {n}", "Young people", date(2026, 1, 1 + n % 2)] for n in range(20)]
    unpacker = Unpacker(0, 10)
    arrived = [row for _ in range(2) for row in unpacker.rows(json.loads(worker.encoded(packed(rows))))]
    assert len({id(row[1]) for row in arrived}) == 1
    assert len({id(row[2]) for row in arrived}) == 2


@pytest.mark.parametrize(
    "chunk",
    [
        [], [0], [True, "a"], ["1", "a"], [2, "a"], [1, f"a{BETWEEN}b"], [1, ["a", "b"]], [1, [["a"]]], [1, 5], [1, None],
        [1, {"days": "soon"}], [1, {"days": 5}], [1, {"other": "a"}], [1, {"days": "", "moments": ""}], [1, [{"x": "y"}]],
        [1, *["a"] * 11],
    ],
)  # fmt: skip
def test_anything_else_is_refused(chunk: list[Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller turns any of them into one refusal
        Unpacker(0, 10).rows(chunk)


def test_a_time_of_day_stays_one() -> None:
    sent = safe._decode(worker.encoded(packed([[time(9, 30)], ["x"]])), Path("log.xlsx"), Limits())
    assert Unpacker(0, 1).rows(sent) == [(time(9, 30),), ("x",)]
