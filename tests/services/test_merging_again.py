"""A workbook brought back, edited further by whoever has it, and brought back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from npt_desktop.exchange.book import Book, Sheet
from npt_desktop.exchange.saved_by import saved_by
from npt_desktop.exchange.ticket import UID
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.merge import Copy, which_copy
from npt_desktop.services.engagement import Engagement, EntryDraft, LogFilter
from npt_desktop.services.history import History
from npt_desktop.services.merge_found import Returned
from npt_desktop.services.merging import Merging
from npt_desktop.services.returning import Workbooks
from tests.world import World

OUTCOME = "OUTCOME: what was the result of your engagement?"
SUMMARY = "Summary of engagement, what was the engagement, what did you do?"
Cells = Mapping[tuple[str, str], Any]
"""What is typed, by a record's summary and a heading."""


class Holder:
    """Somebody with a copy of a workbook taken out, in a place of their own."""

    def __init__(self, world: World, path: Path, out: Path) -> None:
        self.world, self.path = world, path
        self.merging = Merging(world.desk(world.sergeant))
        path.write_bytes(out.read_bytes())
        log, ticket = openpyxl.load_workbook(out).worksheets[:2]
        self.rows = [[cell.value for cell in line] for line in log.iter_rows()]
        self.ticket = Sheet("NPT Desktop", tuple(tuple(c.value for c in line) for line in ticket.iter_rows()))
        self.name = log.title
        self.head = next(n for n, line in enumerate(self.rows) if UID in line)
        self.at = {str(title): n for n, title in enumerate(self.rows[self.head])}
        summary = self.at[SUMMARY]
        self.known = {line[summary]: line for line in self.rows[self.head + 1 :]}

    def types(self, cells: Cells) -> Holder:
        for (name, title), value in cells.items():
            self.known[name][self.at[title]] = value
        return self

    def adds(self, name: str, like: str) -> Holder:
        line = list(self.known[like])
        line[self.at[SUMMARY]], line[self.at[UID]], line[self.at["Version"]] = name, None, None
        self.rows.append(line)
        self.known[name] = line
        return self

    def returns(self, choice: str = "", remove: bool = False) -> Returned:
        sheet = Sheet(self.name, tuple(tuple(line) for line in self.rows))
        found = self.merging.look_book(self.path, Book(self.path.name, (sheet, self.ticket)))
        chosen = {clash.key: choice for clash in found.clashes} if choice else {}
        gone = frozenset(gone.uid for gone in found.gone) if remove else frozenset()
        self.merging.merge(found, chosen, gone)
        return found


def logged(world: World, *names: str) -> list[int]:
    log = Engagement(world.desk(world.sergeant))
    return [
        log.log(EntryDraft(
            world.gedling, date(2026, 10, 1), world.term(TermKind.AUDIENCE, "Young"),
            world.term(TermKind.PURPOSE, "Problem"), "Youth club", world.sergeant.person_id, name, "Good", 4,
        ))
        for name in names
    ]  # fmt: skip


@pytest.fixture
def ids(world: World) -> list[int]:
    return logged(world, "One", "Two", "Three")


@pytest.fixture
def out(world: World, ids: list[int], tmp_path: Path) -> Path:
    assert ids
    path = tmp_path / "out.xlsx"
    Workbooks(world.desk(world.sergeant)).write(path, "log", to_return=True)
    return path


def entry(world: World, entry_id: int) -> EngagementEntry:
    with world.desk().read() as session:
        return session.get_one(EngagementEntry, entry_id)


def change_sets(world: World) -> int:
    with world.desk().read() as session:
        return session.scalar(select(func.count()).select_from(ChangeSet)) or 0


