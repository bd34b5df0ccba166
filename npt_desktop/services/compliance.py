"""The compliance board: twelve areas over years, by area, question, section and inspector.

Answers are read as corrected. Four queries read the whole of it; the rules do the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.models.organisation import Area
from npt_desktop.models.quality import Answer, AnswerCorrection, QualityMeeting
from npt_desktop.models.quality import Question as StoredQuestion
from npt_desktop.rules import compliance as rule
from npt_desktop.rules.compliance import Asked, Failing, HeldMeeting, Row
from npt_desktop.rules.periods import add_months, month_of, months_from
from npt_desktop.rules.quality import Question
from npt_desktop.services.desk import Choice, Desk
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.quality_page import checklist_of, versions_of

MOST_MONTHS = 120


class By(StrEnum):
    """What a row of the board stands for."""

    AREA = "area"
    QUESTION = "question"
    SECTION = "section"
    INSPECTOR = "inspector"


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """What is late in an area and when it last met: ``last_on`` is None for never."""

    area_id: int
    area: str
    actions_late: int
    last_on: date | None
    days_since: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """Rows by months with their sums. ``total`` is every area together; ``change`` is its trend in points,
    None while there are too few months."""

    by: By
    months: tuple[date, ...]
    rows: tuple[Row, ...]
    total: Row
    change: int | None
    worst: tuple[tuple[int, int], ...]
    failings: tuple[Failing, ...]
    standings: tuple[AreaStanding, ...]

    def area_of(self, row: Row, at: int) -> int | None:
        """The area whose meeting a cell opens: its own, or the one that weighs heaviest on it."""
        return row.key if self.by is By.AREA and isinstance(row.key, int) else row.cells[at].worst_area


class Compliance:
    """The board, at a desk. Reads every meeting: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def board(self, first: date | None = None, last: date | None = None, by: By = By.AREA) -> Board:
        """The board of the months from ``first`` to ``last``, the last twelve up to this one by default.

        Raises CannotDo for months that run backwards or are more than ten years.
        """
        today = self._desk.today
        last = month_of(last or max(today, first or today))
        first = month_of(first or add_months(last, -11))
        if first > last:
            raise CannotDo(f"{first:%Y-%m} is after {last:%Y-%m}: begin with the earlier month.")
        months = months_from(first, last)
        if len(months) > MOST_MONTHS:
            raise CannotDo("That is more than ten years: choose fewer months.")
        areas = self._desk.areas()
        with self._desk.read() as session:
            asked, questions = self._asked(session, areas, last, month_of(today))
            standings = self._standings(session, areas, today)
        shown = [one for one in asked if one.month >= first]
        rows = rule.table(shown, months, *_rows(by, areas, questions, shown))
        (total,) = rule.table(shown, months, [(0, "All areas", None)], lambda _: 0)
        return Board(
            by, months, rows, total, rule.trend(total), rule.worst(rows),
            rule.repeat_failings(asked), standings,
        )  # fmt: skip

    def _asked(
        self, session: Session, areas: Sequence[Choice], last: date, this_month: date
    ) -> tuple[list[Asked], tuple[Question, ...]]:
        version, lists = versions_of(session), {}
        for key in session.scalars(select(QualityMeeting.checklist_id).distinct()):
            lists[key] = checklist_of(session, key)[0].questions
        numbers = dict(session.execute(select(StoredQuestion.id, StoredQuestion.number)).all())
        meetings = session.execute(
            select(QualityMeeting.id, QualityMeeting.area_id, QualityMeeting.month, QualityMeeting.finished_at,
                   QualityMeeting.inspector_id, QualityMeeting.checklist_id).where(QualityMeeting.month <= last)
        ).all()  # fmt: skip
        answers = _answers(session, numbers)
        people = people_names(session)
        held: dict[int, list[HeldMeeting]] = {}
        held_on: dict[tuple[int, date], int] = {}
        for key, area_id, month, finished_at, inspector_id, checklist_id in meetings:
            held_on[area_id, month] = checklist_id
            held.setdefault(area_id, []).append(HeldMeeting(
                month, answers.get(key, {}), finished_at is not None, people.get(inspector_id or 0, ""),
            ))  # fmt: skip

        def asked_in(area_id: int, month: date) -> tuple[Question, ...]:
            """A meeting keeps its version; a month without one is read by the version in force."""
            own = held_on.get((area_id, month))
            return version(month).questions if own is None else lists[own]

        found: list[Asked] = []
        for area in areas:
            own = held.get(area.id, [])
            if own:
                months = months_from(min(m.month for m in own), last)
                found += rule.walk(area.id, own, months, partial(asked_in, area.id), this_month)
        return found, version(last).questions

    def _standings(self, session: Session, areas: Sequence[Choice], today: date) -> tuple[AreaStanding, ...]:
        late: dict[int, int] = dict(session.execute(
            select(Action.area_id, func.count()).where(
                Action.answer_id.is_not(None), Action.state == ActionState.OPEN, Action.due_on < today)
            .group_by(Action.area_id)
        ).all())  # fmt: skip
        met: dict[int, date | None] = dict(session.execute(
            select(Area.id, func.max(QualityMeeting.held_on))
            .join(QualityMeeting, QualityMeeting.area_id == Area.id)
            .where(QualityMeeting.finished_at.is_not(None), QualityMeeting.held_on <= today).group_by(Area.id)
        ).all())  # fmt: skip
        return tuple(
            AreaStanding(a.id, a.label, late.get(a.id, 0), day, (today - day).days if day else None)
            for a in areas for day in [met.get(a.id)]
        )  # fmt: skip


def _answers(session: Session, numbers: dict[int, int]) -> dict[int, dict[int, AnswerValue]]:
    """Every given answer by meeting and question number, the latest correction in its place."""
    corrected: dict[int, AnswerValue | None] = dict(session.execute(
        select(AnswerCorrection.answer_id, AnswerCorrection.value).order_by(AnswerCorrection.id)
    ).all())  # fmt: skip
    found: dict[int, dict[int, AnswerValue]] = {}
    for key, meeting_id, question_id, value in session.execute(
        select(Answer.id, Answer.meeting_id, Answer.question_id, Answer.value)
    ):
        stands = corrected.get(key, value)
        if stands is not None:
            found.setdefault(meeting_id, {})[numbers[question_id]] = stands
    return found


def _rows(
    by: By, areas: Sequence[Choice], questions: Sequence[Question], asked: Sequence[Asked]
) -> tuple[list[tuple[Hashable, str, int | None]], Callable[[Asked], Hashable]]:
    """The rows in their order, and the row a fact belongs to."""
    if by is By.AREA:
        return [(a.id, a.label, None) for a in areas], lambda one: one.area_id
    if by is By.QUESTION:
        known = {q.number: q.short for q in questions}
        for one in asked:
            known.setdefault(one.question.number, one.question.short)
        return [
            (n, f"{n}. {short}", n) for n, short in sorted(known.items())
        ], lambda one: one.question.number
    if by is By.SECTION:
        names = dict.fromkeys([q.section for q in questions] + [one.question.section for one in asked])
        return [(name, name, None) for name in names], lambda one: one.question.section
    people = sorted({one.inspector for one in asked})
    return [(name, name or "Nobody named", None) for name in people], lambda one: one.inspector
