"""The golden thread: every record that belongs to one issue, from the survey figure to the published result.

Source: domain notes, section 7: evidence, decision, priority, plan, action, update, publication and result, walked
in both directions. An issue that was carried over is one thread through all its quarters. Nothing is kept for it:
the thread is read from the links the records have anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.every import records
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import (
    CandidateIssue,
    Priority,
    PriorityRound,
    PriorityUpdate,
    Publication,
    SurveyResult,
    UpdateCorrection,
)
from npt_desktop.rules.decisions import ending
from npt_desktop.rules.mentions import same_issue
from npt_desktop.rules.periods import month_label, quarter_of
from npt_desktop.rules.public_wording import UPDATE_PARTS
from npt_desktop.services.correcting_updates import corrections_of
from npt_desktop.services.deciding import PLAN_SOURCE
from npt_desktop.services.desk import Desk

MOST_ENTRIES = 100


class Bead(StrEnum):
    """What hangs on the thread, in the order of the story."""

    SURVEY = "survey"
    CANDIDATE = "candidate"
    DECISION = "decision"
    PRIORITY = "priority"
    PLAN = "plan"
    ACTION = "action"
    ENGAGEMENT = "engagement"
    UPDATE = "update"
    CORRECTION = "correction"
    PUBLICATION = "publication"
    RESULT = "result"

    @property
    def label(self) -> str:
        return {"survey": "Survey figure", "candidate": "Issue before the meeting"}.get(
            self.value, self.value.capitalize()
        )


@dataclass(frozen=True, slots=True)
class Knot:
    """One record on the thread: ``table`` and ``id`` name it; ``screen``, ``record`` and ``field`` open it."""

    bead: Bead
    table: str
    id: int
    title: str
    detail: str
    day: date | None
    area_id: int
    screen: str
    record: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A whole thread in the order of the story; ``priority_id`` is its latest priority, if it came to one."""

    area: str
    title: str
    knots: tuple[Knot, ...]
    priority_id: int | None

    @property
    def missing(self) -> tuple[Bead, ...]:
        """What the thread has none of; a story without a correction lacks nothing."""
        there = {knot.bead for knot in self.knots} | {Bead.CORRECTION}
        return tuple(bead for bead in Bead if bead not in there)

    def of(self, bead: Bead) -> tuple[Knot, ...]:
        """The records of one kind."""
        return tuple(knot for knot in self.knots if knot.bead is bead)


TABLES = frozenset({
    "survey_result", "candidate_issue", "priority_round", "priority", "problem_plan", "action", "engagement_entry",
    "priority_update", "publication", "update_correction",
})  # fmt: skip
"""Where a walk may begin."""


