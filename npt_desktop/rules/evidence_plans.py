"""Evidence for questions 19 to 24: problem-solving plans, lessons and What works.

Sources: booklet, Quality assurance, Problem solving; design guide, section 6. A suggestion of None means that
the store cannot tell; “not applicable” that there is nothing to ask about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from npt_desktop.models.kinds import Stage, State
from npt_desktop.rules.evidence_parts import ASIDE, MET, NOT_MET, PARTLY, NoteLine, day_figure, mark
from npt_desktop.rules.periods import day_month, days_words, number_of
from npt_desktop.rules.quality import Evidence, EvidenceRow, Figure, Source
from npt_desktop.rules.thresholds import Thresholds, standard_thresholds
from npt_desktop.rules.words import listed

_MOST_NAMED = 5
"""How many plans a sentence names."""


def _quoted(titles: list[str]) -> str:
    named = [f"‘{title}’" for title in titles[:_MOST_NAMED]]
    if len(titles) > len(named):
        named.append(number_of(len(titles) - len(named), "other"))
    return listed(named)


@dataclass(frozen=True, slots=True)
class PriorityPlan:
    """A current priority with its plan's reference, E-CINS reference, or the reason for having no plan."""

    priority: str
    plan: str = ""
    ecins: str = ""
    reason: str = ""
    source: Source | None = None

    @property
    def settled(self) -> bool:
        """It has a plan on E-CINS or a recorded reason for none (booklet: “where necessary”)."""
        return bool((self.plan.strip() and self.ecins.strip()) or self.reason.strip())


@dataclass(frozen=True, slots=True)
class PriorityPlanFacts:
    """The current priorities."""

    priorities: tuple[PriorityPlan, ...] = ()


