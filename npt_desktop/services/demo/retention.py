"""The review of what is kept: of the people who left the network one is kept for a reason, one disposed of."""

from __future__ import annotations

from datetime import timedelta

from npt_desktop.models.kinds import Role
from npt_desktop.services.demo.world import World
from npt_desktop.services.desk import Desk
from npt_desktop.services.people import members
from npt_desktop.services.retention import Retention
from npt_desktop.store.database import Store


def review_retention(world: World, store: Store) -> None:
    """A chief inspector reviews the key individuals who left."""
    chief = next(m.actor for m in members(store) if m.actor.role is Role.CHIEF_INSPECTOR)
    at = Retention(Desk(store, chief))
    due = at.queue(class_key="key_individual").subjects
    if len(due) > 1:
        at.keep(
            [due[0].key],
            world.today + timedelta(days=180),
            "Asked to be told how the fair went; write once more.",
        )
        at.dispose([due[1].key], "consent", "Left the network and does not want to be kept.")
