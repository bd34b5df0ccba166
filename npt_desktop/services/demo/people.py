"""Twelve areas, thirteen inspectors and their teams; tree names only."""

from __future__ import annotations

from datetime import timedelta

from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Area, Person, Posting
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import AreaCast, World, pick, stock

_SHOWN = {"Insp": ["Rowan"], "PS": ["Cedar", "Linden"], "PC": ["Alder", "Birch", "Hazel"],
          "PCSO": ["Larch", "Maple", "Juniper", "Willow"]}  # fmt: skip
_SHOWN_NUMBERS = {"Cedar": "512", "Linden": "1180", "Alder": "2107", "Larch": "4332", "Maple": "4471"}
_TWO_INSPECTORS = 3
_CHIEFS = ("Hawthorn", "Sycamore", "Whitebeam")
_HUB = "Myrtle"


def make_people(world: World, program: Actor) -> None:
    """The areas and everyone who works on them."""
    random = world.random("people")
    line, day = world.line, world.opening
    text = stock("areas")
    force = Desk(0, -1, "Set up the areas", program)
    for index, places in enumerate(text["areas"]):
        row = line.add(force, day, Area, name=places["name"], position=index + 1)
        world.areas.append(AreaCast(index, places, row))
    staff = Desk(1, -1, "Added the people and their postings", program)

    def person(surname: str, title: str, role: Role, number: str = "") -> Row:
        return line.add(staff, day, Person, surname=surname, title=title, role=role, number=number)

    def post(who: Row, area: AreaCast) -> None:
        line.add(staff, day, Posting, person_id=who, area_id=area.row)

    used: set[tuple[str, str]] = set()
    numbers = {"64", *_SHOWN_NUMBERS.values()}
    names = list(text["surnames"])

    def surname(title: str, area: AreaCast) -> str:
        """One nobody has at the area, nor anybody of that rank above constable."""
        while True:
            name = str(pick(random, names))
            rank = area.name if title.startswith("PC") else title
            if (area.name, name) not in used and (rank, name) not in used and name not in (*_CHIEFS, _HUB):
                used.update({(area.name, name), (rank, name)})
                return name

    def number(title: str) -> str:
        low, high = {"PS": (300, 1990), "PC": (2000, 3990), "PCSO": (4100, 8990)}[title]
        while True:
            drawn = str(random.randint(low, high))
            if drawn not in numbers:
                return drawn

    for area in world.areas:
        wanted = {
            "Insp": 2 if area.index == _TWO_INSPECTORS else 1,
            "PS": 3 if area.index % 4 == _TWO_INSPECTORS else 2,
            "PC": 3,
            "PCSO": 4,
        }
        given = _SHOWN if area.shown else {}
        for title, count in wanted.items():
            for nth in range(count):
                name = given[title][nth] if given else surname(title, area)
                used.update({(area.name, name), (title, name)})
                collar = "" if title == "Insp" else _SHOWN_NUMBERS.get(name if given else "") or number(title)
                numbers.add(collar)
                role, group = {
                    "Insp": (Role.INSPECTOR, area.inspectors),
                    "PS": (Role.SERGEANT, area.sergeants),
                }.get(title, (Role.CONSTABLE, area.constables))
                who = person(name, title, role, collar)
                group.append(who)
                post(who, area)
        area.constables.sort(key=lambda who: who["title"] != "PCSO")
    for place, name in enumerate(_CHIEFS):
        chief = person(name, "Ch Insp", Role.CHIEF_INSPECTOR)
        world.chiefs.append(chief)
        for area in world.areas:
            if area.stock["division"] == place:
                area.chief = chief
                post(chief, area)
    hub = world.hub = person(_HUB, "PS", Role.HUB, "64")
    for area in world.areas:
        post(hub, area)
    # One constable left half a year ago; the record keeps the name.
    area, gone = world.areas[4], world.today - timedelta(days=190)
    area.leaver = area.constables[-1], gone
    line.change(Desk(1, -1, "Recorded a leaver", program), gone, area.constables[-1], left_on=gone)
