"""Finding the log in somebody's workbook."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from npt_desktop.exchange.book import Row, Sheet
from npt_desktop.exchange.layouts import (
    ENGAGEMENT_LOG,
    FieldSpec,
    Layout,
    column_letter,
    fingerprint,
    is_total_row,
    locate,
    match_columns,
)

TITLES: Row = tuple(spec.title for spec in ENGAGEMENT_LOG.fields)


def test_the_booklets_headings_in_their_order() -> None:
    assert TITLES == (
        "Date",
        "Target Audience",
        "Purpose",
        "Who Engaged?",
        "Lead Officer Present",
        "Summary of engagement, what was the engagement, what did you do?",
        "OUTCOME: what was the result of your engagement?",
        "Score",
    )


def test_headings_below_titles_and_in_another_order() -> None:
    header: Row = (
        "Score",
        None,
        "outcome",
        "SUMMARY",
        "Lead\xa0Officer",
        "who engaged",
        "Purpose",
        "Audience",
        "When",
    )
    sheet = Sheet("2019", (("Gedling log",), (None,), ("Date", "last changed"), header, ("x",)))
    found = locate(ENGAGEMENT_LOG, sheet)
    assert found is not None
    assert found.header == 3
    assert found.columns == {
        "score": 0,
        "outcome": 2,
        "summary": 3,
        "lead": 4,
        "who": 5,
        "purpose": 6,
        "audience": 7,
        "date": 8,
    }
    assert found.notes == ()


def test_misspelt_headings() -> None:
    columns, _ = match_columns(ENGAGEMENT_LOG, ("Date", "Traget Audience", "Pupose", "Who Engaed", "Sumary"))
    assert columns == {"date": 0, "audience": 1, "purpose": 2, "who": 3, "summary": 4}


def test_too_few_columns_or_a_required_one_missing() -> None:
    assert locate(ENGAGEMENT_LOG, Sheet("a", (("Date", "Summary", "Score"),))) is None
    assert locate(ENGAGEMENT_LOG, Sheet("a", (TITLES[1:],))) is None
    assert locate(ENGAGEMENT_LOG, Sheet("a", ())) is None
    assert locate(ENGAGEMENT_LOG, Sheet("a", (*[("note",)] * 30, TITLES))) is None
    assert locate(ENGAGEMENT_LOG, Sheet("a", (*[("note",)] * 29, TITLES))) is not None


def test_two_columns_for_one_field_the_better_wins_and_is_told() -> None:
    columns, notes = match_columns(ENGAGEMENT_LOG, ("Date", "Rating", "Summary", "Score"))
    assert columns["score"] == 3
    assert notes == ("Columns D and B both look like “Score”; column D was read.",)
    columns, notes = match_columns(ENGAGEMENT_LOG, ("Score", "Score"))
    assert columns["score"] == 0
    assert len(notes) == 1


def test_the_same_headings_have_the_same_fingerprint() -> None:
    assert fingerprint(TITLES) == fingerprint((*(str(title).upper() + "\xa0" for title in TITLES), None, ""))
    assert fingerprint(TITLES) != fingerprint(TITLES[1:])


def test_total_rows() -> None:
    assert is_total_row((None, "Total engagements", 65))
    assert is_total_row(("GRAND  TOTAL",))
    assert is_total_row(("Average score",))
    assert not is_total_row(("Summer fair",))
    assert not is_total_row((None, 4, "Total"))
    assert not is_total_row(("Totally new audience",))
    assert not is_total_row(())


@given(st.integers(0, 16_000))
def test_column_letters(index: int) -> None:
    assert column_letter(index) == get_column_letter(index + 1)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)), st.integers(0, 20))
def test_any_order_of_the_headings_is_found(order: list[int], above: int) -> None:
    sheet = Sheet("a", (*[("x",)] * above, tuple(TITLES[index] for index in order)))
    found = locate(ENGAGEMENT_LOG, sheet)
    assert found is not None
    assert found.header == above
    for place, index in enumerate(order):
        assert found.columns[ENGAGEMENT_LOG.fields[index].key] == place


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.text(max_size=12), st.integers(), st.sampled_from(TITLES)), max_size=20)
)
def test_each_column_serves_one_field(header: list[str | int | None]) -> None:
    columns, _ = match_columns(ENGAGEMENT_LOG, header)
    assert len(set(columns.values())) == len(columns)


def test_another_layout_is_only_data() -> None:
    layout = Layout(
        "survey", (FieldSpec("area", "Neighbourhood area", required=True), FieldSpec("issue", "Issue"))
    )
    found = locate(layout, Sheet("a", (("Issue", "Neighborhood area"),)))
    assert found is not None
    assert found.columns == {"issue": 0, "area": 1}
    assert layout.field("area").title == "Neighbourhood area"
