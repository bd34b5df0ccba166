"""Responses to an open survey: every good row once, every bad one with its cell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.book import Book, Row, Sheet, Value
from npt_desktop.exchange.cells import Choice
from npt_desktop.exchange.delimited import read_csv
from npt_desktop.exchange.responses import RESPONSES, ParsedResponses, parse_responses
from tests.exchange.test_survey import AREAS

SAMPLE = Path(__file__).parents[1] / "data" / "nottsmatters-responses-2026-q2.csv"
TODAY = date(2026, 10, 16)
TITLES: Row = tuple(spec.title for spec in RESPONSES.fields)
GOOD: Row = ("01/07/2026 18:21", "Gedling", "Carlton", "35-49", "scams; drugs", "No", "")


def parse(*rows: Row, header: Row = TITLES) -> ParsedResponses:
    return parse_responses(Book("answers.csv", (Sheet("answers", (header, *rows)),)), AREAS, TODAY)


def changed(**cells: Value) -> Row:
    keys = [spec.key for spec in RESPONSES.fields]
    return tuple(cells.get(key, value) for key, value in zip(keys, GOOD, strict=True))


def test_the_download_is_read_whole() -> None:
    found = parse_responses(read_csv(SAMPLE), AREAS, TODAY)
    assert (len(found.rows), found.rejected, found.skipped, found.names_area) == (60, (), (), True)
    first = found.rows[0]
    assert (first.row, first.day, first.area_key, first.ward, first.age_band, first.issues, first.seen) == (
        2, date(2026, 7, 1), "Rushcliffe", "Balderton", "35-49", "car theft", "No",
    )  # fmt: skip
    assert found.rows[1].comments == "More patrols please"
    assert len({row.natural_key for row in found.rows}) == 60


@pytest.mark.parametrize(
    ("row", "cell", "says"),
    [
        (changed(day="07/13/2026"), "A2", "has no month 13; dates are read day first"),
        (changed(day="31/11/2026"), "A2", "a day that does not exist"),
        (changed(day=""), "A2", "There is no date."),
        (changed(day="01/11/2026 09:00"), "A2", "01/11/2026 is still to come"),
        (changed(area="Narnia"), "B2", "There is no area “Narnia” in this store."),
        (TITLES, "A2", "The headings stand here a second time"),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_read(row: Row, cell: str, says: str) -> None:
    rows: tuple[Row, ...] = (row, changed(area="Ashfield"))
    if row is TITLES:  # a second heading among the first rows refuses the sheet; further down it is a bad row
        rows = (*(changed(ward=str(n)) for n in range(40)), TITLES)
        cell = "A42"
    found = parse(*rows)
    (bad,) = found.rejected
    assert bad.cell == cell
    assert says in bad.reason
    assert len(found.rows) == len(rows) - 1


def test_a_file_of_something_else_is_refused_naming_what_it_lacks() -> None:
    with pytest.raises(CannotDo, match="has no column “What are the three issues"):
        parse(GOOD[:4] + GOOD[5:], header=TITLES[:4] + TITLES[5:])
    with pytest.raises(CannotDo, match="holds no survey responses: its heading row needs “Submitted” and"):
        parse(header=("Hello",))
    with pytest.raises(CannotDo, match="two heading rows on sheet “answers”, rows 1 and 3"):
        parse(GOOD, TITLES, GOOD)


def test_without_a_column_for_the_area_each_row_is_left_to_the_user() -> None:
    found = parse(GOOD[:1] + GOOD[2:], header=TITLES[:1] + TITLES[2:])
    assert (found.names_area, found.rows[0].area_key) == (False, None)


def test_an_answer_that_says_nothing_is_left_out_and_a_comment_alone_is_kept() -> None:
    found = parse(changed(issues=" - "), changed(issues="", comments="Thank you"), (None,) * 7)
    assert [s.row for s in found.skipped] == [2]
    assert [row.comments for row in found.rows] == ["Thank you"]


def test_a_true_date_and_its_text_are_the_same_row() -> None:
    typed, true = parse(changed()), parse(changed(day=datetime.fromisoformat("2026-07-01T18:21")))
    assert typed.rows[0].natural_key == true.rows[0].natural_key


@given(st.lists(st.sampled_from(["drugs", "ASB", "parking"]), min_size=1, max_size=8))
def test_the_same_file_gives_the_same_keys_and_a_row_twice_has_two(issues: list[str]) -> None:
    rows = [changed(issues=issue) for issue in issues]
    first, second = parse(*rows), parse(*reversed(rows))
    keys = [row.natural_key for row in first.rows]
    assert len(set(keys)) == len(issues)
    assert set(keys) == {row.natural_key for row in second.rows}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_divider_and_encoding_gives_the_same_rows(tmp_path: Path, mark: str, encoding: str) -> None:
    path = tmp_path / "answers.csv"
    rows = (TITLES, changed(comments="Café – “noise”"), changed(area="Ashfield", issues="drugs; scams; ASB"))
    quoted = ("\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)).encode(encoding)
    path.write_bytes(quoted)
    book = read_csv(path)
    found = parse_responses(book, [*AREAS, Choice("x", "Elsewhere")], TODAY)
    assert [(row.area_key, row.issues) for row in found.rows] == [
        ("Gedling", "scams; drugs"), ("Ashfield", "drugs; scams; ASB"),
    ]  # fmt: skip
    assert found.rows[0].comments == "Café – “noise”"
    assert found.notes == ()


def test_two_encodings_in_one_file_are_read_line_by_line_and_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    head = ",".join(f'"{title}"' for title in TITLES)
    new = "01/07/2026,Gedling,Carlton,35-49,café noise,No,".encode()
    old = "02/07/2026,Gedling,Carlton,35-49,café music,No,".encode("cp1252")
    path.write_bytes(b"\n".join((head.encode(), new, old)))
    found = parse_responses(read_csv(path), AREAS, TODAY)
    assert [row.issues for row in found.rows] == ["café noise", "café music"]
    said = "The file mixes two encodings. Line 3 was read as Windows-1252: check its accents and signs."
    assert found.notes == (said,)
