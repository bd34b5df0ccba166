"""What each kind of record says as a row of a workbook, and how a row becomes a record.

A kind is one class: its layout (:mod:`npt_desktop.exchange.record_layouts`), which column of the table each
field is, what makes two rows the same record, and what a new record needs besides. Importing, exporting for
work and merging are all readings of a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from npt_desktop.exchange.book import Progress, Sheet, Value
from npt_desktop.exchange.cells import Choice, clean_text
from npt_desktop.exchange.layouts import FieldSpec, Layout, Located
from npt_desktop.exchange.records import Item, ReadRow, ReadSheet, read_sheet
from npt_desktop.exchange.sheets import Lists
from npt_desktop.models.base import Record
from npt_desktop.models.kinds import TermKind
from npt_desktop.models.organisation import Area, Person
from npt_desktop.models.vocabulary import Term
from npt_desktop.rules.periods import QUARTER_STARTS, month_short, quarter_of
from npt_desktop.rules.words import matching_form
from npt_desktop.services.desk import Desk
from npt_desktop.store.unit_of_work import UnitOfWork
from npt_desktop.store.values import to_file

_AT_ONCE = 500
Key = tuple[Any, ...]
_SPOKEN_YEARS = range(2000, 2100)
"""Years in which a month or quarter in words is read back as the same; others stay dates."""


@dataclass(frozen=True, slots=True)
class Known:
    """A record in the store: ``fields`` are by column, with what its kind looks up besides."""

    id: int
    uid: str
    version: int
    fields: Mapping[str, Any]


@dataclass(slots=True)
class ToWrite:
    """A row to be written: over a record, or with ``record_id`` None as a new one. ``values``, ``said`` and ``key``
    are as :class:`ReadRow` has them, ``area_id`` the area of the sheet."""

    record_id: int | None
    values: Mapping[str, Item]
    said: Mapping[str, str]
    area_id: int | None
    uid: str = ""
    key: str = ""


@dataclass
class Writing:
    """The state of one writing: the unit and what was written in it already, such as plans by reference."""

    unit: UnitOfWork
    today: date
    by: str
    notes: dict[str, Any] = field(default_factory=dict)


class RecordKind:
    """The base: a table whose columns are the fields. Subclasses name what is theirs."""

    key: ClassVar[str]
    label: ClassVar[str]
    noun: ClassVar[tuple[str, str]]
    layout: ClassVar[Layout]
    model: ClassVar[type[Record]]
    columns: ClassVar[Mapping[str, str]]
    """Column of the table by field; fields that are none are looked up by :meth:`load`."""
    natural_fields: ClassVar[tuple[str, ...]] = ()
    """What makes a record the same beside its area and uid; any of them changes with the record itself."""
    context: ClassVar[tuple[str, ...]] = ()
    """Fields :meth:`why_not` asks for beside those that change."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    # -- lists --
    def lists(self) -> dict[str, tuple[Choice, ...]]:
        """The lists the fields choose from, by name."""
        with self.desk.read() as session:
            return self.read_lists(session)

    def read_lists(self, session: Session) -> dict[str, tuple[Choice, ...]]:
        """As :meth:`lists`, within a look."""
        areas = session.scalars(select(Area).order_by(Area.position, Area.name))
        people = session.scalars(select(Person).order_by(Person.surname, Person.number))
        return {
            "area": tuple(Choice(str(a.id), a.name) for a in areas),
            "person": tuple(Choice(str(p.id), p.label) for p in people),
        }

    # -- reading --
    def read(
        self, sheet: Sheet, located: Located, lists: Lists, progress: Progress | None = None
    ) -> ReadSheet:
        """The rows of an arranged sheet."""
        if progress is not None:
            progress(0, len(sheet.rows), f"Reading {sheet.name}")
        return read_sheet(self.layout, sheet, located, lists)

    def why_not(self, row: ReadRow, area_id: int | None) -> dict[str, str]:
        """Why a row cannot be taken though each cell can be read, by field."""
        if area_id is not None:
            return {}
        return {
            "area": "There is no area."
            if "area" in row.values
            else "There is no area; choose one for the sheet."
        }

    def why_not_together(self, rows: Sequence[ToWrite]) -> dict[int, dict[str, str]]:
        """Why some of the rows to be written, each of which could be taken, cannot be beside the others and what
        the store holds: by place in ``rows``, by field."""
        del rows
        return {}

    def expect_plans(self, areas: Mapping[str, int | None]) -> None:
        """Plans that come in the same import, by reference, with their areas, for a kind whose rows name plans."""

    def key_of(self, values: Mapping[str, Any], area_id: int | None) -> Key | None:
        """The natural key of a row; None where the row does not say enough for one."""
        found: list[Any] = [area_id]
        for name in self.natural_fields:
            value = values.get(name)
            if isinstance(value, str) and self.layout.field(name).kind == "text":
                value = matching_form(value)
            if value in (None, ""):
                return None
            found.append(value)
        return tuple(found)

    def row_key(self, row: ReadRow, area_id: int | None) -> Key | None:
        """The natural key of a row just read."""
        return self.key_of(row.values, area_id)

    def known_by(self, record: Known) -> list[Key]:
        """Every key a record of the store is found by."""
        key = self.key_of(self.items(record.fields), self.area_of(record))
        return [] if key is None else [key]

    def near(self, fields: Mapping[str, Any]) -> Hashable:
        """What two records must share, besides their area, to be perhaps the same: as a day. Of a record of the
        store by its columns; :meth:`near_row` of a row."""
        del fields
        return None

    def near_row(self, row: ReadRow) -> Hashable:
        """As :meth:`near`, of a row."""
        del row
        return None

    def possible(self, row: ReadRow, known: Sequence[Known]) -> Known | None:
        """Which of the records of its area a row may be a duplicate of, for a person to say."""
        del row, known
        return None

    # -- what is there --
    def load(self, session: Session, tell: Callable[[], object] = lambda: None) -> list[Known]:
        """Every record of the kind. ``tell`` is called after every few hundred: it may stop the reading."""
        table = self.table
        more = self.looked_up(session)
        found: list[Known] = []
        for part in session.execute(select(table).order_by(table.c.id)).mappings().partitions(_AT_ONCE):
            tell()
            found += [Known(r["id"], r["uid"], r["version"], more(dict(r))) for r in part]
        return found

    def looked_up(self, session: Session) -> Callable[[dict[str, Any]], dict[str, Any]]:
        """What makes a row of the table say everything its fields ask, as a plan's reference for its id."""
        del session
        return lambda fields: fields

    def columns_of(self, key: str) -> tuple[str, ...]:
        """The columns of the table that hold a field."""
        column = self.columns.get(key)
        return () if column is None else (column,)

    def name_of(self, fields: Mapping[str, Any]) -> str:
        """A record in a few words."""
        spec = next(s for s in self.layout.fields if s.required and s.kind == "text")
        return str(self.item(spec, fields))

    def area_of(self, known: Known) -> int | None:
        """The area of a record."""
        found: int | None = known.fields.get("area_id")
        return found

    def area_for(self, values: Mapping[str, Any]) -> int | None:
        """The area a row names, by itself or by what it belongs to."""
        named = values.get("area")
        return None if named is None else int(str(named))

    def items(self, fields: Mapping[str, Any]) -> dict[str, Item]:
        """What a record says by field, as a row would say it."""
        return {spec.key: self.item(spec, fields) for spec in self.layout.fields}

    def item(self, spec: FieldSpec, fields: Mapping[str, Any]) -> Item:
        """What a record says in one field."""
        value = fields.get(self.columns.get(spec.key, spec.key))
        if value is None:
            return "" if spec.kind == "text" else None
        if spec.kind == "list":
            return value.value if isinstance(value, StrEnum) else str(value)
        found: Item = clean_text(value) if isinstance(value, str) else value
        return found

    def words(self, spec: FieldSpec, fields: Mapping[str, Any], lists: Lists) -> Value:
        """One field of a record as the cell of a workbook shows it."""
        item = self.item(spec, fields)
        if spec.kind == "list" and item is not None:
            return next((c.label for c in lists.get(spec.list_name, ()) if c.key == item), str(item))
        if spec.kind == "score" and item is not None:
            known = {c.key: f"{c.key} - {c.label}" for c in lists.get(spec.list_name, ())}
            return known.get(str(item), str(item))
        if isinstance(item, date) and item.day == 1 and item.year in _SPOKEN_YEARS:
            if spec.kind == "month":
                return f"{month_short(item)} {item.year}"
            if spec.kind == "quarter" and item.month in QUARTER_STARTS:
                return quarter_of(item).label
        return None if item == "" else item

    # -- writing --
    def write(self, writing: Writing, rows: Sequence[ToWrite]) -> None:
        """Write rows: the new ones as records, the others over the records they name."""
        fresh = [row for row in rows if row.record_id is None]
        over = {row.record_id: row for row in rows if row.record_id is not None}
        if fresh:
            writing.unit.insert(self.model, self.prepared(writing, fresh))
        if over:
            writing.unit.update(
                self.table,
                {
                    key: to_file(self.table, self.fields_of(writing, row, new=False))
                    for key, row in over.items()
                },
            )

    def prepared(self, writing: Writing, rows: Sequence[ToWrite]) -> list[dict[str, Any]]:
        """The fields of new records by column."""
        made = []
        for row in rows:
            fields = self.fields_of(writing, row, new=True)
            if row.uid:
                fields["uid"] = row.uid
            made.append(fields)
        return made

    def fields_of(self, writing: Writing, row: ToWrite, *, new: bool) -> dict[str, Any]:
        """The columns a row writes, as typed values."""
        del writing
        found: dict[str, Any] = {}
        for spec in self.layout.fields:
            column = self.columns.get(spec.key)
            if column is None or spec.key not in row.values:
                continue
            value: Any = row.values[spec.key]
            if spec.kind == "list" and value is not None and column.endswith("_id"):
                value = int(value)
            if new and value is None:
                continue
            found[column] = value
        if new and row.area_id is not None and "area_id" not in found and "area_id" in self.table.c:
            found["area_id"] = row.area_id
        return found

    @property
    def table(self) -> Table:
        """The table of the kind."""
        found = self.model.__table__
        assert isinstance(found, Table)
        return found


def same(spec: FieldSpec, new: Item, said: str, old: Item, was: str) -> bool:
    """Whether a row says of a field what the record says. Words of an open list count where no entry is known."""
    if spec.kind == "list":
        if new is None and old is None:
            return matching_form(said) == matching_form(was)
        return new == old
    if isinstance(new, str) and isinstance(old, str):
        return clean_text(new).strip() == clean_text(old).strip()
    return new == old


def terms(session: Session, kind: TermKind, key: Callable[[Term], str]) -> tuple[Choice, ...]:
    """One editable list as the readers take it."""
    found = session.scalars(select(Term).where(Term.kind == kind).order_by(Term.position))
    return tuple(Choice(key(t), t.label, tuple(t.synonyms)) for t in found)


def words_of(kind: type[StrEnum], aliases: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Choice, ...]:
    """A closed list as the readers take it."""
    return tuple(
        Choice(
            m.value,
            getattr(m, "label", m.value.replace("_", " ").capitalize()),
            (aliases or {}).get(m.value, ()),
        )
        for m in kind
    )


def by_label(choices: Iterable[Choice]) -> dict[str, str]:
    """Labels by key."""
    return {choice.key: choice.label for choice in choices}
