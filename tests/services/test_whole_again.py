"""A workbook of the whole store, edited in Excel: brought back, edited further and brought back again; and what is
typed into it that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.ticket import UID
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.whole import Whole
from npt_desktop.services.whole_looking import WholeFound
from npt_desktop.store import health
from tests.world import World

LOG = "Engagement entry"


@pytest.fixture
def entry(world: World) -> int:
    return Engagement(world.desk(world.sergeant)).log(EntryDraft(
        world.gedling, date(2026, 10, 1), world.term(TermKind.AUDIENCE, "Young"),
        world.term(TermKind.PURPOSE, "Problem"), "Youth club", world.sergeant.person_id, "Met the club", "Good", 4,
    ))  # fmt: skip


@pytest.fixture
def out(world: World, entry: int, tmp_path: Path) -> Path:
    del entry
    path = tmp_path / "all.xlsx"
    Whole(world.desk(world.hub)).write(path)
    return path


def edit(path: Path, change: Callable[[Worksheet, dict[str, int], int], None], sheet: str = LOG) -> None:
    """Work on a sheet as in Excel: what ``change`` does with it, its columns by title and its first row of records."""
    book = openpyxl.load_workbook(path)
    found = book[sheet]
    head = next(line for line in found.iter_rows() if UID in [cell.value for cell in line])
    columns = {str(cell.value): int(cell.column or 0) for cell in head}
    change(found, columns, int(head[0].row or 0) + 1)
    book.save(path)


def types(path: Path, title: str, value: object, *, sheet: str = LOG) -> None:
    edit(path, lambda ws, at, first: ws.cell(first, at[title]).__setattr__("value", value), sheet)


def back(world: World, path: Path, choice: str = "") -> WholeFound:
    whole = Whole(world.desk(world.hub))
    found = whole.look_any(path)
    assert isinstance(found, WholeFound)
    whole.merge_any(found, {clash.key: choice for clash in found.clashes} if choice else {})
    return found


def says(world: World, entry: int) -> EngagementEntry:
    with world.store.read() as session:
        return session.get_one(EngagementEntry, entry)


def edited_here(world: World, entry: int, outcome: str) -> None:
    log = Engagement(world.desk(world.sergeant))
    draft, version = log.draft(entry)
    log.edit(entry, version, replace(draft, outcome=outcome))


def test_who_goes_on_working_on_it_sends_only_what_is_new(world: World, entry: int, out: Path) -> None:
    types(out, "Outcome", "From there")
    assert len(back(world, out).changes) == 1
    assert back(world, out).quiet
    types(out, "Summary", "Met the club again")
    second = back(world, out)
    assert [[title for title, _, _ in change.fields] for change in second.changes] == [["Summary"]]
    assert not second.clashes
    there = says(world, entry)
    assert (there.outcome, there.summary) == ("From there", "Met the club again")


def test_what_came_back_and_was_changed_here_since_is_not_undone_by_the_second(
    world: World, entry: int, out: Path
) -> None:
    types(out, "Outcome", "From there")
    back(world, out)
    edited_here(world, entry, "Ours")
    types(out, "Summary", "Met the club again")
    second = back(world, out)
    assert not second.clashes, "what they sent before is not sent again"
    assert says(world, entry).outcome == "Ours"
    types(out, "Outcome", "There once more")
    third = back(world, out, "theirs")
    assert [(clash.mine, clash.theirs) for clash in third.clashes] == [("Ours", "There once more")]
    assert says(world, entry).outcome == "There once more"


def test_a_record_added_there_is_edited_further_there_and_stays_removed_once_removed_here(
    world: World, entry: int, out: Path
) -> None:
    uid = "f" * 32

    def add(ws: Worksheet, at: dict[str, int], first: int) -> None:
        line = [cell.value for cell in ws[first]]
        line[at[UID] - 1], line[at["Summary"] - 1] = uid, "A second visit"
        ws.append(line)

    edit(out, add)
    assert len(back(world, out).fresh) == 1
    edit(out, lambda ws, at, first: ws.cell(first + 1, at["Summary"]).__setattr__("value", "A third visit"))
    second = back(world, out)
    assert (len(second.changes), second.clashes, second.fresh) == (1, [], [])
    with world.desk(world.sergeant).write("Removed") as unit:
        (found,) = [one for one in unit.session.query(EngagementEntry).all() if one.uid == uid]
        assert found.summary == "A third visit"
        unit.remove(found)
    third = back(world, out)
    assert third.fresh == []
    assert [note.reason for note in third.skipped] == ["“A third visit” was removed here; it stays removed."]
    assert says(world, entry).summary == "Met the club"


def test_a_row_that_goes_after_it_came_is_told_with_whether_it_was_changed_here(
    world: World, entry: int, out: Path
) -> None:
    types(out, "Outcome", "From there")
    types(out, "Number", "777", sheet="Person")  # by what is left of it, it is known for the same copy
    back(world, out)
    edit(out, lambda ws, _, first: ws.delete_rows(first))
    assert [gone.edited for gone in back(world, out).gone] == [False], "only what this workbook brought"
    edited_here(world, entry, "Ours")
    assert [gone.edited for gone in back(world, out).gone] == [True]


def test_what_was_settled_for_one_taking_out_is_asked_again_for_another(
    world: World, entry: int, out: Path, tmp_path: Path
) -> None:
    edited_here(world, entry, "Ours")
    types(out, "Outcome", "From there")
    assert len(back(world, out, "mine").clashes) == 1
    assert back(world, out).clashes == [], "settled"
    later = tmp_path / "later.xlsx"
    Whole(world.desk(world.chief)).write(later)
    edited_here(world, entry, "Ours again")
    types(later, "Outcome", "From there")
    assert [clash.theirs for clash in back(world, later, "mine").clashes] == ["From there"]


@pytest.mark.parametrize(
    ("sheet", "title", "value", "why"),
    [
        (LOG, "Day", "32/10/2026", "is not"),
        (LOG, "Score", "four", "“four” is not a number."),
        (LOG, "Day", None, "There is nothing in this cell."),
        ("Person", "Role", "captain", "“captain” is not one of the values this column can have."),
        (LOG, "From hate crime", "perhaps", "Say Yes or No."),
    ],
)
def test_a_cell_that_cannot_be_is_told_and_its_row_left(
    world: World, entry: int, out: Path, sheet: str, title: str, value: object, why: str
) -> None:
    del entry
    types(out, title, value, sheet=sheet)
    found = back(world, out)
    assert [(bad.sheet, bad.column) for bad in found.rejected] == [(sheet, title)]
    assert why in found.rejected[0].reason
    assert found.gone == []
    assert found.changes == []


def test_a_row_that_points_at_nothing_is_left(world: World, entry: int, out: Path) -> None:
    before = says(world, entry).area_id
    types(out, "Area id", "0" * 32)
    found = back(world, out)
    assert [note.reason for note in found.skipped] == [
        "“Met the club” has an id under Area that is in neither store; left as it is."
    ]
    assert says(world, entry).area_id == before


def test_rows_and_sheets_without_their_record_ids_are_told(world: World, entry: int, out: Path) -> None:
    del entry

    def unnamed(ws: Worksheet, at: dict[str, int], first: int) -> None:
        line = [cell.value for cell in ws[first]]
        ws.append(line)
        line[at[UID] - 1] = None
        ws.append(line)

    edit(out, unnamed)
    book = openpyxl.load_workbook(out)
    del book["Person"]
    book.save(out)
    found = back(world, out)
    assert (found.gone, found.changes, found.fresh) == ([], [], [])
    assert sorted(note.reason.split(":")[0] for note in found.skipped) == [
        "It has no record id", "Its record id stands above too",
        "The sheet is not in the workbook any more; left as it is.",
    ]  # fmt: skip


def test_what_cannot_stand_together_is_refused_in_a_sentence(world: World, entry: int, out: Path) -> None:
    def twice(ws: Worksheet, at: dict[str, int], first: int) -> None:
        ws.cell(first + 1, at["Name"]).value = ws.cell(first, at["Name"]).value

    edit(out, twice, "Area")
    with pytest.raises(CannotDo, match="says the same twice where only one may be"):
        back(world, out)
    assert says(world, entry).summary == "Met the club"


def test_a_record_others_point_at_cannot_be_removed_by_a_row_that_is_gone(
    world: World, entry: int, out: Path
) -> None:
    edit(out, lambda ws, _, first: ws.delete_rows(first), "Area")
    whole = Whole(world.desk(world.hub))
    found = whole.look_any(out)
    with pytest.raises(CannotDo, match="others still point at a record"):
        whole.merge_any(found, {}, frozenset(gone.uid for gone in found.gone))
    assert says(world, entry).area_id == world.gedling
    assert health.check(world.store.path).sound
