"""The QA meeting of an area and month: questions at the left, the one in hand at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from npt_desktop.models.kinds import ActionState
from npt_desktop.rules.authority import Act
from npt_desktop.services.actions import BEHIND, Actions
from npt_desktop.services.quality import MeetingAnswer, Quality, snapshot
from npt_desktop.ui.quality.beside import BesideView
from npt_desktop.ui.quality.earlier import CARRY, DONE, DROP
from npt_desktop.ui.quality.lines import ACTIONS_ROW
from npt_desktop.ui.quality.printing import Printing
from npt_desktop.ui.quality.questions import LetterKeys
from npt_desktop.ui.quality.shortcuts import commands_of
from npt_desktop.ui.quality.words import ANSWERS
from npt_desktop.ui.widgets.messages import announce, reveal

if TYPE_CHECKING:
    from npt_desktop.ui.commands import Command
    from npt_desktop.ui.workspace import Workspace

_STATES = {DONE: ActionState.DONE, DROP: ActionState.DROPPED, CARRY: ActionState.OPEN}
_SAID = {
    ActionState.DONE: "Action done",
    ActionState.DROPPED: "Action dropped",
    ActionState.OPEN: "Action open",
}


class QualityScreen(BesideView):
    """An answer is saved as it is given and a note as it is left; one that is refused for want of a note is
    kept here until it has one."""

    def __init__(self, work: Workspace) -> None:
        super().__init__(work)
        self.printing = Printing(self)
        self._actions = Actions(work.desk)
        self.letters = LetterKeys("1234acjk", self)
        self.letters.watch(self.left.list, *self.pane.answer.radios)
        self._connect()

    def _connect(self) -> None:
        pane, left, work = self.pane, self.left, self.work
        self.letters.pressed.connect(self.letter)
        left.list.picked.connect(self._come)
        left.list.clicked.connect(lambda _: self._come(self.left.list.number()))
        left.list.entered.connect(self._enter)
        left.filtered.connect(self._filtered)
        left.areasWanted.connect(self._read_areas)
        left.areaChosen.connect(lambda area: work.move(area_id=area))
        left.scheduled.connect(self._schedule)
        pane.answered.connect(self._answer)
        pane.left.connect(self.keep)
        pane.on_action = self._set_action
        pane.action_form.saved.connect(self._add_action)
        pane.action_form.closed.connect(left.list.setFocus)
        pane.evidence.form.saved.connect(self._record)
        pane.evidence.form.removed.connect(self._remove_record)
        pane.evidence.opened.connect(self._open_source)
        self.acts.chosen.connect(lambda key, word: self._set_action(key, _STATES[word]))
        self.acts.moved.connect(self._carry)
        self.acts.wanted.connect(self._set_action)
        self.acts.done.connect(self._to_questions)
        self.previous.clicked.connect(lambda: self.move_on(-1))
        self.next.clicked.connect(lambda: self.move_on(1))
        self.buttons.actions.clicked.connect(self.show_actions)
        self.buttons.finish.clicked.connect(self.open_finish)
        self.buttons.print.clicked.connect(self._print)
        self.finish_page.back.connect(self._close_finish)
        self.finish_page.wanted.connect(self._mend)
        self.finish_page.signed.connect(self._sign)

    # -------------------------------------------------------------------- moving
    def _come(self, number: int | None) -> None:
        """Come to a question of the list; what was typed for the one before is saved."""
        if number is None or self._page is None:
            return
        shown = self.right.currentIndex() == (1 if number == ACTIONS_ROW else 0)
        if number == self._number and shown:
            return
        self.keep()
        if not self.pane.evidence.form.isHidden() or not self.pane.action_form.isHidden():
            self.pane.evidence.close_form()
            self.pane.action_form.hide()
        self.pane.corrections.close_form()
        self._number = number
        self._show()

    def move_on(self, step: int) -> None:
        """Save and go to the next question; after the last to the first one open, then to Finish."""
        if not self._commit(loud=True) or self._page is None:
            return
        number = self.left.list.neighbour(step)
        self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
        if number is None and step > 0 and not self._notice(self._page):
            if self._page.answered == len(self._page.due):
                self.buttons.finish.setFocus(Qt.FocusReason.TabFocusReason)
                return
            number = self._unanswered(self._page)
        if number is not None:
            self.left.list.pick(number)
            self._come(number)

    def _enter(self) -> None:
        if self._number == ACTIONS_ROW:
            reveal(self.acts.first())
        elif self._page is not None and not self._notice(self._page):
            reveal(self.pane.answer)

    def _to_questions(self) -> None:
        page = self._page
        if page is not None and (number := self._unanswered(page)) is not None:
            self.left.list.pick(number)
            self._come(number)
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)

    def show_actions(self) -> None:
        self._close_finish()
        self.left.list.pick(ACTIONS_ROW)
        self._come(ACTIONS_ROW)
        reveal(self.acts.first())

    def letter(self, letter: str) -> None:
        page = self._page
        if page is None:
            return
        if letter in "jk":
            self.move_on(1 if letter == "j" else -1)
        elif self._number == ACTIONS_ROW:
            return
        elif notice := self._notice(page):
            self.work.refused.emit(notice)
        elif letter == "a":
            self.pane.open_action()
        elif letter == "c":
            reveal(self.pane.note)
        else:
            self.pane.answer.set_value(ANSWERS[int(letter) - 1])
            self._commit(loud=True)

    # ------------------------------------------------------------------- writing
    def keep(self) -> None:
        self._commit(loud=False)

    def _answer(self, _value: object) -> None:
        self._commit(loud=True)

    def _commit(self, *, loud: bool) -> bool:
        """Save what was chosen and typed; ``loud`` goes to the note where one is lacking. Whether nothing is
        left unsaved."""
        page, number = self._page, self._number
        if page is None or not number or self._notice(page) or self.pane.badge.text != str(number):
            return True
        value, note = typed = self.pane.typed
        if typed == self._put and (*self._place, number) not in self._drafts:
            return True
        live = self._evidence.get(number)

        def refuse(fields: Mapping[str, str]) -> None:
            said = fields.get("note", "")
            self._drafts[(*self._place, number)] = (value, note, said)
            self.pane.note_field.set_error(said)
            if loud:
                reveal(self.pane.note)

        area_id, month = self._place
        quality = Quality(self.work.desk)
        old = page.answers.get(number)
        version = old.version if old else 0
        written: list[int] = []
        if not self._write(
            lambda: written.append(
                quality.answer(area_id, month, number, value, note, live, version=version)
            ),
            refuse,
            lambda: self._clash(number, live, typed),
        ):
            return False
        self._drafts.pop((*self._place, number), None)
        self._put = typed
        self.pane.note_field.set_error("")
        desk = self.work.desk
        given = MeetingAnswer(old.id if old else 0, written[0], value, note,
                              snapshot(live, old.snapshot if old else None) if live else {}, desk.store.clock.now(), desk.actor.name)  # fmt: skip
        self._page = replace(page, answers={**page.answers, number: given})
        self._show_all()
        announce(self, f"Question {number}: {value.label if value else 'no answer'}, saved")
        return True

    def _add_action(self, title: str, owner: object, due: object) -> None:
        number, (area_id, month) = self._number, self._place
        form = self.pane.action_form
        if not number:
            return
        owner_id = owner if isinstance(owner, int) else None
        due_on = due if isinstance(due, date) else None
        quality = Quality(self.work.desk)
        if self._write(
            lambda: quality.add_action(area_id, month, number, title, owner_id, due_on), form.refuse
        ):
            form.close_form()
            self.work.say(f"Action set on question {number}", undo=True)

    def _set_action(self, action_id: int, state: object) -> None:
        wanted = ActionState(str(state))
        found = [*self._page.earlier_actions, *self._page.actions] if self._page else []
        action = next((action for action in found if action.id == action_id), None)
        if action is None or action.state is wanted:
            return
        if self._write(
            lambda: self._actions.set_state(action_id, wanted, action.version), lambda _: None, self._behind
        ):
            self.work.say(_SAID[wanted], undo=True)

    def _carry(self, action_id: int, due: object) -> None:
        due_on = due if isinstance(due, date) else None
        line = next(line for line in self.acts.lines if line.id == action_id)

        def refuse(fields: Mapping[str, str]) -> None:
            line.due_field.set_error(fields.get("carry_due", ""))

        if self._write(lambda: self._actions.carry_on(action_id, due_on, line.version), refuse, self._behind):
            line.due_field.set_error("")
            self.work.say("Action carried on", undo=True)

    def _behind(self) -> None:
        """Somebody changed the action meanwhile: it is shown as it stands now, and nothing was written over it."""
        self.work.refused.emit(BEHIND)
        self.refresh()

    def _schedule(self, day: date) -> None:
        quality, (area_id, month) = Quality(self.work.desk), self._place

        def refuse(fields: Mapping[str, str]) -> None:
            self.left.say_day(next(iter(fields.values())))

        if self._write(lambda: quality.schedule(area_id, month, day), refuse):
            self.work.say("Meeting date set", undo=True)

    # ----------------------------------------------------------------- finishing
    def open_finish(self) -> None:
        """The check page: what is open, or the signature."""
        page = self._page
        if page is None or page.finished or not self._may(Act.FINISH_QA) or not self._commit(loud=True):
            return
        page = self._page or page
        self.finish_page.show_check(page, Quality(self.work.desk).finish_check(page))
        self.outer.setCurrentWidget(self.finish_page)
        self._show_all()
        reveal(self.finish_page.links[0] if self.finish_page.links else self.finish_page.sign)

    def _close_finish(self) -> None:
        if self.outer.currentWidget() is self.finish_page:
            self.outer.setCurrentIndex(0)
            self._show_all()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _mend(self, number: int, field: str) -> None:
        self._close_finish()
        self.open_question(number, field)

    def _sign(self, name: str) -> None:
        quality, (area_id, month) = Quality(self.work.desk), self._place
        if self._write(lambda: quality.finish(area_id, month, name),
                       lambda fields: self.finish_page.refuse(list(fields.items()))):  # fmt: skip
            self.outer.setCurrentIndex(0)
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.refresh_now()
            self.work.say("Meeting finished: the answers are locked")

    def _print(self) -> None:
        if self._page is not None:
            self.printing.menu(self.buttons.print, self._page.area, *self._place)

    def save_pdf(self, *, blank: bool) -> None:
        if self._page is not None:
            self.printing.save(self._page.area, *self._place, blank=blank)

    # ------------------------------------------------------------ what it is asked
    def open_record(self, record: int | None, field: str) -> None:
        """A ``field`` of figures is a question's number; another is one of its controls, or ``finish``."""
        del record  # a meeting is found by area and month
        number = int(field) if field.isdecimal() else None
        field = "" if field.isdecimal() else field
        if self._page is None or self._stale or (self.work.area_id, self.work.month) != self._place:
            self._wanted = (number, field)
        else:
            self.open_question(number, field)

    def open_question(self, number: int | None, field: str) -> None:
        page = self._page
        if page is None:
            return
        self.close_board()
        if number is not None and any(q.number == number for q in page.checklist.questions):
            if self.left.list.questions.row_of(number) < 0:
                self.left.filter.set_value("all")
            self.keep()
            self._number = number
            self._show_all()
            if self._number not in self._evidence:
                self._filtered()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
        if field == "finish":
            self.open_finish()
        elif field.startswith("action") and not self._notice(page) and self._number:
            self.pane.open_action()
        elif field:
            self.focus_field(field)

    def primary(self) -> None:
        focus = self.focusWidget()
        form, record = self.pane.action_form, self.pane.evidence.form
        if self.outer.currentWidget() is self.finish_page:
            if self.finish_page.finish.isVisible():
                self.finish_page.submit()
        elif self.outer.currentWidget() is self.peer:
            self.peer.primary()
        elif self.outer.currentWidget() in (self.board, self.prepare_page):
            self.close_board()
        elif self.right.currentWidget() is self.acts:
            self._to_questions()
        elif focus is not None and self.pane.corrections.form.isAncestorOf(focus):
            self.pane.corrections.submit()
        elif focus is not None and form.isVisible() and form.isAncestorOf(focus):
            form.submit()
        elif focus is not None and record.isVisible() and record.isAncestorOf(focus):
            record.submit()
        else:
            self.move_on(1)

    def new(self) -> None:
        if self._page is not None and self._number and not self._notice(self._page):
            self.pane.open_action()

    def search(self) -> None:
        reveal(self.left.filter)

    def escape(self) -> bool:
        if self.outer.currentWidget() is self.finish_page:
            self._close_finish()
            return True
        if self.outer.currentWidget() is self.board:
            if not self.board.show_grid():
                self.close_board()
            return True
        if self.outer.currentWidget() in (self.peer, self.prepare_page):
            self.close_board()
            return True
        if self.left.showing_areas:
            self.left.show_questions()
            return True
        if self.pane.close_forms():
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if self.pane.note.hasFocus():
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def panes(self) -> list[QWidget]:
        if self.outer.currentWidget() is self.finish_page:
            return [self.finish_page]
        for page in (self.board, self.peer, self.prepare_page):
            if self.outer.currentWidget() is page:
                return [page]
        return [self.left, self.right]

    def commands(self) -> list[Command]:
        """What this screen adds to the palette and the list of keys."""
        return commands_of(self)

    # ------------------------------------------------------------------------ Qt
    def hideEvent(self, event: QHideEvent, /) -> None:
        self.keep()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._arrive)

    def _arrive(self) -> None:
        """The single letters work at once: the list has the focus where the window gave it to the filter."""
        focus = QApplication.focusWidget()
        if self.isVisible() and focus is not None and self.left.filter.isAncestorOf(focus):
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.left.setFixedWidth(max(330, min(438, round(event.size().width() * 0.385))))
