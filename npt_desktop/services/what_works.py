"""What Works entries: drafted from a plan or afresh, submitted, decided by the quarterly board, shared.

Source: booklet, What works, the three-step approach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import BoardDecision, EntryKind
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.vocabulary import Term
from npt_desktop.models.what_works import WhatWorksEntry
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import Quarter
from npt_desktop.rules.what_works import (
    WRITABLE,
    WorksState,
    board_of,
    is_late,
    lacking,
    standard_sheet,
    state_of,
)
from npt_desktop.services.desk import Desk, current
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.what_works_draft import draft_entry
from npt_desktop.store.unit_of_work import UnitOfWork

TEXTS = (
    "title", "effect", "effect_why_not", "mechanism", "moderators", "moderators_why_not", "implementation", "cost",
    "cost_why_not",
)  # fmt: skip
"""The attributes that are judged before an entry may be submitted."""
FIELDS = frozenset({*TEXTS, "kind", "issue_id", "problem", "result", "not_sent_reason"})
"""What a form may write; days and decisions have their own verbs."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with all that is shown beside it; the record is detached and read only."""

    entry: WhatWorksEntry
    state: WorksState
    area: str
    plan: ProblemPlan | None
    issue: str
    people: Mapping[int, str]
    lacking: Mapping[str, str]
    board: Quarter | None
    late: bool

    @property
    def writable(self) -> bool:
        """Not with the board and not decided."""
        return self.state in WRITABLE

    def name(self, person_id: int | None) -> str:
        """A person as the log writes them, or nothing."""
        return self.people.get(person_id or 0, "")


