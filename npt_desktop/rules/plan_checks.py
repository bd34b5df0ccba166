"""The checks of the quality reading, stage by stage: what makes each met, thin or missing.

Sources: as for :mod:`npt_desktop.rules.plan_quality`, which weighs them. Each is read from facts; what only a
person can weigh stays thin until a supervisor other than the lead has reviewed the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from npt_desktop.models.kinds import ActionState, Side, Stage, Tactic
from npt_desktop.models.plan_kinds import Movement
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.sara import PlanFacts
from npt_desktop.rules.thresholds import Thresholds
from npt_desktop.rules.verdict import Basis, VerdictReading
from npt_desktop.rules.words import listed, matching_form, present

_NO_SERIES = frozenset({Basis.NO_FIGURES, Basis.UNFINISHED, Basis.SHORT_AFTER, Basis.SHORT_BEFORE})


class Level(StrEnum):
    """How far a check is met."""

    MET = "met"
    THIN = "thin"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of the response as the checks read it; dropped ones are left out. ``answers`` says that it
    names the cause it answers."""

    title: str
    owner: str = ""
    partner: bool = False
    start: date | None = None
    due: date | None = None
    state: ActionState = ActionState.OPEN
    side: Side | None = None
    tactic: Tactic | None = None
    works_by: str = ""
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What stands beside the plan's fields. ``reviewed`` is by somebody other than the lead; ``months`` is how
    many months before the response have figures; ``authorised`` is None while nobody has said; ``twin`` is the
    reference of another open plan on the same problem and place."""

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
    authorised: bool | None = None
    twin: str = ""
    area_closed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A check before its weight and stage: the sentence is said unless it is met."""

    key: str
    field: str
    name: str
    level: Level
    says: str


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


def scanning(facts: PlanFacts, course: Course, limits: Thresholds) -> Iterator[Found]:
    yield Found(
        "sources", "sources", "Sources", _level(course.dated_sources >= limits.sources, facts.sources),
        f"Give {limits.sources} independent sources, each with its date.",
    )  # fmt: skip
    yield Found(
        "baseline", "baseline", "Baseline",
        _level(facts.baseline.known and course.months >= limits.after_months, facts.baseline.known),
        f"Give a baseline of {limits.after_months} months or more.",
    )  # fmt: skip
    yield Found(
        "recurrence", "how_long", "Recurrence", _level(present(facts.how_long) and facts.test_complete, facts.how_long),
        "Say how long and how often, and finish the test.",
    )  # fmt: skip
    shown = facts.cheers
    reasons = shown is not None and shown.reasoned > 0
    yield Found(
        "cheers", "cheers", "CHEERS", _level(shown is not None and shown.complete and not shown.noes, reasons),
        shown.says if shown is not None and shown.answered else "Answer the six CHEERS questions, each with its reason.",
    )  # fmt: skip
    yield Found(
        "times",
        "times",
        "When it happens",
        _level(facts.times),
        "Count when it happens, by hour and weekday.",
    )
    yield Found(
        "success", "success_percent" if present(facts.smallest_reduction) else "smallest_reduction", "Success",
        _level(facts.success_percent is not None, present(facts.smallest_reduction)),
        "Say, as a percentage, the smallest fall that would count as success.",
    )  # fmt: skip
    yield Found(
        "harm", "who_harmed", "Harm to the community", _weighed(facts.who_harmed, course),
        _judge(course, "Say who is harmed and what shows it"),
    )  # fmt: skip
    yield Found(
        "asked", "asked_by", "Asked for by", _level(present(facts.asked_by)), "Say who is asking for this."
    )
    yield Found(
        "linked", "asked_by", "Serves a priority", _level(course.linked),
        "It serves no published priority: link it, or say why that does not apply.",
    )  # fmt: skip


