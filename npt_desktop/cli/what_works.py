"""Commands on What Works: the entries and where each stands, and the digest of a quarter's board."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from npt_desktop.cli.stores import desk
from npt_desktop.rules.periods import number_of, quarter_of
from npt_desktop.rules.what_works import WorksState
from npt_desktop.services.imports import Imports
from npt_desktop.services.what_works_board import entry_lines


def add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``what-works list``."""
    works = commands.add_parser("what-works", help="what was tried and how it came out").add_subparsers(
        required=True, metavar="WHAT"
    )
    listed = works.add_parser("list", help="the entries and where each stands")
    listed.add_argument("--area", default="", help="one area; every area otherwise")
    listed.add_argument("--state", choices=[state.value for state in WorksState], default=None)
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=list_entries)


def add_report(
    report: argparse._SubParsersAction[argparse.ArgumentParser], month: Callable[[str], date]
) -> None:
    """``report what-works``."""
    digest = report.add_parser("what-works", help="the digest of a quarter's board, as PDF or HTML")
    digest.add_argument("file", type=Path)
    digest.add_argument(
        "--quarter", type=month, default=None, help="any month of it; this quarter by default"
    )
    digest.set_defaults(run=report_digest)


def list_entries(asked: Namespace) -> int:
    """The entries, the latest first."""
    with desk(asked, reading=True) as at:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        lines = [line for line in entry_lines(at, area_id) if asked.state in (None, line.state.value)]
    if asked.json:
        print(json.dumps([
            {"title": line.title, "area": line.area, "kind": line.kind.value, "plan": line.reference,
             "stage": line.state.stage.value, "state": line.state.value, "label": line.label,
             "result": line.result.value if line.result else None, "late": line.late, "lacks": line.lacks,
             "drafted": line.drafted_on.isoformat(),
             "submitted": line.submitted_on.isoformat() if line.submitted_on else None,
             "decided": line.decided_on.isoformat() if line.decided_on else None,
             "shared": line.shared_on.isoformat() if line.shared_on else None}
            for line in lines
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for line in lines:
        result = line.label or (line.result.label if line.result else "")
        parts = (line.state.label, line.area, line.reference, line.title, result)
        print("  ".join(part for part in parts if part) + ("  (late)" if line.late else ""))
    print(f"{number_of(len(lines), 'entry', 'entries')}.")
    return 0


def report_digest(asked: Namespace) -> int:
    """Write the digest."""
    from npt_desktop.services.reporting_what_works import write_digest

    with desk(asked) as at:
        quarter = quarter_of(asked.quarter or at.today)
        written = write_digest(at, quarter, asked.file)
    print(f"{asked.file}: {number_of(written, 'entry', 'entries')}, {quarter.spoken}.")
    return 0
