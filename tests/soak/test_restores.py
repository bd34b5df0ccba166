"""A copy brings back what stood when it was made, and one with a bit flipped brings back nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from npt_desktop.errors import CannotDo
from npt_desktop.models.organisation import Area
from npt_desktop.services import keeping
from npt_desktop.store import backup, health, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import CEDAR
from tests.soak.sizes import rounds as times
from tests.soak.test_undo_walks import edit, state


@times(5, 100)
def test_a_copy_brings_back_what_stood_then(
    new_store: Callable[[], Store], clock: FixedClock, rounds: int, record: Callable[[str], None]
) -> None:
    random, store = Random(rounds), new_store()
    path = store.path
    with store.write(CEDAR, "Added") as unit:
        unit.add(Area(name="Gedling"))
    for _ in range(rounds):
        for _ in range(random.randint(1, 5)):
            edit(random, store)
        then = state(store)
        copy = backup.make(path, backup.folder_for(path), "by hand", now=clock.now())
        for _ in range(random.randint(1, 5)):
            edit(random, store)
        store.close()
        whole, now = copy.read_bytes(), path.read_bytes()
        flipped = bytearray(whole)
        flipped[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        copy.write_bytes(flipped)
        with pytest.raises(CannotDo):
            keeping.restore(copy, path, clock)
        assert path.read_bytes() == now, "a refusal writes nothing"
        copy.write_bytes(whole)
        keeping.restore(copy, path, clock)
        assert health.check(path).sound
        store = opening.open_store(path, clock=clock)
        assert state(store) == then
        clock.moment += timedelta(minutes=1)
    store.close()
    record(f"restoring: {rounds} copies, each as it stood; {rounds} with one bit flipped, all refused")
