"""What may come before the priority meeting, and what speaks for each issue.

Candidates are proposed from the survey, responses, street-level crime, consultation, last quarter's priorities, open
plans and the log's themes (design guide, workflow A, step 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import State
from npt_desktop.models.plans import Measure, MeasurePoint, ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority, PriorityRound, SurveyResult
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.mentions import mentions, same_issue, telling_words
from npt_desktop.rules.periods import Quarter, number_of
from npt_desktop.rules.sources import Source
from npt_desktop.rules.streets import spoken
from npt_desktop.services.deciding import PLAN_SOURCE
from npt_desktop.services.desk import Desk
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.round_page import RoundPage
from npt_desktop.services.source_tables import SourceTable, streets_of, tables_of

RANKS = {1: "1st", 2: "2nd", 3: "3rd"}
_SURVEY_MOST = 6
_THEME_LEAST = 2
_TOLD_MOST = 4
_STREETS_MOST = 3
_COUNTED = (Source.RESPONSES, Source.CRIME)
"""Sources whose figures stand beside each candidate."""


class From(StrEnum):
    """Where a suggestion comes from."""

    BEFORE = "Last quarter"
    SURVEY = "Survey"
    RESPONSES = "Responses"
    CRIME = "Crime"
    SAID = "Consultation"
    PLAN = "Open plan"
    LOG = "Log"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An issue that may be put before the meeting; ``record`` is the priority it carries forward."""

    source: From
    title: str
    detail: str
    evidence: str = ""
    issue_id: int | None = None
    record: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure that speaks for (or against) an issue; ``series`` is its trend, oldest first. Without a ``line`` it
    is told below the others, in a line of its own."""

    figure: str
    words: str
    line: str = ""
    series: tuple[int, ...] = ()


class Candidates:
    """Suggestions and figures for the issues before the meeting, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def suggestions(self, area_id: int, page: RoundPage) -> tuple[Suggestion, ...]:
        """What is not among the candidates yet: carried forward first, then survey and the other sources, plans,
        log."""
        with self._desk.read() as session:
            found = [
                *_before(session, area_id, page.quarter),
                *_surveyed(page.survey),
                *_told(session, area_id, page.quarter.previous(), self._desk.today),
                *_planned(session, area_id),
                *_logged(session, area_id, page.quarter),
            ]
        there = {c.title.casefold() for c in page.candidates}
        covered = frozenset().union(*(telling_words(c.title) for c in page.candidates))
        issues = {c.issue_id for c in page.candidates if c.issue_id is not None}
        fresh: list[Suggestion] = []
        for item in found:
            known = item.source not in (From.BEFORE, From.PLAN) and telling_words(item.title) & covered
            if item.title.casefold() not in there and item.issue_id not in issues and not known:
                fresh.append(item)
                there.add(item.title.casefold())
                if item.issue_id is not None:
                    issues.add(item.issue_id)
        return tuple(fresh)

    def take(self, area_id: int, quarter: Quarter, item: Suggestion) -> int:
        """Put a suggestion before the meeting; returns the candidate's id."""
        service = Priorities(self._desk)
        if item.record is not None:
            return service.carry_forward(area_id, quarter, item.record)
        source = f"{PLAN_SOURCE}{item.reference}" if item.reference else item.source.value
        return service.add_candidate(
            area_id, quarter, item.title, issue_id=item.issue_id, evidence=item.evidence, source=source
        )

    def evidence(self, area_id: int, page: RoundPage) -> dict[int, tuple[Evidence, ...]]:
        """The figures of each candidate, by its id. Reads the log of two quarters: call off the window's
        thread."""
        with self._desk.read() as session:
            e = EngagementEntry
            entries = session.execute(
                select(e.who_engaged, e.summary, e.outcome).where(
                    e.area_id == area_id, e.day >= page.quarter.previous().start,
                    e.day <= min(self._desk.today, page.quarter.end))
            ).all()  # fmt: skip
            texts = [" ".join(row) for row in entries]
            plans = _plans_of(session, page.candidates)
            series = main_series(session, [plan.id for plan in plans.values()])
            data = page.quarter.previous()
            tables = tables_of(session, _COUNTED, area_id, data, self._desk.today).values()
            streets = streets_of(session, area_id, data)
        found = {}
        for candidate in page.candidates:
            figures = [_survey_figure(page.survey, candidate)] if page.survey else []
            figures += [figure for table in tables if (figure := _counted(table, candidate.issue_id))]
            if candidate.issue_id is not None and (top := streets.get(str(candidate.issue_id))):
                figures.append(_where(top))
            plan = plans.get(candidate.id)
            if plan is not None and plan.id in series:
                figures.append(_trend(*series[plan.id]))
            telling = telling_words(candidate.title)
            said = sum(mentions(text, telling) for text in texts)
            figures.append(
                Evidence(f"{said} of {len(texts)}", "engagements mention it", number_of(said, "mention"))
            )
            found[candidate.id] = tuple(figures)
        return found


