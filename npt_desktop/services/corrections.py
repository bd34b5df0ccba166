"""Corrections to a finished QA meeting: added, dated and signed. The answer given stays as it was signed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.models.quality import AnswerCorrection
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.periods import month_label
from npt_desktop.services.desk import Desk
from npt_desktop.services.quality_page import answer_of, meeting_of, question_of


class Corrections:
    """Corrections, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def correct(
        self, area_id: int, month: date, number: int, value: AnswerValue | None, reason: str, signed_by: str
    ) -> int:
        """Add a correction to a signed answer; returns its id. The latest one counts from then on.

        ``value`` is what the answer should say, the same as before where only its words are put right. Raises
        Incomplete for what is lacking and CannotDo while the meeting is not finished: its answer can be changed.
        """
        require(self._desk.actor.role, Act.CORRECT_QA)
        found = {}
        if value is None:
            found["correction_value"] = "Choose what the answer should be."
        if not reason.strip():
            found["correction_reason"] = "Say what was wrong."
        if not signed_by.strip():
            found["correction_signed"] = "Sign with your name."
        if found:
            raise Incomplete(found)
        with self._desk.write("Corrected a QA answer") as unit:
            meeting = meeting_of(unit.session, area_id, month)
            if meeting is None or meeting.finished_at is None:
                raise CannotDo(
                    f"The meeting of {month_label(month)} is not finished: change the answer itself."
                )
            answer = answer_of(unit, meeting.id, question_of(unit.session, meeting.checklist_id, number).id)
            unit.session.flush()
            last = unit.session.scalars(
                select(AnswerCorrection).where(AnswerCorrection.answer_id == answer.id)
                .order_by(AnswerCorrection.id.desc()).limit(1)
            ).first()  # fmt: skip
            unit.did = f"Corrected the answer to QA question {number}, {month_label(month)}"
            return unit.add(AnswerCorrection(
                answer_id=answer.id, was=last.value if last else answer.value, value=value, reason=reason.strip(),
                made_at=unit.now, made_by=self._desk.actor.name, signed_by=signed_by.strip(),
            )).id  # fmt: skip
