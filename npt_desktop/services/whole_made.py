"""What is made again of records that were merged: each store makes it for itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table

from npt_desktop.rules.engagement import natural_key
from npt_desktop.rules.plan_stage import stage_by_days
from npt_desktop.store.earlier import from_file
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import to_file


def _staged(unit: UnitOfWork, table: Table, changed: list[int]) -> None:
    """A plan closed or finished on one side and worked on further on the other is closed or finished."""
    made: dict[int, dict[str, Any]] = {}
    for record_id, raw in unit.rows(table, changed).items():
        row = from_file(table, raw)
        stage = stage_by_days(
            row["stage"], finished=row["finished_on"] is not None, closed=row["closed_on"] is not None
        )
        made[record_id] = to_file(table, {"stage": stage})
    unit.update(table, made)


def _keyed(unit: UnitOfWork, table: Table, changed: list[int]) -> None:
    people: dict[int, str] = dict(unit.session.connection().exec_driver_sql(
        "SELECT id, trim(title || ' ' || number || ' ' || surname) FROM person"
    ).all())  # fmt: skip
    made: dict[int, dict[str, Any]] = {}
    for record_id, raw in unit.rows(table, changed).items():
        row = from_file(table, raw)
        lead = row["lead_name"] or " ".join(str(people.get(row["lead_id"], "")).split())
        made[record_id] = {"natural_key": natural_key(row["day"], lead, row["summary"])}
    unit.update(table, made)


MADE = {"engagement_entry": _keyed, "problem_plan": _staged}
"""By table: called with the records that were changed, by id."""
