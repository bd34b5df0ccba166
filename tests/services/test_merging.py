"""A workbook taken out, worked on and brought back: nothing lost on either side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from npt_desktop.errors import CannotDo
from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.history import History
from npt_desktop.services.merge_found import Returned
from npt_desktop.services.merging import Merging
from npt_desktop.services.plans import Plans
from npt_desktop.services.returning import Workbooks
from npt_desktop.store.database import Store
from tests.world import World

Edit = Callable[[Any, dict[str, int]], None]


@pytest.fixture
def logged(world: World) -> list[int]:
    """Three entries."""
    log = Engagement(world.desk(world.sergeant))
    return [
        log.log(EntryDraft(
            world.gedling, date(2026, 10, day), world.term(TermKind.AUDIENCE, "Young"),
            world.term(TermKind.PURPOSE, "Problem"), "Youth club", world.sergeant.person_id, f"Talk {day}", "Good", 4,
        ))
        for day in (1, 2, 3)
    ]  # fmt: skip


def out(world: World, path: Path, name: str = "log") -> Path:
    Workbooks(world.desk(world.sergeant)).write(path, name, to_return=True)
    return path


def edited(path: Path, edit: Edit) -> Path:
    """Opens a workbook as Excel would, changes it and saves it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "Record id" for cell in row))
    edit(sheet, {str(cell.value): cell.column for cell in heads if cell.value} | {"": heads[0].row})
    book.save(path)
    return path


def back(world: World, path: Path, choices: str = "", remove: frozenset[str] = frozenset()) -> Returned:
    merging = Merging(world.desk(world.sergeant))
    found = merging.look(path)
    merging.merge(found, {clash.key: choices for clash in found.clashes} if choices else {}, remove)
    return found


def entry(world: World, entry_id: int) -> EngagementEntry:
    with world.desk().read() as session:
        return session.get_one(EngagementEntry, entry_id)


OUTCOME = "OUTCOME: what was the result of your engagement?"
SUMMARY = "Summary of engagement, what was the engagement, what did you do?"


def test_a_workbook_taken_out_has_lists_hints_a_ticket_and_its_marking(
    world: World, logged: list[int], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(out(world, tmp_path / "log.xlsx"))
    log, ticket = book["Engagement log"], book["NPT Desktop"]
    assert ticket.sheet_state == "veryHidden"
    assert log["A1"].value == "OFFICIAL-SENSITIVE"
    assert log.freeze_panes == "A4"
    rules = log.data_validations.dataValidation
    assert {rule.formula1 for rule in rules if rule.type == "list"} == {
        "List_Target_Audience", "List_Purpose", "List_Score", "List_Area",
    }  # fmt: skip
    assert any("leave it as it is" in (rule.prompt or "") for rule in rules)
    said = {row[0].value: row[1].value for row in ticket.iter_rows()}
    assert len(said["store"]) == 32
    assert said["schema"].isdigit()
    assert logged


def test_untouched_it_changes_nothing(world: World, logged: list[int], tmp_path: Path) -> None:
    path = out(world, tmp_path / "log.xlsx")
    with world.desk().read() as session:
        before = session.scalar(select(func.count()).select_from(ChangeSet))
    found = back(world, path)
    assert found.quiet
    assert found.untouched == len(logged)
    with world.desk().read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before


def test_each_side_keeps_what_it_changed_alone(world: World, logged: list[int], tmp_path: Path) -> None:
    path = out(world, tmp_path / "log.xlsx")
    Engagement(world.desk(world.pcso)).evaluate(logged[0], 1, "Good", 5)  # here: the score

    def work(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(at[""] + 1, at[OUTCOME]).value = "Six agreed"  # there: the outcome of the same entry
        sheet.cell(at[""] + 2, at["Score"]).value = None  # there: cleared

    found = back(world, edited(path, work))
    assert not found.clashes
    assert [(c.name, c.fields) for c in found.changes] == [
        ("Talk 1", (("OUTCOME", "Good", "Six agreed"),)), ("Talk 2", (("Score", "4 - Good", ""),)),
    ]  # fmt: skip
    assert (entry(world, logged[0]).outcome, entry(world, logged[0]).score) == ("Six agreed", 5)
    assert entry(world, logged[1]).score is None
    again = back(world, path)
    assert again.quiet
    History(world.desk(world.sergeant)).undo_last()
    assert (entry(world, logged[0]).outcome, entry(world, logged[0]).score) == ("Good", 5)


def test_what_both_sides_changed_is_asked_with_who_and_when(
    world: World, logged: list[int], tmp_path: Path
) -> None:
    path = out(world, tmp_path / "log.xlsx")
    Engagement(world.desk(world.pcso)).evaluate(logged[0], 1, "Four agreed", 4)
    edited(path, lambda sheet, at: setattr(sheet.cell(at[""] + 1, at[OUTCOME]), "value", "Six agreed"))
    merging = Merging(world.desk(world.sergeant))
    found = merging.look(path)
    (clash,) = found.clashes
    assert (clash.base, clash.mine, clash.theirs, clash.by) == (
        "Good",
        "Four agreed",
        "Six agreed",
        "PCSO 4332 Larch",
    )
    assert clash.at is not None
    assert (clash.their_by, clash.their_at is not None) == ("", True)  # as whoever saved it says
    with pytest.raises(CannotDo, match="changed on both sides"):
        merging.merge(found, {})
    assert entry(world, logged[0]).outcome == "Four agreed"
    back(world, path, "mine")
    assert entry(world, logged[0]).outcome == "Four agreed"
    assert back(world, path).quiet  # settled once, not asked again
    edited(path, lambda sheet, at: setattr(sheet.cell(at[""] + 1, at[OUTCOME]), "value", "Seven agreed"))
    assert len(Merging(world.desk(world.sergeant)).look(path).clashes) == 1
    back(world, path, "theirs")
    assert entry(world, logged[0]).outcome == "Seven agreed"
    assert back(world, path).quiet


@pytest.mark.usefixtures("logged")
def test_added_removed_reordered_and_filtered_rows_and_columns_of_their_own(
    world: World, tmp_path: Path
) -> None:
    path = out(world, tmp_path / "log.xlsx")

    def work(sheet: Any, at: dict[str, int]) -> None:
        top = at[""]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top, max_row=top + 3)]
        heads, one, _two, three = rows
        added = list(one)
        added[at[SUMMARY] - 1], added[at["Record id"] - 1], added[at["Version"] - 1] = (
            "Their own walk",
            None,
            None,
        )
        for number, row in enumerate(
            [heads, three, added, one]
        ):  # the second is gone, the order turned about
            for column, value in enumerate([None, *row[::-1], "my note"], 1):
                cell = sheet.cell(top + number, column)
                cell.value = value
        sheet.row_dimensions[top + 1].hidden = True

    edited(path, work)
    found = back(world, path)
    assert (found.changes, found.clashes, found.rejected, found.untouched) == ([], [], [], 2)
    assert [name for _, name in found.fresh] == ["Their own walk"]
    assert [(gone.name, gone.edited) for gone in found.gone] == [("Talk 2", False)]
    with world.desk().read() as session:
        assert session.scalar(select(func.count()).select_from(EngagementEntry)) == 4
    again = back(world, path, remove=frozenset({found.gone[0].uid}))
    assert not again.fresh
    with world.desk().read() as session:
        assert set(session.scalars(select(EngagementEntry.summary))) == {"Talk 1", "Talk 3", "Their own walk"}
    assert back(world, path).quiet


