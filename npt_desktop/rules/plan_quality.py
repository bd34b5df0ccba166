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
from enum import StrEnum

from npt_desktop.models.kinds import ActionState, Side, Stage, Tactic
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.sara import STAGES, PlanFacts
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.verdict import Basis, VerdictReading
from npt_desktop.rules.words import matching_form, present

DOUBLE = frozenset({Stage.ANALYSIS, Stage.ASSESSMENT})
GOVERNANCE = "Governance"
_NO_SERIES = frozenset({Basis.NO_FIGURES, Basis.UNFINISHED, Basis.SHORT_AFTER, Basis.SHORT_BEFORE})


class Level(StrEnum):
    """How far a check is met."""

    MET = "met"
    THIN = "thin"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of the response as the checks read it; dropped ones are left out."""

    title: str
    owner: str = ""
    partner: bool = False
    start: date | None = None
    due: date | None = None
    state: ActionState = ActionState.OPEN
    side: Side | None = None
    tactic: Tactic | None = None
    works_by: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """What stands beside the plan's fields. ``reviewed`` is by somebody other than the lead; ``months`` is how
    many months before the response have figures."""

    opened_on: date
    deeds: tuple[Deed, ...] = ()
    dated_sources: int = 0
    months: int = 0
    linked: bool = False
    reviewed: bool = False
    lead: bool = False
    lead_left: bool = False
    partners: str = ""
    next_review_on: date | None = None
    changed_on: date | None = None
    assessed: bool = False
    close_reason: str = ""
    closed_by_lead: bool = False
    verdict_reason: str = ""
    stage: Stage = Stage.SCANNING


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A check before its weight and stage: the sentence is said unless it is met."""

    key: str
    field: str
    name: str
    level: Level
    says: str


def read_quality(
    facts: PlanFacts, course: Course, verdict: VerdictReading, today: date,
    set_aside: Mapping[str, str] | None = None, limits: Thresholds | None = None,
) -> QualityReading:  # fmt: skip
    """Read every check of a plan. ``set_aside`` gives the reason for each check judged not applicable."""
    limits = limits or standard_thresholds()
    aside = {key: reason for key, reason in (set_aside or {}).items() if present(str(reason))}
    groups: tuple[tuple[Stage | None, Iterator[_Found]], ...] = (
        (Stage.SCANNING, _scanning(facts, course, limits)),
        (Stage.ANALYSIS, _analysis(facts, course, limits)),
        (Stage.RESPONSE, _response(facts, course)),
        (Stage.ASSESSMENT, _assessment(facts, course, verdict)),
        (None, _governance(facts, course, today, limits)),
    )
    checks = tuple(_made(found, stage, aside) for stage, group in groups for found in group)
    last = STAGES.index(course.stage) if course.stage in STAGES else len(STAGES) - 1
    if facts.finished_on is not None:
        last = len(STAGES) - 1
    return QualityReading(checks, tuple(_warnings(facts, course, today, limits)), STAGES[: last + 1])


def _made(found: _Found, stage: Stage | None, aside: Mapping[str, str]) -> QualityCheck:
    weight = 2 if stage in DOUBLE else 1
    if found.key in aside and found.level is not Level.MET:
        says = f"Not applicable: {aside[found.key]}"
        return QualityCheck(found.key, found.field, found.name, stage, Level.NOT_APPLICABLE, says, weight)
    says = "" if found.level is Level.MET else found.says
    return QualityCheck(found.key, found.field, found.name, stage, found.level, says, weight)


def _level(whole: object, part: object = False) -> Level:
    return Level.MET if whole else Level.THIN if part else Level.MISSING


def _some(texts: tuple[str, ...]) -> Level:
    there = [present(text) for text in texts]
    return _level(all(there), any(there))


def _weighed(text: str, course: Course) -> Level:
    """A text only a person can weigh: thin until it has been reviewed."""
    return _level(present(text) and course.reviewed, present(text))


def _judge(course: Course, ask: str) -> str:
    return f"{ask}; a supervisor's review note settles it." if not course.reviewed else f"{ask}."