class WhatWorks:
    """What Works entries, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------------- reading
    def page(self, entry_id: int) -> EntryPage:
        """One entry. Raises CannotDo when it is gone."""
        with self._desk.read() as session:
            entry = session.get(WhatWorksEntry, entry_id)
            if entry is None:
                raise CannotDo("This entry was removed in the meantime: go back to the list.")
            plan = session.get(ProblemPlan, entry.plan_id) if entry.plan_id else None
            issue = session.get(Term, entry.issue_id) if entry.issue_id else None
            waits = entry.submitted_on if standing(entry) is WorksState.QUEUED else None
            return EntryPage(
                entry=entry, state=standing(entry), area=session.get_one(Area, entry.area_id).name, plan=plan,
                issue=issue.label if issue else "", people=people_names(session), lacking=lacking(texts_of(entry)),
                board=board_of(waits) if waits else None, late=waits is not None and is_late(waits, self._desk.today),
            )  # fmt: skip

    def of_plan(self, plan_id: int) -> int | None:
        """The id of a plan's entry."""
        with self._desk.read() as session:
            return session.scalar(select(WhatWorksEntry.id).where(WhatWorksEntry.plan_id == plan_id))

    # ----------------------------------------------------------- stage one: understanding
    def draft(self, plan_id: int) -> int:
        """The entry of a plan, drafted from what the plan says where there is none yet; returns its id.

        Raises CannotDo while the plan's response is still under way.
        """
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        there = self.of_plan(plan_id)
        if there is not None:
            return there
        with self._desk.write("Drafted a What Works entry") as unit:
            plan = current(unit, ProblemPlan, plan_id)
            if plan.finished_on is None:
                raise CannotDo(
                    f"The response of {plan.reference} is not finished: start its assessment first."
                )
            entry = draft_entry(unit, plan, self._desk.today, self._desk.actor.person_id)
            unit.did = f"Drafted the What Works entry of {plan.reference}"
            return entry.id

    def take_over(self, entry_id: int) -> None:
        """Fill the headings that are still empty from the plan as it stands now."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        with self._desk.write("Filled a What Works entry") as unit:
            entry = self._writable(unit, entry_id, None)
            if entry.plan_id is None:
                raise CannotDo("This entry belongs to no plan: write its headings here.")
            plan = current(unit, ProblemPlan, entry.plan_id)
            draft_entry(unit, plan, self._desk.today, self._desk.actor.person_id)
            unit.did = f"Filled a What Works entry from {plan.reference}"

    def start(self, area_id: int, title: str, kind: EntryKind) -> int:
        """A new entry that belongs to no plan, such as an operational order; returns its id."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        if not title.strip():
            raise Incomplete({"title": "Enter what the entry is about."})
        if kind is EntryKind.PLAN:
            raise Incomplete({"kind": "Open the plan and send it from there."})
        with self._desk.write(f"Drafted a What Works entry: {title.strip()}") as unit:
            return unit.add(
                WhatWorksEntry(
                    area_id=area_id, kind=kind, title=title.strip(), drafted_on=self._desk.today,
                    drafted_by_id=self._desk.actor.person_id,
                )
            ).id  # fmt: skip

    def save(self, entry_id: int, version: int, fields: Mapping[str, Any]) -> int:
        """Write fields of an entry; returns the version it then has. Raises Clash, Incomplete, and CannotDo
        while it is with the board or decided."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        unknown = set(fields) - FIELDS
        if unknown:
            raise ValueError(f"not fields of an entry: {sorted(unknown)}")
        if "title" in fields and not str(fields["title"]).strip():
            raise Incomplete({"title": "Enter what the entry is about."})
        with self._desk.write("Edited a What Works entry") as unit:
            entry = self._writable(unit, entry_id, version)
            for name, value in fields.items():
                setattr(entry, name, value.strip() if isinstance(value, str) and name != "kind" else value)
            unit.did = f"Edited a What Works entry: {entry.title}"
            unit.session.flush()
            return entry.version

    def submit(self, entry_id: int, version: int) -> None:
        """Queue an entry for the quarterly board. Raises Incomplete naming each heading that must first be
        filled in or explained."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        with self._desk.write("Sent an entry to What Works") as unit:
            entry = self._writable(unit, entry_id, version)
            found = lacking(texts_of(entry))
            if found:
                raise Incomplete(found)
            entry.submitted_on, entry.submitted_by_id = self._desk.today, self._desk.actor.person_id
            entry.decision = entry.decided_on = entry.decided_by_id = None
            entry.label = entry.not_sent_reason = ""
            self._mark_plan(unit, entry, self._desk.today)
            unit.did = f"Sent to What Works: {entry.title}"

    def withdraw(self, entry_id: int, version: int) -> None:
        """Take an entry back from the board's queue, to go on writing it."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        with self._desk.write("Took an entry back from What Works") as unit:
            entry = current(unit, WhatWorksEntry, entry_id, version)
            self._must_be(entry, WorksState.QUEUED)
            entry.submitted_on = entry.submitted_by_id = None
            self._mark_plan(unit, entry, None)
            unit.did = f"Took back from What Works: {entry.title}"

    def remove(self, entry_id: int) -> None:
        """Remove an entry that is only a draft; Undo brings it back."""
        require(self._desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        with self._desk.write("Removed a What Works entry") as unit:
            entry = self._writable(unit, entry_id, None)
            self._mark_plan(unit, entry, None)
            unit.did = f"Removed a What Works entry: {entry.title}"
            unit.remove(entry)

    # ------------------------------------------------------ stages two and three: the board
    def decide(
        self, entry_id: int, version: int, decision: BoardDecision, label: str = "", feedback: str = ""
    ) -> None:
        """The board's decision on an entry, with feedback for who sent it and, where it is shared or kept,
        the label of practice. Raises Incomplete."""
        require(self._desk.actor.role, Act.DECIDE_WHAT_WORKS)
        found = {}
        if decision is not BoardDecision.RETURN and label not in standard_sheet().labels:
            found["label"] = "Choose how the board judges the practice."
        if not feedback.strip():
            found["feedback"] = "Write what the board thought, for the people who sent it."
        if found:
            raise Incomplete(found)
        with self._desk.write("Decided a What Works entry") as unit:
            entry = current(unit, WhatWorksEntry, entry_id, version)
            self._must_be(entry, WorksState.QUEUED)
            entry.decision, entry.feedback = decision, feedback.strip()
            entry.label = "" if decision is BoardDecision.RETURN else label
            entry.decided_on, entry.decided_by_id = self._desk.today, self._desk.actor.person_id
            unit.did = f"Board: {decision.label.casefold()}, {entry.title}"

    def share(self, entry_id: int, version: int, on: date | None, where: str = "") -> None:
        """The entry was put on the portal on a day (booklet, stage three)."""
        require(self._desk.actor.role, Act.DECIDE_WHAT_WORKS)
        with self._desk.write("Shared a What Works entry") as unit:
            entry = current(unit, WhatWorksEntry, entry_id, version)
            self._must_be(entry, WorksState.TO_SHARE)
            if (
                on is None
                or on > self._desk.today
                or (entry.decided_on is not None and on < entry.decided_on)
            ):
                raise Incomplete({"shared_on": "Enter a day between the board’s decision and today."})
            entry.shared_on, entry.shared_where = on, where.strip()
            unit.did = f"Shared a What Works entry: {entry.title}"

    # -------------------------------------------------------------------- within
    def _writable(self, unit: UnitOfWork, entry_id: int, version: int | None) -> WhatWorksEntry:
        entry = current(unit, WhatWorksEntry, entry_id, version)
        state = standing(entry)
        if state is WorksState.QUEUED:
            raise CannotDo("This entry is with the board: take it back before changing it.")
        if state not in WRITABLE:
            raise CannotDo("The board has decided on this entry: it stays as it was sent.")
        return entry

    def _must_be(self, entry: WhatWorksEntry, wanted: WorksState) -> None:
        if standing(entry) is not wanted:
            raise CannotDo(f"This entry is not “{wanted.label}” any more: look at it again before you go on.")

    def _mark_plan(self, unit: UnitOfWork, entry: WhatWorksEntry, day: date | None) -> None:
        if entry.plan_id is not None:
            unit.get(ProblemPlan, entry.plan_id).what_works_on = day


def standing(entry: WhatWorksEntry) -> WorksState:
    """Where an entry stands."""
    return state_of(entry.submitted_on, entry.decision, entry.shared_on, entry.not_sent_reason)


def texts_of(entry: WhatWorksEntry) -> dict[str, str]:
    """The words of an entry that are judged before it may be submitted."""
    return {name: getattr(entry, name) for name in TEXTS}
