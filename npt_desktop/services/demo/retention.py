"""The review of what is kept: one of the people who left the network is kept longer, for a reason; the disposal of
another is asked for and waits for a second person."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.models.retention import DisposalRequest, RetentionDecision
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import World
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store.database import Store


def review_retention(world: World, store: Store) -> None:
    """An inspector decides to keep the record of somebody who left, and asks for the disposal of the next; the others
    stay due for review."""
    inspectors = {area.row.id: area.inspector for area in world.areas}
    with store.write(PROGRAM, "Reviewed the key individuals who left", ChangeKind.SETUP) as unit:
        left = select(KeyIndividual.uid, KeyIndividual.area_id).where(KeyIndividual.ended_on.is_not(None))
        found = list(unit.session.execute(left.order_by(KeyIndividual.id).limit(2)))
        for uid, area_id in found[:1]:
            inspector = inspectors[area_id]
            unit.add(RetentionDecision(
                table_name="key_individual", record_uid=uid, until=world.today + timedelta(days=180),
                reason="Asked to be told how the fair went; write once more.", made_on=world.today,
                by_id=inspector.id, made_by=_called(inspector),
            ))  # fmt: skip
        for uid, area_id in found[1:]:
            inspector = inspectors[area_id]
            unit.add(DisposalRequest(
                table_name="key_individual", record_uid=uid, ground="over", reason="Left the network, nothing open.",
                asked_on=world.today, by_id=inspector.id, asked_by=_called(inspector),
            ))  # fmt: skip


def _called(person: Row) -> str:
    return f"{person['title']} {person['surname']}"
