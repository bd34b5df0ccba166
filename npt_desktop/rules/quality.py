"""The chief inspector's monthly checklist: its questions, when they fall due, and finishing a meeting.

Source: booklet, Quality assurance: 24 questions in four sections, each with its own due words. Questions 1
and 11, and 2 and 12, look alike and fall due differently, so every due rule is data. The numbers run through
the sections (13 + 4 + 1 + 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.models.kinds import AnswerValue, DueRule, State
from npt_desktop.paths import resources
from npt_desktop.rules.periods import month_end, month_of, months_from, next_month, number_of, previous_month
from npt_desktop.rules.resource_file import Entry, read_entry
from npt_desktop.rules.words import listed


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a checklist: its key, its name on screen and its heading as printed."""

    key: str
    name: str
    printed: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``text`` is word for word; ``due_words`` is the printed tail (“Due monthly”)."""

    number: int
    section: str
    section_number: int
    text: str
    due_words: str
    short: str
    rule: DueRule
    months: tuple[int, ...]
    end_of_month: bool
    evidence: str

    def is_due_in(self, month: date) -> bool:
        """Whether its due rule names the month. A question with no due date is never due by itself."""
        if self.rule is DueRule.MONTHLY:
            return True
        return self.rule is DueRule.MONTHS and month.month in self.months


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist as loaded: questions numbered from 1; the number of one retired is not given again."""

    key: str
    title: str
    source: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    def question(self, number: int) -> Question:
        """The question of that number; KeyError for one that is not there."""
        for question in self.questions:
            if question.number == number:
                return question
        raise KeyError(number)


def load_checklist(path: Path) -> Checklist:
    """The checklist of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("key", "title", "source", "sections", "retired", "questions")
    retired = set(entry.wholes("retired", low=1, high=999))
    sections = []
    for part in entry.entries("sections"):
        part.only("key", "name", "printed")
        sections.append(Section(part.text("key"), part.text("name"), part.text("printed")))
    if len({section.key for section in sections}) != len(sections):
        entry.refuse("has two sections with the same key: rename one")
    keys = {section.key for section in sections}
    questions: list[Question] = []
    for item in entry.entries("questions"):
        question = _question(item, keys)
        _in_order(item, question, questions, retired)
        questions.append(question)
    if not questions:
        entry.refuse("has no questions: add at least one")
    return Checklist(
        entry.text("key"), entry.text("title"), entry.text("source"), tuple(sections), tuple(questions)
    )


def _question(item: Entry, sections: set[str]) -> Question:
    item.only(
        "number",
        "section",
        "section_number",
        "text",
        "due_words",
        "short",
        "rule",
        "months",
        "end_of_month",
        "evidence",
    )
    section = item.text("section")
    if section not in sections:
        item.refuse(f"names a section “{section}” that is not in the list of sections")
    rule = item.text("rule")
    if rule not in set(DueRule):
        item.refuse("needs “monthly”, “months” or “none” under “rule”")
    months = item.wholes("months", low=1, high=12)
    if (rule == DueRule.MONTHS) != bool(months) or len(set(months)) != len(months):
        item.refuse("needs each due month once under “months” when its rule is “months”, and none otherwise")
    return Question(
        number=item.whole("number", low=1, high=999),
        section=section,
        section_number=item.whole("section_number", low=1, high=999),
        text=item.text("text"),
        due_words=item.text("due_words", optional=True),
        short=item.text("short"),
        rule=DueRule(rule),
        months=months,
        end_of_month=item.flag("end_of_month"),
        evidence=item.text("evidence"),
    )


def _in_order(item: Entry, question: Question, before: list[Question], retired: set[int]) -> None:
    wanted = before[-1].number + 1 if before else 1
    while wanted in retired:
        wanted += 1
    if question.number != wanted:
        item.refuse(f"should have the number {wanted}: numbers run from 1, without those under “retired”")
    place = sum(1 for other in before if other.section == question.section) + 1
    if question.section_number != place:
        item.refuse(f"should have the section number {place}")
    if place > 1 and before[-1].section != question.section:
        item.refuse("stands apart from its section: keep the questions of a section together")
    if any(other.evidence == question.evidence for other in before):
        item.refuse(f"uses the evidence “{question.evidence}” a second time")


@cache
def booklet_checklist() -> Checklist:
    """The 24 questions of the booklet."""
    return load_checklist(resources() / "checklists" / "booklet-2021.json")


def due_in(checklist: Checklist, month: date) -> tuple[Question, ...]:
    """The questions whose due rule names the month: 14 ordinarily, 21, 22 or 23 in a quarter's first."""
    return tuple(question for question in checklist.questions if question.is_due_in(month))


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question on a meeting's list. ``since`` is the first due month left unanswered."""

    question: Question
    since: date
    late: bool

    @property
    def due(self) -> date:
        """The last day of the month it first fell due."""
        return month_end(self.since)


