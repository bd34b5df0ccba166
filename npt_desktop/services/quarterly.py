"""The force's quarter, counted from the store, and written as PDF or HTML for the commissioner's meeting."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.actions import Action
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ActionState, TermKind, Verdict
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, PriorityUpdate
from npt_desktop.models.quality import Answer, QualityMeeting
from npt_desktop.models.vocabulary import Term
from npt_desktop.reports.html import write_html
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.quarterly import quarterly_document
from npt_desktop.rules.periods import Quarter, add_months, month_end, months_from, public_date
from npt_desktop.rules.quarterly import AreaQuarter, CommunityQuarter, ForceQuarter
from npt_desktop.services.compliance import Board, Compliance
from npt_desktop.services.desk import Choice, Desk
from npt_desktop.services.reporting_quality import marking_of


def quarterly_report(desk: Desk, quarter: Quarter, path: Path) -> ForceQuarter:
    """Write the report as HTML where the name says so, else as a PDF; returns what it tells.

    Long: call off the window's thread. Raises CannotDo for a quarter to come, a name of another kind, and when
    the file cannot be written.
    """
    trace = desk.takes_out(path)
    suffix = path.suffix.casefold()
    if suffix not in (".pdf", ".html", ".htm"):
        raise CannotDo(f"“{path.name}” should end in .pdf or .html: choose one of them.")
    found = force_quarter(desk, quarter)
    document = quarterly_document(found, desk.store.clock.now().astimezone(), marking_of(desk))
    (write_pdf if suffix == ".pdf" else write_html)(document, path, trace)
    return found


def quarterly_name(desk: Desk, quarter: Quarter, suffix: str = ".pdf") -> str:
    """A file name that says what it is and carries the marking."""
    return file_name(f"Neighbourhood policing {quarter.spoken}", marking_of(desk), suffix)


def force_quarter(desk: Desk, quarter: Quarter) -> ForceQuarter:
    """Every area's quarter, up to today while it runs. Raises CannotDo for one that has not begun."""
    today = desk.today
    if quarter.start > today:
        raise CannotDo(
            f"{quarter.spoken} has not begun: it is {public_date(today)}. Choose an earlier quarter."
        )
    last = min(today, quarter.end)
    year = months_from(add_months(quarter.start, -9), last)
    compliance = Compliance(desk)
    by_area = compliance.board(quarter.start, last)
    over_year = compliance.board(year[0], last)
    areas = desk.areas()
    with desk.read() as session:
        plans = _plans(session, quarter, last)
        actions = _actions(session, quarter, last)
        talk = _engagement(session, quarter, last)
        lines = _areas(session, areas, by_area, quarter, last)
        by_month = tuple((month, _entries(session, month, min(last, month_end(month)))[0]) for month in year)
        open_by = tuple((month, _open_on(session, min(last, month_end(month)))) for month in year)
    met = tuple(
        (month, cell.percent) for month, cell in zip(over_year.months, over_year.total.cells, strict=True)
    )
    return ForceQuarter(
        quarter, last, lines, entries_by_month=by_month, met_by_month=met, open_by_month=open_by, **plans, **talk,
        **actions,
    )  # fmt: skip


def _areas(
    session: Session, areas: list[Choice], board: Board, quarter: Quarter, last: date
) -> tuple[AreaQuarter, ...]:
    r, p, u, e = PriorityRound, Priority, PriorityUpdate, EngagementEntry
    rounds = {row.area_id: row for row in session.scalars(select(r).where(r.quarter == quarter.start))}
    numbers = _pairs(session, select(p.area_id, func.count()).join(r, r.id == p.round_id)
                     .where(r.quarter == quarter.start).group_by(p.area_id))  # fmt: skip
    told = _pairs(session, select(p.area_id, func.count()).join(u, u.priority_id == p.id)
                  .join(r, r.id == p.round_id)
                  .where(r.quarter == quarter.start, u.published_on <= last, u.month >= quarter.start,
                         u.month <= last).group_by(p.area_id))  # fmt: skip
    talked = {
        area: (count, average) for area, count, average in session.execute(
            select(e.area_id, func.count(), func.avg(e.score)).where(e.day >= quarter.start, e.day <= last)
            .group_by(e.area_id)
        )
    }  # fmt: skip
    late = _pairs(session, _left(last).with_only_columns(Action.area_id, func.count()).where(Action.due_on < last)
                  .group_by(Action.area_id))  # fmt: skip
    months = len(months_from(quarter.start, last))
    found: list[AreaQuarter] = []
    for area, row in zip(areas, board.rows, strict=True):
        held = rounds.get(area.id)
        out = held.published_on if held and held.published_on and held.published_on <= last else None
        entries, average = talked.get(area.id, (0, None))
        found.append(AreaQuarter(
            area.label, out, None if out is None else out <= quarter.publish_by, numbers.get(area.id, 0),
            told.get(area.id, 0), numbers.get(area.id, 0) * months, _open_on(session, last, area.id),
            _assessed(session, quarter, last, area.id), entries, average,
            sum(c.met for c in row.cells), sum(c.due - c.aside for c in row.cells),
            late.get(area.id, 0),
        ))  # fmt: skip
    return tuple(found)


