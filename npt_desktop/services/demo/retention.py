"""The review of what is kept: one of the people who left the network is kept longer, for a reason."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.models.retention import RetentionDecision
from npt_desktop.services.demo.world import World
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store.database import Store


def review_retention(world: World, store: Store) -> None:
    """An inspector decides to keep the record of somebody who left; the others stay due for review."""
    inspector = world.areas[0].inspector
    with store.write(PROGRAM, "Reviewed the key individuals who left", ChangeKind.SETUP) as unit:
        left = select(KeyIndividual.uid).where(KeyIndividual.ended_on.is_not(None)).order_by(KeyIndividual.id)
        for uid in unit.session.scalars(left.limit(1)):
            unit.add(RetentionDecision(
                table_name="key_individual", record_uid=uid, until=world.today + timedelta(days=180),
                reason="Asked to be told how the fair went; write once more.", made_on=world.today,
                by_id=inspector.id, made_by=f"{inspector['title']} {inspector['surname']}",
            ))  # fmt: skip
