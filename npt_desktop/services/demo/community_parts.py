"""What stands behind the sample's log: what is known of each group, planned activities, answers, advice, reach."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from npt_desktop.models.communities import Advice, KinReply, PlannedActivity, ReachMonth
from npt_desktop.models.kinds import ActionState, NoteKind, RiskLevel, TermKind
from npt_desktop.rules.periods import add_months, month_end, month_of, next_month, quarter_of
from npt_desktop.services.demo.timeline import Desk, Row
from npt_desktop.services.demo.world import (
    LOG,
    AreaCast,
    Filler,
    Stock,
    World,
    chance,
    pick,
    stock,
    workday,
)

_TACTICS = ("gathering", "surgery", "school_visit", "doorstep", "event", "through_kin", "walk", "meeting")
_LEVELS = ("inform", "listen", "together")
_THEMES = ("vulnerability", "engage_to_recruit", "ntu", "ceac")
_PLANNED_MONTHS = 6


def know_groups(world: World, area: AreaCast, desk: Desk, text: Stock) -> None:
    """What is known of each group, and the body each earlier version of the documents keeps."""
    random = world.random("known", area)
    known = {group["audience"] + group["prefers"]: group for group in text["groups"]}
    by_way = {group["prefers"]: group for group in known.values()}
    for row in area.groups:
        fill = Filler(area, random, world.opening)
        about = by_way[row["prefers"]]
        looked = workday(max(world.opening, world.today - timedelta(days=random.randint(20, 330))))
        size = about.get("size")
        row.fields.update(
            emerging=about.get("emerging", False), size=size and 10 * round(size * random.uniform(0.06, 0.15)),
            languages=about.get("languages", ""), found_where=fill(about.get("found_where", "")),
            risk_level=RiskLevel(about["risk_level"]) if "risk_level" in about else None, risk=about.get("risk", ""),
            theme_id=world.term(TermKind.THEME, about["theme"]) if "theme" in about else None,
            protected=about.get("protected", []), known_on=world.opening,
            sources=[[fill(what), (world.opening - timedelta(days=back)).isoformat()]
                     for what, back in random.sample(text["group_sources"], random.randint(1, 3))]
            if "languages" in about else [],
        )  # fmt: skip
        if looked > world.opening:
            world.line.change(desk, looked, row, known_on=looked)
    _keep(world, area, desk)


def _keep(world: World, area: AreaCast, desk: Desk) -> None:
    for rows, body in (
        (area.profiles, {"groups": [_group_words(row) for row in area.groups]}),
        (area.plans_made, {"tactics": ["Doorstep visits", "School or college visit"], "levels": ["Inform"],
                           "themes": ["Vulnerability"], "activities": []}),
    ):  # fmt: skip
        for old, new in pairwise(rows):
            world.line.change(desk, new["refreshed_on"], old, kept=body)
    for row in area.plans_made:
        row.fields.update(tactics=list(_TACTICS), levels=list(_LEVELS), themes=list(_THEMES))


def _group_words(row: Row) -> dict[str, Any]:
    level = row["risk_level"]
    return {
        "name": row["name"], "audience": "", "hidden": row["hidden"], "emerging": row["emerging"],
        "size": row["size"], "languages": row["languages"], "where": row["found_where"], "prefers": row["prefers"],
        "risk_level": level.label if level else "", "risk": row["risk"], "theme": "", "protected": [],
        "sources": "\n".join(what for what, _ in row["sources"]), "known_on": "", "notes": row["notes"],
    }  # fmt: skip


def make_community_parts(world: World) -> None:
    """Planned activities with the entries that closed them, answers each quarter, advice and reach."""
    text = stock("communities")
    for area in world.areas:
        random = world.random("community parts", area)
        desk = area.desk(LOG, "Kept the engagement plan", area.sergeants[0])
        _activities(world, area, desk, text, random)
        _replies(world, area, desk, text, random)
        _advice(world, area, desk, text, random)
        _reach(world, area, desk, text, random)


def _activities(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    used: set[int] = set()
    ways = {group["prefers"]: group["audience"] for group in text["groups"]}
    this = month_of(world.today)
    for back in range(_PLANNED_MONTHS, -2, -1):
        month = add_months(this, -back)
        planned = workday(max(world.opening, min(add_months(month, -1) + timedelta(days=15), world.today)))
        if month < month_of(world.opening):
            continue
        drawn = random.sample(area.groups, len(area.groups))
        if area.shown:
            drawn.sort(key=lambda group: not _fits(world, area, group, month, used))
        for group in drawn[: 2 if month > this else 4]:
            fill = Filler(area, random, month)
            row = world.line.add(
                desk, planned, PlannedActivity, area_id=area.row, group_id=group, month=month,
                what=fill(pick(random, text["activities"][ways[group["prefers"]]])),
                tactic_id=world.term(TermKind.TACTIC, pick(random, _TACTICS)),
                level_id=world.term(TermKind.LEVEL, pick(random, _LEVELS)),
                theme_id=world.term(TermKind.THEME, pick(random, _THEMES)) if chance(random, 0.5) else None,
                owner_id=pick(random, area.team(world.today)[:6]),
            )  # fmt: skip
            if month <= this:
                _close(world, area, desk, row, group, text, random, used)


def _close(
    world: World, area: AreaCast, desk: Desk, row: Row, group: Row, text: Stock, random: Random, used: set[int]
) -> None:  # fmt: skip
    """Done with an entry of the month, dropped, or open still: then the log may offer one."""
    month = row["month"]
    fits = _fits(world, area, group, month, used)
    if fits and chance(random, 0.75):
        entry = pick(random, fits)
        used.add(id(entry))
        day = entry["day"] + timedelta(days=5)
        world.line.change(desk, day, row, state=ActionState.DONE, entry_id=entry, done_on=entry["day"])
    elif month < month_of(world.today) and (area.shown or chance(random, 0.8)):
        day = workday(min(month_end(month) + timedelta(days=3), world.today), after=True)
        if month_end(month) < day <= world.today:
            world.line.change(
                desk, day, row, state=ActionState.DROPPED, reason=pick(random, text["not_done"])
            )


def _fits(world: World, area: AreaCast, group: Row, month: date, used: set[int]) -> list[Row]:
    """The entries of a month with the audience of a group, in the log for some days and not used yet."""
    return [
        entry for entry in area.entries
        if month <= entry["day"] <= month_end(month) and entry["audience_id"] == group["audience_id"]
        and id(entry) not in used and entry["day"] + timedelta(days=5) <= world.today
    ]  # fmt: skip


def _replies(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    quarter = quarter_of(world.today).previous()
    if quarter.start < world.opening:
        return
    for person in area.individuals[: len(area.individuals) * 2 // 3]:
        day = workday(quarter.start + timedelta(days=random.randint(5, 80)))
        fill = Filler(area, random, day)
        answers = {
            key: fill(pick(random, lines)) for key, lines in text["replies"].items() if chance(random, 0.85)
        }
        if answers:
            world.line.add(desk, day, KinReply, key_individual_id=person, quarter=quarter.start, day=day,
                           by_id=person["owner_id"], answers=answers)  # fmt: skip


def _advice(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    wanted = list(text["advice"])[-3:] if area.shown else random.sample(list(text["advice"]), 2)
    for nth, (question, given, followed, answer) in enumerate(wanted):
        asked = workday(world.today - timedelta(days=110 - 40 * nth + random.randint(0, 12)))
        if asked < world.opening:
            continue
        fill = Filler(area, random, asked)
        row = world.line.add(
            desk, asked, Advice, area_id=area.row, question=fill(question), asked_of="Independent Advisory Group",
            asked_on=asked, asked_by_id=area.inspector, group_id=pick(random, area.groups),
        )  # fmt: skip
        if not given:
            continue
        told = workday(asked + timedelta(days=16), after=True)
        world.line.change(desk, told, row, given_by="Chair of the group", given_on=told, given=fill(given))
        if nth < 1 or not area.shown:
            done = workday(min(told + timedelta(days=9), world.today))
            world.line.change(desk, max(done, told), row, followed=followed, answer=fill(answer),
                              answered_on=max(done, told), answered_by_id=area.inspector)  # fmt: skip


def _reach(world: World, area: AreaCast, desk: Desk, text: Stock, random: Random) -> None:
    start = text["reach"]
    alert = 900 + 40 * area.index + 30
    followers = round(start["followers"] * random.uniform(0.6, 1.6))
    notes = {
        month_of(note["day"]): note["figure"] for note in area.notes if note["kind"] is NoteKind.ALERT_COUNT
    }
    for month in world.months:
        if month >= month_of(world.today):
            break
        alert = notes.get(month, alert + random.randint(4, 40))
        followers += random.randint(-8, 70)
        day = workday(min(next_month(month) + timedelta(days=2), world.today), after=False)
        share = random.uniform(0.6, 1.4)
        world.line.add(desk, max(day, month), ReachMonth, area_id=area.row, month=month, alert=alert,
                       followers=followers, likes=round(start["likes"] * share),
                       comments=round(start["comments"] * share * random.uniform(0.7, 1.3)),
                       shares=round(start["shares"] * share * random.uniform(0.7, 1.3)))  # fmt: skip
