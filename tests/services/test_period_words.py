"""Months and quarters in workbooks: in words, and read back as the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.exchange.record_layouts import ANSWERS, PRIORITIES
from npt_desktop.exchange.records import parse_item
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules.periods import quarter_of
from npt_desktop.services.importing import Decisions, Importing, Mode
from npt_desktop.services.kind_people import AnswersKind, PrioritiesKind
from npt_desktop.services.merging import Merging
from npt_desktop.services.returning import Workbooks
from tests.world import World

QUARTER, MONTH = PRIORITIES.field("quarter"), ANSWERS.field("month")


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_month_and_quarter_reads_back_the_same(day: date) -> None:
    month, quarter = day.replace(day=1), quarter_of(day).start
    for kind, spec, first, column in (
        (AnswersKind, MONTH, month, "month"),
        (PrioritiesKind, QUARTER, quarter, "quarter"),
    ):
        shown = kind.words(kind.__new__(kind), spec, {column: first}, {})
        assert parse_item(spec, shown, {}) == first
        assert isinstance(shown, str)


@pytest.mark.parametrize("to_return", [True, False])
def test_a_quarter_stands_in_a_workbook_in_words_and_comes_back_unchanged(
    world: World, tmp_path: Path, to_return: bool
) -> None:
    with world.store.write(world.sergeant, "Chose") as unit:
        held = unit.add(PriorityRound(area_id=world.gedling, quarter=date(2025, 10, 1)))
        unit.session.flush()
        unit.add(Priority(round_id=held.id, area_id=world.gedling, number=1, title="Bikes"))
    path, desk = tmp_path / "a.xlsx", world.desk(world.sergeant)
    Workbooks(desk).write(path, "priorities", to_return=to_return)
    said = {cell.value for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row}
    assert "Oct–Dec 2025" in said
    if to_return:
        assert Merging(desk).look(path).quiet
        return
    importing = Importing(desk)
    gathered = importing.gather([path])
    checked = importing.check(gathered, importing.planner.plan(gathered), Decisions(mode=Mode.BOTH))
    assert [line.state.value for line in checked.lines] == ["same"]
