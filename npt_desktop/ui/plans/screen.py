"""Problem plans: the register, one plan, and the check page before closing, one above the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import Stage
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.dates import parse_typed
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.reporting_plans import Paper
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.ui.commands import Command
from npt_desktop.ui.plans.ahead import Ahead
from npt_desktop.ui.plans.closing import ClosePage
from npt_desktop.ui.plans.commands import commands_of
from npt_desktop.ui.plans.heading import TITLE, head_plan, head_register
from npt_desktop.ui.plans.page import PlanView
from npt_desktop.ui.plans.printing import Printer
from npt_desktop.ui.plans.reasons import Reasons
from npt_desktop.ui.plans.register import RegisterPane
from npt_desktop.ui.plans.register_model import Prepared, prepare
from npt_desktop.ui.plans.rest import Rest
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace


AHEAD_MS = 120
"""From showing the register to making the page of a plan."""


class PlansScreen(WorkScreen):
    """The register of the area, and the plan that is open."""

    key: ClassVar[str] = "plans"
    marks: ClassVar[tuple[str, ...]] = ("problem_plan",)
    follow: ClassVar[frozenset[str]] = frozenset(
        {"problem_plan", "plan_source", "hypothesis", "action", "measure", "measure_point", "plan_review",
         "priority", "person", "evidence_file"}
    )  # fmt: skip

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, TITLE)
        self._plan_id: int | None = None
        self._field = ""
        self._prepared: Prepared | None = None
        self._area_id = work.area_id
        self._lines_stale = True
        self.register = RegisterPane(work)
        self.stack = QStackedWidget()
        self._plan = PlanView(work, self._parse, self._parse_past, self.stack)
        self._ahead = Ahead(self._make_plan(), self)
        self._rest = Rest(self)
        self.stack.addWidget(self.register)
        self.body.addWidget(self.stack, 1)
        self.printer = Printer(self)
        self.reasons = Reasons(self)
        self.register.opened.connect(lambda plan_id: self.open_record(plan_id, ""))
        self.register.asked_new.connect(self.new)
        head_register(self, self._prepared)

    @property
    def plan(self) -> PlanView:
        """The page of a plan, finished when it is first wanted if there was no time for it before."""
        self._ahead.finish()
        return self._plan

    def _make_plan(self) -> Iterator[None]:
        yield from self._plan.build()
        yield from self._plan.polish()
        yield from self._plan.join()
        self.stack.addWidget(self._plan)
        self._plan.asked.connect(self.ask)
        self._plan.side.other.connect(lambda plan_id: self.open_record(plan_id, ""))
        yield
        _ = self.register.board  # made now, it is there at once when it is asked for
        yield
        self._read_ahead()

    def _read_ahead(self) -> None:
        """Read a plan before one is asked for: the first reading prepares its queries, and takes twice the next."""
        desk, found = self.work.desk, self._prepared
        if self._plan_id is None and found is not None and found.rows:
            plan_id = found.rows[0][0].id
            self.work.jobs.run(lambda _: Plans(desk).page(plan_id), failed=lambda _: None, key="plans.ahead")

    @cached_property
    def closing(self) -> ClosePage:
        """The check page; made when it is first wanted."""
        made = ClosePage(self.work)
        made.wanted.connect(self._change)
        made.done.connect(self._closing_done)
        self.stack.addWidget(made)
        return made

    def _parse(self, text: str) -> date:
        return parse_typed(text, self.work.desk.today, future=True)

    def _parse_past(self, text: str) -> date:
        return parse_typed(text, self.work.desk.today)

    # -- reading --
    def refresh(self) -> None:
        if self.work.area_id != self._area_id:
            self._area_id = self.work.area_id
            if self._plan_id is not None:
                self._show_register()
        self._lines_stale = True
        if self._plan_id is None:
            self._read_register()
        else:
            self._read_plan(self._plan_id)

    def _read_register(self) -> None:
        desk, area = self.work.desk, self.work.area_id
        self._lines_stale = False
        self.fetch(lambda: prepare(Plans(desk).register(area), desk.today, desk.actor.name), self._show_lines)

    def _read_plan(self, plan_id: int) -> None:
        desk = self.work.desk

        def read() -> tuple[PlanPage, list[Choice], list[Choice], dict[str, Any]]:
            return Plans(desk).page(plan_id), desk.people(), desk.areas(), self._plan.kept(plan_id)

        self.fetch(read, lambda found: self._show_plan(*found))

    def _show_lines(self, prepared: Prepared) -> None:
        first = self._prepared is None
        self._prepared = prepared
        if first:  # the list is painted before the page of a plan is begun
            QTimer.singleShot(AHEAD_MS, self._ahead, self._ahead.start)
        self.register.show_lines(prepared, self.work.desk.today)
        if self._plan_id is None:
            head_register(self, self._prepared)
            if self._field == "list":
                self._field = ""
                self.register.focus_list()

    def _show_plan(
        self, page: PlanPage, people: list[Choice], areas: list[Choice], unread: dict[str, Any]
    ) -> None:
        if page.plan.id != self._plan_id:
            return
        first = self.plan.plan_id != page.plan.id
        lists = [[(one.id, one.label) for one in choices] for choices in (people, areas)]
        if not self.plan.show_page(page, *lists, unread=unread):
            self._read_plan(page.plan.id)
            return
        head_plan(self, page)
        self._rest.read(page)
        if self._at_closing:
            self.closing.show_page(page)
            return
        self.stack.setCurrentWidget(self.plan)
        if self._field or first:
            wanted, self._field = self._field, ""
            if not wanted and not page.plan.perceived_problem:
                wanted = "perceived_problem"
            # The cards are laid out only after this event.
            QTimer.singleShot(0, lambda: self._go_to(wanted))

    def _go_to(self, field: str) -> None:
        if not field or not self.plan.focus_field(field):
            self.plan.anchors[Stage.SCANNING].setFocus(Qt.FocusReason.TabFocusReason)

    # -- what is shown --
    def _show_register(self) -> None:
        self._plan_id = None
        self.stack.setCurrentWidget(self.register)
        head_register(self, self._prepared)
        self.show_marking()

    @property
    def _at_closing(self) -> bool:
        return isinstance(self.stack.currentWidget(), ClosePage)

    @property
    def page(self) -> PlanPage | None:
        """The plan that is open; none while the one asked for is read, whatever is still shown."""
        page = self._plan.page
        return page if page is not None and page.plan.id == self._plan_id else None

    # -- going about --
    def open_record(self, record: int | None, field: str) -> None:
        if record is None:
            if field == "new":
                self.new()
            elif self._plan_id is not None and field:
                self.plan.focus_field(field)
            else:
                self.register.focus_list()
            return
        self._flush()
        self._plan_id, self._field = record, field
        if self._at_closing:
            self.stack.setCurrentWidget(self.plan)
        self._ahead.hurry()
        self._read_plan(record)

    def _flush(self) -> None:
        """Save what is being written, where there is a page to write on."""
        if self._ahead.done:
            self.plan.flush()

    def show_board(self) -> None:
        """Show the plans of the area by stage."""
        if self._plan_id is not None:
            self.leave()
            self._field = ""
        self.register.show_board()

    def leave(self) -> None:
        """Back to the list."""
        self._flush()
        self._field = "list"
        self._show_register()
        if self._lines_stale or self._prepared is None:
            self._read_register()
        else:
            self._show_lines(self._prepared)

    def focus_field(self, name: str) -> bool:
        if self._plan_id is not None:
            return self.plan.focus_field(name)
        return super().focus_field(name)

    def escape(self) -> bool:
        here = self.stack.currentWidget()
        if self._at_closing:
            self._closing_done(False)
        elif here is not self.register:
            form = self.plan.cards.open_form()
            if form is not None:
                form[0]()
            else:
                self.leave()
        elif self.register.form_open:
            self.register.form.close_form()
        elif self.register.filter.text():
            self.register.clear_filter()
        else:
            return False
        return True

    def new(self) -> None:
        if self._plan_id is not None:
            self.leave()
            self._field = ""
        desk, area = self.work.desk, self.work.area_id
        lines = [line for line, _, _ in self._prepared.rows] if self._prepared is not None else []
        self.register.form.begin(Priorities(desk).in_force(area, desk.today), desk.people(), lines)

    def search(self) -> None:
        if self._plan_id is not None:
            self.leave()
            self._field = ""
        self.register.filter.setFocus(Qt.FocusReason.TabFocusReason)
        self.register.filter.selectAll()

    def primary(self) -> None:
        if self._at_closing:
            self.closing.close_plan()
        elif self._plan_id is None:
            if self.register.form_open:
                self.register.form.save()
        else:
            self._primary_of_plan()

    def _primary_of_plan(self) -> None:
        form = self.plan.cards.open_form()
        if form is not None:
            form[1]()
        elif self.page is not None and self.page.reading.may_close and not self.reasons.close():
            self.begin_closing()
        else:
            self.review()

    def panes(self) -> list[QWidget]:
        if self._plan_id is None:
            return [self.register]
        if self._at_closing:
            return [self.closing]
        return [self.plan.area, self.plan.side]

    # -- doing --
    def ask(self, what: str) -> None:
        """Do what a button beside the plan asks for: close, reopen, priority, assess and the like."""
        page = self.page
        if page is None:
            return
        if what == "close":
            self.begin_closing()
        elif what == "reopen":
            if self.work.attempt(lambda: require(self.work.desk.actor.role, Act.CLOSE_PLAN)):
                self.plan.finish()
                self.plan.cards.reviews.begin_reopening()
        elif what == "authorise" and not self.reasons.authorise():
            self.plan.cards.reviews.begin_authorising()
        elif what == "hand_over" and not self.reasons.write():
            self.plan.cards.reviews.begin_handing()
        elif what == "priority" and page.priorities:
            self.work.go("priorities", page.priorities[-1].id)
        elif what == "assess" and not self.reasons.assess():
            self.plan.cards.assessing.begin()

    def review(self) -> None:
        """Begin a review note."""
        if self.page is not None and not self.plan.locked:
            self.plan.cards.reviews.begin()

    def begin_closing(self) -> None:
        """Go to the check page; who may not close is told so."""
        reason = self.reasons.close()
        if reason:
            self.work.refused.emit(reason)
            return
        self.plan.flush()
        page = Plans(self.work.desk).page(self._plan_id or 0)
        self.closing.show_page(page)
        self.stack.setCurrentWidget(self.closing)
        self.set_actions()
        self.closing.begin()

    def _closing_done(self, closed: bool) -> None:
        del closed
        self.stack.setCurrentWidget(self.plan)
        self._field = "close"
        if self._plan_id is not None:
            self._read_plan(self._plan_id)

    def _change(self, field: str) -> None:
        self.stack.setCurrentWidget(self.plan)
        if self.page is not None:
            head_plan(self, self.page)
        QTimer.singleShot(0, lambda: self.plan.focus_field(field))

    def open_works(self) -> None:
        """Go to the plan's What Works entry, drafting it where there is none."""
        page = self.page
        if page is None:
            return
        self.plan.flush()
        works = WhatWorks(self.work.desk)
        try:
            self.work.go("works", works.of_plan(page.plan.id) or works.draft(page.plan.id))
        except CannotDo as error:
            self.work.refused.emit(error.says)

    def print_plan(self, paper: Paper = Paper.WHOLE) -> None:
        """Write the plan that is open as a PDF, where the person says."""
        if self.page is not None:
            self.plan.flush()
            self.printer.print_plan(self.page, paper)

    # -- commands --
    def record_shown(self) -> tuple[str, int] | None:
        return None if self._plan_id is None else ("problem_plan", self._plan_id)

    def marks_shown(self) -> tuple[str, ...]:
        return self.marks if self._plan_id is None else ()

    def marks_area(self) -> int | None:
        return None if self.register.astray else self.work.area_id

    def rows_marking(self, table: QWidget) -> str | None:
        return self.register.rows_marking() if table is self.register.table else None

    def thread_from(self) -> tuple[str, int] | None:
        if self._plan_id is None:
            return None
        action = self.plan.cards.action_block.focused()
        return ("problem_plan", self._plan_id) if action is None else ("action", action)

    def export_book(self) -> None:
        """Write the plan that is open as a workbook, where the person says."""
        if self.page is not None:
            self.plan.flush()
            self.printer.books.export(self.page)

    def commands(self) -> list[Command]:
        """What can be done here, with its keys."""
        return commands_of(self)
