"""What a problem-solving plan still lacks, stage by stage.

Sources: booklet, Problem solving (SARA) and Quality assurance, Problem solving 3 (“sufficiently populated and
in keeping with SARA”) and 4; published guidance on what a supervisor looks for (two sources or more, a
baseline, all three sides of the triangle, hypotheses with evidence, more than enforcement, displacement,
rival explanations, lessons shared); design guide, workflow B.

The meter counts 23 named fields. Beside them stands advice that is shown and not counted. Only presence is
read: the length of a text says nothing of its quality, which is the supervisor's to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from npt_desktop.models.kinds import ActionState, Stage, State, Tactic, Verdict
from npt_desktop.models.plan_kinds import Extent, Presence
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.plan_prompts import CheersAnswers
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed, present

StageCounts: TypeAlias = tuple[tuple[int, int], ...]
"""What is there and what is wanted, a pair for each stage."""
STAGES = (Stage.SCANNING, Stage.ANALYSIS, Stage.RESPONSE, Stage.ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure and the period it was counted over."""

    figure: float | None = None
    period: str = ""

    @property
    def known(self) -> bool:
        """Both are given."""
        return self.figure is not None and present(self.period)


@dataclass(frozen=True, slots=True)
class HypothesisFact:
    """A cause thought likely, and what speaks for and against it."""

    text: str
    evidence_for: str = ""
    evidence_against: str = ""

    @property
    def tested(self) -> bool:
        """It is stated and has evidence either way."""
        return present(self.text) and (present(self.evidence_for) or present(self.evidence_against))


@dataclass(frozen=True, slots=True)
class ActionFact:
    """One action of the response."""

    title: str
    owner: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    tactic: Tactic | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan's fields as they stand. Texts are as typed; blank is missing. ``times`` is how many events the grid
    of times holds, ``levels`` are those of guardian, handler and manager, ``looked`` for how many kinds of
    displacement somebody looked."""

    # Scanning
    perceived_problem: str = ""
    asked_by: str = ""
    sources: int = 0
    how_long: str = ""
    places: str = ""
    who_harmed: str = ""
    test_complete: bool = False
    baseline: Measured = Measured()
    smallest_reduction: str = ""
    success_percent: int | None = None
    cheers: CheersAnswers | None = None
    times: int = 0
    # Analysis
    victim: str = ""
    guardian: str = ""
    offender: str = ""
    handler: str = ""
    location: str = ""
    manager: str = ""
    levels: tuple[Presence | None, Presence | None, Presence | None] = (None, None, None)
    not_happening: str = ""
    not_when: str = ""
    not_who: str = ""
    current_response: str = ""
    hypotheses: tuple[HypothesisFact, ...] = ()
    defined_problem: str = ""
    data_months: int | None = None
    data_reason: str = ""
    # Response
    objective: str = ""
    objective_date: date | None = None
    actions: tuple[ActionFact, ...] = ()
    options_considered: str = ""
    options_refused: str = ""
    # Assessment
    after: Measured = Measured()
    carried_out: Extent | None = None
    process: str = ""
    objective_met: Extent | None = None
    looked: int = 0
    displacement: str = ""
    diffusion: str = ""
    rival_explanations: str = ""
    cost_hours: int | None = None
    cost_money: int | None = None
    cost: str = ""
    lessons: str = ""
    shared_with: str = ""
    shared_on: date | None = None
    verdict: Verdict | None = None
    # Course
    finished_on: date | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a plan lacks: the field to focus, one sentence, and the verb on its button."""

    field: str
    says: str
    stage: Stage
    action_verb: str


@dataclass(frozen=True, slots=True)
class StageReading:
    """One stage: how many of its named fields are there, what is missing, and what is merely advised."""

    stage: Stage
    done: int
    total: int
    missing: tuple[Missing, ...]
    advice: tuple[Missing, ...]
    state: State

    @property
    def complete(self) -> bool:
        """Every named field is there."""
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The whole plan. ``close_reason`` says why closing is locked; blank when it is not."""

    stages: tuple[StageReading, ...]
    done: int
    total: int
    current: Stage
    may_close: bool
    close_reason: str

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Everything missing, in the order of the page."""
        return tuple(item for stage in self.stages for item in stage.missing)

    @property
    def count(self) -> str:
        """``17 of 23``."""
        return f"{self.done} of {self.total}"

    def stage(self, stage: Stage) -> StageReading:
        """The reading of one of the four stages."""
        return self.stages[STAGES.index(stage)]


class _Check(NamedTuple):  # made 23 times for each of thousands of plans
    """A field, whether it is there, and what to say when it is not."""

    field: str
    there: bool
    says: str
    verb: str = "Add"


