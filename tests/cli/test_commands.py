"""The command line, as scripts use it: real store, real files, exit codes, one sentence on stderr."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from npt_desktop import cli
from npt_desktop.models.organisation import Area
from npt_desktop.store.database import Store
from tests.world import World

SAMPLE = Path(__file__).parents[1] / "data" / "engagement-log-gedling-2019.xlsx"
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


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    store = Store(path)
    try:
        with store.read() as session:
            return [tuple(row) for row in session.execute(text(sql))]
    finally:
        store.close()


def test_the_teams_workbook_comes_in_once_and_goes_back_whole(run: Run, world: World) -> None:
    code, out, _ = run("import", "engagement", str(SAMPLE), "--area", "gedling", "--json")
    report = json.loads(out)
    assert code == 1
    assert [report[n] for n in ("read", "added", "updated", "unchanged", "duplicates")] == [65, 61, 0, 0, 1]
    assert [(r["row"], r["column"], r["value"]) for r in report["rejected"]] == [
        (43, "Date", ""), (47, "Date", "31/11/2019"), (58, "Score", "6"),
    ]  # fmt: skip
    assert all(r["sheet"] == "Engagement 2019" and r["reason"] for r in report["rejected"])
    assert {(s["sheet"], s["row"]) for s in report["skipped"]} == {
        ("Engagement 2019", 67), ("Engagement 2019", 69), ("Lists", None), ("Sheet3", None),
    }  # fmt: skip
    path = world.store.path
    assert rows(path, "SELECT count(*), count(score) FROM engagement_entry") == [(61, 60)]
    assert rows(
        path, "SELECT count(*) FROM engagement_entry WHERE summary LIKE '=%' OR outcome LIKE '=%'"
    ) == [(1,)]

    code, out, _ = run("import", "engagement", str(SAMPLE), "--area", "Gedling", "--json")
    again = json.loads(out)
    assert (again["added"], again["unchanged"]) == (0, 61)

    code, out, _ = run("undo")
    assert code == 0
    assert "61" in out
    assert rows(path, "SELECT count(*) FROM engagement_entry") == [(0,)]
    assert run("check")[0] == 0


def test_a_dry_run_writes_nothing(run: Run, world: World) -> None:
    before = world.store.path.read_bytes()
    code, out, _ = run("import", "engagement", str(SAMPLE), "--area", "Gedling", "--dry-run")
    assert code == 1
    assert out.startswith("Would be: 61 rows added")
    assert world.store.path.read_bytes() == before


def test_the_log_goes_out_and_comes_back_the_same(run: Run, tmp_path: Path) -> None:
    run("import", "engagement", str(SAMPLE), "--area", "Gedling")
    target = tmp_path / "out.xlsx"
    code, out, _ = run("export", "engagement", str(target), "--area", "Gedling")
    assert (code, target.exists()) == (0, True)
    assert "61 rows" in out
    code, out, _ = run("import", "engagement", str(target), "--area", "Gedling", "--json")
    back = json.loads(out)
    assert (back["added"], back["unchanged"], back["rejected"]) == (0, 61, [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("import", "engagement", "no such.xlsx", "--area", "Gedling"), "no such.xlsx"),
        (("import", "engagement", str(SAMPLE), "--area", "Atlantis"), "There is no area “Atlantis”"),
        (("--as", "PC 9 Nobody", "undo"), "Nobody called “PC 9 Nobody”"),
        (("--as", "PCSO 4332 Larch", "import", "engagement", str(SAMPLE), "--area", "Gedling"), "Only a sergeant"),
        (("undo",), "nothing to undo"),
        (("history", "0" * 32), "No record has the uid"),
        (("report", "plan", "x.pdf", "--ref", "PSP 1900-001"), "There is no plan"),
        (("restore", str(SAMPLE)), "not a store"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence_and_changes_nothing(
    run: Run, world: World, arguments: tuple[str, ...], says: str
) -> None:
    before = world.store.path.read_bytes()
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("npt-desktop: ")
    assert says in err
    assert err.count("\n") == 1
    assert world.store.path.read_bytes() == before


def test_a_wrong_option_is_refused(run: Run) -> None:
    code, _, err = run("export", "engagement", "x.xlsx", "--from", "16/10/2026")
    assert code == 2
    assert "write it as 2026-10-16" in err


def test_backup_restore_and_check(run: Run, world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.npt"
    assert run("backup", str(copy))[0] == 0
    run("import", "engagement", str(SAMPLE), "--area", "Gedling")
    code, out, _ = run("restore", str(copy))
    assert code == 0
    assert "before restore" in out
    assert rows(world.store.path, "SELECT count(*) FROM engagement_entry") == [(0,)]
    code, out, _ = run("check", "--json")
    assert code == 0
    assert json.loads(out)["sound"] is True
    damaged = tmp_path / "damaged.npt"
    shutil.copyfile(world.store.path, damaged)
    with damaged.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 4096)
    code, out, err = run("check", store=damaged)
    assert code in (1, 2)
    assert "damaged" in out + err


def test_a_record_is_put_back_from_a_backup_after_a_look(run: Run, world: World, tmp_path: Path) -> None:
    copy = tmp_path / "copy.npt"
    run("backup", str(copy))
    store = Store(world.store.path)
    with store.write(world.inspector, "Renamed") as unit:
        unit.get(Area, world.gedling).name = "Elsewhere"
    store.close()
    code, out, _ = run("restore-record", str(copy))
    assert code == 0
    uid, _, words = out.strip().partition("  ")
    assert words == "Area “Gedling”: changed since: name"
    assert run("restore-record", str(copy), uid)[0] == 0
    assert run("restore-record", str(copy))[1] == "The store still says everything that copy.npt says.\n"
    assert json.loads(run("restore-record", str(copy), "--json")[1]) == []
    assert run("undo")[0] == 0
    assert "Gedling" in run("restore-record", str(copy))[1]


def test_a_search_index_that_does_not_fit_is_offered_a_repair(run: Run, world: World) -> None:
    run("import", "engagement", str(SAMPLE), "--area", "Gedling")
    with closing(sqlite3.connect(world.store.path)) as connection:
        connection.execute("INSERT INTO engagement_search(engagement_search) VALUES ('delete-all')")
        connection.commit()
    code, out, _ = run("check")
    assert code == 1
    assert "check --repair makes the index anew from the log" in out
    code, out, err = run("check", "--repair")
    assert code == 0
    assert "before repair" in err
    assert "BAD" not in out


def test_a_restored_store_is_confirmed(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.npt"
    run("backup", str(copy))
    assert run("confirm-restore")[1] == (
        "No restoring waited; this computer now takes the store as it stands.\n"
    )
    run("restore", str(copy))
    assert run("confirm-restore")[1] == "Copies are made and thinned again.\n"


def test_the_history_of_a_record_tells_who_and_what(run: Run, world: World) -> None:
    uid = str(rows(world.store.path, "SELECT uid FROM area WHERE name='Gedling'")[0][0])
    code, out, _ = run("history", uid)
    assert code == 0
    assert "Added the area Gedling" in out
    assert "name: – -> Gedling" in out
    code, out, _ = run("history", uid, "--json")
    assert json.loads(out)[0]["after"]["name"] == "Gedling"


def test_reports_of_the_sample_store(
    sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "sample.npt"
    shutil.copyfile(sample_file, store)
    reference = str(rows(store, "SELECT reference FROM problem_plan ORDER BY reference LIMIT 1")[0][0])
    for name, arguments in (
        ("qa.pdf", ["qa", "--area", "Ashfield", "--month", "2026-09"]),
        ("plan.pdf", ["plan", "--ref", reference]),
        ("brief.pdf", ["plan", "--ref", reference.lower(), "--brief"]),
    ):
        target = tmp_path / name
        kind, *rest = arguments
        assert cli.main(["--store", str(store), "report", kind, str(target), *rest]) == 0, (
            capsys.readouterr().err
        )
        assert target.read_bytes().startswith(b"%PDF")


def test_the_survey_comes_in_only_when_every_row_is_good(run: Run, world: World) -> None:
    survey = SAMPLE.with_name("police-and-crime-survey-2026-q2.xlsx")
    code, out, said = run("import", "survey", str(survey))
    assert (code, "100 rows of" in said) == (2, True)  # ten areas are not in this small store
    assert "There is no area “Bassetlaw”" in out
    assert rows(world.store.path, "SELECT count(*) FROM survey_result") == [(0,)]
    code, out, _ = run("import", "survey", str(survey), "--keep-good", "--json")
    report = json.loads(out)
    assert (code, report["added"], report["quarter"], report["written"]) == (1, 20, "2026-07-01", True)
    assert rows(world.store.path, "SELECT count(*) FROM survey_result") == [(20,)]
    code, out, _ = run("import", "survey", str(survey), "--keep-good", "--json")
    assert json.loads(out)["unchanged"] == 20
    run("undo")
    assert rows(world.store.path, "SELECT count(*) FROM survey_result") == [(0,)]


def test_the_clocks_of_every_area(run: Run) -> None:
    code, out, _ = run("clocks", "--json")
    board = json.loads(out)
    assert (code, [area["area"] for area in board]) == (0, ["Gedling", "Ashfield"])
    assert set(board[0]) >= {"last_set", "website", "national", "updates_missing"}
    assert isinstance(board[0]["website"]["days_left"], int)
    code, out, _ = run("clocks")
    assert "Gedling: " in out
    assert "No date recorded; No priorities" in out
