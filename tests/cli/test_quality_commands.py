"""How things stand, from the command line: due, compliance, answers as a workbook, the month's pack."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.services.peer import PeerReviews
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


def test_the_quarterly_report_is_a_pdf_or_a_page_by_its_name(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, page = tmp_path / "quarter.pdf", tmp_path / "quarter.html"
    for path in (pdf, page):
        assert run(store, "report", "quarterly", str(path), "--quarter", "2024-07") == 0
    assert f"{page}: July to September 2024, 2 areas." in capsys.readouterr().out
    assert pdf.read_bytes().startswith(b"%PDF")
    words = page.read_text(encoding="utf-8")
    for said in (
        "1. Purpose of the report",
        "2. Recommendations",
        "4. Summary of key points",
        "Risk management",
    ):
        assert said in words
    assert words.count("<svg") == 3
    assert "<script" not in words
    for name, quarter, says in (
        ("q.doc", "2024-07", "should end in .pdf or .html"),
        ("q.pdf", "2024-08", "starts in January, April, July or October"),
        ("q.pdf", "2099-01", "has not begun"),
    ):
        assert run(store, "report", "quarterly", str(tmp_path / name), "--quarter", quarter) == 2
        assert says in capsys.readouterr().err
        assert not (tmp_path / name).exists()


def test_the_peer_review_is_printed(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    PeerReviews(world.desk(world.chief)).begin("Peer review 2026", date(2026, 9, 1))
    world.store.close()
    path = tmp_path / "peer.pdf"
    assert run(world.store.path, "report", "peer-review", str(path)) == 0
    assert capsys.readouterr().out == f"{path}: Peer review 2026.\n"
    assert path.read_bytes().startswith(b"%PDF")
    assert run(world.store.path, "report", "peer-review", str(path), "--year", "2019") == 2
    assert "No peer review was held in 2019" in capsys.readouterr().err
