"""A folder of everything a team has: records and figures of every kind, one preview, one undo."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from npt_desktop.models.communities import KeyIndividual, ReachMonth
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.models.sources import CrimeMonth, SurveyResponse
from npt_desktop.services.history import History
from npt_desktop.services.import_runs import ImportRuns
from npt_desktop.services.importing import Mode
from npt_desktop.store.undo import undoable
from tests.services.test_crime_import import crimes, kept
from tests.services.test_crime_import import written as crime_file
from tests.services.test_importing import HEADS, WALK, book, looked
from tests.world import World

SURVEY = "Neighbourhood area,Respondents,Issue,Count,% citing,Change"
ANSWERS = "Submitted,District,Age,Issues,Comments"
TABLES = (EngagementEntry, KeyIndividual, SurveyResult, SurveyResponse, CrimeMonth, ReachMonth)


def text(path: Path, *lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def survey(path: Path, *rows: str) -> Path:
    return text(path, "Survey July to September 2026,,,,,", SURVEY, *rows)


def counts(world: World) -> dict[str, int]:
    with world.desk().read() as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in TABLES}


def test_records_and_figures_of_every_kind_come_in_at_once_and_go_back_at_once(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    book(folder / "Gedling 2019.xlsx", ("Log", [HEADS, WALK]))
    book(
        folder / "people.xlsx",
        ("Network", [("Area", "Name", "Community"), ("Gedling", "Ann Hawthorn", "Elders")]),
    )
    survey(
        folder / "survey.csv", "Gedling,200,Off-road bikes,104,52%,+4.2", "Ashfield,150,Hate crime,57,38%,0.9"
    )
    text(
        folder / "answers.csv", ANSWERS, "01/07/2026,Gedling,35-49,ASB,", "02/07/2026,Ashfield,35-49,Litter,"
    )
    crime_file(folder, "2026-07-street", *crimes(9, "2026-07", 1))
    text(folder / "Reach Ashfield.csv", "Month,Alert registrations,Followers", "July 2026,840,5900")
    importing, checked = looked(world, folder)
    assert {plan.kind for plan in checked.plans} == {
        "log", "key-individuals", "survey", "responses", "crime", "reach",
    }  # fmt: skip
    report = importing.commit(checked)
    assert (report.added, report.updated, report.rejected) == (1 + 1 + 2 + 2 + 9 + 1, 0, ())
    there = counts(world)
    assert there == {
        "engagement_entry": 1, "key_individual": 1, "survey_result": 2, "survey_response": 2, "crime_month": 3,
        "reach_month": 1,
    }  # fmt: skip
    runs = ImportRuns(world.desk(world.sergeant))
    (run,) = runs.all()
    assert (run.file_name, run.kind, run.added) == (
        "6 files", "log key-individuals survey responses crime reach", 16,
    )  # fmt: skip
    with world.desk().read() as session:
        assert [step.did for step in undoable(session.connection())] == ["Imported 16 rows from 6 files"]
    assert runs.take_back(run.id).left == ()
    assert set(counts(world).values()) == {0}
    History(world.desk(world.sergeant)).redo_last()
    assert counts(world) == there
    _, again = looked(world, folder)
    assert (again.report().added, again.report().updated) == (0, 0)


def test_what_stands_in_two_files_of_a_folder_comes_in_once(world: World, tmp_path: Path) -> None:
    both = "01/07/2026,Gedling,35-49,ASB,"
    text(tmp_path / "a.csv", ANSWERS, both)
    text(tmp_path / "b.csv", ANSWERS, both, "02/07/2026,Gedling,35-49,Litter,")
    some = crimes(9, "2026-07", 1)
    crime_file(tmp_path, "c", *some[:6])
    crime_file(tmp_path, "d", *some)
    survey(tmp_path / "e.csv", "Gedling,200,Off-road bikes,104,52%,+4.2")
    survey(
        tmp_path / "f.csv", "Gedling,200,Off-road bikes,104,52%,+4.2", "Ashfield,150,Hate crime,57,38%,0.9"
    )
    survey(tmp_path / "g.csv", "Ashfield,150,Hate crime,60,40%,0.9")
    text(tmp_path / "Reach Gedling 1.csv", "Month,Alert registrations,Followers", "July 2026,840,5900")
    text(tmp_path / "Reach Gedling 2.csv", "Month,Alert registrations,Followers", "July 2026,840,5900")
    importing, checked = looked(world, tmp_path)
    report = importing.commit(checked)
    assert report.added == 2 + 9 + 2 + 1
    assert [bad.reason for bad in report.rejected] == [
        "f.csv says otherwise of the same area and issue; keep one of them."
    ]
    assert sum(kept(world).values()) == 9
    assert counts(world)["survey_response"] == 2
    assert counts(world)["reach_month"] == 1


def test_the_mode_holds_for_figures_too(world: World, tmp_path: Path) -> None:
    path = survey(tmp_path / "survey.csv", "Gedling,200,Off-road bikes,104,52%,+4.2")
    importing, checked = looked(world, path)
    importing.commit(checked)
    survey(path, "Gedling,200,Off-road bikes,110,55%,+4.2", "Ashfield,150,Hate crime,57,38%,0.9")
    _, both = looked(world, path, mode=Mode.BOTH)
    assert [(line.row, line.state.value, dict(line.old)) for line in both.figures] == [
        (4, "new", {}), (3, "changed", {"count": "104", "percent": "52"}),
    ]  # fmt: skip
    added, changed = ((1, 0), (0, 1))
    for mode, expected in ((Mode.ADD, added), (Mode.UPDATE, changed)):
        importing, checked = looked(world, path, mode=mode)
        report = importing.commit(checked)
        assert (report.added, report.updated) == expected
        assert len(report.skipped) == (1 if mode is Mode.ADD else 0)
    with world.desk().read() as session:
        assert set(session.scalars(select(SurveyResult.percent))) == {55.0, 38.0}
