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
from npt_desktop.models.kinds import Role, TermKind
from npt_desktop.models.organisation import Person
from npt_desktop.models.plans import PlanSource, ProblemPlan
from npt_desktop.services import keeping, setup
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.merging import Merging
from npt_desktop.services.plans import Plans
from npt_desktop.services.returning import Workbooks
from npt_desktop.services.whole import Whole
from npt_desktop.services.whole_looking import WholeFound
from npt_desktop.store import health
from npt_desktop.store.opening import open_store
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
        "“Met the club”: the record that its Area names is not here; left as it is."
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


# -- another copy of the store, and what happens between looking and merging --
def test_a_workbook_of_a_copy_that_went_another_way_asks_about_each_difference(
    world: World, entry: int, tmp_path: Path
) -> None:
    """Its versions say nothing of the records here."""
    there = tmp_path / "there" / "s.npt"
    there.parent.mkdir()
    keeping.back_up(world.store, there)
    edited_here(world, entry, "Ours")
    copy = open_store(there, clock=world.store.clock)
    book, log = tmp_path / "all.xlsx", tmp_path / "log.xlsx"
    for outcome in ("Theirs", "Theirs again"):
        with Desk(copy, world.sergeant).write("Edited there") as unit:
            unit.get(EngagementEntry, entry).outcome = outcome
    Whole(Desk(copy, world.hub)).write(book)
    Workbooks(Desk(copy, world.hub)).write(log, "log", to_return=True)
    copy.close()
    found = back(world, book, "mine")
    assert [(clash.mine, clash.theirs) for clash in found.clashes] == [("Ours", "Theirs again")]
    assert says(world, entry).outcome == "Ours"
    with pytest.raises(CannotDo, match="another copy of this one"):
        Merging(world.desk(world.hub)).look(log)


@pytest.mark.parametrize("kind", ["all", "log"])
def test_what_is_edited_here_after_the_look_is_not_overwritten(
    world: World, entry: int, out: Path, tmp_path: Path, kind: str
) -> None:
    whole = Whole(world.desk(world.hub))
    if kind == "log":
        out = tmp_path / "log.xlsx"
        Workbooks(world.desk(world.hub)).write(out, "log", to_return=True)
    sheet = openpyxl.load_workbook(out).sheetnames[0] if kind == "log" else LOG
    title = "OUTCOME: what was the result of your engagement?" if kind == "log" else "Outcome"
    types(out, title, "From there", sheet=sheet)
    found = whole.look_any(out)
    assert found.changes
    edited_here(world, entry, "Ours")
    with pytest.raises(CannotDo, match="was changed here meanwhile: open the file again"):
        whole.merge_any(found, {})
    assert says(world, entry).outcome == "Ours"
    again = whole.look_any(out)
    assert [(clash.mine, clash.theirs) for clash in again.clashes] == [("Ours", "From there")]


def test_a_record_removed_between_looking_and_merging_is_told(world: World, entry: int, out: Path) -> None:
    types(out, "Outcome", "From there")
    whole = Whole(world.desk(world.hub))
    found = whole.look_any(out)
    Engagement(world.desk(world.sergeant)).remove([entry])
    with pytest.raises(CannotDo, match="was changed here meanwhile"):
        whole.merge_any(found, {})


# -- links --
def test_one_lead_settled_is_not_another_of_the_same_rank(world: World, entry: int, out: Path) -> None:
    oak, elm, ash = (
        setup.add_person(world.store, name, "PS", Role.SERGEANT, (world.gedling,), number=number)
        for name, number in (("Oak", "1"), ("Elm", "2"), ("Ash", "3"))
    )
    Whole(world.desk(world.hub)).write(out)
    with world.store.read() as session:
        uids = {one: session.get_one(Person, one).uid for one in (oak, elm, ash)}
    with world.desk(world.sergeant).write("Led by another") as unit:
        unit.get(EngagementEntry, entry).lead_id = oak
    types(out, "Lead id", uids[elm])
    assert [(c.mine, c.theirs) for c in back(world, out, "mine").clashes] == [("PS 1 Oak", "PS 2 Elm")]
    types(out, "Lead id", uids[ash])
    assert [(c.mine, c.theirs) for c in back(world, out, "mine").clashes] == [("PS 1 Oak", "PS 3 Ash")]


