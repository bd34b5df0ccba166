"""Workbooks brought in: what a sheet is, which column is which, a difference against the store, one undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from npt_desktop.errors import Cancelled, CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.actor import Actor
from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import AnswerValue, Stage, TermKind
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.models.quality import Answer, QualityMeeting
from npt_desktop.services.engagement import Engagement, LogFilter
from npt_desktop.services.import_runs import ImportRuns
from npt_desktop.services.importing import Checked, Decisions, Importing, LineState, Mode
from npt_desktop.services.plans import Plans
from npt_desktop.services.quality import Quality
from tests.world import World

HEADS = (
    "Date",
    "Target Audience",
    "Purpose",
    "Who Engaged?",
    "Lead Officer Present",
    "Summary",
    "Outcome",
    "Score",
)
WALK = (
    "01/10/2026",
    "Residents",
    "Reassurance",
    "Neighbours",
    "PS 512 Cedar",
    "Street walk",
    "Lights out",
    "4 - Good",
)


def book(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def looked(world: World, *paths: Path, **decided: object) -> tuple[Importing, Checked]:
    importing = Importing(world.desk(world.sergeant))
    gathered = importing.gather(paths)
    plans = importing.planner.plan(gathered, area_id=decided.pop("area_id", None))  # type: ignore[arg-type]
    decisions = Decisions(picks=importing.planner.remembered_picks())
    return importing, importing.check(gathered, plans, replace(decisions, **decided))  # type: ignore[arg-type]


def states(checked: Checked) -> list[str]:
    return [line.state.value for line in checked.lines]


def test_a_folder_of_old_logs_comes_in_at_once_and_goes_back_at_once(world: World, tmp_path: Path) -> None:
    """Areas from file, sheet and title; each layout for itself; one undo for all."""
    old = ("When", "Target group", "Reason", "Who", "Officer", "What did you do", "Result", "Rating")
    (tmp_path / "2019").mkdir()
    book(tmp_path / "2019" / "Gedling 2019.xlsx", ("Log", [HEADS, WALK]))
    book(tmp_path / "2019" / "both.xlsx", ("Ashfield", [old, WALK]), ("Notes", [("Nothing here",)]))
    book(
        tmp_path / "three.xlsx",
        ("Sheet1", [("Engagement Update Ashfield 2020",), (), old, (*WALK[:5], "Fair", "", 3)]),
    )
    (tmp_path / "~$three.xlsx").write_bytes(b"left by Excel")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    importing, checked = looked(world, tmp_path)
    assert states(checked) == ["new"] * 3
    assert [line.area_id for line in checked.lines] == [world.gedling, world.ashfield, world.ashfield]
    assert any(note.startswith("broken.xlsx was not read") for note in checked.notes)
    report = importing.commit(checked)
    assert (report.added, report.rejected) == (3, ())
    assert len(Engagement(world.desk()).ids(LogFilter(area_id=world.ashfield))) == 2
    runs = ImportRuns(world.desk(world.sergeant))
    assert [(run.file_name, run.added, run.taken_back) for run in runs.all()] == [("3 files", 3, False)]
    assert runs.take_back(runs.all()[0].id).left == ()
    assert runs.all()[0].taken_back
    assert not Engagement(world.desk()).ids(LogFilter())
    with pytest.raises(CannotDo, match="taken back already"):
        runs.take_back(runs.all()[0].id)


def test_the_second_time_is_a_difference_and_the_mode_says_what_happens(world: World, tmp_path: Path) -> None:
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK, (*WALK[:5], "Speed watch", "", "")]))
    importing, checked = looked(world, path)
    importing.commit(checked)
    book(
        path,
        ("Log", [HEADS, (*WALK[:6], "Lights mended", "5 - Excellent"), (*WALK[:5], "Speed watch", "", "")]),
    )
    _, again = looked(world, path)
    assert states(again) == ["changed", "same"]
    assert again.lines[0].old == {"outcome": "Lights out", "score": "4 - Good"}
    assert again.report().updated == 0  # adding only
    importing, again = looked(world, path, mode=Mode.UPDATE)
    assert importing.commit(again).updated == 1
    with world.desk().read() as session:
        entry = session.scalars(select(EngagementEntry).where(EngagementEntry.summary == "Street walk")).one()
        assert (entry.outcome, entry.score, entry.version) == ("Lights mended", 5, 2)
    assert states(looked(world, path, mode=Mode.BOTH)[1]) == ["same", "same"]


def test_an_import_is_taken_back_weeks_later_but_for_what_was_edited_since(
    world: World, tmp_path: Path
) -> None:
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK, (*WALK[:5], "Speed watch", "", "")]))
    importing, checked = looked(world, path)
    importing.commit(checked)
    log = Engagement(world.desk(world.sergeant))
    entry = log.ids(LogFilter(words="Speed"))[0]
    log.evaluate(entry, 1, "Six warned", 4)
    runs = ImportRuns(world.desk(world.sergeant))
    back = runs.take_back(1)
    assert back.anything
    assert (
        back.in_words()
        == "Taken back: Imported 2 rows from Gedling.xlsx. 2 values edited since stay as they are."
    )
    assert [(each.kind, each.name, each.field) for each in back.left] == [
        ("Engagement entry", "Speed watch", "Outcome"), ("Engagement entry", "Speed watch", "Score"),
    ]  # fmt: skip
    assert back.left[0].why == "It was changed by PS 512 Cedar on 16/10/2026."
    assert [(run.taken_back, run.partly) for run in runs.all()] == [(True, True)]
    assert list(log.ids(LogFilter())) == [entry]


def test_an_import_edited_whole_is_not_said_to_be_taken_back(world: World, tmp_path: Path) -> None:
    importing, checked = looked(world, book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK])))
    importing.commit(checked)
    log = Engagement(world.desk(world.sergeant))
    (entry,) = log.ids(LogFilter())
    log.evaluate(entry, 1, "Lights mended", 5)
    runs = ImportRuns(world.desk(world.sergeant))
    with world.desk().read() as session:
        before = session.scalar(select(func.count()).select_from(ChangeSet))
    back = runs.take_back(1)
    assert not back.anything
    assert (
        back.in_words() == "Nothing was taken back: all that Gedling.xlsx brought was edited since and stays."
    )
    assert [each.field for each in back.left] == ["Outcome", "Score"]
    assert [run.taken_back for run in runs.all()] == [False]
    with world.desk().read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before
    log.remove([entry])
    assert runs.take_back(1).left == ()  # nothing of it is left to stay


def test_blank_cells_are_left_alone_unless_they_are_to_clear(world: World, tmp_path: Path) -> None:
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK]))
    importing, checked = looked(world, path)
    importing.commit(checked)
    book(path, ("Log", [HEADS, (*WALK[:6], "", "")]))
    assert states(looked(world, path, mode=Mode.BOTH)[1]) == ["same"]
    importing, checked = looked(world, path, mode=Mode.BOTH, clear_blanks=True)
    assert checked.lines[0].old.keys() == {"outcome", "score"}
    importing.commit(checked)
    with world.desk().read() as session:
        assert session.execute(select(EngagementEntry.outcome, EngagementEntry.score)).one() == ("", None)


def test_unknown_words_are_mapped_once_and_near_spellings_together(world: World, tmp_path: Path) -> None:
    rows = [
        ("01/10/2026", word, *WALK[2:5], f"Walk {n}", "", 4)
        for n, word in enumerate(("ASB youths", "ASB youth", "ASB youths"))
    ]
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, *rows]))
    importing = Importing(world.desk(world.sergeant))
    gathered = importing.gather([path])
    plans = importing.planner.plan(gathered)
    (strange,) = importing.planner.strange(gathered, plans, {})
    assert (strange.list_name, strange.words, strange.count) == ("audience", ("ASB youths", "ASB youth"), 3)
    young = next(c for c in importing.planner.lists("log")["audience"] if "oung" in c.label)
    picks = {("audience", "asb youths"): young.label, ("audience", "asb youth"): young.label}
    importing.commit(importing.check(gathered, plans, Decisions(picks=picks)))
    with world.desk().read() as session:
        assert set(session.scalars(select(EngagementEntry.audience_id))) == {int(young.key)}
    other = book(tmp_path / "Ashfield.xlsx", ("Log", [HEADS, ("02/10/2026", "ASB youth", *WALK[2:])]))
    _, checked = looked(world, other)
    assert checked.lines[0].values["audience"] == young.key
    fresh = Importing(world.desk(world.sergeant)).planner
    assert fresh.strange(gathered, plans, fresh.remembered_picks()) == ()


def test_a_layout_put_right_by_hand_is_known_again(world: World, tmp_path: Path) -> None:
    odd = ("D1", "Aud", "Purp", "Folk", "Boss", "Words about it all", "End", "Mark")
    path = book(tmp_path / "Gedling odd.xlsx", ("Log", [odd, WALK]))
    importing = Importing(world.desk(world.sergeant))
    gathered = importing.gather([path])
    plan = importing.planner.plan(gathered)[0]
    assert plan.kind == ""
    plan = importing.planner.replan(gathered, plan, kind="log", header=0)
    assert plan.located is not None
    columns = dict(
        zip(
            ("date", "audience", "purpose", "who", "lead", "summary", "outcome", "score"),
            range(8),
            strict=True,
        )
    )
    plan = replace(plan, located=replace(plan.located, columns=columns))
    importing.commit(importing.check(gathered, [plan], Decisions()))
    book(path, ("Log", [odd, (*WALK[:5], "Another walk", "", 2)]))
    _, checked = looked(world, path)
    assert (states(checked), checked.plans[0].remembered) == (["new"], "Gedling odd")
    named = Importing(world.desk(world.sergeant))
    gathered = named.gather([path])
    assert named.planner.plan(gathered, mapping="gedling ODD")[0].kind == "log"
    with pytest.raises(CannotDo, match="those remembered are Gedling odd"):
        named.planner.plan(gathered, mapping="Other")


def test_dates_are_decided_once_a_column(world: World, tmp_path: Path) -> None:
    rows = [("04/02/2026", *WALK[1:5], "One", "", ""), ("12/25/2025", *WALK[1:5], "Two", "", "")]
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, *rows]))
    importing = Importing(world.desk(world.sergeant))
    gathered = importing.gather([path])
    plan = importing.planner.plan(gathered)[0]
    assert plan.month_first == {"date"}  # the column itself says so
    assert importing.planner.dates(gathered, plan)["date"].doubtful == ((2, "04/02/2026"),)
    days = [line.values["date"] for line in importing.check(gathered, [plan], Decisions()).lines]
    assert days == [date(2026, 4, 2), date(2025, 12, 25)]
    day_first = importing.check(gathered, [replace(plan, month_first=frozenset())], Decisions())
    assert states(day_first) == ["new", "rejected"]


def test_a_bad_cell_is_mended_in_place_or_the_row_goes_back_as_a_workbook(
    world: World, tmp_path: Path
) -> None:
    bad = ("31/02/2026", *WALK[1:5], "No such day", "=1+1", "9")
    path = book(tmp_path / "Gedling.xlsx", ("Log", [HEADS, WALK, bad]))
    importing, checked = looked(world, path)
    line = checked.lines[1]
    assert set(line.problems) == {"date", "score"}
    _, mended = looked(world, path, mended={(0, 0, 3, 0): "28/02/2026", (0, 0, 3, 7): "3"})
    assert states(mended) == ["new", "new"]
    assert mended.lines[1].values["date"] == date(2026, 2, 28)
    out = tmp_path / "to mend.xlsx"
    assert importing.rejects(checked, out) == 1
    sheet = openpyxl.load_workbook(out).worksheets[0]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Problem")
    cells = {head.value: sheet.cell(heads[0].row + 1, head.column) for head in heads}
    assert "day that does not exist" in cells["Problem"].value
    cells["Date"].value, cells["Score"].value = "28/02/2026", 3
    sheet.parent.save(out)
    _, back = looked(world, out)
    assert (states(back), back.lines[0].area_id) == (["new"], world.gedling)
    assert importing.commit(checked).added == 1


def test_plans_and_their_actions_come_from_one_workbook(world: World, tmp_path: Path) -> None:
    plans = [("PSP ref", "Area", "Plan title", "Stage", "Plan owner", "Date opened"),
             ("PSP 2025-003", "Gedling", "Bikes on the trail", "Response", "PS 512 Cedar", date(2025, 3, 1)),
             ("", "Ashfield", "Shop thefts", "", "", date(2026, 1, 5))]  # fmt: skip
    actions = [("Plan reference", "Action", "Owner", "Due date", "Status"),
               ("PSP 2025-003", "Fit barriers", "PCSO 4332 Larch", "1 Nov 2026", "Completed"),
               ("PSP 1999-001", "Lost", "", "", "")]  # fmt: skip
    path = book(tmp_path / "Gedling plans.xlsx", ("Plans", plans), ("Actions", actions))
    importing, checked = looked(world, path)
    assert [(line.kind, line.state) for line in checked.lines] == [
        ("plans", LineState.NEW), ("plans", LineState.NEW), ("actions", LineState.NEW), ("actions", LineState.REJECTED),
    ]  # fmt: skip
    importing.commit(checked)
    with world.desk().read() as session:
        first, second = session.scalars(select(ProblemPlan).order_by(ProblemPlan.id))
        assert (first.reference, first.stage, first.area_id) == (
            "PSP 2025-003",
            Stage.RESPONSE,
            world.gedling,
        )
        assert (second.reference, second.area_id) == ("PSP 2026-001", world.ashfield)
        action = session.scalars(select(Action)).one()
        assert (action.plan_id, action.due_on, action.state.value) == (first.id, date(2026, 11, 1), "done")
    assert states(looked(world, path)[1]) == ["same", "same", "same", "rejected"]


def test_a_plan_closed_by_import_takes_an_inspector_and_a_reason_and_waits_for_its_assessment(
    world: World, tmp_path: Path
) -> None:
    heads = ("PSP ref", "Area", "Plan title", "Plan owner", "Date closed", "Reason for closing")
    day = date(2026, 9, 1)
    path = book(tmp_path / "a.xlsx", ("Plans", [
        heads, ("PSP 2025-001", "Gedling", "Bikes", "PS 512 Cedar", day, "The council fenced it"),
        ("PSP 2025-002", "Gedling", "Sheds", "PS 512 Cedar", day, ""),
        ("PSP 2025-003", "Gedling", "Theft", "Insp Rowan", day, "Ended"),
    ]))  # fmt: skip

    def looked_by(actor: Actor) -> Checked:
        importing = Importing(world.desk(actor))
        gathered = importing.gather([path])
        checked = importing.check(gathered, importing.planner.plan(gathered), Decisions())
        importing.commit(checked)
        return checked

    by_sergeant = looked_by(world.sergeant)
    assert states(by_sergeant) == ["rejected"] * 3
    assert "Only an inspector" in by_sergeant.lines[0].problems["closed_on"]
    by_inspector = looked_by(world.inspector)
    assert states(by_inspector) == ["new", "rejected", "rejected"]
    assert "reason" in by_inspector.lines[1].problems["close_reason"]
    assert "You lead this plan" in by_inspector.lines[2].problems["closed_on"]
    (line,) = Plans(world.desk()).register()
    assert (line.stage, line.closed_on, line.awaits_assessment) == (Stage.CLOSED, day, True)

    book(
        path,
        (
            "Plans",
            [("PSP ref", "Area", "Plan title", "Stage"), ("PSP 2025-001", "Gedling", "Bikes", "Response")],
        ),
    )
    again = looked_by(world.inspector)
    assert again.lines[0].problems == {"closed_on": "This plan is closed: reopen it on its own page."}


def test_the_stage_of_a_plan_follows_the_days_that_are_brought_in(world: World, tmp_path: Path) -> None:
    """Finished is assessment and closed is closed, also over a plan that is there: QA and Home go by both."""
    plans = Plans(world.desk())
    plan_id = plans.open(world.gedling, "Bikes", lead_id=world.sergeant.person_id)
    heads = ("PSP ref", "Area", "Plan title", "Response finished", "Date closed", "Reason for closing")
    last = date(2026, 9, 1)
    reference = plans.page(plan_id).plan.reference
    for days, reason, ends in (
        ((last, ""), "", (Stage.ASSESSMENT, last, None)),
        ((last, date(2026, 9, 8)), "The council fenced it", (Stage.CLOSED, last, date(2026, 9, 8))),
    ):
        path = book(tmp_path / "a.xlsx", ("Plans", [heads, (reference, "Gedling", "Bikes", *days, reason),
                                                    ("PSP 2024-001", "Gedling", "Sheds", last, "", "")]))  # fmt: skip
        importing = Importing(world.desk(world.inspector))
        gathered = importing.gather([path])
        importing.commit(
            importing.check(gathered, importing.planner.plan(gathered), Decisions(mode=Mode.BOTH))
        )
        with world.desk().read() as session:
            plan = session.get_one(ProblemPlan, plan_id)
            other = session.scalars(select(ProblemPlan).where(ProblemPlan.reference == "PSP 2024-001")).one()
        assert (plan.stage, plan.finished_on, plan.closed_on) == ends
        assert (other.stage, other.finished_on) == (Stage.ASSESSMENT, last)


def test_a_near_name_is_for_a_person_to_say(world: World, tmp_path: Path) -> None:
    heads = ("Area", "Name", "Organisation", "Represents")
    importing, checked = looked(
        world, book(tmp_path / "a.xlsx", ("KIN", [heads, ("Gedling", "Ann Hawthorn", "Choir", "")]))
    )
    importing.commit(checked)
    path = book(
        tmp_path / "b.xlsx",
        ("KIN", [heads, ("Gedling", "Ann Hawthorne", "Scouts", ""), ("Ashfield", "Ann Hawthorn", "", "")]),
    )
    importing, checked = looked(world, path, mode=Mode.BOTH)
    assert states(checked) == ["possible", "new"]
    assert "Ann Hawthorn" in checked.lines[0].like
    same = looked(world, path, mode=Mode.BOTH, doubles={(0, 0, 2): "same"})[1]
    assert (same.lines[0].state, same.lines[0].old["name"]) == (LineState.CHANGED, "Ann Hawthorn")
    importing, other = looked(world, path, mode=Mode.BOTH, doubles={(0, 0, 2): "other"})
    assert importing.commit(other).added == 2
    with world.desk().read() as session:
        assert session.scalar(select(func.count()).select_from(KeyIndividual)) == 3


def test_priorities_begin_their_round_and_answers_their_meeting(world: World, tmp_path: Path) -> None:
    priorities = [("Area", "Quarter", "No.", "Priority", "Rationale", "Lead officer"),
                  ("Gedling", "July to September 2026", 2, "Speeding", "Survey", "Insp Rowan"),
                  ("Gedling", date(2026, 8, 1), "", "Bikes", "", ""),
                  ("Gedling", "Jul-26", 7, "Too many", "", "")]  # fmt: skip
    answers = [("Area", "Month", "Question", "Answer", "Note"), ("Gedling", "July 2026", "Q3", "Yes", "Seen"),
               ("Gedling", date(2026, 7, 1), 4, "partially met", ""), ("Gedling", "July 2026", 99, "Met", "")]  # fmt: skip
    path = book(tmp_path / "x.xlsx", ("Priorities", priorities), ("QA", answers))
    importing, checked = looked(world, path)
    assert states(checked) == ["new", "new", "rejected", "new", "new", "rejected"]
    importing.commit(checked)
    with world.desk().read() as session:
        held = session.scalars(select(PriorityRound)).one()
        assert (held.area_id, held.quarter) == (world.gedling, date(2026, 7, 1))
        numbers = session.execute(select(Priority.number, Priority.title).order_by(Priority.number)).all()
        assert [tuple(row) for row in numbers] == [(1, "Bikes"), (2, "Speeding")]
        assert set(session.scalars(select(Answer.value))) == {AnswerValue.MET, AnswerValue.PARTLY}
        assert session.scalars(select(QualityMeeting)).one().month == date(2026, 7, 1)
    assert states(looked(world, path)[1]) == ["same", "same", "rejected", "same", "same", "rejected"]
    Quality(world.desk(world.chief)).answer(
        world.gedling, date(2026, 7, 1), 3, AnswerValue.NOT_MET, "Looked again"
    )
    changed = looked(world, path, mode=Mode.BOTH)[1]
    assert changed.lines[3].old == {"value": "Not met", "note": "Looked again"}


def test_stopping_while_the_rows_are_written_changes_nothing(world: World, tmp_path: Path) -> None:
    path = book(
        tmp_path / "Gedling.xlsx", ("Log", [HEADS, *((*WALK[:5], f"Walk {n}", "", 3) for n in range(30))])
    )
    importing, checked = looked(world, path)
    with world.desk().read() as session:
        before = session.scalar(select(func.count()).select_from(ChangeSet))

    def stop(_done: int, _total: int, words: str) -> None:
        if words == "Saving":
            raise Cancelled

    with pytest.raises(Cancelled):
        importing.commit(checked, stop)
    with world.desk().read() as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == before
        assert session.scalar(select(func.count()).select_from(EngagementEntry)) == 0


def test_a_log_that_is_large_already_does_not_keep_a_stop_waiting(world: World, tmp_path: Path) -> None:
    """What is here is read too, to be compared: some hundreds at a time."""
    count = 1_200
    path = book(
        tmp_path / "Gedling.xlsx", ("Log", [HEADS, *((*WALK[:5], f"Walk {n}", "", 3) for n in range(count))])
    )
    importing, checked = looked(world, path)
    importing.commit(checked)
    gathered = importing.gather([path])
    plans = importing.planner.plan(gathered, "log", world.gedling)
    asked: list[int] = []

    def stop(done: int, _total: int, words: str) -> None:
        if words == "Reading what is here":
            asked.append(done)
            if len(asked) == 5:
                raise Cancelled

    with pytest.raises(Cancelled):
        importing.check(gathered, plans, Decisions(), stop)
    assert asked == [0, 0, 0, 0, 500], "three parts read, then gone through"


def test_a_kind_with_a_service_of_its_own_takes_moved_columns_and_mended_cells(
    world: World, tmp_path: Path
) -> None:
    heads = ("Place", "Respondents", "Concern", "Number citing", "Percent")
    rows = [
        ("Survey of July to September 2026",),
        heads,
        ("Gedling", 100, "Speeding", 40, 40.0),
        ("Ashfield", 100, "Speeding", 400, 40.0),
    ]
    path = book(tmp_path / "survey.xlsx", ("S", rows))
    importing = Importing(world.desk(world.sergeant))
    gathered = importing.gather([path])
    plan = importing.planner.replan(gathered, importing.planner.plan(gathered)[0], kind="survey", header=1)
    assert importing.planner.lacking(plan) == ("Neighbourhood area",)
    assert plan.located is not None
    plan = replace(plan, located=replace(plan.located, columns={**plan.located.columns, "area": 0}))
    checked = importing.check(gathered, [plan], Decisions(moved=(plan,)))
    assert [line.state for line in checked.lines] == [LineState.REJECTED]
    assert checked.report().added == 1
    mended = Decisions(moved=(plan,), mended={(0, 0, 4, 3): "40"})
    assert importing.commit(importing.check(gathered, [plan], mended)).added == 2


def test_what_must_still_be_chosen_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="choose Area"):
        looked(world, book(tmp_path / "log.xlsx", ("Log", [HEADS, WALK])))
    with pytest.raises(CannotDo, match="holds nothing this program reads"):
        looked(world, book(tmp_path / "x.xlsx", ("Log", [("a", "b"), (1, 2)])))
    (tmp_path / "none").mkdir()
    with pytest.raises(CannotDo, match="no workbook or CSV file"):
        looked(world, tmp_path / "none")
    assert world.term(TermKind.AUDIENCE, "Res")
