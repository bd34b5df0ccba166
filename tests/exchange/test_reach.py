"""Sheets of reach as people keep them, good and bad."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet
from npt_desktop.exchange.reach import ParsedReach, parse_reach

TODAY = date(2026, 10, 16)
SEPTEMBER, AUGUST = date(2026, 9, 1), date(2026, 8, 1)
HEADS: Row = ("Month", "Neighbourhood Alert registrations", "Followers", "Likes", "Comments", "Shares")


def parsed(*rows: Row, name: str = "Reach") -> ParsedReach:
    return parse_reach(Book("reach.xlsx", (Sheet(name, rows),)), TODAY)


def test_months_as_dates_words_and_figures_with_titles_above_and_totals_below() -> None:
    found = parsed(
        ("Gedling, social media",), (), ("Alert registrations", "Reporting month", "Likes", "Remarks"),
        (1152.0, datetime(2026, 9, 1), "1,040", "good"),  # noqa: DTZ001 - as a workbook has it
        (1134, "Aug 2026", None, ""), ("", "", "", ""),
        ("Total", 2286, 1040, ""),
    )  # fmt: skip
    assert found.figures == {SEPTEMBER: {"alert": 1152, "likes": 1040}, AUGUST: {"alert": 1134}}
    assert found.rejected == ()
    assert [left.reason for left in found.skipped] == ["A total; not kept."]


def test_a_bad_cell_keeps_its_row_out_and_no_other() -> None:
    found = parsed(
        HEADS, ("Sep 2026", 10, 20, 30, 40, 50), ("Aug 2026", -4, 20, "many", 4, 5), ("Nov 2026", 1, 1, 1, 1, 1),
        ("30/2/2026", 1, 1, 1, 1, 1), ("Smarch", 1, 1, 1, 1, 1), ("Sep 2026", 9, 9, 9, 9, 9), ("Jul 2026",),
        ("Jun 2026", 12.5, 1, 1, 1, 1), ("May 2026", 10**12, 1, 1, 1, 1), ("🙂", 1, 1, 1, 1, 1),
    )  # fmt: skip
    assert set(found.figures) == {SEPTEMBER, date(2026, 2, 1)}
    said = [(bad.row, bad.column, bad.reason) for bad in found.rejected]
    assert [row for row, _, _ in said] == [3, 3, 4, 6, 7, 8, 9, 10, 11]
    assert said[1] == (3, "Likes", "Enter a count of nought or more, such as 14.")
    assert "still to come" in said[2][2]
    assert said[4][2] == "September 2026 stands twice in the file: keep one row."
    assert said[5][2] == "July 2026 has no figure."
    assert found.rejected[0].cell == "B3"


@pytest.mark.parametrize(
    "rows", [(), (("Month",),), (("Likes", "Shares"), (1, 2)), (("Audience", "Outcome"),)]
)
def test_a_file_without_months_and_figures_is_refused_in_a_sentence(rows: tuple[Row, ...]) -> None:
    with pytest.raises(CannotDo) as caught:
        parsed(*rows)
    assert caught.value.says.startswith("reach.xlsx holds no reach: its heading row needs Month")