def main_series(session: Session, plan_ids: Sequence[int]) -> dict[int, tuple[str, tuple[int, ...]]]:
    """The main measure of plans over its last six months: unit and values, by plan id."""
    rows = session.execute(
        select(Measure.plan_id, Measure.unit, MeasurePoint.value)
        .join(MeasurePoint, MeasurePoint.measure_id == Measure.id)
        .where(Measure.main, Measure.plan_id.in_(plan_ids)).order_by(MeasurePoint.month)
    )  # fmt: skip
    found: dict[int, tuple[str, tuple[int, ...]]] = {}
    for plan_id, unit, value in rows:
        found[plan_id] = unit, (*found.get(plan_id, ("", ()))[1], value)[-6:]
    return found


def trend_words(unit: str, values: Sequence[int]) -> tuple[int, str]:
    """The last three months' total and what to say of it: ``reports, up 9``."""
    last, before = sum(values[-3:]), sum(values[-6:-3])
    if len(values) < 6:
        return last, unit
    change = "no change" if last == before else f"{'up' if last > before else 'down'} {abs(last - before)}"
    return last, f"{unit}, {change}"


def _trend(unit: str, values: tuple[int, ...]) -> Evidence:
    last, words = trend_words(unit, values)
    return Evidence(str(last), words, f"{last} {unit}", values)


def _survey_figure(survey: Sequence[SurveyResult], candidate: CandidateIssue) -> Evidence:
    for place, result in enumerate(survey, 1):
        if same_issue(candidate.issue_id, candidate.title, result.issue_id, result.issue_text):
            rank = RANKS.get(place, f"{place}th")
            return Evidence(rank, f"OPCC survey, {result.percent:.0f} %", f"Survey {rank}")
    return Evidence("None", "not in the OPCC survey", "Not in survey")


def _counted(table: SourceTable, issue_id: int | None) -> Evidence | None:
    """An issue's figure in a source that was brought in: its share of those who answered, or its number of crimes
    with its change on the quarter before where that is beyond chance."""
    found, held = table.line(issue_id), table.held[0]
    if found is None or held is None or found[1].now is None:
        return None
    now = found[1].now
    if now.percent is not None:
        return Evidence(
            f"{now.percent:.0f} %", f"of {held.base:,} answers", f"{now.percent:.0f} % of answers"
        )
    against = table.on_before(found[1])
    change = f", {against.words}" if against.beyond_chance else ""
    return Evidence(f"{now.count:,}", f"crimes{change}", number_of(now.count, "crime"))


def _where(streets: Sequence[tuple[str, int]]) -> Evidence:
    """The places most crimes of an issue were at, as published: near a point, never an address."""
    (_, count), *_ = top = streets[:_STREETS_MOST]
    return Evidence(f"{count:,}", f"crimes {spoken(top)}")


