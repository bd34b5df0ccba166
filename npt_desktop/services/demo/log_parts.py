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
from npt_desktop.rules.periods import quarter_of
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import LOG, AreaCast, World, chance, pick
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store.database import Store

_PARTNERS = (
    "Community protection",
    "Housing association",
    "Youth services",
    "Neighbourhood Watch",
    "Fire and rescue",
)
_PAIRS = 8
_VIEWS: tuple[tuple[str, bool, dict[str, Any]], ...] = (
    ("To evaluate, all areas", True, {"filters": {"unevaluated": True, "all_areas": True, "period": "all"}}),
    ("Low scores this year", False, {"filters": {"most_score": 2, "period": "year"}}),
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
    """Last quarter's sample of each area, scored a second time, and a few saved views."""
    quarter = quarter_of(world.today).previous()
    with store.write(PROGRAM, "Scored samples of the log a second time", ChangeKind.SETUP) as unit:
        for area in world.areas:
            random = world.random("second scores", area)
            scored = {
                row.id: row for row in area.entries
                if row["score"] is not None and quarter.start <= row["day"] <= quarter.end
                and row["lead_id"] is not area.sergeants[0]
            }  # fmt: skip
            if not scored:
                continue
            seed = random.randrange(1, 10_000)
            sample = unit.add(ScoreSample(
                area_id=area.row.id, first=quarter.start, last=quarter.end, seed=seed, out_of=len(scored),
                drawn_on=world.today, scorer_id=area.sergeants[0].id,
            ))  # fmt: skip
            ids = draw(scored, _PAIRS, seed)
            for place, key in enumerate(ids, 1):
                unit.add(_again(area, sample.id, place, scored[key], world.today, random))
        inspector = world.areas[0].inspector.id
        for name, shared, content in _VIEWS:
            unit.add(
                SavedView(person_id=inspector, screen="engagement", name=name, shared=shared, content=content)
            )


def _again(area: AreaCast, sample: int, place: int, entry: Row, today: date, random: Random) -> SecondScore:
    """A second score, near the first; the shown area has two still to give."""
    first = entry["score"]
    to_give = area.shown and place > _PAIRS - 2
    second = max(1, min(5, first + random.choice((-2, -1, -1, 0, 0, 0, 0, 0, 1))))
    return SecondScore(sample_id=sample, entry_id=entry.id, place=place, first_score=first,
                       score=None if to_give else second, scored_on=None if to_give else today)  # fmt: skip
