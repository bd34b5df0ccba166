"""The survey into the store: all areas at once, again nothing, taken back whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.journal import Change
from npt_desktop.models.priorities import SurveyResult
from npt_desktop.rules.periods import Quarter
from npt_desktop.services import setup
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.survey_import import SurveyImport
from tests.exchange.test_survey import NAMES, SAMPLE
from tests.world import World

SURVEYED = Quarter(date(2026, 7, 1))


def figures(world: World) -> list[SurveyResult]:
    with world.desk().read() as session:
        return list(session.scalars(select(SurveyResult).order_by(SurveyResult.id)))


def written(tmp_path: Path, *rows: str, title: str = "Survey July to September 2026") -> Path:
    path = tmp_path / "survey.csv"
    head = "Neighbourhood area,Respondents,Issue,Count,% citing,Change"
    path.write_text("\n".join((f"{title},,,,,", head, *rows)), "utf-8")
    return path


def test_all_areas_come_in_once_and_go_back_whole(world: World) -> None:
    for name in NAMES:
        if name not in ("Gedling", "Ashfield"):
            setup.add_area(world.store, name)
    service = SurveyImport(world.desk())
    preview = service.preview(SAMPLE)
    assert preview.in_words() == "Jul–Sep 2026: 120 figures of 12 areas added."
    assert figures(world) == []
    assert service.commit(preview).added == 120
    rows = figures(world)
    assert len(rows) == 120
    assert {row.period for row in rows} == {SURVEYED.start}
    page = Priorities(world.desk()).page(world.ashfield, SURVEYED.next())
    assert [(r.issue_text, r.percent, r.change, r.issue_id is None) for r in page.survey][:2] == [
        ("Off-road bikes", 52.0, 4.2, False), ("Hate crime", 38.0, 0.9, False),
    ]  # fmt: skip
    with world.desk().read() as session:
        (run,) = session.scalars(select(ImportRun))
        changes = session.scalars(select(Change).where(Change.change_set_id == run.change_set_id)).all()
    assert (run.kind, run.file_name, run.report["added"], len(changes)) == ("survey", SAMPLE.name, 120, 120)
    again = service.preview(SAMPLE)
    assert (again.changes, again.report.unchanged) == (0, 120)
    service.commit(again)
    assert len(figures(world)) == 120
    History(world.desk()).undo_last(anyone=True)
    assert figures(world) == []


def test_a_corrected_figure_is_corrected_in_place(world: World, tmp_path: Path) -> None:
    service = SurveyImport(world.desk())
    service.commit(
        service.preview(written(tmp_path, "Gedling,100,ASB,20,20 %,1", "Gedling,100,Noise,9,9 %,"))
    )
    before = [row.id for row in figures(world)]
    preview = service.preview(
        written(tmp_path, "Gedling,100,Anti-social behaviour,25,25 %,6", "Gedling,100,Noise,9,9 %,")
    )
    assert preview.in_words() == "Jul–Sep 2026: 0 figures of 1 area added, 1 corrected, 1 here already."
    service.commit(preview)
    rows = figures(world)
    assert [row.id for row in rows] == before
    assert (rows[0].count, rows[0].percent, rows[0].change, rows[0].version) == (25, 25.0, 6.0, 2)
    History(world.desk()).undo_last(anyone=True)
    assert [row.count for row in figures(world)] == [20, 9]


def test_good_rows_come_in_only_when_asked_for(world: World, tmp_path: Path) -> None:
    service = SurveyImport(world.desk())
    path = written(tmp_path, "Gedling,100,ASB,20,20 %,1", "Narnia,100,ASB,20,20 %,1")
    preview = service.preview(path)
    with pytest.raises(CannotDo, match=r"1 row of survey\.csv cannot be read"):
        service.commit(preview)
    assert figures(world) == []
    assert service.commit(preview, keep_good=True).rejected_rows == 1
    assert len(figures(world)) == 1


def test_the_quarter_is_the_titles_or_asked_for(world: World, tmp_path: Path) -> None:
    service = SurveyImport(world.desk())
    row = "Gedling,100,ASB,20,20 %,1"
    nameless = written(tmp_path, row, title="Survey")
    with pytest.raises(CannotDo, match="does not name its quarter"):
        service.preview(nameless)
    assert service.preview(nameless, SURVEYED).quarter == SURVEYED
    with pytest.raises(CannotDo, match="is the survey of July to September 2026, not of April to June 2026"):
        service.preview(written(tmp_path, row), SURVEYED.previous())
    with pytest.raises(CannotDo, match="has not begun"):
        service.preview(written(tmp_path, row, title="January to March 2027"))
    with pytest.raises(NotAllowed):
        SurveyImport(world.desk(world.pcso)).preview(nameless)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_survey_as_csv_comes_in_however_it_is_divided_and_encoded(
    world: World, tmp_path: Path, mark: str, encoding: str
) -> None:
    path = written(tmp_path, "Gedling,100,Café noise,20,20 %,1", "Ashfield,50,ASB,25,50 %,")
    path.write_text(path.read_text("utf-8").replace(",", mark), encoding)
    service = SurveyImport(world.desk())
    assert service.commit(service.preview(path)).added == 2
    assert [row.issue_text for row in figures(world)] == ["Café noise", "ASB"]


def test_what_is_wrong_with_a_survey_is_named_and_nothing_comes_in(world: World, tmp_path: Path) -> None:
    service = SurveyImport(world.desk())
    rows = (
        "Gedling,100,ASB,20,120 %,1", "Gedling,100,Drugs,120,20 %,1", "Narnia,100,ASB,20,20 %,1",
        "Gedling,100,Parking,20,20 %,1",
    )  # fmt: skip
    preview = service.preview(written(tmp_path, *rows))
    assert [(bad.row, bad.reason) for bad in preview.report.rejected] == [
        (3, "“120 %” is not between 0 and 100 per cent."),
        (4, "120 people are more than the 100 who were asked."),
        (5, "There is no area “Narnia” in this store."),
    ]
    with pytest.raises(CannotDo, match=r"3 rows of survey\.csv cannot be read"):
        service.commit(preview)
    assert figures(world) == []
    assert service.commit(preview, keep_good=True).added == 1


def test_two_encodings_and_a_file_far_too_large_are_named(world: World, tmp_path: Path) -> None:
    service = SurveyImport(world.desk())
    path = written(tmp_path, "Gedling,100,Café noise,20,20 %,1")
    path.write_bytes(path.read_bytes() + "\nAshfield,50,Café music,25,50 %,".encode("cp1252"))
    preview = service.preview(path)
    assert preview.report.notes == (
        "The file mixes two encodings. Line 4 was read as Windows-1252: check its accents and signs.",
    )
    assert [row.issue_text for row in preview.fresh] == ["Café noise", "Café music"]
    for name in ("big.csv", "big.xlsx"):
        big = tmp_path / name
        with big.open("wb") as out:
            out.truncate(300 * 1024 * 1024)
        with pytest.raises(CannotDo, match=rf"“{name}” is (too large|larger than 50 MB)"):
            service.preview(big)
