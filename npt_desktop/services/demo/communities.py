"""Community profiles, engagement plans, groups and the key individuals with their contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.communities import (
    CommunityGroup,
    CommunityProfile,
    Contact,
    EngagementPlan,
    KeyIndividual,
)
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.periods import add_months, month_label, month_of, quarter_of
from npt_desktop.services.demo.community_parts import know_groups
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import (
    COMMUNITIES,
    AreaCast,
    Filler,
    Stock,
    World,
    chance,
    pick,
    stock,
    workday,
)

_OVERDUE = (4, 2, 0, 5, 7, 1, 2, 1, 3, 2, 4, 0)
"""Key individuals without contact for more than three months, area by area."""
_LONGEST = 117


def make_communities(world: World) -> None:
    """What each area knows of its communities, and whom it keeps in touch with."""
    text = stock("communities")
    for area in world.areas:
        random = world.random("communities", area)
        desk = area.desk(COMMUNITIES, "Kept the community profile", area.constables[0])
        _documents(world, area, desk, text, random)
        _groups(world, area, desk, text, random)
        know_groups(world, area, desk, text)
        _individuals(world, area, desk, text, random)


def _documents(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    """Two versions of each document over the last year, confirmed quarter by quarter."""
    site = "".join(mark for mark in area.name.lower() if mark.isalpha())
    renewed = workday(add_months(month_of(world.today), -random.randint(4, 7)) + timedelta(days=11))
    april = date(world.today.year if world.today.month > 4 else world.today.year - 1, 4, 14)
    planned = workday(april + timedelta(days=random.randint(0, 20)))
    if area.index == 4:
        planned = world.opening
    for kind, name, days, day in (
        (CommunityProfile, "summary", area.profile_days, renewed),
        (EngagementPlan, "aims", area.plan_days, planned),
    ):
        profile = kind is CommunityProfile
        stem = "profile" if profile else "engagement-plan"
        row: Row | None = None
        starts = sorted({world.opening, max(world.opening, min(day, world.today))})
        for nth, start in enumerate(starts):
            fill = Filler(area, random, start, beats=", ".join(area.stock["beats"]))
            row = world.line.add(desk, start, kind, area_id=area.row, version_name=f"Version {nth + 3}",
                                 refreshed_on=start if nth else start - timedelta(days=90),
                                 confirmed_on=start, address=f"https://portal.example/{site}/{stem}",
                                 **{name: fill(pick(random, text["profile" if profile else "aims"]))})  # fmt: skip
            (area.profiles if profile else area.plans_made).append(row)
            days["changed"].append(start)
            days["confirmed"].append(start)
            end = starts[nth + 1] if nth + 1 < len(starts) else world.today
            _confirm(world, area, desk, row, days, start, end, random)
            if profile:
                _refresh(world, area, desk, row, days, start, end, text, random)


def _confirm(
    world: World,
    area: AreaCast,
    desk: Desk,
    row: Row,
    days: Mapping[str, list[date]],
    start: date,
    end: date,
    random: Random,
) -> None:
    quarter = quarter_of(start).next()
    while quarter.start <= end:
        day = workday(quarter.start + timedelta(days=random.randint(10, 24)))
        missed = chance(random, 0.3 if area.weak else 0.05) and not area.shown
        waiting = area.shown and quarter == quarter_of(world.today)
        if day < end and not missed and not waiting:
            world.line.change(desk, day, row, confirmed_on=day)
            days["confirmed"].append(day)
        quarter = quarter.next()


def _refresh(
    world: World,
    area: AreaCast,
    desk: Desk,
    row: Row,
    days: Mapping[str, list[date]],
    start: date,
    end: date,
    text: Stock,
    random: Random,
) -> None:
    """Small changes to the profile in most months."""
    for month in world.months:
        day = workday(month + timedelta(days=random.randint(4, 20)))
        if start < day < end and chance(random, 0.5 if area.weak else 0.92):
            fill = Filler(area, random, day, beats=", ".join(area.stock["beats"]))
            world.line.change(desk, day, row, refreshed_on=day, summary=f"{fill(pick(random, text['profile']))} Seen again in "
                              f"{month_label(day)}.")  # fmt: skip
            days["changed"].append(day)


def _groups(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    fill = Filler(area, random, world.opening)
    groups = list(text["groups"])
    if area.index in (1, 5, 8):
        groups.pop(random.randrange(len(groups)))
    for group in groups:
        area.groups.append(
            world.line.add(
                desk,
                world.opening,
                CommunityGroup,
                area_id=area.row,
                name=fill(group["name"]),
                audience_id=world.term(TermKind.AUDIENCE, group["audience"]),
                hidden=group.get("hidden", False),
                prefers=group["prefers"],
                notes=fill(group["notes"]),
            )
        )


def _individuals(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    """Fifteen to twenty people by their part in the community, each contacted about every three months."""
    fill = Filler(area, random, world.opening)
    listed = list(text["individuals"])
    keep = sorted(random.sample(range(len(listed)), random.randint(17, 20) if not area.weak else 15))
    late = set(random.sample(keep, _OVERDUE[area.index]))
    longest = max(late, default=-1)
    for nth in keep:
        role, organisation, group = listed[nth]
        names = [row["name"] for row in area.groups]
        owner = pick(random, area.team(world.today)[:6])
        row = world.line.add(
            desk,
            world.opening,
            KeyIndividual,
            area_id=area.row,
            name=fill(role),
            organisation=fill(organisation),
            speaks_for=names[group % len(names)],
            owner_id=owner,
            consent_on=world.opening - timedelta(days=random.randint(20, 300)),
        )
        area.individuals.append(row)
        back = random.randint(2, 84)
        if nth in late:
            back = _LONGEST if nth == longest else random.randint(95, 115)
        _contacts(world, area, desk, row, owner, back, text, random)
    if area.index % 3 == 2:
        ended = world.today - timedelta(days=64)
        role, organisation, group = listed[(keep[-1] + 1) % len(listed)]
        gone = world.line.add(desk, world.opening, KeyIndividual, area_id=area.row,
                              name=f"{fill(role)} (until this year)", organisation=fill(organisation),
                              owner_id=area.sergeants[0], consent_on=world.opening)  # fmt: skip
        world.line.change(desk, ended, gone, ended_on=ended)


def _contacts(
    world: World, area: AreaCast, desk: Desk, row: Row, owner: Row, back: int, text: Stock, random: Random
) -> None:
    day = workday(world.today - timedelta(days=back))
    while day > world.opening:
        fill = Filler(area, random, day)
        fields: dict[str, Any] = {"note": fill(pick(random, text["contacts"]))}
        area.contacts.append(
            world.line.add(desk, day, Contact, key_individual_id=row, day=day, by_id=owner, **fields)
        )
        day = workday(day - timedelta(days=random.randint(58, 96)))