def test_plans_actions_and_key_individuals_come_back_too(world: World, tmp_path: Path) -> None:
    Plans(world.desk(world.sergeant)).open(world.gedling, "Bikes on the trail")
    with world.store.write(world.sergeant, "Met") as unit:
        unit.add(KeyIndividual(area_id=world.gedling, name="Ann Hawthorn", owner_id=world.pcso.person_id))
    path = out(world, tmp_path / "all.xlsx", "all")
    book = openpyxl.load_workbook(path)
    for name, title, value in (
        ("Problem-solving plans", "Objective", "Halve the reports"),
        ("Key individuals", "Owner", "PS 512 Cedar"),
    ):
        sheet = book[name]
        heads = next(row for row in sheet.iter_rows() if any(cell.value == "Record id" for cell in row))
        column = next(cell.column for cell in heads if cell.value == title)
        sheet.cell(heads[0].row + 1, column).value = value
    book.save(path)
    found = back(world, path)
    assert [(c.kind, c.fields) for c in found.changes] == [
        ("plans", (("Objective", "", "Halve the reports"),)),
        ("key-individuals", (("Owner", "PCSO 4332 Larch", "PS 512 Cedar"),)),
    ]  # fmt: skip
    with world.desk().read() as session:
        assert session.scalars(select(KeyIndividual.owner_id)).one() == world.sergeant.person_id
    assert back(world, path).quiet


def test_a_bad_cell_is_told_and_the_rest_merges(world: World, logged: list[int], tmp_path: Path) -> None:
    path = out(world, tmp_path / "log.xlsx")

    def work(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(at[""] + 1, at["Score"]).value = "9"
        sheet.cell(at[""] + 2, at["Score"]).value = "2"

    found = back(world, edited(path, work))
    assert [(bad.column, bad.value) for bad in found.rejected] == [("Score", "9")]
    assert [entry(world, n).score for n in logged] == [4, 2, 4]
    assert not found.gone


def test_only_a_workbook_of_this_store_merges(
    world: World, store: Store, logged: list[int], tmp_path: Path
) -> None:
    from npt_desktop.services import setup
    from npt_desktop.services.desk import Desk

    path = out(world, tmp_path / "log.xlsx")
    setup.lay_out(store)
    with pytest.raises(CannotDo, match="taken out of another store"):
        Merging(Desk(store, world.sergeant)).look(path)
    Workbooks(world.desk(world.sergeant)).write(tmp_path / "read.xlsx", "log")
    with pytest.raises(CannotDo, match="was not taken out for work"):
        Merging(world.desk(world.sergeant)).look(tmp_path / "read.xlsx")
    with pytest.raises(CannotDo, match="choose one of"):
        Workbooks(world.desk()).write(tmp_path / "x.xlsx", "qa", to_return=True)
    assert Workbooks(world.desk()).write(tmp_path / "x.csv", "log") == len(logged)
