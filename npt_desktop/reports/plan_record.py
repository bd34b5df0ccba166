"""A problem-solving plan as values to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import ActionState, Side, Stage, Verdict
from npt_desktop.reports.document import OFFICIAL_SENSITIVE


@dataclass(frozen=True, slots=True)
class PlanField:
    """A named field of the plan with what was written under it; an ``internal`` one is not for partners,
    ``name`` is the plan's attribute."""

    label: str
    text: str
    internal: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlanTestRow:
    """One row of the booklet's test; ``verdict`` is "Problem", "Pattern of incidents" or ""."""

    question: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanTest:
    """Problem or pattern of incidents: the rows and the sentence that follows from them."""

    rows: tuple[PlanTestRow, ...] = ()
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class PlanSide:
    """A side of the triangle with its controller (handler, guardian or place manager)."""

    side: Side
    text: str
    controller: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class PlanHypothesis:
    """What is thought to cause the problem, with the evidence both ways."""

    text: str
    evidence_for: str = ""
    evidence_against: str = ""


@dataclass(frozen=True, slots=True)
class PlanAction:
    """A response action. ``works_by`` says how it is meant to work."""

    text: str
    owner: str = ""
    agency: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    works_by: str = ""
    outcome: str = ""
    cause: str = ""
    technique: str = ""


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """A measure: first figure, aim, points by month (None is a month without a figure), and where among them the
    response is marked."""

    name: str
    unit: str = ""
    baseline: float | None = None
    aim: float | None = None
    latest: float | None = None
    points: tuple[tuple[date, float | None], ...] = ()
    verdict: Verdict | None = None
    reading: str = ""
    mark: float | None = None
    mark_words: str = ""


@dataclass(frozen=True, slots=True)
class PlanReview:
    """A dated review or supervisor's note."""

    on: date
    by: str
    text: str
    kind: str = "Review"
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """A quality check that is not met: where, which, how far, and what is lacking or why it is set aside."""

    stage: str
    name: str
    level: str
    says: str


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan as it is printed. ``fields`` holds each stage's named fields, in order; ``times`` the counts by
    weekday and hour; ``leads`` who led it from when until when, the present lead last; ``cover`` what the response
    leaves open."""

    reference: str
    title: str
    area: str
    stage: Stage
    owner: str = ""
    started: date | None = None
    review_on: date | None = None
    e_cins: str = ""
    priority: str = ""
    aim: str = ""
    fields: tuple[tuple[Stage, tuple[PlanField, ...]], ...] = ()
    test: PlanTest = PlanTest()
    sides: tuple[PlanSide, ...] = ()
    hypotheses: tuple[PlanHypothesis, ...] = ()
    actions: tuple[PlanAction, ...] = ()
    measures: tuple[PlanMeasure, ...] = ()
    reviews: tuple[PlanReview, ...] = ()
    missing: tuple[str, ...] = ()
    figures_say: str = ""
    cover: str = ""
    times: tuple[tuple[int, ...], ...] = ()
    leads: tuple[tuple[str, date, date | None], ...] = ()
    supervisor: str = ""
    partners: str = ""
    beat: str = ""
    quality: tuple[PlanCheck, ...] = ()
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    marking: str = OFFICIAL_SENSITIVE
