"""A plan as a workbook from the command line: out, changed, looked at, in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from npt_desktop import cli
from npt_desktop.models.actions import Action
from npt_desktop.services.plans import Plans
from tests.world import World


def run(store: Path, *arguments: str) -> int:
    return cli.main(["--store", str(store), "--as", "Insp Rowan", *arguments])


def test_a_plan_goes_out_is_changed_and_comes_in(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = Plans(world.desk())
    plan_id = plans.open(world.gedling, "Bikes")
    plans.put(plan_id, Action, {"title": "Fit a gate"})
    reference = plans.page(plan_id).plan.reference
    world.store.close()
    store, path = world.store.path, tmp_path / "plan.xlsx"
    assert run(store, "export", "plan", str(path), "--plan", reference) == 0
    assert reference in capsys.readouterr().out
    workbook = load_workbook(path)
    for line in workbook["Plan"].iter_rows():
        if line[0].value == "causes":
            line[2].value = "No gate at the north end"
    sheet = workbook["Actions"]
    sheet.append(["Mend the fence", "PC 1 Nobody"])
    workbook.save(path)
    assert run(store, "import", "plan", str(path), "--dry-run", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["written"], found["changed"], found["rejected"]) == (False, 1, 1)
    assert run(store, "import", "plan", str(path)) == 2
    said = capsys.readouterr()
    assert "Analysis: Causes: – -> No gate at the north end" in said.out
    assert "Owner: Nobody on the desk is called “PC 1 Nobody”" in said.out
    assert "choose to bring only the good rows in" in said.err
    assert run(store, "import", "plan", str(path), "--keep-good") == 1
    assert run(store, "import", "plan", str(path), "--keep-good", "--json") == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["changed"] == 0
    assert run(store, "undo", "--json") == 0
    assert "Imported 1 row of" in json.loads(capsys.readouterr().out)["undone"]
