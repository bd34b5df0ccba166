"""What a plan's workbook holds: the fields of the plan and of each kind of part, and how records become rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from npt_desktop.exchange.plan_book import BookField, CellKind, Item, Part, PlanBook, Shape
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import ActionState, Side, Tactic, Verdict
from npt_desktop.models.organisation import Area
from npt_desktop.models.plan_kinds import Extent, Presence
from npt_desktop.models.plans import (
    Hypothesis,
    Measure,
    MeasurePoint,
    PlanReview,
    PlanSource,
    ProblemPlan,
)
from npt_desktop.rules.plan_fields import PLAN_FIELDS, FieldKind, name_of
from npt_desktop.rules.plan_prompts import techniques
from npt_desktop.services.plan_book_answers import ANSWER_BOOK, answers_of
from npt_desktop.services.plan_facts import grouped, people_names

SOURCES, CAUSES, ACTIONS = "Sources", "Likely causes", "Actions"
MEASURES, FIGURES, REVIEWS = "Measures", "Figures", "Reviews"
_LONG = 40
_TEXT, _DATE, _WHOLE, _WORD, _YES, _PERSON, _SHOWN = CellKind


def _words(kind: type[StrEnum]) -> Mapping[str, str]:
    return {word.value: str(getattr(word, "label", word.value.capitalize())) for word in kind}


def _of_plan() -> tuple[BookField, ...]:
    kinds = {
        FieldKind.DATE: _DATE, FieldKind.NUMBER: _WHOLE, FieldKind.YES: _YES, FieldKind.VERDICT: _WORD,
        FieldKind.EXTENT: _WORD, FieldKind.PRESENCE: _WORD,
    }  # fmt: skip
    lists = {FieldKind.VERDICT: Verdict, FieldKind.EXTENT: Extent, FieldKind.PRESENCE: Presence}
    written = tuple(
        BookField(
            one.name, f"{one.stage.label}: {one.label}", kinds.get(one.kind, _TEXT),
            words=_words(lists[one.kind]) if one.kind in lists else {},
        )
        for one in PLAN_FIELDS
    )  # fmt: skip
    return (
        BookField("reference", "Reference", _SHOWN), BookField("area", "Area", _SHOWN),
        BookField("stage", "Stage", _SHOWN), BookField("opened_on", "Opened", _SHOWN),
        BookField("title", "Title"), BookField("beat", name_of("beat")),
        BookField("lead_id", name_of("lead_id"), _PERSON), BookField("supervisor_id", name_of("supervisor_id"), _PERSON),
        BookField("partners", name_of("partners")), BookField("ecins_reference", name_of("ecins_reference")),
        BookField("next_review_on", name_of("next_review_on"), _DATE), *written,
        BookField("finished_on", name_of("finished_on"), _DATE), BookField("assessed_on", name_of("assessed_on"), _SHOWN),
        BookField("closed_on", name_of("closed_on"), _DATE), BookField("close_reason", "Reason for closing early"),
    )  # fmt: skip


PLAN_BOOK = _of_plan()
PART_BOOK: Mapping[str, tuple[BookField, ...]] = {
    SOURCES: (BookField("day", "Date", _DATE, 12), BookField("what", "Source", width=80)),
    CAUSES: (
        BookField("statement", "Likely cause", width=_LONG), BookField("evidence_for", "Evidence for", width=_LONG),
        BookField("evidence_against", "Evidence against", width=_LONG),
    ),
    ACTIONS: (
        BookField("title", "Action", width=_LONG), BookField("owner_id", "Owner", _PERSON),
        BookField("agency", "Agency"), BookField("start_on", "Start", _DATE, 12), BookField("due_on", "Due", _DATE, 12),
        BookField("state", "Status", _WORD, 12, _words(ActionState)), BookField("done_on", "Done on", _SHOWN, 12),
        BookField("side", "Side", _WORD, 12, _words(Side)), BookField("tactic", "Tactic", _WORD, 16, _words(Tactic)),
        BookField("technique", "Technique", _WORD, 24, {one.key: one.name for one in techniques()}),
        BookField("hypothesis_id", "Answers the cause", width=_LONG), BookField("works_by", "Works by", width=_LONG),
    ),
    MEASURES: (
        BookField("name", "Measure", width=_LONG), BookField("unit", "Unit"), BookField("main", "Main", _YES, 10),
        BookField("comparison", "Comparison area", _YES, 16),
    ),
    FIGURES: (
        BookField("measure", "Measure", width=_LONG), BookField("month", "Month", _DATE, 12),
        BookField("value", "Figure", _WHOLE, 10),
    ),
    REVIEWS: (
        BookField("reviewed_on", "Reviewed on", _SHOWN, 14), BookField("signed_by", "By", _SHOWN),
        BookField("kind", "What", _SHOWN), BookField("note", "Note", width=80),
    ),
}  # fmt: skip


def shape_of(people: tuple[str, ...]) -> Shape:
    """The shape of every plan's workbook."""
    return Shape(PLAN_BOOK, {**PART_BOOK, **ANSWER_BOOK}, people)