def test_a_link_to_a_record_removed_here_is_told_and_left(world: World, entry: int, out: Path) -> None:
    gone = setup.add_person(world.store, "Oak", "PS", Role.SERGEANT, (world.gedling,), number="1")
    Whole(world.desk(world.hub)).write(out)
    with world.desk(world.hub).write("Removed") as unit:
        person = unit.get(Person, gone)
        uid = person.uid
        unit.remove(person)
    types(out, "Lead id", uid)
    types(out, "Outcome", "From there")
    found = back(world, out)
    assert "“Met the club”: the record that its Lead names is not here; left as it is." in [
        note.reason for note in found.skipped
    ]
    there = says(world, entry)
    assert (there.lead_id, there.outcome) == (world.sergeant.person_id, "From there")


def test_what_was_removed_here_with_all_its_parts_is_not_told_again(world: World, tmp_path: Path) -> None:
    plan = Plans(world.desk()).open(world.gedling, "Bikes")
    Plans(world.desk()).put(plan, PlanSource, {"what": "Survey", "day": date(2026, 10, 1)})
    there = tmp_path / "there" / "s.npt"
    there.parent.mkdir()
    keeping.back_up(world.store, there)
    with world.desk().write("Removed") as unit:
        unit.remove(unit.session.query(PlanSource).one())
        unit.remove(unit.get(ProblemPlan, plan))
    found = back(world, there)
    assert (found.skipped, found.fresh, found.changes) == ([], [], [])


def test_words_typed_over_a_link_and_what_the_program_gives_are_told(
    world: World, entry: int, out: Path
) -> None:
    plan = Plans(world.desk()).open(world.gedling, "Bikes")
    Whole(world.desk(world.hub)).write(out)
    types(out, "Area", "Ashfield")
    types(out, "Reference", "PSP 1", sheet="Problem plan")
    assert sorted(note.reason for note in back(world, out).skipped) == [
        "“Bikes”: its reference is given by the program; it stays as it is.",
        "“Met the club”: Area was typed over; change the id beside it to one of its sheet.",
    ]
    assert says(world, entry).area_id == world.gedling
    with world.store.read() as session:
        assert session.get_one(ProblemPlan, plan).reference != "PSP 1"


# -- rows added by hand --
def test_a_row_added_by_hand_is_whole_though_a_column_was_deleted(
    world: World, entry: int, out: Path
) -> None:
    uid = "e" * 32

    def add(ws: Worksheet, at: dict[str, int], first: int) -> None:
        line = [cell.value for cell in ws[first]]
        line[at[UID] - 1], line[at["Summary"] - 1] = uid, "A second visit"
        ws.append(line)
        ws.delete_cols(at["Beat"])

    edit(out, add)
    assert len(back(world, out).fresh) == 1
    with world.store.read() as session:
        (made,) = [one for one in session.query(EngagementEntry).all() if one.uid == uid]
        assert made.beat == ""
        assert made.natural_key != says(world, entry).natural_key, (
            "its own, not that of the row it was copied from"
        )


def test_an_emptied_link_that_must_be_is_told(world: World, entry: int, out: Path) -> None:
    del entry
    types(out, "Area id", None)
    found = back(world, out)
    assert [(bad.column, bad.reason) for bad in found.rejected] == [
        ("Area id", "There is nothing in this cell.")
    ]


def test_ids_are_not_given_again_by_a_merge(world: World, entry: int, out: Path) -> None:
    """Or the removal could not be taken back."""
    Engagement(world.desk(world.sergeant)).remove([entry])
    uid = "d" * 32

    def add(ws: Worksheet, at: dict[str, int], first: int) -> None:
        line = [cell.value for cell in ws[first]]
        line[at[UID] - 1] = uid
        ws.append(line)

    edit(out, add)
    assert len(back(world, out).fresh) == 1
    with world.store.read() as session:
        (made,) = session.query(EngagementEntry).all()
        assert made.id > entry
