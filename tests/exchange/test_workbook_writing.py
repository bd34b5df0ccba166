"""Workbooks we write: text stays text, the marking is everywhere, and what is read back is what was there."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.exchange.cells import Choice, clean_text
from npt_desktop.exchange.delimited import read_csv
from npt_desktop.exchange.engagement import EngagementLists, LogRow, parse_engagement
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.writing import (
    Column,
    Table,
    export_engagement,
    export_engagement_csv,
    write_workbook,
)

MARKING = "OFFICIAL-SENSITIVE"
LISTS = EngagementLists(
    audiences=(Choice("young", "Young people"), Choice("other", "Other")),
    purposes=(Choice("reassure", "Reassurance"),),
    scores=tuple(
        Choice(str(number), label)
        for number, label in enumerate(["Very Poor", "Poor", "Average", "Good", "Excellent"], 1)
    ),
)
FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "#REF!",
    "#N/A",
    "TRUE",
    "1e5",
    "00123",
    "=",
    "{=1+1}",
    "'=1+1",
    '=HYPERLINK("http://127.0.0.1","x")',
]


def log_row(**changes: object) -> LogRow:
    row = LogRow(
        "Engagement 2019",
        4,
        date(2019, 10, 17),
        "young",
        "Young people",
        "reassure",
        "Reassurance",
        "Pupils",
        "PC 2201 Ash",
        (),
        "Ward walk",
        "Went well",
        4,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def one_column(path: Path, values: list[str]) -> None:
    table = Table("Log", "Title", (Column("Text"),), [(value,) for value in values])
    write_workbook(path, [table], marking=MARKING)


def test_nothing_typed_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    one_column(path, FORMULAS)
    for number in range(3):
        book = openpyxl.load_workbook(path)
        cells = [row[0] for row in book["Log"].iter_rows(min_row=4)]
        assert [cell.value for cell in cells] == [clean_text(text) for text in FORMULAS]
        for cell in cells:
            assert cell.data_type == "s"
            assert cell.quotePrefix
        path = tmp_path / f"again{number}.xlsx"
        if number < 2:
            for cell in cells:
                cell.data_type = "s"
            book.save(path)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as box:
        for name in box.namelist():
            assert b"<f>" not in box.read(name)
            assert b"<f " not in box.read(name)


def test_titles_headings_and_markings_are_text_too(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Table("=Log", "=1+1", (Column("=2+2"),), [])], marking="=3+3")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == ["=3+3", "=1+1", "=2+2"]
    assert {sheet.cell(row, 1).data_type for row in (1, 2, 3)} == {"s"}


def test_the_look_of_an_engagement_log(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [log_row(), log_row(summary="Stall", score=None)]
    assert export_engagement(path, rows, marking=MARKING, area="Gedling", lists=LISTS) == 2

    book = openpyxl.load_workbook(path)
    sheet = book["Engagement 2019"]
    values = list(sheet.iter_rows(values_only=True))
    assert values[0][0] == MARKING
    assert values[1][0] == "Engagement Update / Evaluation Gedling 2019"
    assert values[2] == (
        "Date",
        "Target Audience",
        "Purpose",
        "Who Engaged?",
        "Lead Officer Present",
        "Summary of engagement, what was the engagement, what did you do?",
        "OUTCOME: what was the result of your engagement?",
        "Score",
    )
    assert values[3] == (
        datetime(2019, 10, 17),  # noqa: DTZ001
        "Young people",
        "Reassurance",
        "Pupils",
        "PC 2201 Ash",
        "Ward walk",
        "Went well",
        "4 - Good",
    )
    assert values[4][7] is None
    assert sheet["A4"].number_format == "dd/mm/yyyy"
    assert sheet["F4"].alignment.wrap_text
    assert sheet["A3"].font.bold
    assert sheet.column_dimensions["F"].width == 60
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:H5"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == MARKING
    assert sheet.oddFooter.center.text == MARKING
    assert book["Lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["Lists"]["A"]] == ["Young people", "Other", None, None, None]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered["B4:B505"] == "List_Target_Audience"
    assert book.defined_names["List_Target_Audience"].attr_text == "Lists!$A$1:$A$2"


def test_years_in_the_title_and_a_title_given(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [log_row(), log_row(date=date(2021, 1, 1))]
    export_engagement(path, rows, marking="", area="Gedling")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A1"].value == "Engagement Update / Evaluation Gedling 2019-2021"
    assert sheet["H3"].value == "4"
    export_engagement(path, [], title="My month", marking=MARKING, area="Gedling")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet["A2"].value == "My month"
    assert sheet.max_row == 3


def test_an_ampersand_in_the_marking(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Table("A", "", (Column("x"),), [])], marking="R&D only")
    with zipfile.ZipFile(path) as box:
        assert b"R&amp;&amp;D only" in box.read("xl/worksheets/sheet1.xml")


def test_sheet_names_are_made_to_fit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    names = ["a/b:c", "A B C", "x" * 40, "x" * 40, "", "Lists"]
    write_workbook(path, [Table(name, "", (Column("x"),), []) for name in names], marking="")
    made = openpyxl.load_workbook(path).sheetnames
    assert made == ["a b c", "A B C 2", "x" * 31, "x" * 27 + " 2", "Sheet", "Lists 2"]


def test_text_that_is_too_long_is_refused_and_the_old_file_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    one_column(path, ["x" * 32_767])
    old = path.read_bytes()
    with pytest.raises(
        CannotDo, match="Row 5 of “Log” has 32,768 characters in “Text”, a cell holds only 32,767"
    ) as caught:
        one_column(path, ["fine", "\U0001f6b2" * 16_384])
    assert caught.value.says.endswith("shorten that entry, or export as CSV.")
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_cancelled_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    one_column(path, ["old"])
    old = path.read_bytes()

    def stop(done: int, _total: int, _words: str) -> None:
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_engagement(
            path, [log_row(summary=str(n)) for n in range(2000)], marking="", area="Gedling", progress=stop
        )
    assert path.read_bytes() == old
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    made: list[int] = []

    def look(_done: int, _total: int, _words: str) -> None:
        made.append(len(list((tmp_path / "temp").iterdir())))

    export_engagement(tmp_path / "a.xlsx", [log_row()] * 600, marking="", area="Gedling", progress=look)
    assert len(made) >= 3
    assert set(made) == {0}


def test_other_values(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    moment = datetime(2019, 1, 9, 14, 30)  # noqa: DTZ001
    row = (1, 2.5, True, float("nan"), moment, date(1850, 1, 2), None, "")
    write_workbook(
        path, [Table("A", "", tuple(Column(str(number)) for number in range(8)), [row])], marking=""
    )
    values = next(openpyxl.load_workbook(path)["A"].iter_rows(min_row=2, values_only=True))
    assert values == (1, 2.5, "Yes", None, moment, "02/01/1850", None, None)


nasty = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=40),
    st.sampled_from(FORMULAS),
    st.sampled_from(
        ["_x0041_", "_x000D_", "_x005F_x0041_", "a_x0041_b", "]]>", "<b>&amp;", " lead", "trail \n"]
    ),
    st.builds(
        "".join,
        st.lists(st.sampled_from(["_x", "005F", "_", "\r\n", "\xa0", "\x0b", "\ufffe", "é"]), max_size=8),
    ),
)
rows_of_log = st.builds(
    log_row,
    date=st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    audience_text=st.one_of(nasty, st.just("Young people")),
    purpose_text=st.one_of(nasty, st.just("Reassurance")),
    who=nasty,
    lead_text=nasty,
    summary=nasty,
    outcome=nasty,
    score=st.one_of(st.none(), st.integers(1, 5)),
)


def kept(row: LogRow) -> tuple[object, ...]:
    """What must survive: every text as a workbook can hold it, blanks as nothing."""
    texts = (row.audience_text, row.purpose_text, row.who, row.lead_text, row.summary, row.outcome)
    cleaned = [clean_text(text) for text in texts]
    return (row.date, *(text if text.strip() else "" for text in cleaned), row.score)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows_of_log, min_size=5, max_size=40))
@example([log_row(outcome=text, who=text) for text in FORMULAS])
def test_an_exported_log_reads_back_the_same(rows: list[LogRow]) -> None:
    rows = [replace(row, summary=f"{number} {row.summary}") for number, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        export_engagement(path, rows, marking=MARKING, area="Gedling", lists=LISTS)
        log = parse_engagement(read_workbook(path), LISTS)
    assert [kept(row) for row in log.rows] == [kept(row) for row in rows]
    assert log.rejected == ()
    assert log.notes == ()
    assert [skip.sheet for skip in log.skipped] == ["Lists"]
    assert {row.audience_key for row in log.rows if row.audience_text == "Young people"} <= {"young"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows_of_log, max_size=20))
@example([log_row(outcome=text, who=text) for text in FORMULAS])
def test_a_log_in_csv_reads_back_the_same(rows: list[LogRow]) -> None:
    rows = [replace(row, summary=f"{number} {row.summary}") for number, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        export_engagement_csv(path, rows, lists=LISTS)
        log = parse_engagement(read_csv(path), LISTS)
    assert [kept(row) for row in log.rows] == [kept(row) for row in rows]
    assert log.rejected == ()
