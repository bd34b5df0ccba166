"""The quarter on one page: six steps, up to three priorities, checks before publishing, the quarter before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import MONTHS, day_month, full_date, quarter_of
from npt_desktop.rules.words import listed
from npt_desktop.ui.priorities.card import PriorityView
from npt_desktop.ui.priorities.checks import CheckList
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.priorities.panel import Panel
from npt_desktop.ui.priorities.priority_forms import ClosePanel, PriorityPanel
from npt_desktop.ui.priorities.steps_forms import MeetingPanel, SurveyPanel
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.clock_line import ClockStrip
from npt_desktop.ui.widgets.layout import Split, box, clear, col, row, scroll
from npt_desktop.ui.widgets.marks import Mark
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.progress import Meter, Step, Stepper
from npt_desktop.ui.widgets.text import Elided, Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.models.priorities import Priority
    from npt_desktop.services.priority_view import Outcome, QuarterView

STEP_GOES = ("survey", "meeting", "decision", "publish", "plan", "update")


class PublishCard(Card):
    """Before you publish: what is ready, what is not and where to mend it."""

    def __init__(self) -> None:
        super().__init__("Before you publish", gap=8)
        self.meter, self.count = Meter(0, 7), Text("", "meta_strong")
        self.checks = CheckList()
        self.words = Text("", "meta", "text2", wrap=True)
        self.preview = Button("Preview and publish", "primary", "eye")
        self.progress = box(row((self.meter, 1), self.count))
        self.forms = Button("Other forms of the text", icon="speakerphone")
        self.add(self.progress, self.words, self.checks, None, self.forms, self.preview)
        self.forms.setSizePolicy(_wide(self.forms))
        self.preview.setSizePolicy(_wide(self.preview))

    def set(self, view: QuarterView, fix: Page) -> None:
        """Show the checks, or when it was published."""
        published = view.page.round.published_on if view.page.round else None
        self.set_title("Published" if published else "Before you publish")
        self.progress.setVisible(published is None)
        self.preview.set_text(
            "Preview and publish"
            if published is None
            else "Publish again"
            if view.page.changed
            else "View the page"
        )
        self.words.setVisible(published is not None)
        good = sum(check.good for check in view.checks)
        self.meter.set(good, len(view.checks))
        self.count.setText(f"{good} of {len(view.checks)}")
        if published is not None:
            at = view.page.publication.address if view.page.publication else ""
            changed = (
                f" Corrected since: {listed(view.page.changed)}. Publish it again."
                if view.page.changed
                else ""
            )
            self.words.setText(
                f"On the website since {full_date(published)}. {at or 'No address recorded.'}{changed}"
            )
        shown = [c for c in view.checks if published is None or not c.good]
        self.checks.set([(c.state.value, c.says, fix.mender(c)) for c in shown])


def _wide(button: Button) -> QSizePolicy:
    policy = button.sizePolicy()
    policy.setHorizontalPolicy(policy.Policy.Expanding)
    return policy


class BeforeCard(Card):
    """How last quarter's priorities ended, one line each."""

    def __init__(self, page: Page) -> None:
        super().__init__("Last quarter", gap=4)
        self._page = page
        self._lines = col(gap=2)
        self._said: object = None
        self.buttons: list[Button] = []
        self.add(self._lines)

    def set(self, view: QuarterView, *, may_close: bool) -> None:
        said = [(o.priority.id, o.priority.version, o.result, o.updated, o.then) for o in view.before]
        self.set_title(f"Last quarter, {view.quarter.previous().label}")
        self.setVisible(bool(view.before))
        if said == self._said:
            return
        self._said = said
        clear(self._lines)
        self.buttons = []
        for outcome in view.before:
            self._lines.addWidget(self._line(outcome, may_close and outcome.open))

    def _line(self, o: Outcome, close: bool) -> QWidget:
        then: QWidget
        if close:
            then = Button("Close with a result", "quiet", small=True)
            then.setAccessibleName(f"Close ‘{o.priority.title}’ with a result")
            then.clicked.connect(lambda: self._page.asked.emit("close", o.priority.id, ""))
            self.buttons.append(then)
        else:
            words = Text(o.then, "meta_strong" if o.late else "meta", "bad_text" if o.late else "text2")
            then = box(row(*([Mark("bad", 13)] if o.late else []), words, None, gap=6, margins=(6, 0, 0, 0)))
        end = box(row(then, None, gap=0))
        end.setFixedWidth(160)
        figures = Elided(o.figures, "meta", "text2")
        figures.setFixedWidth(208)
        line = row(
            Mark(o.state.value, 14), (Elided(o.priority.title), 1), Text(o.result, "meta", "text2", width=100),
            figures, Text(o.updated, "meta", "text2", width=150), end, gap=10,
        )  # fmt: skip
        holder = box(line)
        holder.setMinimumHeight(26)
        return holder


