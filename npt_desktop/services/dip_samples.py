"""Dip-samples of a QA meeting: drawn from the area's records, judged one by one, kept with the answer.

Source: booklet, QA questions 7 (engagements evaluated) and 21 (open plans populated).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.models.engagement import EngagementEntry
from npt_desktop.models.kinds import AnswerValue
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.authority import Act, require
from npt_desktop.rules.dip_sample import VERDICTS, Drawn, Sample, draw, sample_of
from npt_desktop.rules.periods import form_date
from npt_desktop.services.desk import Desk
from npt_desktop.services.evidence import as_at
from npt_desktop.services.evidence_log import engagements_under_review
from npt_desktop.services.evidence_plans import plans_in_hand
from npt_desktop.services.quality_page import answer_of, begun, not_finished, question_of

COUNT: Final = 3
_SEED_BITS = 16


def _plans(session: Session, area_id: int, _today: date) -> list[int]:
    return [plan.id for plan in session.scalars(plans_in_hand(area_id))]


def _plan_label(session: Session, key: int) -> str:
    plan = session.get_one(ProblemPlan, key)
    return f"{plan.reference} {plan.title}"


def _entries(session: Session, area_id: int, today: date) -> list[int]:
    return list(
        session.scalars(select(EngagementEntry.id).where(*engagements_under_review(session, area_id, today)))
    )


def _entry_label(session: Session, key: int) -> str:
    entry = session.get_one(EngagementEntry, key)
    said = entry.who_engaged.strip() or entry.summary.strip() or "Entry"
    return f"{form_date(entry.day)} {said[:80]}"


Ids = Callable[[Session, int, date], list[int]]
Label = Callable[[Session, int], str]
FROM: Final[Mapping[str, tuple[str, Ids, Label]]] = MappingProxyType(
    {
        "open_plans": ("plans", _plans, _plan_label),
        "effectiveness_reviewed": ("engagement", _entries, _entry_label),
    }
)
"""By the evidence key of a question: the screen its records are on, their ids, and what each is called."""


class DipSamples:
    """Dip-samples, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draw(self, area_id: int, month: date, number: int, seed: int | None = None) -> Sample:
        """Draw three records for a question and keep them with its answer; ``seed`` is made up by default.

        Raises CannotDo for a question without records to draw from, a sample drawn already (drawing again
        until it suits would be no sample) and a finished meeting.
        """
        require(self._desk.actor.role, Act.ANSWER_QA)
        with self._desk.write("Drew a dip-sample") as unit:
            meeting = begun(unit, area_id, month)
            not_finished(meeting)
            question = question_of(unit.session, meeting.checklist_id, number)
            if question.evidence_key not in FROM:
                raise CannotDo(f"Question {number} has no records to draw from.")
            answer = answer_of(unit, meeting.id, question.id)
            if sample_of(answer.snapshot.get("sample")) is not None:
                raise CannotDo("A sample is drawn already: judge that one.")
            screen, ids_of, label_of = FROM[question.evidence_key]
            ids = ids_of(unit.session, area_id, as_at(month, self._desk.today))
            if not ids:
                raise CannotDo("There is nothing to draw from in this area yet.")
            seed = 1 + self._desk.store.random.getrandbits(_SEED_BITS) if seed is None else seed
            items = tuple(Drawn(key, label_of(unit.session, key)) for key in draw(ids, COUNT, seed))
            sample = Sample(seed, screen, len(ids), items)
            answer.snapshot = {**answer.snapshot, "sample": sample.as_json()}
            unit.did = f"Drew a dip-sample for QA question {number}"
            return sample

    def judge(
        self, area_id: int, month: date, number: int, record_id: int, verdict: AnswerValue | None
    ) -> Sample:
        """Give a record of the sample its verdict, met, partly or not met; None takes it back."""
        require(self._desk.actor.role, Act.ANSWER_QA)
        if verdict is not None and verdict not in VERDICTS:
            raise CannotDo("Judge it met, partly met or not met.")
        with self._desk.write("Judged a dip-sample") as unit:
            meeting = begun(unit, area_id, month)
            not_finished(meeting)
            answer = answer_of(unit, meeting.id, question_of(unit.session, meeting.checklist_id, number).id)
            sample = sample_of(answer.snapshot.get("sample"))
            if sample is None or record_id not in {item.id for item in sample.items}:
                raise CannotDo("This record is not in the sample: draw one first.")
            sample = sample.judged(record_id, verdict)
            answer.snapshot = {**answer.snapshot, "sample": sample.as_json()}
            unit.did = f"Judged a record of the dip-sample of QA question {number}"
            return sample