class GoldenThread:
    """Threads, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, table: str, record_id: int) -> Thread:
        """The thread a record hangs on, whichever of :data:`TABLES` it is in. Raises CannotDo when it is gone or
        hangs on none."""
        if table not in TABLES:
            raise ValueError(f"no thread begins at {table}")
        with self._desk.read() as session:
            record = session.get(records()[table], record_id)
            if record is None:
                raise CannotDo("This record was removed in the meantime: go back and choose another.")
            found = _Found(session)
            found.begin(record)
            found.follow()
            return found.thread()


class _Found:
    """What a walk has come to: issues, priorities and plans, from which all the rest hangs."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.issues: dict[int, CandidateIssue] = {}
        self.priorities: dict[int, Priority] = {}
        self.plans: dict[int, ProblemPlan] = {}
        self.alone: list[Record] = []

    # -- where it begins --
    def begin(self, record: Record) -> None:
        """Come to the issues, priorities and plans a record names; one that names none hangs alone."""
        if isinstance(record, CandidateIssue):
            self.issues[record.id] = record
        elif isinstance(record, Priority):
            self.priorities[record.id] = record
        elif isinstance(record, ProblemPlan):
            self.plans[record.id] = record
        elif isinstance(record, PriorityRound):
            self._take(Priority, Priority.round_id == record.id)
        elif isinstance(record, SurveyResult):
            self._surveyed(record)
        elif isinstance(record, PriorityUpdate):
            self._take(Priority, Priority.id == record.priority_id)
        elif isinstance(record, UpdateCorrection):
            self.begin(self._session.get_one(PriorityUpdate, record.update_id))
        elif isinstance(record, Publication):
            own = (
                Priority.id == record.priority_id
                if record.priority_id
                else Priority.round_id == record.round_id
            )
            self._take(Priority, own)
        elif isinstance(record, Action):
            self._linked(None, record.plan_id)
            if record.plan_id is None and record.entry_id is not None:
                self.begin(self._session.get_one(EngagementEntry, record.entry_id))
        elif isinstance(record, EngagementEntry):
            self._linked(record.priority_id, record.plan_id)
        if not (self.issues or self.priorities or self.plans):
            self.alone.append(record)

    def _linked(self, priority_id: int | None, plan_id: int | None) -> None:
        if priority_id is not None:
            self._take(Priority, Priority.id == priority_id)
        if plan_id is not None:
            self._take(ProblemPlan, ProblemPlan.id == plan_id)

    def _surveyed(self, figure: SurveyResult) -> None:
        quarter = quarter_of(figure.period).next().start
        rows = self._session.scalars(
            select(CandidateIssue).join(PriorityRound, PriorityRound.id == CandidateIssue.round_id)
            .where(PriorityRound.area_id == figure.area_id, PriorityRound.quarter == quarter)
        )  # fmt: skip
        for issue in rows:
            if same_issue(issue.issue_id, issue.title, figure.issue_id, figure.issue_text):
                self.issues[issue.id] = issue

    # -- where it leads --
    def follow(self) -> None:
        """Go on until nothing new is met: issues, priorities and plans lead to one another, through quarters."""
        before = -1
        while (now := len(self.issues) + len(self.priorities) + len(self.plans)) != before:
            before = now
            ids = set(self.issues) | {p.candidate_id for p in self.priorities.values() if p.candidate_id}
            earlier = {c.carried_from_id for c in self.issues.values() if c.carried_from_id}
            sources = [f"{PLAN_SOURCE}{plan.reference}" for plan in self.plans.values()]
            c = CandidateIssue
            self._take(c, or_(c.id.in_(ids | earlier), c.carried_from_id.in_(ids), c.source.in_(sources)))
            p = Priority
            back = {x.carried_from_id for x in self.priorities.values() if x.carried_from_id}
            self._take(p, or_(p.candidate_id.in_(set(self.issues)), p.id.in_(back),
                              p.carried_from_id.in_(set(self.priorities)), p.plan_id.in_(set(self.plans))))  # fmt: skip
            named = {c.source.removeprefix(PLAN_SOURCE) for c in self.issues.values()
                     if c.source.startswith(PLAN_SOURCE)}  # fmt: skip
            of = {x.plan_id for x in self.priorities.values() if x.plan_id}
            self._take(ProblemPlan, or_(ProblemPlan.id.in_(of), ProblemPlan.reference.in_(named)))

    def _take(self, kind: type[Any], condition: Any) -> None:
        kept: dict[type[Any], dict[int, Any]] = {
            CandidateIssue: self.issues, Priority: self.priorities, ProblemPlan: self.plans,
        }  # fmt: skip
        for record in self._session.scalars(select(kind).where(condition)):
            kept[kind].setdefault(record.id, record)

    # -- as a thread --
    def thread(self) -> Thread:
        """All of it, in order."""
        session = self._session
        rounds = {r.id: r for r in session.scalars(select(PriorityRound).where(PriorityRound.id.in_(
            {c.round_id for c in self.issues.values()} | {p.round_id for p in self.priorities.values()})))}  # fmt: skip
        latest = max(
            self.priorities.values(), key=lambda p: (rounds[p.round_id].quarter, -p.number), default=None
        )
        knots = [
            *_surveyed(session, self.issues, rounds),
            *_considered(self.issues, rounds),
            *_chosen(self.priorities, rounds),
            *_planned(session, self.plans),
            *_engaged(session, self.priorities, self.plans),
            *_told(session, self.priorities, rounds),
            *_put_out(session, self.priorities, rounds),
            *_ended(self.priorities, rounds),
        ]
        knots += [_alone(session, record) for record in self.alone]
        order = list(Bead)
        knots.sort(key=lambda knot: (order.index(knot.bead), knot.day or date.max, knot.id))
        first = next(iter(knots), None)
        area = session.get(Area, first.area_id) if first else None
        title = latest.title if latest else next((k.title for k in knots if k.bead is not Bead.SURVEY),
                                                 first.title if first else "")  # fmt: skip
        return Thread(area.name if area else "", title, tuple(knots), latest.id if latest else None)


