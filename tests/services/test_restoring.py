"""One record put back from a backup, after a look at what differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from npt_desktop.errors import CannotDo, NotAllowed
from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.plans import Hypothesis, ProblemPlan
from npt_desktop.services import keeping
from npt_desktop.services.history import History
from npt_desktop.services.restoring import Restoring
from npt_desktop.store import migrate
from tests.conftest import CEDAR
from tests.world import World


@pytest.fixture
def copy(world: World) -> Path:
    """A backup of a plan with a part, an action and an entry."""
    with world.store.write(CEDAR, "Prepared") as unit:
        plan = unit.add(
            ProblemPlan(
                area_id=1, reference="P1", title="Bikes on the trail", opened_on=world.store.clock.today()
            )
        )
        unit.add(Hypothesis(plan_id=plan.id, statement="The gate is left open"))
        unit.add(Action(area_id=1, title="Mend the gate"))
        unit.insert(EngagementEntry, [
            {"area_id": 1, "day": world.store.clock.today(), "summary": "Met the choir", "natural_key": "k"}
        ])  # fmt: skip
    return keeping.back_up(world.store)


def test_a_removed_plan_comes_back_with_its_parts_and_can_be_taken_away_again(
    world: World, copy: Path
) -> None:
    desk = world.desk(world.inspector)
    with world.store.write(CEDAR, "Removed") as unit:
        unit.remove(unit.session.scalars(select(ProblemPlan)).one())
    found = Restoring(desk).differences(copy)
    assert sorted((each.table, each.name, each.gone) for each in found) == [
        ("hypothesis", "The gate is left open", True),
        ("problem_plan", "Bikes on the trail", True),
    ]
    with pytest.raises(CannotDo):
        Restoring(desk).put_back(copy, [each.uid for each in found if each.table == "hypothesis"])
    assert Restoring(desk).put_back(copy, [each.uid for each in found]) == 2
    assert Restoring(desk).differences(copy) == []
    with world.store.read() as session:
        assert session.scalars(select(Hypothesis)).one().statement == "The gate is left open"
    History(desk).undo_last()
    assert len(Restoring(desk).differences(copy)) == 2


def test_a_changed_record_says_again_what_it_said_and_others_stay(world: World, copy: Path) -> None:
    desk = world.desk(world.inspector)
    with world.store.write(CEDAR, "Changed") as unit:
        unit.session.scalars(select(Action)).one().title = "Burn the gate"
        unit.session.scalars(select(EngagementEntry)).one().score = 5
    found = {each.table: each for each in Restoring(desk).differences(copy)}
    action = found["action"]
    assert (action.then, action.now) == ({"title": "Mend the gate"}, {"title": "Burn the gate"})
    assert action.in_words() == "Action “Mend the gate”: changed since: title"
    Restoring(desk).put_back(copy, [action.uid])
    with world.store.read() as session:
        assert session.scalars(select(Action)).one().title == "Mend the gate"
        assert session.scalars(select(EngagementEntry)).one().score == 5


def test_an_older_backup_is_read_in_a_copy_of_its_own(world: World, copy: Path) -> None:
    older = copy.with_name("older.npt")
    older.write_bytes(copy.read_bytes())
    migrate.migrate(older, f"{int(migrate.head()) - 1:04}")
    before = older.read_bytes()
    assert Restoring(world.desk(world.inspector)).differences(older) == []
    assert older.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir() if path.name.startswith("look")] == []


def test_a_sergeant_may_look_and_not_put_back(world: World, copy: Path) -> None:
    with pytest.raises(NotAllowed):
        Restoring(world.desk(CEDAR)).put_back(copy, ["x"])
    with pytest.raises(CannotDo, match="Nothing of that differs"):
        Restoring(world.desk(world.inspector)).put_back(copy, ["x"])