def _plans(session: Session, quarter: Quarter, last: date) -> dict[str, Any]:
    p = ProblemPlan

    def count(*where: Any) -> int:
        return session.scalar(select(func.count(p.id)).where(*where)) or 0

    def verdict(value: Verdict) -> int:
        return count(p.assessed_on >= quarter.start, p.assessed_on <= last, p.verdict == value)

    assessed = _assessed(session, quarter, last)
    fell, rose = verdict(Verdict.FELL), verdict(Verdict.ROSE)
    return {
        "plans_opened": count(p.opened_on >= quarter.start, p.opened_on <= last),
        "plans_open": _open_on(session, last),
        "finished": count(p.finished_on >= quarter.start, p.finished_on <= last),
        "assessed": assessed,
        "fell": fell,
        "rose": rose,
        "cannot_tell": assessed - fell - rose,
        "waiting": count(p.finished_on <= last, or_(p.assessed_on.is_(None), p.assessed_on > last)),
    }


def _open_on(session: Session, day: date, area_id: int | None = None) -> int:
    p = ProblemPlan
    where = [p.opened_on <= day, or_(p.closed_on.is_(None), p.closed_on > day)]
    if area_id is not None:
        where.append(p.area_id == area_id)
    return session.scalar(select(func.count(p.id)).where(*where)) or 0


def _assessed(session: Session, quarter: Quarter, last: date, area_id: int | None = None) -> int:
    p = ProblemPlan
    where = [p.assessed_on >= quarter.start, p.assessed_on <= last]
    if area_id is not None:
        where.append(p.area_id == area_id)
    return session.scalar(select(func.count(p.id)).where(*where)) or 0


def _entries(session: Session, first: date, last: date) -> tuple[int, float | None, int]:
    e = EngagementEntry
    count, average, scored = session.execute(
        select(func.count(), func.avg(e.score), func.count(e.score)).where(e.day >= first, e.day <= last)
    ).one()
    return count, average, count - scored


def _engagement(session: Session, quarter: Quarter, last: date) -> dict[str, Any]:
    e = EngagementEntry
    entries, average, unscored = _entries(session, quarter.start, last)
    before = quarter.previous()
    as_far = min(before.end, before.start + (last - quarter.start) + timedelta(days=int(last == quarter.end)))
    rows = {
        key: (count, mean, areas) for key, count, mean, areas in session.execute(
            select(e.audience_id, func.count(), func.avg(e.score), func.count(e.area_id.distinct()))
            .where(e.day >= quarter.start, e.day <= last).group_by(e.audience_id)
        )
    }  # fmt: skip
    terms = session.execute(
        select(Term.id, Term.label).where(Term.kind == TermKind.AUDIENCE, Term.retired.is_(False))
        .order_by(Term.position)
    )  # fmt: skip
    return {
        "entries": entries,
        "average": average,
        "unscored": unscored,
        "before": _entries(session, before.start, before.end if last == quarter.end else as_far)[0],
        "communities": tuple(CommunityQuarter(label, *rows.get(key, (0, None, 0))) for key, label in terms),
    }


def _actions(session: Session, quarter: Quarter, last: date) -> dict[str, Any]:
    """The actions of QA meetings: set in the quarter's meetings, done in it, and open at its end."""
    a = Action
    made = session.scalar(
        select(func.count(a.id)).join(Answer, Answer.id == a.answer_id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.month >= quarter.start, QualityMeeting.month <= last)
    )  # fmt: skip
    done = session.scalar(select(func.count(a.id)).where(
        a.answer_id.is_not(None), a.state == ActionState.DONE, a.done_on >= quarter.start, a.done_on <= last))  # fmt: skip
    return {
        "actions_set": made or 0,
        "actions_done": done or 0,
        "actions_open": session.scalar(_left(last)) or 0,
        "actions_late": session.scalar(_left(last).where(a.due_on < last)) or 0,
    }


def _left(last: date) -> Any:
    """How many actions of QA meetings were still open on a day."""
    a = Action
    return (
        select(func.count(a.id)).join(Answer, Answer.id == a.answer_id)
        .join(QualityMeeting, QualityMeeting.id == Answer.meeting_id)
        .where(QualityMeeting.month <= last, a.state != ActionState.DROPPED,
               or_(a.done_on.is_(None), a.done_on > last))
    )  # fmt: skip


def _pairs(session: Session, query: Any) -> dict[int, int]:
    return dict(session.execute(query).all())