def book_of(session: Session, plan: ProblemPlan, files: tuple[tuple[Any, ...], ...] = ()) -> PlanBook:
    """A plan as its workbook holds it."""
    people = people_names(session)
    values = _values(plan, PLAN_BOOK, people)
    values |= {"area": session.get_one(Area, plan.area_id).name, "stage": plan.stage.label}
    measures = session.scalars(select(Measure).where(Measure.plan_id == plan.id).order_by(Measure.id)).all()
    points = session.execute(
        select(MeasurePoint, Measure.name).join(Measure, Measure.id == MeasurePoint.measure_id)
        .where(Measure.plan_id == plan.id).order_by(Measure.id, MeasurePoint.month)
    )  # fmt: skip
    actions: list[Action] = grouped(session, Action, [plan.id]).get(plan.id, [])
    sources: list[PlanSource] = grouped(session, PlanSource, [plan.id]).get(plan.id, [])
    causes: list[Hypothesis] = grouped(session, Hypothesis, [plan.id]).get(plan.id, [])
    reviews: list[PlanReview] = grouped(session, PlanReview, [plan.id]).get(plan.id, [])
    parts = {
        SOURCES: [_part(source, PART_BOOK[SOURCES], people) for source in sources],
        CAUSES: [_part(cause, PART_BOOK[CAUSES], people) for cause in causes],
        ACTIONS: [
            _action(action, {cause.id: cause.statement for cause in causes}, people) for action in actions
        ],
        MEASURES: [_part(measure, PART_BOOK[MEASURES], people) for measure in measures],
        FIGURES: [
            Part(point.uid, point.version, {"measure": name, "month": point.month, "value": point.value})
            for point, name in points
        ],
        REVIEWS: [_part(review, PART_BOOK[REVIEWS], people) for review in reviews],
        **answers_of(plan),
    }
    return PlanBook(f"{plan.reference} {plan.title}", Part(plan.uid, plan.version, values), parts, files)


def _part(record: Record, fields: tuple[BookField, ...], people: Mapping[int, str]) -> Part:
    return Part(record.uid, record.version, _values(record, fields, people))


def _action(action: Action, causes: Mapping[int, str], people: Mapping[int, str]) -> Part:
    """An action; the cause it answers by its statement."""
    part = _part(action, PART_BOOK[ACTIONS], people)
    cause = causes.get(action.hypothesis_id or 0, "")
    return Part(part.uid, part.version, {**part.values, "hypothesis_id": cause})


def _values(record: Record, fields: tuple[BookField, ...], people: Mapping[int, str]) -> dict[str, Item]:
    return {one.name: item_of(record, one, people) for one in fields if hasattr(record, one.name)}


def item_of(record: Record, one: BookField, people: Mapping[int, str]) -> Item:
    """A field of a record as a row holds it: people by name, words of a list by key."""
    value = getattr(record, one.name)
    if one.kind is CellKind.PERSON:
        return people.get(value or 0, "")
    if isinstance(value, StrEnum):
        return str(getattr(value, "label", value.value)) if one.kind is CellKind.SHOWN else value.value
    found: Item = value
    return found
