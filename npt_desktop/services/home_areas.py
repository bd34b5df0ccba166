"""The areas of somebody who answers for several, as their Home shows them: a chief inspector, the hub.

Source: design guide, The roles' daily job: meetings this month, worst cells, late actions.
"""

from __future__ import annotations

from sqlalchemy import select

from npt_desktop.models.kinds import Role
from npt_desktop.models.organisation import Posting
from npt_desktop.rules.compliance import worst
from npt_desktop.rules.home_page import AreaLine, LowLine
from npt_desktop.rules.periods import month_of
from npt_desktop.services.compliance import Board, Compliance
from npt_desktop.services.desk import Desk
from npt_desktop.services.quality import Quality

_ROLES = (Role.CHIEF_INSPECTOR, Role.HUB)
_LOWEST = 3


class HomeAreas:
    """The areas a person answers for, at a desk; the whole force for the hub. Empty for anybody else."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self) -> tuple[tuple[AreaLine, ...], tuple[LowLine, ...]]:
        """This month's meeting of each of the areas, and the lowest of their last twelve months."""
        if self._desk.actor.role not in _ROLES:
            return (), ()
        own = self._own()
        if len(own) < 2:
            return (), ()
        board = Compliance(self._desk).board()
        late = {standing.area_id: standing.actions_late for standing in board.standings}
        meetings = Quality(self._desk).meetings(month_of(self._desk.today), own)
        lines = tuple(
            AreaLine(m.area_id, m.area, m.held_on or m.scheduled_on, m.due, m.answered, m.finished,
                     late.get(m.area_id, 0))
            for m in meetings
        )  # fmt: skip
        return lines, _lowest(board, own)

    def _own(self) -> set[int]:
        areas = {area.id for area in self._desk.areas()}
        if self._desk.actor.role is Role.HUB:
            return areas
        with self._desk.read() as session:
            query = select(Posting.area_id).where(Posting.person_id == self._desk.actor.person_id)
            return areas & set(session.scalars(query))


def _lowest(board: Board, own: set[int]) -> tuple[LowLine, ...]:
    rows = [row for row in board.rows if row.key in own]
    found = []
    for at_row, at in worst(rows, _LOWEST):
        row, month = rows[at_row], board.months[at]
        area_id = board.area_of(row, at)
        if area_id is not None:
            found.append(LowLine(area_id, row.name, month, row.cells[at].share))
    return tuple(found)
