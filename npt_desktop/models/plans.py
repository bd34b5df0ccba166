"""Problem-solving plans in the SARA model, recorded on E-CINS (booklet, Problem solving)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Mark, Record, link, part_of, word
from npt_desktop.models.kinds import Stage, Verdict
from npt_desktop.models.plan_kinds import Extent, Opinion, Presence, ReviewKind


class ProblemPlan(Record):
    """One plan. Both the perceived and the defined problem are kept; the stage is the one worked on now."""

    __tablename__ = "problem_plan"
    __table_args__ = (Index("ix_problem_plan_area_stage", "area_id", "stage"),)

    reference: Mapped[str] = mapped_column(String(20), unique=True, doc="PSP 2026-014")
    title: Mapped[str] = mapped_column(String(200))
    area_id: Mapped[int] = link("area", index=False)
    beat: Mapped[Line]
    stage: Mapped[Stage] = word(Stage, default=Stage.SCANNING)
    lead_id: Mapped[int | None] = link("person")
    supervisor_id: Mapped[int | None] = link("person")
    partners: Mapped[Line]
    ecins_reference: Mapped[Line]
    opened_on: Mapped[date]
    next_review_on: Mapped[date | None]
    finished_on: Mapped[date | None] = mapped_column(doc="response carried out; assessment is due")
    assessed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = link("person")
    close_reason: Mapped[Line]
    what_works_on: Mapped[date | None] = mapped_column(doc="offered to the What Works board")
    # Scanning
    perceived_problem: Mapped[Line]
    asked_by: Mapped[Line]
    how_long: Mapped[Line]
    places: Mapped[Line]
    who_harmed: Mapped[Line]
    test: Mapped[dict[str, Any]] = mapped_column(default=dict, doc="row key of the test to -1, 0 or 1")
    smallest_reduction: Mapped[Line]
    success_percent: Mapped[int | None] = mapped_column(doc="the smallest fall, in percent, that counts")
    cheers: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="key of a CHEERS element to its answer and reason"
    )
    times: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="weekday, 0 is Monday, to a count for each of 24 hours"
    )
    times_of: Mapped[Line] = mapped_column(doc="what the grid of times counts, and its period")
    # Analysis
    defined_problem: Mapped[Line]
    victim: Mapped[Line]
    offender: Mapped[Line]
    location: Mapped[Line]
    guardian: Mapped[Line]
    handler: Mapped[Line]
    manager: Mapped[Line]
    guardian_level: Mapped[Presence | None] = word(Presence)
    handler_level: Mapped[Presence | None] = word(Presence)
    manager_level: Mapped[Presence | None] = word(Presence)
    causes: Mapped[Line]
    not_happening: Mapped[Line] = mapped_column(doc="where it does not happen")
    not_when: Mapped[Line]
    not_who: Mapped[Line]
    current_response: Mapped[Line]
    data_months: Mapped[int | None]
    data_reason: Mapped[Line]
    # Response
    objective: Mapped[Line]
    objective_on: Mapped[date | None]
    options_considered: Mapped[Line]
    options_refused: Mapped[Line] = mapped_column(doc="what was not chosen, and why")
    # Assessment
    carried_out: Mapped[Extent | None] = word(Extent)
    process: Mapped[Line]
    objective_met: Mapped[Extent | None] = word(Extent)
    moved: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        server_default="{}",
        doc="kind of displacement to what was found and how it was looked for",
    )
    displacement: Mapped[Line]
    diffusion: Mapped[Line]
    rival_explanations: Mapped[Line]
    cost_hours: Mapped[int | None]
    cost_money: Mapped[int | None] = mapped_column(doc="in whole pounds")
    cost: Mapped[Line]
    lessons: Mapped[Line]
    shared_with: Mapped[Line]
    shared_on: Mapped[date | None]
    shared_outside: Mapped[bool] = mapped_column(default=False, doc="lessons went to partners too")
    verdict: Mapped[Verdict | None] = word(Verdict)
    verdict_reason: Mapped[Line]
    # Where it began
    started_from: Mapped[Line] = mapped_column(
        doc="the template or earlier plan it was started from, and what that offers to weigh"
    )
    # The quality reading
    set_aside: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="key of a check judged not applicable to its reason"
    )
    marking: Mapped[Mark]


class PlanSource(Record):
    """A dated source that showed the problem."""

    __tablename__ = "plan_source"

    plan_id: Mapped[int] = part_of("problem_plan")
    day: Mapped[date | None]
    what: Mapped[Line]


class Hypothesis(Record):
    """A working hypothesis with the evidence for and against it."""

    __tablename__ = "hypothesis"

    plan_id: Mapped[int] = part_of("problem_plan")
    statement: Mapped[Line]
    evidence_for: Mapped[Line]
    evidence_against: Mapped[Line]


class Measure(Record):
    """A figure counted by month, the same before and after."""

    __tablename__ = "measure"

    plan_id: Mapped[int] = part_of("problem_plan")
    name: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40), default="reports")
    main: Mapped[bool] = mapped_column(default=True)
    comparison: Mapped[bool] = mapped_column(
        default=False, server_default="0", doc="counted where the response did not run"
    )
    origin: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}", doc="which records of the store it counts; empty when typed"
    )
    taken_on: Mapped[date | None] = mapped_column(doc="when it was last read from the store")


class MeasurePoint(Record):
    """One month of a measure."""

    __tablename__ = "measure_point"
    __table_args__ = (UniqueConstraint("measure_id", "month"),)

    measure_id: Mapped[int] = part_of("measure")
    month: Mapped[date]
    value: Mapped[int]


class PlanReview(Record):
    """A supervisor's dated and signed entry on a plan: a review, an authorisation, a hand-over, a closing.

    ``signed_by`` keeps the name as it was on the day; ``opinion`` is the supervisor's own judgement, which the
    quality reading does not replace.
    """

    __tablename__ = "plan_review"

    plan_id: Mapped[int] = part_of("problem_plan")
    reviewed_on: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    signed_by: Mapped[Line]
    kind: Mapped[ReviewKind] = word(
        ReviewKind, default=ReviewKind.REVIEW, server_default=ReviewKind.REVIEW.value
    )
    note: Mapped[Line]
    next_on: Mapped[date | None]
    opinion: Mapped[Opinion | None] = word(Opinion)


class PlanLead(Record):
    """Somebody who led a plan and handed it over; who leads it now stands on the plan."""

    __tablename__ = "plan_lead"

    plan_id: Mapped[int] = part_of("problem_plan")
    person_id: Mapped[int] = link("person")
    since: Mapped[date]
    until: Mapped[date]
    note: Mapped[Line]
