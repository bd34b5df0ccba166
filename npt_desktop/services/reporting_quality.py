"""QA meetings on paper: the record of a meeting, and the checklist to fill in by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from npt_desktop.errors import CannotDo
from npt_desktop.files import file_name
from npt_desktop.models.kinds import ActionState, AnswerValue
from npt_desktop.models.organisation import Setting
from npt_desktop.reports.document import OFFICIAL_SENSITIVE
from npt_desktop.reports.page import write_pdf
from npt_desktop.reports.quality import (
    QualityAction,
    QualityCorrection,
    QualityQuestion,
    QualityRecord,
    QualitySection,
    blank_checklist,
    quality_document,
    quality_pack,
)
from npt_desktop.rules.dip_sample import sample_of
from npt_desktop.rules.periods import month_label
from npt_desktop.rules.quality import Question
from npt_desktop.services.desk import Desk
from npt_desktop.services.quality import MeetingPage, OwnedAction, Quality


def qa_pdf(desk: Desk, area_id: int, month: date, path: Path) -> None:
    """Write the record of an area's meeting: answers with the evidence kept with them, never today's.

    Long: call off the window's thread. Raises CannotDo when the file cannot be written.
    """
    trace = desk.takes_out(path)
    page = Quality(desk).page(area_id, month)
    write_pdf(
        quality_document(_record(page, marking_of(desk)), desk.store.clock.now().astimezone()), path, trace
    )


def pack_pdf(desk: Desk, month: date, path: Path) -> int:
    """Write every area's record of a month as one PDF, its pages numbered over the whole; returns how many.

    Long: call off the window's thread. Raises CannotDo when no area has begun its meeting, or the file cannot
    be written.
    """
    trace = desk.takes_out(path)
    quality = Quality(desk)
    pages = [quality.page(area.id, month) for area in desk.areas()]
    begun = [page for page in pages if page.meeting is not None]
    if not begun:
        raise CannotDo(f"No area has a QA meeting in {month_label(month)}: choose another month.")
    marking = marking_of(desk)
    without = tuple(page.area for page in pages if page.meeting is None)
    document = quality_pack(
        tuple(_record(page, marking) for page in begun), without, month, desk.store.clock.now().astimezone()
    )
    write_pdf(document, path, trace)
    return len(begun)


def blank_pdf(desk: Desk, area_id: int, month: date, path: Path) -> None:
    """Write the checklist of a month to fill in by hand: the questions due, with room for answers."""
    trace = desk.takes_out(path)
    page = Quality(desk).page(area_id, month)
    due = {item.question.number for item in page.due}
    document = blank_checklist(
        _sections(page, only=due), area=page.area, month=page.month,
        printed_at=desk.store.clock.now().astimezone(), marking=marking_of(desk),
    )  # fmt: skip
    write_pdf(document, path, trace)


def suggested_name(desk: Desk, area: str, month: date, *, blank: bool = False, suffix: str = ".pdf") -> str:
    """A file name that says what it is and carries the marking."""
    what = "QA checklist" if blank else "QA meeting"
    return file_name(f"{what} {area} {month_label(month)}", marking_of(desk), suffix)


def marking_of(desk: Desk) -> str:
    """The protective marking this store prints."""
    with desk.read() as session:
        kept = session.get(Setting, "marking")
    return str(kept.value.get("text") or OFFICIAL_SENSITIVE) if kept is not None else OFFICIAL_SENSITIVE


def _record(page: MeetingPage, marking: str) -> QualityRecord:
    meeting = page.meeting
    return QualityRecord(
        area=page.area,
        month=page.month,
        sections=_sections(page),
        scheduled_on=meeting.scheduled_on if meeting else None,
        held_on=meeting.held_on if meeting else None,
        chief_inspector=page.chief,
        inspector=page.inspector,
        earlier_actions=tuple(_action(action, carried=True) for action in page.earlier_actions),
        new_actions=tuple(_action(action) for action in page.actions),
        corrections=tuple(
            QualityCorrection(
                one.at.astimezone(),
                one.by,
                f"{one.number}. {page.checklist.question(one.number).short}",
                _word(one.was),
                _word(one.value),
                one.reason,
            )
            for one in page.corrections
        ),
        finished_at=meeting.finished_at.astimezone() if meeting and meeting.finished_at else None,
        finished_by=meeting.signed_by if meeting else "",
        marking=marking,
    )


def _sections(page: MeetingPage, only: set[int] | None = None) -> tuple[QualitySection, ...]:
    found = []
    for section in page.checklist.sections:
        questions = tuple(
            _question(page, q)
            for q in page.checklist.questions
            if q.section == section.key and (only is None or q.number in only)
        )
        if questions:
            found.append(QualitySection(section.printed, questions))
    return tuple(found)


def _question(page: MeetingPage, question: Question) -> QualityQuestion:
    answer = page.answers.get(question.number)
    given = answer is not None and answer.value is not None
    return QualityQuestion(
        number=str(question.number),
        text=question.text,
        due=question.due_words,
        due_now=any(item.question.number == question.number for item in page.due),
        answer=answer.value if answer else None,
        note=answer.note if answer else "",
        evidence=_seen(answer.snapshot) if answer and given else "",
        evidence_at=answer.answered_at.astimezone() if answer and given and answer.answered_at else None,
    )


def _seen(kept: dict[str, Any]) -> str:
    """The sentence kept with an answer, its dip-sample, and what was seen."""
    sample = sample_of(kept.get("sample"))
    said = str(kept.get("why", "")) + (f" Dip-sample: {sample.words}." if sample else "")
    for words, _day, by in kept.get("seen", ()):
        said += f" Seen{f' by {by}' if by else ''}: {words}"
    return said


def _word(value: AnswerValue | None) -> str:
    return value.label if value is not None else "Not answered"


def _action(action: OwnedAction, *, carried: bool = False) -> QualityAction:
    still = carried and action.state is ActionState.OPEN
    return QualityAction(
        action.title, action.owner, action.due_on, action.state, "Carried on" if still else ""
    )
