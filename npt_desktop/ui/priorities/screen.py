"""The Priorities screen: one quarter of an area from the survey to the monthly updates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.rules.periods import Quarter, quarter_of
from npt_desktop.ui.commands import Command
from npt_desktop.ui.priorities.board import BoardPage
from npt_desktop.ui.priorities.commands import commands_of, thread_start
from npt_desktop.ui.priorities.composer import ComposerPage
from npt_desktop.ui.priorities.decision import DecisionPage
from npt_desktop.ui.priorities.forms_page import FormsPage
from npt_desktop.ui.priorities.overview import OverviewPage
from npt_desktop.ui.priorities.page import Page
from npt_desktop.ui.priorities.papers import Papers
from npt_desktop.ui.priorities.publish import PublishPage
from npt_desktop.ui.priorities.sources import SourcesPage
from npt_desktop.ui.thread_dialog import open_thread
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.work_screen import WorkScreen
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.services.priority_view import QuarterView


PRIORITY_FIELDS = ("public_wording", "plan", "no_plan_reason", "owner", "figure_name")
PAPERS = ("record", "agenda_pdf", "minutes_pdf", "story")
UPDATE_FIELDS = ("update", "you_said", "we_did", "next_steps")


class PrioritiesScreen(WorkScreen):
    """Seven pages: the quarter, the meeting, the public page, its other forms, the update, all areas, the sources. The
    quarter is that of the month.

    :meth:`open_record` takes the id of a priority round, as Home's list gives it, or None for the quarter
    shown. Fields:

    - ``survey_on``, ``survey_note``: step 1; ``meeting`` (``held_on``), ``place``, ``invited``, ``attended``,
      ``apologies``, ``notes``: step 2
    - ``decision``: step 3, at the first thing lacking; ``title``: a new issue
    - ``publish``, ``address``: step 4
    - ``public_wording``, ``plan``, ``no_plan_reason``, ``owner``, ``figure_name``: the first priority that
      lacks it; ``plan:2`` is that of priority 2
    - ``issue@12``: that issue before the meeting; ``out@12``: that publication; ``update@2026-09`` and
      ``update@2026-09:2``: the update of that month, of priority 2
    - ``update``, ``you_said``, ``we_did``, ``next_steps``: the month's update of the first priority that lacks
      it; ``update:2`` is that of priority 2
    - ``sources``: what the round is set from
    - empty: the quarter, at its current step
    """

    key = "priorities"
    follow = frozenset({
        "priority_round", "priority_meeting", "survey_result", "candidate_issue", "priority", "priority_update",
        "publication", "priority_correction", "update_correction", "priority_figure", "problem_plan", "plan_source", "hypothesis", "measure", "measure_point", "action",
        "evidence_note", "person", "engagement_entry", "survey_response", "crime_month", "lsoa", "consultation",
        "area_age", "term",
    })  # fmt: skip

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Priorities")
        self.view: QuarterView | None = None
        self._after: list[Callable[[], object]] = []
        self.overview = OverviewPage(work, self.fetch)
        self.decision = DecisionPage(work, self.fetch)
        self.publish = PublishPage(work, self.fetch)
        self.composer = ComposerPage(work, self.fetch)
        self.board = BoardPage(work, self.fetch)
        self.forms = FormsPage(work, self.fetch)
        self.papers = Papers(work, self.fetch, self)
        self.sources = SourcesPage(work, self.fetch)
        self._pages = (
            self.overview, self.decision, self.publish, self.composer, self.board, self.forms, self.sources,
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.stack, 1)
        for page in self._pages:
            self.stack.addWidget(page)
            page.asked.connect(self._asked)
            page.headed.connect(partial(self._headed, page))
        self._shown_for: tuple[int, Quarter] | None = None

    # -- reading --
    @property
    def page(self) -> Page:
        """The page shown."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def quarter(self) -> Quarter:
        """The quarter of the chosen month."""
        return quarter_of(self.work.month)

    def refresh(self) -> None:
        area_id, quarter, desk = self.work.area_id, self.quarter, self.work.desk
        if self._shown_for not in (None, (area_id, quarter)):
            self.page.leave()
            self.overview.close_panel()
            self._turn(self.overview)
        self._shown_for = area_id, quarter

        def read() -> QuarterView:
            from npt_desktop.services.priority_view import quarter_view

            return quarter_view(desk, area_id, quarter)

        self.fetch(read, self._show)

    def _show(self, view: QuarterView) -> None:
        self.view = view
        for page in self._pages:
            page.show_view(view)
        self._headed(self.page)
        after, self._after = self._after, []
        for do in after:
            do()

    def _headed(self, page: Page) -> None:
        """Put a page's words and buttons into the header."""
        if page is not self.page:
            return
        head = page.head()
        self.set_title(head.title, head.facts)
        self.set_crumbs(*head.crumbs)
        self.set_pills(*head.pills)
        self.header.swap_actions(*head.actions)

    # -- going --
    def _turn(self, page: Page) -> None:
        if page is not self.page:
            self.page.leave()
            self.stack.setCurrentWidget(page)
            self._headed(page)

    def _asked(self, where: str, record: object, field: str) -> None:
        self.go(where, record if isinstance(record, int) else None, field)

    def go(self, where: str, record: int | None = None, field: str = "") -> None:
        """Show a page or form of this screen by name, or go to another screen."""
        if where in ("plans", "updates"):
            self.work.go(where, record, field)
        elif where == "read":
            self.refresh_now()
        elif where == "thread" and record is not None:
            open_thread(self.work, (field, record), self.window())
        elif where in PAPERS:
            self._paper(where, record)
        elif self.view is None:
            self._after.append(lambda: self.go(where, record, field))
        else:
            self._goers().get(where, self._quarter)(
                record, field or (where if where in PRIORITY_FIELDS else "")
            )

    def _goers(self) -> dict[str, Callable[[int | None, str], None]]:
        return {
            "survey": self._survey, "survey_on": self._survey, "survey_note": self._survey,
            **dict.fromkeys(
                ("meeting", "held_on", "place", "invited", "attended", "apologies", "notes"), self._meeting),
            "decision": self._decision, "title": self._decision,
            "publish": self._publish, "address": self._publish, "forms": self._forms,
            "priority": self._priority, **dict.fromkeys(PRIORITY_FIELDS, self._priority),
            "figures": self._figures, "close": self._close, "board": self._board, "sources": self._sources,
            **{source: partial(self._source, source) for source in ("responses", "crime", "consultation")},
            **dict.fromkeys(UPDATE_FIELDS, self._update),
        }  # fmt: skip

    def _board(self, record: int | None, field: str) -> None:
        del record, field
        self.overview.close_panel()
        self._turn(self.board)
        self.board.read()
        self.board.start()

    def _sources(self, record: int | None, field: str) -> None:
        del record, field
        self.overview.close_panel()
        self._turn(self.sources)
        self.sources.read()
        self.sources.start()

    def _source(self, name: str, record: int | None, field: str) -> None:
        self._sources(record, field)
        self.sources.act(name)

    def _quarter(self, record: int | None, field: str) -> None:
        del record, field
        self._turn(self.overview)
        self.overview.start()

    def _survey(self, record: int | None, field: str) -> None:
        del record
        self._turn(self.overview)
        self.overview.open_survey(field)

    def _meeting(self, record: int | None, field: str) -> None:
        del record
        self._turn(self.overview)
        self.overview.open_meeting("meeting" if field == "held_on" else field)

    def _decision(self, record: int | None, field: str) -> None:
        del record
        self.overview.close_panel()
        self._turn(self.decision)
        self.decision.start()
        if field == "title":
            self.decision.new()
        elif field == "decision":
            self.decision.go_lacking()

    def _publish(self, record: int | None, field: str) -> None:
        del record, field
        if self.view is not None and not self.view.decided:
            self.work.refused.emit("Set the priorities first: then the page can be previewed.")
            return
        self.overview.close_panel()
        self._turn(self.publish)
        self.publish.start()

    def _forms(self, record: int | None, field: str) -> None:
        """The forms of the text; ``record`` is a publication to choose."""
        del field
        if self.view is not None and not self.view.decided:
            self.work.refused.emit("Set the priorities first: then there is a text to put into forms.")
            return
        self.overview.close_panel()
        self._turn(self.forms)
        self.forms.read()
        if record is not None:
            self.forms.select(record)
        self.forms.start()

    def _priority(self, record: int | None, field: str) -> None:
        view = self.view
        if view is None or not view.page.cards:
            self.work.refused.emit("Set the priorities first.")
            return
        known = record is not None and view.card(record) is not None
        chosen = record if known and record is not None else self._lacks(view, field)
        self._turn(self.overview)
        self.overview.open_priority(chosen, field)

    def _lacks(self, view: QuarterView, field: str) -> int:
        """The first priority that lacks what a field holds."""

        def lacks(p: Any) -> bool:
            if field in ("plan", "no_plan_reason", "priority", ""):
                return p.plan_id is None and not p.no_plan_reason.strip()
            return not getattr(p, {"owner": "owner_id"}.get(field, field))

        cards = view.page.cards
        return next((c.priority.id for c in cards if lacks(c.priority)), cards[0].priority.id)

    def _close(self, record: int | None, field: str) -> None:
        del field
        if record is not None:
            self._turn(self.overview)
            self.overview.open_closing(record)

    def _update(self, record: int | None, field: str) -> None:
        view = self.view
        if view is None or not view.page.cards:
            self.work.refused.emit("Set the priorities first: each then has an update a month.")
            return
        self.overview.close_panel()
        self._turn(self.composer)
        if view.card(record) is not None and record is not None:
            self.composer.choose(record, "" if field == "update" else field)
        else:
            self.composer.choose_first()

    def _figures(self, record: int | None, field: str) -> None:
        """The figures about a priority, those of the update shown where none is named."""
        del field
        if self.page is not self.composer or record is not None:
            self._update(record, "update")
        self.composer.figures()

    def open_record(self, record: int | None, field: str) -> None:
        """See the class for what ``record`` and ``field`` may be."""
        from npt_desktop.services.priority_view import quarter_of_round

        if record is not None:
            place = quarter_of_round(self.work.desk, record)
            if place is not None and place != (self.work.area_id, self.quarter):
                self._after.clear()
                self.view = None
                self.work.move(area_id=place[0], month=place[1].start)
        name, _, what = field.partition("@")
        if name == "update" and what:
            self._dated(what)
            return
        if name in ("issue", "out") and what.isdecimal():
            self._named(name, int(what))
            return
        name, _, number = field.partition(":")
        if number.isdecimal():
            self._numbered(name, int(number))
        else:
            self.go(name or "quarter", None, name)

    def _dated(self, what: str) -> None:
        """``2026-09`` or ``2026-09:2``: the update of that month, of the first priority that lacks it or that one."""
        month, _, number = what.partition(":")
        self._after.clear()
        day = date.fromisoformat(f"{month}-01")
        if day != self.work.month:
            if quarter_of(day) != self.quarter:
                self.view = None
            self.work.move(month=day)
        if number.isdecimal():
            self._numbered("update", int(number))
        else:
            self.go("update", None, "update")

    def _named(self, name: str, record: int) -> None:
        """An issue before the meeting, or a publication, once the quarter is read."""
        if self.view is None:
            self._after.append(lambda: self._named(name, record))
        elif name == "issue":
            self.go("decision")
            self.decision.select(record)
        else:
            self.go("forms", record)

    def _numbered(self, name: str, number: int) -> None:
        """A field of the priority of that number, once the quarter is read."""
        view = self.view
        if view is None:
            self._after.append(lambda: self._numbered(name, number))
            return
        chosen = (c.priority.id for c in view.page.cards if c.priority.number == number)
        self.go(name, next(chosen, None), name)

    def thread_from(self) -> tuple[str, int] | None:
        return thread_start(self)

    def focus_field(self, name: str) -> bool:
        """The field of a name on the page shown; other pages have fields of the same name."""
        for control in self.page.findChildren(QWidget, name):
            if control.isVisible():
                reveal(control)
                return True
        return False

    # -- doing --
    def _paper(self, what: str, record: int | None) -> None:
        """One of the papers; the story is of the priority named, or of the first."""
        view = self.view
        if view is None:
            self._after.append(lambda: self._paper(what, record))
            return
        if what == "story" and not view.page.cards:
            self.work.refused.emit("Set the priorities first.")
            return
        first = view.page.cards[0].priority.id if view.page.cards else None
        self.papers.save(what, view, record or first)

    def primary(self) -> None:
        self.page.primary()

    def new(self) -> None:
        """A new issue for the meeting; on the sources what somebody said."""
        if self.page in (self.decision, self.sources):
            self.page.new()
        else:
            self.go("decision", None, "title")

    def escape(self) -> bool:
        return self.page.escape()

    def panes(self) -> list[QWidget]:
        return self.page.panes()

    def commands(self) -> list[Command]:
        """What can be done here, for the palette and the list of keys."""
        return commands_of(self)
