"""Communities from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.services.community_profile import GroupDraft, Profiles
from npt_desktop.services.network import KinDraft, Network
from npt_desktop.services.reach import Reach
from tests.world import World


def run(world: World, *words: str) -> int:
    return cli.main(["--store", str(world.store.path), "--as", "PS 512 Cedar", *words])


@pytest.fixture
def closed(world: World) -> World:
    """A store with a group and two key individuals, closed so that a command may open it."""
    Profiles(world.desk()).save_group(world.gedling, GroupDraft("Choir", prefers="Tuesday practice"))
    Network(world.desk()).save(world.gedling, KinDraft("Conductor", groups=("Choir",)))
    world.store.close()
    return world


def test_profile_and_plan_are_printed(
    closed: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, plan = tmp_path / "profile.pdf", tmp_path / "plan.pdf"
    assert run(closed, "report", "profile", str(profile), "--area", "Gedling") == 0
    assert run(closed, "report", "profile", str(profile), "--area", "Gedling", "--with-key-individuals") == 0
    assert run(closed, "report", "engagement-plan", str(plan), "--area", "Ashfield") == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{profile}: the community profile of Gedling, 1 group."
    assert out[1].endswith("1 group, with the key individuals' details.")
    assert out[2] == f"{plan}: the engagement plan of Ashfield, 0 activities."
    assert profile.read_bytes().startswith(b"%PDF")
    assert plan.read_bytes().startswith(b"%PDF")
    assert run(closed, "report", "profile", str(profile), "--area", "Atlantis") == 2


def test_reach_is_looked_at_then_brought_in_once(
    closed: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "reach.csv"
    file.write_text("Month,Alert,Likes\nSep 2021,1152,30\nAug 2021,1134,\n", encoding="utf-8")
    asked = ("import", "reach", str(file), "--area", "Gedling")
    assert run(closed, *asked, "--dry-run") == 0
    assert capsys.readouterr().out.startswith("Would be: 2 months added.")
    assert run(closed, *asked) == 0
    assert run(closed, *asked, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["unchanged"] == 2
    file.write_text("Month,Alert,Likes\nSep 2021,1153,30\nJul 2021,many,\n", encoding="utf-8")
    assert run(closed, *asked) == 1
    out = capsys.readouterr().out
    assert "0 months added, 1 corrected. 1 row to mend: row 3, Neighbourhood Alert registrations." in out
    assert "rejected: reach, row 3" in out


def test_the_network_is_listed_when_it_is_asked_for(
    closed: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(closed, "kin", "--overdue") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Gedling: Conductor, never contacted, overdue, owner nobody", "1 key individual overdue.",
    ]  # fmt: skip
    assert run(closed, "kin", "--json", "--area", "Gedling") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["name"], one["speaks_for"], one["consent"], one["overdue"]) == (
        "Conductor",
        ["Choir"],
        None,
        True,
    )
    assert run(closed, "kin", "--area", "Ashfield") == 2
    assert "There are no key individuals yet" in capsys.readouterr().err


def test_the_areas_are_told_side_by_side(closed: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(closed, "communities") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert run(closed, "communities", "--area", "Gedling") == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "    Choir: Never in the log. Meet them as they prefer: Tuesday practice"
    )
    assert run(closed, "communities", "--json", "--area", "Gedling") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["gaps"], one["proposals"][0]["group"]) == (1, "Choir")


def test_an_import_of_reach_is_taken_back_whole(world: World, tmp_path: Path) -> None:
    from npt_desktop.services.history import History

    file = tmp_path / "reach.csv"
    file.write_text("Month,Shares\nSep 2026,4\n", encoding="utf-8")
    reach = Reach(world.desk())
    reach.commit(reach.preview(file, world.gedling))
    assert len(reach.page(world.gedling).months) == 1
    History(world.desk()).undo_last()
    assert reach.page(world.gedling).months == ()
