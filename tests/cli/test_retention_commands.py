"""Retention from the command line: the queue, keeping longer, disposing, the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.models.kinds import TermKind
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import TODAY
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    desk = world.desk()
    for words, year in (("Choir", 2018), ("Bowls", 2019), ("Fair", 2026)):
        Engagement(desk).log(EntryDraft(
            world.gedling, date(year, 5, 1), desk.terms(TermKind.AUDIENCE)[0].id, desk.terms(TermKind.PURPOSE)[0].id,
            words, world.pcso.person_id, words, f"{words} heard", 3,
        ))  # fmt: skip
    world.store.close()
    for name in ("open_store", "read_store"):
        monkeypatch.setattr(
            f"npt_desktop.cli.stores.{name}", lambda path: Store(path, clock=FixedClock.on(TODAY))
        )

    def go(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["--store", str(world.store.path), *arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def test_a_queue_is_worked_off(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("retention", "--json", "--area", "gedling")
    assert code == 0
    due = json.loads(out)
    assert [(one["called"], one["review_on"]) for one in due] == [
        ("Choir", "2025-05-01"),
        ("Bowls", "2026-05-01"),
    ]
    choir, bowls = (one["uid"] for one in due)
    assert run("retain", choir, "--until", "2030-01-01", "--reason", "An inquiry")[0] == 0
    asking = ("dispose", bowls, "--ground", "over", "--reason", "Seven years are over")
    code, _, err = run(*asking)
    assert (code, "say who you are (--as NAME)" in err) == (2, True)
    code, out, _ = run("--as", "Ch Insp Linden", *asking)
    assert (code, out.strip()) == (0, "1 disposal asked for. Another person who may review confirms it.")
    assert "(disposal asked for by Ch Insp Linden)" in run("retention")[1]
    code, _, err = run("--as", "Ch Insp Linden", "dispose", bowls, "--confirm")
    assert (code, "You asked for this disposal yourself" in err) == (2, True)
    code, out, _ = run("--as", "Insp Rowan", "dispose", bowls, "--confirm")
    assert (code, out.splitlines()[0]) == (0, "1 record disposed of, with 0 parts.")
    assert run("retention")[1].splitlines()[-1] == "0 records to review."
    (stub,) = json.loads(run("retention", "--log", "--json")[1])
    assert (stub["uid"], stub["reason"]) == (bowls, "Seven years are over")
    assert (stub["by"], stub["asked_by"]) == ("Insp Rowan", "Ch Insp Linden")
    assert "Bowls" not in run("history", bowls)[1]
    assert run("report", "disposals", str(tmp_path / "log.pdf"))[0] == 0


def test_what_is_not_due_or_not_known_is_refused(run: Run) -> None:
    fair = next(
        one["uid"]
        for one in json.loads(run("retention", "--json", "--months", "120")[1])
        if one["called"] == "Fair"
    )
    code, _, err = run("--as", "Insp Rowan", "dispose", fair, "--ground", "over", "--reason", "x")
    assert (code, "its review is on 01/05/2033" in err) == (2, True)
    code, _, err = run("retain", "nothing", "--until", "2030-01-01", "--reason", "x")
    assert (code, "No record to review has the uid nothing" in err) == (2, True)
