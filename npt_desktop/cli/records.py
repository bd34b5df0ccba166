"""Commands on records: import, export, report, history, undo."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from npt_desktop.cli.stores import desk
from npt_desktop.rules.periods import number_of
from npt_desktop.services.imports import ImportReport, Imports


def tell(report: ImportReport, *, dry: bool, said: str = "") -> None:
    """Print a report: in one sentence, then each row left out and why."""
    print(f"{'Would be: ' if dry else ''}{said or report.in_words()} ({number_of(report.read, 'row')} read)")
    for note in report.notes:
        print(f"  note: {note}")
    for bad in report.rejected:
        print(f"  rejected: {bad.sheet}, row {bad.row}, {bad.column}: “{bad.value}”. {bad.reason}")
    for left in report.skipped:
        where = f", row {left.row}" if left.row else ""
        print(f"  skipped: {left.sheet}{where}. {left.reason}")


def report_qa(asked: Namespace) -> int:
    """Print an area's QA meeting."""
    from npt_desktop.services.reporting_quality import qa_pdf

    with desk(asked) as at:
        qa_pdf(at, Imports(at).area_named(asked.area), asked.month, asked.file)
    print(f"{asked.file}: the QA meeting of {asked.area}, {asked.month:%B %Y}.")
    return 0


def report_plan(asked: Namespace) -> int:
    """Print a plan."""
    from npt_desktop.services.plans import Plans
    from npt_desktop.services.reporting_plans import Paper, plan_pdf

    with desk(asked) as at:
        plan_pdf(at, Plans(at).find(asked.ref), asked.file, Paper(asked.paper))
    print(f"{asked.file}: {asked.ref}.")
    return 0


def history(asked: Namespace) -> int:
    """Every change of a record, oldest first."""
    from npt_desktop.services.history import History

    with desk(asked, reading=True) as at:
        events = History(at).of(asked.uid)
    if asked.json:
        print(json.dumps([
            {"at": e.at.isoformat(), "by": e.by, "did": e.did, "table": e.table, "version": e.version,
             "before": e.before, "after": e.after} for e in events
        ], ensure_ascii=False))  # fmt: skip
        return 0
    for event in events:
        print(f"{event.at.astimezone():%d/%m/%Y %H:%M}  {event.by}: {event.did}")
        for name in sorted({*(event.before or {}), *(event.after or {})}):
            print(f"    {name}: {_shown(event.before, name)} -> {_shown(event.after, name)}")
    return 0


def _shown(fields: dict[str, Any] | None, name: str) -> str:
    value = (fields or {}).get(name)
    return "–" if value in (None, "") else str(value)


def undo(asked: Namespace) -> int:
    """Take back the store's latest change set."""
    from npt_desktop.services.history import History

    with desk(asked) as at:
        step = History(at).undo_last(anyone=True)
    if asked.json:
        print(json.dumps({"undone": step.did, "by": step.by, "changes": step.changes}, ensure_ascii=False))
    else:
        print(f"Taken back: {step.did} ({number_of(step.changes, 'record')}).")
    return 0


def access(asked: Namespace) -> int:
    """Who opened, searched, printed, exported and imported what, latest first."""
    from npt_desktop.services.access import AccessLog

    with desk(asked, reading=True) as at:
        found = AccessLog(at).latest(asked.most)
    if asked.json:
        print(json.dumps([{"at": a.at.isoformat(), "by": a.by, "did": a.did, "what": a.what} for a in found]))
        return 0
    for each in found:
        print(f"{each.at.astimezone():%d/%m/%Y %H:%M}  {each.by}  {each.did}  {each.what}")
    return 0
