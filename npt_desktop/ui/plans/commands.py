"""What can be done on the plans screen, for the palette and its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from npt_desktop.models.kinds import Stage
from npt_desktop.rules.sara import STAGES
from npt_desktop.services.reporting_plans import Paper
from npt_desktop.ui.commands import Command
from npt_desktop.ui.plans.page import stage_focus

if TYPE_CHECKING:
    from npt_desktop.ui.plans.screen import PlansScreen


def commands_of(screen: PlansScreen) -> list[Command]:
    """The commands of the screen, each with the reason when it cannot be done."""
    key = screen.key
    opened, writable = screen.reasons.open, screen.reasons.write

    def to(stage: Stage) -> Callable[[], object]:
        return lambda: screen.plan.focus_field(stage_focus(stage))

    def unfinished() -> str:
        page = screen.page
        over = page is not None and page.plan.finished_on is not None
        return opened() or ("" if over else "Start the assessment first")

    def papers(paper: Paper) -> Callable[[], object]:
        return lambda: screen.print_plan(paper)

    stages = [
        Command(f"plans.{stage.value}", f"Go to {stage.label}", to(stage), f"Alt+{n}", "route", why_not=opened,
                scope=key, hidden=True)
        for n, stage in enumerate(STAGES, 1)
    ]  # fmt: skip
    keys = {Paper.WHOLE: "Ctrl+P", Paper.BRIEF: "Ctrl+Shift+P"}
    prints = [
        Command(f"plans.print.{paper.value}", f"Print {paper.label.lower()}", papers(paper), keys.get(paper, ""),
                "printer", why_not=opened, scope=key)
        for paper in Paper
    ]  # fmt: skip
    return [
        Command("plans.action", "Add action", lambda: screen.plan.cards.action_block.add(), "Ctrl+Shift+N", "plus",
                why_not=writable, scope=key),
        Command("plans.review", "Add review note", screen.review, "Ctrl+Shift+R", "pencil", why_not=writable,
                scope=key),
        Command("plans.authorise", "Authorise the plan", lambda: screen.ask("authorise"), "", "checklist",
                why_not=screen.reasons.authorise, scope=key),
        Command("plans.hand_over", "Hand the plan over", lambda: screen.ask("hand_over"), "", "user",
                why_not=writable, scope=key),
        Command("plans.figures", "Enter figures", lambda: screen.plan.cards.figures.begin(), "Ctrl+Shift+F",
                "table", why_not=writable, scope=key),
        Command("plans.missing", "Next thing missing", lambda: screen.plan.next_missing(), "F8", "arrow-right",
                why_not=opened, scope=key),
        Command("plans.assess", "Start assessment", lambda: screen.ask("assess"), "", "checklist",
                why_not=screen.reasons.assess, scope=key),
        Command("plans.close", "Close plan", screen.begin_closing, "", "lock", why_not=screen.reasons.close,
                scope=key),
        Command("plans.board", "Board of plans by stage", screen.show_board, "", "layout-grid", scope=key),
        Command("plans.columns", "Choose the columns of the register", screen.register.choose_columns, "", "table",
                scope=key),
        Command("plans.view", "Save this view of the register", screen.register.views_button.ask_name, "",
                "layout-grid", scope=key),
        Command("plans.files", "Attach an evidence file", lambda: screen.plan.cards.files.choose(), "Ctrl+Shift+E",
                "link", why_not=writable, scope=key),
        Command("plans.works", "Send to What works", screen.open_works, "", "bulb", why_not=unfinished, scope=key),
        Command("plans.export", "Save the plan as a workbook", screen.export_book, "", "file-export", why_not=opened,
                scope=key),
        Command("plans.bring", "Bring a plan’s workbook back in", lambda: screen.printer.books.bring(), "",
                "database-import", why_not=lambda: "" if screen.printer.books.may_bring() else
                "Only a sergeant or an inspector may import a plan", scope=key),
        *prints,
        *stages,
    ]  # fmt: skip
