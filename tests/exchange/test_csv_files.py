"""CSV out and in: nothing runs in a spreadsheet program, nothing is changed on the way back."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npt_desktop.exchange.book import UnreadableWorkbook
from npt_desktop.exchange.cells import clean_text
from npt_desktop.exchange.delimited import read_csv, write_csv
from npt_desktop.exchange.limits import Limits
from npt_desktop.rules.guarding import as_lines, guard, unguard

texts = st.one_of(st.text(), st.builds("".join, st.lists(st.sampled_from("'=+-@\t\r\n ＝x"), max_size=6)))


@given(texts)
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "'="])
def test_formulas_are_guarded(start: str) -> None:
    assert guard(f"{start}1+1") == f"'{start}1+1"


def test_ordinary_text_is_left_alone() -> None:
    for text in ("", "Ward walk", "'tis", "4 - Good", "a=b"):
        assert guard(text) == text
        assert unguard(text) == text


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_written_and_read_back(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        assert write_csv(path, ["Summary", "=Outcome"], rows) == len(rows)
        read = read_csv(path).sheets[0].rows
    assert read[0] == ("Summary", "=Outcome")
    expected = [tuple(clean_text(text) or None for text in row) for row in rows]
    assert [tuple(row) for row in read[1:]] == expected


def test_dates_numbers_and_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ["Date", "Score", "Text"], [(date(2019, 1, 9), -4, None)])
    assert path.read_bytes() == b"\xef\xbb\xbfDate,Score,Text\r\n09/01/2019,-4,\r\n"
    path.write_bytes("Date;Who\r\n1/2/2019;Café\r\n".encode("cp1252"))
    assert read_csv(path).sheets[0].rows == (("Date", "Who"), ("1/2/2019", "Café"))
    path.write_bytes("Date\tWho\r\n".encode("utf-16"))
    assert read_csv(path).sheets[0].rows == (("Date", "Who"),)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b" \r\n", "empty"), (b"PK\x03\x04rest", "not_csv"), (b"a\0b", "not_csv")],
)
def test_what_is_no_csv(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableWorkbook) as caught:
        read_csv(path)
    assert caught.value.code == code


def test_csv_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\nc,d\n")
    for limits in (Limits(rows=1), Limits(columns=1), Limits(file_size=3)):
        with pytest.raises(UnreadableWorkbook):
            read_csv(path, limits=limits)
    with pytest.raises(UnreadableWorkbook):
        read_csv(tmp_path / "gone.csv")


def test_copied_cells_are_text_where_they_are_pasted_and_come_back_as_they_were() -> None:
    from npt_desktop.exchange.layouts import ENGAGEMENT_LOG
    from npt_desktop.exchange.pasted import read_pasted

    cells = [
        "01/10/2026",
        "=1+1",
        "+44 115 000",
        "@SUM(A1)",
        "-3",
        "＝HYPERLINK()",
        "two\nlines\there",
        "-4 %",
    ]
    text = as_lines([cells])
    assert text == "01/10/2026\t'=1+1\t'+44 115 000\t'@SUM(A1)\t-3\t'＝HYPERLINK()\ttwo lines here\t-4 %"
    book, _ = read_pasted(text, ENGAGEMENT_LOG)
    assert list(book.sheets[0].rows[1]) == [" ".join(cell.split()) for cell in cells]
