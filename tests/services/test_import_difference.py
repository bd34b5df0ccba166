"""What an import tells of rows that cannot be taken, of columns it leaves and of counts it changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import DueRule
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority
from npt_desktop.models.quality import Checklist, Question
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import Exports
from npt_desktop.services.importing import LineState, Mode
from npt_desktop.services.pasting import Pasting
from npt_desktop.services.reach import Reach
from tests.exchange.test_crime import row
from tests.services.test_crime_import import written
from tests.services.test_importing import HEADS, WALK, book, looked, states
from tests.world import World


def test_of_two_columns_for_one_field_the_one_that_holds_something_is_read(
    world: World, tmp_path: Path
) -> None:
    """The better heading over an empty column loses, and what no field takes is named."""
    heads = ("Date", "Purpose of engagement", "Purpose", "Summary", "Lead officer", "Our notes", "Empty")
    path = book(
        tmp_path / "Gedling.xlsx", ("Log", [heads, ("01/10/2026", "Reassurance", "", "Walk", "", "mine")])
    )
    _, checked = looked(world, path)
    (line,) = checked.lines
    assert line.said["purpose"] == "Reassurance"
    assert checked.notes[1:] == [
        "Not read: column F “Our notes” of sheet “Log”.",
        "Columns C and B both look like “Purpose”; column C is empty, column B was read on sheet “Log”.",
    ]


def test_a_row_with_several_faults_names_all_of_them(world: World, tmp_path: Path) -> None:
    log = book(
        tmp_path / "log.xlsx",
        ("Log", [("Area", *HEADS), ("Mars", "31/02/2026", *WALK[1:5], "", "", "9"), ("Gedling", *WALK)]),
    )
    _, checked = looked(world, log)
    bad = checked.lines[0]
    assert set(bad.problems) == {"area", "date", "summary", "score"}
    assert all(why in bad.why for why in bad.problems.values())
    plans = book(tmp_path / "plans.xlsx", ("Plans", [("Reference", "Area", "Title", "Stage", "Opened on"),
                                                      ("X" * 30, "Gedling", "Bikes", "Musing", "soon")]))  # fmt: skip
    _, checked = looked(world, plans)
    assert set(checked.lines[0].problems) == {"reference", "stage", "opened_on"}
    reach = book(tmp_path / "reach.xlsx", ("Reach", [("Month", "Followers", "Likes"), ("Smarch", "few", -1)]))
    _, checked = looked(world, reach, area_id=world.gedling)
    (line,) = checked.lines
    assert set(line.problems) == {"month", "followers", "likes"}
    assert checked.report().rejected_rows == 1
    assert {cell.column for cell in checked.report().rejected} == {"Month", "Followers", "Likes"}
    crime = written(tmp_path, "crime", row("", "Smarch", "E01,Ashfield 001A", kind=""))
    _, checked = looked(world, crime)
    assert set(checked.lines[0].problems) == {"Month", "Crime type"}


def test_a_pasted_row_with_several_faults_is_one_line_that_names_all(world: World) -> None:
    pasted = Pasting(world.desk(world.sergeant)).preview(
        "\t".join(("31/02/2026", *WALK[1:5], "", "", "9")), world.gedling
    )
    assert {bad.column.split(",")[0] for bad in pasted.report.rejected} == {
        "Date",
        "Summary of engagement",
        "Score",
    }
    short = Pasting(world.desk(world.sergeant)).preview("31/02/2026\tResidents", world.gedling)
    (bad,) = short.report.rejected
    assert "2 of the 8 columns" in bad.reason
    assert "“31/02/2026” is a day that does not exist." in bad.reason


def test_priorities_that_cannot_stand_together_are_refused_before_anything_is_written(
    world: World, tmp_path: Path
) -> None:
    heads = ("Area", "Quarter", "No.", "Priority")
    quarter = "October to December 2026"
    path = book(
        tmp_path / "one.xlsx", ("P", [heads, *(("Gedling", quarter, n, f"Issue {n}") for n in (1, 2))])
    )
    importing, checked = looked(world, path)
    importing.commit(checked)
    path = book(tmp_path / "two.xlsx", ("P", [heads, ("Gedling", quarter, 1, "Litter"), ("Gedling", quarter, "", "Noise"),
                                               ("Gedling", quarter, "", "Dogs"), ("Ashfield", quarter, 1, "Bins")]))  # fmt: skip
    importing, checked = looked(world, path)
    assert states(checked) == ["rejected", "new", "rejected", "new"]
    assert checked.lines[0].problems == {
        "number": "Priority 1 of this quarter is “Issue 1”: number this one 3."
    }
    assert "its three priorities already" in checked.lines[2].why
    importing.commit(checked)
    with world.desk().read() as session:
        assert set(session.scalars(select(Priority.title))) == {"Issue 1", "Issue 2", "Noise", "Bins"}


def test_a_number_that_moves_frees_its_place(world: World, tmp_path: Path) -> None:
    heads = ("Area", "Quarter", "No.", "Priority")
    quarter = "October to December 2026"
    first = [("Gedling", quarter, 1, "Bikes"), ("Gedling", quarter, 2, "Noise")]
    path = book(tmp_path / "one.xlsx", ("P", [heads, *first]))
    importing, checked = looked(world, path)
    importing.commit(checked)
    book(path, ("P", [heads, ("Gedling", quarter, 3, "Bikes"), ("Gedling", quarter, 1, "Noise")]))
    importing, checked = looked(world, path, mode=Mode.BOTH)
    assert states(checked) == ["changed", "changed"]
    importing.commit(checked)
    with world.desk().read() as session:
        assert dict(session.execute(select(Priority.title, Priority.number)).all()) == {
            "Bikes": 3,
            "Noise": 1,
        }


def test_a_number_is_not_free_for_a_new_priority_while_one_there_still_has_it(
    world: World, tmp_path: Path
) -> None:
    """New records are written first, in whatever order the rows stand."""
    heads, quarter = ("Area", "Quarter", "No.", "Priority"), "October to December 2026"
    path = book(tmp_path / "one.xlsx", ("P", [heads, ("Gedling", quarter, 1, "Bikes")]))
    importing, checked = looked(world, path)
    importing.commit(checked)
    book(path, ("P", [heads, ("Gedling", quarter, 3, "Bikes"), ("Gedling", quarter, 1, "Noise")]))
    importing, checked = looked(world, path, mode=Mode.BOTH)
    assert states(checked) == ["changed", "rejected"]
    importing.commit(checked)
    with world.desk().read() as session:
        assert session.execute(select(Priority.title, Priority.number)).all() == [("Bikes", 3)]


def test_an_answer_to_a_question_that_months_checklist_has_not_is_refused(
    world: World, tmp_path: Path
) -> None:
    with world.store.write(world.inspector, "Made a checklist") as unit:
        later = unit.add(Checklist(key="later", title="Later", valid_from=date(2026, 10, 1)))
        unit.session.flush()
        unit.add(Question(
            checklist_id=later.id, number=99, section="More", section_number=1, text="Is it?", short="It",
            due=DueRule.MONTHLY, due_words="Every month", evidence_key="",
        ))  # fmt: skip
    heads = ("Area", "Month", "Question", "Answer")
    path = book(tmp_path / "qa.xlsx", ("QA", [heads, ("Gedling", "September 2026", 1, "Yes"),
                                               ("Gedling", "September 2026", 99, "Yes")]))  # fmt: skip
    importing, checked = looked(world, path)
    assert states(checked) == ["new", "rejected"]
    assert checked.lines[1].problems == {
        "question": "The checklist of September 2026 has no question 99: leave it out."
    }
    assert importing.commit(checked).added == 1


def test_an_action_takes_the_area_of_a_plan_that_comes_with_it(world: World, tmp_path: Path) -> None:
    """A sheet of actions needs no area; one whose plan is refused is not written without it."""
    plans = [
        ("Reference", "Area", "Title", "Stage"),
        ("GED/1", "Ashfield", "Bikes", "Scanning"),
        ("GED/2", "Mars", "Dogs", ""),
    ]
    actions = [("Plan", "Action"), ("GED/1", "Mark the bikes"), ("GED/2", "Count the dogs"), ("", "Alone")]
    path = book(tmp_path / "both.xlsx", ("Plans", plans), ("Actions", actions))
    importing, checked = looked(world, path)
    assert states(checked) == ["new", "rejected", "new", "rejected", "rejected"]
    assert "Name a plan" in checked.lines[-1].problems["plan"]
    importing.commit(checked)
    with world.desk().read() as session:
        (action,) = session.scalars(select(Action))
        assert (action.area_id, action.plan_id) == (world.ashfield, session.scalar(select(ProblemPlan.id)))


def test_street_crime_is_a_difference_of_counts(world: World, tmp_path: Path) -> None:
    """Small area, month and category: how many there were, and how many there will be."""
    one, other = "E01,Ashfield 001A", "E03,Nottingham 030C"
    rows = [row(f"{n:016x}{0:048x}", "2026-06", one) for n in range(1, 4)]
    importing, checked = looked(world, written(tmp_path, "june", *rows))
    importing.commit(checked)
    more = [row(f"{n:016x}{0:048x}", "2026-06", place) for n, place in ((9, one), (10, other))]
    bad = row("", "Smarch", one)
    importing, checked = looked(world, written(tmp_path, "june2", *rows, *more, bad))
    shown = [
        (line.state, line.said["area"], line.said["place"], line.said["count"], dict(line.old))
        for line in checked.figures
    ]
    assert shown == [
        (LineState.NEW, "No area yet", "Nottingham 030C", "1", {}),
        (LineState.NEW, "Ashfield", "Ashfield 001A", "4", {"count": "3"}),
    ]
    assert (
        checked.count(LineState.NEW),
        checked.count(LineState.SAME),
        checked.count(LineState.REJECTED),
    ) == (2, 3, 1)
    assert any("shown as they are kept: as 2 counts" in note for note in checked.notes)
    importing.commit(checked)
    _, checked = looked(world, written(tmp_path, "june3", *rows, *more))
    assert {line.state for line in checked.figures} == {LineState.SAME}


def test_reach_shows_old_figures_beside_new_ones(world: World, tmp_path: Path) -> None:
    heads = ("Month", "Followers", "Likes")
    path = book(tmp_path / "Gedling.xlsx", ("Reach", [heads, ("July 2026", 100, 5), ("August 2026", 110, 6)]))
    importing, checked = looked(world, path)
    assert [line.state for line in checked.figures] == [LineState.NEW] * 2
    importing.commit(checked)
    book(path, ("Reach", [heads, ("July 2026", 120, 5), ("August 2026", 110, 6), ("September 2026", 9, 9)]))
    importing, checked = looked(world, path, mode=Mode.BOTH)
    assert [(line.row, line.state, dict(line.old)) for line in checked.figures] == [
        (2, LineState.CHANGED, {"followers": "100"}), (3, LineState.SAME, {}), (4, LineState.NEW, {}),
    ]  # fmt: skip
    _, added = looked(world, path, mode=Mode.ADD)
    assert [(line.row, line.state) for line in added.figures] == [(3, LineState.SAME), (4, LineState.NEW)]
    importing.commit(checked)
    months = Reach(world.desk()).page(world.gedling).months
    assert [figures["followers"] for _, figures in months] == [120, 110, 9]


def test_the_rows_of_a_survey_that_are_here_are_listed_as_such(world: World, tmp_path: Path) -> None:
    title = ["Police and Crime Survey, July to September 2026"]
    heads = ["Area", "Issue", "Base", "Count", "Per cent"]
    sheet: list[list[object]] = [
        [*title],
        [*heads],
        ["Gedling", "Speeding", 100, 40, 0.4],
        ["Ashfield", "Speeding", 50, 10, 0.2],
    ]
    path = book(tmp_path / "survey.xlsx", ("Q2", sheet))
    importing, checked = looked(world, path)
    if checked.lines:
        pytest.fail(str(checked.lines))
    importing.commit(checked)
    sheet[3] = ["Ashfield", "Speeding", 50, 20, 0.4]
    book(path, ("Q2", sheet))
    _, checked = looked(world, path, mode=Mode.BOTH)
    assert sorted((line.row, line.state.value) for line in checked.figures) == [(3, "same"), (4, "changed")]


def test_a_file_that_was_not_read_is_in_the_report(world: World, tmp_path: Path) -> None:
    book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK]))
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    importing, checked = looked(world, tmp_path)
    report = importing.commit(checked)
    assert [note[:27] for note in report.notes if "broken" in note] == ["broken.xlsx was not read: “"]


def test_rejected_rows_go_out_with_every_fault_and_come_back_mended(world: World, tmp_path: Path) -> None:
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, ("31/02/2026", *WALK[1:7], "9")]))
    importing, checked = looked(world, path)
    out = tmp_path / "mend.xlsx"
    assert importing.rejects(checked, out) == 1
    made = openpyxl.load_workbook(out)
    sheet = made.worksheets[0]
    cells = {str(cell.value): cell for row_ in sheet.iter_rows() for cell in row_ if cell.value}
    problem = next(words for words in cells if "does not exist" in words)
    assert "not between 1 and 5" in problem
    cells["31/02/2026"].value, cells["9"].value = "28/02/2026", "4"
    made.save(out)
    _, checked = looked(world, out)
    assert states(checked) == ["new"]
    assert checked.lines[0].area_id == world.gedling


def test_the_log_goes_out_as_csv_and_names_the_areas_of_several(world: World, tmp_path: Path) -> None:
    """A file called .csv is CSV; without one area each row says its own, so that all of it reads back in."""
    rows = [("Area", *HEADS), ("Gedling", *WALK), ("Ashfield", *WALK)]
    importing, checked = looked(world, book(tmp_path / "log.xlsx", ("Log", rows)))
    importing.commit(checked)
    exports = Exports(world.desk())
    for name in ("all.csv", "all.xlsx"):
        assert exports.engagement(tmp_path / name, LogFilter()) == 2
        _, checked = looked(world, tmp_path / name)
        assert states(checked) == ["same"] * 2
    assert (tmp_path / "all.csv").read_text("utf-8-sig").startswith("Area,Date,")
    exports.engagement(tmp_path / "one.csv", LogFilter(area_id=world.gedling))
    assert (tmp_path / "one.csv").read_text("utf-8-sig").startswith("Date,")
