"""The engagement log: a dozen or more entries an area and month, good ones, thin ones and unfinished ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from random import Random
from typing import Any

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import TermKind
from npt_desktop.rules.engagement import natural_key
from npt_desktop.rules.periods import add_months, month_end
from npt_desktop.services.demo.timeline import Row
from npt_desktop.services.demo.world import LOG, AreaCast, Filler, Stock, World, chance, label, pick, stock

_QUIET = {0: ("Faith community", "LGBT+ community"), 4: ("New and emerging communities", "Disabled people"),
          7: ("LGBT+ community",), 9: ("Faith community",), 10: ("New and emerging communities",)}  # fmt: skip
"""Audiences an area has not reached lately, by the area's place in the list."""
_BUSY = (15, 13, 16, 17, 10, 15, 14, 15, 12, 14, 12, 16)
_GOOD = (0.80, 0.72, 0.9, 0.7, 0.5, 0.85, 0.75, 0.85, 0.7, 0.8, 0.68, 0.92)
_MINDS_GAPS = (0.5, 0.5, 0.8, 0.2, 0.1, 0.7, 0.5, 0.7, 0.5, 0.6, 0.2, 0.8)
"""Entries a month, and the share of outcomes that say what came of it, and how often an
entry goes to the audience that has waited longest; area by area."""


def make_log(world: World) -> None:
    """Fill every area's log up to today."""
    text = stock("engagement")
    for area in world.areas:
        random = world.random("log", area)
        for month in world.months:
            _month(world, area, text, month, random)
        if area.shown:
            _unfinished(world, area, text, random)


def _month(world: World, area: AreaCast, text: Stock, month: date, random: Random) -> None:
    last = min(month_end(month), world.today - timedelta(days=1))
    days = (last - month).days + 1
    if days < 1:
        return
    busy = _BUSY[area.index] + random.randint(-2, 3) + (2 if month.month in (6, 7, 9) else 0)
    busy -= 3 if month.month in (12, 8) else 0
    count = max(1, round(busy * days / 30))
    for day in sorted(month + timedelta(days=random.randrange(days)) for _ in range(count)):
        entry(world, area, text, day, random)


def _unfinished(world: World, area: AreaCast, text: Stock, random: Random) -> None:
    """Two entries that wait for their outcome, older than the two days allowed, and one of yesterday."""
    for back in (7, 5, 1):
        entry(world, area, text, world.today - timedelta(days=back), random, waiting=True)


def entry(
    world: World, area: AreaCast, text: Stock, day: date, random: Random, *, waiting: bool | None = None
) -> Row:
    """One entry of the log."""
    lately = day > add_months(world.today, -3)
    activity = _activity(area, text, _QUIET.get(area.index, ()) if lately else (), day, random)
    fill = Filler(area, random, day)
    audience, purpose = activity["audience"], pick(random, activity["purpose"])
    nth = random.randrange(len(activity["summary"]))
    summary = fill(activity["summary"][nth])
    if chance(random, 0.35):
        more = fill(pick(random, text["summary_more"]))
        summary = summary if more.split()[-2] in summary else f"{summary} {more}"
    team = area.team(day)
    lead = team[min(random.randrange(len(team)), random.randrange(len(team)))]
    outcome, score = _outcome(area, text, activity, nth, fill, summary, random)
    recent = (world.today - day).days
    if waiting is None:
        waiting = not area.shown and recent <= 12 and chance(random, 0.3)
    if waiting:
        outcome, score = "", None
    low, high = activity["reach"]
    fields: dict[str, Any] = {
        "area_id": area.row,
        "day": day,
        "audience_id": world.term(TermKind.AUDIENCE, audience),
        "audience_text": "" if world.term(TermKind.AUDIENCE, audience) else audience,
        "purpose_id": world.term(TermKind.PURPOSE, purpose),
        "purpose_text": "" if world.term(TermKind.PURPOSE, purpose) else purpose,
        "who_engaged": fill(activity["who"][nth]),
        "lead_id": lead,
        "lead_name": label(lead),
        "summary": summary,
        "outcome": outcome,
        "score": score,
        "beat": fill["beat"] if chance(random, 0.8) else "",
        "reached": random.randint(low, high) if chance(random, 0.75) else None,
        "from_hate_crime": chance(random, activity.get("hate", 0.0)),
        "theme_id": world.term(TermKind.THEME, activity["theme"]) if "theme" in activity else None,
        "natural_key": natural_key(day, label(lead), summary),
        **_links(area, activity, day, random),
    }
    written = min(world.today, day + timedelta(days=random.choice((0, 0, 0, 1, 1, 2))))
    desk = area.desk(LOG, "Logged engagement", lead if area.shown and recent < 30 else area.sergeants[0])
    row = world.line.add(desk, written, EngagementEntry, **fields)
    area.entries.append(row)
    return row


def _activity(area: AreaCast, text: Stock, quiet: Collection[str], day: date, random: Random) -> Any:
    """What was done: a gap to close where the area looks out for gaps, else by custom."""
    weights = {name: weight for name, weight in text["weights"].items() if name not in quiet}
    last = {audience: met for audience, met in area.met.items() if audience in weights}
    gaps = [audience for audience in weights if (day - last.get(audience, day)).days > 38]
    if gaps and chance(random, _MINDS_GAPS[area.index]):
        audience = min(gaps, key=lambda name: last[name])
    else:
        audience = random.choices(list(weights), list(weights.values()))[0]
    area.met[audience] = day
    return pick(random, [item for item in text["activities"] if item["audience"] == audience])


def _outcome(
    area: AreaCast, text: Stock, activity: Any, nth: int, fill: Filler, summary: str, random: Random
) -> tuple[str, int | None]:
    """What came of it, and the score; some say only what was done, some repeat the summary."""
    low, high = activity["score"]
    drawn = random.random()
    good = _GOOD[area.index]
    if drawn < good:
        fitting = (
            activity["outcome"][nth] if isinstance(activity["outcome"][0], list) else activity["outcome"]
        )
        result = fill(pick(random, fitting))
        if chance(random, 0.3):
            result = f"{result} {fill(pick(random, text['outcome_more']))}"
        return result, random.randint(low, high)
    if drawn < good + (1 - good) * 0.75:
        return fill(pick(random, activity["weak"])), random.randint(2, 4)
    return summary, random.randint(2, 4)


def _links(area: AreaCast, activity: Any, day: date, random: Random) -> dict[str, Any]:
    """The priority or plan an engagement served."""
    if not activity.get("priority") or not chance(random, 0.7):
        return {}
    running = [row for row, first, last in area.in_force if first <= day <= last]
    return {"priority_id": pick(random, running)} if running else {}
