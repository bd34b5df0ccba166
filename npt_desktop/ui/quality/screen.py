"""The QA meeting of an area and month: questions at the left, the one in hand at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.periods import day_month, month_end
from npt_desktop.rules.quality import Evidence
from npt_desktop.services.actions import Actions
from npt_desktop.services.quality import MeetingAnswer, MeetingPage, Quality, snapshot
from npt_desktop.ui.commands import Command, always
from npt_desktop.ui.quality.earlier import CARRY, DONE, DROP, ActionsPage
from npt_desktop.ui.quality.evidence import Kept
from npt_desktop.ui.quality.finish import FinishPage
from npt_desktop.ui.quality.header import MeetingButtons, MeetingMeter, facts_of, title_of
from npt_desktop.ui.quality.left import LeftCard
from npt_desktop.ui.quality.lines import ACTIONS_ROW, answer_to
from npt_desktop.ui.quality.pane import QuestionFacts, QuestionPane
from npt_desktop.ui.quality.printing import Printing
from npt_desktop.ui.quality.questions import LetterKeys
from npt_desktop.ui.quality.words import ANSWERS, NoteForm, last_answer, late_words
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.messages import reveal
from npt_desktop.ui.widgets.text import KeyCap
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.store.journal import Written
    from npt_desktop.ui.workspace import Workspace

_MEETING = frozenset({"quality_meeting", "answer", "action"})
_RECORDS = frozenset(
    {
        "area", "person", "posting", "evidence_note", "engagement_entry", "community_profile", "community_group",
        "engagement_plan", "key_individual", "contact", "priority_round", "priority", "priority_update",
        "publication", "problem_plan", "plan_source", "hypothesis", "measure", "measure_point", "plan_review",
    }
)  # fmt: skip
_STATES = {DONE: ActionState.DONE, DROP: ActionState.DROPPED, CARRY: ActionState.OPEN}
_SAID = {
    ActionState.DONE: "Action done",
    ActionState.DROPPED: "Action dropped",
    ActionState.OPEN: "Action open",
}
Draft = tuple[AnswerValue | None, str, str]


class QualityScreen(WorkScreen):
    """An answer is saved as it is given and a note as it is left; one that is refused for want of a note is
    kept here until it has one."""

    key: ClassVar[str] = "quality"
    follow: ClassVar[frozenset[str]] = _MEETING | _RECORDS

    def __init__(self, work: Workspace) -> None:
        super().__init__(work, "QA meeting")
        today = work.desk.today
        self._page: MeetingPage | None = None
        self._place = (work.area_id, work.month)
        self._evidence: dict[int, Evidence] = {}
        self._evidence_old = True
        self._areas: tuple[Choice, ...] = ()
        self._number: int | None = None
        self._put: tuple[AnswerValue | None, str] = (None, "")
        self._drafts: dict[tuple[int, date, int], Draft] = {}
        self._wanted: tuple[int | None, str] | None = None
        self._writes = 0

        self.meter, self.buttons, self.printing = MeetingMeter(), MeetingButtons(), Printing(self)
        self.left, self.pane, self.acts = LeftCard(today), QuestionPane(today), ActionsPage(today)
        self.finish_page = FinishPage(work.desk.actor.name)
        self.previous = Button("Previous", "quiet", "chevron-left", small=True)
        self.next = Button("Save and next", "primary", small=True, keys="Ctrl+Return")
        foot = row(self.previous, KeyCap("K"), None, KeyCap("J"), self.next, gap=6)
        self.right = QStackedWidget()
        self.right.addWidget(box(col((self.pane, 1), foot, gap=8)))
        self.right.addWidget(self.acts)
        self.outer = QStackedWidget()
        self.outer.addWidget(box(row(self.left, (self.right, 1), gap=12)))
        self.outer.addWidget(self.finish_page)
        self.body.addWidget(self.outer)
        self.set_actions(self.meter.widget, self.buttons.actions, self.buttons.print, self.buttons.finish)
        self.letters = LetterKeys("1234acjk", self)
        self.letters.watch(self.left.list, *self.pane.answer.radios)
        self._connect()
        self.outer.hide()

    def _connect(self) -> None:
        pane, left, work = self.pane, self.left, self.work
        self.letters.pressed.connect(self._letter)
        left.list.picked.connect(self._come)
        left.list.clicked.connect(lambda _: self._come(self.left.list.number()))
        left.list.entered.connect(self._enter)
        left.filtered.connect(self._show_all)
        left.areasWanted.connect(self._read_areas)
        left.areaChosen.connect(lambda area: work.move(area_id=area))
        left.scheduled.connect(self._schedule)
        pane.answered.connect(self._answer)
        pane.left.connect(lambda: self._commit(loud=False))
        pane.on_action = self._set_action
        pane.action_form.saved.connect(self._add_action)
        pane.action_form.closed.connect(left.list.setFocus)
        pane.evidence.form.saved.connect(self._record)
        pane.evidence.opened.connect(lambda screen: work.go(screen))
        self.acts.chosen.connect(lambda key, word: self._set_action(key, _STATES[word]))
        self.acts.moved.connect(self._carry)
        self.acts.wanted.connect(self._set_action)
        self.acts.done.connect(self._to_questions)
        self.previous.clicked.connect(lambda: self._move(-1))
        self.next.clicked.connect(lambda: self._move(1))
        self.buttons.actions.clicked.connect(self._show_actions)
        self.buttons.finish.clicked.connect(self.open_finish)
        self.buttons.print.clicked.connect(self._print)
        self.finish_page.back.connect(self._close_finish)
        self.finish_page.wanted.connect(self._mend)
        self.finish_page.signed.connect(self._sign)

    # ------------------------------------------------------------------- reading
    def refresh(self) -> None:
        work, quality, writes = self.work, Quality(self.work.desk), self._writes
        place = area_id, month = work.area_id, work.month
        if self._page is not None and place != self._place:
            self._commit(loud=False)

        def read_page() -> tuple[MeetingPage, tuple[Choice, ...], list[Choice]]:
            return quality.page(area_id, month), tuple(work.desk.areas()), work.desk.people()

        def show_page(found: tuple[MeetingPage, tuple[Choice, ...], list[Choice]]) -> None:
            page, self._areas, people = found
            if writes != self._writes or place != (work.area_id, work.month):
                return  # asked anew since
            self.pane.action_form.set_people(people)
            self._take(place, page)
            if self._evidence_old:
                self._read_evidence()

        self.fetch(read_page, show_page)

    def _read_evidence(self) -> None:
        page, place, desk = self._page, self._place, self.work.desk
        if page is None:
            return
        self._evidence_old = False

        def read_evidence() -> dict[int, Evidence]:
            return Quality(desk).readiness(*place, page.due)

        def show_evidence(found: dict[int, Evidence]) -> None:
            if place == self._place:
                self._evidence = found
                self._show_all()

        self.fetch(read_evidence, show_evidence)

    def _read_one(self, number: int) -> None:
        """The evidence of a question that is not due."""
        page, place, desk = self._page, self._place, self.work.desk
        if page is None:
            return
        question = page.checklist.question(number)

        def read_one() -> Evidence:
            return Quality(desk).evidence(*place, question)

        def show_one(found: Evidence) -> None:
            if place == self._place:
                self._evidence = {**self._evidence, number: found}
                self._show_all()

        self.fetch(read_one, show_one)

    def _read_areas(self) -> None:
        desk, month = self.work.desk, self.work.month

        def read_meetings() -> object:
            return Quality(desk).meetings(month)

        self.fetch(read_meetings, lambda lines: self.left.show_areas(lines, self.work.area_id))  # type: ignore[arg-type]

    def _heard(self, written: Written) -> None:
        if set(written.touched) & _RECORDS:
            self._evidence_old = True
        super()._heard(written)

    # ------------------------------------------------------------------- showing
    def _take(self, place: tuple[int, date], page: MeetingPage) -> None:
        if place != self._place or self._page is None:
            self._place, self._number, self._evidence, self._evidence_old = place, None, {}, True
            self.pane.close_forms()
            self.outer.setCurrentIndex(0)
        self._page = page
        self.outer.show()
        if self._number is None:
            self._number = self._first(page)
        self._show_all()
        if self._wanted is not None:
            (number, field), self._wanted = self._wanted, None
            self._open(number, field)

    def _first(self, page: MeetingPage) -> int:
        """Where to begin: the actions to close, then the first question without an answer."""
        still = any(action.state is ActionState.OPEN for action in page.earlier_actions)
        if still and not page.finished and self._may(Act.SET_ACTION):
            return ACTIONS_ROW
        return self._unanswered(page) or page.checklist.questions[0].number

    def _unanswered(self, page: MeetingPage) -> int | None:
        open_ = (d.question.number for d in page.due if answer_to(page, d.question.number) is None)
        return next(open_, next((d.question.number for d in page.due), None))

    def _show_all(self) -> None:
        page = self._page
        if page is None:
            return
        self.set_title(title_of(page), facts_of(page, self.work.desk.today))
        self.set_pills(*([Pill("Finished", "good", mark="good")] if page.finished else []))
        self.meter.show(page)
        checking = self.outer.currentWidget() is self.finish_page
        self.buttons.show(page, may_finish=self._may(Act.FINISH_QA) and not checking)
        done = page.answered == len(page.due)
        self.next.set_kind("secondary" if done or page.finished else "primary")
        self.next.set_text("Save and next" if self._notice(page) == "" else "Next")
        self.left.show_page(page, self._evidence, areas=len(self._areas), may_plan=self._may(Act.PREPARE_QA))
        number = self._number
        if number is not None and not self.left.list.pick(number) and number != ACTIONS_ROW:
            self._number = self._first(page)
            self.left.list.pick(self._number)
        self._show()

    def _show(self) -> None:
        """Show the question in hand, or the actions."""
        page, number = self._page, self._number
        if page is None or number is None:
            return
        if number == ACTIONS_ROW:
            may_set = self._may(Act.SET_ACTION) and not page.finished
            self.acts.show_actions(page.earlier_actions, page.actions, may_set=may_set,
                                      changes=self._may(Act.SET_ACTION))  # fmt: skip
            self.right.setCurrentIndex(1)
            return
        facts = self._facts(page, number)
        saved = facts.value, facts.note
        fresh = self.pane.badge.text != str(number) or self._put == self._typed()
        self.pane.show_question(facts, keep=not fresh)
        if fresh:
            self._put = saved
            draft = self._drafts.get((*self._place, number))
            if draft is not None and not facts.notice:
                self.pane.put(*draft)
        self.right.setCurrentIndex(0)
        if facts.live is None and number not in {d.question.number for d in page.due}:
            self._read_one(number)

    def _facts(self, page: MeetingPage, number: int) -> QuestionFacts:
        answer = page.answers.get(number)
        due = next((d for d in page.due if d.question.number == number), None)
        given = answer is not None and answer.value is not None
        return QuestionFacts(
            question=page.checklist.question(number),
            late=late_words(due.since) if due is not None and due.late else "",
            before=last_answer(page.before.get(number), page.month),
            value=answer.value if answer else None,
            note=answer.note if answer else "",
            answered_by=answer.answered_by if answer else "",
            answered_at=answer.answered_at if answer else None,
            kept=Kept.of(answer.snapshot, answer.answered_at) if answer and given else None,
            actions=tuple(action for action in page.actions if action.number == number),
            live=self._evidence.get(number),
            stamp=self._stamp(page, answer if given else None),
            locked=page.finished,
            notice=self._notice(page),
            may_record=self._may(Act.PREPARE_QA) and not page.finished,
            may_set=self._may(Act.ANSWER_QA) and not page.finished,
        )

    def _stamp(self, page: MeetingPage, answer: MeetingAnswer | None) -> str:
        today = self.work.desk.today
        if page.finished and answer is not None and answer.answered_at is not None:
            at = answer.answered_at.astimezone()
            return f"seen {day_month(at.date(), today)} {at:%H:%M}"
        if month_end(page.month) < today:
            return f"as at {day_month(month_end(page.month), today)}"
        return f"live, {day_month(today, today)} {self.work.desk.store.clock.now().astimezone():%H:%M}"

    def _notice(self, page: MeetingPage) -> str:
        """Why nothing can be answered here; empty where it can."""
        if page.finished:
            return "Signed and locked. Open the next month's meeting to answer again."
        if self._may(Act.ANSWER_QA):
            return ""
        if self._may(Act.PREPARE_QA):
            return "Only a chief inspector answers. You can record evidence and set the meeting's date."
        return "Only a chief inspector answers."

    def _may(self, act: Act) -> bool:
        return may(self.work.desk.actor.role, act)

    # -------------------------------------------------------------------- moving
    def _come(self, number: int | None) -> None:
        """Come to a question of the list; what was typed for the one before is saved."""
        if number is None or self._page is None:
            return
        shown = self.right.currentIndex() == (1 if number == ACTIONS_ROW else 0)
        if number == self._number and shown:
            return
        self._commit(loud=False)
        if not self.pane.evidence.form.isHidden() or not self.pane.action_form.isHidden():
            self.pane.evidence.close_form()
            self.pane.action_form.hide()
        self._number = number
        self._show()

    def _move(self, step: int) -> None:
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

    def _show_actions(self) -> None:
        self._close_finish()
        self.left.list.pick(ACTIONS_ROW)
        self._come(ACTIONS_ROW)
        reveal(self.acts.first())

    def _letter(self, letter: str) -> None:
        page = self._page
        if page is None:
            return
        if letter in "jk":
            self._move(1 if letter == "j" else -1)
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
    def _write(self, work: Callable[[], object], refuse: Callable[[Mapping[str, str]], object]) -> bool:
        """Write now; whether it was done. What is to be mended in a form goes to ``refuse``."""
        self._writes += 1
        try:
            work()
        except Incomplete as error:
            refuse(error.fields)
            return False
        except CannotDo as error:
            self.work.refused.emit(error.says)
            return False
        return True

    def _typed(self) -> tuple[AnswerValue | None, str]:
        return self.pane.value, self.pane.note.text().strip()

    def _answer(self, _value: object) -> None:
        self._commit(loud=True)

    def _commit(self, *, loud: bool) -> bool:
        """Save what was chosen and typed; ``loud`` goes to the note where one is lacking. Whether nothing is
        left unsaved."""
        page, number = self._page, self._number
        if page is None or not number or self._notice(page) or self.pane.badge.text != str(number):
            return True
        value, note = typed = self._typed()
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
        if not self._write(lambda: quality.answer(area_id, month, number, value, note, live), refuse):
            return False
        self._drafts.pop((*self._place, number), None)
        self._put = typed
        self.pane.note_field.set_error("")
        old = page.answers.get(number)
        desk = self.work.desk
        given = MeetingAnswer(old.id if old else 0, old.version if old else 0, value, note,
                              snapshot(live) if live else {}, desk.store.clock.now(), desk.actor.name)  # fmt: skip
        self._page = replace(page, answers={**page.answers, number: given})
        self._show_all()
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
        if any(action.id == action_id and action.state is wanted for action in found):
            return
        actions = Actions(self.work.desk)
        if self._write(lambda: actions.set_state(action_id, wanted), lambda _: None):
            self.work.say(_SAID[wanted], undo=True)

    def _carry(self, action_id: int, due: object) -> None:
        due_on = due if isinstance(due, date) else None
        line = next(line for line in self.acts.lines if line.id == action_id)
        actions = Actions(self.work.desk)

        def refuse(fields: Mapping[str, str]) -> None:
            line.due_field.set_error(fields.get("carry_due", ""))

        if self._write(lambda: actions.carry_on(action_id, due_on), refuse):
            line.due_field.set_error("")
            self.work.say("Action carried on", undo=True)

    def _record(self, form: NoteForm, day: date, what: str, figure: int | None) -> None:
        shown = self.pane.evidence.form
        quality, area_id = Quality(self.work.desk), self._place[0]
        if self._write(lambda: quality.note(area_id, form.kind, day, what, figure), shown.refuse):
            shown.close_form()
            self.left.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.work.say(form.button.replace("Record", "Recorded", 1), undo=True)

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
        self._open(number, field)

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

    def _save_pdf(self, *, blank: bool) -> None:
        if self._page is not None:
            self.printing.save(self._page.area, *self._place, blank=blank)

    # ------------------------------------------------------------ what it is asked
    def open_record(self, record: int | None, field: str) -> None:
        """``record`` or a ``field`` of figures is a question's number; another field is one of its controls."""
        number = int(field) if field.isdecimal() else record
        field = "" if field.isdecimal() else field
        if self._page is None or self._stale or (self.work.area_id, self.work.month) != self._place:
            self._wanted = (number, field)
        else:
            self._open(number, field)

    def _open(self, number: int | None, field: str) -> None:
        page = self._page
        if page is None:
            return
        if number is not None and any(q.number == number for q in page.checklist.questions):
            if self.left.list.questions.row_of(number) < 0:
                self.left.filter.set_value("all")
            self._commit(loud=False)
            self._number = number
            self._show_all()
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
        elif self.right.currentWidget() is self.acts:
            self._to_questions()
        elif focus is not None and form.isVisible() and form.isAncestorOf(focus):
            form.submit()
        elif focus is not None and record.isVisible() and record.isAncestorOf(focus):
            record.submit()
        else:
            self._move(1)

    def new(self) -> None:
        if self._page is not None and self._number and not self._notice(self._page):
            self.pane.open_action()

    def search(self) -> None:
        reveal(self.left.filter)

    def escape(self) -> bool:
        if self.outer.currentWidget() is self.finish_page:
            self._close_finish()
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
        return [self.left, self.right]

    def commands(self) -> list[Command]:
        """What this screen adds to the palette and the list of keys."""

        def why(act: Act) -> Callable[[], str]:
            def reason() -> str:
                if self._page is None:
                    return "Nothing is shown yet"
                if self._page.finished:
                    return "This meeting is finished"
                return "" if self._may(act) else "Only a chief inspector may"

            return reason

        def letter(key: str) -> Callable[[], object]:
            return lambda: self._letter(key)

        def add(name: str, title: str, run: Callable[[], object], act: Act | None = None, icon: str = "checklist",
                local: str = "") -> Command:  # fmt: skip
            reason = why(act) if act is not None else always
            return Command(
                f"{self.key}.{name}", title, run, icon=icon, scope=self.key, local_keys=local, why_not=reason
            )

        answers = [
            add(f"answer{i}", f"Answer: {value.label}", letter(str(i)), Act.ANSWER_QA, local=str(i))
            for i, value in enumerate(ANSWERS, 1)
        ]
        return [
            *answers,
            add("next", "Save and next question", lambda: self._move(1), local="J", icon="chevron-right"),
            add("previous", "Previous question", lambda: self._move(-1), local="K", icon="chevron-left"),
            add("note", "Note on this question", letter("c"), Act.ANSWER_QA, "notes", "C"),
            add("action", "Set an action on this question", letter("a"), Act.ANSWER_QA, "plus", "A"),
            add("actions", "Actions of the meetings", self._show_actions, icon="list-check"),
            add("finish", "Finish the QA meeting", self.open_finish, Act.FINISH_QA, "lock"),
            add("print", "Print the QA record", lambda: self._save_pdf(blank=False), icon="printer"),
            add("blank", "Print a blank QA checklist", lambda: self._save_pdf(blank=True), icon="printer"),
        ]

    # ------------------------------------------------------------------------ Qt
    def hideEvent(self, event: QHideEvent, /) -> None:
        self._commit(loud=False)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self.left.setFixedWidth(max(330, min(438, round(event.size().width() * 0.385))))
