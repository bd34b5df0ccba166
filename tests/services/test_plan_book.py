"""A plan out as a workbook and in again: nothing changes by itself, every edit arrives, the rules hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.exchange.book import Book, Sheet
from npt_desktop.exchange.plan_book import Part, PlanBook, tables_of
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Side, Stage, Verdict
from npt_desktop.models.plan_kinds import Presence, ReviewKind
from npt_desktop.models.plans import Hypothesis, Measure, PlanSource, ProblemPlan
from npt_desktop.rules.plan_prompts import cheers_elements, movements, techniques
from npt_desktop.rules.plan_times import DAYS, HOURS
from npt_desktop.rules.problem_test import booklet_test
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.services.import_runs import ImportRuns
from npt_desktop.services.plan_book import DiffState, PlanBookPreview, PlanBooks, book_name
from npt_desktop.services.plan_book_answers import ANSWERS, TIMES
from npt_desktop.services.plan_book_fields import (
    ACTIONS,
    CAUSES,
    FIGURES,
    MEASURES,
    PLAN_BOOK,
    REVIEWS,
    SOURCES,
    book_of,
    shape_of,
)
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plans import Plans
from tests.conftest import TODAY
from tests.world import World

NEW, CHANGED, UNCHANGED, REJECTED = DiffState
PATH = Path("plan.xlsx")
TEXTS = [one.name for one in PLAN_BOOK if one.kind == "text" and one.name != "close_reason"]


@pytest.fixture
def plan_id(world: World) -> int:
    """A plan with an action, a measure with two months, and a review; led by the sergeant."""
    desk = world.desk()
    plans = Plans(desk)
    made = plans.open(world.gedling, "Bikes on the trail", lead_id=world.sergeant.person_id)
    plans.save(made, plans.page(made).plan.version, {
        "cost": "=1+1 is no formula\nsecond line ", "data_months": 12, "objective_on": date(2027, 1, 31),
        "guardian_level": Presence.WEAK, "shared_outside": True,
    })  # fmt: skip
    plans.put(made, PlanSource, {"day": date(2026, 9, 1), "what": "Priority survey"})
    plans.put(made, Hypothesis, {"statement": "The gate is open", "evidence_for": "Seen twice"})
    plans.answer(made, "cheers", {"harm": {"answer": "yes", "reason": "Two falls"}}, {})
    plans.answer(made, "test", {booklet_test().rows[0].key: 1}, {})
    plans.put(made, Action, {
        "title": "Fit a gate", "owner_id": world.pcso.person_id, "due_on": date(2026, 12, 1), "side": Side.LOCATION,
    })  # fmt: skip
    measure = plans.put(made, Measure, {"name": "Reports", "unit": "reports"})
    plans.set_figures(made, measure, {date(2026, 8, 1): 7, date(2026, 9, 1): 5})
    PlanCourse(desk).review(made, "Name a second source.", date(2026, 11, 30))
    return made


def book(desk: Desk, plan_id: int) -> PlanBook:
    with desk.read() as session:
        return book_of(session, session.get_one(ProblemPlan, plan_id))


def as_read(written: PlanBook) -> Book:
    """The workbook as the reader gives it back."""
    sheets = []
    for table in tables_of(shape_of(()), written):
        heads = tuple(column.title for column in table.columns)
        sheets.append(
            Sheet(table.sheet, (("OFFICIAL",), (table.title,), heads, *(tuple(row) for row in table.rows)))
        )
    return Book("plan.xlsx", tuple(sheets))


def looked(desk: Desk, written: PlanBook) -> PlanBookPreview:
    return PlanBooks(desk).compare(as_read(written), PATH, "0" * 64)


def with_plan(written: PlanBook, **values: Any) -> PlanBook:
    return replace(written, plan=replace(written.plan, values={**written.plan.values, **values}))


def with_part(written: PlanBook, sheet: str, place: int, **values: Any) -> PlanBook:
    parts = list(written.parts[sheet])
    parts[place] = replace(parts[place], values={**parts[place].values, **values})
    return replace(written, parts={**written.parts, sheet: parts})


def with_row(written: PlanBook, sheet: str, uid: str = "", **values: Any) -> PlanBook:
    return replace(written, parts={**written.parts, sheet: [*written.parts[sheet], Part(uid, 0, values)]})


def told(preview: PlanBookPreview) -> dict[str, str]:
    return {name: why for line in preview.lines for name, why in line.problems}


def states(preview: PlanBookPreview) -> list[DiffState]:
    return [line.state for line in preview.lines]


def test_what_goes_out_comes_in_unchanged_through_a_real_file(
    world: World, plan_id: int, tmp_path: Path
) -> None:
    desk, path = world.desk(), tmp_path / "plan.xlsx"
    assert PlanBooks(desk).export(plan_id, path) > 50
    preview = PlanBooks(desk).preview(path)
    assert set(states(preview)) == {UNCHANGED}
    assert len(preview.lines) == 8
    assert preview.in_words() == "PSP 2026-001: 0 changed, 8 unchanged."
    steps = len(History(desk).undo_list())
    assert PlanBooks(desk).commit(preview) is preview
    assert len(History(desk).undo_list()) == steps
    assert "OFFICIAL" in book_name(desk, 1, "PSP 2026-001", "Bikes")
    assert Plans(desk).page(plan_id).plan.cost == "=1+1 is no formula\nsecond line "


plain_text = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(str.strip)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(TEXTS), plain_text, max_size=6),
    st.one_of(st.none(), st.integers(0, 600)),
    st.one_of(st.none(), st.dates(date(2026, 10, 17), date(2030, 1, 1))),
    st.sampled_from([None, *Verdict]), st.booleans(), plain_text, st.integers(0, 9999),
)  # fmt: skip
def test_any_edit_of_the_allowed_fields_arrives_exactly(
    world: World, plan_id: int, texts: dict[str, str], months: int | None, day: date | None, verdict: Verdict | None,
    outside: bool, action: str, figure: int,
) -> None:  # fmt: skip
    desk = world.desk()
    edited = with_plan(
        book(desk, plan_id), **texts, data_months=months, objective_on=day,
        verdict=verdict.value if verdict else None, shared_outside=outside,
    )  # fmt: skip
    edited = with_part(with_part(edited, ACTIONS, 0, title=action), FIGURES, 0, value=figure)
    preview = looked(desk, edited)
    assert preview.rejected == 0
    PlanBooks(desk).commit(preview)
    page = Plans(desk).page(plan_id)
    assert {name: getattr(page.plan, name) for name in texts} == texts
    assert (page.plan.data_months, page.plan.objective_on, page.plan.verdict, page.plan.shared_outside) == (
        months, day, verdict, outside,
    )  # fmt: skip
    assert page.actions[0].title == action
    assert dict(page.measures[0].points)[date(2026, 8, 1)] == figure
    assert set(states(looked(desk, book(desk, plan_id)))) == {UNCHANGED}


def test_new_rows_and_changed_words_are_one_import_taken_back_at_once(world: World, plan_id: int) -> None:
    desk = world.desk()
    written = book(desk, plan_id)
    edited = with_part(written, ACTIONS, 0, state="done", owner_id="PS 512 Cedar")
    edited = with_row(edited, ACTIONS, title="Mend the fence", agency="Council", side="location")
    edited = with_row(edited, MEASURES, name="Calls", unit="", main=False)
    edited = with_row(edited, FIGURES, measure="Calls", month=date(2026, 9, 15), value=3)
    edited = with_row(edited, REVIEWS, note="Fence agreed.")
    edited = with_part(edited, MEASURES, 0, name="Reports a month")
    preview = looked(desk, edited)
    assert [(line.sheet, line.state) for line in preview.lines if line.state is not UNCHANGED] == [
        (ACTIONS, CHANGED), (ACTIONS, NEW), (MEASURES, CHANGED), (MEASURES, NEW), (FIGURES, NEW), (REVIEWS, NEW),
    ]  # fmt: skip
    (line,) = [line for line in preview.lines if line.sheet == ACTIONS and line.state is CHANGED]
    assert line.changes == (("Owner", "PCSO 4332 Larch", "PS 512 Cedar"), ("Status", "Open", "Done"))
    assert Plans(desk).page(plan_id).actions[0].state is ActionState.OPEN  # only looked at
    PlanBooks(desk).commit(preview)
    page = Plans(desk).page(plan_id)
    assert [(a.title, a.state, a.done_on, page.name(a.owner_id)) for a in page.actions] == [
        ("Fit a gate", ActionState.DONE, TODAY, "PS 512 Cedar"), ("Mend the fence", ActionState.OPEN, None, ""),
    ]  # fmt: skip
    assert [(s.measure.name, s.measure.main, s.points) for s in page.measures] == [
        ("Reports a month", True, ((date(2026, 8, 1), 7), (date(2026, 9, 1), 5))),
        ("Calls", False, ((date(2026, 9, 1), 3),)),
    ]  # fmt: skip
    assert (page.reviews[0].note, page.reviews[0].signed_by, page.reviews[0].kind) == (
        "Fence agreed.", "Insp Rowan", ReviewKind.REVIEW,
    )  # fmt: skip
    step = History(desk).undo_list(1)[0]
    assert step.did.startswith("Imported 6 rows of PSP 2026-001")
    (run,) = ImportRuns(desk).all()
    assert (run.added, run.updated, run.rejected, run.taken_back) == (4, 2, 0, False)
    ImportRuns(desk).take_back(run.id)
    assert ImportRuns(desk).all()[0].taken_back
    assert set(states(looked(desk, written))) == {UNCHANGED}


@pytest.mark.parametrize(
    ("sheet", "values", "says"),
    [
        (ACTIONS, {"title": "Late", "due_on": date(2020, 1, 1)}, "after the plan was opened"),
        (ACTIONS, {"title": "", "agency": "Council"}, "what is to be done"),
        (ACTIONS, {"title": "Visit", "owner_id": "PC 1 Nobody"}, "Nobody on the desk is called"),
        (ACTIONS, {"title": "Visit", "state": "perhaps"}, "is not one of Open, Done, Dropped"),
        (MEASURES, {"name": " ", "unit": "calls"}, "what is counted"),
        (FIGURES, {"measure": "Reports", "month": date(2026, 9, 1), "value": 1}, "has a figure already"),
        (FIGURES, {"measure": "Calls", "month": date(2026, 7, 1), "value": 1}, "No measure of this plan"),
        (
            FIGURES,
            {"measure": "Reports", "month": date(2026, 7, 1), "value": -3},
            "not a whole number from 0",
        ),
        (FIGURES, {"measure": "Reports", "month": "soon", "value": 3}, "not a date"),
        (FIGURES, {"measure": "Reports", "month": date(2026, 7, 1)}, "Enter a count"),
        (REVIEWS, {"signed_by": "Somebody"}, "what you found"),
        (SOURCES, {"day": date(2026, 9, 1)}, "what the source showed"),
        (SOURCES, {"day": TODAY + timedelta(days=1), "what": "Survey"}, "a day up to today"),
        (CAUSES, {"evidence_for": "Seen"}, "State the likely cause"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_good_ones_may_come(
    world: World, plan_id: int, sheet: str, values: dict[str, Any], says: str
) -> None:
    desk = world.desk()
    edited = with_plan(with_row(book(desk, plan_id), sheet, **values), causes="No gate")
    preview = looked(desk, edited)
    assert preview.rejected == 1
    (why,) = told(preview).values()
    assert says in why
    with pytest.raises(CannotDo, match=r"1 row of plan\.xlsx cannot be brought in"):
        PlanBooks(desk).commit(preview)
    PlanBooks(desk).commit(preview, keep_good=True)
    page = Plans(desk).page(plan_id)
    assert page.plan.causes == "No gate"
    assert (len(page.actions), len(page.measures), len(page.reviews)) == (1, 1, 1)


def test_rows_that_are_signed_twice_or_of_something_else_are_refused(world: World, plan_id: int) -> None:
    desk = world.desk()
    written = book(desk, plan_id)
    edited = with_part(written, REVIEWS, 0, note="Other words")
    edited = with_row(edited, ACTIONS, "f" * 32, title="Of nothing")
    edited = with_row(edited, ACTIONS, written.parts[ACTIONS][0].uid, title="Twice")
    edited = with_part(edited, FIGURES, 0, month=date(2026, 7, 1))
    preview = looked(desk, edited)
    assert [line.problems[0][1].split(":")[0] for line in preview.lines if line.state is REJECTED] == [
        "This uid is of nothing in this plan", "This uid stands twice",
        "Add a row for another month or measure instead of changing this one.", "A review stays as it was signed",
    ]  # fmt: skip


def test_rows_and_columns_left_out_change_nothing(world: World, plan_id: int) -> None:
    desk = world.desk()
    written = book(desk, plan_id)
    short = replace(written, parts={ACTIONS: [], MEASURES: [], FIGURES: [], REVIEWS: []})
    short = replace(short, plan=replace(short.plan, values={"causes": "No gate"}))
    read = as_read(short)
    plan_sheet = read.sheets[0]
    kept = tuple(
        row for row in plan_sheet.rows if len(row) < 3 or row[0] in ("Key", "Uid", "Version", "causes")
    )
    preview = PlanBooks(desk).compare(replace(read, sheets=(replace(plan_sheet, rows=kept),)), PATH, "0" * 64)
    assert states(preview) == [CHANGED]
    PlanBooks(desk).commit(preview)
    page = Plans(desk).page(plan_id)
    assert (page.plan.causes, page.plan.data_months, len(page.actions)) == ("No gate", 12, 1)


def test_what_others_wrote_meanwhile_is_kept_and_what_both_wrote_is_refused(
    world: World, plan_id: int
) -> None:
    desk = world.desk()
    written = book(desk, plan_id)
    theirs = Plans(world.desk(world.sergeant))
    theirs.save(
        plan_id, theirs.page(plan_id).plan.version, {"causes": "Their cause", "lessons": "Their lesson"}
    )
    preview = looked(desk, with_plan(written, causes="My cause", places="The north end"))
    assert told(preview) == {
        "Analysis: Causes": "It was changed here since the workbook was written and now says “Their cause”."
    }
    preview = looked(desk, with_plan(written, places="The north end"))
    assert states(preview)[0] is CHANGED
    PlanBooks(desk).commit(preview)
    plan = Plans(desk).page(plan_id).plan
    assert (plan.causes, plan.lessons, plan.places) == ("Their cause", "Their lesson", "The north end")


def test_a_plan_changed_after_the_preview_is_looked_at_again(world: World, plan_id: int) -> None:
    desk = world.desk()
    preview = looked(desk, with_plan(book(desk, plan_id), places="The north end"))
    plans = Plans(desk)
    plans.save(plan_id, plans.page(plan_id).plan.version, {"places": "The south end"})
    with pytest.raises(CannotDo, match="changed since you looked"):
        PlanBooks(desk).commit(preview)
    assert plans.page(plan_id).plan.places == "The south end"


def test_closing_by_import_obeys_the_closing_rule(world: World, plan_id: int) -> None:
    wanted = with_plan(book(world.desk(), plan_id), closed_on=TODAY, places="The north end")
    by_lead = looked(world.desk(world.sergeant), wanted)
    assert "You lead this plan" in told(by_lead)["Closed"]
    assert states(by_lead)[0] is CHANGED
    desk = world.desk()
    assert "Or give a reason" in told(looked(desk, wanted))["Closed"]
    wrong_day = with_plan(wanted, closed_on=TODAY - timedelta(days=1), close_reason="Merged")
    assert "16/10/2026" in told(looked(desk, wrong_day))["Closed"]
    assert Plans(desk).page(plan_id).plan.closed_on is None
    preview = looked(desk, with_plan(wanted, close_reason="Merged with another"))
    assert preview.rejected == 0
    PlanBooks(desk).commit(preview)
    page = Plans(desk).page(plan_id)
    assert (page.plan.stage, page.plan.closed_on, page.plan.close_reason) == (
        Stage.CLOSED,
        TODAY,
        "Merged with another",
    )
    assert page.plan.assessed_on is None  # and stays on Home until it is assessed
    reopened = with_plan(book(desk, plan_id), closed_on=None)
    assert "on its own page" in told(looked(desk, reopened))["Closed"]
    assert set(states(looked(desk, book(desk, plan_id)))) == {UNCHANGED}


def test_a_closed_and_assessed_plan_takes_nothing_in(world: World, plan_id: int) -> None:
    desk = world.desk()
    with desk.write("Closed") as unit:
        plan = unit.get(ProblemPlan, plan_id)
        plan.closed_on = plan.assessed_on = TODAY
    written = book(desk, plan_id)
    preview = looked(desk, with_row(with_plan(written, causes="No gate"), ACTIONS, title="Visit"))
    assert {line.problems[0][1] for line in preview.lines if line.problems} == {
        "PSP 2026-001 is closed: reopen it before changing it."
    }
    assert preview.rejected == 2


def test_who_may_and_which_files(world: World, plan_id: int, tmp_path: Path) -> None:
    written = book(world.desk(), plan_id)
    for actor, says in ((world.pcso, "may import files"), (world.hub, "may change a problem-solving plan")):
        with pytest.raises(NotAllowed, match=says):
            looked(world.desk(actor), written)
    with pytest.raises(CannotDo, match="is not a plan’s workbook"):
        PlanBooks(world.desk()).compare(
            Book("other.xlsx", (Sheet("Plan", (("Date", "Summary"),)),)), PATH, ""
        )
    elsewhere = replace(written, plan=replace(written.plan, uid="e" * 32))
    with pytest.raises(CannotDo, match="a plan this store does not hold"):
        looked(world.desk(), elsewhere)
    with pytest.raises(CannotDo, match="removed in the meantime"):
        PlanBooks(world.desk()).export(99, tmp_path / "x.xlsx")


KEYS = {
    "cheers": [one.key for one in cheers_elements()], "moved": [one.key for one in movements()],
    "test": [row.key for row in booklet_test().rows],
}  # fmt: skip
reasons = st.one_of(st.just(""), plain_text)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plain_text, plain_text, st.one_of(st.none(), st.dates(date(2020, 1, 1), TODAY)),
    st.dictionaries(st.sampled_from(KEYS["cheers"]), st.tuples(st.sampled_from(["yes", "no", "unsure", ""]), reasons)),
    st.dictionaries(st.sampled_from(KEYS["moved"]), st.tuples(st.sampled_from(["seen", "none_seen", ""]), reasons)),
    st.dictionaries(st.sampled_from(KEYS["test"]), st.sampled_from([-1, 0, 1])),
    st.lists(st.integers(0, 500), min_size=7 * HOURS, max_size=7 * HOURS),
)  # fmt: skip
def test_sources_causes_and_answers_go_out_and_come_back_exactly(
    world: World, plan_id: int, source: str, cause: str, day: date | None, cheers: dict[str, tuple[str, str]],
    moved: dict[str, tuple[str, str]], test: dict[str, int], counts: list[int],
) -> None:  # fmt: skip
    """What a plan says, put into another's workbook, is what the other then says."""
    desk = world.desk()
    plans = Plans(desk)
    other = plans.open(world.gedling, "Bikes elsewhere")
    answers: dict[str, dict[str, Any]] = {
        "cheers": {key: {"answer": a, "reason": r} for key, (a, r) in cheers.items() if a or r},
        "moved": {key: {"found": a, "note": r} for key, (a, r) in moved.items() if a or r},
        "test": test,
        "times": {str(n): counts[n * HOURS : (n + 1) * HOURS] for n in range(7)} if any(counts) else {},
    }
    for group, values in answers.items():
        plans.answer(other, group, values, {})
    plans.put(other, PlanSource, {"day": day, "what": source})
    plans.put(other, Hypothesis, {"statement": cause, "evidence_against": source})
    from_other, own = book(desk, other), book(desk, plan_id)
    edited = replace(
        own, parts={**own.parts, ANSWERS: from_other.parts[ANSWERS], TIMES: from_other.parts[TIMES]}
    )
    edited = replace(edited, parts={**edited.parts, **{
        sheet: [replace(part, version=own.plan.version) for part in edited.parts[sheet]] for sheet in (ANSWERS, TIMES)
    }})  # fmt: skip
    edited = with_part(edited, SOURCES, 0, day=day, what=source)
    edited = with_part(edited, CAUSES, 0, statement=cause, evidence_for="", evidence_against=source)
    preview = looked(desk, edited)
    assert preview.rejected == 0
    PlanBooks(desk).commit(preview)
    page = plans.page(plan_id)
    assert {group: getattr(page.plan, group) for group in answers} == answers
    assert [(one.day, one.what) for one in page.sources] == [(day, source)]
    assert [(c.statement, c.evidence_for, c.evidence_against) for c in page.hypotheses] == [
        (cause, "", source)
    ]
    assert set(states(looked(desk, book(desk, plan_id)))) == {UNCHANGED}


