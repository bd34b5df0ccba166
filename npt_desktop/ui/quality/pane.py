"""The pane of one question: the question, its evidence, the answer, the note and the actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from npt_desktop.models.kinds import AnswerValue
from npt_desktop.rules.quality import Evidence, Question, suggestion_words
from npt_desktop.ui.quality.action_form import ActionForm, ActionLine
from npt_desktop.ui.quality.corrections import CorrectionsView
from npt_desktop.ui.quality.evidence import EvidenceView, Kept
from npt_desktop.ui.quality.sample import SampleView
from npt_desktop.ui.quality.words import ANSWERS, TONES
from npt_desktop.ui.widgets.buttons import Button
from npt_desktop.ui.widgets.cards import Card
from npt_desktop.ui.widgets.choices import Segmented
from npt_desktop.ui.widgets.forms import Area, Field
from npt_desktop.ui.widgets.layout import box, clear, col, line, row, scroll
from npt_desktop.ui.widgets.marks import Badge, Mark, Pill
from npt_desktop.ui.widgets.text import Elided, KeyCap, Text

if TYPE_CHECKING:
    from npt_desktop.rules.dip_sample import Sample
    from npt_desktop.services.quality import OwnedAction
    from npt_desktop.services.quality_page import Correction


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What the pane shows of a question. ``late`` and ``before`` are words; ``notice`` says why nothing can be
    answered here and is empty where it can."""

    question: Question
    late: str
    before: str
    value: AnswerValue | None
    note: str
    answered_by: str
    answered_at: datetime | None
    kept: Kept | None
    actions: tuple[OwnedAction, ...]
    live: Evidence | None
    stamp: str
    locked: bool
    notice: str
    may_record: bool
    may_set: bool
    corrections: tuple[Correction, ...] = ()
    may_correct: bool = False
    sample: Sample | None = None
    offers_sample: bool = False
    may_tell: bool = False


