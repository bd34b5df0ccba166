"""Key individuals, priorities and QA answers as rows of workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.errors import CannotDo
from npt_desktop.exchange.cells import Choice, spelling_distance
from npt_desktop.exchange.layouts import FieldSpec
from npt_desktop.exchange.record_layouts import ANSWERS, KEY_INDIVIDUALS, PRIORITIES
from npt_desktop.exchange.records import Item, ReadRow
from npt_desktop.models.communities import KeyIndividual
from npt_desktop.models.kinds import AnswerValue, PriorityResult
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.models.priorities import Priority, PriorityRound
from npt_desktop.models.quality import Answer, QualityMeeting, Question
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.services.quality_page import checklist_id_of
from npt_desktop.services.record_kinds import Key, Known, RecordKind, ToWrite, Writing, words_of

_NUMBERS = (1, 2, 3)


class KeyIndividualsKind(RecordKind):
    """One member of the network a row; a near name in the area may be the same person."""

    key = "key-individuals"
    label = "Key individuals"
    noun = ("key individual", "key individuals")
    layout = KEY_INDIVIDUALS
    model = KeyIndividual
    columns: ClassVar[Mapping[str, str]] = {
        "area": "area_id", "owner": "owner_id",
        **{name: name for name in ("name", "organisation", "reach_by", "speaks_for", "consent_on", "ended_on")},
    }  # fmt: skip
    natural_fields = ("name",)

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        found = super().why_not(row, area_id)
        if len(str(row.values.get("name") or "")) > 120:
            found["name"] = "Shorten the name to 120 characters."
        return found

    def possible(self, row: ReadRow, known: Sequence[Known]) -> Known | None:
        name = matching_form(str(row.values.get("name") or ""))
        for record in known:
            there = matching_form(record.fields["name"])
            if name and (
                sorted(name.split()) == sorted(there.split()) or spelling_distance(name, there) is not None
            ):
                return record
        return None


class PrioritiesKind(RecordKind):
    """One priority a row, known again by area, quarter and title; up to three a round."""

    key = "priorities"
    label = "Priorities"
    noun = ("priority", "priorities")
    layout = PRIORITIES
    model = Priority
    columns: ClassVar[Mapping[str, str]] = {
        "area": "area_id", "owner": "owner_id",
        **{name: name for name in (
            "number", "title", "reason", "public_wording", "no_plan_reason", "figure_name", "first_figure",
            "last_figure", "closed_on", "result", "result_note",
        )},
    }  # fmt: skip
    natural_fields = ("quarter", "title")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._numbers: dict[tuple[Any, Any], dict[int, tuple[int | None, str]]] = {}
        self._places: dict[int, tuple[tuple[Any, Any], int]] = {}

    def load(self, session: Session, tell: Callable[[], object] = lambda: None) -> list[Known]:
        found = super().load(session, tell)
        self._numbers, self._places = {}, {}
        for known in found:
            quarter, number = (known.fields["area_id"], known.fields["quarter"]), known.fields["number"]
            self._numbers.setdefault(quarter, {})[number] = known.id, known.fields["title"]
            self._places[known.id] = quarter, number
        return found

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        plans = session.execute(
            select(ProblemPlan.reference, ProblemPlan.title).order_by(ProblemPlan.reference)
        )
        return {
            **super().read_lists(session),
            "plan": tuple(Choice(reference, reference, (title,)) for reference, title in plans),
            "priority_result": words_of(PriorityResult),
        }

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        found = super().why_not(row, area_id)
        number = row.values.get("number")
        if isinstance(number, int) and not 1 <= number <= 3:
            found["number"] = "An area has up to three priorities a quarter; number them from 1 to 3."
        if len(str(row.values.get("title") or "")) > 200:
            found["title"] = "Shorten the title to 200 characters."
        return found

    def why_not_together(self, rows: Sequence[ToWrite]) -> dict[int, dict[str, str]]:
        """An area has three priorities a quarter, each with a number of its own."""
        found: dict[int, dict[str, str]] = {}
        taken = {quarter: dict(numbers) for quarter, numbers in self._numbers.items()}
        as_written = sorted(range(len(rows)), key=lambda place: rows[place].record_id is not None)
        for place in as_written:
            row = rows[place]
            asked = row.values.get("number")
            if row.record_id is not None:
                quarter, was = self._places[row.record_id]
                number = asked if isinstance(asked, int) else was
                if number == was:
                    continue
                held = taken.setdefault(quarter, {})
            else:
                area = row.values.get("area")
                quarter = (int(str(area)) if area is not None else row.area_id, row.values.get("quarter"))
                held = taken.setdefault(quarter, {})
                number = asked if isinstance(asked, int) else next((n for n in _NUMBERS if n not in held), 0)
            if not number:
                words = (
                    "This quarter has its three priorities already: leave one out, or change what is there."
                )
                found[place] = {"number": words}
            elif number in held:
                free = next((n for n in _NUMBERS if n not in held), 0)
                do = f"number this one {free}" if free else "the quarter has its three; leave one out"
                found[place] = {
                    "number": f"Priority {number} of this quarter is “{held[number][1][:60]}”: {do}."
                }
            else:
                if row.record_id is not None:
                    del held[was]
                held[number] = row.record_id, str(row.values.get("title") or row.said.get("title", ""))
        return found

    def looked_up(self, session: Session) -> Callable[[dict[str, Any]], dict[str, Any]]:
        quarters = dict(session.execute(select(PriorityRound.id, PriorityRound.quarter)).all())
        references = dict(session.execute(select(ProblemPlan.id, ProblemPlan.reference)).all())
        return lambda fields: {
            **fields, "quarter": quarters.get(fields["round_id"]), "plan": references.get(fields["plan_id"]),
        }  # fmt: skip

    def columns_of(self, key: str) -> tuple[str, ...]:
        return ("plan_id",) if key == "plan" else super().columns_of(key)

    def prepared(self, writing: Writing, rows: Sequence[ToWrite]) -> list[dict[str, Any]]:
        made = super().prepared(writing, rows)
        session = writing.unit.session
        for row, fields in zip(rows, made, strict=True):
            quarter = row.values["quarter"]
            area_id = fields["area_id"]
            held = session.scalar(
                select(PriorityRound).where(
                    PriorityRound.area_id == area_id, PriorityRound.quarter == quarter
                )
            )
            if held is None:
                assert isinstance(quarter, date)
                held = writing.unit.add(PriorityRound(area_id=area_id, quarter=quarter))
            fields["round_id"] = held.id
            taken = writing.notes.setdefault(f"numbers of {held.id}", set(
                session.scalars(select(Priority.number).where(Priority.round_id == held.id))
            ))  # fmt: skip
            number = fields.get("number") or next((n for n in _NUMBERS if n not in taken), 0)
            if not number or number in taken:
                raise CannotDo(
                    f"“{fields['title']}” would be priority {number or 'four'} of a quarter that has it already: "
                    "number the rows 1 to 3, or leave some out."
                )
            taken.add(number)
            fields["number"] = number
        return made

    def fields_of(self, writing: Writing, row: ToWrite, *, new: bool) -> dict[str, Any]:
        found = super().fields_of(writing, row, new=new)
        if "plan" in row.values:
            reference = row.values["plan"]
            found["plan_id"] = (
                None if reference is None
                else writing.unit.session.scalar(select(ProblemPlan.id).where(ProblemPlan.reference == reference))
            )  # fmt: skip
        return found


class AnswersKind(RecordKind):
    """One answer a row, known again by area, month and question. A finished meeting is corrected, not imported."""

    key = "qa"
    label = "QA answers"
    noun = ("answer", "answers")
    layout = ANSWERS
    model = Answer
    columns: ClassVar[Mapping[str, str]] = {"value": "value", "note": "note", "answered_by": "answered_by"}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: dict[date, frozenset[int]] = {}

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        questions = session.execute(select(Question.number, Question.text).order_by(Question.number))
        numbers: dict[int, list[str]] = {}
        for number, text in questions:
            numbers.setdefault(number, []).append(text)
        answers = words_of(AnswerValue, {
            "met": ("yes", "y", "complete"), "partly": ("partial", "partially met", "part"),
            "not_met": ("no", "n", "not complete"), "not_applicable": ("n/a", "na"),
        })  # fmt: skip
        return {
            **super().read_lists(session),
            "question": tuple(
                Choice(str(n), str(n), (f"Q{n}", f"Question {n}", *texts)) for n, texts in numbers.items()
            ),
            "answer": answers,
        }

    def key_of(self, values: Mapping[str, Any], area_id: int | None) -> Key | None:
        month, question = values.get("month"), values.get("question")
        return None if month is None or question is None else (area_id, month, question)

    def looked_up(self, session: Session) -> Callable[[dict[str, Any]], dict[str, Any]]:
        held = {m.id: m for m in session.scalars(select(QualityMeeting))}
        numbers = dict(session.execute(select(Question.id, Question.number)).all())

        def more(fields: dict[str, Any]) -> dict[str, Any]:
            meeting = held[fields["meeting_id"]]
            question = numbers[fields["question_id"]]
            return {**fields, "area_id": meeting.area_id, "month": meeting.month, "question": question}

        return more

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        found = super().why_not(row, area_id)
        month = row.values.get("month")
        if isinstance(month, date):
            with self.desk.read() as session:
                finished = session.scalar(select(QualityMeeting.finished_at).where(
                    QualityMeeting.area_id == area_id, QualityMeeting.month == month
                ))  # fmt: skip
            if finished is not None:
                found["month"] = "This meeting is finished and signed; correct its answers on the QA screen."
            if month > self.desk.today:
                found["month"] = "This month has not come yet."
            question = row.values.get("question")
            if question is not None and not self._asks(month, int(str(question))):
                found["question"] = (
                    f"The checklist of {month:%B %Y} has no question {question}: leave it out."
                )
        return found

    def _asks(self, month: date, number: int) -> bool:
        """Whether the checklist of a month has a question of that number."""
        if month not in self._asked:
            with self.desk.read() as session:
                wanted = select(Question.number).where(
                    Question.checklist_id == checklist_id_of(session, month)
                )
                self._asked[month] = frozenset(session.scalars(wanted))
        return number in self._asked[month]

    def item(self, spec: FieldSpec, fields: Mapping[str, Any]) -> Item:
        if spec.key == "area":
            return str(fields["area_id"])
        return super().item(spec, fields)

    def prepared(self, writing: Writing, rows: Sequence[ToWrite]) -> list[dict[str, Any]]:
        made = super().prepared(writing, rows)
        session = writing.unit.session
        for row, fields in zip(rows, made, strict=True):
            month = row.values["month"]
            assert isinstance(month, date)
            area = row.values.get("area")
            area_id = int(str(area)) if area is not None else row.area_id
            meeting = session.scalar(
                select(QualityMeeting).where(QualityMeeting.area_id == area_id, QualityMeeting.month == month)
            )
            if meeting is None:
                meeting = writing.unit.add(QualityMeeting(
                    area_id=area_id, month=month, checklist_id=checklist_id_of(session, month)
                ))  # fmt: skip
            question = session.scalar(select(Question.id).where(
                Question.checklist_id == meeting.checklist_id, Question.number == int(str(row.values["question"]))
            ))  # fmt: skip
            if question is None:
                raise CannotDo(
                    f"The checklist of {month:%B %Y} has no question {row.values['question']}: leave it out."
                )
            fields.update(meeting_id=meeting.id, question_id=question, answered_at=writing.unit.now)
            fields.setdefault("answered_by", writing.by)
        return made
