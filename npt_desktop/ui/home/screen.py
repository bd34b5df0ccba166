"""The Home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import month_label
from npt_desktop.ui.home.cards import EngagementCard, PrioritiesCard, QualityCard
from npt_desktop.ui.home.due import DueCard
from npt_desktop.ui.home.records import RecordDialogs
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import Split, box, col, scroll
from npt_desktop.ui.widgets.text import KeyCap
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.rules.due import DueItem
    from npt_desktop.services.home import HomePage
    from npt_desktop.ui.home.reader import HomeReader
    from npt_desktop.ui.workspace import Workspace


class HomeScreen(WorkScreen):
    """What is due, worst first, each row with its reason and one button that goes to the very field."""

    key = "home"

    def __init__(self, work: Workspace, reader: HomeReader) -> None:
        super().__init__(work, "Home")
        self.reader = reader
        self.records = RecordDialogs(work, self)
        self.due = DueCard(mine=reader.mine)
        self.due.chosen.connect(self.act)
        self.due.scopeChosen.connect(self._scope)
        self.priorities = PrioritiesCard(lambda: work.go("priorities"))
        self.engagement = EngagementCard(lambda: work.go("engagement"))
        self.quality = QualityCard(lambda: work.go("quality"))
        side = scroll(box(col(self.priorities, self.engagement, self.quality, None, gap=12)))
        self.body.addWidget(Split(self.due, side, 372, break_at=900), 1)
        log = Button("Log engagement", "primary", "plus", keys="Ctrl+L")
        log.clicked.connect(lambda: work.go("engagement", field="quick_entry"))
        self.set_actions(KeyCap("Ctrl+L"), log)
        reader.read.connect(self.show_page)
        if reader.page is not None:
            self.show_page(reader.page)

    def refresh(self) -> None:
        """Reading is the reader's; it is asked whenever something changed."""
        self.reader.ask()

    def show_page(self, page: HomePage) -> None:
        """Show what was read."""
        today = page.today
        self.set_title(
            f"{today:%A} {today.day} {month_label(today)}", f"{page.area}: {_lower(page.due.summary)}"
        )
        self.due.show_due(page.due)
        self.priorities.show_page(page)
        self.engagement.show_page(page)
        self.quality.show_page(page)

    def act(self, item: DueItem) -> None:
        """Do what a row's button says."""
        if item.screen in ("priorities", "plans", "engagement", "quality"):
            record = int(item.record) if item.record else None
            self.work.go(item.screen, record, item.field)
        elif item.screen == "actions" and item.record:
            self.work.go("plans", int(item.record), "actions")
        elif item.screen == "updates" and item.qa == 16:
            self.work.go("priorities", None, "update")
        else:
            self.records.open_for(item)

    def panes(self) -> list[QWidget]:
        return [self.due, self.priorities, self.engagement, self.quality]

    def _scope(self, mine: bool) -> None:
        self.reader.mine = mine
        self.reader.ask()


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
