"""What Works from the command line: the list and the digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.models.kinds import BoardDecision, EntryKind
from npt_desktop.services.what_works import WhatWorks
from tests.world import World


def run(store: Path, *arguments: str) -> int:
    return cli.main(["--store", str(store), *arguments])


def test_the_list_and_the_digest(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    works, hub = WhatWorks(world.desk()), WhatWorks(world.desk(world.hub))
    works.start(world.ashfield, "Op Draft", EntryKind.VULNERABLE)
    entry_id = works.start(world.gedling, "Op Sample", EntryKind.ORDER)
    version = works.save(
        entry_id, 1, {"effect": "Fewer calls", "moderators": "Town centres", "cost": "9 hours"}
    )
    works.submit(entry_id, version)
    hub.decide(entry_id, hub.page(entry_id).entry.version, BoardDecision.SHARE, "worked", "Good")
    world.store.close()
    store = world.store.path
    assert run(store, "what-works", "list", "--area", "gedling") == 0
    assert capsys.readouterr().out == "To share  Gedling  Op Sample  Worked\n1 entry.\n"
    assert run(store, "what-works", "list", "--json", "--state", "draft") == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["title"], line["lacks"], line["stage"]) == ("Op Draft", 3, "understanding")
    assert run(store, "report", "what-works", str(tmp_path / "digest.html"), "--quarter", "2026-10") == 0
    assert "1 entry, October to December 2026." in capsys.readouterr().out
    assert "Op Sample" in (tmp_path / "digest.html").read_text(encoding="utf-8")
