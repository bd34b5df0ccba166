"""The engagement screen: quick entry on top, the log below, gaps and scores beside."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from npt_desktop.rules.periods import MONTHS, number_of
from npt_desktop.ui.commands import Command
from npt_desktop.ui.engagement.around import Around, facts_words, read_around
from npt_desktop.ui.engagement.commands import PARTS, log_commands
from npt_desktop.ui.engagement.edit_panel import EditPanel
from npt_desktop.ui.engagement.evaluate_panel import EvaluatePanel
from npt_desktop.ui.engagement.files import LogFiles
from npt_desktop.ui.engagement.log_pane import LogPane, as_text
from npt_desktop.ui.engagement.quick_entry import QuickEntry
from npt_desktop.ui.engagement.scores_page import Asked, ScoresPage
from npt_desktop.ui.engagement.second_page import SecondPane
from npt_desktop.ui.engagement.side import MARGIN, SidePane
from npt_desktop.ui.engagement.slot import Slot, with_margin
from npt_desktop.ui.engagement.table_edit import TableEditing
from npt_desktop.ui.theme import tokens as tk
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import Split, box, col
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.services.engagement import LogFilter
    from npt_desktop.ui.workspace import Workspace


class EngagementScreen(WorkScreen):
    """The engagement activity and evaluation log of an area."""

    key = "engagement"
    marks = ("engagement_entry",)
    follow = frozenset(
        {"engagement_entry", "term", "person", "posting", "area", "second_score", "score_sample"}
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Engagement", scrolls=True)
        from npt_desktop.services.engagement import Engagement

        self.log = Engagement(work.desk)
        self._scores = scores = self.log.score_words()
        self.quick = QuickEntry(work)
        self.top = Slot(self.quick)
        self.list = LogPane(work, self.log, scores)
        self.rows = TableEditing(work, self.log, self.list)
        self.side = SidePane(scores)
        self.files = LogFiles(work, self, self.header.progress)
        self._to_evaluate: array[int] = array("q")
        self._lists: dict[str, list[Choice]] | None = None
        self._place = work.area_id, work.month

        self.import_button = Button("Import from Excel", "quiet", "database-import")
        self.export_button = Button("Export", "secondary", "file-export")
        self.evaluate_button = Button("Evaluate", "secondary", "checklist")
        if self.why_not_import():
            self.import_button.hide()
        self.parts = Segmented(PARTS, "log", label="Part of the screen", small=True)
        self.set_actions(self.parts, self.import_button, self.export_button, self.evaluate_button)
        split = Split(box(col(self.top, (self.list, 1), gap=tk.M)), self.side, 296 + MARGIN)
        self.pages = Slot(split)
        self._parts: dict[Hashable, QWidget] = {"log": split}
        self.body.addWidget(self.pages, 1)
        left, _, right, bottom = tk.PAGE_MARGINS
        self.body.setContentsMargins(left, 0, right - MARGIN, bottom)
        self.parts.changed.connect(self.show_part)

        self.import_button.clicked.connect(self.files.choose_import)
        self.export_button.clicked.connect(self.export)
        self.evaluate_button.clicked.connect(self.evaluate)
        self.list.wanted.connect(self._read_top)
        self.list.table.stepped.connect(self.show_marking)
        self.list.opened.connect(self.open_entry)
        self.list.quick.connect(self.quick_entry)
        self.list.copied.connect(self._copy)
        self.list.table.pasted.connect(self.files.paste)
        self.list.table.edited.connect(self.rows.edit)
        self.list.table.filled.connect(self.rows.fill_down)
        self.quick.logged.connect(self.list.expect)

    @cached_property
    def scores(self) -> ScoresPage:
        """The scores, made when they are first asked for: a third of the screen is styled later."""
        made = ScoresPage(self.work, self._read_scores)
        self._add_part("scores", made)
        return made

    @cached_property
    def second(self) -> SecondPane:
        """Second scoring, made when it is first asked for."""
        made = SecondPane(self.work, self.log)
        self._add_part("second", made)
        return made

    def _add_part(self, name: str, part: QWidget) -> None:
        self._parts[name] = with_margin(part, MARGIN)
        self.pages.add(self._parts[name])

    @cached_property
    def editing(self) -> EditPanel:
        """The panel of an opened entry, made when the first one is opened."""
        panel = EditPanel(self.work, self.log, self._scores)
        panel.form.offer(self._lists or self.log.plain_lists())
        panel.saved.connect(self.list.hold)
        panel.closed.connect(self._close_panel)
        self.top.add(panel)
        return panel

    @cached_property
    def evaluating(self) -> EvaluatePanel:
        """The panel that goes through what is to be evaluated, made when it is first asked for."""
        panel = EvaluatePanel(self.work, self.log, self._scores)
        panel.saved.connect(self.list.hold)
        panel.shown.connect(self.list.go_to)
        panel.closed.connect(self._close_panel)
        self.top.add(panel)
        return panel

    # -- reading --
    def refresh(self) -> None:
        if self._place != (self.work.area_id, self.work.month):
            self._place = self.work.area_id, self.work.month
            self.list.release()
            self.quick.change_area()
        self._read_ids()
        self._read_around()
        if self.parts.value() != "log":
            self._read_part()
        if "editing" in self.__dict__:
            self.editing.show_files()

    def show_part(self, name: Hashable) -> None:
        """The log, the scores or second scoring."""
        self.parts.set_value(name)
        part = None if name == "log" else self.scores if name == "scores" else self.second
        self.pages.show_card(self._parts[name])
        if part is not None:
            self._read_part()
            part.focus()

    def _read_part(self) -> None:
        if self.parts.value() == "scores":
            self.scores.ask()
        else:
            self.fetch(self.second.read, self.second.show_page)

    def _read_scores(self, asked: Asked) -> None:
        from npt_desktop.services.score_insight import ScoreInsight

        insight = ScoreInsight(self.work.desk)
        self.fetch(lambda: insight.by(asked.by, asked.area_id, asked.first, asked.last),
                   lambda lines: self.scores.show_lines(asked, lines))  # fmt: skip

    def marks_area(self) -> int | None:
        return None if self.list.filters.all_areas.isChecked() else self.work.area_id

    def rows_marking(self, table: QWidget) -> str | None:
        from npt_desktop.services.exports import Exports

        return Exports(self.work.desk).marking(self.wanted()) if table is self.list.table else None

    def wanted(self) -> LogFilter:
        """The entries the log shows."""
        return self.list.filters.wanted(self.work.area_id, self.work.month)

    def _read_top(self) -> None:
        """The filter or the order changed: the top of what is found first, and the rest when it is there."""
        self._read_ids(top=True)

    def _read_ids(self, *, top: bool = False) -> None:
        wanted, (order, down) = self.wanted(), self.list.reading()

        def read() -> tuple[array[int], bool]:
            if top:
                return self.log.first_ids(wanted, order, descending=down)
            return self.log.ids(wanted, order, descending=down), True

        def show(found: tuple[array[int], bool]) -> None:
            ids, whole = found
            self.list.show_ids(ids, whole=whole)
            if not whole:
                self._read_ids()

        self.fetch(read, show)

    def _read_around(self) -> None:
        desk, area, month = self.work.desk, self.work.area_id, self.work.month
        self.fetch(lambda: read_around(desk, area, month), self._show_around)

    def _show_around(self, found: Around) -> None:
        month, facts = self.work.month, found.facts
        self._lists = found.lists
        self.quick.form.offer(found.lists)
        self.rows.lists = found.lists
        if "editing" in self.__dict__:
            self.editing.form.offer(found.lists)
        self.list.filters.offer(found.lists)
        self.quick.show_gaps(found.gaps)
        self.side.gaps.show_gaps(found.gaps)
        self.side.scores.show_facts(facts, month, found.averages)
        self.side.purposes.show_facts(facts, month)
        self._to_evaluate = found.to_evaluate
        name = MONTHS[month.month - 1]
        self.evaluate_button.set_text(f"Evaluate {name}")
        self.evaluate_button.lock(self.why_not_evaluate())
        self.set_facts(facts_words(found, month))

    # -- what can be done --
    def quick_entry(self) -> None:
        """Ctrl+L: quick entry with the focus in Audience."""
        self.show_part("log")
        if isinstance(self.top.card, EditPanel) and self.editing.changed:
            self.editing.leave()
            return
        self._close_panel()
        self.quick.start()

    def open_entry(self, entry_id: int, field: str = "summary") -> None:
        """Open an entry for editing."""
        self.show_part("log")
        if self.editing.open(entry_id):
            self.top.show_card(self.editing)
            self.list.go_to(entry_id)
            self.editing.focus_field(field)

    def open_record(self, record: int | None, field: str) -> None:
        from npt_desktop.services.engagement import LogFilter

        if record is None:
            super().open_record(record, field)
            return
        line = next(iter(self.log.lines([record])), None)
        if line is None:
            self.work.refused.emit("This entry was removed in the meantime: choose another.")
            return
        if not self.list.go_to(record) and line.day.replace(day=1) != self.work.month:
            self.list.filters.show_everything()
        open_one = partial(self.open_entry, record, field or ("score" if line.outcome.strip() else "outcome"))
        if field not in ("outcome", "score"):
            open_one()
            return
        late = LogFilter(self.work.area_id, None, self.log.waiting_since(), unevaluated=True)
        self.fetch(
            lambda: self.log.ids(late, descending=False),
            lambda ids: self._work_through(ids, record, open_one),
        )

    def _work_through(self, ids: array[int], record: int, open_one: Callable[[], object]) -> None:
        """From Home: the entries that have waited too long, one after another, or the one there is."""
        if len(ids) < 2 or record not in ids or self.log.why_not():
            open_one()
            return
        at = ids.index(record)
        self.show_part("log")
        self.list.filters.put({"period": "all", "unevaluated": True})
        self.top.show_card(self.evaluating)
        self.evaluating.start(ids[at:] + ids[:at], "Evaluate what has waited too long")

    def why_not_evaluate(self) -> str:
        """The reason there is nothing to evaluate; empty when there is."""
        if not self._to_evaluate:
            return f"Every entry of {MONTHS[self.work.month.month - 1]} has its outcome and score."
        return self.log.why_not()

    def evaluate(self) -> None:
        """Go through the month's entries without outcome or score."""
        if self.why_not_evaluate():
            return
        self.show_part("log")
        self.top.show_card(self.evaluating)
        self.evaluating.start(array("q", self._to_evaluate), f"Evaluate {MONTHS[self.work.month.month - 1]}")

    def _copy(self, rows: list[int]) -> None:
        """Ctrl+C: the entries as text in the booklet's columns, read off the window's thread."""
        ids = array("q", (self.list.model.ids[row] for row in rows))

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.work.say(f"Copied {number_of(len(ids), 'entry', 'entries')}")

        self.fetch(lambda: as_text(self.log, ids), put)

    def export(self) -> None:
        """Write the entries shown to a workbook."""
        wanted = self.wanted()
        area = "" if wanted.area_id is None else self._area_name()
        stem = f"Engagement {area or 'all areas'} {self.work.month:%Y-%m}"
        self.files.choose_export(wanted, stem, area)

    def print_year(self) -> None:
        """Ctrl+P: the evaluation of the year shown, as PDF."""
        self.files.choose_report(self.work.area_id, self.work.month.year)

    def thread_from(self) -> tuple[str, int] | None:
        entry_id = self.list.current()
        return None if entry_id is None else ("engagement_entry", entry_id)

    def commands(self) -> list[Command]:
        """The commands of this screen."""
        return log_commands(self)

    def repeat(self) -> None:
        """Ctrl+D: the last entry again."""
        self.quick_entry()
        if self.top.card is self.quick:
            self.quick.repeat()

    def duplicate(self) -> None:
        """Ctrl+Shift+D: the row shown as the start of another, dated today."""
        entry_id = self.list.current()
        self.quick_entry()
        if entry_id is not None and self.top.card is self.quick:
            self.quick.start_from(entry_id)

    def paste(self) -> None:
        """Ctrl+Shift+V: the rows on the clipboard, shown before they are logged."""
        self.files.paste(QGuiApplication.clipboard().text())

    def more_fields(self) -> None:
        """Fold the optional fields of the form shown out or in."""
        shown = self.top.card
        if isinstance(shown, EditPanel | QuickEntry):
            shown.form.more_button.toggle()

    # -- the window's keys --
    def primary(self) -> None:
        shown = self.top.card
        if self.parts.value() != "log":
            self.second.again.save()
        elif isinstance(shown, EditPanel | EvaluatePanel):
            shown.save()
        elif self.quick.save_button.isEnabled():
            self.quick.save()

    def new(self) -> None:
        self.quick_entry()

    def search(self) -> None:
        self.show_part("log")
        words = self.list.filters.words
        words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        words.selectAll()

    def escape(self) -> bool:
        if self.parts.value() != "log":
            self.show_part("log")
            return True
        shown = self.top.card
        if isinstance(shown, EditPanel):
            shown.leave()
            return True
        if isinstance(shown, EvaluatePanel):
            self._close_panel()
            return True
        words = self.list.filters.words
        if words.hasFocus() and words.text():
            words.clear()
            return True
        return False

    def panes(self) -> list[QWidget]:
        if self.parts.value() != "log":
            return [self.scores if self.parts.value() == "scores" else self.second]
        return [self.top, self.list, self.side]

    def focus_field(self, name: str) -> bool:
        if name == "quick_entry":
            self.quick_entry()
            return True
        if name == "second":
            self.show_part("second")
            return True
        shown = self.top.card
        if isinstance(shown, EditPanel | EvaluatePanel) and shown.focus_field(name):
            return True
        if name in self.quick.form.fields:
            self._close_panel()
            self.quick.form.focus(name)
            return True
        return super().focus_field(name)

    def _close_panel(self) -> None:
        if self.top.card is not self.quick:
            self.top.show_card(self.quick)
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _area_name(self) -> str:
        areas = self.work.desk.areas(closed=True)
        return next((area.label for area in areas if area.id == self.work.area_id), "")

    def why_not_import(self) -> str:
        from npt_desktop.rules.authority import Act

        return self.log.why_not(Act.IMPORT)
