"""What works: entries on their way through the three stages, the board, and what was tried before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QWidget

from npt_desktop.models.kinds import OwnerKind, Role, TermKind
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import Quarter, quarter_of
from npt_desktop.rules.what_works import WorksState
from npt_desktop.services.reporting_what_works import (
    digest_marking,
    digest_name,
    entry_name,
    entry_pdf,
    write_digest,
)
from npt_desktop.services.what_works import EntryPage, WhatWorks
from npt_desktop.services.what_works_board import EntryLine, Tried, entry_lines, library
from npt_desktop.ui.commands import Command, always
from npt_desktop.ui.files.card import FilesCard
from npt_desktop.ui.what_works.editor import EntryEditor
from npt_desktop.ui.what_works.entries import EntriesPane, NewEntry
from npt_desktop.ui.what_works.library import LibraryPane
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.ui.workspace import Workspace

TITLE = "What works"


class WhatWorksScreen(WorkScreen):
    """Two pages: the entries with an editor beside them, and the library of what was tried.

    :meth:`open_record` takes the id of an entry; without one the field ``tried`` shows the library and
    ``new`` starts an entry. ``ask_path`` asks where a file goes, given the name suggested; None when nowhere.
    """

    key: ClassVar[str] = "works"
    marks: ClassVar[tuple[str, ...]] = ("what_works_entry",)
    follow: ClassVar[frozenset[str]] = frozenset(
        {"what_works_entry", "problem_plan", "area", "term", "evidence_file"}
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, TITLE)
        self.ask_path: Callable[[str], Path | None] = self._ask_path
        self._wanted: int | None = None
        self._field = ""
        hub = work.desk.actor.role is Role.HUB
        self.page_choice = Segmented(
            [("entries", "Entries"), ("tried", "Tried before")], "entries", label="Page", small=True
        )
        self.form = NewEntry(work)
        self.entries = EntriesPane(work, everywhere=hub, view="board" if hub else "all")
        self.editor = EntryEditor(work)
        self.files = FilesCard(work, OwnerKind.WHAT_WORKS)
        self.editor.add_below(self.files)
        self.library = LibraryPane(work)
        self.none = EmptyState("bulb", "Choose an entry", "It opens here, beside the list.")
        self.right = QStackedWidget()
        for pane in (self.none, self.editor):
            self.right.addWidget(pane)
        self.stack = QStackedWidget()
        self.stack.addWidget(box(row(self.entries, (self.right, 1), gap=12)))
        self.stack.addWidget(self.library)
        self.body.addLayout(col(self.form, row(self.page_choice, None), (self.stack, 1), gap=8), 1)
        self.page_choice.changed.connect(lambda _: self._turn())
        self.form.started.connect(lambda entry_id: self.open_record(entry_id, ""))
        self.form.left.connect(self.entries.focus_list)
        self.entries.chosen.connect(self._choose)
        self.entries.opened.connect(lambda _: self.editor.begin())
        self.entries.scoped.connect(self._read_lines)
        self.entries.asked_new.connect(self.new)
        self.entries.asked_tried.connect(lambda: self.show_tried())
        self.editor.plan_wanted.connect(self._go_plan)
        self.editor.print_wanted.connect(self.print_entry)
        self.library.entry_wanted.connect(lambda entry_id: self.open_record(entry_id, ""))
        self.library.plan_wanted.connect(self._go_plan)
        digest = Button("Digest", icon="file-export")
        digest.clicked.connect(lambda: self._offer_digest(digest))
        actions = [digest]
        if may(work.desk.actor.role, Act.SUBMIT_WHAT_WORKS):
            new = Button("New entry", icon="plus", keys="Ctrl+N")
            new.clicked.connect(self.new)
            actions.append(new)
        self.set_actions(*actions)

    def marks_area(self) -> int | None:
        return None if self.at_tried or self.entries.everywhere else self.work.area_id

    def record_shown(self) -> tuple[str, int] | None:
        page = self.editor.page if self.right.currentWidget() is self.editor and not self.at_tried else None
        return None if page is None else ("what_works_entry", page.entry.id)

    # -- reading --
    def refresh(self) -> None:
        self._read_lines()
        if self.at_tried:
            self._read_library()

    @property
    def at_tried(self) -> bool:
        """The library is shown."""
        return self.page_choice.value() == "tried"

    def _read_lines(self) -> None:
        desk, area = self.work.desk, None if self.entries.everywhere else self.work.area_id

        def read_entries() -> list[EntryLine]:
            return entry_lines(desk, area)

        self.fetch(read_entries, self._show_lines)

    def _show_lines(self, lines: list[EntryLine]) -> None:
        wanted, self._wanted = self._wanted, None
        if (
            wanted is not None
            and not any(line.id == wanted for line in lines)
            and not self.entries.everywhere
        ):
            self._wanted = wanted
            self.entries.scope.set_value("all")
            self._read_lines()
            return
        self.entries.show_lines(lines, self.work.desk.today, wanted)
        self._head(lines)

    def _choose(self, entry_id: int) -> None:
        if not entry_id:
            self.editor.forget()
            self.right.setCurrentWidget(self.none)
            return
        if self.editor.page is not None and self.editor.page.entry.id != entry_id:
            self.editor.flush()
        desk = self.work.desk

        def read_entry() -> tuple[EntryPage, list[Choice]]:
            return WhatWorks(desk).page(entry_id), desk.terms(TermKind.ISSUE)

        self.fetch(read_entry, lambda found: self._show_entry(*found))

    def _show_entry(self, page: EntryPage, issues: list[Choice]) -> None:
        if page.entry.id != self.entries.current():
            return
        if not self.editor.show_page(page, issues):
            self._choose(page.entry.id)
            return
        self.right.setCurrentWidget(self.editor)
        able = may(self.work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        self.files.show_owner(page.entry.id, locked=not (able and page.writable))
        if self._field:
            field, self._field = self._field, ""
            # The form is laid out only after this event.
            QTimer.singleShot(0, lambda: self.editor.begin() if field == "begin" else self.focus_field(field))

    def _read_library(self) -> None:
        desk = self.work.desk

        def read_library() -> list[Tried]:
            return library(desk)

        self.fetch(read_library, lambda lines: self.library.show_lines(lines, desk.today))

    def _head(self, lines: list[EntryLine]) -> None:
        queued = [line for line in lines if line.state is WorksState.QUEUED]
        late = sum(line.late for line in queued)
        facts = f"{len(queued) or 'None'} with the board" + (f" · {late} late" if late else "")
        self.set_title(TITLE, facts if lines else "")

    # -- going about --
    def open_record(self, record: int | None, field: str) -> None:
        if record is None:
            if field == "new":
                self.new()
            elif field == "tried":
                self.show_tried()
            elif field:
                self.focus_field(field)
            else:
                self.entries.focus_list()
            return
        self.page_choice.set_value("entries")
        self._turn()
        self._wanted, self._field = record, field or "begin"
        self._read_lines()

    def show_tried(self, words: str = "") -> None:
        """Show the library, looking for words."""
        self.page_choice.set_value("tried")
        self.library.words.setText(words)
        self._turn()
        self.library.words.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self) -> None:
        self.editor.flush()
        self.stack.setCurrentIndex(1 if self.at_tried else 0)
        if self.at_tried:
            self.form.hide()
            self._read_library()

    def _go_plan(self, plan_id: int, area_id: int) -> None:
        self.editor.flush()
        self.work.move(area_id=area_id)
        self.work.go("plans", plan_id)

    def new(self) -> None:
        if not may(self.work.desk.actor.role, Act.SUBMIT_WHAT_WORKS):
            self.work.refused.emit(
                "Only a sergeant or an inspector may send an entry to What works: ask one to do it."
            )
            return
        self.page_choice.set_value("entries")
        self._turn()
        self.form.begin()

    def search(self) -> None:
        target = self.library.words if self.at_tried else self.entries.filter
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.selectAll()

    def primary(self) -> None:
        if not self.form.isHidden():
            self.form.save()
        elif not self.at_tried:
            self.editor.primary()

    def escape(self) -> bool:
        if not self.form.isHidden():
            self.form.close_form()
        elif self.at_tried and self.library.words.text():
            self.library.clear_filter()
        elif self.at_tried:
            self.page_choice.set_value("entries")
            self._turn()
            self.entries.focus_list()
        elif self.entries.filter.text():
            self.entries.filter.clear()
        elif self.editor.isAncestorOf(self.focusWidget() or self):
            self.entries.focus_list()
        else:
            return False
        return True

    def panes(self) -> list[QWidget]:
        return [self.library] if self.at_tried else [self.entries, self.right]

    # -- files --
    @property
    def quarter(self) -> Quarter:
        """The quarter of the chosen month."""
        return quarter_of(self.work.month)

    def _offer_digest(self, button: Button) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, suffix in (("as PDF", ".pdf"), ("as a web page", ".html")):
            action = menu.addAction(f"{self.quarter.label} {words}")
            action.triggered.connect(lambda _=False, suffix=suffix: self.save_digest(suffix))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def save_digest(self, suffix: str = ".pdf") -> None:
        """Ask for a place and write the digest of the chosen quarter there."""
        desk, quarter = self.work.desk, self.quarter
        path = self.ask_path(digest_name(quarter, suffix, digest_marking(desk, quarter)))
        if path is not None:
            self.fetch(
                lambda: write_digest(desk, quarter, path), lambda _: self.work.say(f"Saved {path.name}")
            )

    def print_entry(self) -> None:
        """Ask for a place and write the entry there as a PDF."""
        page, desk = self.editor.page, self.work.desk
        if page is None:
            return
        self.editor.flush()
        path = self.ask_path(entry_name(desk, page))
        if path is not None:
            entry_id = page.entry.id
            self.fetch(lambda: entry_pdf(desk, entry_id, path), lambda _: self.work.say(f"Saved {path.name}"))

    def _ask_path(self, name: str) -> Path | None:
        kinds = "Web page (*.html)" if name.endswith(".html") else "PDF (*.pdf)"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save", str(Path.home() / name), kinds)
        return Path(chosen) if chosen else None

    # -- commands --
    def commands(self) -> list[Command]:
        """What can be done here, with its keys."""

        def make(name: str, title: str, do: Callable[[], object], icon: str, keys: str = "",
                 why_not: Callable[[], str] = always) -> Command:  # fmt: skip
            return Command(f"works.{name}", title, do, keys, icon, why_not=why_not, scope=self.key)

        return [
            make("tried", "See what was tried before", self.show_tried, "history"),
            make("submit", "Send the entry to the board", self.editor.submit, "send", why_not=self._why_not_send),
            make("withdraw", "Take the entry back from the board", self.editor.withdraw, "arrow-back-up",
                 why_not=self._why_not_back),
            make("files", "Attach an evidence file", self.files.choose, "link", "Ctrl+Shift+E", self._why_not_send),
            make("print", "Print the entry", self.print_entry, "printer", "Ctrl+P", self._why_not_entry),
            make("digest", "Save the digest as PDF", self.save_digest, "file-export"),
            make("page", "Save the digest as a web page", lambda: self.save_digest(".html"), "world"),
        ]  # fmt: skip

    def _why_not_entry(self) -> str:
        return "" if self.editor.page is not None and not self.at_tried else "Choose an entry first"

    def _why_not_send(self) -> str:
        page = self.editor.page
        if page is None:
            return "Choose an entry first"
        if not may(self.work.desk.actor.role, Act.SUBMIT_WHAT_WORKS):
            return "Only a sergeant or an inspector may"
        return "" if page.writable else "It was sent already"

    def _why_not_back(self) -> str:
        page = self.editor.page
        if page is None or page.state is not WorksState.QUEUED:
            return "Only an entry with the board can be taken back"
        able = may(self.work.desk.actor.role, Act.SUBMIT_WHAT_WORKS)
        return "" if able else "Only a sergeant or an inspector may"
