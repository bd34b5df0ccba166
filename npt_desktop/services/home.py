"""What Home shows: what is due, worst first, and how the quarter, the log and the QA meeting stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from npt_desktop import __version__
from npt_desktop.models.actions import Action
from npt_desktop.models.communities import CommunityProfile, EngagementPlan, PlannedActivity
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.journal import ChangeSet
from npt_desktop.models.kinds import ActionState, NoteKind, PublicationKind, State
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Publication
from npt_desktop.models.quality import EvidenceNote
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.due import build_due
from npt_desktop.rules.due_facts import (
    BlogDue,
    CheckDue,
    DueFacts,
    EntryDue,
    KinDue,
    MeetingDue,
    NewsletterDue,
    OwnAction,
    PlanDue,
    PlannedDue,
    RetentionDue,
    RoundDue,
    UpdatesDue,
)
from npt_desktop.rules.home_page import CardLine, HomePage
from npt_desktop.rules.periods import Quarter, add_months, month_of, quarter_of
from npt_desktop.rules.priority_steps import RoundFacts, Step, current_step, read_steps
from npt_desktop.rules.quality import Evidence
from npt_desktop.rules.readiness import is_ready
from npt_desktop.rules.sara import read_plan
from npt_desktop.services.clocks import Clocks
from npt_desktop.services.community import Community
from npt_desktop.services.desk import Desk
from npt_desktop.services.engagement import Engagement
from npt_desktop.services.home_areas import HomeAreas
from npt_desktop.services.plan_facts import facts_of
from npt_desktop.services.priorities import Priorities, RoundPage, round_facts
from npt_desktop.services.publication import Publishing
from npt_desktop.services.quality import MeetingPage, Quality
from npt_desktop.services.retention_queue import earliest_due, waits
from npt_desktop.services.round_page import cards_of, round_of
from npt_desktop.services.second_scores import waiting_for
from npt_desktop.services.what_works_due import works_due
from npt_desktop.store.glance import HOME_KEPT


class Home:
    """Home, at a desk. Reads most of an area: call off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, area_id: int, *, mine: bool = False) -> HomePage:
        """The area as it stands today; with ``mine`` only what this person owns."""
        today = self._desk.today
        quarter = quarter_of(today)
        found = Priorities(self._desk).page(area_id, quarter)
        counted = round_facts(found, today, Publishing(self._desk).open_checks(found, area_id))
        steps = read_steps(counted, today)
        log = Engagement(self._desk)
        quality = Quality(self._desk)
        meeting = quality.page(area_id, month_of(today))
        evidence = quality.readiness(area_id, month_of(today), meeting.due)
        with self._desk.read() as session:
            facts = self._due(session, area_id, found, counted, steps, meeting, evidence, mine=mine)
            weeks = self._weeks(session, area_id)
            actions = self._action_counts(session, area_id)
            cards = self._cards(session, found)
        held = meeting.meeting
        month = log.month_facts(area_id, today)
        at = current_step(steps)
        areas, lowest = HomeAreas(self._desk).read()
        return HomePage(
            area=found.area, today=today, quarter=quarter.label, due=build_due(facts, today),
            step_states=tuple(step.state for step in steps), step=at,
            step_words=_step_words(steps, at), priorities=cards, entries=month.entries, average=month.average,
            weeks=weeks, gaps=self._gaps(log, area_id),
            meeting_on=(held.held_on or held.scheduled_on) if held else None,
            questions=len(meeting.due), ready=_ready(evidence), worst=_worst(meeting, evidence), actions=actions,
            areas=areas, lowest=lowest, clocks=Clocks(self._desk).marks(area_id),
        )  # fmt: skip

    def link(self) -> str:
        """The last link of the journal: as long as it is the same, nothing Home is read from has changed."""
        with self._desk.read() as session:
            return session.scalar(select(ChangeSet.link).order_by(ChangeSet.id.desc()).limit(1)) or ""

    def remember(self, page: HomePage, link: str, area_id: int, *, mine: bool) -> None:
        """Keep a page for the next start, with the journal link it was read at; not if that has moved on."""
        if link == self.link():
            name = f"{HOME_KEPT}{self._desk.actor.name}"
            self._desk.store.keep_setting(name, {"link": link, "area_id": area_id, "mine": mine,
                                                 "version": __version__, "page": page.as_json()})  # fmt: skip

    # ------------------------------------------------------------------- what is due
    def _due(
        self, session: Session, area_id: int, page: RoundPage, counted: RoundFacts, steps: tuple[Step, ...],
        meeting: MeetingPage, evidence: dict[int, Evidence], *, mine: bool,
    ) -> DueFacts:  # fmt: skip
        today = self._desk.today
        me = self._desk.actor.person_id
        kin = () if mine else tuple(
            KinDue(k.last_on, str(k.id)) for k in Community(self._desk).key_individuals(area_id)
        )  # fmt: skip
        facts = DueFacts(
            quarter=page.quarter, plans=self._plans(session, area_id, me if mine else None),
            entries=self._entries(session, area_id, me if mine else None),
            second=waiting_for(session, self._desk.actor), people=kin,
            works=works_due(session, self._desk, area_id, mine=mine),
            planned=self._planned(session, area_id, me if mine else None),
            actions=self._own_actions(session, area_id, me if mine else None),
        )  # fmt: skip
        if mine and self._desk.actor.role.value in ("constable", "sergeant"):
            return facts
        held = meeting.meeting.scheduled_on if meeting.meeting else None
        return DueFacts(
            quarter=page.quarter,
            round=RoundDue(page.quarter, current_step(steps), str(page.round.id) if page.round else "",
                           counted.meeting_on, counted.open_checks,
                           counted.priorities - counted.settled_plans),
            plans=facts.plans, entries=facts.entries, second=facts.second, people=facts.people,
            planned=facts.planned,
            updates=(*self._closed_blank(session, area_id, page.quarter), *self._updates(page)),
            blog=BlogDue(month_of(today), self._last(session, area_id, PublicationKind.BLOG, month_of(today))
                         is not None),
            newsletter=self._newsletter(session, area_id),
            profile=CheckDue(_latest(session, CommunityProfile, area_id)),
            plan=CheckDue(_latest(session, EngagementPlan, area_id)),
            contacts=CheckDue(session.scalar(
                select(func.max(EvidenceNote.day)).where(EvidenceNote.area_id == area_id,
                                                         EvidenceNote.kind == NoteKind.CONTACTS_CHECK))),
            meeting=MeetingDue(held, _ready(evidence), len(meeting.due), meeting.finished) if held else None,
            works=facts.works, actions=facts.actions, retention=self._retention(session, area_id),
        )  # fmt: skip

    def _retention(self, session: Session, area_id: int) -> RetentionDue | None:
        if not may(self._desk.actor.role, Act.RETENTION):
            return None
        today, me = self._desk.today, self._desk.actor.person_id
        count, first = earliest_due(session, today, area_id)
        confirm = sum(1 for each in waits(session, area_id=area_id) if each.asked and each.asked.by_id != me)
        return RetentionDue(count, min(first or today, today), confirm) if count else None

    def _plans(self, session: Session, area_id: int, owner: int | None) -> tuple[PlanDue, ...]:
        query = select(ProblemPlan).where(ProblemPlan.area_id == area_id, ProblemPlan.assessed_on.is_(None))
        if owner is not None:
            query = query.where(or_(ProblemPlan.lead_id == owner, ProblemPlan.supervisor_id == owner))
        plans = session.scalars(query.order_by(ProblemPlan.finished_on, ProblemPlan.reference)).all()
        facts = facts_of(session, plans)
        found = []
        for plan in plans:
            reading = read_plan(facts[plan.id], self._desk.today)
            last = reading.stages[-1].missing
            missing = last if plan.finished_on else reading.missing
            found.append(PlanDue(
                plan.title, str(plan.id), plan.finished_on, plan.closed_on, assessed=not last,
                missing_fields=len(missing), first_missing=missing[0].field if missing else "",
                review_on=plan.next_review_on, changed_on=plan.changed_at.date(),
            ))  # fmt: skip
        return tuple(found)

    def _entries(self, session: Session, area_id: int, owner: int | None) -> tuple[EntryDue, ...]:
        e = EngagementEntry
        silent = func.trim(e.outcome) == ""
        query = select(e.day, e.lead_name, silent, e.score.is_(None), e.id).where(
            e.area_id == area_id,
            e.day >= add_months(month_of(self._desk.today), -2),
            silent | e.score.is_(None),
        )
        if owner is not None:
            query = query.where(e.lead_id == owner)
        return tuple(
            EntryDue(day, lead, bool(no_outcome), bool(no_score), str(key))
            for day, lead, no_outcome, no_score, key in session.execute(query.order_by(e.day))
        )

    def _planned(self, session: Session, area_id: int, owner: int | None) -> tuple[PlannedDue, ...]:
        a = PlannedActivity
        query = select(a.month, a.id).where(a.area_id == area_id, a.state == ActionState.OPEN)
        if owner is not None:
            query = query.where(a.owner_id == owner)
        return tuple(
            PlannedDue(month, str(key)) for month, key in session.execute(query.order_by(a.month, a.id))
        )

    def _own_actions(self, session: Session, area_id: int, owner: int | None) -> tuple[OwnAction, ...]:
        query = select(Action).where(Action.area_id == area_id, Action.state == ActionState.OPEN)
        query = query.where(Action.owner_id == owner) if owner else query.where(
            or_(Action.answer_id.is_not(None), Action.owner_id == self._desk.actor.person_id))  # fmt: skip
        soon = self._desk.today + timedelta(days=31)
        found = []
        for action in session.scalars(query.order_by(Action.due_on)):
            if action.due_on is None or action.due_on > soon:
                continue
            source = (
                "Action of a QA meeting" if action.answer_id
                else "Action of a plan" if action.plan_id
                else "Action of an engagement" if action.entry_id
                else "Action of a review"
            )  # fmt: skip
            record = str(action.plan_id) if action.plan_id else ""
            found.append(OwnAction(action.title, action.due_on, source, record))
        return tuple(found)

    def _updates(self, page: RoundPage) -> tuple[UpdatesDue, ...]:
        if page.round is None or page.round.published_on is None:
            return ()
        found = []
        for n, month in enumerate(page.quarter.months):
            if month > self._desk.today:
                break
            updates = [card.updates[n] for card in page.cards]
            published = sum(1 for u in updates if u is not None and u.published_on)
            drafted = sum(1 for u in updates if u is not None and not u.published_on)
            found.append(UpdatesDue(month, len(page.cards), published, drafted))
        return tuple(found)

    def _closed_blank(self, session: Session, area_id: int, quarter: Quarter) -> tuple[UpdatesDue, ...]:
        """The last month of the quarter before, while an update of it is missing: no month closes blank unnoticed."""
        earlier = quarter.previous()
        found = round_of(session, area_id, earlier)
        if found is None or found.published_on is None:
            return ()
        month = earlier.months[-1]
        cards = [
            c for c in cards_of(session, found, earlier)
            if c.priority.closed_on is None or c.priority.closed_on >= month
        ]  # fmt: skip
        told = [c.updates[-1] for c in cards]
        published = sum(1 for u in told if u is not None and u.published_on)
        drafted = sum(1 for u in told if u is not None and not u.published_on)
        return (UpdatesDue(month, len(cards), published, drafted),)

    def _newsletter(self, session: Session, area_id: int) -> NewsletterDue:
        month = month_of(self._desk.today)
        issued = self._last(session, area_id, PublicationKind.NEWSLETTER, month)
        last = issued or self._last(session, area_id, PublicationKind.NEWSLETTER, None)
        return NewsletterDue(month, issued is not None, last.published_on if last else None,
                             last.recipients if last else None)  # fmt: skip

    def _last(
        self, session: Session, area_id: int, kind: PublicationKind, month: date | None
    ) -> Publication | None:
        query = select(Publication).where(Publication.area_id == area_id, Publication.kind == kind)
        if month is not None:
            query = query.where(Publication.month == month)
        return session.scalars(query.order_by(Publication.published_on.desc()).limit(1)).first()

    # ---------------------------------------------------------------------- the cards
    def _cards(self, session: Session, page: RoundPage) -> tuple[CardLine, ...]:
        facts = facts_of(session, [c.plan for c in page.cards if c.plan is not None])
        lines = []
        for card in page.cards:
            shares = (0.0, 0.0, 0.0, 0.0)
            if card.plan is not None:
                s, a, r, e = (
                    g.done / g.total for g in read_plan(facts[card.plan.id], self._desk.today).stages
                )
                shares = s, a, r, e
            marks = []
            for month, update in zip(page.quarter.months, card.updates, strict=True):
                if update is not None and update.published_on:
                    state = State.GOOD
                elif month > self._desk.today:
                    state = State.NONE
                else:
                    state = State.WARN if month_of(self._desk.today) == month else State.BAD
                marks.append((f"{month:%b}", state))
            lines.append(
                CardLine(card.priority.number, card.priority.id, card.priority.title, shares, tuple(marks))
            )
        return tuple(lines)

    def _weeks(self, session: Session, area_id: int) -> tuple[int, ...]:
        """Entries in each of the last twelve weeks, oldest first."""
        today = self._desk.today
        first = today - timedelta(days=12 * 7 - 1)
        counts = [0] * 12
        e = EngagementEntry
        for day, number in session.execute(
            select(e.day, func.count())
            .where(e.area_id == area_id, e.day >= first, e.day <= today)
            .group_by(e.day)
        ):
            counts[(day - first).days // 7] += number
        return tuple(counts)

    def _gaps(self, log: Engagement, area_id: int) -> tuple[tuple[str, int], ...]:
        found = log.gaps(area_id, [month_of(self._desk.today)])
        days = [
            (choice.label, since) for choice, since in zip(found.audiences, found.days_since, strict=True)
            if since is not None and choice.label != "Other"
        ]  # fmt: skip
        return tuple(sorted(days, key=lambda item: -item[1])[:2])

    def _action_counts(self, session: Session, area_id: int) -> tuple[int, int, int]:
        """QA actions due in the last month: done, open and late."""
        since = add_months(month_of(self._desk.today), -1)
        rows = session.execute(
            select(Action.state, Action.due_on)
            .where(Action.area_id == area_id, Action.answer_id.is_not(None),
                   or_(Action.due_on >= since, Action.state == ActionState.OPEN))
        ).all()  # fmt: skip
        late = sum(1 for s, d in rows if s is ActionState.OPEN and d is not None and d < self._desk.today)
        still = sum(1 for s, _ in rows if s is ActionState.OPEN) - late
        return sum(1 for s, _ in rows if s is ActionState.DONE), still, late


def _step_words(steps: tuple[Step, ...], at: int) -> str:
    if at > len(steps):
        return ""
    step = steps[at - 1]
    return f"{step.title}: {step.when[:1].lower()}{step.when[1:]}"


def _latest(session: Session, kind: type[Any], area_id: int) -> date | None:
    return session.scalar(select(func.max(kind.confirmed_on)).where(kind.area_id == area_id))


def _ready(evidence: dict[int, Evidence]) -> int:
    """How many questions the store has something to show for."""
    return sum(1 for e in evidence.values() if is_ready(e))


def _worst(meeting: MeetingPage, evidence: dict[int, Evidence]) -> tuple[tuple[State, str, int], ...]:
    order = [State.BAD, State.WARN]
    found = [
        (evidence[d.question.number].state, d.question.short, d.question.number)
        for d in meeting.due if evidence[d.question.number].state in order
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: order.index(item[0]))[:3])
