"""How things stand, from the command line: due, compliance, answers as a workbook, the month's pack."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.services.quality import Quality
from tests.world import World

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def store(world: World) -> Path:
    """A store in which both areas began September's meeting."""
    quality = Quality(world.desk(world.chief))
    for area in (world.gedling, world.ashfield):
        quality.answer(area, SEPTEMBER, 3, AnswerValue.MET, "Looked at together")
    world.store.close()
    return world.store.path


def run(store: Path, *arguments: str) -> int:
    return cli.main(["--store", str(store), *arguments])


def test_due_lists_the_areas_of_the_person(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, "due", "--json") == 0
    assert [page["area"] for page in json.loads(capsys.readouterr().out)] == ["Gedling", "Ashfield"]
    assert run(store, "due", "--json", "--as", "Insp Rowan") == 0
    (page,) = json.loads(capsys.readouterr().out)
    assert page["area"] == "Gedling"
    assert page["summary"]
    assert {"state", "title", "due", "question", "group"} <= set(page["items"][0])
    assert cli.main(["--store", str(store), "--as", "Insp Rowan", "due"]) == 0
    assert capsys.readouterr().out.startswith("Gedling: ")
    assert run(store, "due", "--area", "ashfield") == 0
    assert capsys.readouterr().out.startswith("Ashfield: ")
    assert run(store, "due", "--area", "Atlantis") == 2


def test_compliance_gives_figures_by_month(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store, "compliance", "--json", "--from", "2026-08", "--to", "2026-09") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["months"] == ["2026-08", "2026-09"]
    assert [row["name"] for row in found["rows"]] == ["Gedling", "Ashfield", "All areas"]
    cell = found["rows"][0]["cells"][1]
    assert (cell["met"], cell["due"], cell["percent"], cell["state"]) == (1, 14, 7, "begun")
    assert found["rows"][2]["cells"][1]["due"] == 28
    assert run(store, "compliance", "--from", "2026-09", "--to", "2026-09") == 0
    assert re.search(r"Gedling\s+7 %", capsys.readouterr().out)
    assert run(store, "compliance", "--from", "2026-10", "--to", "2026-09") == 2
    assert "earlier month" in capsys.readouterr().err


def test_answers_and_pack_are_written(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store, "export", "qa", str(tmp_path / "qa.xlsx")) == 0
    assert "2 answers" in capsys.readouterr().out
    pack = tmp_path / "pack.pdf"
    assert run(store, "report", "pack", str(pack), "--month", "2026-09") == 0
    assert "2 areas, September 2026" in capsys.readouterr().out
    data = pack.read_bytes()
    pages = data.count(b"/Type /Page\n") or len(re.findall(rb"/Type\s*/Page\b(?!s)", data))
    assert pages >= 3
    assert data.count(b"/Title") >= 3, "each area is in the outline"
    assert run(store, "report", "pack", str(pack), "--month", "2026-01") == 2
    assert pack.read_bytes() == data