class QuestionPane(Card):
    """Emits what the person does and writes nothing.

    ``answered`` carries the value chosen (None takes it back), ``left`` says that the note lost the focus.
    """

    answered = Signal(object)
    left = Signal()

    def __init__(self, today: date, name: str) -> None:
        super().__init__(pad=0, gap=0)
        self._today = today
        self._actions: tuple[object, ...] = ()
        self.on_action: Callable[[int, object], object] = lambda _id, _state: None
        self.badge = Badge("", "accent")
        self.place = Elided("", "meta", "text2")
        self.due, self.late = Pill(""), Pill("", "bad")
        self.before = Text("", "meta", "text2")
        self.words = Text("", "section", wrap=True)
        self.evidence = EvidenceView(today)
        self.sample, self.corrections = SampleView(), CorrectionsView(name)
        self.evidence.head.insertWidget(3, self.sample.draw_button)
        head = row(self.badge, (self.place, 1), self.late, self.due, self.before, gap=8)
        upper = scroll(
            box(
                col(
                    head, self.words, line(), self.evidence, self.sample, None, gap=8, margins=(12, 12, 12, 8)
                )
            )
        )
        upper.setMinimumHeight(96)
        self.add((upper, 1), line(), box(self._answer_part()))
        self.setAccessibleName("Question")

    def _answer_part(self) -> QVBoxLayout:
        self.hint = Elided("", "meta", "text2")
        self.hint.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.answer = Segmented(
            [(value, value.label) for value in ANSWERS],
            label="Chief Inspector’s answer", numbered=True, stretch=True, optional=True, tones={value: TONES[value] for value in ANSWERS},
        )  # fmt: skip
        self.answer.setObjectName("answer")
        self.answer.changed.connect(self.answered)
        self.note = Area(lines=2)
        self.note_field = Field("Note", self.note, name="note", key="C")
        self.note.installEventFilter(self)
        self.note.textChanged.connect(self._typed)
        self.mark, self.given, self.by = Mark("none", 14), Text("", "strong"), Text("", "meta", "text2")
        self.given_note = Text("", wrap=True)
        self.notice = Text("", "meta", "text3", wrap=True)
        self._reading = box(
            col(
                row(self.mark, self.given, self.by, None, gap=6),
                self.given_note,
                self.notice,
                self.corrections,
                gap=6,
            )
        )
        self.add_button = Button("Add action", "quiet", "plus", small=True)
        self.add_button.clicked.connect(self.open_action)
        self.cap = KeyCap("A")
        self.action_form = ActionForm(self._today)
        self.action_form.closed.connect(self._action_closed)
        self._action_head = box(row(Text("Actions", "card"), None, self.cap, self.add_button, gap=6))
        self._action_rows = col(gap=4)
        self._action_area = scroll(box(self._action_rows))
        self._head = row(Text("Chief Inspector’s answer", "card"), None, self.hint, gap=6)
        self._editing = box(col(self.answer, self.note_field, gap=8))
        return col(
            self._head, self._editing, self._reading,
            self._action_head, self._action_area,
            self.action_form, gap=6, margins=(12, 8, 12, 10),
        )  # fmt: skip

    # -- what stands in it --
    @property
    def value(self) -> AnswerValue | None:
        """The answer chosen."""
        value = self.answer.value()
        return value if isinstance(value, AnswerValue) else None

    @property
    def typed(self) -> tuple[AnswerValue | None, str]:
        """Answer and note as they stand in the form."""
        return self.value, self.note.text().strip()

    def show_question(self, facts: QuestionFacts, *, keep: bool) -> None:
        """Show a question; with ``keep`` what the person has typed into answer and note stays."""
        question = facts.question
        self.badge.set(question.number, "accent")
        self.badge.setAccessibleName(f"Question {question.number}")
        self.place.setText(f"{question.section}, question {question.section_number}")
        self.due.set(question.due_words or "No due date")
        self.late.set(facts.late, "bad")
        self.late.setVisible(bool(facts.late))
        self.before.setText(facts.before)
        self.words.setText(question.text)
        self.hint.setText(
            "" if facts.locked else suggestion_words(facts.live.suggestion) if facts.live else ""
        )
        self.evidence.show_evidence(
            question.evidence,
            facts.live,
            facts.kept,
            facts.stamp,
            locked=facts.locked,
            may_record=facts.may_record,
            may_tell=facts.may_tell,
        )
        self.sample.show_sample(facts.sample, offered=facts.offers_sample, may_judge=facts.may_set)
        editable = not facts.notice
        self._editing.setVisible(editable)
        self._reading.setVisible(not editable)
        if editable and not keep:
            self.put(facts.value, facts.note)
        elif not editable:
            self._show_given(facts)
        self._show_actions(facts)

    def put(self, value: AnswerValue | None, note: str, error: str = "") -> None:
        """Fill in answer and note."""
        self.answer.set_value(value)
        if self.note.text() != note:
            self.note.setText(note)
        self.note_field.set_error(error)

    def _show_given(self, facts: QuestionFacts) -> None:
        value = facts.value
        self.mark.set_state(TONES[value] if value else "none", value.label if value else "Not answered")
        self.given.setText(value.label if value else "Not answered")
        at = facts.answered_at.astimezone() if facts.answered_at and value else None
        self.by.setText(f"{facts.answered_by}, {at.day} {at:%b %Y %H:%M}" if at else "")
        self.given_note.setText(facts.note)
        self.given_note.setVisible(bool(facts.note))
        self.notice.setText(facts.notice)
        self.corrections.show_corrections(facts.corrections, may_correct=facts.may_correct)

    def _show_actions(self, facts: QuestionFacts) -> None:
        self.cap.setVisible(facts.may_set)
        self._action_head.setVisible(facts.may_set or bool(facts.actions))
        self.add_button.setVisible(facts.may_set and self.action_form.isHidden())
        shown = (facts.actions, facts.may_set, facts.locked)
        if shown == self._actions:
            return
        self._actions = shown
        clear(self._action_rows)
        for action in facts.actions:
            made = ActionLine(action, self._today, changes=facts.may_set or facts.locked)
            made.wanted.connect(lambda key, state: self.on_action(key, state))
            self._action_rows.addWidget(made)
        self._action_area.setVisible(bool(facts.actions))
        self._action_area.setFixedHeight(
            min(2, len(facts.actions)) * 36 + (12 if len(facts.actions) > 2 else 0)
        )

    # -- forms --
    def open_action(self) -> None:
        """Open the form for a new action and go to it."""
        self.add_button.hide()
        self.action_form.begin()

    def _action_closed(self) -> None:
        self.add_button.show()

    def close_forms(self) -> bool:
        """Close an open form; whether there was one."""
        if not self.action_form.isHidden():
            self.action_form.close_form()
            return True
        if not self.evidence.form.isHidden():
            self.evidence.close_form()
            return True
        return self.corrections.close_form()

    def _typed(self) -> None:
        if self.note_field.error and self.note.text().strip():
            self.note_field.set_error("")

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)