def test_what_was_brought_before_and_still_stands_is_no_change_of_ours(
    world: World, ids: list[int], out: Path
) -> None:
    """The holder goes on from what they sent: their second edit of the same cell is theirs alone."""
    holder = Holder(world, out.with_name("a.xlsx"), out).types({("One", OUTCOME): "Six agreed"})
    holder.returns()
    found = holder.types({("One", OUTCOME): "Seven agreed", ("Two", "Score"): 5}).returns()
    assert not found.clashes
    assert (entry(world, ids[0]).outcome, entry(world, ids[1]).score) == ("Seven agreed", 5)
    again = holder.returns()
    assert again.quiet
    assert (
        holder.types({("One", OUTCOME): "Good"}).returns().changes
    )  # back to how it left: a change of theirs
    assert entry(world, ids[0]).outcome == "Good"


def test_who_saved_a_workbook_and_when_is_told_with_what_clashes(
    world: World, ids: list[int], out: Path
) -> None:
    book = openpyxl.load_workbook(out)
    book.properties.lastModifiedBy = "Rowan & Larch"
    cell = next(c for line in book.worksheets[0].iter_rows() for c in line if c.value == "Good")
    cell.value = "Six agreed"
    book.save(out)
    Engagement(world.desk(world.pcso)).evaluate(ids[0], 1, "None agreed", 2)
    (clash,) = Merging(world.desk(world.sergeant)).look(out).clashes
    assert clash.their_by == "Rowan & Larch"
    assert clash.their_at is not None
    assert clash.their_at.tzinfo is not None
    assert saved_by(out.with_suffix(".csv")) == ("", None)


def test_what_was_changed_here_since_the_first_return_clashes_once(
    world: World, ids: list[int], out: Path
) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out).types(
        {("One", OUTCOME): "Six agreed", ("Two", "Score"): 5}
    )
    holder.returns()
    Engagement(world.desk(world.pcso)).evaluate(ids[0], 2, "None agreed", 2)
    assert holder.returns().quiet  # what they sent before is not sent again
    found = holder.types({("One", OUTCOME): "Seven agreed"}).returns("mine")
    assert [(c.mine, c.theirs, c.by) for c in found.clashes] == [
        ("None agreed", "Seven agreed", "PCSO 4332 Larch")
    ]
    found = holder.types({("Three", OUTCOME): "Fine"}).returns()
    assert not found.clashes  # it was decided
    assert (entry(world, ids[0]).outcome, entry(world, ids[2]).outcome) == ("None agreed", "Fine")


def test_the_copy_of_another_is_not_taken_for_a_change_of_mind(
    world: World, ids: list[int], out: Path
) -> None:
    """Two hold copies of one workbook. Cells the second never touched leave the first's work alone, and what both
    changed is asked."""
    first = Holder(world, out.with_name("a.xlsx"), out)
    first.types(
        {("One", OUTCOME): "Six agreed", ("Two", OUTCOME): "All agreed", ("Three", "Score"): 5}
    ).returns()
    second = Holder(world, out.with_name("b.xlsx"), out).types(
        {("Two", OUTCOME): "None agreed", ("Three", "Score"): 5}
    )
    found = second.returns("mine")
    assert [(c.mine, c.theirs) for c in found.clashes] == [("All agreed", "None agreed")]
    assert not found.changes
    assert entry(world, ids[0]).outcome == "Six agreed"
    found = first.types({("One", OUTCOME): "Nine agreed"}).returns()
    assert not found.clashes
    assert entry(world, ids[0]).outcome == "Nine agreed"


def test_where_it_cannot_be_told_a_person_is_asked(world: World, ids: list[int], out: Path) -> None:
    """The same place, and nothing of what it brought stands any more: taken back there, or another's copy."""
    place = out.with_name("a.xlsx")
    Holder(world, place, out).types({("One", OUTCOME): "Six agreed"}).returns()
    found = Holder(world, place, out).returns("mine")
    assert [(c.mine, c.theirs) for c in found.clashes] == [("Six agreed", "Good")]
    assert entry(world, ids[0]).outcome == "Six agreed"
    assert Holder(world, place, out).returns().quiet


