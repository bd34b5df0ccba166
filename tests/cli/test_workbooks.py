"""Workbooks in, out and back on the command line, as scripts use it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from npt_desktop import cli
from tests.world import World

HEADS = "Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score"
ROW = "01/10/2026,Residents,Reassurance,Neighbours,PS 512 Cedar,Street walk,Lights out,4"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small force's store: (exit code, stdout, stderr)."""
    world.store.close()

    def go(*arguments: str, store: Path | None = None) -> tuple[int, str, str]:
        try:
            code = cli.main(["--store", str(store or world.store.path), *arguments])
        except SystemExit as error:
            code = int(error.code or 0)
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def test_import_mend_and_take_back(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "Gedling.csv", tmp_path / "rows.xlsx"
    path.write_text(f"{HEADS}\n{ROW}\n{ROW.replace('01/10/2026', '31/02/2026')}\n", encoding="utf-8")
    code, said, _ = run("import", "log", str(path), "--rejects", str(out), "--json")
    assert (code, json.loads(said)["added"]) == (1, 1)
    assert out.exists()
    path.write_text(f"{HEADS}\n{ROW.replace('Lights out', 'Mended')}\n", encoding="utf-8")
    assert json.loads(run("import", "any", str(path), "--mode", "update", "--json")[1])["updated"] == 1
    assert run("import", "log", str(path), "--mapping", "Other")[0] == 2
    runs = json.loads(run("imports", "--json")[1])
    assert [(r["id"], r["updated"], r["taken_back"]) for r in runs] == [(2, 1, False), (1, 0, False)]
    code, said, _ = run("undo-import", "1", "--json")
    told = json.loads(said)
    assert (code, told["undone"], len(told["left"])) == (
        2,
        None,
        1,
    )  # the outcome was changed by the second import
    said = run("undo-import", "1")[1]
    assert said.startswith("Nothing was taken back: all that Gedling.csv brought was edited since and stays.")
    assert "Engagement entry “Street walk”: Outcome: It was changed by Command line" in said
    assert "taken back" not in run("imports")[1]
    assert run("undo-import", "2")[0] == 0
    assert run("undo-import", "1")[0] == 0
    assert run("undo-import", "2")[0] == 2
    assert run("undo-import", "9")[2].strip().endswith("`imports` lists those there are.")
    assert "taken back" in run("imports")[1]


def test_bad_figures_go_out_as_a_workbook_and_come_in_mended(run: Run, tmp_path: Path) -> None:
    """The workbook of a survey's bad rows names its quarter, so that it reads again."""
    path, out = tmp_path / "survey.csv", tmp_path / "mend.xlsx"
    head = "Neighbourhood area,Respondents,Issue,Count,% citing,Change"
    rows = ("Gedling,200,Off-road bikes,104,52%,4.2", "Narnia,150,Hate crime,57,38%,0.9")
    path.write_text("\n".join(("Survey July to September 2026", head, *rows)), encoding="utf-8")
    code, said, _ = run("import", "survey", str(path), "--rejects", str(out), "--json")
    assert (code, json.loads(said)["added"]) == (1, 1)
    book = openpyxl.load_workbook(out)
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == "Narnia")
    cell.value = "Ashfield"
    book.save(out)
    code, said, err = run("import", "survey", str(out), "--mode", "add", "--json")
    assert (code, err) == (0, "")
    assert json.loads(said)["added"] == 1


def test_qa_answers_go_out_for_reading_only(run: Run, tmp_path: Path) -> None:
    assert run("export", "qa", str(tmp_path / "qa.xlsx"), "--for", "reading")[0] == 0
    code, _, err = run("export", "qa", str(tmp_path / "work.xlsx"), "--for", "return")
    assert (code, "export them for reading" in err) == (2, True)
    assert not (tmp_path / "work.xlsx").exists()


def test_a_workbook_goes_out_and_merges_back(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "Gedling.csv", tmp_path / "log.xlsx"
    path.write_text(f"{HEADS}\n{ROW}\n", encoding="utf-8")
    run("import", "log", str(path))
    assert run("export", "log", str(out), "--for", "return")[1].strip().endswith("1 row.")
    full = tmp_path / "full.xlsx"
    assert run("export", "engagement", str(full), "--full")[1].strip().endswith("1 row.")
    first, second = (openpyxl.load_workbook(one).worksheets[0].values for one in (full, out))
    assert list(first) == list(second)
    book = openpyxl.load_workbook(out)
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if c.value == "Lights out")
    cell.value = "Lights off"
    book.save(out)
    path.write_text(f"{HEADS}\n{ROW.replace('Lights out', 'Mended')}\n", encoding="utf-8")
    run("import", "log", str(path), "--mode", "both")
    code, said, err = run("merge", str(out))
    assert code == 2
    assert "here “Mended” (Command line" in said
    assert "say --prefer mine or --prefer theirs" in err
    code, said, _ = run("merge", str(out), "--prefer", "theirs", "--json")
    assert (code, json.loads(said)["clashes"][0]["theirs"]) == (0, "Lights off")
    assert json.loads(run("merge", str(out), "--json")[1])["changed"] == 0


def test_everything_goes_out_and_comes_back_into_an_empty_store(
    run: Run, world: World, empty_file: Path, tmp_path: Path
) -> None:
    whole, empty = tmp_path / "all.xlsx", tmp_path / "empty.npt"
    assert run("export", "all", str(whole))[0] == 0
    shutil.copyfile(empty_file, empty)
    code, said, _ = run("merge", str(whole), "--json", store=empty)
    assert (code, json.loads(said)["merged"]) == (0, True)
    assert json.loads(run("merge", str(world.store.path), "--json", store=empty)[1])["added"] == 0
    assert run("check", store=empty)[0] == 0
    assert run("export", "priorities", str(tmp_path / "p.xlsx"))[0] == 0
    assert run("export", "key-individuals", str(tmp_path / "k.csv"))[0] == 0
