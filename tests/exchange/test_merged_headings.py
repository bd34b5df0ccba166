"""Headings merged over two rows or over several columns, as teams lay their logs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from npt_desktop.exchange.book import Sheet
from npt_desktop.exchange.layouts import ENGAGEMENT_LOG, locate
from npt_desktop.exchange.safe import read_workbook
from npt_desktop.exchange.sheets import fit, guess
from npt_desktop.exchange.survey import parse_survey
from npt_desktop.services.importing import LineState
from tests.exchange.test_survey import AREAS, ISSUES
from tests.services.test_importing import looked
from tests.world import World

UPPER = ("Engagement", None, None, "Who Engaged?", "Lead Officer Present", "Summary", "Outcome", "Score")
LOWER = ("Type", "Date", "Purpose", None, None, None, None, None)
ENTRY = (
    "Residents",
    date(2026, 10, 1),
    "Reassurance",
    "Neighbours",
    "PS 512 Cedar",
    "Street walk",
    "Lights out",
    4,
)


def merged(path: Path, rows: Sequence[Sequence[object]], *ranges: str) -> Path:
    """A workbook with cells merged as Excel merges them: the words stand in the upper left one."""
    book = openpyxl.Workbook()
    book.active.title = "Log"
    for row in rows:
        book.active.append(list(row))
    for cells in ranges:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def sheet(*rows: Sequence[object]) -> Sheet:
    return Sheet("Log", tuple(tuple(row) for row in rows))  # type: ignore[arg-type]


def test_a_log_with_merged_headings_comes_in(world: World, tmp_path: Path) -> None:
    title = ("Engagement Log Gedling 2026",)
    rows = (title, (), UPPER, LOWER, ENTRY, (*ENTRY[:5], "Speed watch", None, None))
    down = [f"{letter}3:{letter}4" for letter in "DEFGH"]
    path = merged(tmp_path / "Gedling.xlsx", rows, "A1:H1", "A3:C3", *down)
    importing, checked = looked(world, path)
    plan = checked.plans[0]
    assert plan.located is not None
    assert plan.located.header == 3
    assert {key: at for key, at in plan.located.columns.items() if key != "audience"} == {
        "date": 1, "purpose": 2, "who": 3, "lead": 4, "summary": 5, "outcome": 6, "score": 7,
    }  # fmt: skip
    titles = [head.title for head in importing.planner.headings(checked.gathered, plan)]
    assert titles == ["Type", "Date", "Purpose", *UPPER[3:]]
    assert [line.state for line in checked.lines] == [LineState.NEW] * 2
    assert importing.commit(checked).added == 2
    _, again = looked(world, path)
    assert again.plans[0].remembered
    assert [line.state for line in again.lines] == [LineState.SAME] * 2


def test_a_group_over_two_columns_tells_two_dates_apart() -> None:
    """Of “Date” twice, the one under “Engagement” is the date of engagement, wherever it stands."""
    upper = ("Planned", None, "Engagement", None, "Summary", "Outcome")
    lower = ("Date", "By", "Date", "Who", None, None)
    found = guess(ENGAGEMENT_LOG, sheet(upper, lower, ("1/9", "x", "1/10", "All", "Walk", "Good")), {})
    assert found is not None
    assert (found.header, found.columns["date"]) == (1, 2)
    assert found.notes == ("Columns A and C both look like “Date”; column C was read.",)


def test_a_heading_over_several_columns_of_one_row_is_its_first_column() -> None:
    heads = ("Date", "Target Audience", "Summary", None, None, "Outcome", "Score")
    found = guess(ENGAGEMENT_LOG, sheet(heads, ("1/10/2026", "Residents", "Walk", None, None, "Good", 4)), {})
    assert found is not None
    assert (found.header, found.columns["summary"], found.columns["outcome"]) == (0, 2, 5)


@pytest.mark.parametrize(
    "above",
    [
        ("Engagement Log 2026",),
        ("Gedling", "2026"),
        ("Updated", None, None, None, None, None, None, None, "Total"),
        ("Note", "x" * 200),
        (),
    ],
)
def test_what_stands_above_one_row_of_headings_changes_nothing(above: tuple[object, ...]) -> None:
    heads = tuple(spec.title for spec in ENGAGEMENT_LOG.fields)
    alone = guess(ENGAGEMENT_LOG, sheet(heads, ENTRY), {})
    under = guess(ENGAGEMENT_LOG, sheet(above, heads, ENTRY), {})
    assert alone is not None
    assert under is not None
    assert (under.header, under.columns) == (1, alone.columns)
    assert locate(ENGAGEMENT_LOG, sheet(above, heads, ENTRY)) is not None


def test_a_first_row_with_blanks_is_no_second_row_of_headings() -> None:
    heads = tuple(spec.title for spec in ENGAGEMENT_LOG.fields)
    found = guess(ENGAGEMENT_LOG, sheet(heads, ("Residents", *[None] * 7), ENTRY), {})
    assert found is not None
    assert found.header == 0
    assert fit(ENGAGEMENT_LOG, found, sheet(heads, ENTRY)) == 8


def test_figures_under_merged_headings_are_read(tmp_path: Path) -> None:
    rows = (
        ("Survey July to September 2026",),
        ("Neighbourhood area", "Respondents", "Issue", "Citing it", None, "Change"),
        (None, None, None, "Count", "% citing", None),
        ("Gedling", 200, "Off-road bikes", 104, 52.0, 4.2),
        (None, None, None, None, None, "n/a"),
    )
    path = merged(tmp_path / "survey.xlsx", rows, "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3")
    parsed = parse_survey(read_workbook(path), AREAS, ISSUES)
    assert [(row.count, row.percent, row.change) for row in parsed.rows] == [(104, 52.0, 4.2)]