def _answer(written: PlanBook, uid: str) -> int:
    return next(n for n, part in enumerate(written.parts[ANSWERS]) if part.uid == uid)


def test_answers_are_merged_one_by_one_and_bad_ones_are_told(world: World, plan_id: int) -> None:
    desk = world.desk()
    plans, written = Plans(desk), book(desk, plan_id)
    harm, community = "cheers.harm", "cheers.community"
    seen = plans.page(plan_id).plan.cheers
    plans.answer(plan_id, "cheers", {**seen, "events": {"answer": "no", "reason": "One only"}}, seen)
    edited = with_part(written, ANSWERS, _answer(written, community), answer="Yes", reason="Walkers")
    PlanBooks(desk).commit(looked(desk, edited))
    now = plans.page(plan_id).plan.cheers
    assert {key: value["reason"] for key, value in now.items()} == {
        "harm": "Two falls", "events": "One only", "community": "Walkers",
    }  # fmt: skip
    plans.answer(plan_id, "cheers", {**now, "harm": {"answer": "no", "reason": "None"}}, now)
    edited = with_part(written, ANSWERS, _answer(written, harm), reason="Three falls")
    edited = with_part(edited, ANSWERS, _answer(written, "cheers.expectation"), answer="perhaps")
    edited = with_part(
        edited, ANSWERS, _answer(written, f"test.{KEYS['test'][1]}"), reason="No room for this"
    )
    edited = with_row(with_part(edited, TIMES, 2, h7=100_000), ANSWERS, "cheers.nothing", answer="Yes")
    preview = looked(desk, edited)
    assert [(line.title, [why for _, why in line.problems]) for line in preview.lines if line.problems] == [
        (booklet_test().rows[1].name, ["This question takes no reason: clear it."]),
        ("Harm", ["It was changed here since the workbook was written and now says “None”."]),
        ("Expectation", ["“perhaps” is not one of Yes, No, Unsure."]),
        ("cheers.nothing", ["This row is of no question of the plan: export the plan again."]),
        (DAYS[2], ["Enter counts from 0 to 99,999."]),
    ]