def read_priority_plans(facts: PriorityPlanFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 19."""
    del today, limits
    total = len(facts.priorities)
    planned = sum(bool(p.plan.strip()) for p in facts.priorities)
    on_ecins = sum(bool(p.ecins.strip()) for p in facts.priorities)
    open_ = [p.priority for p in facts.priorities if not p.settled]
    figures = (
        Figure(str(total), "current priorities"),
        Figure(str(planned), "with a plan"),
        Figure(str(on_ecins), "with an E-CINS reference"),
        Figure(str(len(open_)), "with neither reference nor reason", mark(bool(open_))),
    )
    rows = tuple(
        EvidenceRow(
            (p.priority, p.plan or "None", p.ecins or "None", p.reason), mark(not p.settled), p.source
        )
        for p in facts.priorities
    )
    heads = ("Priority", "Plan", "E-CINS", "Reason for none")
    if not total:
        return Evidence(figures, None, "No priorities are set for this quarter.")
    if not open_:
        return Evidence(
            figures, MET, "Every priority has a plan on E-CINS or a recorded reason for none.", heads, rows
        )
    why = f"No plan on E-CINS and no reason for {_quoted(open_)}."
    return Evidence(figures, NOT_MET if len(open_) == total else PARTLY, why, heads, rows)


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """An open plan that follows no current priority."""

    title: str
    ecins: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class OtherPlansFacts:
    """The open plans beyond the priorities."""

    plans: tuple[OtherPlan, ...] = ()


def read_other_plans(facts: OtherPlansFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 20."""
    del today, limits
    total = len(facts.plans)
    missing = [plan.title for plan in facts.plans if not plan.ecins.strip()]
    figures = (
        Figure(str(total), "other open plans"),
        Figure(str(total - len(missing)), "with an E-CINS reference"),
        Figure(str(len(missing)), "without one", mark(bool(missing))),
    )
    rows = tuple(
        EvidenceRow((plan.title, plan.ecins or "Missing"), mark(not plan.ecins.strip()), plan.source)
        for plan in facts.plans
    )
    heads = ("Plan", "E-CINS")
    if not total:
        return Evidence(figures, MET, "No other plans are open.")
    if not missing:
        return Evidence(figures, MET, "Every other plan has its E-CINS reference.", heads, rows)
    why = f"No E-CINS reference for {_quoted(missing)}."
    return Evidence(figures, NOT_MET if len(missing) == total else PARTLY, why, heads, rows)


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """An open plan: fields there, gaps in stages it has passed, and its last change."""

    title: str
    stage: Stage
    done: int
    total: int
    gaps_behind: int = 0
    changed_on: date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class OpenPlansFacts:
    """Every open plan of the area."""

    plans: tuple[OpenPlan, ...] = ()


def is_stale(changed_on: date | None, today: date, limits: Thresholds | None = None) -> bool:
    """Whether an open plan has gone without a change for longer than the limit (30 days, assumed)."""
    limits = limits or standard_thresholds()
    return changed_on is None or (today - changed_on).days > limits.stale_plan_days


def read_open_plans(facts: OpenPlansFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 21. Presence is counted; whether a plan keeps with SARA is the chief inspector's to judge."""
    limits = limits or standard_thresholds()
    flags = [(bool(plan.gaps_behind), is_stale(plan.changed_on, today, limits)) for plan in facts.plans]
    thin, stale = (sum(flag) for flag in zip(*flags, strict=True)) if flags else (0, 0)
    total = len(facts.plans)
    figures = (
        Figure(str(total), "open plans"),
        Figure(str(thin), "with gaps in a finished stage", mark(bool(thin))),
        Figure(str(stale), f"no change in {limits.stale_plan_days} days", mark(bool(stale))),
    )
    rows = tuple(
        EvidenceRow(
            (
                plan.title,
                plan.stage.label,
                f"{plan.done} of {plan.total}",
                day_month(plan.changed_on, today) if plan.changed_on else "Never",
            ),
            mark(any(flag)),
            plan.source,
        )
        for plan, flag in zip(facts.plans, flags, strict=True)
    )
    heads = ("Plan", "Stage", "Fields", "Last change")
    if not total:
        return Evidence(figures, ASIDE, "No plans are open.")
    weak = [plan for plan, flag in zip(facts.plans, flags, strict=True) if any(flag)]
    if not weak:
        return Evidence(
            figures, MET, "Every open plan is filled in to its stage and was changed lately.", heads, rows
        )
    suggestion = NOT_MET if len(weak) * 2 > total else PARTLY
    share = f"{len(weak)} of {number_of(total, 'plan')} with gaps or unchanged"
    why = f"Look at {_quoted([plan.title for plan in weak])}: {share}."
    return Evidence(figures, suggestion, why, heads, rows)


@dataclass(frozen=True, slots=True)
class FinishedPlan:
    """A plan whose response is finished: when assessed, with what result, and with whom lessons went."""

    title: str
    finished_on: date
    assessed_on: date | None = None
    result: str = ""
    shared: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class FinishedFacts:
    """Plans finished since a date, usually the start of the year, and any older one still waiting."""

    plans: tuple[FinishedPlan, ...] = ()
    since: str = "January"


def read_finished_plans(facts: FinishedFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 22."""
    limits = limits or standard_thresholds()
    waiting = [plan for plan in facts.plans if plan.assessed_on is None]
    longest = max(((today - plan.finished_on).days for plan in waiting), default=0)
    total = len(facts.plans)
    late = longest > limits.assess_days
    figures = (
        Figure(str(total), f"finished since {facts.since}"),
        Figure(str(total - len(waiting)), "assessed"),
        Figure(
            str(len(waiting)), "without assessment", mark(bool(waiting), State.BAD if late else State.WARN)
        ),
        Figure(days_words(longest) if waiting else "–", "longest wait"),
    )
    rows = tuple(
        EvidenceRow(
            (
                plan.title,
                day_month(plan.finished_on, today),
                day_month(plan.assessed_on, today) if plan.assessed_on else "Missing",
                plan.result,
                plan.shared or "No",
            ),
            mark(plan.assessed_on is None, State.BAD),
            plan.source,
        )
        for plan in sorted(facts.plans, key=lambda plan: (plan.assessed_on is not None, plan.title))
    )
    heads = ("Plan", "Finished", "Assessed", "Result", "Lessons shared")
    if not total:
        return Evidence(figures, ASIDE, f"No plan has been finished since {facts.since}.")
    if not waiting:
        return Evidence(figures, MET, "Every finished plan has been assessed.", heads, rows)
    why = f"{_quoted([plan.title for plan in waiting])} not assessed, longest wait {days_words(longest)}."
    return Evidence(figures, NOT_MET if late else PARTLY, why, heads, rows)


@dataclass(frozen=True, slots=True)
class LessonFact:
    """An assessed plan's lessons: shared inside the force, with partners, and when last."""

    title: str
    internally: bool = False
    with_partners: bool = False
    shared_on: date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class LessonsFacts:
    """The plans assessed in the period under review, and lessons noted as shared apart from a plan."""

    plans: tuple[LessonFact, ...] = ()
    notes: tuple[NoteLine, ...] = ()


def read_lessons_shared(facts: LessonsFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 23."""
    del limits
    total = len(facts.plans)
    inside = sum(plan.internally for plan in facts.plans)
    outside = sum(plan.with_partners for plan in facts.plans)
    shared = [plan.shared_on for plan in facts.plans if plan.shared_on] + [note.day for note in facts.notes]
    last = max(shared, default=None)
    figures = (
        Figure(str(total), "assessed plans"),
        Figure(str(inside), "shared internally", mark(inside < total)),
        Figure(str(outside), "shared with partners", mark(outside < total)),
        day_figure(last, "last shared", today),
    )
    rows = tuple(
        EvidenceRow(
            (plan.title, "Yes" if plan.internally else "No", "Yes" if plan.with_partners else "No"),
            mark(not (plan.internally and plan.with_partners)),
            plan.source,
        )
        for plan in facts.plans
    ) + tuple(
        EvidenceRow((note.what, "Noted", day_month(note.day, today)), State.NONE, note.source)
        for note in facts.notes
    )
    heads = ("Plan", "Internally", "With partners")
    if not total and facts.notes:
        noted = number_of(len(facts.notes), "note")
        return Evidence(figures, MET, f"No plan was assessed; {noted} of lessons shared.", heads, rows)
    if not total:
        return Evidence(figures, ASIDE, "No plan has been assessed, so there are no lessons to share yet.")
    if inside == outside == total:
        return Evidence(
            figures, MET, "Lessons of every assessed plan went to colleagues and partners.", heads, rows
        )
    open_ = [plan.title for plan in facts.plans if not (plan.internally and plan.with_partners)]
    why = f"Lessons of {_quoted(open_)} not shared both internally and with partners."
    return Evidence(figures, PARTLY if inside or outside else NOT_MET, why, heads, rows)


@dataclass(frozen=True, slots=True)
class WorksEntry:
    """A plan that did well, or was sent: where it stands with What works."""

    title: str
    stage: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class WhatWorksFacts:
    """Assessed plans that did well and were not sent, entries sent, and how many stand at each stage."""

    candidates: tuple[str, ...] = ()
    sent: int = 0
    stages: tuple[tuple[str, int], ...] = ()
    entries: tuple[WorksEntry, ...] = ()


def read_what_works(facts: WhatWorksFacts, today: date, limits: Thresholds | None = None) -> Evidence:
    """Question 24."""
    del today, limits
    waiting = list(facts.candidates)
    figures = (
        Figure(str(len(waiting)), "good examples not sent", mark(bool(waiting))),
        Figure(str(facts.sent), "sent to What works"),
        Figure(str(sum(count for _, count in facts.stages)), "entries, by stage below"),
    )
    rows = tuple(
        EvidenceRow((entry.title, entry.stage or "Not sent"), mark(not entry.stage), entry.source)
        for entry in facts.entries
    )
    heads = ("Plan", "Stage")
    if not waiting and not facts.sent:
        return Evidence(figures, ASIDE, "No assessed plan is a good example to send yet.")
    if not waiting:
        return Evidence(figures, MET, "Every good example has been sent to What works.", heads, rows)
    why = f"Send {_quoted(waiting)} to What works, or say why not."
    return Evidence(figures, PARTLY if facts.sent else NOT_MET, why, heads, rows)
