"""The priority meeting on the shared screen: weigh each issue, decide, record (picture 03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Clash
from npt_desktop.models.kinds import Decision
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import day_month, full_date, number_of
from npt_desktop.ui.priorities.issue_form import DECISIONS, IssueForm
from npt_desktop.ui.priorities.issue_models import IssueModel, SuggestionModel
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.priorities.two_hands import settle_issue
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.forms import Edit
from npt_desktop.ui.widgets.layout import UNLIMITED, box, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Mark, Pill
from npt_desktop.ui.widgets.messages import ConfirmDialog, EmptyState, reveal
from npt_desktop.ui.widgets.tables import Table
from npt_desktop.ui.widgets.text import KeyCap, Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.models.priorities import CandidateIssue
    from npt_desktop.services.priority_view import QuarterView

LIST_W = 356
MOST = 3


class IssueList(Card):
    """The issues, what else may be added, and what is still to decide."""

    def __init__(self, add: Callable[[str], None], take: Callable[[int], None]) -> None:
        super().__init__(pad=0, gap=0)
        self.model, self.suggested = IssueModel(), SuggestionModel()
        self.count = Text("", "section", "text3")
        self.add_button = Button("Add issue", "quiet", "plus", small=True, keys="Ctrl+N")
        self.add_button.clicked.connect(self.open_line)
        self.line = Edit("", "Issue, then Enter", name="New issue")
        self.line.setObjectName("title")
        self.line.returnPressed.connect(lambda: add(self.line.text()))
        self.line_box = box(row(self.line, margins=(14, 0, 14, 8)))
        self.line_box.hide()
        self.table = Table("Candidate issues")
        self.table.setModel(self.model)
        self.table.setObjectName("issues")
        self.table.horizontalHeader().hide()
        self.table.set_widths([0, 112])
        self.more_head = Text("Suggested", "card")
        self.more = Table("Suggested issues: Enter adds one")
        self.more.setObjectName("suggestions")
        self.more.setModel(self.suggested)
        self.more.horizontalHeader().hide()
        self.more.set_widths([0, 112])
        self.more.opened.connect(lambda index: take(index.row()))
        hint = Text("Enter adds", "meta", "text3")
        self.more_box = box(col(
            line(), row(self.more_head, None, hint, margins=(14, 8, 14, 6)), line(), self.more, gap=0
        ))  # fmt: skip
        self.decided, self.chosen = Text("", "meta_strong"), Text("", "meta", "text2")
        self.mark = Mark("warn", 13)
        self.lacks = Button("", "quiet", small=True)
        self.reason = Text("", "meta", "text2", wrap=True)
        foot = col(
            row(self.decided, None, self.chosen), row(self.mark, self.lacks, None, gap=4), self.reason, gap=2,
            margins=(14, 6, 14, 8),
        )  # fmt: skip
        head = row(Text("Candidate issues", "section"), self.count, None, self.add_button, gap=6,
                   margins=(14, 8, 8, 8))  # fmt: skip
        self.add(head, self.line_box, line(), (self.table, 3), (self.more_box, 2), line(), foot)

    def open_line(self) -> None:
        self.line_box.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_line(self) -> None:
        self.line.clear()
        self.line_box.hide()


class DecisionPage(Page):
    """Step 3. Issues at the left, the chosen one at the right; Save decision sets the priorities."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.list = IssueList(self.add_issue, self.take)
        self.list.setMinimumWidth(300)
        self.list.setMaximumWidth(LIST_W)
        self.form = IssueForm(work.desk.today)
        self.form_area = scroll(self.form)
        self.detail = Card(pad=0, gap=0)
        self.blank = EmptyState(
            "checklist", "No issue yet.", "Take one from the suggestions, or add one with Ctrl+N."
        )
        self.detail.add((self.form_area, 1), (self.blank, 1))
        left, _, right, bottom = tk.PAGE_MARGINS
        self.setLayout(row((self.list, 1), (self.detail, 2), gap=tk.M, margins=(left, 0, right, bottom)))
        self.people_button = Button("", "quiet", "users-group")
        self.people_button.clicked.connect(lambda: self.asked.emit("meeting", None, "attended"))
        self.rank_button = Button("Local ranking", "quiet", "chart-histogram")
        self.rank_button.clicked.connect(self.open_ranking)
        self.correct_button = Button("Correct", "secondary", "pencil")
        self.correct_button.clicked.connect(self.correct)
        self.save_button = Button("Save decision", "primary", keys="Ctrl+Enter")
        self.save_button.clicked.connect(self.primary)
        self.keys = KeyCap("Ctrl+Enter")
        self._wanted: int | None = None
        self.confirm: ConfirmDialog | None = None
        self.list.table.selectionModel().currentRowChanged.connect(self._moved)
        self.list.table.typed.connect(self._typed)
        self.list.table.opened.connect(lambda _: self._enter())
        self.list.lacks.clicked.connect(self.go_lacking)
        self.form.edited.connect(self._save)
        self.form.dropped.connect(self._drop)

    # -- showing --
    @property
    def frozen(self) -> str:
        """Why nothing here may change, or nothing."""
        found = self.view.page.round if self.view else None
        if found is not None and found.decided_on is not None and self.view is not None:
            how = "correct it, with the reason" if found.published_on else "undo the decision to change it"
            return f"Set {day_month(found.decided_on, self.view.today)} and frozen: {how}."
        return self.why_not(Act.PREPARE_PRIORITIES)

    def show_view(self, view: QuarterView) -> None:
        super().show_view(view)
        page, model = view.page, self.list.model
        chosen = self._wanted if self._wanted is not None else self.form.candidate_id
        at = self.list.table.currentIndex().row()
        model.set(page.candidates, view.evidence)
        place = model.row_of(chosen)
        if self._wanted is not None and place >= 0:
            self._wanted = None
        place = place if place >= 0 else min(max(at, 0), model.rowCount() - 1)
        if place >= 0:
            self.list.table.setCurrentIndex(model.index(place, 0))
        self._show_issue(place)
        self.list.count.setText(str(len(page.candidates)) if page.candidates else "")
        offered = self.list.more.currentIndex().row()
        self.list.suggested.set(view.suggestions)
        if offered >= 0 and view.suggestions:
            offered = min(offered, len(view.suggestions) - 1)
            self.list.more.setCurrentIndex(self.list.suggested.index(offered, 0))
        self.list.more_box.setVisible(bool(view.suggestions) and not self.frozen)
        many = len(page.candidates) > MOST
        self.list.table.setVisible(bool(page.candidates) or not view.suggestions)
        self.list.more.setMaximumHeight(self.list.more.rowHeight(0) * 2 + 2 if many else UNLIMITED)
        self.list.body.setStretchFactor(self.list.more_box, 0 if many else 2)
        self.list.more_head.setText(f"Suggested {len(view.suggestions)}")
        self._foot(view)

    def _foot(self, view: QuarterView) -> None:
        page, foot = view.page, self.list
        total = len(page.candidates)
        chosen = sum(c.decision is Decision.PRIORITY for c in page.candidates)
        foot.decided.setText(f"Decided {total - len(page.undecided)} of {total}")
        foot.chosen.setText(f"{chosen} of up to {MOST} priorities")
        lacking = view.lacking
        foot.mark.setVisible(bool(lacking))
        foot.lacks.setVisible(bool(lacking))
        if lacking:
            foot.lacks.set_text(lacking[0][2])
        may_not = self.why_not(Act.DECIDE_PRIORITIES)
        foot.reason.setText(self.frozen or may_not)
        foot.reason.setVisible(bool(self.frozen or may_not))
        foot.add_button.setVisible(not self.frozen)
        self.form.lock(self.frozen)
        self.save_button.lock(self.frozen or may_not)

    def _show_issue(self, place: int) -> None:
        view = self.view
        there = view is not None and 0 <= place < len(view.page.candidates)
        self.form_area.setVisible(there)
        self.blank.setVisible(not there)
        if view is None or not there:
            self.form.candidate_id = None
            return
        issue = view.page.candidates[place]
        others = [c.rank for c in view.page.candidates if c.rank and c.id != issue.id]
        met = view.page.meeting
        self.form.present = "All present" if met is not None and met.attended.strip() else ""
        evidence = view.evidence.get(issue.id, ())
        self.form.show_issue(issue, evidence, others, stays=issue.id in view.staying)

    def head(self) -> Head:
        view = self.view
        if view is None:
            return Head("Priority meeting")
        met = view.page.meeting
        title = f"Priority meeting, {full_date(met.held_on)}" if met and met.held_on else "Priority meeting"
        came = len(met.attended.splitlines()) if met else 0
        sorry = len(met.apologies.splitlines()) if met else 0
        words = f"{came} attended" if came else "Record who attended"
        if sorry:
            words += f", {number_of(sorry, 'apology', 'apologies')}"
        self.people_button.set_text(words)
        pill = Pill("Set", "good") if view.decided else Pill("Draft", "warn")
        crumbs = (("Priorities", lambda: self.asked.emit("overview", None, "")), (view.quarter.label, None))
        may_not = self.why_not(Act.DECIDE_PRIORITIES)
        self.correct_button.lock(may_not)
        save = (self.correct_button,) if view.decided else (self.keys, self.save_button)
        return Head(
            title, crumbs=crumbs, pills=(pill,), actions=(self.people_button, self.rank_button, *save)
        )

    # -- choosing --
    def _moved(self, index: QModelIndex) -> None:
        if index.isValid() and self.list.model.ids[index.row()] != self.form.candidate_id:
            self.form.commit()
            self._show_issue(index.row())

    def _typed(self, letter: str) -> None:
        if letter.isdecimal() and 1 <= int(letter) <= len(DECISIONS) and not self.frozen:
            self.form.decide(DECISIONS[int(letter) - 1])

    def _enter(self) -> None:
        next(iter(self.form.scales.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def select(self, candidate_id: int) -> None:
        """Choose an issue of the list."""
        place = self.list.model.row_of(candidate_id)
        if place >= 0:
            self.list.table.setCurrentIndex(self.list.model.index(place, 0))
        else:
            self._wanted = candidate_id

    def go_lacking(self) -> None:
        """Go to the first thing that stands before the decision."""
        if self.view is None or not self.view.lacking:
            return
        candidate_id, field, _ = self.view.lacking[0]
        if candidate_id is None:
            self.list.open_line()
            return
        self.select(candidate_id)
        self.focus(field)

    def focus(self, field: str) -> None:
        """Put the focus in a field of the chosen issue."""
        place = self.form.fields.get(field)
        if place is not None and place.isVisible():
            reveal(place.control)

    # -- writing --
    def _service(self) -> Any:
        from npt_desktop.services.priorities import Priorities

        return Priorities(self.work.desk)

    def add_issue(self, title: str) -> None:
        made: list[int] = []
        view = self.view
        if view is None:
            return
        done = self.attempt(
            lambda: made.append(self._service().add_candidate(self.work.area_id, view.quarter, title))
        )
        if done:
            self._wanted = made[0]
            self.list.line.clear()
            self.work.say(f"Added ‘{title.strip()}’", undo=True)

    def take(self, place: int) -> None:
        """Add a suggestion to the issues."""
        from npt_desktop.services.candidates import Candidates

        view, items = self.view, self.list.suggested.items
        if view is None or not 0 <= place < len(items) or self.frozen:
            return
        item, made = items[place], list[int]()
        service = Candidates(self.work.desk)
        if self.attempt(lambda: made.append(service.take(self.work.area_id, view.quarter, item))):
            self._wanted = made[0]
            self.work.say(f"Added ‘{item.title}’", undo=True)

    def _drop(self) -> None:
        candidate_id, title = self.form.candidate_id, self.form.name.text()
        if candidate_id is not None:
            done = f"Removed ‘{title}’"
            self.attempt(lambda: self._service().drop_candidate(candidate_id), done)
            self.list.table.setFocus()

    def _save(self, fields: dict[str, Any]) -> None:
        candidate_id = self.form.candidate_id
        if candidate_id is None or self.frozen:
            return
        try:
            self.form.saved(self._service().save_candidate(candidate_id, self.form.version, fields))
        except Clash:
            settle_issue(self, self.form, self._read_again, fields)
        except CannotDo as error:
            self.form.refused(fields)
            self.work.refused.emit(error.says)
            self._read_again()

    def _read_again(self) -> None:
        self.asked.emit("read", None, "")

    def open_ranking(self) -> None:
        """The issues by the local ranking, and what each criterion counts."""
        from npt_desktop.ui.priorities.ranking_dialog import RankingDialog

        if self.view is not None:
            self.form.commit()
            RankingDialog(self.work, self.view.page, self.window()).open()

    def correct(self) -> None:
        """Correct the words of the chosen issue, once it is decided."""
        from npt_desktop.ui.priorities.correcting import CorrectionDialog

        view = self.view
        if view is None or not view.decided or self.form.candidate_id is None:
            return
        issue = next(c for c in view.page.candidates if c.id == self.form.candidate_id)
        priority = next((c.priority for c in view.page.cards if c.priority.candidate_id == issue.id), None)
        CorrectionDialog(self.work, view.page, self.window(), issue=issue, priority=priority).open()

    # -- keys --
    def primary(self) -> None:
        """Save decision, after asking; what is lacking is gone to instead."""
        self.form.commit()
        refusal = self.frozen or self.why_not(Act.DECIDE_PRIORITIES)
        if refusal or self.view is None:
            self.work.refused.emit(refusal)
            return
        service, quarter = self._service(), self.view.quarter
        page = service.page(self.work.area_id, quarter)
        lacking = service.lacking(page)
        if lacking:
            candidate_id, field, says = lacking[0]
            self.work.refused.emit(says)
            if candidate_id is None:
                self.list.open_line()
            else:
                self.select(candidate_id)
                self.focus(field)
            return
        chosen = sorted((c for c in page.candidates if c.decision is Decision.PRIORITY), key=_order)
        names = "\n".join(f"{n}. {c.title}" for n, c in enumerate(chosen, 1))
        title = f"Set {number_of(len(chosen), 'priority', 'priorities')} for {quarter.spoken}?"
        text = f"{names}\n\nThe decision is recorded in your name and the issues are frozen."
        self.confirm = ConfirmDialog(self.window(), title, text, "Set priorities")
        self.confirm.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm.accepted.connect(self._decide)
        self.confirm.open()

    def _decide(self) -> None:
        view = self.view
        if view is None:
            return
        said = f"Set the {view.quarter.label} priorities"
        if self.attempt(lambda: self._service().decide(self.work.area_id, view.quarter), said):
            self.asked.emit("overview", None, "")

    def new(self) -> None:
        if self.frozen:
            self.work.refused.emit(self.frozen)
        else:
            self.list.open_line()

    def escape(self) -> bool:
        if not self.list.line_box.isHidden():
            self.list.close_line()
            self.list.table.setFocus()
        else:
            self.asked.emit("overview", None, "")
        return True

    def leave(self) -> None:
        self.form.commit()

    def start(self) -> None:
        if self.list.model.rowCount():
            self.list.table.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.list.suggested.rowCount() and not self.frozen:
            self.list.more.setCurrentIndex(self.list.suggested.index(0, 0))
            self.list.more.setFocus(Qt.FocusReason.TabFocusReason)
        elif not self.frozen:
            self.list.open_line()

    def panes(self) -> list[QWidget]:
        return [self.list.table, self.list.more, self.form]


def _order(issue: CandidateIssue) -> tuple[int, int]:
    return issue.rank or 9, issue.position
