"""Why something cannot be done on the plan that is open; empty where it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.plan_closing import OWN, close_refusal

if TYPE_CHECKING:
    from npt_desktop.ui.plans.screen import PlansScreen


class Reasons:
    """The reasons, as one screen stands."""

    def __init__(self, screen: PlansScreen) -> None:
        self._screen = screen

    def open(self) -> str:
        """Why nothing can be done on a plan."""
        return "" if self._screen.page is not None else "Open a plan first"

    def write(self) -> str:
        """Why nothing can be written."""
        return self.open() or ("This plan is only to read" if self._screen.plan.locked else "")

    def assess(self) -> str:
        """Why the assessment cannot be started."""
        page = self._screen.page
        if page is not None and page.plan.finished_on is not None:
            return "The assessment was started already"
        return self.write()

    def authorise(self) -> str:
        """Why this person cannot authorise the plan."""
        able = may(self._screen.work.desk.actor.role, Act.SUPERVISE_PLAN)
        if not able:
            return "Only a supervisor may authorise a plan"
        return OWN.format(what="authorise it") if self._leads else self.write()

    def close(self) -> str:
        """Why this person cannot close the plan."""
        page = self._screen.page
        if page is None:
            return "Open a plan first"
        return close_refusal(
            self._screen.work.desk.actor.role, leads=self._leads, closed=page.plan.closed_on is not None,
            reading=page.reading,
        )  # fmt: skip

    @property
    def _leads(self) -> bool:
        page, me = self._screen.page, self._screen.work.desk.actor.person_id
        return page is not None and me is not None and page.plan.lead_id == me