def read_plan(facts: PlanFacts, today: date, limits: Thresholds | None = None) -> PlanReading:
    """Read a plan stage by stage.

    The current stage is the first with a gap; a plan with none stands at assessment until it is closed.
    """
    limits = limits or standard_thresholds()
    named = (_scanning(facts, limits), _analysis(facts), _response(facts), _assessment(facts))
    advised = (
        _scanning_advice(facts),
        _analysis_advice(facts, limits),
        _response_advice(facts),
        _assessment_advice(facts),
    )
    stages = []
    for stage, checks, advice in zip(STAGES, named, advised, strict=True):
        wanted = tuple(checks)
        missing = tuple(_missing(wanted, stage))
        done = len(wanted) - len(missing)
        state = _stage_state(stage, done, len(wanted), facts, today, limits)
        stages.append(StageReading(stage, done, len(wanted), missing, tuple(_missing(advice, stage)), state))
    current = next((reading.stage for reading in stages if not reading.complete), Stage.ASSESSMENT)
    reason = _close_reason(facts, stages[0], stages[-1])
    return PlanReading(
        stages=tuple(stages),
        done=sum(reading.done for reading in stages),
        total=sum(reading.total for reading in stages),
        current=Stage.CLOSED if facts.closed else current,
        may_close=not reason,
        close_reason=reason,
    )


def stage_counts(facts: PlanFacts, limits: Thresholds | None = None) -> StageCounts:
    """What is there and what is wanted in each stage, in their order: the counts of :func:`read_plan` alone."""
    limits = limits or standard_thresholds()
    named = (_scanning(facts, limits), _analysis(facts), _response(facts), _assessment(facts))
    whole = [[check.there for check in checks] for checks in named]
    return tuple((sum(stage), len(stage)) for stage in whole)


def _missing(checks: Iterator[_Check] | tuple[_Check, ...], stage: Stage) -> Iterator[Missing]:
    return (Missing(check.field, check.says, stage, check.verb) for check in checks if not check.there)


def _stage_state(
    stage: Stage, done: int, total: int, facts: PlanFacts, today: date, limits: Thresholds
) -> State:
    if done == total:
        return State.GOOD
    if stage is Stage.ASSESSMENT and facts.finished_on is not None and facts.finished_on <= today:
        waited = (today - facts.finished_on).days
        return State.BAD if facts.closed or waited > limits.assess_days else State.WARN
    return State.PART if done else State.NONE


def _close_reason(facts: PlanFacts, scanning: StageReading, assessment: StageReading) -> str:
    if facts.closed:
        return "The plan is closed already."
    needs = ["a baseline"] if any(item.field == "baseline" for item in scanning.missing) else []
    if assessment.missing:
        needs.append(number_of(len(assessment.missing), "assessment field"))
    open_actions = sum(action.state is ActionState.OPEN for action in facts.actions)
    if open_actions:
        needs.append(f"{number_of(open_actions, 'open action')} done or dropped")
    return f"Needs {listed(needs)}." if needs else ""


def _scanning(facts: PlanFacts, limits: Thresholds) -> Iterator[_Check]:
    yield _Check("perceived_problem", present(facts.perceived_problem), "Say what the problem looks like.")
    few = limits.sources - facts.sources
    more = f"Name {number_of(few, 'more source')} that shows the problem." if facts.sources else ""
    if few > 1 and more:
        more = more.replace("that shows", "that show")
    yield _Check("sources", few <= 0, more or "Name the sources that show the problem.", "Add source")
    yield _Check("how_long", present(facts.how_long), "Say how long it has gone on and how often it recurs.")
    yield _Check("places", present(facts.places), "Say where it happens.")
    yield _Check("who_harmed", present(facts.who_harmed), "Say who is harmed.")
    yield _Check(
        "test_complete", facts.test_complete, "Finish the test: problem or pattern of incidents.", "Judge"
    )
    yield _Check("baseline", facts.baseline.known, "Give the baseline: a figure and its period.")


def _scanning_advice(facts: PlanFacts) -> Iterator[_Check]:
    shown = facts.cheers is not None and facts.cheers.complete
    yield _Check("cheers", shown, "Answer the six CHEERS questions, each with its reason.", "Answer")
    yield _Check("times", facts.times > 0, "Count when it happens, by hour and weekday.", "Enter")
    yield _Check("asked_by", present(facts.asked_by), "Say who is asking for this.")
    yield _Check(
        "smallest_reduction",
        present(facts.smallest_reduction) or facts.success_percent is not None,
        "Say the smallest reduction that would count as success.",
    )


