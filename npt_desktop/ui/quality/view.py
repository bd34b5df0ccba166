"""What the QA screen shows: read off the window's thread, kept by area and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from npt_desktop.models.kinds import ActionState, AnswerValue, TermKind
from npt_desktop.rules.authority import Act, may
from npt_desktop.rules.dip_sample import sample_of
from npt_desktop.rules.periods import day_month, month_end
from npt_desktop.rules.quality import DueQuestion, Evidence
from npt_desktop.services.dip_samples import FROM as SAMPLED
from npt_desktop.services.quality import MeetingAnswer, MeetingLine, MeetingPage, Quality
from npt_desktop.ui.quality.board import BoardPage
from npt_desktop.ui.quality.earlier import ActionsPage
from npt_desktop.ui.quality.evidence import Kept
from npt_desktop.ui.quality.finish import FinishPage
from npt_desktop.ui.quality.header import MeetingButtons, MeetingMeter, facts_of, title_of
from npt_desktop.ui.quality.left import LeftCard
from npt_desktop.ui.quality.lines import ACTIONS_ROW, answer_to
from npt_desktop.ui.quality.pane import QuestionFacts, QuestionPane
from npt_desktop.ui.quality.words import last_answer, late_words
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.layout import box, col, row
from npt_desktop.ui.widgets.marks import Pill
from npt_desktop.ui.widgets.text import KeyCap
from npt_desktop.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from npt_desktop.services.desk import Choice
    from npt_desktop.store.journal import Written
    from npt_desktop.ui.workspace import Workspace

_MEETING = frozenset({
    "quality_meeting", "answer", "answer_correction", "action", "checklist", "question", "peer_review", "peer_answer",
})  # fmt: skip
_RECORDS = frozenset(
    {
        "area", "person", "posting", "evidence_note", "engagement_entry", "community_profile", "community_group",
        "engagement_plan", "key_individual", "contact", "priority_round", "priority", "priority_update",
        "publication", "planned_activity", "entry_group", "reach_month", "what_works_entry", "problem_plan", "plan_source", "hypothesis", "measure", "measure_point", "plan_review",
    }
)  # fmt: skip
Draft = tuple[AnswerValue | None, str, str]


class MeetingView(WorkScreen):
    """The widgets, and what they show. Coming to a question and writing are the screen's own part."""

    key: ClassVar[str] = "quality"
    marks: ClassVar[tuple[str, ...]] = ("quality_meeting",)
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

        self.meter, self.buttons = MeetingMeter(), MeetingButtons()
        self.left, self.pane, self.acts = (
            LeftCard(today),
            QuestionPane(today, work.desk.actor.name),
            ActionsPage(today),
        )
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
        self.board = BoardPage()
        self.outer.addWidget(self.board)
        self.body.addWidget(self.outer)
        self.right.hide()

    def open_question(self, number: int | None, field: str) -> None:
        """Come to a question and one of its fields; the screen does."""

    def keep(self) -> None:
        """Save what was chosen and typed, without moving the focus."""

    @property
    def page(self) -> MeetingPage | None:
        """The meeting shown."""
        return self._page

    @property
    def facts_text(self) -> str:
        """The line of facts below the title."""
        return self.header.facts.text()

    # ------------------------------------------------------------------- reading
    def refresh(self) -> None:
        work, quality, writes = self.work, Quality(self.work.desk), self._writes
        place = area_id, month = work.area_id, work.month
        if self._page is not None and place != self._place:
            self.keep()

        def read_page() -> tuple[MeetingPage, tuple[Choice, ...], list[Choice], list[str]]:
            channels = [choice.label for choice in work.desk.terms(TermKind.CHANNEL)]
            return quality.page(area_id, month), tuple(work.desk.areas()), work.desk.people(), channels

        def show_page(found: tuple[MeetingPage, tuple[Choice, ...], list[Choice], list[str]]) -> None:
            page, self._areas, people, self.pane.evidence.channels = found
            if writes != self._writes or place != (work.area_id, work.month):
                return  # asked anew since
            self.pane.action_form.set_people(people)
            self._take(place, page)
            if self._evidence_old:
                self._read_evidence()

        self.fetch(read_page, show_page)

    def _read_evidence(self) -> None:
        """The evidence of every question on the list, those not due when all are shown."""
        page, place, desk, everything = self._page, self._place, self.work.desk, self.left.everything
        if page is None:
            return
        self._evidence_old = False
        due = {item.question.number: item for item in page.due}
        wanted = tuple(
            due.get(q.number) or DueQuestion(q, page.month, late=False)
            for q in page.checklist.questions
            if everything or q.number in due
        )

        def read_evidence() -> dict[int, Evidence]:
            return Quality(desk).readiness(*place, wanted)

        def show_evidence(found: dict[int, Evidence]) -> None:
            if place == self._place:
                self._evidence = found
                self._show_all()

        self.fetch(read_evidence, show_evidence)

    def _filtered(self) -> None:
        self._show_all()
        if self.left.everything and self._page is not None and len(self._evidence) < len(
            self._page.checklist.questions
        ):  # fmt: skip
            self._read_evidence()

    def _read_areas(self) -> None:
        desk, month = self.work.desk, self.work.month

        def read_meetings() -> list[MeetingLine]:
            return Quality(desk).meetings(month)

        def show_meetings(lines: Sequence[MeetingLine]) -> None:
            self.left.show_areas(lines, self.work.area_id)

        self.fetch(read_meetings, show_meetings)

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
        self.right.show()
        if self._number is None:
            self._number = self._first(page)
        self._show_all()
        if self._wanted is not None:
            (number, field), self._wanted = self._wanted, None
            self.open_question(number, field)

    def _first(self, page: MeetingPage) -> int:
        """Where to begin: the actions to close, then the first question without an answer."""
        still = any(action.state is ActionState.OPEN for action in page.earlier_actions)
        if still and not page.finished and self._may(Act.SET_ACTION):
            return ACTIONS_ROW
        return self._unanswered(page) or page.checklist.questions[0].number

    def _unanswered(self, page: MeetingPage) -> int | None:
        open_ = (d.question.number for d in page.due if answer_to(page, d.question.number) is None)
        return next(open_, next((d.question.number for d in page.due), None))

    def record_shown(self) -> tuple[str, int] | None:
        meeting = self._page.meeting if self._page is not None and not self._beside() else None
        return None if meeting is None else ("quality_meeting", meeting.id)

    def marks_shown(self) -> tuple[str, ...]:
        return self.marks if self._beside() else ()

    def _show_all(self) -> None:
        page = self._page
        if page is None:
            return
        beside = self._beside()
        for part in (self.meter.widget, self.buttons.actions, self.buttons.print, self.buttons.prepare):
            part.setVisible(not beside)
        if beside:
            self.buttons.finish.hide()
            self.set_pills()
            self.set_title(*beside)
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

    def _beside(self) -> tuple[str, str] | None:
        """Title and facts of what is shown in place of the meeting; None while the meeting is."""
        if self.outer.currentWidget() is self.board:
            return "QA compliance", "Every area’s meetings by month: how much of what was due was met"
        return None

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
        fresh = self.pane.badge.text != str(number) or self._put == self.pane.typed
        self.pane.show_question(facts, keep=not fresh)
        if fresh:
            self._put = saved
            draft = self._drafts.get((*self._place, number))
            if draft is not None and not facts.notice:
                self.pane.put(*draft)
        self.right.setCurrentIndex(0)

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
            corrections=tuple(one for one in page.corrections if one.number == number),
            may_correct=self._may(Act.CORRECT_QA) and page.finished,
            sample=sample_of(answer.snapshot.get("sample")) if answer else None,
            offers_sample=page.checklist.question(number).evidence in SAMPLED,
            may_tell=not self._may(Act.ANSWER_QA),
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
            return "Signed and locked. A mistake is put right by adding a correction."
        if self._may(Act.ANSWER_QA):
            return ""
        if self._may(Act.PREPARE_QA):
            return "Only a chief inspector answers. You can record evidence and set the meeting's date."
        return "Only a chief inspector answers."

    def _may(self, act: Act) -> bool:
        return may(self.work.desk.actor.role, act)
