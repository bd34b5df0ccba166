"""Writing what a plan's workbook says, row by row, within one write; each row answers with its difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select

from npt_desktop.errors import CannotDo, Incomplete
from npt_desktop.exchange.plan_book import BookField, CellKind, Item, ReadPart, ReadPlan
from npt_desktop.models.actions import Action
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import ActionState, Side, Tactic, Verdict
from npt_desktop.models.organisation import Person
from npt_desktop.models.plan_kinds import Extent, Presence, ReviewKind
from npt_desktop.models.plans import Hypothesis, Measure, MeasurePoint, PlanReview, PlanSource, ProblemPlan
from npt_desktop.rules.periods import form_date, month_label, month_of
from npt_desktop.services.desk import Desk
from npt_desktop.services.plan_book_answers import ANSWER_BOOK, answer_rows
from npt_desktop.services.plan_book_base import as_file, base_of
from npt_desktop.services.plan_book_diff import DiffLine, RowDiff, plain, same, shown
from npt_desktop.services.plan_book_fields import (
    ACTIONS,
    CAUSES,
    FIGURES,
    MEASURES,
    PART_BOOK,
    PLAN_BOOK,
    REVIEWS,
    SOURCES,
    item_of,
)
from npt_desktop.services.plan_course import PlanCourse
from npt_desktop.services.plan_facts import people_names
from npt_desktop.services.plan_leads import change_lead
from npt_desktop.services.plan_stage import move_stage, still_open
from npt_desktop.services.plans import check_action, check_fields
from npt_desktop.store.unit_of_work import UnitOfWork

_KINDS: Mapping[str, type[Record]] = {
    SOURCES: PlanSource, CAUSES: Hypothesis, ACTIONS: Action, MEASURES: Measure, FIGURES: MeasurePoint, REVIEWS: PlanReview,
}  # fmt: skip
_WORDS: Mapping[str, type[StrEnum]] = {
    "state": ActionState, "side": Side, "tactic": Tactic, "verdict": Verdict, "carried_out": Extent,
    "objective_met": Extent, "guardian_level": Presence, "handler_level": Presence, "manager_level": Presence,
}  # fmt: skip
_FORM = {"action_title": "title", "action_due": "due_on", "action_owner": "owner_id"}
_COURSE = ("finished_on", "closed_on", "close_reason")


class Applying:
    """Applies one workbook to one plan. A refused row writes nothing; the others stand."""

    def __init__(self, desk: Desk, unit: UnitOfWork, plan_id: int) -> None:
        self._desk, self._unit = desk, unit
        self._plan = unit.get(ProblemPlan, plan_id)
        self._people = people_names(unit.session)
        query = select(Measure).where(Measure.plan_id == plan_id).order_by(Measure.id.desc())
        self._measures = {measure.name: measure for measure in unit.session.scalars(query)}
        """By every name a measure has or had before this import."""
        self._causes = self._stated()
        """By what a likely cause says or said before this import."""

    def apply(self, read: ReadPlan) -> tuple[DiffLine, ...]:
        """Write every row that may be written; closing comes last, when everything else is there."""
        try:
            still_open(self._plan)
            closed = ""
        except CannotDo as error:
            closed = error.says
        rows = self._plan_rows(read.plan, closed)
        for sheet in PART_BOOK:
            seen: set[str] = set()
            for part in read.parts.get(sheet, ()):
                rows.append(self._part_row(sheet, part, seen, closed))
                seen.add(part.uid)
        for sheet in ANSWER_BOOK:
            base = partial(base_of, self._unit.session, self._plan)
            rows += answer_rows(self._plan, sheet, read.parts.get(sheet, ()), base, closed)
        if any(row.changes and not row.problems for row in rows):
            self._plan.changed_at = self._unit.now
            move_stage(self._unit.session, self._plan, self._desk.today)
        if not closed:
            rows += self._course(read.plan)
        self._unit.session.flush()
        return tuple(row.line() for row in rows)

    # -------------------------------------------------------------------- the plan
    def _plan_rows(self, read: ReadPart, closed: str) -> list[RowDiff]:
        """A line for each field that differs or cannot be read; one line where the plan says the same."""
        plan, fields = self._plan, {one.name: one for one in PLAN_BOOK}
        rows = []
        for name in (*(n for n in read.values if n not in _COURSE), *read.bad):
            own = {name: read.values[name]} if name in read.values else {}
            bad = {name: read.bad[name]} if name in read.bad else {}
            part = ReadPart(read.sheet, read.places.get(name, read.row), read.uid, read.version, own, bad)
            row = RowDiff(part, fields, fields[name].title)
            values = self._differing(row, plan, own)
            row.problems = {**bad, **(row.problems or {})}
            self._guarded(row, closed, partial(check_fields, values))
            if not row.problems:
                if "lead_id" in values:
                    change_lead(self._unit, plan, values.pop("lead_id"), self._desk.today)
                _write(plan, values)
            if row.changes or row.problems:
                rows.append(row)
        self._unit.session.flush()
        return rows or [RowDiff(read, fields, plan.reference)]

    def _course(self, read: ReadPart) -> list[RowDiff]:
        """Finishing and closing, each a line of its own, by the same rules as on the page."""
        plan, today, said = self._plan, self._desk.today, read.values
        fields = {one.name: one for one in PLAN_BOOK}
        rows = []
        finished, ended = said.get("finished_on", plan.finished_on), said.get("closed_on", plan.closed_on)
        if finished != plan.finished_on:
            row = RowDiff(read, fields, f"{plan.reference}: response finished", changes={}, problems={})
            rows.append(row)
            if isinstance(finished, date) and plan.opened_on <= finished <= today:
                row.changes = {"finished_on": (shown(plan.finished_on), shown(finished))}
                plan.finished_on = finished
                move_stage(self._unit.session, plan, today)
            else:
                row.problems = {"finished_on": "Enter a day between the plan’s opening and today."}
        reason = str(said.get("close_reason", plan.close_reason) or "")
        if ended != plan.closed_on or plain(reason) != plain(plan.close_reason):
            row = RowDiff(read, fields, f"{plan.reference}: closing", changes={})
            rows.append(row)
            row.problems = self._closing(ended, reason)
            if not row.problems:
                row.changes = {
                    "closed_on": ("", shown(today)),
                    **({"close_reason": ("", reason)} if reason else {}),
                }
        return rows

    def _closing(self, ended: Item, reason: str) -> dict[str, str]:
        """Close the plan, or say why not (closing by import obeys the rule of closing)."""
        today = self._desk.today
        if self._plan.closed_on is not None:
            return {"closed_on": "This plan is closed already: its closing is changed on its own page."}
        if ended != today:
            return {"closed_on": f"A plan is closed on the day it is brought in: enter {form_date(today)}."}
        try:
            PlanCourse(self._desk).close_in(self._unit, self._plan, reason)
        except CannotDo as error:
            return {"closed_on": error.says}
        return {}

    # ------------------------------------------------------------------- the parts
    def _part_row(self, sheet: str, read: ReadPart, seen: set[str], closed: str) -> RowDiff:
        fields = {one.name: one for one in PART_BOOK[sheet]}
        row = RowDiff(read, fields, self._title(sheet, read), fresh=not read.uid)
        record = self._record(sheet, read.uid) if read.uid else None
        if read.uid and (record is None or read.uid in seen):
            why = "This uid stands twice" if read.uid in seen else "This uid is of nothing in this plan"
            row.problems = {"uid": f"{why}: clear it to add the row as a new one."}
            row.changes = {}
            return row
        values = self._differing(row, record, dict(read.values))
        row.problems = {**read.bad, **(row.problems or {})}
        {
            SOURCES: self._source, CAUSES: self._cause, ACTIONS: self._action, MEASURES: self._measure, FIGURES: self._figure, REVIEWS: self._review,
        }[sheet](row, record, values, closed)  # fmt: skip
        self._unit.session.flush()
        return row

    def _source(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        def check() -> None:
            if not str(values.get("what", getattr(record, "what", ""))).strip():
                raise Incomplete({"what": "Say what the source showed, or take the row out."})
            day = values.get("day")
            if day is not None and day > self._desk.today:
                raise Incomplete({"day": "Enter a day up to today."})

        self._said(row, PlanSource, record, values, closed, check)

    def _cause(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        def check() -> None:
            if not str(values.get("statement", getattr(record, "statement", ""))).strip():
                raise Incomplete({"statement": "State the likely cause, or take the row out."})

        self._said(row, Hypothesis, record, values, closed, check)

    def _said(
        self, row: RowDiff, kind: type[Record], record: Any, values: dict[str, Any], closed: str, check: Callable[[], None],
    ) -> None:  # fmt: skip
        self._guarded(row, closed, check)
        if not row.problems and record is None:
            self._unit.add(kind(plan_id=self._plan.id, **values))
        elif not row.problems:
            _write(record, values)

    def _action(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        judged = ("title", "start_on", "due_on", "owner_id")
        whole = {name: values.get(name, getattr(record, name, None)) for name in judged}
        whole["title"] = whole["title"] or ""
        self._guarded(
            row, closed, lambda: check_action(self._unit.session, self._plan, whole, record, self._desk.today)
        )
        if row.problems:
            return
        if values.get("state") is None:
            values.pop("state", None)
        if "state" in values:
            done = values["state"] is ActionState.DONE
            values["done_on"] = self._desk.today if done else None
        if record is None:
            self._unit.add(Action(plan_id=self._plan.id, area_id=self._plan.area_id, **values))
        else:
            _write(record, values)

    def _measure(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        name = str(row.read.values.get("name") or "").strip()

        def check() -> None:
            if "name" in row.read.values and not name:
                raise Incomplete({"name": "Enter what is counted."})
            if len(name) > 120 or len(str(row.read.values.get("unit") or "")) > 40:
                raise Incomplete({"name": "Shorten the name to 120 characters and the unit to 40."})

        self._guarded(row, closed, check)
        if row.problems:
            return
        if record is None:
            said = row.read.values
            values |= {"unit": said.get("unit") or "reports", "main": bool(said.get("main")), "name": name}
            record = self._unit.add(Measure(plan_id=self._plan.id, **values))
        else:
            _write(record, values)
        self._measures[record.name] = record

    def _figure(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        said = row.read.values
        month = said.get("month")

        def check() -> None:
            if not isinstance(month, date):
                raise Incomplete({"month": "Enter the month, as its first day."})
            if said.get("value") is None:
                raise Incomplete({"value": "Enter a count, or take the row out."})
            if record is not None and {"month", "measure"} & set(row.changes or {}):
                raise Incomplete(
                    {"month": "Add a row for another month or measure instead of changing this one."}
                )
            measure = self._measures.get(str(said.get("measure") or ""))
            if measure is None:
                raise Incomplete(
                    {"measure": "No measure of this plan has this name: add it on the Measures sheet."}
                )
            if row.changes and measure.origin:
                raise Incomplete(
                    {"value": "These figures are counted from the store: read them again instead."}
                )
            if record is None and self._point(measure, month) is not None:
                raise Incomplete({"month": f"{month_label(month)} has a figure already: change that row."})

        self._guarded(row, closed, check)
        if row.problems:
            return
        if record is None:
            measure = self._measures.get(str(said.get("measure") or ""))
            assert measure is not None
            assert isinstance(month, date)
            self._unit.add(MeasurePoint(measure_id=measure.id, month=month_of(month), value=said["value"]))
        elif "value" in values:
            record.value = values["value"]

    def _review(self, row: RowDiff, record: Any, values: dict[str, Any], closed: str) -> None:
        def check() -> None:
            if record is not None and row.changes:
                raise Incomplete({"note": "A review stays as it was signed: add a row for a new one."})
            if record is None and not str(values.get("note") or "").strip():
                raise Incomplete({"note": "Write what you found and what should happen next."})

        self._guarded(row, closed, check)
        if record is None and not row.problems:
            actor = self._desk.actor
            self._unit.add(
                PlanReview(
                    plan_id=self._plan.id, reviewed_on=self._desk.today, by_id=actor.person_id, signed_by=actor.name,
                    kind=ReviewKind.REVIEW, note=values["note"],
                )
            )  # fmt: skip

    # --------------------------------------------------------------------- comparing
    def _differing(self, row: RowDiff, record: Record | None, said: dict[str, Item]) -> dict[str, Any]:
        """The fields to be written, typed; what changed goes into the row, what both changed into its problems."""
        row.changes, problems, values = {}, dict(row.problems or {}), {}
        base: dict[str, Any] | None = None
        for name, item in said.items():
            one = row.fields[name]
            now = self._now(record, one)
            if same(one, item, now) or self._its_own(record, name, item):
                continue
            try:
                value = self._typed(name, item, one)
            except CannotDo as error:
                problems[name] = error.says
                continue
            if record is not None and base is None:
                base = base_of(self._unit.session, record, row.read.version)
            if record is not None and base is not None and name in base:
                was, said_then = base[name], as_file(record, name, value)
                if said_then == was or (one.kind is CellKind.TEXT and plain(said_then) == plain(was)):
                    continue  # left as it was in the file; somebody else changed it here
                there = shown(now if one.kind is not CellKind.WORD else one.words.get(str(now), now))
                problems[name] = (
                    f"It was changed here since the workbook was written and now says “{there[:80]}”."
                )
                continue
            row.changes[name] = (shown(now, one), shown(item, one))
            values[name] = value
        row.problems = problems
        return values

    def _now(self, record: Record | None, one: BookField) -> Item:
        if record is None:
            return False if one.kind is CellKind.YES else None
        if isinstance(record, MeasurePoint) and one.name == "measure":
            return self._unit.get(Measure, record.measure_id).name
        if isinstance(record, Action) and one.name == "hypothesis_id":
            cause = record.hypothesis_id
            return self._unit.get(Hypothesis, cause).statement if cause is not None else None
        return item_of(record, one, self._people)

    def _its_own(self, record: Record | None, name: str, item: Item) -> bool:
        """The row names the figure's measure, or the action's cause, by the words it has or had."""
        if isinstance(record, MeasurePoint) and name == "measure":
            measure = self._measures.get(str(item))
            return measure is not None and measure.id == record.measure_id
        if isinstance(record, Action) and name == "hypothesis_id" and item:
            return record.hypothesis_id is not None and self._causes.get(plain(item)) == record.hypothesis_id
        return False

    def _stated(self) -> dict[str, int]:
        query = select(Hypothesis).where(Hypothesis.plan_id == self._plan.id).order_by(Hypothesis.id.desc())
        return {plain(cause.statement): cause.id for cause in self._unit.session.scalars(query)}

    def _cause_id(self, item: Item) -> int | None:
        if not plain(item):
            return None
        found = (self._causes | self._stated()).get(plain(item))
        if found is None:
            raise CannotDo("No likely cause of this plan says so: add it on the Likely causes sheet.")
        return found

    def _typed(self, name: str, item: Item, one: BookField | None = None) -> Any:
        """A row's value as the record holds it. Raises CannotDo for a name of nobody, or of two people."""
        if name in ("owner_id", "lead_id", "supervisor_id"):
            return self._person(str(item or ""))
        if name == "hypothesis_id":
            return self._cause_id(item)
        if name == "technique":
            return str(item or "")
        if name in _WORDS:
            return _WORDS[name](str(item)) if item else None
        if one is not None and one.kind is CellKind.TEXT:
            return str(item or "")
        return item

    def _person(self, label: str) -> int | None:
        if not label.strip():
            return None
        found = [key for key, name in self._people.items() if name.casefold() == label.strip().casefold()]
        if len(found) != 1:
            why = "Nobody on the desk is called" if not found else "Two people are called"
            raise CannotDo(f"{why} “{label.strip()}”: choose a name from the list.")
        return self._unit.get(Person, found[0]).id

    # ------------------------------------------------------------------------ within
    def _guarded(self, row: RowDiff, closed: str, check: Callable[[], None]) -> None:
        """Gather what a rule says against a row that would change something."""
        if not (row.changes or row.fresh) or row.problems:
            return
        if closed:
            row.problems = {"plan": closed}
            return
        try:
            check()
        except Incomplete as error:
            row.problems = {_FORM.get(name, name): says for name, says in error.fields.items()}

    def _record(self, sheet: str, uid: str) -> Record | None:
        kind = _KINDS[sheet]
        found = self._unit.session.scalar(select(kind).where(kind.uid == uid))
        if isinstance(found, MeasurePoint):
            return found if self._unit.get(Measure, found.measure_id).plan_id == self._plan.id else None
        return found if found is not None and getattr(found, "plan_id", None) == self._plan.id else None

    def _point(self, measure: Measure, month: date) -> MeasurePoint | None:
        query = select(MeasurePoint).where(
            MeasurePoint.measure_id == measure.id, MeasurePoint.month == month_of(month)
        )
        return self._unit.session.scalar(query)

    def _title(self, sheet: str, read: ReadPart) -> str:
        said = read.values
        if sheet == FIGURES:
            month = said.get("month")
            label = month_label(month) if isinstance(month, date) else "no month"
            return f"{said.get('measure') or 'no measure'}, {label}"
        key = {SOURCES: "what", CAUSES: "statement", ACTIONS: "title", MEASURES: "name", REVIEWS: "note"}[
            sheet
        ]
        return " ".join(str(said.get(key) or sheet).split())[:60]


def _write(record: Record, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
