"""What is read once a plan is there: its quality reading, what happened last, plans like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from npt_desktop.rules.plan_quality import QualityReading
from npt_desktop.services.history import Event, History
from npt_desktop.services.like_plans import LikePlan
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans

if TYPE_CHECKING:
    from npt_desktop.ui.plans.screen import PlansScreen

LIKE_MS = 150
"""From showing a plan to looking for plans like it: over thousands that takes longer than reading it."""


class Rest(QObject):
    """Reads it off the window's thread, after the window is painted; both hold the interpreter's lock."""

    def __init__(self, screen: PlansScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._like_of: int | None = None

    def read(self, page: PlanPage) -> None:
        """Read what belongs beside the plan that is now shown."""
        QTimer.singleShot(0, self, lambda: self._read(page))
        plan_id = page.plan.id
        if plan_id != self._like_of:
            self._like_of = plan_id
            self._screen.plan.side.show_like(())
            QTimer.singleShot(LIKE_MS, self, lambda: self._find_like(plan_id))

    def _read(self, page: PlanPage) -> None:
        desk, plan = self._screen.work.desk, self._screen.plan
        if page is not plan.page:
            return

        def read(_: object) -> tuple[QualityReading, list[Event]]:
            parts = (*page.actions, *page.hypotheses, *page.sources, *page.reviews,
                     *(series.measure for series in page.measures))  # fmt: skip
            return Plans(desk).quality(page), History(desk).recent([page.plan, *parts], 24)

        self._screen.work.jobs.run(read, done=lambda found: plan.show_rest(page, *found), key="plans.rest")

    def _find_like(self, plan_id: int) -> None:
        if self._left(plan_id):
            return
        desk = self._screen.work.desk

        def shown(like: tuple[LikePlan, ...]) -> None:
            if not self._left(plan_id):
                self._screen.plan.side.show_like(like)

        self._screen.work.jobs.run(lambda _: Plans(desk).like(plan_id), done=shown, key="plans.like")

    def _left(self, plan_id: int) -> bool:
        """Whether a plan was left before those like it were found: they are looked for when it is opened again."""
        page = self._screen.page
        left = page is None or page.plan.id != plan_id
        if left and self._like_of == plan_id:
            self._like_of = None
        return left
