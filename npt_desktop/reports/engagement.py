"""The engagement log of a period, in the order of the booklet's own columns, with counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    NewPage,
    Table,
    quiet,
)
from npt_desktop.reports.wording import count, form_date, month_words
from npt_desktop.rules.periods import months_from
from npt_desktop.rules.score_counts import ScoreCount
from npt_desktop.rules.year_findings import Findings

COLUMNS = (
    Column("Date", 1.75),
    Column("Target audience", 1.7),
    Column("Purpose", 1.7),
    Column("Who engaged", 2.1),
    Column("Lead officer present", 1.85),
    Column("Summary of engagement", 6),
    Column("Outcome", 6),
    Column("Score", 1.7),
)


FINDINGS_NOTE = (
    "An average is called likely to lie between two figures with 95 chances in 100; with fewer scores than that takes it "
    "is not judged. Score words 1, 2 and 5 and the reading of outcomes are assumed wording."
)


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry. ``score`` is None until given; ``score_label`` is the force's word for it."""

    on: date
    audience: str
    purpose: str
    who: str
    lead: str
    summary: str
    outcome: str = ""
    score: int | None = None
    score_label: str = ""


@dataclass(frozen=True, slots=True)
class LogReport:
    """A period's entries in the order in which they are to be printed; both days included."""

    area: str
    first: date
    last: date
    rows: tuple[LogRow, ...]
    filters: str = ""
    marking: str = OFFICIAL_SENSITIVE
    findings: Findings | None = None


def tally(rows: Iterable[LogRow], key: Callable[[LogRow], str]) -> tuple[ScoreCount, ...]:
    """Counts by ``key``, most entries first, then by name."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(key(row) or "Not recorded", [0] * 6)[row.score or 0] += 1
    lines = [ScoreCount(name, sum(counts), (counts[1], counts[2], counts[3], counts[4], counts[5]))
             for name, counts in found.items()]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (-line.entries, line.name)))


def by_month(rows: Iterable[LogRow], first: date, last: date) -> tuple[ScoreCount, ...]:
    """Counts of every month of a period in its order, the empty ones too: a gap is a figure."""
    counted = {one.name: one for one in tally(rows, lambda row: month_words(row.on))}
    names = map(month_words, months_from(first, last))
    return tuple(counted.get(name, ScoreCount(name, 0, (0, 0, 0, 0, 0))) for name in names)


def log_document(report: LogReport, printed_at: datetime) -> Document:
    """Counts first, by purpose, audience, lead officer and month, then every entry."""
    period = f"{form_date(report.first)} to {form_date(report.last)}"
    rows = report.rows
    whole = tally(rows, lambda _: "All entries")
    without = sum(not row.outcome.strip() for row in rows)
    pairs: list[tuple[str, Cell]] = [
        ("Area", report.area),
        ("Period", period),
        ("Entries", f"{len(rows):,}"),
        ("Average score", _average(whole[0]) if whole else "No scores"),
        ("Outcome to follow", count(without, "entry", "entries")),
        ("Shown", report.filters or "All entries"),
    ]
    blocks: list[Block] = [Facts(tuple(pairs), across=3)]
    if rows:
        blocks += [
            Heading("By purpose", 2),
            _tallies("Purpose", tally(rows, lambda row: row.purpose)),
            Heading("By target audience", 2),
            _tallies("Target audience", tally(rows, lambda row: row.audience)),
            Heading("By lead officer", 2),
            _tallies("Lead officer present", tally(rows, lambda row: row.lead)),
            Heading("By month", 2),
            _tallies("Month", by_month(rows, report.first, report.last)),
            *_charts(by_month(rows, report.first, report.last)),
        ]
    if report.findings is not None:
        blocks += _findings(report.findings)
    blocks += [
        Heading("Entries"),
        Table(COLUMNS, tuple(map(_entry, rows)), empty="No engagement was logged.", dense=True),
    ]
    return Document(
        title="Engagement activity and evaluation",
        subtitle=f"{report.area}, {period}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=report.marking,
        landscape=True,
    )


def _charts(months: tuple[ScoreCount, ...]) -> list[Block]:
    """Entries and average score of each month; the figures stand in the table above as well."""
    if len(months) < 2:
        return []
    names = [one.name.split()[0][:3] for one in months]
    return [
        Chart("Entries by month", "", tuple((name, float(one.entries)) for name, one in zip(names, months, strict=True))),
        Chart(
            "Average score by month", "1 to 5",
            tuple((name, None if one.average is None else round(one.average, 1))
                  for name, one in zip(names, months, strict=True)),
        ),
    ]  # fmt: skip


def _findings(findings: Findings) -> list[Block]:
    """The page of what works and what to change."""
    blocks: list[Block] = [
        NewPage(),
        Heading("What works and what to change"),
        Heading("What works", 2),
        Bullets(findings.works),
    ]
    if findings.examples:
        blocks += [
            Heading("What the best scored entries brought about", 2),
            Table(
                (Column("Who was engaged", 2), Column("What came of it", 5)), findings.examples, dense=True
            ),
        ]
    blocks += [Heading("What to change", 2), Bullets(findings.change or ("Nothing stands out.",))]
    return [*blocks, Bullets((FINDINGS_NOTE,)), NewPage()]


def _average(one: ScoreCount) -> str:
    if one.average is None:
        return "No scores"
    return f"{one.average:.1f} (n = {one.scored:,} of {count(one.entries, 'entry', 'entries')})"


def _mean(one: ScoreCount) -> str:
    return "–" if one.average is None else f"{one.average:.1f}"


def _likely(one: ScoreCount) -> str:
    between = one.interval()
    if between is None:
        return "too few" if one.scored else "–"
    return f"{between[0]:.1f} to {between[1]:.1f}"


def _tallies(title: str, tallies: tuple[ScoreCount, ...]) -> Table:
    return Table(
        (Column(title, 4), Column("Entries", 1, right=True), Column("Scored (n)", 1, right=True),
         Column("Average score", 1.2, right=True), Column("Likely between", 1.2, right=True)),
        tuple(
            (one.name, f"{one.entries:,}", f"{one.scored:,}", _mean(one), _likely(one))
            for one in tallies
        ),
        dense=True,
    )  # fmt: skip


def _entry(row: LogRow) -> tuple[Cell, ...]:
    label = row.score_label or (str(row.score) if row.score is not None else "")
    return (
        form_date(row.on),
        row.audience,
        row.purpose,
        row.who,
        row.lead,
        row.summary,
        row.outcome or quiet("Outcome to follow"),
        label or quiet("No score"),
    )
