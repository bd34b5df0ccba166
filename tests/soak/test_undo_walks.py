"""Random editing, undoing, redoing and restarting: the store is always what a plain model says it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from sqlalchemy import select, text

from npt_desktop.errors import CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record as Row
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.every import records
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Area
from npt_desktop.services.desk import Desk
from npt_desktop.services.history import History
from npt_desktop.store import health, opening
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import quoted
from tests.conftest import CEDAR, TODAY
from tests.soak.sizes import rounds as times

Record = Callable[[str], None]
R = TypeVar("R", bound=Row)
State = dict[str, list[tuple[Any, ...]]]
KEPT_BESIDE = ("version", "changed_at")
_WORDS = ("bikes", "café", "=SUM(A1)", "", "line\nline", "ward’s", "\u202eturned", "0042")


def state(store: Store) -> State:
    """What every record says; how often and when it was written is not part of it."""
    found: State = {}
    with store.read() as session:
        for name, kind in records().items():
            columns = [c.name for c in kind.__table__.columns if c.name not in KEPT_BESIDE]
            rows = session.execute(text(f"SELECT {quoted(columns)} FROM {name} ORDER BY id"))
            found[name] = [tuple(row) for row in rows]
    return found


def edit(random: Random, store: Store) -> None:
    """One change set: records added, changed and removed, through the session or set by set."""

    def some(unit: UnitOfWork, kind: type[R]) -> R | None:
        ids = unit.session.scalars(select(kind.id)).all()
        return unit.get(kind, random.choice(ids)) if ids else None

    def add_area(unit: UnitOfWork) -> None:
        unit.add(Area(name=f"Area {random.random()}"))

    def add_entries(unit: UnitOfWork) -> None:
        unit.insert(EngagementEntry, [
            {"area_id": 1, "day": TODAY - timedelta(days=random.randint(0, 90)),
             "summary": random.choice(_WORDS), "natural_key": f"{random.random()}"}
            for _ in range(random.randint(1, 4))
        ])  # fmt: skip

    def add_action(unit: UnitOfWork) -> None:
        unit.add(Action(area_id=1, title=random.choice(_WORDS)))

    def change_entry(unit: UnitOfWork) -> None:
        if (entry := some(unit, EngagementEntry)) is not None:
            entry.outcome = random.choice(_WORDS)
            entry.score = random.choice((None, 1, 5))

    def change_action(unit: UnitOfWork) -> None:
        if (action := some(unit, Action)) is not None:
            action.state = random.choice(list(ActionState))
            action.title = random.choice(_WORDS)

    def remove_entry(unit: UnitOfWork) -> None:
        if (entry := some(unit, EngagementEntry)) is not None:
            unit.remove(entry)

    doings = (add_area, add_entries, add_action, change_entry, change_action, remove_entry)
    with store.write(CEDAR, "Edited") as unit:
        for doing in random.sample(doings, random.randint(1, 3)):
            doing(unit)
            unit.session.flush()


@times(200, 10_000)
def test_a_walk_of_edits_undos_redos_and_restarts_is_what_a_plain_model_says(
    rounds: int, world_file: tuple[Path, object], tmp_path: Path, record: Record
) -> None:
    path = tmp_path / "walk.npt"
    path.write_bytes(world_file[0].read_bytes())
    clock, random = FixedClock.on(TODAY), Random(rounds)
    store = opening.open_store(path, clock=clock)
    with store.write(CEDAR, "Prepared") as unit:
        unit.add(Action(area_id=1, title="First"))
    before: list[State] = []
    after: list[State] = []
    now = state(store)
    counts = dict.fromkeys(("edit", "undo", "redo", "restart"), 0)
    for _ in range(rounds):
        doing = random.choices(("edit", "undo", "redo", "restart"), (4, 3, 2, 0.3))[0]
        if doing == "restart":
            store.close()
            store = opening.open_store(path, clock=clock)
        elif doing == "edit":
            edit(random, store)
            new = state(store)
            if new != now:  # a change set that changes nothing is not kept
                before.append(now)
                after.clear()
                now = new
        elif doing == "undo" and before:
            History(Desk(store, CEDAR)).undo_last()
            after.append(now)
            now = before.pop()
        elif doing == "redo" and after:
            History(Desk(store, CEDAR)).redo_last()
            before.append(now)
            now = after.pop()
        elif doing == "redo":
            with pytest.raises(CannotDo):
                History(Desk(store, CEDAR)).redo_last()
        counts[doing] += 1
        assert state(store) == now
    store.close()
    assert health.check(path).sound
    told = ", ".join(f"{count} {doing}s" for doing, count in counts.items())
    record(f"walks: {told}: the state of the model after each")