def test_rows_added_there_are_known_again_and_edited_further(world: World, ids: list[int], out: Path) -> None:
    holder = (
        Holder(world, out.with_name("a.xlsx"), out)
        .adds("Their walk", like="One")
        .adds("Their talk", like="One")
    )
    holder.returns()
    log = Engagement(world.desk())
    assert len(log.ids(LogFilter())) == 5
    holder.types({("Their walk", OUTCOME): "Many came", ("Their talk", SUMMARY): "Their long talk"})
    found = holder.returns()
    assert (found.fresh, found.gone, found.clashes) == ([], [], [])
    lines = {line.summary: line.outcome for line in log.lines(log.ids(LogFilter()))}
    assert lines == {
        "One": "Good",
        "Two": "Good",
        "Three": "Good",
        "Their walk": "Many came",
        "Their long talk": "Good",
    }
    assert holder.returns().quiet
    holder.rows.remove(holder.known["Their walk"])
    found = holder.returns(remove=True)
    assert [(gone.name, gone.edited) for gone in found.gone] == [("Their walk", False)]
    assert len(log.ids(LogFilter())) == 4
    assert ids


@pytest.mark.parametrize("word", ["Their walk", "Their long walk"])
def test_a_row_added_there_and_removed_here_since_stays_removed(
    world: World, ids: list[int], out: Path, word: str
) -> None:
    """Also where its row was edited further, and where the record was disposed of."""
    holder = Holder(world, out.with_name("a.xlsx"), out).adds("Their walk", like="One")
    holder.returns()
    log = Engagement(world.desk(world.sergeant))
    (line,) = (line for line in log.lines(log.ids(LogFilter())) if line.summary == "Their walk")
    with world.store.write(world.sergeant, "Removed an entry") as unit:
        unit.remove(unit.get(EngagementEntry, line.id))
    holder.types({("Their walk", SUMMARY): word, ("Two", OUTCOME): "All agreed"})
    found = holder.returns()
    assert [out.reason for out in found.skipped] == ["This record was removed here; it stays removed."]
    assert (found.fresh, found.gone) == ([], [])
    assert len(log.ids(LogFilter())) == len(ids)


def test_another_row_typed_in_the_place_of_one_that_was_added_is_a_record_of_its_own(
    world: World, ids: list[int], out: Path
) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out).adds("Their walk", like="One")
    holder.types({("Two", OUTCOME): "All agreed"}).returns()
    holder.types({("Their walk", title): value for title, value in (
        (SUMMARY, "Their fair"), (OUTCOME, "Many came"), ("Who Engaged?", "Stalls"), ("Score", None),
        ("Date", date(2026, 9, 2)),
    )})  # fmt: skip
    found = holder.returns()
    assert (found.fresh, [gone.name for gone in found.gone]) == ([("log", "Their fair")], ["Their walk"])
    log = Engagement(world.desk())
    assert {line.summary for line in log.lines(log.ids(LogFilter()))} >= {"Their walk", "Their fair"}
    assert ids


def test_rows_added_there_are_known_where_they_stand_now(world: World, ids: list[int], out: Path) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out)
    holder.adds("Their walk", like="One").adds("Their talk", like="One").returns()
    holder.rows[-1], holder.rows[-2] = holder.rows[-2], holder.rows[-1]
    holder.types({("Two", OUTCOME): "All agreed"}).returns()
    found = holder.types({("Their walk", SUMMARY): "Their long walk"}).types(
        {("Their talk", SUMMARY): "Their long talk"}
    ).returns()  # fmt: skip
    assert sorted(change.fields[0][1:] for change in found.changes) == [
        ("Their talk", "Their long talk"), ("Their walk", "Their long walk"),
    ]  # fmt: skip
    assert ids


def test_a_row_like_one_of_ours_with_other_words_is_told(world: World, ids: list[int], out: Path) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out)
    logged(world, "Logged since")
    found = holder.adds("Logged since", like="One").types({("Logged since", OUTCOME): "Theirs"}).returns()
    assert [out.reason for out in found.skipped] == [
        "One like it is here with another OUTCOME; it was left as it is."
    ]
    assert ids