def _scanning(facts: PlanFacts, course: Course, limits: Thresholds) -> Iterator[_Found]:
    yield _Found(
        "sources", "sources", "Sources", _level(course.dated_sources >= limits.sources, facts.sources),
        f"Give {limits.sources} independent sources, each with its date.",
    )  # fmt: skip
    yield _Found(
        "baseline", "baseline", "Baseline",
        _level(facts.baseline.known and course.months >= limits.after_months, facts.baseline.known),
        f"Give a baseline of {limits.after_months} months or more.",
    )  # fmt: skip
    yield _Found(
        "recurrence", "how_long", "Recurrence", _level(present(facts.how_long) and facts.test_complete, facts.how_long),
        "Say how long and how often, and finish the test.",
    )  # fmt: skip
    yield _Found(
        "harm", "who_harmed", "Harm to the community", _weighed(facts.who_harmed, course),
        _judge(course, "Say who is harmed and what shows it"),
    )  # fmt: skip
    yield _Found(
        "asked", "asked_by", "Asked for by", _level(present(facts.asked_by)), "Say who is asking for this."
    )
    yield _Found(
        "linked", "asked_by", "Serves a priority", _level(course.linked),
        "It serves no published priority: link it, or say why that does not apply.",
    )  # fmt: skip


def _analysis(facts: PlanFacts, course: Course, limits: Thresholds) -> Iterator[_Found]:
    sides = (facts.victim, facts.offender, facts.location)
    held = (facts.guardian, facts.handler, facts.manager)
    names = ("victim", "offender", "location", "guardian", "handler", "manager")
    gap = next((n for n, t in zip(names, (*sides, *held), strict=True) if not present(t)), "victim")
    yield _Found(
        "triangle",
        gap,
        "Triangle",
        _some((*sides, *held)),
        "Fill all three sides and who has a hold on each.",
    )
    yield _Found(
        "contrast", "not_happening", "Where it is not", _level(present(facts.not_happening)),
        "Say where, when and to whom it does not happen.",
    )  # fmt: skip
    yield _Found(
        "current", "current_response", "Done now", _level(present(facts.current_response)),
        "List what is done now and its limits.",
    )  # fmt: skip
    both = any(
        present(h.text) and present(h.evidence_for) and present(h.evidence_against) for h in facts.hypotheses
    )
    yield _Found(
        "hypotheses", "hypotheses", "Cause and evidence", _level(both, any(present(h.text) for h in facts.hypotheses)),
        "Give a likely cause with evidence for and against it.",
    )  # fmt: skip
    same = matching_form(facts.defined_problem) == matching_form(facts.perceived_problem)
    ask = (
        "The defined problem repeats the perceived one"
        if same
        else "Define the problem again after the analysis"
    )
    there = present(facts.defined_problem)
    yield _Found(
        "defined", "defined_problem", "Problem defined again", _level(there and not same and course.reviewed, there),
        _judge(course, ask if there else "Define the problem again after the analysis"),
    )  # fmt: skip
    months = facts.data_months or 0
    yield _Found(
        "data", "data_months", "Span of data", _level(months >= limits.data_months or (months and present(facts.data_reason)), months),
        f"Use {limits.data_months} months of data or say why fewer.",
    )  # fmt: skip