class OverviewPage(Page):
    """Picture 02. Forms of the steps open above the cards."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.steps = Stepper([], acts=True)
        self._shown_steps: list[Step] = []
        self.steps.picked.connect(lambda place: self.asked.emit(STEP_GOES[place], None, ""))
        stepper = Card(pad=16)
        stepper.setAccessibleName("The six steps")
        self.clocks = ClockStrip(full=True)
        stepper.add(self.steps, self.clocks)
        self.survey, self.meeting = SurveyPanel(work), MeetingPanel(work)
        self.priority, self.closing = PriorityPanel(work), ClosePanel(work)
        self.panels: tuple[Panel, ...] = (self.survey, self.meeting, self.priority, self.closing)
        for panel in self.panels:
            panel.hide()
            panel.finished.connect(self.close_panel)
        self.priority.close_priority.clicked.connect(
            lambda: self.asked.emit("close", self.priority.priority_id, "")
        )
        self.survey.followed.connect(lambda found: self.asked.emit("thread", found, "survey_result"))
        self.priority.story.clicked.connect(lambda: self.asked.emit("story", self.priority.priority_id, ""))
        self.meeting.print_agenda.clicked.connect(lambda: self.asked.emit("agenda_pdf", None, ""))
        self.meeting.print_minutes.clicked.connect(lambda: self.asked.emit("minutes_pdf", None, ""))
        self.cards = [PriorityView(number) for number in (1, 2, 3)]
        for card in self.cards:
            card.asked.connect(self.asked)
        self.start_button = Button("Enter when the survey data came", "primary", "database-import")
        self.start_button.clicked.connect(lambda: self.asked.emit("survey", None, ""))
        self.empty = EmptyState("flag", "", "", self.start_button)
        self.empty_card = Card()
        self.empty_card.add(self.empty)
        self.meet_button = Button("Open the meeting", "primary")
        self._next = "meeting"
        self.meet_button.clicked.connect(lambda: self.asked.emit(self._next, None, ""))
        self.waiting = EmptyState("flag-3", "", "", self.meet_button)
        self.waiting_card = Card()
        self.waiting_card.add(self.waiting)
        self.publish = PublishCard()
        self.publish.preview.clicked.connect(lambda: self.asked.emit("publish", None, ""))
        self.publish.forms.clicked.connect(lambda: self.asked.emit("forms", None, ""))
        self.before = BeforeCard(self)
        cards = box(row(*[(card, 1) for card in self.cards], (self.waiting_card, 3), gap=tk.M))
        self.split = Split(cards, self.publish, 258, break_at=880)
        self._lay = col(
            stepper, *self.panels, self.empty_card, self.split, self.before, None, gap=tk.M,
            margins=(tk.PAGE_MARGINS[0], 2, tk.PAGE_MARGINS[2], tk.PAGE_MARGINS[3]),
        )  # fmt: skip
        self.area: QScrollArea = scroll(box(self._lay))
        self.setLayout(col(self.area, gap=0))
        self.record_button = Button("Meeting record", icon="file-export")
        self.record_button.clicked.connect(lambda: self.asked.emit("record", None, ""))
        self.board_button = Button("All areas", icon="layout-grid")
        self.board_button.clicked.connect(lambda: self.asked.emit("board", None, ""))
        self.sources_button = Button("Sources", icon="chart-histogram")
        self.sources_button.clicked.connect(lambda: self.asked.emit("sources", None, ""))
        self.update_button = Button("Write update", icon="pencil")
        self.update_button.clicked.connect(lambda: self.asked.emit("update", None, ""))
        self._back: QWidget | None = None

    # -- showing --
    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        steps = [Step(s.title, s.when, s.detail, s.state) for s in view.steps]
        if steps != self._shown_steps:
            had = next((i for i, b in enumerate(self.steps.buttons) if b.hasFocus()), -1)
            self.steps.set(steps)
            self._shown_steps = steps
            if had >= 0:
                self.steps.buttons[had].setFocus()
        self.clocks.set(view.clocks if view.quarter == quarter_of(view.today) else ())
        found, decided = view.page.round, view.decided
        self.split.setVisible(found is not None)
        name, label = view.page.area, view.quarter.label
        self.empty.set(f"{name}’s round for {label} has not begun.")
        self._wait(view)
        for place, card in enumerate(self.cards):
            there = place < len(view.page.cards)
            card.setVisible(there)
            if there:
                card.set(view.page.cards[place], view, self.work.month)
        if not self.survey.isHidden():
            self.survey.show_figures(view)
        self.publish.setVisible(decided)
        if decided:
            self.publish.set(view, self)
        self.before.set(view, may_close=not self.why_not(Act.DECIDE_PRIORITIES))
        self._buttons()
        for panel in self.panels:
            panel.lock("" if panel is self.closing else self.why_not(Act.PREPARE_PRIORITIES))
        self.closing.lock(self.why_not(Act.DECIDE_PRIORITIES))
        self._rank()

    def _wait(self, view: QuarterView) -> None:
        met, count = view.page.meeting, len(view.page.candidates)
        if met is None or met.held_on is None:
            self._next = "meeting"
            title = "No priorities yet: plan the meeting with council managers."
            self.meet_button.set_text("Plan the meeting")
        else:
            self._next = "decision"
            issues = f"{count} {'issue' if count == 1 else 'issues'}" if count else "no issues"
            title = f"No priorities yet: {issues} before the meeting of {day_month(met.held_on, view.today)}."
            self.meet_button.set_text("Weigh the issues")
        self.waiting.set(title)

    def _buttons(self) -> None:
        self.update_button.set_text(f"Write {MONTHS[self.work.month.month - 1]} update")

    def head(self) -> Head:
        view = self.view
        if view is None:
            return Head("Priorities")
        by = day_month(view.quarter.publish_by, view.today)
        published = view.page.round.published_on if view.page.round else None
        if published is not None:
            due = f"published {day_month(published, view.today)}"
        else:
            due = f"due on the website by {by}"
        facts = f"{view.page.area}, {view.quarter.label}: {due}"
        record = [self.record_button] if view.page.round is not None else []
        update = [self.update_button] if view.decided else []
        return Head("Priorities", facts, actions=(self.sources_button, self.board_button, *record, *update))

    # -- panels --
    @property
    def panel(self) -> Panel | None:
        """The form that is open."""
        return next((panel for panel in self.panels if not panel.isHidden()), None)

    def open_survey(self, field: str = "") -> None:
        if self.view is not None:
            self.survey.load(self.view)
            self._open(self.survey, field)

    def open_meeting(self, field: str = "") -> None:
        if self.view is not None:
            self.meeting.load(self.view)
            self._open(self.meeting, field)

    def open_priority(self, priority_id: int, field: str = "") -> None:
        if self.view is not None and self.priority.load(self.view, priority_id):
            self._open(self.priority, field)

    def open_closing(self, priority_id: int) -> None:
        priority = self._find(priority_id)
        if priority is not None:
            self.closing.load(priority)
            self._open(self.closing, "")

    def _find(self, priority_id: int) -> Priority | None:
        if self.view is None:
            return None
        card = self.view.card(priority_id)
        earlier = (o.priority for o in self.view.before if o.priority.id == priority_id)
        return card.priority if card is not None else next(earlier, None)

    def _open(self, panel: Panel, field: str) -> None:
        focus = self.window().focusWidget()
        self._back = focus if focus is not None and self.isAncestorOf(focus) else None
        for other in self.panels:
            other.setVisible(other is panel)
        self._rank()
        self._lay.activate()
        panel.begin(field)

    def close_panel(self) -> None:
        """Close the open form; the focus goes back to where it came from."""
        for panel in self.panels:
            panel.hide()
        self._rank()
        back, self._back = self._back, None
        if back is not None and not shiboken6.isValid(
            back
        ):  # a step button: the stepper was filled anew meanwhile
            back = None
        inside = back is not None and any(panel.isAncestorOf(back) for panel in self.panels)
        if back is not None and back.isVisible() and not inside:
            back.setFocus()
        elif self.steps.buttons:
            self.start()

    def _rank(self) -> None:
        """One primary button at a time; an open form stands for the invitation to open it."""
        kind = "secondary" if self.panel is not None else "primary"
        form = self.panel in (self.survey, self.meeting)
        begun, decided = self.view is not None and self.view.page.round is not None, False
        if self.view is not None:
            decided = self.view.decided
        self.empty_card.setVisible(not begun and not form)
        self.waiting_card.setVisible(not decided and not form)
        for button in (self.publish.preview, self.start_button, self.meet_button):
            button.set_kind(kind)
        page = self.view.page if self.view is not None else None
        if decided and page is not None and page.publication is not None and not page.changed:
            self.publish.preview.set_kind("secondary")

    # -- keys --
    def primary(self) -> None:
        if self.panel is not None:
            self.panel.submit()
        elif self.view is None or self.view.page.round is None:
            self.asked.emit("survey", None, "")
        elif not self.view.decided:
            self.asked.emit(self._next, None, "")
        elif self.view.page.round.published_on is None or self.view.page.changed:
            self.asked.emit("publish", None, "")
        else:
            self.asked.emit("update", None, "")

    def new(self) -> None:
        self.asked.emit("decision", None, "title")

    def escape(self) -> bool:
        if self.panel is None:
            return False
        self.close_panel()
        return True

    def panes(self) -> list[QWidget]:
        return [self.steps, *self.panels, *self.cards, self.publish, self.before]

    def start(self) -> None:
        """The step that is next, or the first."""
        if self.steps.buttons:
            live = (b for b in self.steps.buttons if b.step.state in ("current", "late"))
            next(live, self.steps.buttons[0]).setFocus()
