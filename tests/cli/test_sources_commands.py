"""Survey responses and street-level crime from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.exchange.crime import COLUMNS
from tests.exchange.test_crime import SAMPLE as CRIME
from tests.exchange.test_crime import row
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small force's store: (exit code, stdout, stderr)."""
    world.store.close()

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["--store", str(world.store.path), *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def answers(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(("Submitted,District,Age band,Issues", *rows)), "utf-8")
    return str(path)


def test_responses_of_an_area_once_and_nothing_of_a_bad_file(run: Run, tmp_path: Path) -> None:
    good = answers(tmp_path, "02/07/2024,Gedling,35-49,ASB;the canal", "02/07/2024,Ashfield,35-49,ASB")
    code, out, _ = run("import", "responses", good, "--area", "gedling", "--dry-run")
    assert code == 0
    assert out.startswith(
        "Would be: 1 response of 1 area added, 1 phrase fits no category yet. Answered 2 July 2024."
    )
    assert "1 row is of other areas: Ashfield 1." in out
    assert "  no category: “the canal” 1\n" in out
    assert json.loads(run("import", "responses", good, "--json")[1])["added"] == 2
    again = json.loads(run("import", "responses", good, "--area", "Gedling", "--json")[1])
    assert (again["added"], again["unchanged"], again["unsorted"]) == (0, 1, [])
    bad = answers(tmp_path, "03/07/2024,Narnia,35-49,ASB", "04/07/2024,Gedling,35-49,ASB")
    code, out, err = run("import", "responses", bad)
    assert (code, err) == (
        2,
        "npt-desktop: 1 row of answers.csv cannot be read, the first row 2 of answers: mend them, or choose to bring only the good rows in.\n",
    )
    assert "rejected: answers, row 2, District: “Narnia”. There is no area “Narnia” in this store." in out
    code, out, _ = run("import", "responses", bad, "--keep-good", "--json")
    assert (code, json.loads(out)["added"]) == (1, 1)


def test_months_of_crime_come_in_together_or_not_at_all(run: Run, tmp_path: Path) -> None:
    more = tmp_path / "march.csv"
    more.write_text("\n".join((",".join(COLUMNS), row(month="2022-03"), row(month="Mar"))), "utf-8")
    code, out, err = run("import", "crime", str(CRIME), str(more))
    assert code == 2
    assert "the first row 3 of march: mend them" in err
    code, out, _ = run("import", "crime", str(CRIME), str(more), "--keep-good", "--json")
    told = json.loads(out)
    assert (code, told["added"], told["months"], told["written"]) == (1, 49, ["2022-02", "2022-03"], True)
    code, out, _ = run("import", "crime", str(CRIME))
    assert (code, out.splitlines()[0]) == (
        0, "February 2022: no new crime, 48 here already, 9 in small areas that count towards no area yet. (48 rows read)",
    )  # fmt: skip
    assert run("import", "crime", str(tmp_path / "none.csv"))[0] == 2
