"""Each command: what it takes and what it does."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from npt_desktop import __version__
from npt_desktop.cli import (
    communities,
    encryption,
    insight,
    plan_books,
    quality,
    records,
    rounds,
    sources,
    stores,
    what_works,
    workbooks,
)


def day(text: str) -> date:
    """A date written as 2026-10-16."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no date: write it as 2026-10-16") from error


def month(text: str) -> date:
    """A month written as 2026-10: its first day."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no month: write it as 2026-10") from error


def whole(text: str) -> int:
    """A whole number from 1, such as a number of months."""
    if text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= 1200:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” will not do: give a whole number from 1 to 1200")


def year(text: str) -> int:
    """A year written as 2026."""
    if len(text) == 4 and text.isascii() and text.isdecimal() and int(text) >= 1900:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is no year: write it as 2026")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="npt-desktop",
        description="Neighbourhood policing on one desk. Without a command the window opens.",
        epilog="Exit 0 done, 1 done with rejected rows, 2 not done (one sentence, store untouched).",
    )
    top.add_argument("--version", action="version", version=f"NPT Desktop {__version__}")
    top.add_argument("--store", type=Path, help="the store file (*.npt); the user's own by default")
    top.add_argument(
        "--as", dest="person", default="", metavar="NAME", help='who is at the desk, as in "PS 512 Cedar"'
    )
    encryption.add_passphrase(top)
    top.set_defaults(run=stores.window)
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _stores(commands)
    encryption.add_commands(commands)
    _exchange(commands)
    _records(commands)
    _standing(commands)
    workbooks.add_runs(commands)
    workbooks.add_merge(commands)
    return top


def _stores(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="make a sample store: twelve areas, invented people")
    demo.add_argument("file", type=Path)
    demo.add_argument("--today", type=day, default=None, help="the day it ends on; today by default")
    demo.add_argument("--years", type=int, default=1, help="how far it goes back")
    demo.set_defaults(run=stores.demo)
    tour = commands.add_parser(
        "tour", help="open a sample store; without a display run a quarter into a folder"
    )
    tour.add_argument("--out", type=Path, default=Path("demo-output"))
    tour.add_argument("--headless", action="store_true", help="run the quarter even where there is a display")
    tour.set_defaults(run=stores.tour)
    backup = commands.add_parser("backup", help="write a checked copy of the store")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=stores.backup)
    restore = commands.add_parser(
        "restore", help="put a backup in the place of the store, which is kept aside"
    )
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=stores.restore)
    record = commands.add_parser(
        "restore-record", help="what a backup says otherwise; with uids, put those records back"
    )
    record.add_argument("file", type=Path)
    record.add_argument("uid", nargs="*")
    record.add_argument("--json", action="store_true")
    record.set_defaults(run=stores.restore_record)
    confirm = commands.add_parser(
        "confirm-restore", help="the restored store is the right one: copies are made and thinned again"
    )
    confirm.set_defaults(run=stores.confirm_restore)
    check = commands.add_parser("check", help="look the store over: file, records, journal, schema, search")
    check.add_argument("--json", action="store_true")
    check.add_argument("--repair", action="store_true", help="do the repairs it offers, after a copy")
    check.add_argument(
        "--against", nargs="+", default=(), metavar="FILE",
        help="backups or exports that the journal must still agree with, or a reference printed on one",
    )  # fmt: skip
    check.set_defaults(run=stores.check)


def _exchange(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bring = commands.add_parser("import", help="bring a workbook in").add_subparsers(
        required=True, metavar="KIND"
    )
    workbooks.add_imports(bring)
    plan_books.add_import(bring)
    survey = bring.add_parser("survey", help="the commissioner's survey, all areas at once")
    survey.add_argument("file", type=Path)
    survey.add_argument(
        "--quarter", type=month, default=None, help="its first month, where the file names none"
    )
    _carefully(survey)
    survey.set_defaults(run=rounds.import_survey)
    reach = bring.add_parser(
        "reach", help="Alert registrations, followers, likes, comments and shares by month"
    )
    reach.add_argument("file", type=Path)
    reach.add_argument("--area", required=True)
    reach.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    reach.add_argument("--json", action="store_true")
    reach.set_defaults(run=communities.import_reach)
    answers = bring.add_parser("responses", help="responses to an open survey, one row a person")
    answers.add_argument("file", type=Path)
    answers.add_argument("--area", default="", help="one area; every area the file names otherwise")
    _carefully(answers)
    answers.set_defaults(run=sources.import_responses)
    crime = bring.add_parser("crime", help="street-level crime of data.police.uk, one or more months")
    crime.add_argument("files", type=Path, nargs="+", metavar="file")
    _carefully(crime)
    crime.set_defaults(run=sources.import_crime)
    give = commands.add_parser("export", help="give records back").add_subparsers(
        required=True, metavar="KIND"
    )
    out = give.add_parser("log", aliases=["engagement"], help="the engagement log in the booklet's columns")
    out.add_argument("file", type=Path)
    out.add_argument("--area", default="")
    out.add_argument("--from", dest="first", type=day, default=None)
    out.add_argument("--to", dest="last", type=day, default=None)
    workbooks.add_purpose(out)
    out.set_defaults(run=workbooks.export_log)
    workbooks.add_exports(give)
    plan_books.add_export(give)
    answers = give.add_parser("qa", help="every QA answer, one row each")
    answers.add_argument("file", type=Path)
    answers.add_argument("--area", default="")
    answers.add_argument("--from", dest="first", type=month, default=None)
    answers.add_argument("--to", dest="last", type=month, default=None)
    workbooks.add_purpose(answers)
    answers.set_defaults(run=quality.export_qa)
    report = commands.add_parser("report", help="print a record as PDF").add_subparsers(
        required=True, metavar="KIND"
    )
    qa = report.add_parser("qa", help="an area's QA meeting of a month")
    qa.add_argument("file", type=Path)
    qa.add_argument("--area", required=True)
    qa.add_argument("--month", type=month, required=True)
    qa.set_defaults(run=records.report_qa)
    pack = report.add_parser("pack", help="the QA meetings of all areas of a month in one PDF")
    pack.add_argument("file", type=Path)
    pack.add_argument("--month", type=month, required=True)
    pack.set_defaults(run=quality.report_pack)
    peer = report.add_parser("peer-review", help="a peer review of the force, the latest by default")
    peer.add_argument("file", type=Path)
    peer.add_argument("--year", type=year, default=None)
    peer.set_defaults(run=quality.report_peer)
    quarterly = report.add_parser("quarterly", help="the force's quarter for the commissioner, PDF or HTML")
    quarterly.add_argument("file", type=Path, help="*.pdf or *.html")
    quarterly.add_argument("--quarter", type=month, required=True, help="its first month, such as 2026-07")
    quarterly.set_defaults(run=quality.report_quarterly)
    plan = report.add_parser("plan", help="a problem-solving plan")
    plan.add_argument("file", type=Path)
    plan.add_argument("--ref", required=True)
    plan.add_argument(
        "--brief", dest="paper", action="store_const", const="brief", default="whole", help="one page"
    )
    plan.add_argument(
        "--paper", default="whole", choices=("whole", "brief", "handover", "partners"),
        help="which version; partners has no internal notes",
    )  # fmt: skip
    plan.set_defaults(run=records.report_plan)
    for name, what, run in (
        ("agenda", "the agenda of a priority meeting with its evidence", rounds.report_agenda),
        ("minutes", "the minutes of a priority meeting", rounds.report_minutes),
        ("priority", "the story of a priority on one page", rounds.report_priority),
    ):
        paper = report.add_parser(name, help=what)
        paper.add_argument("file", type=Path)
        paper.add_argument("--area", required=True)
        paper.add_argument("--quarter", type=month, default=None, help="its first month; this one by default")
        if name == "priority":
            paper.add_argument("--number", type=whole, default=1, help="1 to 3; 1 by default")
        paper.set_defaults(run=run)
    what_works.add_report(report, month)
    log_report = report.add_parser("engagement", help="an area's engagement of a year, with its counts")
    log_report.add_argument("file", type=Path)
    log_report.add_argument("--area", required=True)
    log_report.add_argument("--year", type=year, required=True)
    log_report.set_defaults(run=insight.report_engagement)
    profile = report.add_parser("profile", help="an area's community profile")
    profile.add_argument("file", type=Path)
    profile.add_argument("--area", required=True)
    profile.add_argument("--with-key-individuals", action="store_true", help="print their details too")
    profile.set_defaults(run=communities.report_profile)
    engagement_plan = report.add_parser("engagement-plan", help="an area's engagement plan")
    engagement_plan.add_argument("file", type=Path)
    engagement_plan.add_argument("--area", required=True)
    engagement_plan.set_defaults(run=communities.report_plan)


def _carefully(bring: argparse.ArgumentParser) -> None:
    """The options of an import that stops at bad rows; with one of the last three it takes the good rows, as the
    other kinds do."""
    bring.add_argument(
        "--keep-good", action="store_true", help="bring the good rows in though others are bad"
    )
    bring.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    bring.add_argument("--json", action="store_true")
    workbooks.add_reading(bring, mode="")


def _records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    gaps = commands.add_parser("gaps", help="who was engaged when: entries by community and month")
    gaps.add_argument("--area", default="", help="one area; every area otherwise")
    gaps.add_argument("--months", type=whole, default=6, help="up to and with this month; 6 by default")
    gaps.add_argument("--json", action="store_true")
    gaps.set_defaults(run=insight.gaps)
    network = commands.add_parser("kin", help="key individuals, longest without contact first")
    network.add_argument("--area", default="", help="one area; every area otherwise")
    network.add_argument("--overdue", action="store_true", help="only those without contact for three months")
    network.add_argument("--json", action="store_true")
    network.set_defaults(run=communities.kin)
    beside = commands.add_parser("communities", help="the areas side by side; with --area what its gaps ask")
    beside.add_argument("--area", default="", help="one area, with proposals for next month")
    beside.add_argument("--json", action="store_true")
    beside.set_defaults(run=communities.communities)
    history = commands.add_parser("history", help="every change of a record")
    history.add_argument("uid")
    history.add_argument("--json", action="store_true")
    history.set_defaults(run=records.history)
    access = commands.add_parser(
        "access", help="who opened, searched, printed and exported what, latest first"
    )
    access.add_argument("--most", type=whole, default=200, help="how many lines")
    access.add_argument("--json", action="store_true")
    access.set_defaults(run=records.access)
    clocks = commands.add_parser("clocks", help="each area: priorities last set, days left, updates missing")
    clocks.add_argument("--json", action="store_true")
    clocks.set_defaults(run=rounds.clocks)
    public = commands.add_parser(
        "publish", help="write every public form of an area's priorities to a folder"
    )
    public.add_argument("folder", type=Path)
    public.add_argument("--area", required=True)
    public.add_argument("--quarter", type=month, required=True, help="its first month, as in 2026-10")
    public.add_argument("--json", action="store_true")
    public.set_defaults(run=rounds.publish)
    what_works.add_list(commands)
    undo = commands.add_parser("undo", help="take back the latest change")
    undo.add_argument("--json", action="store_true")
    undo.set_defaults(run=records.undo)


def _standing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    due = commands.add_parser("due", help="what is due today, as Home lists it")
    due.add_argument("--json", action="store_true")
    due.add_argument("--as", dest="person", default=argparse.SUPPRESS, metavar="NAME", help="for their areas")
    due.add_argument("--area", default="", help="one area; those of the person, or all, by default")
    due.add_argument("--mine", action="store_true", help="only what the person owns")
    due.set_defaults(run=quality.due)
    board = commands.add_parser("compliance", help="QA questions met of those due, areas by months")
    board.add_argument("--json", action="store_true")
    board.add_argument("--from", dest="first", type=month, default=None, metavar="MONTH")
    board.add_argument("--to", dest="last", type=month, default=None, metavar="MONTH")
    board.add_argument("--by", choices=("area", "question", "section", "inspector"), default="area")
    board.set_defaults(run=quality.compliance)
