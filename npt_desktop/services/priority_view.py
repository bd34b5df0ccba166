"""Everything the Priorities screen shows of an area and quarter, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.models.kinds import PriorityResult, State
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.rules.home_page import ClockMark
from npt_desktop.rules.periods import Quarter, day_month, month_of, month_short, quarter_of
from npt_desktop.rules.priority_steps import Step, read_steps
from npt_desktop.rules.ranking import LocalRanking
from npt_desktop.rules.sara import read_plan
from npt_desktop.services.candidates import Candidates, Evidence, Suggestion, main_series
from npt_desktop.services.clocks import Clocks
from npt_desktop.services.deciding import considered
from npt_desktop.services.desk import Choice, Desk
from npt_desktop.services.plan_facts import facts_of
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.publication import Check, Publishing
from npt_desktop.services.ranking import Rankings
from npt_desktop.services.round_page import PriorityCard, RoundPage, cards_of, round_facts, round_of

Shares = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a priority of the quarter before ended: four short phrases beside its title."""

    priority: Priority
    state: State
    result: str
    figures: str
    updated: str
    then: str
    late: bool

    @property
    def open(self) -> bool:
        """Nobody has closed it or carried it forward."""
        return self.priority.closed_on is None and self.then != CARRIED


CARRIED = "Carried forward"


@dataclass(frozen=True, slots=True)
class QuarterView:
    """An area's quarter, whole. ``people`` and ``plans`` are choices; ``lacking`` stands between the meeting
    and its decision: candidate id, field and a sentence each; ``staying`` are the candidates that would run a
    third quarter or longer without a plan; ``clocks`` are the area's two today, whatever the quarter."""

    page: RoundPage
    today: date
    steps: tuple[Step, ...]
    checks: tuple[Check, ...]
    lacking: tuple[tuple[int | None, str, str], ...]
    suggestions: tuple[Suggestion, ...]
    evidence: dict[int, tuple[Evidence, ...]]
    shares: dict[int, Shares]
    series: dict[int, tuple[str, tuple[int, ...]]]
    people: tuple[Choice, ...]
    plans: tuple[Choice, ...]
    before: tuple[Outcome, ...]
    ranking: LocalRanking
    staying: frozenset[int]
    clocks: tuple[ClockMark, ...]

    @property
    def quarter(self) -> Quarter:
        return self.page.quarter

    @property
    def decided(self) -> bool:
        """The priorities are set."""
        return self.page.round is not None and self.page.round.decided_on is not None

    def card(self, priority_id: int | None) -> PriorityCard | None:
        """The card of a priority."""
        return next((c for c in self.page.cards if c.priority.id == priority_id), None)

    def name(self, person_id: int | None) -> str:
        """A person as the log writes them, or nothing."""
        return next((p.label for p in self.people if p.id == person_id), "")


def quarter_view(desk: Desk, area_id: int, quarter: Quarter) -> QuarterView:
    """Read it all. Call off the window's thread."""
    service, candidates, today = Priorities(desk), Candidates(desk), desk.today
    page = service.page(area_id, quarter)
    decided = page.round is not None and page.round.decided_on is not None
    with desk.read() as session:
        linked = [c.plan for c in page.cards if c.plan is not None]
        facts = facts_of(session, linked)
        series = main_series(session, [plan.id for plan in linked])
        plans = session.execute(
            select(ProblemPlan.id, ProblemPlan.reference, ProblemPlan.title)
            .where(ProblemPlan.area_id == area_id, ProblemPlan.closed_on.is_(None))
            .order_by(ProblemPlan.reference.desc())
        ).all()  # fmt: skip
        before = _outcomes(session, area_id, page, today)
        staying = frozenset(c.id for c in considered(session, page) if c.stays)
    shares: dict[int, Shares] = {}
    for plan_id, plan_facts in facts.items():
        s, a, r, e = (stage.done / stage.total for stage in read_plan(plan_facts, today).stages)
        shares[plan_id] = s, a, r, e
    checks = Publishing(desk).checks(page, area_id)
    left = sum(not check.good for check in checks)
    return QuarterView(
        page=page, today=today, steps=read_steps(round_facts(page, today, left), today),
        checks=checks, lacking=() if decided else tuple(service.lacking(page)),
        suggestions=() if decided else candidates.suggestions(area_id, page),
        evidence=candidates.evidence(area_id, page), shares=shares, series=series,
        people=tuple(desk.people(left=True)),
        plans=tuple(Choice(row[0], f"{row[1]} {row[2]}") for row in plans), before=before,
        ranking=Rankings(desk).of(page), staying=staying,
        clocks=Clocks(desk).marks(area_id),
    )  # fmt: skip


def quarter_of_round(desk: Desk, round_id: int) -> tuple[int, Quarter] | None:
    """The area and quarter of a round, None when it is gone."""
    with desk.read() as session:
        found = session.get(PriorityRound, round_id)
        return None if found is None else (found.area_id, quarter_of(found.quarter))


def update_words(card: PriorityCard, month: date, today: date) -> tuple[State, str]:
    """How one month's update of a priority stands: a mark and a few words."""
    update = card.updates[(month.month - 1) % 3]
    name = month_short(month)
    if update is not None and update.published_on is not None:
        return State.GOOD, f"{name} published {day_month(update.published_on, today)}"
    if update is not None:
        return State.PART, f"{name} draft saved"
    if month > today:
        return State.NONE, f"{name} not due yet"
    return (State.WARN if month_of(today) == month else State.BAD), f"{name} not started"


def _outcomes(session: Session, area_id: int, page: RoundPage, today: date) -> tuple[Outcome, ...]:
    earlier = page.quarter.previous()
    found = round_of(session, area_id, earlier)
    if found is None:
        return ()
    cards = cards_of(session, found, earlier)
    onward = {c.priority.carried_from_id for c in page.cards}
    again = {c.carried_from_id for c in page.candidates if c.carried_from_id is not None}
    return tuple(
        _outcome(card, today, card.priority.id in onward or card.priority.candidate_id in again)
        for card in cards
    )


def _outcome(card: PriorityCard, today: date, carried: bool) -> Outcome:
    p = card.priority
    good = p.result in (PriorityResult.RESOLVED, PriorityResult.REDUCED)
    state = State.GOOD if good else State.WARN
    figures = ""
    if p.first_figure is not None and p.last_figure is not None:
        figures = f"{p.first_figure} to {p.last_figure} {p.figure_name}".rstrip()
    told = [u.published_on for u in card.updates if u is not None and u.published_on]
    updated = f"Final update {day_month(max(told), today)}" if told else "No update published"
    plan = card.plan
    late = plan is not None and plan.finished_on is not None and plan.assessed_on is None
    if late:
        then = "Plan not assessed"
    elif carried:
        then = CARRIED
    elif p.closed_on is None:
        then = "Still open"
    else:
        then = "Closed, plan assessed" if plan is not None and plan.assessed_on else "Closed"
    result = p.result.label if p.result else "No result yet"
    return Outcome(p, state, result, figures, updated, then, late)
