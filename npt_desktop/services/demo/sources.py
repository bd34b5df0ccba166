"""What the rounds are set from besides the survey: answers, street-level crime, consultation, age bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from npt_desktop.models.kinds import ConsultationKind, TermKind
from npt_desktop.models.sources import AreaAge, Consultation, CrimeMonth, Lsoa, SurveyResponse
from npt_desktop.rules.periods import Quarter, quarter_of
from npt_desktop.rules.streets import NEAR, Places, packed_streets
from npt_desktop.services.crime_import import packed
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import (
    PRIORITIES,
    AreaCast,
    Filler,
    Stock,
    World,
    chance,
    pick,
    stock,
    workday,
)

_DISTRICT = {"Hucknall": "Ashfield"}
"""The district an area's small areas are named by where it is not the area's own name."""
_WITHOUT_AGES = 3
"""The area whose age bands nobody has entered yet."""
_PLACES = 4


def make_sources(world: World) -> None:
    """Every area's sources, for each round since the first recorded."""
    text = stock("sources")
    quarters, quarter = [], quarter_of(world.start)
    while quarter.start <= world.today:
        quarters.append(quarter)
        quarter = quarter.next()
    for area in world.areas:
        random = world.random("sources", area)
        desk = area.desk(PRIORITIES, "Kept the priorities", area.inspector)
        if area.index != _WITHOUT_AGES:
            _ages(world, area, desk, text, random)
        places = _small_areas(world, area, desk)
        leaning = {issue: random.uniform(0.3, 1.0) for issue in text["phrases"]}
        for issue in random.sample(sorted(leaning), 3):
            leaning[issue] *= 3
        for quarter in quarters:
            day = max(workday(quarter.start + timedelta(days=4)), world.opening + timedelta(days=1))
            if day > world.today:
                continue
            drift = {issue: weight * random.uniform(0.7, 1.4) for issue, weight in leaning.items()}
            _answers(world, area, desk, day, quarter.previous(), text, drift, random)
            _crimes(world, desk, day, quarter.previous(), places, text, random)
            _consulted(world, area, desk, day, quarter, text, random)


def _ages(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    for band, share in zip(text["bands"], (23, 18, 19, 20, 20), strict=True):
        people = 100 * (share * 6 + random.randint(-12, 12))
        world.line.add(
            desk, world.opening + timedelta(days=1), AreaAge, area_id=area.row, band=band, people=people
        )


def _small_areas(world: World, area: AreaCast, desk: Desk) -> list[Row]:
    """The area's small areas; the shown area also meets one that is mapped nowhere and one of another force."""
    city = area.name.startswith("City")
    district = "Nottingham" if city else _DISTRICT.get(area.name, area.name.replace("&", "and"))
    day = world.opening + timedelta(days=1)
    made = [
        world.line.add(desk, day, Lsoa, code=f"E0199{area.index:02}{n:02}",
                       name=f"{district} {10 * area.index + n:03}{'ABCD'[n % 4]}", area_id=area.row)
        for n in range(1, _PLACES + 1)
    ]  # fmt: skip
    if area.shown:
        made.append(world.line.add(desk, day, Lsoa, code="E01999001", name="Nottingham 099A", area_id=None))
        made.append(world.line.add(desk, day, Lsoa, code="E01999002", name="Amber Valley 005A", area_id=None,
                                   set_aside=True))  # fmt: skip
    return made


def _answers(
    world: World, area: AreaCast, desk: Desk, day: date, asked: Quarter, text: Stock, drift: dict[str, float],
    random: Random,
) -> None:  # fmt: skip
    """People's answers of a quarter, brought in together; in the shown area older people answer more."""
    issues, weights = list(drift), list(drift.values())
    ages = (4, 9, 16, 22, 40, 9) if area.shown else (12, 17, 21, 20, 20, 10)
    for number in range(random.randint(120, 150) if area.shown else random.randint(16, 40)):
        named = dict.fromkeys(random.choices(issues, weights, k=random.randint(1, 3)))
        said = [pick(random, text["phrases"][issue]) for issue in named]
        if chance(random, 0.06):
            said.append(pick(random, text["strange"]))
        world.line.add(
            desk, day, SurveyResponse, area_id=area.row, day=asked.start + timedelta(days=random.randint(0, 88)),
            ward=pick(random, area.stock["beats"]), age_band=random.choices(text["ages"], ages)[0],
            issues="; ".join(said), seen=pick(random, ("Yes", "No", "No", "Not sure")),
            comments=pick(random, text["comments"]), natural_key=f"{area.index:02}{asked.start:%Y%m}{number:04}",
        )  # fmt: skip


def _crimes(
    world: World, desk: Desk, day: date, asked: Quarter, places: list[Row], text: Stock, random: Random
) -> None:
    for month in asked.months:
        for place in places:
            counts = {}
            for kind, weight in text["crimes"].items():
                count = max(0, round(random.gauss(weight / 2, weight**0.5 / 2)))
                if count:
                    counts[kind] = count
            marks = [random.getrandbits(64) for _ in range(sum(counts.values()))]
            world.line.add(
                desk, day, CrimeMonth, lsoa_id=place, month=month, counts=counts, seen=packed(marks),
                streets=_spread(counts, text["streets"], marks[0]),
            )  # fmt: skip


def _spread(counts: Mapping[str, int], streets: list[str], turn: int) -> str:
    """Crimes over streets as they are published, half of them at one."""
    found: Places = Counter()
    for kind, count in counts.items():
        for number in range(count):
            place = turn if number % 2 else turn + number
            found[kind, f"{NEAR}{streets[place % len(streets)]}"] += 1
    return packed_streets(found)


def _consulted(
    world: World, area: AreaCast, desk: Desk, day: date, quarter: Quarter, text: Stock, random: Random
) -> None:
    """Two or three partners and communities, heard in the weeks before the round."""
    council = area.stock["council"].capitalize()
    for kind, heard in (
        (ConsultationKind.PARTNER, random.sample(text["partners"], random.randint(1, 2))),
        (ConsultationKind.COMMUNITY, [pick(random, text["communities"])]),
    ):
        for who, said, issue in heard:
            on = workday(quarter.start - timedelta(days=random.randint(3, 60)))
            fill = Filler(area, random, on, council=council, place=pick(random, area.stock["centre"]))
            world.line.add(
                desk, day, Consultation, area_id=area.row, day=on, kind=kind, who=fill(who), said=fill(said),
                issue_id=world.term(TermKind.ISSUE, issue) if issue else None,
                people=random.randint(6, 40) if kind is ConsultationKind.COMMUNITY else None,
            )  # fmt: skip
