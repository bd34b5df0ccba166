"""The record of a monthly QA meeting, in the layout of the booklet's own checklist.

Four tables, each with its questions on the left and "Ch Insp QA" on the right (booklet, Quality
assurance). The evidence printed is the sentence kept when the answer was given, never today's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from npt_desktop.models.kinds import ActionState, AnswerValue, State
from npt_desktop.reports.document import (
    OFFICIAL_SENSITIVE,
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Mark,
    NewPage,
    Part,
    Signatures,
    Table,
    Tone,
    Words,
    action_mark,
    quiet,
)
from npt_desktop.reports.wording import count, form_date, form_time, month_words
from npt_desktop.rules.periods import month_end

COLUMN = "Ch Insp QA"
_ANSWER_STATES = {
    AnswerValue.MET: State.GOOD,
    AnswerValue.PARTLY: State.WARN,
    AnswerValue.NOT_MET: State.BAD,
    AnswerValue.NOT_APPLICABLE: State.NONE,
}


@dataclass(frozen=True, slots=True)
class QualityQuestion:
    """One question with its answer. ``due`` is the checklist's own wording, "Due monthly"."""

    number: str
    text: str
    due: str = ""
    due_now: bool = True
    answer: AnswerValue | None = None
    note: str = ""
    evidence: str = ""
    evidence_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QualitySection:
    """One table of the checklist."""

    title: str
    questions: tuple[QualityQuestion, ...]


@dataclass(frozen=True, slots=True)
class QualityAction:
    """An action from a meeting; ``outcome`` is what became of it."""

    text: str
    owner: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class QualityCorrection:
    """A change to an answer after the meeting was finished."""

    at: datetime
    by: str
    question: str
    was: str
    now: str
    reason: str


@dataclass(frozen=True, slots=True)
class QualityRecord:
    """A month's meeting. ``month`` is any day of it; times are local."""

    area: str
    month: date
    sections: tuple[QualitySection, ...]
    held_on: date | None = None
    chief_inspector: str = ""
    inspector: str = ""
    attendance: tuple[str, ...] = ()
    earlier_actions: tuple[QualityAction, ...] = ()
    new_actions: tuple[QualityAction, ...] = ()
    corrections: tuple[QualityCorrection, ...] = ()
    finished_at: datetime | None = None
    finished_by: str = ""
    marking: str = OFFICIAL_SENSITIVE
    scheduled_on: date | None = None


def quality_document(record: QualityRecord, printed_at: datetime) -> Document:
    """The whole record, ready to print."""
    questions = [question for section in record.sections for question in section.questions]
    blocks: list[Block] = [
        Facts(
            (
                ("Area", record.area),
                ("Month", month_words(record.month)),
                ("Due by", form_date(month_end(record.month))),
                ("Scheduled for", form_date(record.scheduled_on, "No date set")),
                ("Held on", form_date(record.held_on, "No date recorded")),
                ("State", _state(record)),
                ("Chief Inspector", record.chief_inspector or "Not recorded"),
                ("Inspector", record.inspector or "Not recorded"),
                ("Present", "\n".join(record.attendance) or "Not recorded"),
                ("Answers", _tally(questions)),
            )
        ),
        Heading("Actions from last month"),
        _actions(record.earlier_actions, "No actions were carried into this meeting."),
        Heading("Checklist"),
    ]
    blocks.extend(_section(section) for section in record.sections)
    blocks += [
        Heading("Actions agreed at this meeting"),
        _actions(record.new_actions, "No actions were agreed."),
    ]
    if record.corrections:
        blocks += [Heading("Corrections since the meeting was finished"), _corrections(record.corrections)]
    blocks += [
        Heading("Signed"),
        Signatures(
            (
                f"{record.chief_inspector or 'Name'}\nChief Inspector",
                f"{record.inspector or 'Name'}\nInspector",
            )
        ),
    ]
    return Document(
        title="Quality assurance meeting record",
        subtitle=f"{record.area}, {month_words(record.month)}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=record.marking,
    )