def _told(session: Session, area_id: int, data: Quarter, today: date) -> list[Suggestion]:
    """What people answered most, crimes that rose beyond chance, and what partners and communities spoke of."""
    found = []
    names = {Source.RESPONSES: From.RESPONSES, Source.CRIME: From.CRIME, Source.CONSULTATION: From.SAID}
    for source, table in tables_of(session, names, area_id, data, today).items():
        lines = [line for line in table.lines if line.now is not None and line.issue_id is not None]
        if source is Source.CRIME:
            lines = [line for line in lines if table.on_before(line).mark is State.WARN]
        for line in lines[:_TOLD_MOST]:
            assert line.now is not None
            words = line.now.words if line.now.base else number_of(line.now.count, source.unit, source.units)
            if source is Source.CRIME:
                words = f"{words}, {table.on_before(line).words}"
            found.append(
                Suggestion(names[source], line.label, words, f"{source.label}: {words}.", line.issue_id)
            )
    return found


def _plans_of(session: Session, candidates: Sequence[CandidateIssue]) -> dict[int, ProblemPlan]:
    """The plan each candidate carries, by candidate id."""
    found: dict[int, ProblemPlan] = {}
    for candidate in candidates:
        query = select(ProblemPlan)
        if candidate.carried_from_id is not None:
            query = query.join(Priority, Priority.plan_id == ProblemPlan.id).where(
                Priority.candidate_id == candidate.carried_from_id
            )
        elif candidate.source.startswith(PLAN_SOURCE):
            query = query.where(ProblemPlan.reference == candidate.source.removeprefix(PLAN_SOURCE))
        else:
            continue
        plan = session.scalars(query).first()
        if plan is not None:
            found[candidate.id] = plan
    return found


def _before(session: Session, area_id: int, quarter: Quarter) -> list[Suggestion]:
    rows = session.scalars(
        select(Priority).join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(Priority.area_id == area_id, PriorityRound.quarter == quarter.previous().start,
               Priority.closed_on.is_(None))
        .order_by(Priority.number)
    )  # fmt: skip
    return [
        Suggestion(From.BEFORE, p.title, f"Priority {p.number} of {quarter.previous().label}", record=p.id)
        for p in rows
    ]


def _surveyed(survey: Sequence[SurveyResult]) -> list[Suggestion]:
    found = []
    for place, result in enumerate(survey[:_SURVEY_MOST], 1):
        words = f"{RANKS.get(place, f'{place}th')} in the survey, {result.percent:.0f} %"
        said = f"{words} ({result.count:,} of {result.base:,})."
        found.append(Suggestion(From.SURVEY, result.issue_text, words, said, result.issue_id))
    return found


def _planned(session: Session, area_id: int) -> list[Suggestion]:
    carried = select(Priority.plan_id).where(Priority.plan_id.is_not(None), Priority.closed_on.is_(None))
    plans = session.scalars(
        select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None),
                                  ProblemPlan.id.not_in(carried))
        .order_by(ProblemPlan.reference.desc())
    )  # fmt: skip
    return [
        Suggestion(From.PLAN, p.title, f"{p.reference}, {p.stage.label.lower()}", p.perceived_problem,
                   reference=p.reference)
        for p in plans
    ]  # fmt: skip


def _logged(session: Session, area_id: int, quarter: Quarter) -> list[Suggestion]:
    e, first, last = EngagementEntry, quarter.previous().start, quarter.previous().end
    rows = session.execute(
        select(Term.label, func.count()).join(e, e.theme_id == Term.id)
        .where(e.area_id == area_id, e.day.between(first, last))
        .group_by(Term.label).order_by(func.count().desc(), Term.label)
    )  # fmt: skip
    return [
        Suggestion(From.LOG, label, f"Theme of {count} engagements", f"Theme of {count} engagements.")
        for label, count in rows if count >= _THEME_LEAST
    ]  # fmt: skip