def analysis(facts: PlanFacts, course: Course, limits: Thresholds) -> Iterator[Found]:
    sides = (facts.victim, facts.offender, facts.location)
    held = tuple(
        level.label if level is not None else text
        for text, level in zip((facts.guardian, facts.handler, facts.manager), facts.levels, strict=True)
    )
    names = ("victim", "offender", "location", "guardian", "handler", "manager")
    gap = next((n for n, t in zip(names, (*sides, *held), strict=True) if not present(t)), "victim")
    yield Found(
        "triangle",
        gap,
        "Triangle",
        _some((*sides, *held)),
        "Fill all three sides and who has a hold on each.",
    )
    nots = {"not_happening": facts.not_happening, "not_when": facts.not_when, "not_who": facts.not_who}
    yield Found(
        "contrast", next((name for name, text in nots.items() if not present(text)), "not_happening"),
        "Where it is not", _some(tuple(nots.values())), "Say where, when and to whom it does not happen.",
    )  # fmt: skip
    yield Found(
        "current", "current_response", "Done now", _level(present(facts.current_response)),
        "List what is done now and its limits.",
    )  # fmt: skip
    both = any(
        present(h.text) and present(h.evidence_for) and present(h.evidence_against) for h in facts.hypotheses
    )
    yield Found(
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
    yield Found(
        "defined", "defined_problem", "Problem defined again", _level(there and not same and course.reviewed, there),
        _judge(course, ask if there else "Define the problem again after the analysis"),
    )  # fmt: skip
    months = facts.data_months or 0
    yield Found(
        "data", "data_months", "Span of data", _level(months >= limits.data_months or (months and present(facts.data_reason)), months),
        f"Use {limits.data_months} months of data or say why fewer.",
    )  # fmt: skip


def response(facts: PlanFacts, course: Course) -> Iterator[Found]:
    deeds = [deed for deed in course.deeds if deed.state is not ActionState.DROPPED]

    def every(there: list[bool]) -> Level:
        return _level(there and all(there), any(there))

    yield Found(
        "aimed", "action_side", "Actions aimed", every([deed.side is not None for deed in deeds]),
        "Give each action the side of the triangle it works on.",
    )  # fmt: skip
    lacks = [side.value for side in Side if side not in {deed.side for deed in deeds}]
    yield Found(
        "sides", "actions", "Every side", _level(deeds and not lacks, deeds and len(lacks) < len(Side)),
        f"No action works on the {listed(lacks)}.",
    )  # fmt: skip
    yield Found(
        "answers", "action_cause", "Answers a cause", every([deed.answers for deed in deeds]),
        "Name for each action the likely cause it answers.",
    )  # fmt: skip
    yield Found(
        "owned", "owners", "Owners and dates",
        every([present(deed.owner) and deed.start is not None and deed.due is not None for deed in deeds]),
        "Give each action an owner, a start and a due date.",
    )  # fmt: skip
    yield Found(
        "mechanism", "action_works_by", "How it works", every([present(deed.works_by) for deed in deeds]),
        "Say of each action how it is to work.",
    )  # fmt: skip
    kinds = {deed.tactic for deed in deeds if deed.tactic is not None}
    yield Found(
        "tactics", "tactics", "More than enforcement", _level(kinds - {Tactic.ENFORCEMENT}, kinds),
        "Add prevention, intervention or communication.",
    )  # fmt: skip
    yield Found(
        "partners", "partners", "Partners act", _level(any(deed.partner for deed in deeds), present(course.partners)),
        "Give a partner or the community an action.",
    )  # fmt: skip
    yield Found(
        "options", "options_refused" if present(facts.options_considered) else "options_considered", "Options",
        _some((facts.options_considered, facts.options_refused)),
        "Record the options considered, and why some were not chosen.",
    )  # fmt: skip
    early = [d for d in deeds if d.start is not None and d.start < course.opened_on]
    tested = any(h.tested for h in facts.hypotheses)
    yield Found(
        "order", "hypotheses", "After the analysis", _level(deeds and tested and not early, deeds and tested),
        "Actions should follow a cause that has evidence, and none start before the plan.",
    )  # fmt: skip


def assessment(facts: PlanFacts, course: Course, verdict: VerdictReading) -> Iterator[Found]:
    measured = verdict.basis not in _NO_SERIES
    yield Found(
        "same_measure", "after", "Before and after", _level(measured, facts.after.known),
        f"{verdict.says.removeprefix('Cannot tell: ').capitalize()}" if not measured else "",
    )  # fmt: skip
    waiting = any(deed.state is ActionState.OPEN for deed in course.deeds)
    yield Found(
        "process", "process" if facts.carried_out is not None else "carried_out", "Done as planned",
        _level(facts.carried_out is not None and present(facts.process) and not waiting,
               facts.carried_out is not None or present(facts.process)),
        "Say whether it was done as planned and what was, and settle the open actions.",
    )  # fmt: skip
    yield Found(
        "objective",
        "objective_met",
        "Aim met",
        _level(facts.objective_met is not None),
        "Say whether the aim was met.",
    )
    yield Found(
        "displacement", "diffusion" if facts.looked == len(Movement) else "moved", "Displacement, diffusion",
        _level(facts.looked == len(Movement) and present(facts.diffusion),
               facts.looked or present(facts.displacement) or present(facts.diffusion)),
        "Look for each kind of displacement and say how, and whether places nearby gained.",
    )  # fmt: skip
    yield Found(
        "rivals", "rival_explanations", "Other reasons", _weighed(facts.rival_explanations, course),
        _judge(course, "Say what else could explain the change"),
    )  # fmt: skip
    judged = facts.verdict is not None
    yield Found(
        "verdict", "verdict_reason" if judged else "verdict", "Verdict",
        _level(judged and present(course.verdict_reason) and measured, judged),
        "Give the verdict and its reason, from figures before and after.",
    )  # fmt: skip
    figure = facts.cost_hours is not None or facts.cost_money is not None
    yield Found(
        "cost", "cost_hours", "Cost", _level(figure, present(facts.cost)), "Give the cost in hours or money."
    )
    shared = (facts.lessons, facts.shared_with, facts.shared_on.isoformat() if facts.shared_on else "")
    field = (
        "lessons"
        if not present(facts.lessons)
        else "shared_on"
        if present(facts.shared_with)
        else "shared_with"
    )
    yield Found(
        "shared", field, "Lessons shared", _some(shared), "Say what was learnt, who was told and when."
    )


def governance(facts: PlanFacts, course: Course, today: date, limits: Thresholds) -> Iterator[Found]:
    if facts.closed:
        yield Found(
            "closed", "close", "Reason for closing", _level(present(course.close_reason) or course.assessed),
            "It was closed without assessment or reason.",
        )  # fmt: skip
        yield Found(
            "closer",
            "close",
            "Closed by another",
            _level(not course.closed_by_lead),
            "The lead closed it themselves.",
        )
        return
    due = course.next_review_on
    yield Found(
        "authorised", "authorise", "Authorised", _level(course.authorised, course.authorised is not None),
        "Work on it was not authorised." if course.authorised is False else "Nobody has authorised it yet.",
    )  # fmt: skip
    yield Found(
        "twin", "title", "One plan a problem", _level(not course.twin, course.twin),
        f"{course.twin} is open on the same problem and place: join them, or say why both are needed.",
    )  # fmt: skip
    if course.area_closed:
        yield Found("area", "area_id", "Area", Level.MISSING, "Its area was closed: move the plan.")
    yield Found(
        "review", "next_review_on", "Review", _level(due is not None and due >= today, due is not None),
        "The review is overdue." if due else "Set the next review.",
    )  # fmt: skip
    days = (today - course.changed_on).days if course.changed_on else 0
    yield Found(
        "fresh", "review", "Kept up", _level(days <= limits.stale_plan_days),
        f"Nothing was written for {number_of(days, 'day')}.",
    )  # fmt: skip
    yield Found(
        "lead", "lead_id", "Lead", _level(course.lead and not course.lead_left, course.lead),
        "The lead has left: name another." if course.lead else "Name a lead.",
    )  # fmt: skip
