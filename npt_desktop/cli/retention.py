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
        "dispose",
        help="ask for the disposal of records; with --confirm, as another person, erase them for good",
    )
    erase.add_argument("uid", nargs="+")
    erase.add_argument("--ground", default="", choices=("over", "consent", "request", "mistake"))
    erase.add_argument("--reason", default="", help="names nobody: this line stays")
    how = erase.add_mutually_exclusive_group()
    how.add_argument("--confirm", action="store_true", help="erase what somebody else asked for")
    how.add_argument("--set-aside", action="store_true", help="take the request back")
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
             "review_on": s.review.on.isoformat() if s.review else None, "removed": s.removed, "back": s.back,
             "asked_by": s.asked.by if s.asked else None}
            for s in found.subjects
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for each in found.subjects:
        on = form_date(each.review.on) if each.review else "no date"
        waits = f"  (disposal asked for by {each.asked.by})" if each.asked else ""
        print(f"{each.uid}  {on}  {each.kind.label}: {each.called}{waits}")
    print(f"{number_of(found.total, 'record')} to review.")
    return 0


def _log(at: Retention, *, as_json: bool) -> int:
    stubs = at.log()
    if as_json:
        print(json.dumps([
            {"uid": s.record_uid, "id": s.record_id, "kind": s.kind, "reference": s.reference, "why": s.ground,
             "reason": s.reason, "disposed_on": s.disposed_on.isoformat(), "by": s.by, "asked_by": s.asked_by,
             "asked_on": s.asked_on.isoformat() if s.asked_on else None, "parts": s.parts}
            for s in stubs
        ], ensure_ascii=False))  # fmt: skip
    else:
        for s in stubs:
            by = f"{s.asked_by}, confirmed by {s.by}" if s.asked_on else s.by
            print(
                f"{form_date(s.disposed_on)}  {s.record_uid}  {s.kind} {s.reference}  {s.ground}: {s.reason}  {by}"
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
    """Ask for disposals; or confirm or set aside what was asked for."""
    from npt_desktop.services.disposing import Disposing
    from npt_desktop.services.retention import Retention

    with desk(asked) as at:
        keys, service = Retention(at).keys_of(asked.uid), Disposing(at)
        if asked.set_aside:
            service.set_aside(keys)
            print(f"{number_of(len(keys), 'disposal')} set aside: nothing is erased.")
            return 0
        if not asked.confirm:
            waiting = service.ask(keys, asked.ground, asked.reason)
            print(f"{number_of(waiting.records, 'disposal')} asked for. {waiting.words}")
            return 0
        done = service.confirm(keys)
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
