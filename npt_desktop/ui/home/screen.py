"""The Home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import full_date
from npt_desktop.ui.home.cards import AreasCard, EngagementCard, PrioritiesCard, QualityCard
from npt_desktop.ui.home.due import DueCard
from npt_desktop.ui.shell.screen import Screen
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import Split, box, col, scroll
from npt_desktop.ui.widgets.text import KeyCap

if TYPE_CHECKING:
    from datetime import date

    from npt_desktop.rules.due_list import DueItem
    from npt_desktop.rules.home_page import HomePage
    from npt_desktop.ui.home.reader import HomeReader
    from npt_desktop.ui.workspace import Workspace


class HomeScreen(Screen):
    """What is due, worst first, each row with its reason and one button that goes to the very field.

    It can be shown before the store is open, with a page kept from last time that is still true; a button
    pressed then is acted on as soon as :meth:`seat` gives it a workspace.
    """

    key = "home"

    def __init__(self, *, mine: bool = False) -> None:
        super().__init__("Home")
        self.work: Workspace | None = None
        self.reader: HomeReader | None = None
        self._waiting: DueItem | str | None = None
        self.due = DueCard(mine=mine)
        self.due.chosen.connect(self.act)
        self.due.scopeChosen.connect(self._scope)
        self.priorities = PrioritiesCard(lambda: self.act("priorities"))
        self.engagement = EngagementCard(lambda: self.act("engagement"))
        self.quality = QualityCard(lambda: self.act("quality"))
        self.areas = AreasCard(self.open_meeting)
        self.areas.hide()
        side = scroll(box(col(self.areas, self.priorities, self.engagement, self.quality, None, gap=12)))
        self.body.addWidget(Split(self.due, side, 372, break_at=900), 1)
        log = Button("Log engagement", "primary", "plus", keys="Ctrl+L")
        log.clicked.connect(lambda: self.act("log"))
        self.set_actions(KeyCap("Ctrl+L"), log)

    def seat(self, work: Workspace, reader: HomeReader) -> None:
        """Join it to an open store; what was asked for meanwhile is done now."""
        self.work, self.reader = work, reader
        self.due.scope.set_value(reader.mine)
        reader.read.connect(self.show_page)
        if reader.page is not None:
            self.show_page(reader.page)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.act(waiting)

    def refresh(self) -> None:
        """Ask for Home to be read again; it is read by itself whenever something changes."""
        if self.reader is not None:
            self.reader.ask()

    def show_page(self, page: HomePage) -> None:
        """Show what was read."""
        summary = page.due.summary
        self.set_title(full_date(page.today), f"{page.area}: {summary[:1].lower()}{summary[1:]}")
        self.due.show_due(page.due)
        self.priorities.show_page(page)
        self.engagement.show_page(page)
        self.quality.show_page(page)
        self.areas.show_page(page)

    def act(self, wanted: DueItem | str) -> None:
        """Do what a row's button says, or go to a screen by its name ("log" logs an engagement)."""
        if self.work is None:
            self._waiting = wanted
            return
        if isinstance(wanted, str):
            self.work.go(
                "engagement" if wanted == "log" else wanted, field="quick_entry" if wanted == "log" else ""
            )
            return
        record = int(wanted.record) if wanted.record else None
        if wanted.screen in ("priorities", "plans", "engagement", "quality"):
            self.work.go(wanted.screen, record, wanted.field)
        elif wanted.screen == "communities" and wanted.qa in (5, 8):
            self.work.go("communities", record, wanted.field or "overdue")
        elif wanted.screen == "actions" and record is not None:
            self.work.go("plans", record, "actions")
        elif wanted.screen == "updates" and wanted.qa == 16:
            self.work.go("priorities", None, wanted.field or "update")
        else:
            from npt_desktop.ui.home.records import RecordDialogs

            RecordDialogs(self.work, self).open_for(wanted)

    def open_meeting(self, area_id: int, month: date) -> None:
        """Go to the QA meeting of an area's month; nothing before the store is open."""
        if self.work is not None:
            self.work.move(area_id=area_id, month=month)
            self.work.go("quality")

    def open_record(self, record: int | None, field: str) -> None:
        """Home has no records: it goes to the field of a name."""
        del record
        if field:
            self.focus_field(field)

    def panes(self) -> list[QWidget]:
        return [self.due, self.areas, self.priorities, self.engagement, self.quality]

    def _scope(self, mine: bool) -> None:
        if self.reader is not None:
            self.reader.mine = mine
            self.reader.ask()