Rounds = dict[int, PriorityRound]


def _surveyed(session: Session, issues: dict[int, CandidateIssue], rounds: Rounds) -> list[Knot]:
    found: dict[int, Knot] = {}
    for issue in issues.values():
        around = rounds[issue.round_id]
        rows = session.scalars(select(SurveyResult).where(
            SurveyResult.area_id == around.area_id,
            SurveyResult.period == quarter_of(around.quarter).previous().start))  # fmt: skip
        for row in rows:
            if same_issue(issue.issue_id, issue.title, row.issue_id, row.issue_text):
                found[row.id] = _figure(row, around.id)
    return list(found.values())


def _figure(row: SurveyResult, round_id: int) -> Knot:
    words = f"{row.percent:.0f} % ({row.count:,} of {row.base:,}), {quarter_of(row.period).label}"
    return Knot(Bead.SURVEY, "survey_result", row.id, row.issue_text, words, row.period, row.area_id, "priorities",
                round_id, "survey")  # fmt: skip


def _considered(issues: dict[int, CandidateIssue], rounds: Rounds) -> list[Knot]:
    found = []
    for c in issues.values():
        around = rounds[c.round_id]
        label, field = quarter_of(around.quarter).label, f"issue@{c.id}"
        detail = f"{label}: {c.evidence}" if c.evidence else label
        found.append(Knot(Bead.CANDIDATE, "candidate_issue", c.id, c.title, detail, around.survey_on or around.quarter,
                          around.area_id, "priorities", around.id, field))  # fmt: skip
        if around.decided_on is None:
            continue
        ended = ending(c.decision, carried=c.carried_from_id is not None, passed_to=c.passed_to,
                       passed_on=c.passed_on)  # fmt: skip
        why = f"{label}: {c.reason}" if c.reason else label
        agreed = f" Agreed by {c.agreed_by}." if c.agreed_by else ""
        found.append(Knot(Bead.DECISION, "candidate_issue", c.id, ended, f"{why}{agreed}", around.decided_on,
                          around.area_id, "priorities", around.id, field))  # fmt: skip
    return found


def _chosen(priorities: dict[int, Priority], rounds: Rounds) -> list[Knot]:
    return [
        Knot(Bead.PRIORITY, "priority", p.id, p.title,
             f"Priority {p.number} of {quarter_of(rounds[p.round_id].quarter).label}", rounds[p.round_id].decided_on,
             p.area_id, "priorities", p.round_id, f"priority:{p.number}")
        for p in priorities.values()
    ]  # fmt: skip


def _planned(session: Session, plans: dict[int, ProblemPlan]) -> list[Knot]:
    found = [
        Knot(Bead.PLAN, "problem_plan", plan.id, plan.title, f"{plan.reference}, {plan.stage.label.lower()}",
             plan.opened_on, plan.area_id, "plans", plan.id)
        for plan in plans.values()
    ]  # fmt: skip
    actions = session.scalars(select(Action).where(Action.plan_id.in_(set(plans))))
    return found + [_action(a, plans[a.plan_id or 0]) for a in actions]


def _action(action: Action, plan: ProblemPlan) -> Knot:
    state = {ActionState.OPEN: "Open", ActionState.DONE: "Done", ActionState.DROPPED: "Dropped"}[action.state]
    return Knot(Bead.ACTION, "action", action.id, action.title, f"{state}, {plan.reference}",
                action.done_on or action.due_on, action.area_id, "plans", plan.id, "actions")  # fmt: skip


