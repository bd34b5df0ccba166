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
        add_reading(one, mode="add")
        one.add_argument("--clear-blanks", action="store_true", help="an empty cell empties the field")
        one.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=import_kind, kind="" if kind == "any" else kind)


def add_reading(one: argparse.ArgumentParser, *, mode: str) -> None:
    """How a file is read, what it may do, and where its bad rows go."""
    one.add_argument(
        "--mapping", default="", metavar="NAME", help="read every sheet as the layout remembered by it"
    )
    one.add_argument("--mode", choices=("add", "update", "both"), default=mode)
    one.add_argument(
        "--rejects", type=Path, default=None, metavar="OUT.xlsx", help="write the rows to mend there"
    )


def as_any(asked: Namespace, kind: str, files: list[Path]) -> int | None:
    """Bring figures in as the import screen does where the way of reading is asked for; None where it is not."""
    if not (asked.mapping or asked.mode or asked.rejects):
        return None
    kept = {"area": "", **vars(asked), "mode": asked.mode or "both"}
    return import_kind(Namespace(**{**kept, "kind": kind, "files": files, "clear_blanks": False}))


def add_runs(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`imports` and `undo-import`."""
    runs = commands.add_parser("imports", help="every import, latest first")
    runs.add_argument("--json", action="store_true")
    runs.set_defaults(run=imports)
    undo = commands.add_parser("undo-import", help="take an import back, however long ago")
    undo.add_argument("id", type=int)
    undo.add_argument("--json", action="store_true")
    undo.set_defaults(run=undo_import)


def add_purpose(one: argparse.ArgumentParser) -> None:
    """What a workbook is for."""
    one.add_argument(
        "--for", dest="purpose", choices=("reading", "return"), default="reading",
        help="return: to be worked on and merged again",
    )  # fmt: skip
    one.add_argument(
        "--full", dest="purpose", action="store_const", const="return",
        help="the same as --for return: every column, with ids",
    )  # fmt: skip


def add_exports(give: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The kinds of `export` beside the log and the QA answers, and everything at once."""
    for kind in ("priorities", "plans", "actions", "key-individuals"):
        one = give.add_parser(kind, help=_HELP[kind])
        one.add_argument("file", type=Path, help="an .xlsx or .csv file to write")
        one.add_argument("--area", default="")
        add_purpose(one)
        one.set_defaults(run=export_kind, kind=kind)
    whole = give.add_parser(
        "all", help="every table of the store as one workbook, readable without this program"
    )
    whole.add_argument("file", type=Path)
    add_purpose(whole)
    whole.set_defaults(run=export_all)


def add_merge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`merge`."""
    merge = commands.add_parser(
        "merge", help="bring back a workbook taken out for work, or another machine's store"
    )
    merge.add_argument(
        "file", type=Path, help="a workbook (--for return, or `export all`) or a store (*.npt)"
    )
    merge.add_argument(
        "--prefer", choices=("mine", "theirs", "ask"), default="ask",
        help="what stays where both sides changed a field; ask lists them and writes nothing",
    )  # fmt: skip
    merge.add_argument("--remove", action="store_true", help="remove here what was removed there")
    merge.add_argument("--dry-run", action="store_true")
    merge.add_argument("--json", action="store_true")
    merge.set_defaults(run=merge_file)


def export_log(asked: Namespace) -> int:
    """Give the log back: for reading in the booklet's columns, or to be worked on."""
    if asked.purpose == "return":
        return export_kind(Namespace(**vars(asked), kind="log"))
    return export_engagement(asked)


def export_kind(asked: Namespace) -> int:
    """Write one kind of record as a workbook."""
    from npt_desktop.services.returning import Workbooks

    with desk(asked) as at, Bar() as bar:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        written = Workbooks(at).write(
            asked.file, asked.kind, area_id=area_id, to_return=asked.purpose == "return", progress=bar
        )
    print(f"{asked.file}: {number_of(written, 'row')}.")
    return 0


def export_all(asked: Namespace) -> int:
    """Write every table, or with `--for return` the records to be worked on."""
    from npt_desktop.services.returning import Workbooks
    from npt_desktop.services.whole import Whole

    with desk(asked) as at, Bar() as bar:
        if asked.purpose == "return":
            written = Workbooks(at).write(asked.file, "all", to_return=True, progress=bar)
        else:
            written = Whole(at).write(asked.file, bar)
    print(f"{asked.file}: {number_of(written, 'row')}.")
    return 0


def merge_file(asked: Namespace) -> int:
    """Merge a returned workbook or another store, field by field."""
    from npt_desktop.services.whole import Whole

    with desk(asked) as at, Bar() as bar:
        found = Whole(at).look_any(asked.file, bar)
        choices = {} if asked.prefer == "ask" else {clash.key: asked.prefer for clash in found.clashes}
        waiting = bool(found.clashes) and not choices
        gone = frozenset(gone.uid for gone in found.gone) if asked.remove else frozenset()
        if not waiting and not asked.dry_run:
            Whole(at).merge_any(found, choices, gone, bar)
    if asked.json:
        print(json.dumps({
            "merged": not waiting and not asked.dry_run, "changed": len(found.changes), "added": len(found.fresh),
            "gone": [{"kind": g.kind, "uid": g.uid, "name": g.name, "edited_here": g.edited} for g in found.gone],
            "rejected": [{"sheet": b.sheet, "row": b.row, "column": b.column, "reason": b.reason} for b in found.rejected],
            "clashes": [
                {"kind": c.kind, "uid": c.uid, "name": c.name, "field": c.field, "base": c.base, "mine": c.mine,
                 "theirs": c.theirs, "by": c.by, "at": c.at.isoformat() if c.at else None} for c in found.clashes
            ],
        }, ensure_ascii=False))  # fmt: skip
    else:
        print(f"{'Would be: ' if asked.dry_run or waiting else ''}{found.in_words()}")
        for c in found.clashes:
            when = f" ({c.by}, {c.at.astimezone():%d/%m/%Y %H:%M})" if c.at else ""
            print(f"  {c.name[:60]}, {c.title}: here “{c.mine}”{when}; there “{c.theirs}”; it was “{c.base}”")
        for g in found.gone:
            edited = "; it was changed here since" if g.edited else ""
            print(f"  not there any more: {g.name[:60]}{edited}")
        for b in found.rejected:
            print(f"  rejected: {b.sheet}, row {b.row}, {b.column}: {b.reason}")
        for left in found.skipped:
            print(f"  left: {left.where}: {left.reason}")
    if waiting:
        raise CannotDo(
            f"{number_of(len(found.clashes), 'field')} changed on both sides, nothing was written: say --prefer mine or "
            "--prefer theirs, or settle them one by one in the window."
        )
    return 1 if found.rejected else 0


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
             "updated": r.updated, "rejected": r.rejected, "taken_back": r.taken_back, "partly": r.partly} for r in runs
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for r in runs:
        back = "; taken back in part" if r.partly else "; taken back" if r.taken_back else ""
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
        back = ImportRuns(at).take_back(asked.id)
    left = [each.in_words() for each in back.left]
    if asked.json:
        undone = back.run.step.did if back.anything else None
        print(json.dumps({"undone": undone, "left": left}, ensure_ascii=False))
    else:
        print(back.in_words())
        for words in left:
            print(f"  left as it is: {words}")
    return 0 if back.anything else 2


def export_engagement(asked: Namespace) -> int:
    """Give the log back in the booklet's columns."""
    from npt_desktop.services.engagement import LogFilter
    from npt_desktop.services.exports import Exports

    with desk(asked) as at, Bar() as bar:
        area_id = Imports(at).area_named(asked.area) if asked.area else None
        wanted = LogFilter(area_id=area_id, first=asked.first, last=asked.last)
        written = Exports(at).engagement(asked.file, wanted, area=asked.area, progress=bar)
    print(f"{asked.file}: {number_of(written, 'row')}.")
    return 0
