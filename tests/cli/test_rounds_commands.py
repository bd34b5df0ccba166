"""Papers and public forms from the command line: agenda, minutes, story, publish, clocks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.services.guard import Guard
from npt_desktop.services.priorities import Priorities
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import TODAY
from tests.services.test_priorities import QUARTER, decided
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    decided(world, QUARTER, "Bikes", "Thefts")
    Priorities(world.desk()).save_meeting(world.gedling, QUARTER, {"held_on": TODAY, "attended": "Council"})
    world.store.close()
    for opens in ("open_store", "read_store"):
        monkeypatch.setattr(
            f"npt_desktop.cli.stores.{opens}", lambda path: Store(path, clock=FixedClock.on(TODAY))
        )

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["--store", str(world.store.path), *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def test_the_papers_are_printed(run: Run, tmp_path: Path) -> None:
    for kind, says in (("agenda", "the agenda of Gedling"), ("minutes", "the minutes of Gedling"),
                       ("priority", "‘Bikes’, Gedling")):  # fmt: skip
        path = tmp_path / f"{kind}.pdf"
        code, out, _ = run("report", kind, str(path), "--area", "Gedling", "--quarter", "2026-10")
        assert (code, f"{says}, October to December 2026." in out) == (0, True)
        assert path.read_bytes().startswith(b"%PDF")
    code, _, err = run("report", "priority", str(path), "--area", "Gedling", "--number", "3")
    assert (code, "has no priority 3" in err) == (2, True)
    code, _, err = run("report", "agenda", str(path), "--area", "Ashfield")
    assert (code, "Start the round first" in err) == (2, True)


def test_publish_writes_every_form_or_nothing(run: Run, world: World, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "forms"
    code, out, _ = run("publish", str(folder), "--area", "Gedling", "--quarter", "2026-10", "--json")
    told = json.loads(out)
    assert (code, told["findings"], len(told["files"])) == (0, [], 9)
    assert sorted(map(str, folder.iterdir())) == sorted(told["files"])
    store = Store(world.store.path, clock=FixedClock.on(TODAY))
    desk = type(world.desk())(store, world.inspector)
    card = Priorities(desk).page(world.gedling, QUARTER).cards[0].priority
    Priorities(desk).save_priority(
        card.id, card.version, {"public_wording": "Ask at 14 Mill Lane. We will patrol."}
    )
    store.close()
    other = tmp_path / "other"
    code, out, _ = run("publish", str(other), "--area", "Gedling", "--quarter", "2026-10", "--json")
    told = json.loads(out)
    (finding,) = told["findings"]
    assert (code, told["files"], finding["where"], finding["kind"]) == (1, [], "Priority 1", "address")
    assert not other.exists()
    code, out, _ = run("publish", str(other), "--area", "Gedling", "--quarter", "2026-10")
    assert (code, "Nothing is written: mend 1 finding, or keep it" in out) == (1, True)
    store = Store(world.store.path, clock=FixedClock.on(TODAY))
    desk = type(desk)(store, world.inspector)
    ((_, findings),) = Guard(desk).open_findings(world.gedling, {"t": "Ask at 14 Mill Lane."}).items()
    Guard(desk).keep(world.gedling, findings[0], "The shop agreed")
    store.close()
    code, out, _ = run("publish", str(other), "--area", "Gedling", "--quarter", "2026-10")
    assert (code, len(out.splitlines())) == (0, 9)


def test_the_clocks_say_what_the_issue_asks_for(run: Run) -> None:
    code, out, _ = run("clocks", "--json")
    gedling = next(line for line in json.loads(out) if line["area"] == "Gedling")
    assert code == 0
    assert gedling["last_set"] == "2026-10-16"
    assert (gedling["website"]["state"], gedling["website"]["days_left"]) == ("warn", 15)
    assert (gedling["national"]["state"], gedling["national"]["days_left"]) == ("good", 92)
    assert (gedling["updates_missing"], gedling["updates_due"]) == (0, 2)
