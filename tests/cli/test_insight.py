"""Counting the log from the command line: gaps, and the report of a year."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from npt_desktop import cli
from npt_desktop.models.kinds import TermKind
from npt_desktop.reports.document import Heading, NewPage, Table, texts
from npt_desktop.reports.engagement import log_document
from npt_desktop.services.engagement import Engagement, EntryDraft
from npt_desktop.services.reporting_engagement import year_report
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from tests.conftest import TODAY
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


def fill(world: World) -> None:
    """Three entries of this year in Gedling and one of last year; Ashfield has one without a score."""
    schools, rural = (world.term(TermKind.AUDIENCE, words) for words in ("Schools", "Rural"))
    help_, prevent = (world.term(TermKind.PURPOSE, words) for words in ("Reassurance", "Crime"))
    log = Engagement(world.desk(world.pcso))
    for area, day, audience, purpose, lead, score in (
        (world.gedling, date(2025, 12, 30), schools, help_, world.pcso, 1),
        (world.gedling, date(2026, 8, 3), schools, help_, world.pcso, 2),
        (world.gedling, date(2026, 10, 2), schools, prevent, world.pcso, 4),
        (world.gedling, date(2026, 10, 16), rural, help_, world.sergeant, None),
        (world.ashfield, date(2026, 10, 9), rural, help_, world.sergeant, None),
    ):
        log.log(
            EntryDraft(
                area, day, audience, purpose, "Gate", lead.person_id, f"Walk on {day}", "Agreed", score
            )
        )


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    fill(world)
    world.store.close()
    for opening in ("open_store", "read_store"):
        monkeypatch.setattr(
            f"npt_desktop.cli.stores.{opening}", lambda path: Store(path, clock=FixedClock.on(TODAY))
        )

    def go(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["--store", str(world.store.path), *arguments])
        except SystemExit as error:
            code = int(error.code or 0)
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def test_gaps_for_a_script(run: Run) -> None:
    code, out, _ = run("gaps", "--json", "--area", "gedling", "--months", "3")
    (area,) = json.loads(out)
    assert (code, area["area"], area["months"]) == (0, "Gedling", ["2026-08", "2026-09", "2026-10"])
    found = {row["community"]: (row["counts"], row["days_since"], row["gap"]) for row in area["communities"]}
    assert found["Schools"] == ([1, 0, 1], 14, False)
    assert found["Rural"] == ([0, 0, 1], 0, False)
    assert found["Faith groups"] == ([0, 0, 0], None, True)
    assert len(json.loads(run("gaps", "--json")[1])) == 2
    last_year = json.loads(run("gaps", "--json", "--area", "Gedling", "--months", "11")[1])[0]
    assert last_year["months"][0] == "2025-12"
    assert next(r for r in last_year["communities"] if r["community"] == "Schools")["counts"][0] == 1


def test_gaps_for_a_reader_print_every_figure(run: Run) -> None:
    code, out, _ = run("gaps", "--months", "2")
    assert code == 0
    lines = out.splitlines()
    gedling, ashfield = out.split("\n\n")
    assert lines[0].split() == ["Gedling", "09/26", "10/26", "last", "contact"]
    assert ashfield.startswith("Ashfield ")
    row = next(line for line in gedling.splitlines() if line.startswith("Schools"))
    assert row.split() == ["Schools", "0", "1", "14", "days", "ago"]
    row = next(line for line in ashfield.splitlines() if line.startswith("Schools"))
    assert row.split() == ["Schools", "0", "0", "never,", "a", "gap"]


def test_the_report_of_a_year_counts_by_purpose_audience_officer_and_month(world: World) -> None:
    fill(world)
    report = year_report(world.desk(), world.gedling, 2026)
    assert (report.first, report.last) == (date(2026, 1, 1), TODAY)
    document = log_document(report, world.store.clock.now())
    tables = {b.columns[0].title: b.rows for b in document.blocks if isinstance(b, Table)}
    assert tables["Purpose"] == (
        ("Reassurance", "2", "1", "2.0", "too few"), ("Crime prevention", "1", "1", "4.0", "too few"),
    )  # fmt: skip
    assert tables["Target audience"] == (
        ("Schools", "2", "2", "3.0", "too few"), ("Rural", "1", "0", "–", "–"),
    )  # fmt: skip
    assert tables["Lead officer present"] == (
        ("PCSO 4332 Larch", "2", "2", "3.0", "too few"), ("PS 512 Cedar", "1", "0", "–", "–"),
    )  # fmt: skip
    months = tables["Month"]
    assert len(months) == 10  # January to October, the empty ones too
    assert months[0] == ("January 2026", "0", "0", "–", "–")
    assert months[-1] == ("October 2026", "2", "1", "4.0", "too few")
    assert [row[0] for row in tables["Date"]] == ["03/08/2026", "02/10/2026", "16/10/2026"]
    assert "4 - Good" in texts(document)
    titles = [block.text if isinstance(block, Heading) else "" for block in document.blocks]
    page = titles.index("What works and what to change")
    assert isinstance(document.blocks[page - 1], NewPage)  # a page of its own, on which its note stands too
    assert year_report(world.desk(), world.gedling, 2025).last == date(2025, 12, 31)


def test_the_report_is_printed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "year.pdf"
    code, out, _ = run("report", "engagement", str(target), "--area", "gedling", "--year", "2026")
    assert (code, out) == (0, f"{target}: gedling, 2026, 3 entries.\n")
    assert target.read_bytes().startswith(b"%PDF")
    assert run("report", "engagement", str(target), "--area", "Gedling", "--year", "2019")[1].endswith(
        "0 entries.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("report", "engagement", "x.pdf", "--area", "Gedling", "--year", "2031"), "2031 has not begun"),
        (("report", "engagement", "x.pdf", "--area", "Gedling", "--year", "26"), "write it as 2026"),
        (("gaps", "--months", "0"), "a whole number from 1"),
        (("gaps", "--months", "²"), "a whole number from 1"),
        (("gaps", "--area", "Atlantis"), "There is no area “Atlantis”"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert not Path("x.pdf").exists()
