"""Commands on how things stand: what is due, the compliance board, QA answers and the month's pack."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import month_label, number_of
from npt_desktop.services.imports import Imports

if TYPE_CHECKING:
    from npt_desktop.services.compliance import Board


def due(asked: Namespace) -> int:
    """What is due today: of an area, of the areas of the person named, or of all."""
    from npt_desktop.services.home import Home
    from npt_desktop.services.people import members

    with desk(asked, reading=True) as at:
        areas = at.areas()
        if asked.area:
            only = {Imports(at).area_named(asked.area)}
            areas = [area for area in areas if area.id in only]
        elif asked.person:
            own = next(m.area_ids for m in members(at.store) if m.actor == at.actor)
            areas = [area for area in areas if area.id in own]
        pages = [Home(at).page(area.id, mine=asked.mine) for area in areas]
    if asked.json:
        print(json.dumps([
            {"area": page.area, "today": page.today.isoformat(), "summary": page.due.summary, "items": [
                {"group": group.name, "state": item.state.value, "title": item.title, "reason": item.reason,
                 "question": item.qa, "due": item.due.isoformat() if item.due else None, "when": item.when_words}
                for group in page.due.groups for item in group.items
            ]} for page in pages
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for page in pages:
        print(f"{page.area}: {page.due.summary}")
        for group in page.due.groups:
            print(f"  {group.name}")
            for item in group.items:
                print(f"    {item.title} ({item.when_words or 'no date'}). {item.reason}".rstrip(". ") + ".")
    return 0


def compliance(asked: Namespace) -> int:
    """The board: rows by months, met of due and per cent."""
    from npt_desktop.services.compliance import By, Compliance

    with desk(asked, reading=True) as at:
        board = Compliance(at).board(asked.first, asked.last, By(asked.by))
    if asked.json:
        print(json.dumps(_as_json(board), ensure_ascii=False))
        return 0
    wide = max([len(row.name) for row in board.rows] + [9])
    print(" " * wide + "".join(f"{f'{m:%b %y}':>8}" for m in board.months))
    for row in (*board.rows, board.total):
        figures = ("–" if cell.percent is None else f"{cell.percent} %" for cell in row.cells)
        print(f"{row.name:<{wide}}" + "".join(f"{figure:>8}" for figure in figures))
    return 0


def _as_json(board: Board) -> dict[str, Any]:
    names = {standing.area_id: standing.area for standing in board.standings}
    return {
        "by": board.by.value,
        "months": [f"{month:%Y-%m}" for month in board.months],
        "rows": [
            {"name": row.name, "cells": [
                {"met": c.met, "due": c.due, "answered": c.answered, "partly": c.partly, "not_met": c.not_met,
                 "not_applicable": c.aside, "percent": c.percent, "state": c.held_words}
                for c in row.cells
            ]} for row in (*board.rows, board.total)
        ],
        "trend": board.change,
        "repeat_failings": [
            {"area": names[f.area_id], "question": f.number, "short": f.short, "times": f.times,
             "last": f"{f.month:%Y-%m}"} for f in board.failings
        ],
        "areas": [
            {"area": s.area, "actions_late": s.actions_late, "last_meeting": s.last_on.isoformat() if s.last_on else None,
             "days_since": s.days_since} for s in board.standings
        ],
    }  # fmt: skip


def export_qa(asked: Namespace) -> int:
    """Give every answer back, one row each, for reading: answers are signed, so none comes back changed."""
    from npt_desktop.services.exporting_quality import answers_workbook

    if asked.purpose == "return":
        raise CannotDo(
            "QA answers are signed and not worked on elsewhere: export them for reading, and correct one in its meeting."
        )
    with desk(asked) as at, Bar() as bar:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        written = answers_workbook(
            at, asked.file, area_id=area_id, first=asked.first, last=asked.last, progress=bar
        )
    print(f"{asked.file}: {number_of(written, 'answer')}.")
    return 0


def report_peer(asked: Namespace) -> int:
    """Print a peer review."""
    from npt_desktop.services.reporting_peer import peer_pdf, review_of_year

    with desk(asked) as at:
        title = peer_pdf(at, asked.file, review_of_year(at, asked.year) if asked.year else None)
    print(f"{asked.file}: {title}.")
    return 0


def report_quarterly(asked: Namespace) -> int:
    """Write the quarterly report to the commissioner's meeting, as PDF or HTML by its name."""
    from npt_desktop.rules.periods import Quarter
    from npt_desktop.services.quarterly import quarterly_report

    with desk(asked) as at:
        found = quarterly_report(at, Quarter(asked.quarter), asked.file)
    print(f"{asked.file}: {found.quarter.spoken}, {number_of(len(found.areas), 'area')}.")
    return 0


def report_pack(asked: Namespace) -> int:
    """Print the QA meetings of all areas of a month."""
    from npt_desktop.services.reporting_quality import pack_pdf

    with desk(asked) as at:
        areas = pack_pdf(at, asked.month, asked.file)
    print(f"{asked.file}: {number_of(areas, 'area')}, {month_label(asked.month)}.")
    return 0
