"""Commands on a plan as a workbook: out, and in again."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from pathlib import Path

from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.rules.periods import number_of
from npt_desktop.services.plan_book import DiffState, PlanBooks


def add_export(give: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``export plan``."""
    plan = give.add_parser("plan", help="a problem-solving plan that reads back in")
    plan.add_argument("file", type=Path)
    plan.add_argument("--plan", dest="ref", required=True, metavar="REF", help='as in "PSP 2026-014"')
    plan.set_defaults(run=export_plan)


def add_import(bring: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``import plan``."""
    plan = bring.add_parser("plan", help="a plan's own workbook, changed")
    plan.add_argument("file", type=Path)
    plan.add_argument("--keep-good", action="store_true", help="bring the good rows in though others are bad")
    plan.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    plan.add_argument("--json", action="store_true")
    plan.set_defaults(run=import_plan)


def export_plan(asked: Namespace) -> int:
    """Write the plan."""
    from npt_desktop.services.plans import Plans

    with desk(asked) as at, Bar() as bar:
        written = PlanBooks(at).export(Plans(at).find(asked.ref), asked.file, bar)
    print(f"{asked.file}: {asked.ref}, {number_of(written, 'row')}.")
    return 0


def import_plan(asked: Namespace) -> int:
    """Bring a plan's workbook in; not at all while rows are refused, unless the good ones are asked for."""
    with desk(asked) as at, Bar() as bar:
        books = PlanBooks(at)
        preview = books.preview(asked.file, bar)
        stopped = bool(preview.rejected) and not asked.keep_good
        if not asked.dry_run and not stopped:
            books.commit(preview, keep_good=asked.keep_good)
        dry = asked.dry_run or stopped
        if asked.json:
            print(json.dumps({"written": not dry, **preview.as_json()}, ensure_ascii=False))
        else:
            print(f"{'Would be: ' if dry else ''}{preview.in_words()}")
            for line in preview.lines:
                if line.state is not DiffState.UNCHANGED:
                    print(f"  {line.state.value}: {line.sheet}, row {line.row}, {line.title}")
                for name, was, now in line.changes:
                    print(f"      {name}: {was or '–'} -> {now or '–'}")
                for name, why in line.problems:
                    print(f"      {name}: {why}")
        if stopped and not asked.dry_run:
            books.commit(preview)  # says why not
    return 1 if preview.rejected else 0