def _analysis(facts: PlanFacts) -> Iterator[_Check]:
    yield _Check("victim", present(facts.victim), "Add what is known about the victims.")
    yield _Check("offender", present(facts.offender), "Add what is known about the offenders.")
    yield _Check("location", present(facts.location), "Add what is known about the location.")
    yield _Check(
        "current_response",
        present(facts.current_response),
        "List what is done about it now and how well it works.",
    )
    tested = any(hypothesis.tested for hypothesis in facts.hypotheses)
    stated = any(present(hypothesis.text) for hypothesis in facts.hypotheses)
    yield _Check(
        "hypotheses",
        tested,
        "Add evidence for or against a likely cause." if stated else "State a likely cause and its evidence.",
    )
    yield _Check(
        "defined_problem", present(facts.defined_problem), "Define the problem again after the analysis."
    )


def _analysis_advice(facts: PlanFacts, limits: Thresholds) -> Iterator[_Check]:
    guardian, handler, manager = facts.levels
    yield _Check("guardian", present(facts.guardian) or bool(guardian), "Say who could protect the victims.")
    yield _Check("handler", present(facts.handler) or bool(handler), "Say who could influence the offenders.")
    yield _Check("manager", present(facts.manager) or bool(manager), "Say who manages the place.")
    yield _Check("not_happening", present(facts.not_happening), "Say where it does not happen.")
    yield _Check("not_when", present(facts.not_when), "Say when it does not happen.")
    yield _Check("not_who", present(facts.not_who), "Say to whom it does not happen.")
    long_enough = facts.data_months is not None and facts.data_months >= limits.data_months
    yield _Check(
        "data_months",
        long_enough or present(facts.data_reason),
        f"Use {limits.data_months} months of data or say why fewer.",
    )


def _response(facts: PlanFacts) -> Iterator[_Check]:
    kept = _kept(facts)
    yield _Check("objective", present(facts.objective), "State the aim with a figure.")
    yield _Check(
        "objective_date", facts.objective_date is not None, "Give the date the aim is to be reached."
    )
    yield _Check("actions", bool(kept), "Add the actions that will be taken.", "Add action")
    loose = [action for action in kept if not present(action.owner) or action.due is None]
    yield _Check("owners", bool(kept) and not loose, _loose_words(loose), "Assign")
    yield _Check("options_considered", present(facts.options_considered), "Record the options considered.")


def _loose_words(loose: list[ActionFact]) -> str:
    if not loose:
        return "Give each action an owner and a due date."
    first = loose[0]
    lacks = [
        what
        for what, absent in (("an owner", not present(first.owner)), ("a due date", first.due is None))
        if absent
    ]
    more = f" and {number_of(len(loose) - 1, 'other action')} theirs" if len(loose) > 1 else ""
    return f"Give ‘{first.title}’ {listed(lacks)}{more}."


def _response_advice(facts: PlanFacts) -> Iterator[_Check]:
    tactics = [action.tactic for action in _kept(facts) if action.tactic is not None]
    only = bool(tactics) and all(tactic is Tactic.ENFORCEMENT for tactic in tactics)
    yield _Check(
        "tactics", not only, "Every action is enforcement: add prevention or intervention.", "Add action"
    )


def _kept(facts: PlanFacts) -> list[ActionFact]:
    return [
        action
        for action in facts.actions
        if present(action.title) and action.state is not ActionState.DROPPED
    ]


def _assessment(facts: PlanFacts) -> Iterator[_Check]:
    yield _Check("after", facts.after.known, "Give the figure after the response and its period.")
    yield _Check(
        "displacement", present(facts.displacement), "Say whether it moved elsewhere and how you looked."
    )
    yield _Check("lessons", present(facts.lessons), "Write the lessons learnt.")
    shared = present(facts.shared_with) and facts.shared_on is not None
    yield _Check("shared_with", shared, "Say with whom the lessons were shared, and when.")
    yield _Check(
        "verdict", facts.verdict is not None, "Choose the verdict: fell, rose or cannot tell.", "Choose"
    )


def _assessment_advice(facts: PlanFacts) -> Iterator[_Check]:
    done = facts.carried_out is not None or present(facts.process)
    yield _Check("carried_out", done, "Say whether the response was done as planned.")
    yield _Check("diffusion", present(facts.diffusion), "Say whether places nearby benefited too.")
    yield _Check(
        "rival_explanations", present(facts.rival_explanations), "Say what else could explain the change."
    )
    figure = facts.cost_hours is not None or facts.cost_money is not None
    yield _Check("cost_hours", figure or present(facts.cost), "Record the cost in hours and money.")
