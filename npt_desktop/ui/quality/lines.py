"""The question list as values: sections as headings, questions with their mark and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.rules.periods import MONTHS, number_of
from npt_desktop.rules.quality import DueQuestion, Evidence, Question
from npt_desktop.services.quality import MeetingPage
from npt_desktop.ui.quality.words import TONES
from npt_desktop.ui.widgets.marks import STATE_WORDS

ACTIONS_ROW = 0  # the number of the row of last meeting's actions


@dataclass(frozen=True, slots=True)
class Line:
    """One row. A heading has no ``number``; the row of the last meeting's actions has :data:`ACTIONS_ROW`.

    ``right`` stands at the right end: the answer's word, "n of m", or nothing, which is drawn as an empty box
    for a question due.
    """

    words: str
    number: int | None = None
    mark: str = ""
    right: str = ""
    tone: str = "text2"
    late: str = ""
    due: bool = True

    @property
    def said(self) -> str:
        """For a screen reader."""
        if self.number is None:
            return f"{self.words}, {self.right} answered"
        if self.number == ACTIONS_ROW:
            return f"{self.words}: {self.right}"
        late = f"{self.late}. " if self.late else ""
        evidence = f"Evidence: {STATE_WORDS.get(self.mark, 'not read yet')}. " if self.mark else ""
        return f"Question {self.number}: {self.words}. {late}{evidence}Answer: {self.right or 'none yet'}"


def lines_of(page: MeetingPage, evidence: Mapping[int, Evidence], *, everything: bool) -> list[Line]:
    """The list of a meeting: the questions due, or all of the checklist."""
    due = {item.question.number: item for item in page.due}
    found = []
    if page.earlier_actions:
        found.append(_earlier(page))
    shown = [q for q in page.checklist.questions if everything or q.number in due]
    for section, questions in groupby(shown, key=lambda q: q.section):
        asked = list(questions)
        wanted = [q for q in asked if q.number in due]
        done = sum(1 for q in wanted if answer_to(page, q.number) is not None)
        found.append(Line(section, right=f"{done} of {len(wanted)}"))
        found.extend(_question(page, q, due.get(q.number), evidence.get(q.number)) for q in asked)
    return found


def answer_to(page: MeetingPage, number: int) -> AnswerValue | None:
    """The answer to a question, as it stands."""
    answer = page.answers.get(number)
    return answer.value if answer is not None else None


def stands(page: MeetingPage, number: int) -> tuple[AnswerValue | None, bool]:
    """The answer that counts, and whether a correction put it there."""
    corrections = [one for one in page.corrections if one.number == number]
    return (corrections[-1].value, True) if corrections else (answer_to(page, number), False)


def _earlier(page: MeetingPage) -> Line:
    still = sum(1 for action in page.earlier_actions if action.state is ActionState.OPEN)
    month = MONTHS[max(a.month for a in page.earlier_actions).month - 1]
    words = f"Actions from {month}"
    if not still:
        return Line(words, ACTIONS_ROW, "good", "All closed", "good_text")
    return Line(words, ACTIONS_ROW, "warn", f"{number_of(still, 'action')} open", "warn_text")


def _question(
    page: MeetingPage, question: Question, due: DueQuestion | None, evidence: Evidence | None
) -> Line:
    value, corrected = stands(page, question.number)
    mark = evidence.state.value if evidence is not None else ""
    late = "Late" if due is not None and due.late else ""
    if value is None:
        right = "" if due is not None else "Not due"
        return Line(question.short, question.number, mark, right, "text3", late, due is not None)
    words = "Partly" if value is AnswerValue.PARTLY else value.label
    if corrected:
        late = "Corrected"
    return Line(question.short, question.number, mark, words, f"{TONES[value]}_text", late, due is not None)