def _response(facts: PlanFacts, course: Course) -> Iterator[_Found]:
    deeds = [deed for deed in course.deeds if deed.state is not ActionState.DROPPED]

    def every(there: list[bool]) -> Level:
        return _level(there and all(there), any(there))

    yield _Found(
        "aimed", "actions", "Actions aimed", every([deed.side is not None for deed in deeds]),
        "Give each action the side of the triangle it works on.",
    )  # fmt: skip
    yield _Found(
        "owned", "owners", "Owners and dates",
        every([present(deed.owner) and deed.start is not None and deed.due is not None for deed in deeds]),
        "Give each action an owner, a start and a due date.",
    )  # fmt: skip
    yield _Found(
        "mechanism", "actions", "How it works", every([present(deed.works_by) for deed in deeds]),
        "Say of each action how it is to work.",
    )  # fmt: skip
    kinds = {deed.tactic for deed in deeds if deed.tactic is not None}
    yield _Found(
        "tactics", "tactics", "More than enforcement", _level(kinds - {Tactic.ENFORCEMENT}, kinds),
        "Add prevention, intervention or communication.",
    )  # fmt: skip
    yield _Found(
        "partners", "partners", "Partners act", _level(any(deed.partner for deed in deeds), present(course.partners)),
        "Give a partner or the community an action.",
    )  # fmt: skip
    yield _Found(
        "options", "options_considered", "Options", _level(present(facts.options_considered)),
        "Record the options considered.",
    )  # fmt: skip
    early = [d for d in deeds if d.start is not None and d.start < course.opened_on]
    tested = any(h.tested for h in facts.hypotheses)
    yield _Found(
        "order", "hypotheses", "After the analysis", _level(deeds and tested and not early, deeds and tested),
        "Actions should follow a cause that has evidence, and none start before the plan.",
    )  # fmt: skip


def _assessment(facts: PlanFacts, course: Course, verdict: VerdictReading) -> Iterator[_Found]:
    measured = verdict.basis not in _NO_SERIES
    yield _Found(
        "same_measure", "after", "Before and after", _level(measured, facts.after.known),
        f"{verdict.says.removeprefix('Cannot tell: ').capitalize()}" if not measured else "",
    )  # fmt: skip
    waiting = any(deed.state is ActionState.OPEN for deed in course.deeds)
    yield _Found(
        "process", "process", "Done as planned", _level(present(facts.process) and not waiting, present(facts.process)),
        "Say whether each action was done, and settle the open ones.",
    )  # fmt: skip
    yield _Found(
        "displacement", "diffusion" if present(facts.displacement) else "displacement", "Displacement, diffusion",
        _some((facts.displacement, facts.diffusion)), "Say whether it moved, and whether places nearby gained.",
    )  # fmt: skip
    yield _Found(
        "rivals", "rival_explanations", "Other reasons", _weighed(facts.rival_explanations, course),
        _judge(course, "Say what else could explain the change"),
    )  # fmt: skip
    judged = facts.verdict is not None
    yield _Found(
        "verdict", "verdict_reason" if judged else "verdict", "Verdict",
        _level(judged and present(course.verdict_reason) and measured, judged),
        "Give the verdict and its reason, from figures before and after.",
    )  # fmt: skip
    figure = any(mark.isdigit() for mark in facts.cost)
    yield _Found(
        "cost", "cost", "Cost", _level(figure, present(facts.cost)), "Give the cost in hours or money."
    )
    shared = (facts.lessons, facts.shared_with, facts.shared_on.isoformat() if facts.shared_on else "")
    field = (
        "lessons"
        if not present(facts.lessons)
        else "shared_on"
        if present(facts.shared_with)
        else "shared_with"
    )
    yield _Found(
        "shared", field, "Lessons shared", _some(shared), "Say what was learnt, who was told and when."
    )


def _governance(facts: PlanFacts, course: Course, today: date, limits: Thresholds) -> Iterator[_Found]:
    if facts.closed:
        yield _Found(
            "closed", "close", "Reason for closing", _level(present(course.close_reason) or course.assessed),
            "It was closed without assessment or reason.",
        )  # fmt: skip
        yield _Found(
            "closer",
            "close",
            "Closed by another",
            _level(not course.closed_by_lead),
            "The lead closed it themselves.",
        )
        return
    due = course.next_review_on
    yield _Found(
        "review", "next_review_on", "Review", _level(due is not None and due >= today, due is not None),
        "The review is overdue." if due else "Set the next review.",
    )  # fmt: skip
    days = (today - course.changed_on).days if course.changed_on else 0
    yield _Found(
        "fresh", "review", "Kept up", _level(days <= limits.stale_plan_days),
        f"Nothing was written for {number_of(days, 'day')}.",
    )  # fmt: skip
    yield _Found(
        "lead", "lead_id", "Lead", _level(course.lead and not course.lead_left, course.lead),
        "The lead has left: name another." if course.lead else "Name a lead.",
    )  # fmt: skip


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