def test_a_row_that_could_not_be_taken_comes_with_all_it_says_once_it_is_mended(
    world: World, ids: list[int], out: Path
) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out)
    holder.types({("One", OUTCOME): "Six agreed", ("One", "Score"): 9, ("Two", OUTCOME): "x"})
    assert holder.returns().rejected
    assert entry(world, ids[0]).outcome == "Good"
    holder.types({("One", "Score"): 3}).returns()
    assert (entry(world, ids[0]).outcome, entry(world, ids[0]).score) == ("Six agreed", 3)


def test_a_return_that_was_taken_back_counts_for_nothing(world: World, ids: list[int], out: Path) -> None:
    holder = Holder(world, out.with_name("a.xlsx"), out).types({("One", OUTCOME): "Six agreed"})
    holder.returns()
    History(world.desk(world.sergeant)).undo_last()
    assert entry(world, ids[0]).outcome == "Good"
    holder.returns()
    assert entry(world, ids[0]).outcome == "Six agreed"


@pytest.mark.parametrize(("stands", "left", "otherwise", "same_place", "copy"), [
    (3, 1, 1, False, Copy.SAME), (1, 0, 1, False, Copy.OTHER), (0, 0, 4, False, Copy.OTHER),
    (0, 0, 1, True, Copy.SAME), (2, 2, 0, True, Copy.SAME), (1, 4, 0, True, Copy.UNSURE), (0, 1, 3, True, Copy.UNSURE),
    (0, 0, 0, True, Copy.OTHER),
])  # fmt: skip
def test_which_copy_came_back(stands: int, left: int, otherwise: int, same_place: bool, copy: Copy) -> None:
    assert which_copy(stands, left, otherwise, same_place=same_place) is copy


_numbers = count()
_cell = st.sampled_from([OUTCOME, "Score", "Who Engaged?"])
_value: Callable[[str], st.SearchStrategy[Any]] = lambda title: (  # noqa: E731 - a strategy by title
    st.sampled_from([None, 1, 3, 5])
    if title == "Score"
    else st.sampled_from(["Good", "Six agreed", "Fair", "Many"])
)
_edits = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), _cell).flatmap(lambda at: st.tuples(st.just(at), _value(at[1]))),
    max_size=5,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_edits, second=_edits, added=st.booleans())
def test_return_edit_return_is_one_return_with_both(
    world: World, tmp_path: Path, first: Sequence[Any], second: Sequence[Any], added: bool
) -> None:
    """Where nobody else edits: the same records, nothing to decide, and a third time changes nothing."""
    ends = []
    for twice in (True, False):
        turn = next(_numbers)
        names = [f"{turn} {name}" for name in ("One", "Two", "Three")]
        ids = logged(world, *names)
        out = tmp_path / f"{turn}.xlsx"
        Workbooks(world.desk(world.sergeant)).write(out, "log", to_return=True)
        holder = Holder(world, tmp_path / f"{turn} a.xlsx", out)
        if added:
            holder.adds(f"{turn} Four", like=names[0])
        for edits in (first, second):
            holder.types({(names[which], title): value for (which, title), value in edits})
            if added:
                holder.types(
                    {(f"{turn} Four", title): value for (which, title), value in edits if which == 0}
                )
            if twice or edits is second:
                found = holder.returns("theirs")  # asked only where all that was brought is as it left again
                assert not found.rejected
        before = change_sets(world)
        assert not holder.returns().changes
        assert change_sets(world) == before
        with world.desk().read() as session:
            kept = session.scalars(
                select(EngagementEntry).where(EngagementEntry.summary.startswith(f"{turn} "))
            ).all()
        assert len(kept) == len(ids) + added
        ends.append(
            sorted((line.summary.split()[1], line.outcome, line.score, line.who_engaged) for line in kept)
        )
    assert ends[0] == ends[1]
