"""Retention review: what is due, keeping it longer, asking for its disposal or confirming it; the disposal log."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QMenu, QStackedWidget, QWidget

from npt_desktop.errors import CannotDo
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import number_of
from npt_desktop.rules.retention import standard_retention
from npt_desktop.services.disposing import Disposed, Disposing, Waiting
from npt_desktop.services.reporting_retention import disposal_name, disposal_pdf
from npt_desktop.services.retention import Look, Queue, Retention, Stub
from npt_desktop.services.retention_queue import Subject
from npt_desktop.ui.commands import Command, always
from npt_desktop.ui.communities.lists import ListTable
from npt_desktop.ui.retention.forms import ask_form, confirm_form, keep_form, period_form
from npt_desktop.ui.retention.lines import facts, log_line, queue_line, why_not
from npt_desktop.ui.retention.side import look_texts
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.form_dialog import FormDialog
from npt_desktop.ui.widgets.forms import Combo, Edit
from npt_desktop.ui.widgets.layout import Split, box, clear, col, row, scroll
from npt_desktop.ui.widgets.messages import EmptyState
from npt_desktop.ui.widgets.text import Text
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.ui.workspace import Workspace

TITLE = "Retention review"
_AHEAD: dict[str, int | None] = {
    "now": 0,
    "year": standard_retention().soon_months,
    "all": None,
    "asked": None,
}


class RetentionScreen(WorkScreen):
    """K keeps the chosen rows longer, D asks for their disposal or confirms what somebody else asked for; the page “Disposal log” lists what went.

    :meth:`open_record` takes as field ``log``, or ``table:uid`` of a record to look at before it is due.
    ``ask_path`` asks where a file goes, given the name suggested; None when nowhere.
    """

    key: ClassVar[str] = "retention"
    follow: ClassVar[frozenset[str]] = frozenset(
        {kind.table for kind in standard_retention().classes}
        | {"retention_decision", "retention_period", "disposal", "disposal_request"}
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, TITLE)
        self.ask_path: Callable[[str], Path | None] = self._ask_path
        self.queue: Queue | None = None
        self._wanted: tuple[str, str] | None = None
        self._look: Look | None = None
        self.page_choice = Segmented(
            [("queue", "To review"), ("log", "Disposal log")], "queue", label="Page", small=True
        )
        self.ahead = Segmented(
            [("now", "Due"), ("year", "Within a year"), ("all", "All"), ("asked", "To confirm")], "now", label="When",
            small=True,
        )  # fmt: skip
        self.where = Segmented([(False, "This area"), (True, "All areas")], False, label="Where", small=True)
        classes = [("", "Every kind"), *((kind.key, kind.plural) for kind in standard_retention().classes)]
        self.kinds = Combo(classes, "", width=190, name="Kind of record")
        self.words = Edit(placeholder="Filter by name", width=150, name="Filter by name")
        self.table = ListTable(
            "Records to review", ("Review on", "Record", "Area", "Period from"), (136, 0, 110, 170), "KD",
            spare=(2,), least=720,
        )  # fmt: skip
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.log_table = ListTable(
            "Disposal log",
            ("Disposed of", "Record", "Why", "Asked for and confirmed by"),
            (104, 196, 0, 240),
            spare=(3,),
            least=560,
        )
        self.keep_button = Button("Keep longer", icon="clock", keys="K")
        self.dispose_button = Button("Ask for disposal", icon="trash", keys="D")
        self.aside_button = Button("Set aside", icon="arrow-back-up")
        self.periods_button = Button("Periods", icon="adjustments")
        self.copies_button = Button("Renew the copies", icon="database-import")
        self.print_button = Button("Print the log", icon="printer", keys="Ctrl+P")
        self.all_button = Button("Show all records")
        self.side = Card("Record")
        self.told = col(gap=4)
        self.side.add(self.told, None)
        self._lay_out()

    def _lay_out(self) -> None:
        nothing = EmptyState(
            "circle-check", "Nothing is due for review",
            "Records come here when their period is over. “All” lists every record, to erase one on request.",
            self.all_button,
        )  # fmt: skip
        self.nothing = nothing
        held, logged = Card(pad=1, gap=0), Card(pad=1, gap=0)
        held.add((self.table, 1))
        logged.add((self.log_table, 1))
        self.lists = QStackedWidget()
        for part in (QWidget(), held, nothing):
            self.lists.addWidget(part)
        self.logs = QStackedWidget()
        for part in (
            logged,
            EmptyState("history", "Nothing was disposed of yet", "Each disposal leaves one line here."),
        ):
            self.logs.addWidget(part)
        side = scroll(box(col(self.side, None)))
        filters = row(self.ahead, self.where, self.kinds, self.words, None, gap=8)
        queue = box(col(filters, (Split(self.lists, side, 300, break_at=760), 1), gap=8))
        self.stack = QStackedWidget()
        for part in (queue, self.logs):
            self.stack.addWidget(part)
        self.body.addLayout(col(row(self.page_choice, None), (self.stack, 1), gap=8), 1)
        self.page_choice.changed.connect(lambda _: self._turn())
        for control in (self.ahead, self.where, self.kinds):
            control.changed.connect(lambda _: self._read_queue())
        self.words.textEdited.connect(lambda _: self._read_queue())
        self.table.pressed.connect(lambda letter: self.keep() if letter == "K" else self.dispose())
        self.table.opened.connect(lambda _: self.keep())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._look_again())
        self.keep_button.clicked.connect(self.keep)
        self.dispose_button.clicked.connect(self.dispose)
        self.aside_button.clicked.connect(self.set_aside)
        self.periods_button.clicked.connect(self._offer_periods)
        self.copies_button.clicked.connect(self.renew_copies)
        self.print_button.clicked.connect(self.print_log)
        self.all_button.clicked.connect(self._show_all)
        self._turn()

    # -- reading --
    def refresh(self) -> None:
        self._read_queue()
        self._read_log()

    def _read_queue(self) -> None:
        desk, words, kind = self.work.desk, self.words.text(), str(self.kinds.value() or "")
        if not may(desk.actor.role, Act.RETENTION):
            self._refuse()
            return
        area = None if self.where.value() else self.work.area_id
        chosen = str(self.ahead.value())
        ahead, asked = _AHEAD[chosen], chosen == "asked"

        def read_queue() -> Queue:
            return Retention(desk).queue(area, ahead=ahead, class_key=kind, words=words, asked=asked)

        self.fetch(read_queue, self._show_queue)

    def _refuse(self) -> None:
        self.nothing.title.setText("Inspectors, chief inspectors and the hub review what is kept")
        self.nothing.words.setText("The disposal log may be read by everybody.")
        self.all_button.hide()
        self.lists.setCurrentIndex(2)
        for button in (self.keep_button, self.dispose_button):
            button.lock("Only an inspector, a chief inspector or the hub may review and dispose of records")

    def _show_queue(self, queue: Queue) -> None:
        self.queue = queue
        self.table.show_lines([queue_line(n, each, queue) for n, each in enumerate(queue.subjects)])
        self.lists.setCurrentIndex(1 if queue.subjects else 2)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            place = next((n for n, each in enumerate(queue.subjects) if each.key == wanted), None)
            if place is not None:
                self.table.choose(place)
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_marking(queue.marking)
        self._tell()
        self._look_again()

    def _read_log(self) -> None:
        desk = self.work.desk

        def read_log() -> list[Stub]:
            return Retention(desk).log()

        self.fetch(read_log, self._show_log)

    def _show_log(self, stubs: list[Stub]) -> None:
        self.log_table.show_lines([log_line(n, stub) for n, stub in enumerate(stubs)])
        self.logs.setCurrentIndex(0 if stubs else 1)
        self.print_button.lock("" if stubs else "Nothing was disposed of yet")

    def _tell(self) -> None:
        queue = self.queue
        if queue is None:
            return
        self.set_facts(facts(queue))

    def chosen(self) -> list[Subject]:
        """The records of the chosen rows."""
        if self.queue is None or not self.queue.subjects:
            return []
        return [self.queue.subjects[n] for n in self.table.rows() if n < len(self.queue.subjects)]

    def _look_again(self) -> None:
        chosen = self.chosen()
        self._look = None
        why = "" if chosen else "Choose a record in the list first"
        if may(self.work.desk.actor.role, Act.RETENTION):
            self.keep_button.lock(why)
            self._offer(chosen, why)
        if len(chosen) != 1:
            self._side(f"{len(chosen)} records chosen." if chosen else "Choose a record in the list.")
            return
        desk, key = self.work.desk, chosen[0].key

        def read_look() -> Look:
            return Retention(desk).look(key)

        self.fetch(read_look, self._show_look)

    def _offer(self, chosen: list[Subject], why: str) -> None:
        """What may be done with the chosen: ask, or confirm what another asked for; or the reason why neither."""
        waiting = [each.asked for each in chosen if each.asked is not None]
        alone = self.queue is not None and not self.queue.others
        why = why_not(chosen, self.work.desk.actor.person_id, alone=alone) or why
        self.dispose_button.set_text("Confirm disposal" if waiting else "Ask for disposal")
        self.dispose_button.lock(why)
        self.aside_button.setVisible(len(waiting) == len(chosen) > 0 and self.page_choice.value() != "log")

    def _side(self, *lines: str) -> None:
        clear(self.told)
        for line in lines:
            self.told.addWidget(Text(line, "meta", "text2", wrap=True))

    def _show_look(self, look: Look) -> None:
        chosen = self.chosen()
        if [each.key for each in chosen] != [look.subject.key]:
            return
        self._look = look
        clear(self.told)
        for text in look_texts(look):
            self.told.addWidget(text)

    # -- asked --
    def open_record(self, record: int | None, field: str) -> None:
        del record
        if field == "log":
            self.page_choice.set_value("log")
            self._turn()
            return
        if ":" in field:
            table, _, uid = field.partition(":")
            kind = standard_retention().of(table)
            self._wanted = (table, uid)
            self.ahead.set_value("all")
            self.where.set_value(True)
            self.kinds.set_value(kind.key if kind else "")
            self.words.setText("")
            self._read_queue()
        self.page_choice.set_value("queue")
        self._turn()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        at_log = self.page_choice.value() == "log"
        self.stack.setCurrentIndex(int(at_log))
        keeper = may(self.work.desk.actor.role, Act.RETENTION)
        restores = keeper and may(self.work.desk.actor.role, Act.RESTORE)
        for button in (
            self.print_button,
            self.copies_button,
            self.periods_button,
            self.keep_button,
            self.aside_button,
            self.dispose_button,
        ):
            button.hide()
        if at_log:
            self.header.swap_actions(*([self.copies_button] if restores else []), self.print_button)
        else:
            self.header.swap_actions(
                *(
                    [self.periods_button, self.aside_button, self.keep_button, self.dispose_button]
                    if keeper
                    else []
                )
            )
            self._look_again()

    def _show_all(self) -> None:
        self.ahead.set_value("all")
        self._read_queue()

    def keep(self) -> FormDialog | None:
        """K: keep the chosen records until a later review."""
        chosen = self.chosen()
        return self._open(keep_form(self, chosen), "Kept; the reason is recorded.") if chosen else None

    def dispose(self) -> FormDialog | None:
        """D: ask for the disposal of the chosen records, or confirm what somebody else asked for."""
        chosen = self.chosen()
        if not chosen or not self.dispose_button.isEnabled():
            return None
        if chosen[0].asked is not None:
            return self._open(confirm_form(self, chosen, self._look, partial(self._erase, chosen)))
        others = self.queue.others if self.queue else ()
        return self._open(ask_form(self, chosen, self._look, others, self._asked))

    def _asked(self, waiting: Waiting) -> None:
        self.work.say(f"Asked for {number_of(waiting.records, 'disposal')}. {waiting.words}", undo=True)

    def set_aside(self) -> None:
        """Take back requests for disposal, one's own or another's: the records stay."""
        desk, keys = self.work.desk, [each.key for each in self.chosen()]
        if keys:
            self.work.attempt(lambda: Disposing(desk).set_aside(keys), "Set aside; it is kept and stays due.")

    def _erase(self, chosen: list[Subject]) -> None:
        desk, keys = self.work.desk, [each.key for each in chosen]
        progress = self.header.progress
        progress.start("Erasing")

        def done(found: Disposed) -> None:
            progress.end()
            words = f"{number_of(found.records, 'record')} disposed of"
            if not found.finished:
                words += "; the file's free space is cleared when the store is next opened"
            elif found.copies:
                words += f"; {number_of(found.copies, 'dated copy', 'dated copies')} still hold it (Disposal log, Renew the copies)"
            self.work.say(f"{words}.")

        self.work.jobs.run(
            lambda _: Disposing(desk).confirm(keys),
            done=done,
            failed=self._failed,
            key="retention.erase",
        )

    def renew_copies(self) -> None:
        """A fresh dated copy; every earlier one goes."""
        desk = self.work.desk

        def save(form: FormDialog) -> None:
            del form
            self.header.progress.start("Copying")
            self.work.jobs.run(lambda _: Retention(desk).renew_copies(), done=self._renewed, failed=self._failed,
                               key="retention.copies")  # fmt: skip

        note = ("A fresh copy is made and checked, then every earlier dated copy beside the store is removed, so that none "
                "holds what was erased. Copies made elsewhere are not known here.")  # fmt: skip
        self._open(FormDialog(self, "Renew the copies", "Renew", (), save, note=note, wide=480))

    def _renewed(self, gone: int) -> None:
        self.header.progress.end()
        self.work.say(f"A fresh copy was made; {number_of(gone, 'earlier one')} removed.")

    def _failed(self, error: Exception) -> None:
        self.header.progress.end()
        if not isinstance(error, CannotDo):
            raise error
        self.work.refused.emit(error.says)

    def _offer_periods(self) -> None:
        menu = QMenu(self)
        rules = self.queue.rules if self.queue else standard_retention()
        for kind in rules.classes:
            for clock in kind.clocks:
                words = f"{kind.plural}: {number_of(clock.years, 'year')} after {clock.words}"
                menu.addAction(words.replace("&", "&&"), partial(self._period, kind.key, clock.start))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.periods_button.mapToGlobal(self.periods_button.rect().bottomLeft()))

    def _period(self, class_key: str, start: str) -> None:
        rules = self.queue.rules if self.queue else standard_retention()
        kind = next(each for each in rules.classes if each.key == class_key)
        clock = next(each for each in kind.clocks if each.start == start)
        self._open(period_form(self, kind, clock), "Period changed.")

    def print_log(self) -> None:
        """Ctrl+P: the disposal log as a PDF."""
        desk = self.work.desk
        path = self.ask_path(disposal_name(desk))
        if path is not None:
            self.work.attempt(lambda: disposal_pdf(desk, path), f"Printed to {path.name}", undo=False)

    def _open(self, form: FormDialog, then: str = "") -> FormDialog:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if then:
            form.accepted.connect(lambda: self.work.say(then, undo=True))
        form.open()
        return form

    def _ask_path(self, name: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Print the disposal log", str(Path.home() / name), "PDF (*.pdf)"
        )
        return Path(chosen) if chosen else None

    def search(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.page_choice, self.log_table if self.page_choice.value() == "log" else self.table]

    def commands(self) -> list[Command]:
        """What can be done here, with its keys."""
        return [
            Command("retention.print", "Print the disposal log", self.print_log, "Ctrl+P", "printer", why_not=always,
                    scope=self.key),
            Command("retention.keep", "Keep the record longer", self.keep, icon="clock", why_not=self._none_chosen,
                    scope=self.key, local_keys="K"),
            Command("retention.dispose", "Ask for disposal, or confirm it", self.dispose, icon="trash", why_not=self._none_chosen,
                    scope=self.key, local_keys="D"),
            Command("retention.copies", "Renew the copies", self.renew_copies, icon="database-import", why_not=always,
                    scope=self.key),
        ]  # fmt: skip

    def _none_chosen(self) -> str:
        return "" if self.chosen() else "Choose a record in the list first"
