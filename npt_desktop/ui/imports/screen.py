"""The import screen: one way in for every kind of file, five steps, Back everywhere, nothing written before the last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import number_of
from npt_desktop.ui.commands import Command
from npt_desktop.ui.imports.check import CheckPane
from npt_desktop.ui.imports.choose import ChoosePane
from npt_desktop.ui.imports.done import DonePane
from npt_desktop.ui.imports.left import LeftDialog
from npt_desktop.ui.imports.merge import MergePane
from npt_desktop.ui.imports.sheets import SheetsPane
from npt_desktop.ui.imports.words import WordsPane
from npt_desktop.ui.long_work import long_work
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import row
from npt_desktop.ui.widgets.progress import Step, Stepper
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.exchange.cells import Choice
    from npt_desktop.exchange.sheets import Strange
    from npt_desktop.services.import_plan import Gathered, SheetPlan
    from npt_desktop.services.import_runs import TakenBack
    from npt_desktop.services.importing import Checked, Decisions
    from npt_desktop.services.imports import ImportReport
    from npt_desktop.services.merge_found import Returned
    from npt_desktop.ui.long_work import Report
    from npt_desktop.ui.workspace import Workspace

_STEPS = ("Files", "Sheets and columns", "Words", "Check", "Done")
FILES, SHEETS, WORDS, CHECK, DONE, MERGE = range(6)


class ImportScreen(WorkScreen):
    """Files → sheets and columns → words → a checked difference → done."""

    key = "import"
    follow = frozenset({
        "saved_mapping", "engagement_entry", "priority", "problem_plan", "action", "key_individual", "answer",
        "survey_result", "survey_response", "crime_month", "reach_month",
    })  # fmt: skip

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "Import", "Nothing is written before you have seen what would change.")
        from npt_desktop.services.import_runs import ImportRuns
        from npt_desktop.services.importing import Decisions, Importing
        from npt_desktop.services.whole import Whole

        self._runs, self._whole = ImportRuns(work.desk), Whole(work.desk)
        self._importing = Importing(work.desk)
        self._gathered: Gathered | None = None
        self._checked: Checked | None = None
        self._decisions: Decisions = Decisions()
        self.step = FILES
        self.stepper = Stepper([Step(name) for name in _STEPS])
        self.choose = ChoosePane()
        self.sheets = SheetsPane([(a.id, a.label) for a in work.desk.areas()])
        self.words = WordsPane()
        self.check = CheckPane()
        self.done = DonePane()
        self.merge = MergePane()
        self.pages = QStackedWidget()
        for page in (self.choose, self.sheets, self.words, self.check, self.done, self.merge):
            self.pages.addWidget(page)
        self.back = Button("Back", "secondary", "chevron-left")
        self.again = Button("Import more", "secondary", "database-import")
        self.next = Button("Next", "primary", keys="Ctrl+Return")
        self.hint = Text("", "meta", "text2", wrap=True)
        self.take_out = Button("Take out for work", "secondary", "file-export")
        self.export_all = Button("Export everything", "quiet", "download")
        self.take_out.clicked.connect(self.choose_take_out)
        self.export_all.clicked.connect(self.choose_export_all)
        self.set_actions(self.export_all, self.take_out)
        self.body.addWidget(self.stepper)
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(row(self.back, (self.hint, 1), self.again, self.next))
        self.choose.chosen.connect(self.open)
        self.choose.undone.connect(self._take_back)
        self.sheets.changed.connect(self._settle)
        self.merge.changed.connect(self._settle)
        self.check.mended.connect(self._mend)
        self.check.decided.connect(self._decide)
        self.check.rejectsWanted.connect(self._choose_rejects)
        self.back.clicked.connect(self.go_back)
        self.again.clicked.connect(lambda: self.show_step(FILES))
        self.next.clicked.connect(self.primary)
        self.setAcceptDrops(True)
        self.show_step(FILES)

    # -- what the window asks --
    def refresh(self) -> None:
        self.fetch(self._runs.all, self.choose.show_runs)

    def commands(self) -> list[Command]:
        """The screen's commands."""
        return [
            Command("import.files", "Choose files to import", self.choose.files.click, "Ctrl+O", "file-text", scope=self.key),
            Command("import.folder", "Choose a folder to import", self.choose.folder.click, "Ctrl+Shift+O",
                    "database-import", scope=self.key),
            Command("import.take-out", "Take a workbook out to be worked on and merged", self.choose_take_out, "",
                    "file-export", scope=self.key),
            Command("import.export-all", "Export everything as one workbook", self.choose_export_all, "", "download",
                    scope=self.key),
            Command("import.mend", "Go to the first row to mend", self.check.go_to_first_bad, "F8", "pencil",
                    why_not=self._why_no_mending, scope=self.key),
            Command("import.back", "Back one step", self.go_back, "Alt+Backspace", "chevron-left", scope=self.key),
        ]  # fmt: skip

    def primary(self) -> None:
        """Ctrl+Enter: the next step; at the check, import."""
        if self.step == SHEETS and not self.sheets.waiting():
            self._show_words()
        elif self.step == WORDS:
            self._check()
        elif self.step == CHECK:
            self._commit()
        elif self.step == MERGE and not self.merge.waiting():
            self._merge()
        elif self.step == FILES:
            self.choose.files.click()
        elif self.step == DONE:
            self.show_step(FILES)

    def escape(self) -> bool:
        """Esc: one step back; from the first, and when it is done, out of the screen."""
        if self.step in (FILES, DONE):
            return False
        self.go_back()
        return True

    def panes(self) -> list[QWidget]:
        if self.step == SHEETS:
            return [self.sheets.table, self.sheets.side, self.next]
        if self.step == CHECK:
            return [self.check.table, self.check.side, self.next]
        if self.step == MERGE:
            return [self.merge.table, self.merge.side, self.next]
        return [self.pages.currentWidget() or self, self.next]

    def dragEnterEvent(self, event: QDragEnterEvent, /) -> None:
        if _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent, /) -> None:
        self.open(_paths(event.mimeData()))

    # -- steps --
    def show_step(self, step: int) -> None:
        """Go to a step; what was decided stays."""
        self.step = step
        if step < CHECK:
            self.check.forget()
        names = [
            Step(name, state="done" if n < step else "current" if n == step else "todo")
            for n, name in enumerate(_STEPS)
        ]
        self.stepper.set(names)
        self.pages.setCurrentIndex(step)
        self.stepper.setVisible(step != MERGE)
        self.back.setVisible(step in (SHEETS, WORDS, CHECK, MERGE))
        self.again.setVisible(False)
        self.next.setVisible(step != FILES)
        self._settle()
        focus = {FILES: self.choose.files, SHEETS: self.sheets.table, WORDS: self.words.mode, CHECK: self.check.first(),
                 DONE: self.next, MERGE: self.merge.table}[step]  # fmt: skip
        focus.setFocus()

    def go_back(self) -> None:
        """One step back."""
        if self.step == MERGE:
            self.show_step(FILES)
        elif self.step in (SHEETS, WORDS, CHECK):
            self.show_step(self.step - 1)

    def open(self, paths: Sequence[Path]) -> None:
        """Read files and folders, and guess what their sheets hold. A workbook that was taken out for work, and
        another machine's store, are merged instead."""
        from npt_desktop.exchange.ticket import is_returned
        from npt_desktop.services.importing import Importing

        importing = Importing(self.work.desk)

        def shown(found: tuple[Gathered, list[SheetPlan]] | Returned) -> None:
            from npt_desktop.services.importing import Decisions

            if not isinstance(found, tuple):
                self.merge.show_found(found)
                self.show_step(MERGE)
                return
            self._importing = importing
            self._gathered, plans = found
            self._decisions = Decisions()
            self.words.begin()
            self.sheets.show_plans(importing.planner, self._gathered, plans)
            for name, says in self._gathered.refused:
                self.work.refused.emit(f"{name}: {says}")
            self.show_step(SHEETS)

        def read(report: Report) -> tuple[Gathered, list[SheetPlan]] | Returned:
            if len(paths) == 1 and paths[0].suffix.lower() == ".npt":
                return self._whole.look_any(paths[0], report)
            gathered = importing.gather(paths, report)
            if len(gathered.files) == 1 and is_returned(gathered.files[0].book):
                return self._whole.look_any(gathered.files[0].path, report)
            return gathered, importing.planner.plan(gathered)

        long_work(self.work, self.header.progress, f"Reading {paths[0].name}", read, shown)

    def _lists(self) -> dict[str, Sequence[Choice]]:
        found: dict[str, Sequence[Choice]] = {}
        for plan in self.sheets.plans:
            if plan.kind in self._importing.planner.kinds:
                found.update(self._importing.planner.lists(plan.kind))
        return found

    def _show_words(self) -> None:
        gathered, planner, plans = self._gathered, self._importing.planner, list(self.sheets.plans)
        assert gathered is not None

        def read(_: Report) -> tuple[dict[tuple[str, str], str], tuple[Strange, ...]]:
            known = planner.remembered_picks()
            return known, planner.strange(gathered, plans, known)

        def shown(found: tuple[dict[tuple[str, str], str], tuple[Strange, ...]]) -> None:
            known, strange = found
            self._decisions = replace(self._decisions, picks=known)
            self.words.show_words(strange, self._lists(), planner.open_lists())
            self.show_step(WORDS)

        long_work(self.work, self.header.progress, "Looking at the words", read, shown)

    def _check(self) -> None:
        from npt_desktop.services.importing import Mode

        gathered, plans = self._gathered, list(self.sheets.plans)
        assert gathered is not None
        picks = {**self._decisions.picks, **self.words.picks(self._lists())}
        moved = tuple(plan for plan in plans if (plan.file, plan.sheet) in self.sheets.moved)
        self._decisions = replace(
            self._decisions, picks=picks, mode=Mode(str(self.words.mode.value())),
            clear_blanks=bool(self.words.blanks.value()), moved=moved,
        )  # fmt: skip
        decisions = self._decisions

        def shown(checked: Checked) -> None:
            self._checked = checked
            self.check.show_checked(self._importing.planner, checked)
            self.show_step(CHECK)

        long_work(self.work, self.header.progress, "Checking the rows",
                  lambda report: self._importing.check(gathered, plans, decisions, report), shown)  # fmt: skip

    def _mend(self, place: tuple[int, int, int], typed: dict[str, str]) -> None:
        file, sheet, number = place
        plan = next(p for p in self.sheets.plans if (p.file, p.sheet) == (file, sheet))
        assert plan.located is not None
        mended = {(file, sheet, number, plan.located.columns[key]): text for key, text in typed.items()}
        self._decisions = replace(self._decisions, mended={**self._decisions.mended, **mended})
        self._check()

    def _decide(self, place: tuple[int, int, int], said: str) -> None:
        self._decisions = replace(self._decisions, doubles={**self._decisions.doubles, place: said})
        self._check()

    def _commit(self) -> None:
        checked = self._checked
        if checked is None or not self._to_write(checked):
            return

        def done(report: ImportReport) -> None:
            self._checked = None
            stays = "It stays in the list of imports and can be taken back weeks later."
            self.done.show_report("Imported", f"{report.in_words()} {stays}", report)
            self.work.say(f"Imported: {report.in_words()}", undo=True)
            self.show_step(DONE)
            self.refresh_now()

        long_work(self.work, self.header.progress, "Writing the rows",
                  lambda report: self._importing.commit(checked, report), done)  # fmt: skip

    def _merge(self) -> None:
        found = self.merge.found
        assert found is not None
        choices, remove = dict(self.merge.choices), frozenset(self.merge.remove)

        def done(report: ImportReport) -> None:
            undone = "Undo takes the whole of it back."
            self.done.show_report("Merged", f"{found.in_words()} {undone}", report)
            self.work.say(f"Merged {found.path.name}", undo=True)
            self.show_step(DONE)
            self.refresh_now()

        long_work(self.work, self.header.progress, f"Merging {found.path.name}",
                  lambda report: self._whole.merge_any(found, choices, remove, report), done)  # fmt: skip

    def _why_no_mending(self) -> str:
        if self.step != CHECK:
            return "Check the rows first"
        return "" if self.check.bad() else "No row is to be mended"

    def _to_write(self, checked: Checked) -> int:
        report = checked.report()
        return report.added + report.updated

    def _choose_rejects(self) -> None:
        name = file_name("Rows to mend", "OFFICIAL-SENSITIVE", ".xlsx")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the rows to mend", name, "Excel workbook (*.xlsx)"
        )
        if chosen:
            self.save_rejects(Path(chosen))

    def save_rejects(self, path: Path) -> None:
        """Write the rows to mend as a workbook."""
        checked = self._checked
        assert checked is not None
        long_work(
            self.work, self.header.progress, f"Writing {path.name}", lambda _: self._importing.rejects(checked, path),
            lambda count: self.work.say(f"Saved {number_of(count, 'row')} to mend: import {path.name} again once mended"),
        )  # fmt: skip

    def choose_take_out(self) -> None:
        """Ask where to, then write the records of every kind to be worked on elsewhere and merged."""
        from npt_desktop.services.returning import Workbooks

        books = Workbooks(self.work.desk)
        if path := self._ask_where("Take out for work", books.suggested_name("To be worked on")):
            self._write(path, lambda report: books.write(path, "all", to_return=True, progress=report))

    def choose_export_all(self) -> None:
        """Ask where to, then write every table as one workbook."""
        from npt_desktop.services.returning import Workbooks

        name = Workbooks(self.work.desk).suggested_name("The whole store")
        if path := self._ask_where("Export everything", name):
            self._write(path, lambda report: self._whole.write(path, report))

    def _ask_where(self, title: str, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, "Excel workbook (*.xlsx)")
        return Path(chosen) if chosen else None

    def _write(self, path: Path, do: Callable[[Report], int]) -> None:
        long_work(self.work, self.header.progress, f"Writing {path.name}", do,
                  lambda count: self.work.say(f"Wrote {number_of(count, 'record')} to {path.name}"))  # fmt: skip

    def _take_back(self, run_id: int) -> None:
        def done(back: TakenBack) -> None:
            self.refresh_now()
            if back.left:
                LeftDialog(self, back).open()
            else:
                self.work.say(back.in_words())

        long_work(self.work, self.header.progress, "Taking the import back",
                  lambda _: self._runs.take_back(run_id), done)  # fmt: skip

    def _settle(self) -> None:
        """The words of the buttons, and what is still to be decided."""
        waiting, words = "", "Next"
        if self.step == SHEETS:
            waiting = self.sheets.waiting()
        elif self.step == WORDS:
            words = "Check"
        elif self.step == CHECK and self._checked is not None:
            count = self._to_write(self._checked)
            words = f"Import {number_of(count, 'row')}"
            waiting = "" if count else "There is nothing to write."
        elif self.step == DONE:
            words = "Import more"
        elif self.step == MERGE and self.merge.found is not None:
            words, waiting = "Merge", self.merge.waiting()
            if self.merge.found.quiet:
                waiting = "Everything in the file is here already."
        self.next.set_text(words)
        self.next.lock(waiting)
        bad = self._checked.report().rejected_rows if self.step == CHECK and self._checked is not None else 0
        says = (
            "Rows to mend stay out: mend them here (F8), or save them and import them again." if bad else ""
        )
        if bad and waiting:
            waiting = f"{waiting} Mend rows here (F8), or save them and import them again."
        try:
            require(self.work.desk.actor.role, Act.IMPORT)
        except CannotDo as error:
            says = error.says
            self.choose.files.lock(error.says)
            self.choose.folder.lock(error.says)
        self.hint.setText(waiting or says)


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
