"""Releasing a text: mended, or kept with a reason; nothing goes out while a finding is open."""

from __future__ import annotations

from datetime import date

import pytest

from npt_desktop.errors import CannotDo, Incomplete, NotAllowed
from npt_desktop.models.priorities import Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.publishing import FindingKind
from npt_desktop.services.desk import Desk
from npt_desktop.services.guard import Guard
from npt_desktop.services.history import History
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.publication import Publishing
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.services.test_priorities import QUARTER, decided
from tests.world import World

TEXT = {"text": "Mr Alder of 14 Mill Lane asked. We will patrol."}


def publish(desk: Desk, area_id: int) -> None:
    Priorities(desk).publish(area_id, QUARTER, text="T", address="", channels=["Website"])


def published(world: World) -> int:
    with world.desk().read() as session:
        return session.query(Publication).count()


def test_priorities_stay_in_while_a_finding_is_open(world: World) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    service, guard = Priorities(world.desk()), Guard(world.desk())
    service.save_priority(priority, 1, {"public_wording": TEXT["text"]})
    with pytest.raises(
        Incomplete, match=r"Priority 1: Remove ‘Mr Alder’.* Or keep it and say why\. 1 more finding\."
    ):
        publish(world.desk(), world.gedling)
    name, address = guard.open_findings(world.gedling, TEXT)["text"]
    guard.keep(world.gedling, name, "He agreed to be named")
    with pytest.raises(Incomplete, match="Take the house number out of ‘14 Mill Lane’"):
        publish(world.desk(), world.gedling)
    assert published(world) == 0
    guard.keep(world.gedling, address, "It is the shop's own address")
    checks = Publishing(world.desk()).checks(service.page(world.gedling, QUARTER), world.gedling)
    assert "No name, address or vehicle number found" in [c.says for c in checks if c.good]
    publish(world.desk(), world.gedling)
    assert published(world) == 1


def test_an_update_is_held_back_and_names_its_part(world: World) -> None:
    (priority,) = decided(world, QUARTER, "Bikes")
    service = Priorities(world.desk())
    fields = {"you_said": "Bikes.", "we_did": "PC 2107 patrolled.", "next_steps": "More patrols."}
    service.save_update(priority, QUARTER.start, fields)
    with pytest.raises(Incomplete) as refused:
        service.publish_update(priority, QUARTER.start, ["Website"])
    assert list(refused.value.fields) == ["we_did"]
    assert published(world) == 0
    service.save_update(priority, QUARTER.start, {"we_did": "Officers patrolled."})
    service.publish_update(priority, QUARTER.start, ["Website"])
    assert published(world) == 1


def test_a_kept_finding_is_a_record_with_reason_and_can_be_undone(world: World) -> None:
    guard = Guard(world.desk())
    name, address = guard.open_findings(world.gedling, TEXT)["text"]
    note = guard.keep(world.gedling, name, " He agreed ")
    (kept,) = guard.kept(world.gedling)
    assert (kept.note_id, kept.kind, kept.words, kept.reason) == (
        note,
        FindingKind.NAME,
        "mr alder",
        "He agreed",
    )
    assert (kept.day, kept.by_id) == (world.desk().today, world.inspector.person_id)
    assert guard.open_findings(world.gedling, TEXT)["text"] == (address,)
    assert len(guard.open_findings(world.ashfield, TEXT)["text"]) == 2  # kept for its own area
    assert guard.open_findings(world.gedling, {"a": "We met Mr  ALDER again."}) == {}
    History(world.desk()).undo_last()
    assert len(guard.open_findings(world.gedling, TEXT)["text"]) == 2
    again = guard.keep(world.gedling, name, "He agreed")
    guard.drop(again)
    assert guard.kept(world.gedling) == ()
    with pytest.raises(CannotDo, match="removed in the meantime"):
        guard.drop(again)


def test_keeping_needs_a_reason_a_role_and_words(world: World) -> None:
    guard = Guard(world.desk())
    name, _ = guard.open_findings(world.gedling, TEXT)["text"]
    with pytest.raises(Incomplete, match="Say why ‘Mr Alder’ may stay"):
        guard.keep(world.gedling, name, "  ")
    with pytest.raises(NotAllowed):
        Guard(world.desk(world.pcso)).keep(world.gedling, name, "He agreed")
    (empty,) = guard.open_findings(world.gedling, {"text": " "})["text"]
    with pytest.raises(CannotDo, match="An empty text cannot be kept"):
        guard.keep(world.gedling, empty, "No time")
    with world.desk().read() as session:
        assert session.query(EvidenceNote).count() == 0


@pytest.mark.parametrize(("day", "holds"), [(date(2027, 1, 15), True), (date(2027, 1, 16), False)])
def test_a_reason_holds_as_long_as_a_priority_may_stand(world: World, day: date, holds: bool) -> None:
    guard = Guard(world.desk())
    for finding in guard.open_findings(world.gedling, TEXT)["text"]:
        guard.keep(world.gedling, finding, "Agreed")
    world.store.close()
    later = Store(world.store.path, clock=FixedClock.on(day))
    try:
        assert (Guard(Desk(later, world.inspector)).open_findings(world.gedling, TEXT) == {}) is holds
    finally:
        later.close()


def test_the_teams_own_names_are_found(world: World) -> None:
    (finding,) = Guard(world.desk()).open_findings(world.gedling, {"t": "Ask Larch at the stall."})["t"]
    assert finding.kind is FindingKind.NAME
