"""A year of records in the order a team would have written them.

Rows are planned with the day they were written and by whom; writing gathers them into change sets, one
for each desk and period, oldest first. A row may name another row where an id is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Table

from npt_desktop.models.actor import Actor
from npt_desktop.models.base import Record
from npt_desktop.models.every import metadata
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.rules.periods import month_end, month_label, month_of, public_date
from npt_desktop.store.clock import FixedClock
from npt_desktop.store.database import Store
from npt_desktop.store.values import to_file

Progress = Callable[[int, int, str], None]
"""Called as ``(done, total, words)``; may raise Cancelled."""


@dataclass(eq=False, slots=True)
class Row:
    """One record to be. ``id`` is 0 until it is written."""

    kind: type[Record]
    fields: dict[str, Any]
    id: int = 0

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose writing a record is: a change set holds one desk's. ``order`` says which of the same day's desks
    comes first; what is pointed at must come before."""

    order: int
    area: int
    did: str
    actor: Actor | Row
    daily: bool = False

    def words(self, first: date, last: date, count: int) -> str:
        """``did`` with its period, such as "Kept the engagement log, March 2026"."""
        return f"{self.did}, {month_label(last) if last.day - first.day > 6 or count > 40 else public_date(last)}"


@dataclass(slots=True)
class _Batch:
    desk: Desk
    last: date
    first: date
    added: list[Row] = field(default_factory=list)
    changed: dict[int, tuple[Row, dict[str, Any]]] = field(default_factory=dict)


class Timeline:
    """Plans rows, then writes them. Nothing may be dated after ``today``."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._near = month_of(today - timedelta(days=10))
        self._batches: dict[tuple[date, int, int], _Batch] = {}

    def add(self, desk: Desk, day: date, kind: type[Record], /, **fields: Any) -> Row:
        """A record written on ``day``."""
        row = Row(kind, fields)
        self._batch(desk, day).added.append(row)
        return row

    def change(self, desk: Desk, day: date, row: Row, /, **fields: Any) -> None:
        """Fields of an earlier record written over on ``day``."""
        batch = self._batch(desk, day)
        batch.changed.setdefault(id(row), (row, {}))[1].update(fields)

    def _batch(self, desk: Desk, day: date) -> _Batch:
        if day > self.today:
            raise ValueError(f"a sample record dated {day}, after {self.today}")
        last = self._period_end(day, daily=desk.daily)
        batch = self._batches.setdefault((last, desk.order, desk.area), _Batch(desk, last, day))
        batch.first = min(batch.first, day)
        return batch

    def _period_end(self, day: date, *, daily: bool) -> date:
        if day < self._near:
            return month_end(day)
        return day if daily else min(day + timedelta(days=6 - day.weekday()), self.today)

    def write(self, store: Store, clock: FixedClock, progress: Progress | None = None) -> None:
        """Write everything, oldest first, each change set in the name of its desk."""
        order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
        batches = [self._batches[key] for key in sorted(self._batches)]
        nth: dict[date, int] = {}
        for number, batch in enumerate(batches, 1):
            nth[batch.last] = nth.get(batch.last, -1) + 1
            clock.moment = _moment(batch.last, nth[batch.last], self.today)
            actor = batch.desk.actor
            with store.write(
                actor if isinstance(actor, Actor) else _actor(actor),
                batch.desk.words(batch.first, batch.last, len(batch.added)),
                ChangeKind.SETUP,
            ) as unit:
                groups: dict[type[Record], list[Row]] = {}
                for row in batch.added:
                    row.fields.update(batch.changed.pop(id(row), (row, {}))[1])
                    groups.setdefault(row.kind, []).append(row)
                for kind in sorted(groups, key=lambda kind: order[kind.__tablename__]):
                    rows = groups[kind]
                    ids = unit.insert(kind, [_resolved(row.fields) for row in rows])
                    for row, row_id in zip(rows, ids, strict=True):
                        row.id = row_id
                edits: dict[type[Record], dict[int, dict[str, Any]]] = {}
                for row, fields in batch.changed.values():
                    table = row.kind.__table__
                    assert isinstance(table, Table)
                    edits.setdefault(row.kind, {})[row.id] = to_file(table, _resolved(fields))
                    row.fields.update(fields)
                for kind, changes in edits.items():
                    table = kind.__table__
                    assert isinstance(table, Table)
                    unit.update(table, changes)
            if progress is not None:
                progress(number, len(batches), batch.desk.did)


def _resolved(fields: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in fields.items():
        if isinstance(value, Row):
            if not value.id:
                raise ValueError(f"{name} points at a {value.kind.__tablename__} that is written later")
            found[name] = value.id
        else:
            found[name] = value
    return found


def _actor(person: Row) -> Actor:
    parts = (person["title"], person["number"], person["surname"])
    return Actor(" ".join(part for part in parts if part), person["role"], person.id)


def _moment(day: date, nth: int, today: date) -> datetime:
    """Through the working day; on the last day early enough to lie behind the desk's nine o'clock."""
    start, step = (time(6), 1) if day == today else (time(8), 6)
    return datetime.combine(day, start, tzinfo=UTC) + timedelta(minutes=nth * step)
