"""The board read from real meetings, exported and printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.services.compliance import By, Compliance
from npt_desktop.services.exporting_quality import answers_workbook, board_table, board_workbook
from npt_desktop.services.quality import Quality
from npt_desktop.services.reporting_quality import pack_pdf
from npt_desktop.store.clock import FixedClock
from tests.conftest import TODAY
from tests.world import World

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
MET, PARTLY, NOT_MET, ASIDE = AnswerValue


def hold(world: World, clock: FixedClock, month: date, met: int, *, sign: bool = True) -> None:
    """Gedling's meeting: the first ``met`` questions met, the others not."""
    kept, clock.moment = clock.moment, clock.moment + (month - OCTOBER)
    quality = Quality(world.desk(world.chief))
    for nth, due in enumerate(quality.page(world.gedling, month).due):
        quality.answer(
            world.gedling, month, due.question.number, MET if nth < met else NOT_MET, f"=Seen {nth}"
        )
    if sign:
        quality.finish(world.gedling, month, "Ch Insp Linden")
    clock.moment = kept


def test_a_signed_a_running_and_a_missing_meeting_stand_on_the_board(world: World, clock: FixedClock) -> None:
    hold(world, clock, SEPTEMBER, 7)
    Quality(world.desk(world.chief)).answer(world.gedling, OCTOBER, 3, MET, "Seen")
    board = Compliance(world.desk()).board(date(2026, 8, 1), OCTOBER)
    assert [row.name for row in board.rows] == ["Gedling", "Ashfield"]
    gedling, ashfield = board.rows
    assert [c.words for c in gedling.cells] == ["nothing due", "7 of 14 met", "1 of 22 met, 1 of 22 answered"]
    assert [c.percent for c in gedling.cells] == [None, 50, 4]
    assert {c.words for c in ashfield.cells} == {"nothing due"}
    assert board.area_of(gedling, 1) == world.gedling
    assert [(s.area, s.last_on, s.days_since) for s in board.standings] == [
        ("Gedling", TODAY + (SEPTEMBER - OCTOBER), 30), ("Ashfield", None, None),
    ]  # fmt: skip


def test_rows_may_be_questions_sections_or_inspectors(world: World, clock: FixedClock) -> None:
    hold(world, clock, SEPTEMBER, 14)
    compliance = Compliance(world.desk())
    questions = compliance.board(SEPTEMBER, SEPTEMBER, By.QUESTION)
    assert len(questions.rows) == 24
    assert [row.number for row in questions.rows if row.cells[0].due] == [
        d.question.number for d in Quality(world.desk()).page(world.gedling, SEPTEMBER).due
    ]
    assert questions.area_of(questions.rows[2], 0) == world.gedling
    sections = compliance.board(SEPTEMBER, SEPTEMBER, By.SECTION)
    assert sum(row.cells[0].due for row in sections.rows) == 14 == questions.total.cells[0].due
    inspectors = compliance.board(SEPTEMBER, SEPTEMBER, By.INSPECTOR)
    assert [row.name for row in inspectors.rows] == ["Insp Rowan"]


def test_actions_late_are_counted_by_area(world: World, clock: FixedClock) -> None:
    quality = Quality(world.desk(world.chief))
    quality.add_action(world.gedling, OCTOBER, 5, "Visit", world.inspector.person_id, TODAY)
    assert Compliance(world.desk()).board().standings[0].actions_late == 0
    clock.moment += timedelta(days=1)
    assert [s.actions_late for s in Compliance(world.desk()).board().standings] == [1, 0]


def test_months_that_run_backwards_or_are_too_many_are_refused(world: World) -> None:
    with pytest.raises(CannotDo, match="begin with the earlier month"):
        Compliance(world.desk()).board(OCTOBER, SEPTEMBER)
    with pytest.raises(CannotDo, match="fewer months"):
        Compliance(world.desk()).board(date(1999, 1, 1), OCTOBER)
    assert len(Compliance(world.desk()).board().months) == 12


def test_every_answer_goes_out_as_one_row(world: World, clock: FixedClock, tmp_path: Path) -> None:
    hold(world, clock, SEPTEMBER, 7)
    target = tmp_path / "qa.xlsx"
    assert answers_workbook(world.desk(), target) == 14
    sheet = load_workbook(target)["QA answers"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2] == [
        "Area", "Month", "Question", "Text", "Answer", "Note", "Evidence", "Answered by", "When",
    ]  # fmt: skip
    assert len(rows) == 3 + 14
    first = rows[3]
    assert first[0] == "Gedling"
    assert first[2] == 3
    assert first[4:6] == ["Met", "=Seen 0"]
    assert sheet.cell(4, 6).data_type == "s"
    assert first[6].endswith(".")
    assert first[7] == "Ch Insp Linden"
    assert answers_workbook(world.desk(), target, area_id=world.ashfield) == 0
    assert answers_workbook(world.desk(), target, first=OCTOBER) == 0
    assert answers_workbook(world.desk(), target, last=SEPTEMBER) == 14


def test_the_board_goes_out_as_it_is_shown(world: World, clock: FixedClock, tmp_path: Path) -> None:
    hold(world, clock, SEPTEMBER, 7)
    board = Compliance(world.desk()).board(SEPTEMBER, OCTOBER)
    heads, lines = board_table(board)
    assert heads == ("Area", "Sep 2026", "Oct 2026")
    assert lines[0] == ["Gedling", "50 %, 7 of 14 met", "to come"]
    assert board_workbook(world.desk(), board, tmp_path / "board.xlsx") == 3


def test_a_pack_needs_a_meeting_and_counts_the_areas(world: World, clock: FixedClock, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    with pytest.raises(CannotDo, match="No area has a QA meeting in September 2026"):
        pack_pdf(world.desk(), SEPTEMBER, target)
    hold(world, clock, SEPTEMBER, 7)
    assert pack_pdf(world.desk(), SEPTEMBER, target) == 1
    assert target.read_bytes().startswith(b"%PDF")
