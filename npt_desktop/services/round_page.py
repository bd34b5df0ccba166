"""A priority round as it is read: the records of its six steps, and its steps in dates and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import Decision
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import (
    CandidateIssue,
    Priority,
    PriorityCorrection,
    PriorityMeeting,
    PriorityRound,
    PriorityUpdate,
    Publication,
    SurveyResult,
    UpdateCorrection,
)
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.priority_steps import RoundFacts
from npt_desktop.rules.public_wording import split_wording, stands_in
from npt_desktop.services.correcting_updates import corrections_of


@dataclass(frozen=True, slots=True)
class PriorityCard:
    """A priority with its plan and its updates, one for each month of the quarter; ``corrections`` are those of its
    published updates, in their order."""

    priority: Priority
    plan: ProblemPlan | None
    updates: tuple[PriorityUpdate | None, PriorityUpdate | None, PriorityUpdate | None]
    carried: bool
    corrections: tuple[UpdateCorrection, ...] = ()

    def corrected(self, update: PriorityUpdate | None) -> tuple[UpdateCorrection, ...]:
        """The corrections of one of its updates."""
        return tuple(c for c in self.corrections if update is not None and c.update_id == update.id)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """An area's round for a quarter, whole. ``round`` is None before step 1; records are read only.

    ``publication`` is the latest of the priorities, ``earlier`` are those it replaced, latest first;
    ``corrections`` are in their order.
    """

    area: str
    quarter: Quarter
    round: PriorityRound | None
    meeting: PriorityMeeting | None
    survey: tuple[SurveyResult, ...]
    candidates: tuple[CandidateIssue, ...]
    cards: tuple[PriorityCard, ...]
    publication: Publication | None
    earlier: tuple[Publication, ...] = ()
    corrections: tuple[PriorityCorrection, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Titles of the priorities whose words no longer stand in the text that was put out last."""
        if self.publication is None:
            return ()
        out = self.publication.text
        return tuple(
            c.priority.title
            for c in self.cards
            if not stands_in(out, (c.priority.title, *split_wording(c.priority.public_wording)))
        )

    @property
    def undecided(self) -> tuple[CandidateIssue, ...]:
        """Candidates nobody has decided on yet."""
        return tuple(c for c in self.candidates if c.decision is Decision.UNDECIDED)

    @property
    def updates_done(self) -> int:
        """Published updates of the quarter, up to nine."""
        return sum(1 for card in self.cards for u in card.updates if u is not None and u.published_on)


def round_facts(page: RoundPage, today: date, open_checks: int = 0) -> RoundFacts:
    """A round in the dates and counts its steps are read from; ``open_checks`` are those before publishing that
    are not good (:meth:`Publishing.checks`)."""
    found, meeting = page.round, page.meeting
    begun = sum(1 for month in page.quarter.months if month <= today)
    settled = sum(
        1 for c in page.cards
        if (c.plan is not None and c.plan.ecins_reference.strip()) or c.priority.no_plan_reason.strip()
    )  # fmt: skip
    return RoundFacts(
        quarter=page.quarter,
        survey_on=found.survey_on if found else None,
        sources=len(page.survey),
        meeting_on=meeting.held_on if meeting else None,
        meeting_held=bool(meeting and meeting.held_on and meeting.held_on <= today),
        attended=len([n for n in meeting.attended.splitlines() if n.strip()]) if meeting else 0,
        decided_on=found.decided_on if found else None,
        priorities=len(page.cards),
        undecided=len(page.undecided),
        published_on=found.published_on if found else None,
        open_checks=open_checks,
        settled_plans=settled,
        updates_published=page.updates_done,
        updates_due=begun * len(page.cards),
    )


def round_of(session: Session, area_id: int, quarter: Quarter) -> PriorityRound | None:
    """The round of an area and quarter, if it was begun."""
    return session.scalars(
        select(PriorityRound).where(PriorityRound.area_id == area_id, PriorityRound.quarter == quarter.start)
    ).first()


def cards_of(session: Session, found: PriorityRound, quarter: Quarter) -> tuple[PriorityCard, ...]:
    """The priorities of a round with their plans and updates, in their order."""
    priorities = session.scalars(
        select(Priority).where(Priority.round_id == found.id).order_by(Priority.number)
    ).all()
    ids = [p.id for p in priorities]
    updates = {
        (u.priority_id, u.month): u
        for u in session.scalars(select(PriorityUpdate).where(PriorityUpdate.priority_id.in_(ids)))
    }
    plans = {
        plan.id: plan
        for plan in session.scalars(
            select(ProblemPlan).where(ProblemPlan.id.in_([p.plan_id for p in priorities if p.plan_id]))
        )
    }
    corrections = corrections_of(session, (u.id for u in updates.values()))
    cards = []
    for p in priorities:
        first, second, third = (updates.get((p.id, month)) for month in quarter.months)
        cards.append(
            PriorityCard(
                p,
                plans.get(p.plan_id or 0),
                (first, second, third),
                p.carried_from_id is not None,
                tuple(c for u in (first, second, third) if u is not None for c in corrections.get(u.id, ())),
            )
        )
    return tuple(cards)
