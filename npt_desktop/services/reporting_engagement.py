"""The engagement log on paper: a year of an area, with its counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.reports.engagement import LogReport, LogRow, log_document
from npt_desktop.reports.page import write_pdf
from npt_desktop.rules.year_findings import Findings, Said, year_findings
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement, LogFilter, LogOrder
from npt_desktop.services.reporting_quality import marking_of
from npt_desktop.services.score_insight import By, ScoreInsight
from npt_desktop.services.second_scores import SecondScores

_PAGE = 500


def engagement_pdf(desk: Desk, area_id: int, year: int, path: Path) -> int:
    """Print the entries of a year, oldest first, after their counts; returns how many there are.

    Long: call off the window's thread. Raises CannotDo when the year has not begun or the file cannot be
    written.
    """
    trace = desk.takes_out(path)
    report = year_report(desk, area_id, year)
    write_pdf(log_document(report, desk.store.clock.now().astimezone()), path, trace)
    return len(report.rows)


def year_report(desk: Desk, area_id: int, year: int) -> LogReport:
    """What the report of a year is made from; the present year ends today. Raises CannotDo for a later one."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), desk.today)
    if first > desk.today:
        raise CannotDo(f"{year} has not begun: choose a year up to {desk.today.year}.")
    with desk.read() as session:
        area = session.get_one(Area, area_id).name
    log = Engagement(desk)
    words = log.score_words()
    ids = log.ids(LogFilter(area_id, first, last), LogOrder.DAY, descending=False)
    rows = tuple(
        LogRow(
            line.day, line.audience, line.purpose, line.who_engaged, line.lead, line.summary, line.outcome, line.score,
            f"{line.score} - {words[line.score]}" if line.score in words else "",
        )
        for start in range(0, len(ids), _PAGE)
        for line in log.lines(ids[start : start + _PAGE])
    )  # fmt: skip
    return LogReport(area, first, last, rows, marking=marking_of(desk),
                     findings=_findings(desk, area_id, first, last, rows))  # fmt: skip


def _findings(desk: Desk, area_id: int, first: date, last: date, rows: tuple[LogRow, ...]) -> Findings | None:
    """What works and what to change; None in a year without an entry."""
    if not rows:
        return None
    insight, second = ScoreInsight(desk), SecondScores(desk).page(area_id)
    audiences = insight.by(By.AUDIENCE, area_id, first, last)
    reached = {line.name for line in audiences}
    return year_findings(
        [Said(row.who, row.summary, row.outcome, row.score) for row in rows],
        insight.by(By.PURPOSE, area_id, first, last),
        audiences,
        unreached=[term.label for term in desk.terms(TermKind.AUDIENCE) if term.label not in reached],
        empty_months=[line.name for line in insight.by(By.MONTH, area_id, first, last) if not line.entries],
        second=second.whole,
        leaning=[(line.name, line.found) for line in second.scorers],
    )
