"""The engagement log, row by row: every good one once and unchanged, every bad one with its reason."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.errors import Cancelled
from npt_desktop.exchange.book import Book, Row, Sheet, Value
from npt_desktop.exchange.cells import Choice
from npt_desktop.exchange.engagement import (
    EngagementLists,
    LogRow,
    ParsedLog,
    Rejected,
    Skipped,
    parse_engagement,
)
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, Located, locate
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.rules.engagement import natural_key

SAMPLE = Path(__file__).parents[1] / "data" / "engagement-log-gedling-2019.xlsx"
TITLES: Row = tuple(spec.title for spec in ENGAGEMENT_LOG.fields)


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label.lower(), label) for label in labels)


LISTS = EngagementLists(
    audiences=choices(
        "Residents",
        "Young people",
        "Older people",
        "Local businesses",
        "Faith community",
        "New and emerging communities",
        "Schools",
        "Other",
        "LGBT+ community",
        "Disabled people",
    ),
    purposes=choices(
        "Reassurance",
        "Problem Solving",
        "Crime prevention",
        "Increase trust and confidence",
        "Engage to recruit",
        "Reduce fear of crime",
    ),
    scores=tuple(
        Choice(str(number), label)
        for number, label in enumerate(["Very Poor", "Poor", "Average", "Good", "Excellent"], 1)
    ),
    officers=choices("PCSO 8104 Birch", "Sgt 512 Cedar", "PC 2201 Ash"),
)


def parsed(*rows: Row, lists: EngagementLists = LISTS) -> ParsedLog:
    return parse_engagement(Book("a.xlsx", (Sheet("2019", (TITLES, *rows)),)), lists)


def entry(
    day: Value = "17/10/2019", summary: str = "Ward walk", score: Value = "4 - Good", **texts: str
) -> Row:
    given_texts = (texts.get(key, "") for key in ("audience", "purpose", "who", "lead"))
    return (day, *given_texts, summary, texts.get("outcome", ""), score)


# The sample --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> ParsedLog:
    return parse_engagement(read_workbook(SAMPLE), LISTS)


def test_every_good_row_of_the_sample_once_with_its_text_unchanged(sample: ParsedLog) -> None:
    sheet = openpyxl.load_workbook(SAMPLE)["Engagement 2019"]
    good = [number for number in range(3, 67) if number not in (43, 47, 58)]
    assert [row.row for row in sample.rows] == good
    for row in sample.rows:
        cells = [cell.value for cell in sheet[row.row]]
        assert row.sheet == "Engagement 2019"
        assert [
            row.audience_text,
            row.purpose_text,
            row.who,
            row.lead_text,
            row.summary,
            row.outcome,
        ] == cells[1:7]
        assert row.audience_key is not None
        assert row.purpose_key == row.purpose_text.lower()
        if isinstance(cells[0], datetime):
            assert row.date == cells[0].date()


def test_text_dates_of_the_sample(sample: ParsedLog) -> None:
    days = {row.row: row.date for row in sample.rows}
    assert days[7] == date(2019, 2, 4)
    assert days[9] == date(2019, 2, 13)
    assert days[12] == date(2019, 3, 5)
    assert days[22] == date(2019, 5, 1)
    assert days[63] == date(2019, 11, 1)
    assert sample.date_problems == ()


def test_scores_of_the_sample(sample: ParsedLog) -> None:
    sheet = openpyxl.load_workbook(SAMPLE)["Engagement 2019"]
    scores = {row.row: row.score for row in sample.rows}
    words = ["very poor", "poor", "average", "good", "excellent"]
    for number, score in scores.items():
        typed = str(sheet.cell(number, 8).value or "").strip().lower()
        expected = int(typed[0]) if typed[:1].isdigit() else words.index(typed) + 1 if typed else None
        assert score == expected
    assert [scores[number] for number in (3, 5, 6, 7, 8, 13)] == [4, 3, 1, 5, 2, 3]
    assert [number for number, score in scores.items() if score is None] == [30]


def test_what_the_sample_has_wrong(sample: ParsedLog) -> None:
    sheet = "Engagement 2019"
    assert [(bad.sheet, bad.row, bad.column, bad.cell, bad.value, bad.reason) for bad in sample.rejected] == [
        (sheet, 43, "Date", "A43", "", "There is no date."),
        (sheet, 47, "Date", "A47", "31/11/2019", "“31/11/2019” is a day that does not exist."),
        (sheet, 58, "Score", "H58", "6", "6 is not between 1 and 5."),
    ]
    assert sample.rejected_rows == 3
    assert sample.skipped == (
        Skipped(sheet, 67, "Typed twice: the same as row 48 of “Engagement 2019”."),
        Skipped(sheet, 69, "The total row, where the log ends."),
        Skipped("Lists", None, "No heading row of an engagement log was found on this sheet."),
        Skipped("Sheet3", None, "The sheet is empty."),
    )
    assert sample.notes == ("Row 33 of sheet “Engagement 2019” is hidden; it was read.",)
    assert sample.unknown_values == {}
    assert sample.titles == {sheet: "Engagement Update / Evaluation Gedling 2019"}


def test_the_odd_rows_of_the_sample(sample: ParsedLog) -> None:
    rows = {row.row: row for row in sample.rows}
    assert rows[23].audience_key == "residents"
    assert rows[23].audience_text == "Residants"
    assert rows[23].warnings == ("“Residants” was read as “Residents”.",)
    assert rows[24].audience_key == "young people"
    assert rows[24].audience_text == "young  people "
    assert rows[36].lead_text == "PCSO 8104 Birch / Sgt 512 Cedar"
    assert rows[36].lead_keys == ("pcso 8104 birch", "sgt 512 cedar")
    assert rows[53].summary == "Stall\xa0at\xa0the community fun day, Carlton Square."
    assert rows[55].outcome == "=1+1 people said the lighting was better"
    assert [row.row for row in sample.rows if row.warnings] == [23]


# Rules -------------------------------------------------------------------------------------------------


def test_unknown_values_are_kept_as_text_and_counted() -> None:
    log = parsed(
        entry(audience="Allotment holders", purpose="Fun"),
        entry(audience="Allotment holders", summary="Again"),
        entry(audience="Yuong people", summary="Youth club", lead="PCSO 4332 Larch"),
    )
    assert [row.audience_key for row in log.rows] == [None, None, "young people"]
    assert log.rows[0].audience_text == "Allotment holders"
    assert log.rows[2].lead_text == "PCSO 4332 Larch"
    assert log.rows[2].lead_keys == ()
    assert log.unknown_values == {("audience", "Allotment holders"): 2, ("purpose", "Fun"): 1}


def test_a_row_with_two_bad_cells_is_rejected_for_both() -> None:
    log = parsed(entry(day="30/02/2019", score="9"), entry(summary="  "))
    assert log.rows == ()
    assert [(bad.row, bad.column) for bad in log.rejected] == [
        (2, "Date"),
        (2, "Score"),
        (3, TITLES[5]),
    ]
    assert log.rejected_rows == 2
    assert log.rejected[0].values == entry(day="30/02/2019", score="9")


def test_typed_twice_or_only_alike() -> None:
    log = parsed(
        entry(outcome="Good"),
        entry(summary="ward\xa0 walk", outcome="good", score=4.0),
        entry(outcome="Better"),
    )
    assert [row.row for row in log.rows] == [2, 4]
    assert log.skipped == (Skipped("2019", 3, "Typed twice: the same as row 2 of “2019”."),)
    assert log.rows[1].warnings == (
        "The same date, officer and summary as row 2 of “2019”; check both are meant.",
    )


def test_month_first_dates_are_asked_about() -> None:
    log = parsed(
        entry(day="12/25/2019"), entry(day="04/02/2019"), entry(day="05/05/2019"), entry(day=date(2019, 2, 4))
    )
    assert [bad.value for bad in log.rejected] == ["12/25/2019"]
    assert [(problem.row, problem.value, problem.read_as) for problem in log.date_problems] == [
        (3, "04/02/2019", date(2019, 2, 4))
    ]
    assert log.rows[0].date == date(2019, 2, 4)
    assert "month first" in log.rows[0].warnings[0]


def test_nothing_below_the_total_row_is_lost_silently() -> None:
    blank: Row = (None, " ", "\xa0")
    log = parsed(entry(), blank, ("Total", None, 1), blank, entry(summary="Late"))
    assert [row.row for row in log.rows] == [2]
    assert log.skipped == (
        Skipped("2019", 4, "The total row, where the log ends."),
        Skipped("2019", 6, "Below the total row."),
    )


def test_headings_printed_again_are_skipped() -> None:
    log = parsed(entry(), TITLES, entry(summary="Second page"))
    assert [row.row for row in log.rows] == [2, 4]
    assert log.skipped == (Skipped("2019", 3, "The headings again."),)


def test_a_row_that_begins_with_a_total_but_has_a_date_is_an_entry() -> None:
    log = parsed((date(2019, 1, 9), "Other", "", "", "", "Total darkness walk", "", 3))
    assert len(log.rows) == 1


def test_hidden_sheets_are_skipped_and_several_sheets_are_read() -> None:
    sheets = (
        Sheet("2018", (TITLES, entry(day="17/10/2018"))),
        Sheet("Old", (TITLES, entry()), hidden=True),
        Sheet("2019", (TITLES, entry())),
    )
    log = parse_engagement(Book("a.xlsx", sheets, ("Beware.",)), LISTS)
    assert [row.sheet for row in log.rows] == ["2018", "2019"]
    assert log.skipped == (Skipped("Old", None, "The sheet is hidden; show it in Excel to have it read."),)
    assert log.notes == ("Beware.",)


def test_columns_put_right_by_a_person_are_used() -> None:
    sheet = Sheet("a", (("Tag", "Wer"), ("17/10/2019", "Ward walk")))
    located = Located(0, {"date": 0, "summary": 1}, (), "x")
    log = parse_engagement(Book("a.xlsx", (sheet,)), LISTS, located={"a": located})
    assert [(row.date, row.summary, row.score) for row in log.rows] == [
        (date(2019, 10, 17), "Ward walk", None)
    ]


def test_two_score_columns_are_told() -> None:
    sheet = Sheet("2019", ((*TITLES, "Score"), (*entry(), "1")))
    log = parse_engagement(Book("a.xlsx", (sheet,)), LISTS)
    assert log.rows[0].score == 4
    assert log.notes == ("Columns H and I both look like “Score”; column H was read on sheet “2019”.",)


def test_cancelled_between_rows() -> None:
    def stop(done: int, total: int, _words: str) -> None:
        assert total == 1501
        if done >= 1000:
            raise Cancelled

    rows = [entry(summary=str(number)) for number in range(1500)]
    with pytest.raises(Cancelled):
        parse_engagement(Book("a.xlsx", (Sheet("2019", (TITLES, *rows)),)), LISTS, progress=stop)


def test_the_natural_key_ignores_spacing_and_capitals_only() -> None:
    key = natural_key(date(2019, 10, 17), "PC 2201 Ash", "Ward walk")
    assert key == natural_key(date(2019, 10, 17), "pc\xa02201  Ash", "Ward\nwalk")
    assert len(key) == 40
    assert len({key, natural_key(date(2019, 10, 18), "PC 2201 Ash", "Ward walk")}) == 2
    assert natural_key(date(2019, 1, 1), "b c", "d") != natural_key(date(2019, 1, 1), "b", "c d")


cells = st.one_of(
    st.none(),
    st.text(max_size=10),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.sampled_from(["17/10/2019", "Total", "4 - Good", "Young people", "", " ", *TITLES]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(cells, max_size=10).map(tuple), max_size=12))
def test_no_row_is_lost_without_a_word(rows: list[Row]) -> None:
    sheet = Sheet("2019", (TITLES, *rows))
    log = parse_engagement(Book("a.xlsx", (sheet,)), LISTS)
    found = locate(ENGAGEMENT_LOG, sheet)
    assert found is not None
    told = [row.row for row in log.rows]
    told += sorted({bad.row for bad in log.rejected})
    told += [skip.row for skip in log.skipped if skip.row is not None]
    filled = [
        number
        for number, row in enumerate(rows, 2)
        if any(value is not None and (not isinstance(value, str) or value.strip()) for value in row[:8])
    ]
    assert sorted(told) == filled
    assert all(isinstance(row, LogRow) for row in log.rows)
    assert all(isinstance(bad, Rejected) and bad.reason.endswith(".") for bad in log.rejected)
