"""Street-level crime files: counted by small area, month and category, each crime once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.exchange import crime
from npt_desktop.exchange.crime import COLUMNS, read_crime
from npt_desktop.exchange.limits import Limits

SAMPLE = Path(__file__).parents[1] / "data" / "2022-02-street-extract.csv"
TODAY = date(2026, 10, 16)
ID = "a1" * 32


def written(tmp_path: Path, *rows: str, head: str = ",".join(COLUMNS), mark: str = ",") -> Path:
    path = tmp_path / "2026-08-street.csv"
    path.write_text("\n".join((head, *rows)).replace(",", mark), "utf-8")
    return path


def row(
    identity: str = ID, month: str = "2026-08", lsoa: str = "E01,Ashfield 001A", kind: str = "Drugs"
) -> str:
    return f"{identity},{month},-1.2,53.1,On or near Elm Street,{lsoa},{kind},Under investigation"


def counts(path: Path) -> dict[tuple[str, date], Counter[str]]:
    places = read_crime(path, TODAY).places
    return {key: Counter(kind for kind, _ in place.marks.values()) for key, place in places.items()}


def test_the_published_columns_are_read() -> None:
    found = read_crime(SAMPLE, TODAY)
    assert (found.rows, found.twice, found.rejected) == (48, 0, ())
    assert {month for _, month in found.places} == {date(2022, 2, 1)}
    total = Counter(kind for place in found.places.values() for kind, _ in place.marks.values())
    assert total.total() == 48
    assert {place.name.rpartition(" ")[0] for place in found.places.values()} == {"Ashfield", "Amber Valley"}


def test_a_crime_twice_counts_once_but_two_alike_without_an_identity_are_two(tmp_path: Path) -> None:
    asb = row("", kind="Anti-social behaviour")
    path = written(tmp_path, row(), row(), row("b2" * 32), asb, asb)
    assert read_crime(path, TODAY).twice == 1
    assert counts(path) == {("E01", date(2026, 8, 1)): Counter({"Drugs": 2, "Anti-social behaviour": 2})}


def test_a_crime_without_a_place_is_counted_where_nothing_is_mapped(tmp_path: Path) -> None:
    assert counts(written(tmp_path, row(lsoa=","))) == {("-", date(2026, 8, 1)): Counter({"Drugs": 1})}


def test_a_file_written_by_a_spreadsheet_guard_holds_the_same_crimes(tmp_path: Path) -> None:
    asb = row("", kind="Anti-social behaviour")
    plain = read_crime(written(tmp_path, asb), TODAY).places
    guarded = read_crime(
        written(tmp_path, asb.replace(",-1.2,", ",'-1.2,"), "", head="\n" + ",".join(COLUMNS)), TODAY
    )
    assert [list(place.marks) for place in guarded.places.values()] == [list(p.marks) for p in plain.values()]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_divide_too(tmp_path: Path, mark: str) -> None:
    assert counts(written(tmp_path, row(), mark=mark)) == {("E01", date(2026, 8, 1)): Counter({"Drugs": 1})}


@pytest.mark.parametrize(
    ("line", "cell", "says"),
    [
        (row(month="2026-11"), "B2", "“2026-11” is not a month up to now"),
        (row(month="Aug 2026"), "B2", "“Aug 2026” is not a month"),
        (row(kind=""), "H2", "There is no crime type."),
        ("a,b", "B2", "The row is cut short."),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, cell: str, says: str) -> None:
    found = read_crime(written(tmp_path, line, row()), TODAY)
    (bad,) = found.rejected
    assert bad.cell == cell
    assert says in bad.reason
    assert found.rows == 2


def test_a_file_of_something_else_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="has no column “LSOA code”: its first row needs it"):
        read_crime(written(tmp_path, row(), head=",".join(COLUMNS).replace("LSOA code", "Place")), TODAY)
    with pytest.raises(CannotDo, match="holds no street-level crime"):
        read_crime(written(tmp_path, row(), head="Date,Audience"), TODAY)
    with pytest.raises(CannotDo, match="headings again in row 3"):
        read_crime(written(tmp_path, row(), ",".join(COLUMNS), row("b2" * 32)), TODAY)
    with pytest.raises(CannotDo, match="holds headings and no crime"):
        read_crime(written(tmp_path), TODAY)


def test_a_file_far_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as out:
        out.truncate(300 * 1024 * 1024)  # takes no room on the disk
    with pytest.raises(CannotDo, match=r"“big\.csv” is larger than"):
        read_crime(path, TODAY)
    monkeypatch.setattr(crime, "LIMITS", Limits(rows=2))
    with pytest.raises(CannotDo, match="holds too much"):
        read_crime(written(tmp_path, row(), row("b2" * 32)), TODAY)