def quality_pack(
    records: tuple[QualityRecord, ...], without: tuple[str, ...], month: date, printed_at: datetime
) -> Document:
    """The records of several areas of a month as one document: a list of them, then each from a new page.

    ``without`` names the areas that began no meeting. The strictest marking of the records holds for all.
    """
    rows: list[tuple[Cell, ...]] = [
        (
            r.area,
            _state(r),
            _tally([q for s in r.sections for q in s.questions]),
            form_date(r.held_on, "No date"),
        )
        for r in records
    ]
    rows += [(area, Mark(State.BAD, "No meeting begun"), "", "") for area in without]
    columns = (Column("Area", 2), Column("State", 3), Column("Answers", 3), Column("Held on", 1.4))
    blocks: list[Block] = [Heading("Areas"), Table(columns, tuple(rows))]
    for record in records:
        blocks += [NewPage(), Heading(f"{record.area}, {month_words(record.month)}")]
        inner = quality_document(record, printed_at).blocks
        blocks += [replace(b, level=2) if isinstance(b, Heading) else b for b in inner]
    markings = {record.marking for record in records}
    return Document(
        title="Quality assurance meetings of all areas",
        subtitle=month_words(month),
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=OFFICIAL_SENSITIVE
        if OFFICIAL_SENSITIVE in markings
        else min(markings, default=OFFICIAL_SENSITIVE),
    )


def blank_checklist(
    sections: tuple[QualitySection, ...],
    *,
    area: str,
    month: date,
    printed_at: datetime,
    marking: str = OFFICIAL_SENSITIVE,
) -> Document:
    """The checklist to fill in by hand: questions and due words, room for answers."""
    blocks: list[Block] = [
        Facts((("Area", area), ("Month", month_words(month)), ("Held on", ""), ("Present", ""))),
        Words(
            "Write one of: Met, Partly met, Not met, Not applicable. Then a note if one is needed.", Tone.NOTE
        ),
    ]
    blocks.extend(_section(section, blank=True) for section in sections)
    blocks += [
        NewPage(),
        Heading("Actions agreed at this meeting"),
        Table(
            (Column("Action", 5), Column("Owner", 2), Column("Due", 1.4)),
            tuple(("", "", "") for _ in range(10)),
            least_height=34,
            boxed=True,
        ),
        Heading("Signed"),
        Signatures(("Chief Inspector", "Inspector")),
    ]
    return Document(
        title="Quality assurance checklist",
        subtitle=f"{area}, {month_words(month)}",
        printed_at=printed_at,
        blocks=tuple(blocks),
        marking=marking,
    )


def _state(record: QualityRecord) -> Cell:
    if record.finished_at is None:
        return Mark(State.PART, "Draft: meeting not finished")
    by = f" by {record.finished_by}" if record.finished_by else ""
    return Mark(State.GOOD, f"Finished {form_time(record.finished_at)}{by}")


def _tally(questions: list[QualityQuestion]) -> str:
    asked = [question for question in questions if question.due_now or question.answer is not None]
    answered = [question for question in asked if question.answer is not None]
    words = [f"{len(answered)} of {count(len(asked), 'question')} answered"]
    for value in AnswerValue:
        number = sum(question.answer is value for question in answered)
        if number:
            words.append(f"{value.label}: {number}")
    return "\n".join(words)


def _section(section: QualitySection, *, blank: bool = False) -> Table:
    return Table(
        (Column(section.title, 55), Column(COLUMN, 45)),
        tuple((_question(question), () if blank else _answer(question)) for question in section.questions),
        again=f"{section.title} ...continued",
        empty="No questions in this section.",
        least_height=44 if blank else 0,
        boxed=True,
    )


def _question(question: QualityQuestion) -> Cell:
    return (f"{question.number}. {question.text}", Words(question.due, Tone.STRONG) if question.due else "")


def _answer(question: QualityQuestion) -> Cell:
    if question.answer is None:
        return Mark(State.NONE, "Not answered") if question.due_now else quiet("Not due this month")
    parts: list[Part] = [Mark(_ANSWER_STATES[question.answer], question.answer.label)]
    if question.note:
        parts.append(question.note)
    if question.evidence:
        seen = f" (as at {form_time(question.evidence_at)})" if question.evidence_at is not None else ""
        parts.append(quiet(f"Evidence{seen}: {question.evidence}"))
    return tuple(parts)


def _actions(actions: tuple[QualityAction, ...], empty: str) -> Table:
    return Table(
        (Column("Action", 5), Column("Owner", 2), Column("Due", 1.4), Column("State", 1.6)),
        tuple(
            (
                (action.text, quiet(action.outcome) if action.outcome else ""),
                action.owner or quiet("No owner"),
                form_date(action.due) or quiet("No date"),
                action_mark(action.state),
            )
            for action in actions
        ),
        empty=empty,
    )


def _corrections(corrections: tuple[QualityCorrection, ...]) -> Table:
    return Table(
        (Column("When, by whom", 2), Column("Question", 3), Column("Was", 1.6), Column("Now", 1.6),
         Column("Reason", 3)),
        tuple(
            ((form_time(one.at), quiet(one.by)), one.question, one.was, one.now, one.reason)
            for one in corrections
        ),
    )  # fmt: skip