def test_the_technique_and_the_cause_of_an_action_go_out_and_come_back(world: World, plan_id: int) -> None:
    desk = world.desk()
    plans = Plans(desk)
    key = techniques()[3].key
    (cause,), (action,) = plans.page(plan_id).hypotheses, plans.page(plan_id).actions
    written = book(desk, plan_id)
    assert (
        written.parts[ACTIONS][0].values["technique"],
        written.parts[ACTIONS][0].values["hypothesis_id"],
    ) == ("", "")
    edited = with_part(written, ACTIONS, 0, technique=key, hypothesis_id="The gate is open")
    edited = with_row(edited, CAUSES, statement="Nobody looks")
    edited = with_row(edited, ACTIONS, title="Look", hypothesis_id="Nobody looks")
    PlanBooks(desk).commit(looked(desk, edited))
    first, second = plans.page(plan_id).actions
    assert (first.id, first.technique, first.hypothesis_id) == (action.id, key, cause.id)
    assert second.hypothesis_id == plans.page(plan_id).hypotheses[1].id
    again = book(desk, plan_id)
    assert set(states(looked(desk, again))) == {UNCHANGED}
    assert again.parts[ACTIONS][0].values["hypothesis_id"] == "The gate is open"
    renamed = looked(desk, with_part(again, CAUSES, 0, statement="The gate has no lock"))
    assert [(line.sheet, line.state) for line in renamed.lines if line.state is not UNCHANGED] == [
        (CAUSES, CHANGED)
    ]
    unknown = looked(desk, with_part(again, ACTIONS, 0, hypothesis_id="The moon"))
    assert "add it on the Likely causes sheet" in told(unknown)["Answers the cause"]
    PlanBooks(desk).commit(looked(desk, with_part(again, ACTIONS, 0, technique="", hypothesis_id="")))
    blank = plans.page(plan_id).actions[0]
    assert (blank.technique, blank.hypothesis_id) == ("", None)
