"""What stands at the top of the plans screen: its title, pills and the buttons of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.models.kinds import Stage
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import number_of
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.ui.plans.register_model import Prepared
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.marks import Pill

if TYPE_CHECKING:
    from npt_desktop.ui.plans.screen import PlansScreen

TITLE = "Problem plans"


def head_register(screen: PlansScreen, found: Prepared | None) -> None:
    """The list: how many plans are open and need attention."""
    facts = ""
    if found is not None and found.rows:
        needs = "needs" if found.late == 1 else "need"
        facts = f"{number_of(found.opened, 'open plan')} · {found.late} {needs} attention"
    screen.set_title(TITLE, facts)
    screen.set_crumbs()
    screen.set_pills()
    if facts:
        new = Button("New plan", "primary", "plus", keys="Ctrl+N")
        new.clicked.connect(screen.new)
        screen.set_actions(new)
    else:
        screen.set_actions()


def head_plan(screen: PlansScreen, page: PlanPage) -> None:
    """A plan: its stage, the priority it serves, and what may be done now."""
    plan = page.plan
    screen.set_title(plan.title)
    screen.set_crumbs((TITLE, screen.leave), (plan.reference, None))
    pills: list[QWidget] = [Pill(plan.stage.label, "none" if plan.stage is Stage.CLOSED else "accent")]
    if page.priorities:
        pills.append(Pill(f"Priority {page.priorities[-1].number}"))
    if plan.what_works_on is not None:
        pills.append(Pill("Sent to What works"))
    screen.set_pills(*pills)
    screen.set_actions(*_actions(screen, page))


def _actions(screen: PlansScreen, page: PlanPage) -> list[QWidget]:
    """The buttons for a plan as it stands."""
    role = screen.work.desk.actor.role
    made: list[QWidget] = []
    printing = Button("Print", "quiet", "printer", keys="Ctrl+P")
    printing.clicked.connect(lambda: screen.printer.ask(printing, page))
    made.append(printing)
    if page.plan.finished_on is not None and (page.plan.what_works_on or may(role, Act.SUBMIT_WHAT_WORKS)):
        works = Button("What works entry" if page.plan.what_works_on else "Send to What works", icon="bulb")
        works.clicked.connect(screen.open_works)
        made.append(works)
    if screen.plan.locked:
        return made
    if page.reading.may_close and may(role, Act.CLOSE_PLAN):
        close = Button("Close plan", "primary", "lock", keys="Ctrl+Return")
        close.clicked.connect(screen.begin_closing)
        made.append(close)
    else:
        review = Button("Add review note", "primary", "pencil", keys="Ctrl+Return")
        review.clicked.connect(screen.review)
        made.append(review)
    return made
