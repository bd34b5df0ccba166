"""The sources of a priority round: counts by issue over time, what each rests on, what was typed in, the app's own.

Source: booklet, Priority setting, steps 1 to 3. A round is set from the quarter before it; each table compares that
quarter with the one before and with the same quarter a year ago, for one area or for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.errors import Incomplete
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import ConsultationKind, TermKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound, SurveyResult
from npt_desktop.models.sources import AreaAge, Consultation, SurveyResponse
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.sources import Source, band_form
from npt_desktop.rules.words import matching_form, present
from npt_desktop.services.desk import Choice, Desk, current
from npt_desktop.services.source_tables import SourceTable, tables_of

ANSWERS_SHOWN = 500
"""Answers listed one by one; all of them are counted."""
CONSULTATION_FIELDS = frozenset({"day", "kind", "who", "said", "issue_id", "people"})


@dataclass(frozen=True, slots=True)
class Said:
    """One consultation as the list shows it."""

    record: Consultation
    issue: str


@dataclass(frozen=True, slots=True)
class Own:
    """What the store itself knows: themes of the log with their entries, priorities of the quarter with their
    result, open plans with their stage. ``entries`` is the base of the themes."""

    entries: int
    themes: tuple[tuple[str, int], ...]
    priorities: tuple[tuple[str, str], ...]
    plans: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The sources of the round of ``quarter``: figures are of ``data``, the quarter before it.

    ``tables`` has one for each source; ``answers`` are the latest responses as written, at most
    :data:`ANSWERS_SHOWN`. ``area_id`` None stands for every area together, where nothing is listed one by one.
    """

    area_id: int | None
    area: str
    quarter: Quarter
    data: Quarter
    tables: Mapping[Source, SourceTable]
    said: tuple[Said, ...] = ()
    answers: tuple[SurveyResponse, ...] = ()
    own: Own = field(default_factory=lambda: Own(0, (), (), ()))
    typed: tuple[SurveyResult, ...] = ()
    ages: tuple[AreaAge, ...] = ()
    issues: tuple[Choice, ...] = ()


