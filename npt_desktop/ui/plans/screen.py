"""Problem plans: the register, one plan, and the check page before closing, one above the other."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import Stage
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.dates import parse_typed
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.plan_closing import OWN, close_refusal
from npt_desktop.services.history import Event, History
from npt_desktop.services.like_plans import LikePlan
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_page import PlanPage
from npt_desktop.services.plans import Plans
from npt_desktop.services.priorities import Priorities
from npt_desktop.services.reporting_plans import Paper
from npt_desktop.services.what_works import WhatWorks
from npt_desktop.ui.commands import Command
from npt_desktop.ui.plans.closing import ClosePage
from npt_desktop.ui.plans.commands import commands_of
from npt_desktop.ui.plans.page import PlanView
from npt_desktop.ui.plans.printing import Printer
from npt_desktop.ui.plans.register import RegisterPane
from npt_desktop.ui.plans.register_model import Prepared, prepare
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace

TITLE = "Problem plans"


class PlansScreen(WorkScreen):
    """The register of the area, and the plan that is open."""

    key: ClassVar[str] = "plans"
    follow: ClassVar[frozenset[str]] = frozenset(
        {"problem_plan", "plan_source", "hypothesis", "action", "measure", "measure_point", "plan_review",
         "priority", "person", "evidence_file"}
    )  # fmt: skip

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, TITLE)
        self._plan_id: int | None = None
        self._like_of: int | None = None
        self._field = ""
        self._prepared: Prepared | None = None
        self._area_id = work.area_id
        self.register = RegisterPane(work)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.register)
        self.body.addWidget(self.stack, 1)
        self.printer = Printer(self)
        self.register.opened.connect(lambda plan_id: self.open_record(plan_id, ""))
        self.register.asked_new.connect(self.new)
        self._head_register()

    @cached_property
    def plan(self) -> PlanView:
        """The page of a plan; made when the first one is opened, so that the list comes at once."""
        made = PlanView(self.work, self._parse, self._parse_past)
        made.asked.connect(self.ask)
        made.side.other.connect(lambda plan_id: self.open_record(plan_id, ""))
        self.stack.addWidget(made)
        return made

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
        if self._plan_id is None:
            self._read_register()
        else:
            self._read_plan(self._plan_id)

    def _read_register(self) -> None:
        desk, area = self.work.desk, self.work.area_id
        self.fetch(lambda: prepare(Plans(desk).register(area), desk.today, desk.actor.name), self._show_lines)

    def _read_plan(self, plan_id: int) -> None:
        desk, fresh = self.work.desk, plan_id != self._like_of

        def read() -> tuple[PlanPage, list[Event], list[Choice], list[Choice], tuple[LikePlan, ...] | None]:
            page = Plans(desk).page(plan_id)
            parts = (*page.actions, *page.hypotheses, *page.sources, *page.reviews,
                     *(series.measure for series in page.measures))  # fmt: skip
            events = History(desk).recent([page.plan, *parts], 24)
            like = Plans(desk).like(plan_id) if fresh else None
            return page, events, desk.people(), desk.areas(), like

        self.fetch(read, lambda found: self._show_plan(*found))

    def _show_lines(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.register.show_lines(prepared, self.work.desk.today)
        if self._plan_id is None:
            self._head_register()
            if self._field == "list":
                self._field = ""
                self.register.focus_list()

    def _show_plan(
        self, page: PlanPage, events: list[Event], people: list[Choice], areas: list[Choice],
        like: tuple[LikePlan, ...] | None,
    ) -> None:  # fmt: skip
        if page.plan.id != self._plan_id:
            return
        if like is not None:
            self._like_of = page.plan.id
            self.plan.side.show_like(like)
        first = self.plan.plan_id != page.plan.id
        lists = [[(one.id, one.label) for one in choices] for choices in (people, areas)]
        if not self.plan.show_page(page, events, *lists):
            self._read_plan(page.plan.id)
            return
        self._head_plan(page)
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
    def _head_register(self) -> None:
        found = self._prepared
        facts = ""
        if found is not None and found.rows:
            needs = "needs" if found.late == 1 else "need"
            facts = f"{number_of(found.opened, 'open plan')} · {found.late} {needs} attention"
        self.set_title(TITLE, facts)
        self.set_crumbs()
        self.set_pills()
        if facts:
            new = Button("New plan", "primary", "plus", keys="Ctrl+N")
            new.clicked.connect(self.new)
            self.set_actions(new)
        else:
            self.set_actions()

    def _head_plan(self, page: PlanPage) -> None:
        plan = page.plan
        self.set_title(plan.title)
        self.set_crumbs((TITLE, self.leave), (plan.reference, None))
        pills: list[QWidget] = [Pill(plan.stage.label, "none" if plan.stage is Stage.CLOSED else "accent")]
        if page.priorities:
            pills.append(Pill(f"Priority {page.priorities[-1].number}"))
        if plan.what_works_on is not None:
            pills.append(Pill("Sent to What works"))
        self.set_pills(*pills)
        self.set_actions(*self._actions(page))

    def _actions(self, page: PlanPage) -> list[QWidget]:
        role = self.work.desk.actor.role
        made: list[QWidget] = []
        printing = Button("Print", "quiet", "printer", keys="Ctrl+P")
        printing.clicked.connect(lambda: self.printer.ask(printing, page))
        made.append(printing)
        if page.plan.finished_on is not None and (
            page.plan.what_works_on or may(role, Act.SUBMIT_WHAT_WORKS)
        ):
            works = Button(
                "What works entry" if page.plan.what_works_on else "Send to What works", icon="bulb"
            )
            works.clicked.connect(self.open_works)
            made.append(works)
        if self.plan.locked:
            return made
        if page.reading.may_close and may(role, Act.CLOSE_PLAN):
            close = Button("Close plan", "primary", "lock", keys="Ctrl+Return")
            close.clicked.connect(self.begin_closing)
            made.append(close)
        else:
            review = Button("Add review note", "primary", "pencil", keys="Ctrl+Return")
            review.clicked.connect(self.review)
            made.append(review)
        return made

    def _show_register(self) -> None:
        self._plan_id = None
        self.stack.setCurrentWidget(self.register)
        self._head_register()

    @property
    def _at_closing(self) -> bool:
        return isinstance(self.stack.currentWidget(), ClosePage)

    @property
    def page(self) -> PlanPage | None:
        """The plan that is open."""
        return self.plan.page if self._plan_id is not None else None

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
        self.plan.flush()
        self._plan_id, self._field = record, field
        if self._at_closing:
            self.stack.setCurrentWidget(self.plan)
        self._read_plan(record)

    def leave(self) -> None:
        """Back to the list."""
        self.plan.flush()
        self._field = "list"
        self._show_register()
        self._read_register()

    def focus_field(self, name: str) -> bool:
        if self._plan_id is not None:
            return self.plan.focus_field(name)
        return super().focus_field(name)

    def escape(self) -> bool:
        here = self.stack.currentWidget()
        if self._at_closing:
            self._closing_done(False)
        elif here is not self.register:
            cards = self.plan.cards
            if not cards.action_block.form.isHidden():
                cards.action_block.form.close_form()
            elif cards.reviews.open_form is not None:
                cards.reviews.close_form()
            elif not cards.assessing.isHidden():
                cards.assessing.hide()
            else:
                self.leave()
        elif not self.register.form.isHidden():
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
            if not self.register.form.isHidden():
                self.register.form.save()
        else:
            self._primary_of_plan()

    def _primary_of_plan(self) -> None:
        cards = self.plan.cards
        if not cards.action_block.form.isHidden():
            cards.action_block.form.save()
        elif cards.reviews.open_form is not None:
            cards.reviews.primary()
        elif not cards.assessing.isHidden():
            cards.assessing.save()
        elif self.page is not None and self.page.reading.may_close and not self.why_not_close():
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
            plans = Plans(self.work.desk)
            self.work.attempt(
                lambda: PlanCourse(self.work.desk).reopen(
                    page.plan.id, plans.page(page.plan.id).plan.version
                ),
                "Reopened the plan",
            )
        elif what == "authorise" and not self.why_not_authorise():
            self.plan.cards.reviews.begin_authorising()
        elif what == "hand_over" and not self.why_not_write():
            self.plan.cards.reviews.begin_handing()
        elif what == "priority" and page.priorities:
            self.work.go("priorities", page.priorities[-1].id)
        elif what == "assess" and not self.why_not_assess():
            self.plan.cards.assessing.begin()

    def review(self) -> None:
        """Begin a review note."""
        if self.page is not None and not self.plan.locked:
            self.plan.cards.reviews.begin()

    def begin_closing(self) -> None:
        """Go to the check page; who may not close is told so."""
        reason = self.why_not_close()
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
            self._head_plan(self.page)
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

    def export_book(self) -> None:
        """Write the plan that is open as a workbook, where the person says."""
        if self.page is not None:
            self.plan.flush()
            self.printer.books.export(self.page)

    def commands(self) -> list[Command]:
        """What can be done here, with its keys."""
        return commands_of(self)

    def why_not_open(self) -> str:
        """Why nothing can be done on a plan; empty when one is open."""
        return "" if self.page is not None else "Open a plan first"

    def why_not_write(self) -> str:
        """Why nothing can be written on the plan that is open."""
        return self.why_not_open() or ("This plan is only to read" if self.plan.locked else "")

    def why_not_assess(self) -> str:
        """Why the assessment cannot be started."""
        page = self.page
        if page is not None and page.plan.finished_on is not None:
            return "The assessment was started already"
        return self.why_not_write()

    def why_not_authorise(self) -> str:
        """Why this person cannot authorise the plan."""
        page, actor = self.page, self.work.desk.actor
        if page is not None and page.plan.lead_id is not None and page.plan.lead_id == actor.person_id:
            return OWN.format(what="authorise it")
        able = may(actor.role, Act.SUPERVISE_PLAN)
        return self.why_not_write() or ("" if able else "Only a supervisor may authorise a plan")

    def why_not_close(self) -> str:
        """Why the plan cannot be closed by this person."""
        page = self.page
        if page is None:
            return "Open a plan first"
        actor = self.work.desk.actor
        return close_refusal(
            actor.role, closed=page.plan.closed_on is not None, reading=page.reading,
            leads=page.plan.lead_id is not None and page.plan.lead_id == actor.person_id,
        )  # fmt: skip
