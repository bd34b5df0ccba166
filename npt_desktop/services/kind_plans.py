"""Problem-solving plans and the actions of every module as rows of workbooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from npt_desktop.exchange.cells import Choice
from npt_desktop.exchange.layouts import FieldSpec
from npt_desktop.exchange.record_layouts import ACTIONS, PLANS
from npt_desktop.exchange.records import Item, ReadRow
from npt_desktop.models.actions import Action
from npt_desktop.models.kinds import ActionState, Stage
from npt_desktop.models.plans import ProblemPlan
from npt_desktop.rules.plan_closing import import_refusal
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.services.record_kinds import Key, Known, RecordKind, ToWrite, Writing, words_of

_OURS = re.compile(r"PSP (\d{4})-(.*)")
_COURSE = frozenset({"stage", "finished_on", "closed_on"})
_STATES = {
    "open": ("in progress", "ongoing", "not started", "outstanding", "started"),
    "done": ("complete", "completed", "finished", "closed", "yes"),
    "dropped": ("cancelled", "withdrawn", "not needed"),
}


class PlansKind(RecordKind):
    """One plan a row, known again by its reference, or else by area and title."""

    key = "plans"
    label = "Problem-solving plans"
    noun = ("plan", "plans")
    layout = PLANS
    model = ProblemPlan
    columns: ClassVar[Mapping[str, str]] = {
        "area": "area_id", "lead": "lead_id", "supervisor": "supervisor_id",
        **{name: name for name in (
            "reference", "title", "stage", "beat", "partners", "ecins_reference", "opened_on", "next_review_on",
            "perceived_problem", "who_harmed", "defined_problem", "causes", "objective", "objective_on", "lessons",
            "finished_on", "closed_on", "close_reason",
        )},
    }  # fmt: skip
    natural_fields = ("title",)
    context = ("reference", "lead", "close_reason")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._closed: set[str] = set()

    def load(self, session: Session, tell: Callable[[], object] = lambda: None) -> list[Known]:
        found = super().load(session, tell)
        self._closed = {
            matching_form(str(known.fields["reference"])) for known in found if known.fields["closed_on"] is not None
        }  # fmt: skip
        return found

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        return {**super().read_lists(session), "stage": words_of(Stage)}

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        found = super().why_not(row, area_id)
        reference = str(row.values.get("reference") or "")
        if (ours := _OURS.fullmatch(reference.strip())) and not ours[2].isdecimal():
            found["reference"] = (
                f"“{reference}” is not a reference of ours; write it as PSP 2026-014, or leave it empty."
            )
        if len(reference) > 20:
            found["reference"] = "A reference has at most 20 characters."
        if len(str(row.values.get("title") or "")) > 200:
            found["title"] = "Shorten the title to 200 characters."
        return found | self._why_not_closed(row, matching_form(reference))

    def _why_not_closed(self, row: ReadRow, reference: str) -> dict[str, str]:
        """Closing by import obeys too: see :mod:`npt_desktop.rules.plan_closing`."""
        says, actor = row.values, self.desk.actor
        day = says.get("closed_on")
        closes = day is not None or str(says.get("stage") or "") == Stage.CLOSED.value
        was = reference in self._closed
        if was and not {"closed_on", "stage"} & set(says):
            return {}
        return import_refusal(
            actor.role, leads=actor.person_id is not None and str(says.get("lead") or "") == str(actor.person_id),
            closes=closes, closed_on=day if isinstance(day, date) else None,
            reason=str(says.get("close_reason") or ""), was_closed=was,
        )  # fmt: skip

    def key_of(self, values: Mapping[str, Any], area_id: int | None) -> Key | None:
        reference = matching_form(str(values.get("reference") or ""))
        return (reference,) if reference else super().key_of(values, area_id)

    def known_by(self, record: Known) -> list[Key]:
        titled = super().key_of(self.items(record.fields), self.area_of(record))
        return [*super().known_by(record), *([titled] if titled is not None else [])]

    def prepared(self, writing: Writing, rows: Sequence[ToWrite]) -> list[dict[str, Any]]:
        made = super().prepared(writing, rows)
        stem = f"PSP {writing.today:%Y}-"
        last = writing.unit.session.scalar(
            select(func.max(ProblemPlan.reference)).where(ProblemPlan.reference.startswith(stem))
        )
        taken = {fields.get("reference", "") for fields in made}
        number = int(last.removeprefix(stem)) if last else 0
        for fields in made:
            fields["reference"] = fields.get("reference", "").strip()
            fields.setdefault("opened_on", writing.today)
            while not fields["reference"]:
                number += 1
                if f"{stem}{number:03d}" not in taken:
                    fields["reference"] = f"{stem}{number:03d}"
        return made

    def fields_of(self, writing: Writing, row: ToWrite, *, new: bool) -> dict[str, Any]:
        """With the stage that the days of the row make: closed, or assessment unless the row names another."""
        found = super().fields_of(writing, row, new=new)
        if not _COURSE & found.keys():
            return found
        there = (
            None if new or row.record_id is None
            else writing.unit.session.execute(
                select(ProblemPlan.finished_on, ProblemPlan.closed_on).where(ProblemPlan.id == row.record_id)
            ).one()
        )  # fmt: skip
        finished, closed = there if there is not None else (None, None)
        finished, closed = found.get("finished_on", finished), found.get("closed_on", closed)
        if closed is not None:
            found["stage"] = Stage.CLOSED
            found["finished_on"] = finished or closed
        elif finished is not None:
            found.setdefault("stage", Stage.ASSESSMENT)
        return found


class ActionsKind(RecordKind):
    """One action a row, known again by area, plan and words; its plan may come in the same import."""

    key = "actions"
    label = "Actions"
    noun = ("action", "actions")
    layout = ACTIONS
    model = Action
    columns: ClassVar[Mapping[str, str]] = {
        "area": "area_id", "owner": "owner_id",
        **{name: name for name in ("title", "agency", "start_on", "due_on", "state", "done_on", "works_by")},
    }  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._areas: dict[str, int] = {}
        self._coming: Mapping[str, int | None] = {}

    def expect_plans(self, areas: Mapping[str, int | None]) -> None:
        self._coming = areas

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        plans = session.execute(
            select(ProblemPlan.reference, ProblemPlan.title).order_by(ProblemPlan.reference)
        )
        return {
            **super().read_lists(session),
            "plan": tuple(Choice(reference, reference, (title,)) for reference, title in plans),
            "action_state": words_of(ActionState, _STATES),
        }

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        if area_id is None and "area" not in row.values and "plan" in row.values:
            return {"plan": "Name a plan, whose area it then is, or put the area in a column of its own."}
        return super().why_not(row, area_id)

    def key_of(self, values: Mapping[str, Any], area_id: int | None) -> Key | None:
        title = matching_form(str(values.get("title") or ""))
        return (area_id, values.get("plan"), title) if title else None

    def area_for(self, values: Mapping[str, Any]) -> int | None:
        named = super().area_for(values)
        plan = str(values.get("plan") or "")
        return named if named is not None else self._areas.get(plan, self._coming.get(plan))

    def looked_up(self, session: Session) -> Callable[[dict[str, Any]], dict[str, Any]]:
        self._areas = dict(session.execute(select(ProblemPlan.reference, ProblemPlan.area_id)).all())
        references = dict(session.execute(select(ProblemPlan.id, ProblemPlan.reference)).all())
        return lambda fields: {**fields, "plan": references.get(fields["plan_id"])}

    def columns_of(self, key: str) -> tuple[str, ...]:
        return ("plan_id",) if key == "plan" else super().columns_of(key)

    def item(self, spec: FieldSpec, fields: Mapping[str, Any]) -> Item:
        if spec.key == "plan":
            found: Item = fields.get("plan")
            return found
        return super().item(spec, fields)

    def fields_of(self, writing: Writing, row: ToWrite, *, new: bool) -> dict[str, Any]:
        found = super().fields_of(writing, row, new=new)
        if "plan" in row.values:
            reference = row.values["plan"]
            found["plan_id"] = (
                None if reference is None
                else writing.unit.session.scalar(select(ProblemPlan.id).where(ProblemPlan.reference == reference))
            )  # fmt: skip
        return found
