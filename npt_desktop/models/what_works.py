"""What Works: what a team found out, under the five EMMIE headings, and what the quarterly board made of it.

Source: booklet, What works, the three-step approach.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Mark, Record, link, word
from npt_desktop.models.kinds import BoardDecision, EntryKind, Verdict


class WhatWorksEntry(Record):
    """One submission. Where it stands is derived from its days and the decision
    (:func:`npt_desktop.rules.what_works.state_of`); ``..._why_not`` explains a heading that cannot be filled."""

    __tablename__ = "what_works_entry"

    area_id: Mapped[int] = link("area")
    kind: Mapped[EntryKind] = word(EntryKind)
    plan_id: Mapped[int | None] = link("problem_plan", unique=True)
    issue_id: Mapped[int | None] = link("term")
    title: Mapped[str] = mapped_column(String(200))
    problem: Mapped[Line]
    result: Mapped[Verdict | None] = word(Verdict)
    effect: Mapped[Line]
    effect_why_not: Mapped[Line]
    mechanism: Mapped[Line]
    moderators: Mapped[Line]
    moderators_why_not: Mapped[Line]
    implementation: Mapped[Line]
    cost: Mapped[Line]
    cost_why_not: Mapped[Line]
    not_sent_reason: Mapped[Line]
    # Stage one: understanding
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int | None] = link("person")
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = link("person")
    # Stage two: evaluating
    decision: Mapped[BoardDecision | None] = word(BoardDecision)
    label: Mapped[str] = mapped_column(
        String(32), default="", server_default="", doc="key of a label of practice"
    )
    feedback: Mapped[Line]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = link("person")
    # Stage three: sharing
    shared_on: Mapped[date | None] = mapped_column(doc="put on the portal")
    shared_where: Mapped[Line]
    marking: Mapped[Mark]
