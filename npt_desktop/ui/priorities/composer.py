"""Step 6: a month's update of a priority: You said, We did, What happens next (picture 11)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.rules.authority import Act
from npt_desktop.rules.periods import MONTHS, day_month, month_end, number_of, short_date
from npt_desktop.rules.publishing import Finding, Kept, check_text, summary, unkept
from npt_desktop.ui.priorities.channels import Channels
from npt_desktop.ui.priorities.checks import CheckList, Line
from npt_desktop.ui.priorities.correcting_update import Corrected, UpdateCorrectionDialog, may_correct
from npt_desktop.ui.priorities.figures_dialog import choose_figures
from npt_desktop.ui.priorities.page import Fetch, Head, Page
from npt_desktop.ui.priorities.preview import Preview, update_paragraphs
from npt_desktop.ui.priorities.priority_tab import PriorityTab
from npt_desktop.ui.priorities.update_parts import PARTS, UpdateParts
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.keeping import KeepBox
from npt_desktop.ui.widgets.layout import box, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import ConfirmDialog, EmptyState, reveal
from npt_desktop.ui.widgets.text import Elided, KeyCap, Text
from npt_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from npt_desktop.models.priorities import PriorityUpdate
    from npt_desktop.services.priority_view import QuarterView
    from npt_desktop.services.round_page import PriorityCard
    from npt_desktop.services.update_facts import InsertFact

SIDE_W = 400


class ComposerPage(Page):
    """Writes and publishes the update of one priority and the chosen month; drafts save themselves."""

    def __init__(self, work: Workspace, fetch: Fetch) -> None:
        super().__init__(work, fetch)
        self.priority_id: int | None = None
        self._shown: tuple[int, object] | None = None
        self._names: tuple[str, ...] = ()
        self._kept: Kept = frozenset()
        self.parts = UpdateParts()
        self.texts, self.fields = self.parts.texts, self.parts.fields
        self.keeping = KeepBox(mends=True)
        self.keeping.kept.connect(self._keep)
        self.keeping.mended.connect(self.parts.mend)
        self.tabs = [PriorityTab(number) for number in (1, 2, 3)]
        for place, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _=False, place=place: self._tab(place))
        self.name, self.due = Elided("", "section"), Text("", "meta_strong", "warn_text")
        self.draft_from = Button("Draft from records", "quiet", "notes", small=True)
        self.draft_from.setToolTip("Fill the empty parts from this month’s records")
        self.draft_from.clicked.connect(self.draft)
        self.mark_figures = Button("Mark figures", "quiet", "chart-histogram", small=True)
        self.mark_figures.clicked.connect(self.figures)
        self.checks, self.good = CheckList(verb="Go"), Text("", "meta", "text2")
        self.corrected = Corrected()
        self.channels = Channels(columns=2)
        self.error = Text("", "meta_strong", "bad_text", wrap=True)
        self.reason = Text("", "meta", "text2", wrap=True)
        self.preview = Preview("Preview of the web page")
        self._lay_out()
        self.draft_button = Button("Save draft", keys="Ctrl+S")
        self.draft_button.clicked.connect(lambda: self.save_draft(said=True))
        self.publish_button = Button("Publish update", "primary", "send", keys="Ctrl+Enter")
        self.publish_button.clicked.connect(self.primary)
        self.keys = KeyCap("Ctrl+Enter")
        self.correct_button = Button("Correct", icon="pencil")
        self.correct_button.clicked.connect(self.correct)
        self.confirm: ConfirmDialog | None = None
        self.parts.typed.connect(self._follow)
        self.parts.left.connect(self.save_draft)
        self.channels.changed.connect(self._follow)

    def _lay_out(self) -> None:
        editor = Card(pad=14, gap=8)
        editor.add(
            row((self.name, 1), self.mark_figures, self.draft_from, self.due), self.parts, self.corrected
        )
        editor.add(
            line(), row(Text("Before it goes out", "card"), None, self.good), self.checks, self.keeping
        )
        self.tab_row = box(row(*[(tab, 1) for tab in self.tabs], gap=8))
        self.left = scroll(box(col(self.tab_row, editor, None, gap=10, margins=(0, 2, 0, 0))))
        shown = Card(pad=12, gap=8)
        inner = scroll(self.preview)
        inner.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner.setAccessibleName("Preview of the web page")
        shown.add(row(Text("Web page", "card"), None, Pill("OFFICIAL", icon="world")), line(), (inner, 1), line(),
                  Text("Publish to", "card"), self.channels, self.error, self.reason)  # fmt: skip
        shown.setMinimumWidth(320)
        shown.setMaximumWidth(SIDE_W + 60)
        self.side = shown
        self.empty = EmptyState("pencil", "Set the priorities first: each then has an update a month.")
        self.body = box(row((self.left, 3), (shown, 2), gap=tk.M))
        left, _, right, bottom = tk.PAGE_MARGINS
        self.setLayout(col((self.body, 1), (self.empty, 1), gap=0, margins=(left, 0, right, bottom)))

    # -- showing --
    @property
    def card(self) -> PriorityCard | None:
        return self.view.card(self.priority_id) if self.view is not None else None

    @property
    def published(self) -> bool:
        update = self.update_shown
        return update is not None and update.published_on is not None

    @property
    def update_shown(self) -> PriorityUpdate | None:
        """The update of the priority and month, where one is begun."""
        card = self.card
        return card.updates[(self.work.month.month - 1) % 3] if card is not None else None

    def show_view(self, view: QuarterView) -> None:
        from npt_desktop.services.priority_view import update_words

        super().show_view(view)
        there = bool(view.page.cards)
        self.body.setVisible(there)
        self.empty.setVisible(not there)
        if not there:
            return
        if view.card(self.priority_id) is None:
            self.priority_id = self._first(view)
        for place, tab in enumerate(self.tabs):
            tab.setVisible(place < len(view.page.cards))
            if place < len(view.page.cards):
                card = view.page.cards[place]
                state, words = update_words(card, self.work.month, view.today)
                tab.set(card.priority.title, state.value, words)
                tab.setChecked(card.priority.id == self.priority_id)
        self._show()

    def _first(self, view: QuarterView) -> int:
        """The first priority whose update of the month is not published."""
        place = (self.work.month.month - 1) % 3
        open_cards = (c for c in view.page.cards if (u := c.updates[place]) is None or u.published_on is None)
        return next(open_cards, view.page.cards[0]).priority.id

    def _show(self) -> None:
        """Fill the form; words being typed about the same update stay."""
        card, view, month = self.card, self.view, self.work.month
        if card is None or view is None:
            return
        update = card.updates[(month.month - 1) % 3]
        incoming = {n: (getattr(update, n) if update is not None else "") for n, _, _ in PARTS}
        key = (card.priority.id, month)
        locked = self.published or bool(self.why_not(Act.WRITE_UPDATE))
        self.parts.show_words(incoming, keep=key == self._shown, locked=locked)
        self.draft_from.setVisible(not locked)
        self.mark_figures.setVisible(not locked)
        self.corrected.set(card.corrected(update))
        fresh, self._shown = key != self._shown, key
        self.name.setText(card.priority.title)
        self._show_due(card)
        why = self.why_not(Act.WRITE_UPDATE) or self.why_not(Act.PUBLISH_UPDATE)
        self.reason.setText(why)
        self.reason.setVisible(bool(why) and not self.published)
        self.draft_button.lock(self.why_not(Act.WRITE_UPDATE))
        self.publish_button.lock(why)
        self.channels.setEnabled(not self.published)
        if fresh:
            self._errors({})
        self._read_facts(card, fresh)
        self._follow()
        self.headed.emit()

    def _show_due(self, card: PriorityCard) -> None:
        month = self.work.month
        update = card.updates[(month.month - 1) % 3]
        today = self.work.desk.today
        late = month_end(month) < today
        if update is not None and update.published_on is not None:
            self.due.setText(f"Published {day_month(update.published_on, today)}")
            self.due.set_tone("good_text")
        else:
            self.due.setText(f"{'Overdue since' if late else 'Due'} {short_date(month_end(month))}")
            self.due.set_tone("bad_text" if late else "text2")

    def _read_facts(self, card: PriorityCard, fresh: bool) -> None:
        priority_id, month, area_id = card.priority.id, self.work.month, self.work.area_id
        done = card.updates[(month.month - 1) % 3]
        out = list(done.channels) if done is not None and done.published_on else None

        def read() -> tuple[tuple[InsertFact, ...], tuple[str, ...], list[str], Kept]:
            from npt_desktop.services.guard import Guard
            from npt_desktop.services.publication import Publishing
            from npt_desktop.services.update_facts import update_facts

            service = Publishing(self.work.desk)
            facts = update_facts(self.work.desk, priority_id, month)
            kept = frozenset((k.kind, k.words) for k in Guard(self.work.desk).kept(area_id))
            return facts, service.names(), [c.label for c in service.channels()], kept

        def show(found: tuple[tuple[InsertFact, ...], tuple[str, ...], list[str], Kept]) -> None:
            facts, self._names, labels, self._kept = found
            if out is not None:
                self.channels.set(labels, out)
            elif fresh or not self.channels.boxes:
                usual = ("website", "alert", "facebook")
                self.channels.set(labels, [x for x in labels if any(u in x.casefold() for u in usual)])
            self.parts.show_facts(facts, locked=self.published)
            self._follow()

        self.fetch(read, show)

    @property
    def fact_buttons(self) -> list[Button]:
        """The facts offered, as they stand below the boxes."""
        return self.parts.fact_buttons

    def draft(self) -> None:
        """Fill the empty parts from the month's records; says so when there is nothing to draft from."""
        filled = self.parts.draft()
        if filled:
            self.work.say(f"Drafted {number_of(filled, 'part')}: read and finish the words", undo=True)
        else:
            self.work.refused.emit(
                "Nothing to draft from: mark engagements or figures with this priority, or finish actions of its plan."
            )

    def figures(self) -> None:
        """Choose which figures are about this priority; says so when there are none to choose from."""
        if self.card is not None and self.save_draft():
            choose_figures(self.work, self.fetch, self.card.priority, self.window())

    def head(self) -> Head:
        view = self.view
        month = MONTHS[self.work.month.month - 1]
        if view is None:
            return Head(f"{month} update")
        crumbs = (("Priorities", lambda: self.asked.emit("overview", None, "")), (view.quarter.label, None))
        facts = f"{view.page.area}: you said, we did, what happens next"
        write = self.card is not None and not self.published
        actions: tuple[QWidget, ...] = (self.draft_button, self.keys, self.publish_button) if write else ()
        if self.published and may_correct(self.work):
            actions = (self.correct_button,)
        return Head(f"{month} update", facts, crumbs=crumbs, actions=actions)

    def _follow(self) -> None:
        """Checks and preview of what stands in the form."""
        card, view = self.card, self.view
        if card is None or view is None:
            return
        parts = self.parts.words()
        lines: list[Line] = []
        empty = self.parts.empty()
        if empty:
            words = f"Write ‘{empty[0][1]}’"
            lines.append(("warn", words, lambda: reveal(self.texts[empty[0][0]])))
        else:
            lines.append(("good", "All three parts answered", None))
        findings = [
            f for text in parts.values() for f in unkept(check_text(text, names=self._names), self._kept) if f.text
        ]  # fmt: skip
        self.keeping.set([] if self.published else findings, self.why_not(Act.PUBLISH_UPDATE))
        if findings:
            lines.extend(("warn", f.says, partial(self.parts.point, f.text)) for f in findings[:3])
        else:
            lines.append(("good", summary(()), None))
        place = (self.work.month.month - 1) % 3
        month = MONTHS[self.work.month.month - 1]
        others = [
            c for c in view.page.cards if c.priority.id != self.priority_id and c.updates[place] is None
        ]
        for other in others:
            number = other.priority.number
            words = f"Priority {number} has no {month} update"
            lines.append(("warn", words, partial(self._tab, number - 1)))
        if not others:
            lines.append(("good", "The other priorities have one", None))
        self.checks.set(lines)
        self.good.setText(f"{self.checks.done} of {len(lines)}")
        title = f"{card.priority.number}. {card.priority.title}"
        texts = (title, parts["you_said"], parts["we_did"], parts["next_steps"])
        self.preview.set(update_paragraphs(view.page.area, month, [texts]))

    def _keep(self, finding: Finding, reason: str) -> None:
        from npt_desktop.services.guard import Guard

        area_id = self.work.area_id
        self.attempt(lambda: Guard(self.work.desk).keep(area_id, finding, reason), "Kept, with the reason")

    # -- choosing --
    def choose(self, priority_id: int, field: str = "") -> None:
        """Show a priority's update with the focus in a part."""
        self.save_draft()
        self.priority_id = priority_id
        if self.view is not None:
            self.show_view(self.view)
        self.focus(field or "you_said")

    def choose_first(self) -> None:
        """The first priority that lacks its update."""
        if self.view is not None and self.view.page.cards:
            self.choose(self._first(self.view))

    def focus(self, field: str) -> None:
        self.parts.focus(field)

    def _tab(self, place: int) -> None:
        if self.view is not None and place < len(self.view.page.cards):
            self.choose(self.view.page.cards[place].priority.id)

    # -- writing --
    def save_draft(self, *, said: bool = False) -> bool:
        """Keep what is typed as a draft; False when it cannot be kept."""
        if self.priority_id is None or self.published or self._shown is None:
            return True
        fields, month = self.parts.unsaved(), self._shown[1]
        if not fields or self.why_not(Act.WRITE_UPDATE):
            return not fields
        from datetime import date

        from npt_desktop.services.priorities import Priorities

        assert isinstance(month, date)
        priority_id = self._shown[0]
        done = "Saved the draft" if said else ""
        kept = self.attempt(lambda: Priorities(self.work.desk).save_update(priority_id, month, fields), done)
        if kept:
            self.parts.saved(fields)
        return kept

    def primary(self) -> None:
        """Publish the update, after asking."""
        if self.published or self.card is None or not self.publish_button.isEnabled():
            if not self.published and self.card is not None:
                self.work.refused.emit(self.reason.text())
            return
        if not self.save_draft():
            return
        empty = {name: f"Write ‘{label}’." for name, label in self.parts.empty()}
        self._errors(empty)
        if empty:
            reveal(self.texts[next(iter(empty))])
            return
        if not self.channels.chosen():
            self.error.setText("Choose where the update was put.")
            reveal(self.channels)
            return
        to = ", ".join(self.channels.chosen())
        month = MONTHS[self.work.month.month - 1]
        title = f"Publish the {month} update of ‘{self.card.priority.title}’?"
        text = f"It goes to: {to}.\n\nThe day, your name and the exact text are recorded; from then on it is only corrected."
        self.confirm = ConfirmDialog(self.window(), title, text, "Publish update")
        self.confirm.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.confirm.accepted.connect(self._publish)
        self.confirm.open()

    def _errors(self, errors: dict[str, str]) -> None:
        self.error.setText("")
        self.parts.show_errors(errors)

    def _publish(self) -> None:
        from npt_desktop.services.priorities import Priorities

        card, channels = self.card, self.channels.chosen()
        if card is None:
            return
        try:
            Priorities(self.work.desk).publish_update(card.priority.id, self.work.month, channels)
        except Incomplete as error:
            self._errors(error.fields)
        except CannotDo as error:
            self.work.refused.emit(error.says)
        else:
            self.work.say(f"Published the {MONTHS[self.work.month.month - 1]} update", undo=True)

    def correct(self) -> None:
        """Correct the published update shown."""
        update = self.update_shown
        if update is not None and self.published:
            labels = [check.accessibleName() for check in self.channels.boxes]
            UpdateCorrectionDialog(self.work, update, labels, self.window()).open()

    # -- keys --
    def escape(self) -> bool:
        self.save_draft()
        self.asked.emit("overview", None, "")
        return True

    def leave(self) -> None:
        self.save_draft()

    def start(self) -> None:
        self.focus("you_said")

    def panes(self) -> list[QWidget]:
        return [self.tab_row, self.left, self.side]
