"""The course of a plan: authorised, reviewed, handed over, finished, closed and reopened, each dated and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import Stage
from npt_desktop.models.organisation import Person
from npt_desktop.models.plan_kinds import Opinion, ReviewKind
from npt_desktop.models.plans import PlanReview, ProblemPlan
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.plan_closing import OWN
from npt_desktop.rules.sara import read_plan
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.plan_facts import facts_of
from npt_desktop.services.plan_leads import change_lead
from npt_desktop.services.plan_stage import move_stage, still_open
from npt_desktop.services.what_works_draft import draft_entry
from npt_desktop.store.earlier import edits_since, from_file
from npt_desktop.store.unit_of_work import UnitOfWork


class PlanCourse:
    """The verbs that decide upon a plan, at a desk. Every one leaves an entry signed with the person's name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def authorise(self, plan_id: int, *, go_on: bool, note: str = "") -> None:
        """Say that work on the plan goes on, or does not. Raises Incomplete for a refusal without a reason and
        CannotDo for the plan's own lead."""
        require(self._desk.actor.role, Act.SUPERVISE_PLAN)
        if not go_on and not note.strip():
            raise Incomplete({"review_note": "Say why work on it should not go on."})
        with self._desk.write("Authorised a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            self._another(plan, "authorise it")
            kind = ReviewKind.AUTHORISED if go_on else ReviewKind.NOT_AUTHORISED
            self._sign(unit, plan, kind, note)
            unit.did = f"{kind.label} {plan.reference}" if go_on else f"Did not authorise {plan.reference}"

    def review(self, plan_id: int, note: str, next_on: date | None, opinion: Opinion | None = None) -> None:
        """Add a note of today and say when the plan is looked at next. ``opinion`` is the supervisor's own
        judgement: not for the plan's lead to give. Raises Incomplete, CannotDo."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        if opinion is not None:
            require(self._desk.actor.role, Act.SUPERVISE_PLAN)
        if not note.strip():
            raise Incomplete({"review_note": "Write what you found and what should happen next."})
        if next_on is not None and next_on <= self._desk.today:
            raise Incomplete({"review_next": "Enter a date after today."})
        with self._desk.write("Reviewed a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            if opinion is not None:
                self._another(plan, "judge it")
            self._sign(unit, plan, ReviewKind.REVIEW, note, next_on=next_on, opinion=opinion)
            plan.next_review_on = next_on
            unit.did = f"Reviewed {plan.reference}"

    def hand_over(self, plan_id: int, to_id: int, note: str = "") -> None:
        """Make somebody else the lead; who led it stays in its history. Raises Incomplete for the present lead
        or somebody who has left."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Handed a plan over") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            still_open(plan)
            person = current(unit, Person, to_id)
            if to_id == plan.lead_id:
                raise Incomplete({"hand_over_to": f"{person.label} leads the plan already: choose another."})
            if person.left_on is not None and person.left_on <= self._desk.today:
                raise Incomplete({"hand_over_to": f"{person.label} has left: choose another."})
            before = unit.get(Person, plan.lead_id).label if plan.lead_id is not None else "nobody"
            change_lead(unit, plan, to_id, self._desk.today, note.strip())
            words = f"From {before} to {person.label}."
            self._sign(unit, plan, ReviewKind.HANDED_OVER, f"{words} {note.strip()}".strip())
            unit.did = f"Handed {plan.reference} over to {person.label}"

    def finish_response(self, plan_id: int, version: int, on: date | None = None) -> None:
        """The response was carried out by ``on`` (today by default): assessment is due from then."""
        require(self._desk.actor.role, Act.MANAGE_PLAN)
        with self._desk.write("Finished a response") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            still_open(plan)
            day = on or self._desk.today
            if not plan.opened_on <= day <= self._desk.today:
                raise Incomplete({"finished_on": "Enter a day between the plan's opening and today."})
            plan.finished_on = day
            plan.stage = Stage.ASSESSMENT
            unit.did = f"Started the assessment of {plan.reference}"

    def close(self, plan_id: int, version: int, reason: str = "") -> None:
        """Close a plan. Not for its own lead. Without baseline, after, verdict and lessons it needs an
        inspector and a reason, and stays due until assessed; with them its What Works entry is drafted. Raises
        CannotDo with what is lacking."""
        require(self._desk.actor.role, Act.CLOSE_PLAN)
        with self._desk.write("Closed a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            still_open(plan)
            self.close_in(unit, plan, reason)

    def close_in(self, unit: UnitOfWork, plan: ProblemPlan, reason: str) -> None:
        """Close a plan within an open write, by the same rule; for closing by import."""
        require(self._desk.actor.role, Act.CLOSE_PLAN)
        self._another(plan, "close it")
        reading = read_plan(facts_of(unit.session, [plan])[plan.id], self._desk.today)
        if not reading.may_close:
            require(self._desk.actor.role, Act.CLOSE_EARLY)
            if not reason.strip():
                raise Incomplete(
                    {"close_reason": f"{reading.close_reason} Or give a reason to close it early."}
                )
        plan.closed_on = self._desk.today
        plan.closed_by_id = self._desk.actor.person_id
        plan.close_reason = reason.strip()
        plan.finished_on = plan.finished_on or self._desk.today
        if reading.may_close:
            plan.assessed_on = plan.assessed_on or self._desk.today
            draft_entry(unit, plan, self._desk.today, self._desk.actor.person_id)
        plan.stage = Stage.CLOSED
        self._sign(unit, plan, ReviewKind.CLOSED, reason)
        unit.did = f"Closed {plan.reference}"

    def reopen(self, plan_id: int, version: int, reason: str) -> None:
        """Work on a closed plan again, at the stage it was closed in; what was written on closing is kept in its
        history. A response that only the closing ended goes on. Raises Incomplete without a reason."""
        require(self._desk.actor.role, Act.CLOSE_PLAN)
        if not reason.strip():
            raise Incomplete({"reopen_reason": "Say why work on it goes on."})
        with self._desk.write("Reopened a plan") as unit:
            plan = current(unit, ProblemPlan, plan_id, version)
            before = _before_closing(unit, plan)
            plan.stage = before.get("stage", plan.stage)
            if plan.finished_on == plan.closed_on:
                plan.finished_on = before.get("finished_on", plan.finished_on)
            plan.closed_on = plan.closed_by_id = plan.assessed_on = None
            plan.close_reason = ""
            self._sign(unit, plan, ReviewKind.REOPENED, reason)
            unit.did = f"Reopened {plan.reference}"
            move_stage(unit.session, plan, self._desk.today)

    def _another(self, plan: ProblemPlan, what: str) -> None:
        """Raise CannotDo when the person at the desk leads the plan: a second pair of eyes is wanted."""
        if plan.lead_id is not None and plan.lead_id == self._desk.actor.person_id:
            raise CannotDo(OWN.format(what=what))

    def _sign(self, unit: UnitOfWork, plan: ProblemPlan, kind: ReviewKind, note: str, **more: Any) -> None:
        actor = self._desk.actor
        unit.add(
            PlanReview(
                plan_id=plan.id, reviewed_on=self._desk.today, by_id=actor.person_id, signed_by=actor.name,
                kind=kind, note=note.strip(), **more,
            )
        )  # fmt: skip
        plan.changed_at = unit.now


def _before_closing(unit: UnitOfWork, plan: ProblemPlan) -> Mapping[str, Any]:
    """What the last closing of a plan changed, as it was before; nothing where the journal does not say."""
    table = ProblemPlan.__table__
    assert isinstance(table, Table)
    edits = edits_since(unit.session.connection(), table, {plan.id: (plan.uid, 0)})
    closing = next((e.before for e in edits if "closed_on" in e.before and e.before["closed_on"] is None), {})
    return from_file(table, closing)
