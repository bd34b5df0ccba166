"""What an engagement may say beside the booklet's columns, second scores and saved views."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.engagement import EntryGroup
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.models.scoring import ScoreSample, SecondScore
from npt_desktop.models.views import SavedView
from npt_desktop.rules.dip_sample import draw
from npt_desktop.rules.periods import Quarter, quarter_of
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import LOG, AreaCast, World, chance, pick
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store.database import Store
from npt_desktop.store.unit_of_work import UnitOfWork

_PARTNERS = (
    "Community protection",
    "Housing association",
    "Youth services",
    "Neighbourhood Watch",
    "Fire and rescue",
)
_PAIRS = 8
_QUARTERS = 3
_VIEWS: tuple[tuple[str, bool, dict[str, Any]], ...] = (
    ("To evaluate, all areas", True, {"filters": {"period": "all", "unevaluated": True, "all_areas": True}}),
    ("Low scores this year", False, {"filters": {"period": "year", "score": "low"}}),
)


def add_parts(world: World) -> None:
    """Partners, hours, communities reached and key individuals met, onto the planned entries."""
    for area in world.areas:
        random = world.random("log parts", area)
        desk = area.desk(LOG, "Logged engagement", area.sergeants[0])
        met = {(row["day"], row["by_id"]): row for row in area.contacts}
        for entry in area.entries:
            if chance(random, 0.3):
                entry.fields["partners"] = pick(random, _PARTNERS)
            if chance(random, 0.4):
                entry.fields["minutes"] = random.choice((30, 45, 60, 90, 120, 180))
            fits = [group for group in area.groups if group["audience_id"] == entry["audience_id"]]
            if fits and chance(random, 0.6):
                world.line.add(
                    desk, _written(world, entry), EntryGroup, entry_id=entry, group_id=pick(random, fits)
                )
            contact = met.pop((entry["day"], entry["lead_id"]), None)
            if contact is not None:
                world.line.change(desk, _written(world, entry), contact, entry_id=entry)


def _written(world: World, entry: Row) -> date:
    """A day by which the entry is in the log."""
    day: date = entry["day"]
    return min(world.today, day + timedelta(days=2))


def score_again(world: World, store: Store) -> None:
    """Samples of the last quarters of each area, scored a second time, and a few saved views."""
    quarter = quarter_of(world.today)
    with store.write(PROGRAM, "Scored samples of the log a second time", ChangeKind.SETUP) as unit:
        for _ in range(_QUARTERS):
            quarter = quarter.previous()
            for area in world.areas:
                _sample(world, unit, area, quarter)
        inspector = world.areas[0].inspector.id
        for name, shared, content in _VIEWS:
            unit.add(
                SavedView(person_id=inspector, screen="engagement", name=name, shared=shared, content=content)
            )


def _sample(world: World, unit: UnitOfWork, area: AreaCast, quarter: Quarter) -> None:
    random = world.random(f"second scores {quarter.start}", area)
    scorer = area.sergeants[0]
    scored = {
        row.id: row for row in area.entries
        if row["score"] is not None and quarter.start <= row["day"] <= quarter.end and row["lead_id"] is not scorer
    }  # fmt: skip
    if not scored:
        return
    seed = random.randrange(1, 10_000)
    drawn_on = min(world.today, quarter.end + timedelta(days=random.randint(3, 14)))
    sample = unit.add(ScoreSample(
        area_id=area.row.id, first=quarter.start, last=quarter.end, seed=seed, out_of=len(scored), drawn_on=drawn_on,
        scorer_id=scorer.id,
    ))  # fmt: skip
    to_give = 2 if area.shown and quarter.next() == quarter_of(world.today) else 0
    for place, key in enumerate(draw(scored, _PAIRS, seed), 1):
        day = None if place > _PAIRS - to_give else drawn_on
        unit.add(_again(sample.id, place, scored[key], day, random))


def _again(sample: int, place: int, entry: Row, day: date | None, random: Random) -> SecondScore:
    """A second score near the first; none before there is a day."""
    first = entry["score"]
    second = max(1, min(5, first + random.choice((-2, -1, -1, 0, 0, 0, 0, 0, 1))))
    return SecondScore(sample_id=sample, entry_id=entry.id, place=place, first_score=first,
                       score=None if day is None else second, scored_on=day)  # fmt: skip
