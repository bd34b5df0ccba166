"""The commissioner's survey workbook: every good figure once, every bad one with its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet, Value
from npt_desktop.exchange.cells import Choice
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.survey import SURVEY, ParsedSurvey, parse_survey
from npt_desktop.rules.periods import Quarter

SAMPLE = Path(__file__).parents[1] / "data" / "police-and-crime-survey-2026-q2.xlsx"
TITLES: Row = tuple(spec.title for spec in SURVEY.fields)
NAMES = (
    "Ashfield", "Bassetlaw", "Broxtowe", "City Central", "City North", "City South", "City West", "Gedling",
    "Hucknall", "Mansfield", "Newark & Sherwood", "Rushcliffe",
)  # fmt: skip
AREAS = [Choice(name, name) for name in NAMES]
ISSUES = [Choice("asb", "Anti-social behaviour", ("ASB",)), Choice("bikes", "Off-road bikes")]
GOOD: Row = ("Gedling", 150, "Anti-social behaviour", 30, 0.2, 1.5)


def parse(*rows: Row, header: Row = TITLES, title: str = "Survey, July to September 2026") -> ParsedSurvey:
    sheet = Sheet("Q2", ((title,), (), header, *rows))
    return parse_survey(Book("survey.xlsx", (sheet,)), AREAS, ISSUES)


def changed(**cells: Value) -> Row:
    keys = [spec.key for spec in SURVEY.fields]
    return tuple(cells.get(key, value) for key, value in zip(keys, GOOD, strict=True))


def test_the_workbook_is_read_whole() -> None:
    found = parse_survey(read_workbook(SAMPLE), AREAS, ISSUES)
    assert found.quarter == Quarter(date(2026, 7, 1))
    assert (len(found.rows), found.rejected, found.skipped) == (120, (), ())
    assert {row.area_key for row in found.rows} == set(NAMES)
    first = found.rows[0]
    assert (first.row, first.issue_key, first.base, first.count, first.percent, first.change) == (
        4, "asb", 150, 35, 23.3, 4.4,
    )  # fmt: skip
    assert found.rows[4].issue_key == "bikes"
    assert found.rows[3].issue_key is None
    assert found.rows[3].issue_text == "Burglary"


@pytest.mark.parametrize(
    ("row", "cell", "says"),
    [
        (changed(count=151, percent=1.0), "D4", "151 people are more than the 150 who were asked"),
        (changed(percent=120), "E4", "“120” is not between 0 and 100 per cent"),
        (changed(percent="132 %"), "E4", "“132 %” is not between"),
        (changed(percent=-0.1), "E4", "“-0.1” is not between"),
        (changed(percent=0.9), "E4", "30 of 150 is 20.0 %, not 90.0 %"),
        (changed(area="Narnia"), "A4", "There is no area “Narnia” in this store"),
        (changed(area=None), "A4", "There is no area."),
        (changed(base=0), "B4", "“0” is not a whole number from 1"),
        (changed(count="many"), "D4", "“many” is not a number"),
        (changed(count=None), "D4", "There is no number"),
        (changed(issue=" "), "C4", "There is no issue"),
        (changed(change=400), "F4", "A change of 400 points is over 100"),
    ],
)
def test_a_bad_cell_is_named_and_the_good_row_read(row: Row, cell: str, says: str) -> None:
    found = parse(row, changed(area="Ashfield"))
    (bad,) = found.rejected
    assert (bad.cell, bad.row) == (cell, 4)
    assert says in bad.reason
    assert [r.area_key for r in found.rows] == ["Ashfield"]


def test_percents_typed_as_whole_numbers_are_not_taken_for_shares() -> None:
    found = parse(changed(percent=20), changed(area="Ashfield", count=1, percent=0.7))
    assert [r.percent for r in found.rows] == [20.0, 0.7]
    assert [r.percent for r in parse(changed(percent="20.0 %")).rows] == [20.0]


def test_a_sheet_without_the_area_is_refused_with_its_name() -> None:
    with pytest.raises(CannotDo, match="has no column “Neighbourhood area”: its heading row 3"):
        parse(GOOD[1:], header=TITLES[1:])
    with pytest.raises(CannotDo, match="holds no survey"):
        parse_survey(Book("b.xlsx", (Sheet("Notes", (("Hello",),)),)), AREAS, ISSUES)


def test_two_heading_rows_are_refused() -> None:
    with pytest.raises(CannotDo, match="two heading rows on sheet “Q2”, rows 3 and 5"):
        parse(GOOD, TITLES, GOOD)


def test_a_figure_given_twice_counts_once_and_a_different_one_is_refused() -> None:
    found = parse(
        GOOD, GOOD, changed(issue="ASB", count=31, percent=0.207), ("Total", 150, None, 61, 0.4, None)
    )
    assert len(found.rows) == 1
    assert [bad.reason for bad in found.rejected] == ["Row 4 gives other figures for this area and issue."]
    assert [s.row for s in found.skipped] == [7]


@pytest.mark.parametrize("title", ["Survey", "Survey, May to July 2026", "Survey 2026"])
def test_a_title_that_names_no_quarter(title: str) -> None:
    assert parse(GOOD, title=title).quarter is None
