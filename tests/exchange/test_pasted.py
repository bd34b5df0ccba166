"""A block copied from Excel comes apart into the cells it was."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.engagement import EngagementLists, parse_engagement
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG
from npt_desktop.exchange.pasted import MOST_ROWS, read_pasted, split_cells
from npt_desktop.rules.engagement import LONGEST
from tests.conftest import TODAY


def as_excel(rows: Sequence[Sequence[str]]) -> str:
    """The text Excel puts on the clipboard."""

    def cell(words: str) -> str:
        if any(mark in words for mark in "\t\n"):
            return '"' + words.replace('"', '""') + '"'
        return words

    return "".join("\t".join(map(cell, row)) + "\r\n" for row in rows)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=12
)
# Excel leaves a mark at the start of a plain cell as it is: with another after a tab nobody can tell them from one
# cell between marks.
WORDS = TEXT.filter(lambda words: not words.startswith('"') or any(mark in words for mark in "\t\n"))


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_what_excel_copies_comes_back(rows: list[list[str]]) -> None:
    assert split_cells(as_excel(rows)) == rows


@given(st.text(max_size=40))
def test_any_text_is_split_and_nothing_in_it_is_lost(text: str) -> None:
    cells = "".join(cell for row in split_cells(text) for cell in row)
    drop = str.maketrans("", "", '\t\r\n"')
    assert cells.translate(drop) == text.translate(drop)


def test_a_quotation_at_the_start_of_a_cell_is_no_wrapping() -> None:
    assert split_cells('"Safer" talk\t"Hello"\n') == [['"Safer" talk', '"Hello"']]


def test_a_block_may_bring_its_headings_or_end_with_the_summary() -> None:
    heads = ("Summary", "Date", "Lead Officer", "Audience", "Purpose", "Who")
    rows = (heads, ("Walk", "01/10/2026", "PS 512 Cedar", "Schools", "Reassurance", "Gate"))
    book, refused = read_pasted(as_excel(rows), ENGAGEMENT_LOG)
    found = parse_engagement(book, EngagementLists(), today=TODAY).rows[0]
    assert (found.row, found.summary, found.lead_text, refused) == (2, "Walk", "PS 512 Cedar", ())
    short = as_excel([("01/10/2026", "Schools", "Reassurance", "Gate", "PS 512 Cedar", "Walk")])
    book, refused = read_pasted(short, ENGAGEMENT_LOG)
    found = parse_engagement(book, EngagementLists(), today=TODAY).rows[0]
    assert (found.row, found.summary, found.score, refused) == (1, "Walk", None, ())


def test_too_long_is_said_at_the_cell_and_the_other_rows_stay() -> None:
    rows = [("01/10/2026", "Schools", "Reassurance", "Gate", "PS 512 Cedar", words, "", "")
            for words in ("Walk", "x" * (LONGEST + 1), "y" * LONGEST)]  # fmt: skip
    book, _ = read_pasted(as_excel(rows), ENGAGEMENT_LOG)
    parsed = parse_engagement(book, EngagementLists(), today=TODAY)
    assert [row.row for row in parsed.rows] == [1, 3]
    assert [(bad.cell, bad.reason) for bad in parsed.rejected] == [
        ("F2", "Shorten this to 32,000 characters.")
    ]


def test_nothing_and_too_much_are_refused() -> None:
    for text, says in (
        ("", "nothing to paste"),
        ("\t\n \t", "nothing to paste"),
        ("x\n" * (MOST_ROWS + 1), "at a time"),
    ):
        with pytest.raises(CannotDo, match=says):
            read_pasted(text, ENGAGEMENT_LOG)
