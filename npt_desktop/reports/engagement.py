"""The engagement log of a period, in the order of the booklet's own columns, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Table,
    quiet,
)
from npt_desktop.reports.wording import count, form_date, month_words
from npt_desktop.rules.periods import months_from

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


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the counts: how many entries, how many of them scored, their average."""

    name: str
    entries: int
    scored: int
    average: float | None


def tally(rows: Iterable[LogRow], key: Callable[[LogRow], str]) -> tuple[Tally, ...]:
    """Counts by ``key``, most entries first, then by name. An average needs at least one score."""
    entries: Counter[str] = Counter()
    scored: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        name = key(row) or "Not recorded"
        entries[name] += 1
        if row.score is not None:
            scored[name] += 1
            total[name] += row.score
    return tuple(
        Tally(name, number, scored[name], total[name] / scored[name] if scored[name] else None)
        for name, number in sorted(entries.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def by_month(rows: Iterable[LogRow], first: date, last: date) -> tuple[Tally, ...]:
    """Counts of every month of a period in its order, the empty ones too: a gap is a figure."""
    counted = {one.name: one for one in tally(rows, lambda row: month_words(row.on))}
    names = map(month_words, months_from(first, last))
    return tuple(counted.get(name, Tally(name, 0, 0, None)) for name in names)


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
        ]
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


def _average(one: Tally) -> str:
    if one.average is None:
        return "No scores"
    return f"{one.average:.1f} (n = {one.scored:,} of {count(one.entries, 'entry', 'entries')})"


def _mean(one: Tally) -> str:
    return "–" if one.average is None else f"{one.average:.1f}"


def _tallies(title: str, tallies: tuple[Tally, ...]) -> Table:
    return Table(
        (Column(title, 4), Column("Entries", 1, right=True), Column("Scored (n)", 1, right=True),
         Column("Average score", 1.2, right=True)),
        tuple(
            (one.name, f"{one.entries:,}", f"{one.scored:,}", _mean(one))
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
