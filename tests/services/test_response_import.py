"""Survey responses into the store: one area or all, again nothing, taken back whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.models.imports import ImportRun
from npt_desktop.models.sources import SurveyResponse
from npt_desktop.services import setup
from npt_desktop.services.history import History
from npt_desktop.services.response_import import ResponseImport
from tests.exchange.test_responses import SAMPLE
from tests.exchange.test_survey import NAMES
from tests.world import World

HEAD = "Submitted,District,Age band,Issues,Comments"


def answers(world: World) -> list[SurveyResponse]:
    with world.desk().read() as session:
        return list(session.scalars(select(SurveyResponse).order_by(SurveyResponse.id)))


def written(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


@pytest.fixture
def force(world: World) -> World:
    for name in NAMES:
        if name not in ("Gedling", "Ashfield"):
            setup.add_area(world.store, name)
    return world


def test_one_area_takes_its_own_and_the_rest_are_counted(force: World) -> None:
    service = ResponseImport(force.desk())
    preview = service.preview(SAMPLE, force.gedling)
    assert preview.in_words() == "7 responses of 1 area added. Answered 8 to 15 July 2026."
    assert preview.report.skipped[0].reason.startswith("53 rows are of other areas: Ashfield 6, ")
    assert answers(force) == []
    service.commit(preview)
    first = answers(force)[0]
    assert (first.area_id, first.issues, first.age_band) == (
        force.gedling, "fly tipping; off road bikes; car theft", "21-34",
    )  # fmt: skip
    everyone = service.preview(SAMPLE)
    assert (everyone.changes, everyone.areas, everyone.report.unchanged) == (53, 11, 7)
    service.commit(everyone)
    again = service.preview(SAMPLE)
    assert (again.changes, again.in_words()) == (0, "No new response, 60 here already.")
    service.commit(again)
    assert len(answers(force)) == 60
    with force.desk().read() as session:
        assert [run.kind for run in session.scalars(select(ImportRun))] == ["responses", "responses"]
    History(force.desk()).undo_last(anyone=True)
    assert {answer.area_id for answer in answers(force)} == {force.gedling}


def test_an_unknown_area_stops_the_import_unless_the_good_rows_are_asked_for(
    world: World, tmp_path: Path
) -> None:
    service = ResponseImport(world.desk())
    rows = "01/07/2026,Gedling,35-49,ASB,", "02/07/2026,Narnia,35-49,ASB,", "03/07/2026,,35-49,ASB,"
    preview = service.preview(written(tmp_path, *rows))
    assert [bad.reason for bad in preview.report.rejected] == [
        "There is no area “Narnia” in this store.", "There is no area.",
    ]  # fmt: skip
    with pytest.raises(CannotDo, match=r"2 rows of answers\.csv cannot be read"):
        service.commit(preview)
    assert answers(world) == []
    assert service.commit(preview, keep_good=True).added == 1
    assert service.preview(written(tmp_path, rows[2]), world.ashfield).changes == 1


def test_without_a_column_for_the_area_one_must_be_named(world: World, tmp_path: Path) -> None:
    service = ResponseImport(world.desk())
    path = written(tmp_path, "01/07/2026,ASB;the canal;The Canal", head="Submitted,Issues")
    with pytest.raises(CannotDo, match="has no column for the area: say which area it is of"):
        service.preview(path)
    preview = service.preview(path, world.ashfield)
    assert preview.unsorted == (("the canal", 1),)
    service.commit(preview)
    assert [answer.area_id for answer in answers(world)] == [world.ashfield]


def test_a_file_far_too_large_is_refused_and_only_some_may_import(world: World, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as out:
        out.truncate(300 * 1024 * 1024)
    with pytest.raises(CannotDo, match="is larger than 50 MB; split it"):
        ResponseImport(world.desk()).preview(path)
    with pytest.raises(NotAllowed):
        ResponseImport(world.desk(world.pcso)).preview(SAMPLE)
