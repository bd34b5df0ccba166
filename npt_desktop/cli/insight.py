"""Commands that count the engagement log: gaps, and the report of a year."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, timedelta

from npt_desktop.cli.stores import desk
from npt_desktop.rules.periods import add_months, ago, months_from, number_of
from npt_desktop.rules.thresholds import standard_thresholds
from npt_desktop.services.desk import Choice
from npt_desktop.services.engagement import Engagement, GapMap
from npt_desktop.services.imports import Imports


def gaps(asked: Namespace) -> int:
    """Entries by community and month, and days since the last; every figure is written, noughts too."""
    with desk(asked, reading=True) as at:
        areas = at.areas()
        if asked.area:
            wanted = Imports(at).area_named(asked.area)
            areas = [area for area in areas if area.id == wanted]
        log, months = Engagement(at), months_from(add_months(at.today, 1 - asked.months), at.today)
        today = at.today
        maps = log.gap_maps([area.id for area in areas], months)
        found = [(area, maps[area.id]) for area in areas]
    if asked.json:
        print(json.dumps([_as_json(area, gap_map) for area, gap_map in found], ensure_ascii=False))
        return 0
    for place, (area, gap_map) in enumerate(found):
        print(("\n" if place else "") + "\n".join(_as_lines(area, gap_map, today)))
    return 0


def _is_gap(days: int | None) -> bool:
    return days is None or days > standard_thresholds().gap_days


def _as_json(area: Choice, found: GapMap) -> dict[str, object]:
    return {
        "area": area.label,
        "months": [f"{month:%Y-%m}" for month in found.months],
        "communities": [
            {"community": audience.label, "counts": list(counts), "days_since": days, "gap": _is_gap(days)}
            for audience, counts, days in zip(found.audiences, found.counts, found.days_since, strict=True)
        ],
    }  # fmt: skip


def _as_lines(area: Choice, found: GapMap, today: date) -> list[str]:
    wide = max([len(area.label), *(len(audience.label) for audience in found.audiences)])
    lines = [f"{area.label:<{wide}}  {'  '.join(f'{month:%m/%y}' for month in found.months)}  last contact"]
    for audience, counts, days in zip(found.audiences, found.counts, found.days_since, strict=True):
        figures = "  ".join(f"{count:>5}" for count in counts)
        last = "never" if days is None else ago(today - timedelta(days=days), today)
        last += ", a gap" if _is_gap(days) else ""
        lines.append(f"{audience.label:<{wide}}  {figures}  {last}")
    return lines


def report_engagement(asked: Namespace) -> int:
    """Print the engagement of a year."""
    from npt_desktop.services.reporting_engagement import engagement_pdf

    with desk(asked) as at:
        printed = engagement_pdf(at, Imports(at).area_named(asked.area), asked.year, asked.file)
    print(f"{asked.file}: {asked.area}, {asked.year}, {number_of(printed, 'entry', 'entries')}.")
    return 0
