"""Openings, searches, prints, exports and imports are noted apart from the journal, and stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from npt_desktop.errors import NotAllowed
from npt_desktop.services.access import AccessLog
from npt_desktop.services.engagement import LogFilter
from npt_desktop.services.exports import Exports
from npt_desktop.services.importing import Decisions, Importing
from npt_desktop.store import health
from tests.conftest import CEDAR, TODAY
from tests.world import World


def test_what_was_looked_at_and_taken_out_stands_latest_first(world: World, tmp_path: Path) -> None:
    desk = world.desk(CEDAR)
    before = health.check(world.store.path).change_sets
    AccessLog(desk).opened("window")
    AccessLog(desk).found("bikes", "Off-road bikes")
    Exports(desk).engagement(tmp_path / "log.xlsx", LogFilter())
    assert health.check(world.store.path).change_sets == before
    csv = tmp_path / "team.csv"
    csv.write_text(
        "Date,Target Audience,Purpose,Who Engaged,Lead Officer,Summary,Outcome,Score\n"
        f"{TODAY:%d/%m/%Y},Residents,Reassurance,Choir,PS 512 Cedar,Met the choir,,\n"
    )
    importing = Importing(desk)
    gathered = importing.gather([csv])
    plans = importing.planner.plan(gathered, "log", world.gedling)
    importing.commit(importing.check(gathered, plans, Decisions()))
    found = AccessLog(world.desk(world.inspector)).latest()
    assert {(each.by, each.did, each.what) for each in found} == {
        (CEDAR.name, "imported", "team.csv"),
        (CEDAR.name, "exported", "log.xlsx"),
        (CEDAR.name, "found", "bikes: Off-road bikes"),
        (CEDAR.name, "opened", "window"),
    }
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)


def test_a_note_can_be_neither_changed_nor_removed(world: World) -> None:
    AccessLog(world.desk(CEDAR)).opened("window")
    with closing(sqlite3.connect(world.store.path)) as connection:
        for sql in ("UPDATE access SET by='Nobody'", "DELETE FROM access"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(sql)


def test_a_sergeant_does_not_read_who_looked(world: World) -> None:
    with pytest.raises(NotAllowed):
        AccessLog(world.desk(CEDAR)).latest()
