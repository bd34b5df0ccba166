"""Commands on review, retention and disposal."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from npt_desktop.cli.stores import desk
from npt_desktop.rules.periods import form_date, number_of

if TYPE_CHECKING:
    from npt_desktop.services.retention import Retention


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], day: Callable[[str], date]
) -> None:
    """The queue, keeping longer and disposing."""
    queue = commands.add_parser("retention", help="records due for review; with --log what was disposed of")
    queue.add_argument("--area", default="", help="one area; every area otherwise")
    queue.add_argument("--months", type=int, default=0, help="also those due within so many months")
    queue.add_argument("--log", action="store_true", help="the disposal log instead")
    queue.add_argument("--json", action="store_true")
    queue.set_defaults(run=retention)
    keep = commands.add_parser("retain", help="keep records until a later review, with the reason")
    keep.add_argument("uid", nargs="+")
    keep.add_argument("--until", type=day, required=True)
    keep.add_argument("--reason", required=True)
    keep.set_defaults(run=retain)
    erase = commands.add_parser(
        "dispose", help="erase records for good; a line each stays in the disposal log"
    )
    erase.add_argument("uid", nargs="+")
    erase.add_argument("--ground", required=True, choices=("over", "consent", "request", "mistake"))
    erase.add_argument("--reason", required=True, help="names nobody: this line stays")
    erase.set_defaults(run=dispose)


def add_report(report: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The disposal log as a PDF."""
    log = report.add_parser("disposals", help="the disposal log")
    log.add_argument("file", type=Path)
    log.set_defaults(run=report_log)


def retention(asked: Namespace) -> int:
    """What is due for review, longest overdue first; or the disposal log."""
    from npt_desktop.services.imports import Imports
    from npt_desktop.services.retention import Retention

    with desk(asked, reading=True) as at:
        if asked.log:
            return _log(Retention(at), as_json=asked.json)
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        found = Retention(at).queue(area_id, ahead=asked.months)
    if asked.json:
        print(json.dumps([
            {"uid": s.uid, "kind": s.kind.key, "called": s.called, "area": found.areas.get(s.area_id or 0, ""),
             "review_on": s.review.on.isoformat() if s.review else None, "removed": s.removed, "back": s.back}
            for s in found.subjects
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for each in found.subjects:
        on = form_date(each.review.on) if each.review else "no date"
        print(f"{each.uid}  {on}  {each.kind.label}: {each.called}")
    print(f"{number_of(found.total, 'record')} to review.")
    return 0


def _log(at: Retention, *, as_json: bool) -> int:
    stubs = at.log()
    if as_json:
        print(json.dumps([
            {"uid": s.record_uid, "id": s.record_id, "kind": s.kind, "reference": s.reference, "why": s.ground,
             "reason": s.reason, "disposed_on": s.disposed_on.isoformat(), "by": s.by, "parts": s.parts}
            for s in stubs
        ], ensure_ascii=False))  # fmt: skip
    else:
        for s in stubs:
            print(
                f"{form_date(s.disposed_on)}  {s.record_uid}  {s.kind} {s.reference}  {s.ground}: {s.reason}  {s.by}"
            )
        print(f"{number_of(len(stubs), 'record')} disposed of.")
    return 0


def retain(asked: Namespace) -> int:
    """Keep records longer."""
    from npt_desktop.services.retention import Retention

    with desk(asked) as at:
        service = Retention(at)
        service.keep(service.keys_of(asked.uid), asked.until, asked.reason)
    print(f"{number_of(len(asked.uid), 'record')} kept until {form_date(asked.until)}.")
    return 0


def dispose(asked: Namespace) -> int:
    """Erase records."""
    from npt_desktop.services.retention import Retention

    with desk(asked) as at:
        service = Retention(at)
        done = service.dispose(service.keys_of(asked.uid), asked.ground, asked.reason)
    print(f"{number_of(done.records, 'record')} disposed of, with {number_of(done.parts, 'part')}.")
    if done.copies:
        print(f"{number_of(done.copies, 'dated copy', 'dated copies')} beside the store still hold it.")
    return 0


def report_log(asked: Namespace) -> int:
    """Print the disposal log."""
    from npt_desktop.services.reporting_retention import disposal_pdf

    with desk(asked) as at:
        count = disposal_pdf(at, asked.file)
    print(f"{asked.file}: {number_of(count, 'disposal')}.")
    return 0
