"""The quality reading: what a supervisor checks on a plan, each met, thin, missing or not applicable.

Sources: booklet, Quality assurance, Problem solving 3 ("sufficiently populated and in keeping with SARA");
Tilley Award criteria 2009 (analysis and assessment score double); POP Center assessment guide; published
failings of plans: Read and Tilley, *Not Rocket Science?*, 2000; Bullock, Erol and Tilley 2006; HMICFRS on
impact assessment.

A check is read from facts, never from the length of a text. What only a person can weigh (reasons, rival
explanations, the problem defined again) stays thin until a supervisor other than the lead has reviewed the
plan. The supervisor's own judgement is the signed review; the reading does not replace it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import ActionState, Stage, Tactic
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.plan_checks import (
    Course,
    Found,
    Level,
    analysis,
    assessment,
    governance,
    response,
    scanning,
)
from npt_desktop.rules.sara import STAGES, PlanFacts
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.verdict import VerdictReading
from npt_desktop.rules.words import present

DOUBLE = frozenset({Stage.ANALYSIS, Stage.ASSESSMENT})
GOVERNANCE = "Governance"


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """One check: the field it leads to, and one sentence (a shortfall, or why it does not apply)."""

    key: str
    field: str
    name: str
    stage: Stage | None
    level: Level
    says: str
    weight: int

    @property
    def short(self) -> bool:
        """It is thin or missing."""
        return self.level in (Level.THIN, Level.MISSING)


@dataclass(frozen=True, slots=True)
class Warned:
    """A published failing this plan shows."""

    key: str
    field: str
    says: str


@dataclass(frozen=True, slots=True)
class QualityReading:
    """All checks in the order of the page, and the failings. Stages yet to come are not held against it."""

    checks: tuple[QualityCheck, ...]
    warnings: tuple[Warned, ...]
    reached: tuple[Stage, ...]

    @property
    def counted(self) -> tuple[QualityCheck, ...]:
        """The checks of the stages reached, and of governance, that apply."""
        return tuple(
            check for check in self.checks
            if (check.stage is None or check.stage in self.reached) and check.level is not Level.NOT_APPLICABLE
        )  # fmt: skip

    @property
    def share(self) -> float:
        """From 0 to 1: met counts whole, thin half, analysis and assessment double."""
        most = sum(check.weight for check in self.counted)
        worth = {Level.MET: 1.0, Level.THIN: 0.5}
        return (
            sum(check.weight * worth.get(check.level, 0.0) for check in self.counted) / most if most else 0.0
        )

    def of(self, stage: Stage | None) -> tuple[QualityCheck, ...]:
        """The checks of a stage; of governance for None."""
        return tuple(check for check in self.checks if check.stage is stage)

    def check(self, key: str) -> QualityCheck:
        """One check by its key."""
        return next(check for check in self.checks if check.key == key)


def read_quality(
    facts: PlanFacts, course: Course, verdict: VerdictReading, today: date,
    set_aside: Mapping[str, str] | None = None, limits: Thresholds | None = None,
) -> QualityReading:  # fmt: skip
    """Read every check of a plan. ``set_aside`` gives the reason for each check judged not applicable."""
    limits = limits or standard_thresholds()
    aside = {key: reason for key, reason in (set_aside or {}).items() if present(str(reason))}
    groups: tuple[tuple[Stage | None, Iterator[Found]], ...] = (
        (Stage.SCANNING, scanning(facts, course, limits)),
        (Stage.ANALYSIS, analysis(facts, course, limits)),
        (Stage.RESPONSE, response(facts, course)),
        (Stage.ASSESSMENT, assessment(facts, course, verdict)),
        (None, governance(facts, course, today, limits)),
    )
    checks = tuple(_made(found, stage, aside) for stage, group in groups for found in group)
    last = STAGES.index(course.stage) if course.stage in STAGES else len(STAGES) - 1
    if facts.finished_on is not None:
        last = len(STAGES) - 1
    return QualityReading(checks, tuple(_warnings(facts, course, today, limits)), STAGES[: last + 1])


def _made(found: Found, stage: Stage | None, aside: Mapping[str, str]) -> QualityCheck:
    weight = 2 if stage in DOUBLE else 1
    if found.key in aside and found.level is not Level.MET:
        says = f"Not applicable: {aside[found.key]}"
        return QualityCheck(found.key, found.field, found.name, stage, Level.NOT_APPLICABLE, says, weight)
    says = "" if found.level is Level.MET else found.says
    return QualityCheck(found.key, found.field, found.name, stage, found.level, says, weight)


def _warnings(facts: PlanFacts, course: Course, today: date, limits: Thresholds) -> Iterator[Warned]:
    deeds = [deed for deed in course.deeds if deed.state is not ActionState.DROPPED]
    kinds = [deed.tactic for deed in deeds if deed.tactic is not None]
    if kinds and all(kind is Tactic.ENFORCEMENT for kind in kinds):
        yield Warned("enforcement", "tactics", "Enforcement only: every action is of one kind.")
    if deeds and not any(hypothesis.tested for hypothesis in facts.hypotheses):
        yield Warned(
            "order", "hypotheses",
            f"Response before analysis: {number_of(len(deeds), 'action')}, and no cause with evidence.",
        )  # fmt: skip
    if facts.data_months is not None and facts.data_months < limits.data_months:
        yield Warned(
            "short", "data_months",
            f"Short-term data: {number_of(facts.data_months, 'month')}, where {limits.data_months} show a season.",
        )  # fmt: skip
    over = facts.finished_on is not None and facts.finished_on <= today
    if over and not present(facts.displacement):
        yield Warned("displacement", "displacement", "Nobody looked for displacement.")
    if over and not course.assessed:
        yield Warned("unassessed", "verdict", "Finished without assessment.")
