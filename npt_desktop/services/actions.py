"""The one action tracker: ticking, dropping and reopening, wherever an action came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from npt_desktop.errors import Clash, Incomplete
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState
from npt_desktop.models.organisation import Area
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.authority import Act, may, require
from npt_desktop.services.desk import Desk, current
from npt_desktop.store.unit_of_work import UnitOfWork

BEHIND = "Somebody changed this action meanwhile: look at it as it stands now and choose again."
_DID = {ActionState.DONE: "Finished", ActionState.DROPPED: "Dropped", ActionState.OPEN: "Reopened"}


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action somebody still owes: ``source`` is "plan", "QA" or "engagement", empty for none of these."""

    id: int
    title: str
    area: str
    source: str
    due_on: date | None


class Actions:
    """Actions, at a desk. What it wrote itself counts as looked at: a page is read again a moment later."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._written: dict[int, int] = {}

    def mine(self, area_id: int | None = None) -> list[OpenAction]:
        """The open actions of the person at the desk, the earliest due first, undated last."""
        with self._desk.read() as session:
            query = (
                select(Action, Area.name).join(Area, Area.id == Action.area_id)
                .where(Action.owner_id == self._desk.actor.person_id, Action.state == ActionState.OPEN)
                .order_by(Action.due_on.is_(None), Action.due_on, Action.id)
            )  # fmt: skip
            if area_id is not None:
                query = query.where(Action.area_id == area_id)
            return [
                OpenAction(a.id, a.title, area, _source(a), a.due_on) for a, area in session.execute(query)
            ]

    def set_state(self, action_id: int, state: ActionState, version: int | None = None) -> None:
        """Tick an action done, drop it or open it again. Raises NotAllowed for a QA action of somebody else
        unless the role sets actions, and Clash when it is no longer the ``version`` that was looked at."""
        with self._desk.write("Changed an action") as unit:
            action = self._writable(unit, action_id, version)
            action.state = state
            action.done_on = self._desk.today if state is ActionState.DONE else None
            if action.plan_id is not None:
                unit.get(ProblemPlan, action.plan_id).changed_at = unit.now
            unit.did = f"{_DID[state]}: {action.title}"
            self._seen(unit, action)

    def carry_on(self, action_id: int, due_on: date | None, version: int | None = None) -> None:
        """Leave an action open, or open it again, and move its due date. Raises Incomplete for a date past, and
        else as :meth:`set_state`."""
        if due_on is None:
            raise Incomplete({"carry_due": "Enter when it is due now."})
        if due_on < self._desk.today:
            raise Incomplete({"carry_due": "Enter a due date that is not past."})
        with self._desk.write("Carried an action on") as unit:
            action = self._writable(unit, action_id, version)
            action.state, action.done_on, action.due_on = ActionState.OPEN, None, due_on
            unit.did = f"Carried on: {action.title}"
            self._seen(unit, action)

    def _writable(self, unit: UnitOfWork, action_id: int, version: int | None) -> Action:
        action = current(unit, Action, action_id)
        role, mine = self._desk.actor.role, action.owner_id == self._desk.actor.person_id
        managed = action.plan_id is not None and may(role, Act.MANAGE_PLAN)
        if not managed and (action.owner_id is None or not mine):
            require(role, Act.SET_ACTION)
        if version is not None and action.version not in (version, self._written.get(action_id)):
            raise Clash(BEHIND)
        return action

    def _seen(self, unit: UnitOfWork, action: Action) -> None:
        unit.session.flush()
        self._written[action.id] = action.version


def _source(action: Action) -> str:
    for key, word in ((action.plan_id, "plan"), (action.answer_id, "QA"), (action.entry_id, "engagement")):
        if key is not None:
            return word
    return ""
