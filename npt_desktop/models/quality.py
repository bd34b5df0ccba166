"""The chief inspector's QA checklist, its monthly meetings and answers (booklet, Quality assurance)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from npt_desktop.models.base import Line, Mark, Record, link, part_of, word
from npt_desktop.models.kinds import AnswerValue, DueRule, NoteKind


class Checklist(Record):
    """A version of the checklist; a meeting keeps the version it was held on."""

    __tablename__ = "checklist"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]


class Question(Record):
    """One question, word for word, with the months it is due in."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("checklist_id", "number"),)

    checklist_id: Mapped[int] = part_of("checklist")
    number: Mapped[int]
    section: Mapped[str] = mapped_column(String(80))
    section_number: Mapped[int]
    text: Mapped[Line]
    short: Mapped[Line]
    due: Mapped[DueRule] = word(DueRule)
    months: Mapped[list[Any]] = mapped_column(default=list)
    end_of_month: Mapped[bool] = mapped_column(default=False)
    due_words: Mapped[Line]
    evidence_key: Mapped[str] = mapped_column(String(60))


class QualityMeeting(Record):
    """One area's QA meeting of a month. Finished means signed and locked."""

    __tablename__ = "quality_meeting"
    __table_args__ = (UniqueConstraint("area_id", "month"),)

    area_id: Mapped[int] = link("area")
    month: Mapped[date]
    checklist_id: Mapped[int] = link("checklist")
    scheduled_on: Mapped[date | None]
    held_on: Mapped[date | None]
    chief_id: Mapped[int | None] = link("person")
    inspector_id: Mapped[int | None] = link("person")
    finished_at: Mapped[datetime | None]
    signed_by: Mapped[Line]
    marking: Mapped[Mark]


class Answer(Record):
    """The chief inspector's answer with the evidence as it was at that moment."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("meeting_id", "question_id"),)

    meeting_id: Mapped[int] = part_of("quality_meeting")
    question_id: Mapped[int] = link("question")
    value: Mapped[AnswerValue | None] = word(AnswerValue)
    note: Mapped[Line]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Line]
    snapshot: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AnswerCorrection(Record):
    """A correction to an answer of a finished meeting: added, dated and signed; the answer itself stays.

    ``was`` and ``value`` are the answer before and after it, the same where only the words are put right.
    """

    __tablename__ = "answer_correction"

    answer_id: Mapped[int] = part_of("answer")
    was: Mapped[AnswerValue | None] = word(AnswerValue)
    value: Mapped[AnswerValue | None] = word(AnswerValue)
    reason: Mapped[Line]
    made_at: Mapped[datetime]
    made_by: Mapped[Line]
    signed_by: Mapped[Line]


class EvidenceNote(Record):
    """A small dated record that answers a QA question nothing else in the store answers; also why a finding
    of the publication guard was kept (kind, words and reason, a line each).

    ``about`` is the evidence key of the question a remark belongs to, where the kind alone does not say;
    ``detail`` what was tested or found.
    """

    __tablename__ = "evidence_note"
    __table_args__ = (Index("ix_evidence_note_area_kind_day", "area_id", "kind", "day"),)

    area_id: Mapped[int] = link("area", index=False)
    kind: Mapped[NoteKind] = word(NoteKind)
    day: Mapped[date]
    by_id: Mapped[int | None] = link("person")
    what: Mapped[Line]
    detail: Mapped[Line]
    about: Mapped[str] = mapped_column(String(60), default="", server_default="")
    figure: Mapped[int | None]
