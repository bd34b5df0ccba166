"""One action tracker for every module."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Record, link, word
from npt_desktop.models.kinds import ActionState, Side, Tactic


class Action(Record):
    """Something somebody undertook to do, wherever it came from: a plan, a QA answer, an engagement.

    ``owner_id`` is a person on the desk; ``agency`` names an owner elsewhere.
    """

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_state_due", "state", "due_on"),)

    area_id: Mapped[int] = link("area")
    title: Mapped[Line]
    owner_id: Mapped[int | None] = link("person")
    agency: Mapped[Line]
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = word(ActionState, default=ActionState.OPEN)
    done_on: Mapped[date | None]
    plan_id: Mapped[int | None] = link("problem_plan")
    answer_id: Mapped[int | None] = link("answer")
    entry_id: Mapped[int | None] = link("engagement_entry")
    side: Mapped[Side | None] = word(Side)
    tactic: Mapped[Tactic | None] = word(Tactic)
    works_by: Mapped[Line]
    technique: Mapped[Line] = mapped_column(doc="key of one of the 25 techniques")
    hypothesis_id: Mapped[int | None] = link("hypothesis")