def _engaged(session: Session, priorities: dict[int, Priority], plans: dict[int, ProblemPlan]) -> list[Knot]:
    e = EngagementEntry
    rows = session.scalars(
        select(e).where(or_(e.priority_id.in_(set(priorities)), e.plan_id.in_(set(plans))))
        .order_by(e.day.desc(), e.id.desc()).limit(MOST_ENTRIES)
    )  # fmt: skip
    return [_entry(entry) for entry in rows]


def _entry(entry: EngagementEntry) -> Knot:
    return Knot(Bead.ENGAGEMENT, "engagement_entry", entry.id, entry.who_engaged or entry.summary, entry.summary,
                entry.day, entry.area_id, "engagement", entry.id)  # fmt: skip


def _told(session: Session, priorities: dict[int, Priority], rounds: Rounds) -> list[Knot]:
    found, where = [], {}
    for u in session.scalars(select(PriorityUpdate).where(PriorityUpdate.priority_id.in_(set(priorities)))):
        p = priorities[u.priority_id]
        state = "Published" if u.published_on else "Draft"
        where[u.id] = (
            p.area_id,
            rounds[p.round_id].id,
            f"update@{u.month:%Y-%m}:{p.number}",
            month_label(u.month),
        )
        found.append(Knot(Bead.UPDATE, "priority_update", u.id, f"{month_label(u.month)} update",
                          f"{state}: {u.we_did or u.you_said}".rstrip(": "), u.published_on or u.month, p.area_id,
                          "priorities", rounds[p.round_id].id, f"update@{u.month:%Y-%m}:{p.number}"))  # fmt: skip
    for corrections in corrections_of(session, where).values():
        for c in corrections:
            area_id, round_id, field, month = where[c.update_id]
            said = f"{UPDATE_PARTS.get(c.field, c.field)}, before: {c.was} Now: {c.value} Why: {c.reason}"
            found.append(Knot(Bead.CORRECTION, "update_correction", c.id, f"{month} update corrected", said,
                              c.made_at.astimezone().date(), area_id, "priorities", round_id, field))  # fmt: skip
    return found


def _put_out(session: Session, priorities: dict[int, Priority], rounds: Rounds) -> list[Knot]:
    p = Publication
    of_rounds = {x.round_id for x in priorities.values()}
    rows = session.scalars(
        select(p).where(or_(p.priority_id.in_(set(priorities)),
                            p.round_id.in_(of_rounds) & p.priority_id.is_(None)))
    )  # fmt: skip
    return [_publication(row, row.round_id or 0) for row in rows if row.round_id in rounds]


def _publication(row: Publication, round_id: int) -> Knot:
    where = ", ".join(map(str, row.channels))
    return Knot(Bead.PUBLICATION, "publication", row.id, row.title or row.kind.label, f"{row.kind.label}: {where}",
                row.published_on, row.area_id, "priorities", round_id, f"out@{row.id}")  # fmt: skip


def _ended(priorities: dict[int, Priority], rounds: Rounds) -> list[Knot]:
    found = []
    for p in priorities.values():
        if p.result is None:
            continue
        figures = ""
        if p.first_figure is not None and p.last_figure is not None:
            figures = f"{p.first_figure} to {p.last_figure} {p.figure_name}".rstrip()
        said = [figures, p.result_note, f"Then: {p.what_follows}" if p.what_follows else ""]
        found.append(Knot(Bead.RESULT, "priority", p.id, p.result.label,
                          ". ".join(part.rstrip(".") for part in said if part), p.closed_on, p.area_id, "priorities",
                          rounds[p.round_id].id, f"priority:{p.number}"))  # fmt: skip
    return found


def _alone(session: Session, record: Record) -> Knot:
    """A record no issue, priority or plan belongs to, as the only one on its thread."""
    if isinstance(record, EngagementEntry):
        return _entry(record)
    if isinstance(record, SurveyResult):
        quarter = quarter_of(record.period).next().start
        found = session.scalar(select(PriorityRound.id).where(PriorityRound.area_id == record.area_id,
                                                              PriorityRound.quarter == quarter))  # fmt: skip
        return _figure(record, found or 0)
    if isinstance(record, Publication):
        return _publication(record, record.round_id or 0)
    raise CannotDo("Nothing belongs to this record yet: it names no priority and no plan.")