class Sources:
    """The sources of priority rounds, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, area_id: int | None, quarter: Quarter) -> SourcesPage:
        """Everything the sources of a round say. Reads the log of three quarters: call off the window's thread."""
        data = quarter.previous()
        issues = tuple(self._desk.terms(TermKind.ISSUE))
        with self._desk.read() as session:
            tables = tables_of(session, Source, area_id, data, self._desk.today)
            if area_id is None:
                return SourcesPage(None, "All areas", quarter, data, tables, issues=issues)
            area = session.get_one(Area, area_id).name
            said = session.execute(
                select(Consultation, Term.label).outerjoin(Term, Term.id == Consultation.issue_id)
                .where(Consultation.area_id == area_id, Consultation.day >= data.start,
                       Consultation.day <= quarter.end)
                .order_by(Consultation.day.desc(), Consultation.id.desc())
            )  # fmt: skip
            r = SurveyResponse
            answers = session.scalars(
                select(r).where(r.area_id == area_id, r.day.between(data.start, data.end))
                .order_by(r.day.desc(), r.id.desc()).limit(ANSWERS_SHOWN)
            )  # fmt: skip
            typed = session.scalars(
                select(SurveyResult).where(SurveyResult.area_id == area_id, SurveyResult.period == data.start,
                                           SurveyResult.by_hand).order_by(SurveyResult.percent.desc())
            )  # fmt: skip
            ages = session.scalars(select(AreaAge).where(AreaAge.area_id == area_id).order_by(AreaAge.id))
            return SourcesPage(
                area_id, area, quarter, data, tables,
                tuple(Said(record, label or "") for record, label in said), tuple(answers), _own(session, area_id, data),
                tuple(typed), tuple(ages), issues,
            )  # fmt: skip

    # ------------------------------------------------------------ consultation
    def add_consultation(self, area_id: int, fields: Mapping[str, Any]) -> int:
        """Type in what a partner or a community said; returns its id. Raises Incomplete naming what lacks."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        self._check_consultation(fields)
        with self._desk.write(f"Recorded what {fields['who'].strip()} said") as unit:
            return unit.add(Consultation(area_id=area_id, **_clean(fields))).id

    def save_consultation(self, consultation_id: int, version: int, fields: Mapping[str, Any]) -> None:
        """Change what was typed in. Raises Clash when somebody else changed it meanwhile."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        self._check_consultation(fields)
        with self._desk.write(f"Changed what {fields['who'].strip()} said") as unit:
            record = current(unit, Consultation, consultation_id, version)
            for name, value in _clean(fields).items():
                setattr(record, name, value)

    def drop_consultation(self, consultation_id: int) -> None:
        """Remove a consultation; Undo brings it back."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        with self._desk.write("Removed a consultation") as unit:
            record = current(unit, Consultation, consultation_id)
            unit.did = f"Removed what {record.who} said"
            unit.remove(record)

    def _check_consultation(self, fields: Mapping[str, Any]) -> None:
        if strange := set(fields) - CONSULTATION_FIELDS:
            raise ValueError(f"no such field: {', '.join(sorted(strange))}")
        lacking: dict[str, str] = {}
        day: date | None = fields.get("day")
        if day is None:
            lacking["day"] = "Enter the day, such as tue or 2/10."
        elif day > self._desk.today:
            lacking["day"] = "Enter a day that is not in the future."
        if not present(fields.get("who", "")):
            lacking["who"] = "Say who was asked, such as the parish council."
        if not present(fields.get("said", "")):
            lacking["said"] = "Write down what they said."
        if fields.get("people") is not None and fields["people"] < 1:
            lacking["people"] = "Enter how many took part, 1 or more, or leave it empty."
        if lacking:
            raise Incomplete(lacking)

    # ------------------------------------------------------------ figures and ages
    def put_figure(
        self,
        area_id: int,
        period: Quarter,
        issue_id: int | None,
        words: str,
        base: int | None,
        count: int | None,
    ) -> int:
        """Type in a survey figure where there is no file: of ``base`` people asked, ``count`` named the issue.

        A figure of the same area, quarter and issue is written over. Returns its id; raises Incomplete naming what
        is wrong with which field.
        """
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        lacking: dict[str, str] = {}
        if issue_id is None and not present(words):
            lacking["issue"] = "Choose the issue, or write it."
        if base is None or base < 1:
            lacking["base"] = "Enter how many people were asked, 1 or more."
        if count is None or count < 0:
            lacking["count"] = "Enter how many named it, 0 or more."
        elif base is not None and base >= 1 and count > base:
            lacking["count"] = f"{count:,} people are more than the {base:,} who were asked."
        if period.start > self._desk.today:
            lacking["base"] = f"{period.label} has not begun: choose an earlier month first."
        if lacking or base is None or count is None:
            raise Incomplete(lacking)
        with self._desk.write("Typed in a survey figure") as unit:
            term = unit.session.get(Term, issue_id) if issue_id is not None else None
            text = (term.label if term else " ".join(words.split()))[:200]
            unit.did = f"Typed in the survey figure for {text}, {period.label}"
            rows = unit.session.scalars(
                select(SurveyResult).where(
                    SurveyResult.area_id == area_id, SurveyResult.period == period.start
                )
            ).all()
            known = next((r for r in rows if _same_issue(r, issue_id, text)), None)
            record = known or SurveyResult(area_id=area_id, period=period.start, change=None)
            record.issue_id, record.issue_text, record.by_hand = issue_id, text, True
            record.base, record.count, record.percent = base, count, round(100 * count / base, 1)
            return known.id if known else unit.add(record).id

    def drop_figure(self, result_id: int) -> None:
        """Remove a figure that was typed in; Undo brings it back."""
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        with self._desk.write("Removed a survey figure") as unit:
            record = current(unit, SurveyResult, result_id)
            unit.did = f"Removed the survey figure for {record.issue_text}"
            unit.remove(record)

    def save_ages(self, area_id: int, people: Mapping[str, int]) -> None:
        """Write down how many people of each age band live in an area; bands with none are left out.

        Raises Incomplete for a band that stands twice or a number below nought.
        """
        require(self._desk.actor.role, Act.PREPARE_PRIORITIES)
        bands = {band.strip(): count for band, count in people.items() if band.strip() and count}
        if any(count < 0 for count in bands.values()):
            raise Incomplete({"ages": "Enter numbers of 0 or more."})
        if len({band_form(band) for band in bands}) < len(bands):
            raise Incomplete({"ages": "One age band stands twice: give each band once."})
        with self._desk.write("Entered the age bands of an area") as unit:
            unit.did = f"Entered the age bands of {unit.get(Area, area_id).name}"
            there = {
                age.band: age
                for age in unit.session.scalars(select(AreaAge).where(AreaAge.area_id == area_id))
            }
            for band, age in there.items():
                if band not in bands:
                    unit.remove(age)
            for band, count in bands.items():
                if band in there:
                    there[band].people = count
                else:
                    unit.add(AreaAge(area_id=area_id, band=band[:40], people=count))


def _same_issue(record: SurveyResult, issue_id: int | None, text: str) -> bool:
    if issue_id is not None and record.issue_id is not None:
        return record.issue_id == issue_id
    return matching_form(record.issue_text) == matching_form(text)


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    found["kind"] = ConsultationKind(fields.get("kind", ConsultationKind.COMMUNITY))
    return found


def _own(session: Session, area_id: int, data: Quarter) -> Own:
    """The log's themes and last quarter's priorities in the quarter ``data``; plans as they are open now."""
    e = EngagementEntry
    within = e.area_id == area_id, e.day.between(data.start, data.end)
    entries = session.scalar(select(func.count()).select_from(e).where(*within)) or 0
    themes = session.execute(
        select(Term.label, func.count()).join(e, e.theme_id == Term.id).where(*within)
        .group_by(Term.label).order_by(func.count().desc(), Term.label)
    )  # fmt: skip
    priorities = session.scalars(
        select(Priority).join(PriorityRound, PriorityRound.id == Priority.round_id)
        .where(Priority.area_id == area_id, PriorityRound.quarter == data.start).order_by(Priority.number)
    )  # fmt: skip
    plans = session.execute(
        select(ProblemPlan.reference, ProblemPlan.title, ProblemPlan.stage)
        .where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None)).order_by(ProblemPlan.reference.desc())
    )  # fmt: skip
    return Own(
        entries, tuple((label, count) for label, count in themes), tuple((p.title, _result(p)) for p in priorities),
        tuple((f"{reference} {title}", stage.label) for reference, title, stage in plans),
    )  # fmt: skip


def _result(p: Priority) -> str:
    words = p.result.label if p.result else "No result yet"
    if p.first_figure is None or p.last_figure is None:
        return words
    return f"{words}: {p.first_figure} to {p.last_figure} {p.figure_name}".rstrip()
