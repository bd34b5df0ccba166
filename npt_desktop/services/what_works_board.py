"""What Works as lists: the entries of the board, the library of what was tried, the digest of a quarter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import BoardDecision, EntryKind, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import CandidateIssue, Priority
from npt_desktop.models.vocabulary import Term
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.what_works import (
    FIELDS,
    Outcome,
    WorksState,
    came_out,
    is_late,
    lacking,
    standard_sheet,
)
from npt_desktop.services.desk import Desk
from npt_desktop.services.what_works import standing, texts_of


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as the list shows it. ``lacks`` counts headings to fill in or explain before it may be sent."""

    id: int
    area_id: int
    area: str
    title: str
    kind: EntryKind
    reference: str
    state: WorksState
    result: Verdict | None
    label: str
    drafted_on: date
    submitted_on: date | None
    decided_on: date | None
    shared_on: date | None
    lacks: int
    late: bool
    words: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Something tried before: an entry, or a finished plan without one. Failures are there too."""

    entry_id: int | None
    plan_id: int | None
    area_id: int
    area: str
    title: str
    reference: str
    issue_id: int | None
    issue: str
    result: Verdict | None
    label: str
    came: Outcome
    when: date | None
    effect: str
    lessons: str
    words: str

    @property
    def outcome(self) -> str:
        """The board's label, else the verdict, else that nobody assessed it."""
        return self.label or (self.result.label if self.result else "Not assessed")


@dataclass(frozen=True, slots=True)
class Digest:
    """What the board of a quarter shares, by the ids of the entries, and what else came before it in numbers."""

    quarter: Quarter
    shared: tuple[int, ...]
    kept: int
    returned: int
    waiting: int


def entry_lines(desk: Desk, area_id: int | None = None) -> list[EntryLine]:
    """The entries of an area (of all areas by default), the latest first."""
    with desk.read() as session:
        query = (
            select(WhatWorksEntry, Area.name, ProblemPlan.reference)
            .join(Area, Area.id == WhatWorksEntry.area_id)
            .outerjoin(ProblemPlan, ProblemPlan.id == WhatWorksEntry.plan_id)
            .order_by(WhatWorksEntry.drafted_on.desc(), WhatWorksEntry.id.desc())
        )
        if area_id is not None:
            query = query.where(WhatWorksEntry.area_id == area_id)
        rows = session.execute(query).all()
    labels, today = standard_sheet().labels, desk.today
    found = []
    for entry, area, reference in rows:
        state = standing(entry)
        late = (
            state is WorksState.QUEUED
            and entry.submitted_on is not None
            and is_late(entry.submitted_on, today)
        )
        label = labels.get(entry.label, "")
        words = f"{entry.title} {area} {reference or ''} {state.label} {label} {_all_words(entry)}".casefold()
        found.append(
            EntryLine(
                entry.id, entry.area_id, area, entry.title, entry.kind, reference or "", state, entry.result, label,
                entry.drafted_on, entry.submitted_on, entry.decided_on, entry.shared_on,
                len(lacking(texts_of(entry))), late, words,
            )
        )  # fmt: skip
    return found


def library(desk: Desk) -> list[Tried]:
    """Everything tried and finished, over all areas, the latest first: submitted entries, and finished plans
    that were never submitted. Long over thousands: call off the window's thread."""
    with desk.read() as session:
        terms = dict(session.execute(select(Term.id, Term.label)).all())
        areas = dict(session.execute(select(Area.id, Area.name)).all())
        issues = _issues(session)
        entries = session.scalars(
            select(WhatWorksEntry).where(WhatWorksEntry.submitted_on.is_not(None))
        ).all()
        plans = session.scalars(select(ProblemPlan).where(ProblemPlan.finished_on.is_not(None))).all()
    by_id = {plan.id: plan for plan in plans}
    labels = standard_sheet().labels
    found: list[Tried] = []
    sent: set[int] = set()
    for entry in entries:
        plan = by_id.get(entry.plan_id or 0)
        sent.add(entry.plan_id or 0)
        issue = entry.issue_id or issues.get(entry.plan_id or 0)
        words = (entry.title, _all_words(entry), areas[entry.area_id], terms.get(issue or 0, ""))
        found.append(
            Tried(
                entry.id, entry.plan_id, entry.area_id, areas[entry.area_id], entry.title,
                plan.reference if plan else "", issue, terms.get(issue or 0, ""), entry.result,
                labels.get(entry.label, ""), came_out(entry.label, entry.result), entry.decided_on or entry.submitted_on,
                entry.effect, entry.implementation, " ".join(words).casefold(),
            )
        )  # fmt: skip
    for plan in plans:
        if plan.id in sent:
            continue
        issue = issues.get(plan.id)
        said = (
            plan.title, plan.reference, plan.perceived_problem, plan.defined_problem, plan.places, plan.causes,
            plan.verdict_reason, plan.lessons, plan.process, areas[plan.area_id], terms.get(issue or 0, ""),
        )  # fmt: skip
        found.append(
            Tried(
                None, plan.id, plan.area_id, areas[plan.area_id], plan.title, plan.reference, issue,
                terms.get(issue or 0, ""), plan.verdict, "", came_out("", plan.verdict),
                plan.assessed_on or plan.finished_on, plan.verdict_reason, plan.lessons, " ".join(said).casefold(),
            )
        )  # fmt: skip
    return sorted(found, key=lambda tried: (tried.when or date.min, tried.title), reverse=True)


def digest(desk: Desk, quarter: Quarter) -> Digest:
    """What the board of a quarter decided to share, in the order decided."""
    with desk.read() as session:
        entries = session.scalars(
            select(WhatWorksEntry).order_by(WhatWorksEntry.decided_on, WhatWorksEntry.id)
        ).all()
    decided = [e for e in entries if e.decided_on and quarter.start <= e.decided_on <= quarter.end]
    tally = Counter(entry.decision for entry in decided)
    shared = tuple(entry.id for entry in decided if entry.decision is BoardDecision.SHARE)
    waiting = sum(standing(entry) is WorksState.QUEUED for entry in entries)
    return Digest(quarter, shared, tally[BoardDecision.KEEP], tally[BoardDecision.RETURN], waiting)


def _all_words(entry: WhatWorksEntry) -> str:
    return " ".join([entry.problem, entry.feedback, *(getattr(entry, name) for name in FIELDS)])


def _issues(session: Session) -> dict[int, int]:
    """The kind of problem of each plan that serves a priority, the latest."""
    rows = session.execute(
        select(Priority.plan_id, CandidateIssue.issue_id)
        .join(CandidateIssue, CandidateIssue.id == Priority.candidate_id)
        .where(Priority.plan_id.is_not(None), CandidateIssue.issue_id.is_not(None)).order_by(Priority.id)
    )  # fmt: skip
    return {plan or 0: issue or 0 for plan, issue in rows}
