"""Commands on workbooks: any kind in, and any import taken back."""

from __future__ import annotations

import argparse
import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from npt_desktop.cli.records import tell
from npt_desktop.cli.stores import desk
from npt_desktop.cli.terminal import Bar
from npt_desktop.errors import CannotDo
from npt_desktop.rules.periods import number_of
from npt_desktop.services.imports import Imports

KINDS = ("log", "priorities", "plans", "actions", "key-individuals", "qa", "any")
_ALIASES = {"log": ["engagement"], "any": ["folder"]}
_HELP = {
    "log": "engagement logs", "priorities": "published priorities", "plans": "problem-solving plans and their actions",
    "actions": "actions", "key-individuals": "the key individual network", "qa": "answers of QA meetings",
    "any": "whatever the sheets hold, each known by its headings",
}  # fmt: skip


def add_imports(bring: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The kinds of `import`."""
    for kind in KINDS:
        one = bring.add_parser(kind, aliases=_ALIASES.get(kind, []), help=_HELP[kind])
        one.add_argument(
            "files", type=Path, nargs="+", metavar="FILE", help="workbooks, CSV files or folders"
        )
        one.add_argument("--area", default="", help="the area of rows that name none")
        one.add_argument(
            "--mapping", default="", metavar="NAME", help="read every sheet as the layout remembered by it"
        )
        one.add_argument("--mode", choices=("add", "update", "both"), default="add")
        one.add_argument("--clear-blanks", action="store_true", help="an empty cell empties the field")
        one.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
        one.add_argument("--json", action="store_true")
        one.add_argument(
            "--rejects", type=Path, default=None, metavar="OUT.xlsx", help="write the rows to mend there"
        )
        one.set_defaults(run=import_kind, kind="" if kind == "any" else kind)


def add_runs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`imports` and `undo-import`."""
    runs = commands.add_parser("imports", help="every import, latest first")
    runs.add_argument("--json", action="store_true")
    runs.set_defaults(run=imports)
    undo = commands.add_parser("undo-import", help="take an import back, however long ago")
    undo.add_argument("id", type=int)
    undo.add_argument("--json", action="store_true")
    undo.set_defaults(run=undo_import)


def import_kind(asked: Namespace) -> int:
    """Bring workbooks in."""
    from npt_desktop.services.importing import Decisions, Importing, Mode

    with desk(asked) as at, Bar() as bar:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        importing = Importing(at)
        gathered = importing.gather(asked.files, bar)
        plans = importing.planner.plan(gathered, asked.kind, area_id, asked.mapping)
        if area_id is not None:
            plans = [replace(plan, area_id=area_id) for plan in plans]
        decisions = Decisions(
            mode=Mode(asked.mode), clear_blanks=asked.clear_blanks, picks=importing.planner.remembered_picks()
        )
        checked = importing.check(gathered, plans, decisions, bar)
        report = checked.report() if asked.dry_run else importing.commit(checked, bar)
        if asked.rejects and report.rejected:
            importing.rejects(checked, asked.rejects)
    if asked.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        tell(report, dry=asked.dry_run)
        if asked.rejects and report.rejected:
            print(
                f"  {asked.rejects}: the rows to mend, with the reason; mend them there and import it again."
            )
    return 1 if report.rejected else 0


def imports(asked: Namespace) -> int:
    """List the imports."""
    from npt_desktop.services.import_runs import ImportRuns

    with desk(asked, reading=True) as at:
        runs = ImportRuns(at).all()
    if asked.json:
        print(json.dumps([
            {"id": r.id, "at": r.at.isoformat(), "by": r.by, "kind": r.kind, "file": r.file_name, "added": r.added,
             "updated": r.updated, "rejected": r.rejected, "taken_back": r.taken_back} for r in runs
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for r in runs:
        back = "; taken back" if r.taken_back else ""
        counts = f"{r.added} added, {r.updated} changed, {number_of(r.rejected, 'row')} to mend"
        print(
            f"{r.id:>4}  {r.at.astimezone():%d/%m/%Y %H:%M}  {r.by}: {r.kind}, {r.file_name} ({counts}{back})"
        )
    if not runs:
        print("Nothing was imported yet.")
    return 0


def undo_import(asked: Namespace) -> int:
    """Take an import back."""
    from npt_desktop.services.import_runs import ImportRuns

    with desk(asked) as at:
        runs = ImportRuns(at)
        found = next((run for run in runs.all() if run.id == asked.id), None)
        if found is None:
            raise CannotDo(f"There is no import {asked.id}: `imports` lists those there are.")
        left = runs.left(runs.take_back(asked.id))
    if asked.json:
        print(json.dumps({"undone": found.step.did, "left": left}, ensure_ascii=False))
    else:
        print(f"Taken back: {found.step.did}.")
        for words in left:
            print(f"  left as it is, edited since: {words}")
    return 0