def due_questions(
    checklist: Checklist,
    month: date,
    answered: Mapping[int, Iterable[date]],
    first_month: date,
    version: Callable[[date], Checklist] | None = None,
) -> tuple[DueQuestion, ...]:
    """The questions for a month's meeting, with those missed before carried over and marked late.

    ``answered`` lists for a question number the months in which it was answered; any day of a month will
    do. ``first_month`` is the first month the area keeps the checklist: nothing is late before it. A question
    missed stays due until it is answered: an answer in any later month settles it. ``version`` gives the
    checklist in force in an earlier month: what was not asked, or not due, then is not missed now.
    """
    month, first_month = month_of(month), month_of(first_month)
    asked = {
        m: {q.number: q for q in (version(m) if version else checklist).questions}
        for m in months_from(first_month, previous_month(month))
    }
    found = []
    for question in checklist.questions:
        done = [month_of(day) for day in answered.get(question.number, ()) if month_of(day) < month]
        start = max([first_month, *map(next_month, done)])
        missed = [
            m
            for m in months_from(start, previous_month(month))
            if (then := asked[m].get(question.number)) is not None and then.is_due_in(m)
        ]
        if missed:
            found.append(DueQuestion(question, missed[0], late=True))
        elif question.is_due_in(month):
            found.append(DueQuestion(question, month, late=False))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the evidence: ``"5"``, ``"finished since January"`` and its mark."""

    value: str
    label: str
    state: State = State.NONE


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record behind the figures is: its screen, id and field, and its version when it was read."""

    screen: str
    id: int | None = None
    field: str = ""
    version: int = 0

    @property
    def name(self) -> str:
        """The record among others, empty where the source is no record: ``plans:12``."""
        return f"{self.screen}:{self.id}" if self.id is not None and self.version else ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One record behind the figures: cells under the evidence's heads, a mark, and the record to open."""

    cells: tuple[str, ...]
    state: State = State.NONE
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody recorded about a question for its meeting: what was seen, or a note to the chief
    inspector."""

    words: str
    day: date
    by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the store can show for a question.

    ``suggestion`` is what the figures point to, None where the store cannot tell; it is never an answer.
    ``why`` is one plain sentence; ``seen`` is what was seen and recorded where the store cannot tell, ``notes``
    what the inspector tells the chief inspector.
    """

    figures: tuple[Figure, ...]
    suggestion: AnswerValue | None
    why: str
    heads: tuple[str, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()
    seen: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def state(self) -> State:
        """The mark beside the question before it is answered."""
        return answer_state(self.suggestion)


def answer_state(answer: AnswerValue | None) -> State:
    """The mark of an answer, or of a suggestion."""
    if answer is None:
        return State.NONE
    return {
        AnswerValue.MET: State.GOOD,
        AnswerValue.PARTLY: State.WARN,
        AnswerValue.NOT_MET: State.BAD,
        AnswerValue.NOT_APPLICABLE: State.NONE,
    }[answer]


_HEIGHT = {AnswerValue.NOT_MET: 0, AnswerValue.PARTLY: 1, AnswerValue.MET: 2}


def needs_note(answer: AnswerValue, suggestion: AnswerValue | None) -> bool:
    """Whether an answer must say why: it is better than the evidence, or sets the question aside.

    Source: design guide, workflow D. Where the store cannot tell, the chief inspector's word stands alone.
    """
    if answer is AnswerValue.NOT_APPLICABLE:
        return suggestion is not AnswerValue.NOT_APPLICABLE
    if suggestion is None or suggestion is AnswerValue.NOT_APPLICABLE:
        return False
    return _HEIGHT[answer] > _HEIGHT[suggestion]


def suggestion_words(suggestion: AnswerValue | None) -> str:
    """The line above the answer: what the evidence suggests and what a higher answer asks for."""
    if suggestion is None:
        return "The store cannot tell: ask and record the answer."
    words = f"Evidence suggests {suggestion.label.lower()}."
    if suggestion in (AnswerValue.PARTLY, AnswerValue.NOT_MET):
        words += " A note is needed to answer higher."
    return words


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it stands in the meeting."""

    number: int
    value: AnswerValue | None
    note: str = ""
    suggestion: AnswerValue | None = None


@dataclass(frozen=True, slots=True)
class MeetingAction:
    """An action set in the meeting."""

    title: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class FinishCheck:
    """What stands between a meeting and its finish. ``says`` has one sentence for each kind of gap."""

    unanswered: tuple[int, ...]
    without_note: tuple[int, ...]
    without_owner: tuple[str, ...]
    without_due: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def may_finish(self) -> bool:
        """Nothing is open."""
        return not self.says


def finish_check(
    due: Sequence[DueQuestion], answers: Iterable[GivenAnswer], actions: Iterable[MeetingAction]
) -> FinishCheck:
    """The check page of a meeting (design guide, workflow D, step 5)."""
    given = {answer.number: answer for answer in answers if answer.value is not None}
    unanswered = tuple(item.question.number for item in due if item.question.number not in given)
    without_note = tuple(
        number
        for number, answer in sorted(given.items())
        if answer.value is not None
        and needs_note(answer.value, answer.suggestion)
        and not answer.note.strip()
    )
    tasks = tuple(actions)
    no_owner = tuple(action.title for action in tasks if not action.owner.strip())
    no_due = tuple(action.title for action in tasks if action.due is None)
    says = []
    if unanswered:
        says.append(f"Answer {number_of(len(unanswered), 'question')}: {listed(map(str, unanswered))}.")
    if without_note:
        says.append(
            f"Add a note to {listed(map(str, without_note))}, saying why it differs from the evidence."
        )
    if no_owner:
        says.append(f"Give an owner to {listed(f'‘{title}’' for title in no_owner)}.")
    if no_due:
        says.append(f"Give a due date to {listed(f'‘{title}’' for title in no_due)}.")
    return FinishCheck(unanswered, without_note, no_owner, no_due, tuple(says))


def require_finish(check: FinishCheck) -> None:
    """Raise CannotDo with what to do first when the meeting may not be finished."""
    if check.says:
        raise CannotDo(" ".join(check.says))
