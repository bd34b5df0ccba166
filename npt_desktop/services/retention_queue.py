"""Which records are due for review: read class by class, the longest overdue first.

Every class is asked of the file with a date worked out by rule, so that a log of years is counted, not loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, String, Table, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from npt_desktop.models.every import metadata
from npt_desktop.models.journal import Change, ChangeSet
from npt_desktop.models.retention import Disposal, DisposalRequest, RetentionDecision, RetentionPeriod
from npt_desktop.rules.periods import form_date, month_label, quarter_of
from npt_desktop.rules.retention import (
    RetentionClass,
    RetentionRules,
    Review,
    removed_review,
    review_of,
    standard_retention,
    with_periods,
    years_before,
)

MOST = 500
_EVER = date.max


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody asked for a disposal: it waits for another person. ``ground`` is the key of the list, ``uid`` the
    request's own."""

    by_id: int | None
    by: str
    on: date
    ground: str
    reason: str
    uid: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as the review lists it. ``removed`` stands in the journal alone; ``back`` was disposed of before and
    came back with a restored or merged store. ``called`` is what a person knows it by; ``asked`` says that its
    disposal waits for a second person."""

    table: str
    uid: str
    record_id: int
    kind: RetentionClass
    called: str
    area_id: int | None
    review: Review | None
    marking: str = ""
    removed: bool = False
    back: bool = False
    asked: Asked | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.table, self.uid


@dataclass(frozen=True, slots=True)
class Found:
    """What the queue holds: the first ones, and how many there are."""

    subjects: tuple[Subject, ...]
    total: int


def rules_of(session: Session) -> RetentionRules:
    """The rules with this store's periods."""
    periods = session.scalars(select(RetentionPeriod).order_by(RetentionPeriod.id)).all()
    changed = {(p.class_key, p.clock): p.years for p in periods}
    return with_periods(
        standard_retention(), changed, {p.class_key: f"Set here: {p.reason}" for p in periods}
    )


def kept_until(session: Session) -> dict[str, date]:
    """Until when records are kept by decision: the latest one of each, by uid."""
    query = select(RetentionDecision.record_uid, RetentionDecision.until).order_by(RetentionDecision.id)
    return {row.record_uid: row.until for row in session.execute(query)}


def due_by(
    session: Session, day: date | None, *, area_id: int | None = None, class_key: str = "", words: str = "",
    most: int = MOST, removed: bool = True,
) -> Found:  # fmt: skip
    """Records whose review is on or before ``day``, and those whose disposal waits for a second person; every record
    without a day."""
    rules, kept = rules_of(session), kept_until(session)
    later = {uid for uid, until in kept.items() if day is not None and until > day}
    found: list[Subject] = []
    total = 0
    for kind in rules.classes:
        if class_key and kind.key != class_key:
            continue
        table = metadata.tables[kind.table]
        query = _wanted(select(table), kind, table, day, area_id, words, later)
        total += session.scalar(select(func.count()).select_from(query.subquery())) or 0
        rows = session.execute(query.order_by(_started(kind, table)).limit(most)).mappings()
        found += [_subject(kind, dict(row), kept.get(row["uid"])) for row in rows]
        if removed:
            gone = [
                each for each in _removed(session, kind, day, words, kept) if area_id in (None, each.area_id)
            ]
            total += len(gone)
            found += gone
    back = _back(session, rules)
    there = {each.key for each in found}
    returned = [
        each for each in back if (area_id in (None, each.area_id)) and class_key in ("", each.kind.key)
    ]
    total += sum(each.key not in there for each in returned)
    found = [*returned, *(each for each in found if each.key not in {one.key for one in returned})]
    waiting = waits(session, area_id=area_id, class_key=class_key, words=words)
    there = {each.key for each in found}
    late = [each for each in waiting if each.key not in there]
    if day is not None:
        total += sum(1 for each in late if each.review is None or each.review.on > day)
    asked = {each.key: each.asked for each in waiting}
    found = [replace(each, asked=asked.get(each.key)) for each in (*found, *late)]
    found.sort(key=_place)
    return Found(tuple(found[:most]), total)


def earliest_due(session: Session, day: date, area_id: int) -> tuple[int, date | None]:
    """How many records of an area are due by a day, and the earliest review among them."""
    found = due_by(session, day, area_id=area_id, most=1, removed=False)
    first = next((each.review.on for each in found.subjects if each.review), None)
    return found.total, first


def requests(session: Session) -> dict[tuple[str, str], Asked]:
    """What waits for a second person, by table and uid; of two requests for one record the first."""
    query = select(DisposalRequest).order_by(DisposalRequest.id.desc())
    return {
        (one.table_name, one.record_uid): Asked(
            one.by_id, one.asked_by, one.asked_on, one.ground, one.reason, one.uid
        )
        for one in session.scalars(query)
    }


def waits(
    session: Session, *, area_id: int | None = None, class_key: str = "", words: str = ""
) -> list[Subject]:
    """The records whose disposal waits for a second person, as the review lists them."""
    found = [
        each for each in subjects_of(session, list(requests(session)))
        if area_id in (None, each.area_id) and class_key in ("", each.kind.key)
        and words.strip().casefold() in each.called.casefold()
    ]  # fmt: skip
    return sorted(found, key=_place)


def subjects_of(session: Session, wanted: Sequence[tuple[str, str]]) -> list[Subject]:
    """The records of these tables and uids, removed ones too; those that are unknown are left out."""
    if not wanted:
        return []
    rules, kept = rules_of(session), kept_until(session)
    back = {each.key for each in _back(session, rules)}
    found: list[Subject] = []
    for table_name, uid in wanted:
        kind = rules.of(table_name)
        if kind is None:
            continue
        table = metadata.tables[table_name]
        row = session.execute(select(table).where(table.c.uid == uid)).mappings().first()
        if row is not None:
            made = _subject(kind, dict(row), kept.get(uid), back=(table_name, uid) in back)
            found.append(made)
        else:
            found += [each for each in _removed(session, kind, None, "", kept) if each.uid == uid]
    asked = requests(session)
    return [replace(each, asked=asked.get(each.key)) for each in found]


# Within ------------------------------------------------------------------------------------------------------
def _place(each: Subject) -> tuple[bool, date, str]:
    return not each.back, each.review.on if each.review else _EVER, each.called


def _day(table: Table, name: str) -> Any:
    """A date or time column as the text of its day."""
    return func.substr(type_coerce(table.c[name], String), 1, 10)


def _started(kind: RetentionClass, table: Table) -> Any:
    columns = [_day(table, clock.start) for clock in kind.clocks]
    return columns[0] if len(columns) == 1 else func.coalesce(*columns)


def _wanted(
    query: Select[Any], kind: RetentionClass, table: Table, day: date | None, area_id: int | None, words: str,
    later: set[str],
) -> Select[Any]:  # fmt: skip
    if day is not None:
        ways = []
        earlier: list[Any] = []
        for clock in kind.clocks:
            column = table.c[clock.start]
            cut = years_before(day, clock.years)
            on = (
                column <= cut
                if isinstance(column.type, Date)
                else _day(table, clock.start) <= cut.isoformat()
            )
            ways.append(and_(*earlier, column.is_not(None), on))
            earlier.append(column.is_(None))
        query = query.where(or_(*ways))
        if later:
            query = query.where(table.c.uid.not_in(later))
    if area_id is not None:
        query = query.where(table.c.area_id == area_id if "area_id" in table.c else literal(True))
    if words.strip():
        names = [table.c[name] for name in kind.called if isinstance(table.c[name].type, String)]
        sought = [func.lower(column).contains(words.strip().casefold(), autoescape=True) for column in names]
        query = query.where(or_(*sought)) if sought else query.where(literal(False))
    return query


def _subject(
    kind: RetentionClass, row: Mapping[str, Any], until: date | None, *, back: bool = False
) -> Subject:
    dates = {clock.start: _as_date(row.get(clock.start)) for clock in kind.clocks}
    return Subject(
        kind.table, row["uid"], row["id"], kind, called(kind, row), row.get("area_id"),
        review_of(kind, dates, until), row.get("marking") or "", back=back,
    )  # fmt: skip


def _removed(
    session: Session, kind: RetentionClass, day: date | None, words: str, kept: Mapping[str, date]
) -> Iterator[Subject]:
    """Records that were removed, of which the journal still says what they said."""
    table = metadata.tables[kind.table]
    rows = session.execute(
        select(Change.record_id, Change.record_uid, Change.before, ChangeSet.at)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.table_name == kind.table, Change.after.is_(None), Change.before.is_not(None),
               Change.record_uid.not_in(select(table.c.uid)))
        .order_by(Change.id)
    ).all()  # fmt: skip
    latest: dict[str, tuple[int, dict[str, Any], datetime]] = {
        uid: (i, said or {}, at) for i, uid, said, at in rows
    }
    for uid, (record_id, said, at) in latest.items():
        review = removed_review(kind, at.date(), kept.get(uid))
        name = called(kind, {**said, **{k: _read(table, k, said.get(k)) for k in kind.called}})
        if (day is None or review.on <= day) and words.strip().casefold() in name.casefold():
            yield Subject(kind.table, uid, record_id, kind, name, said.get("area_id"), review,
                          str(said.get("marking") or ""), removed=True)  # fmt: skip


def _back(session: Session, rules: RetentionRules) -> list[Subject]:
    """Disposed of before, and here again: a copy from before was restored, or another store was merged."""
    found = []
    for table_name, uid in session.execute(select(Disposal.table_name, Disposal.record_uid).distinct()):
        kind = rules.of(table_name)
        if kind is None:
            continue
        table = metadata.tables[table_name]
        row = session.execute(select(table).where(table.c.uid == uid)).mappings().first()
        if row is not None:
            found.append(_subject(kind, dict(row), None, back=True))
    return found


def called(kind: RetentionClass, row: Mapping[str, Any]) -> str:
    """What a person knows a record by."""
    words = []
    for name in kind.called:
        value = row.get(name)
        if name == "quarter" and isinstance(value, date):
            words.append(quarter_of(value).label)
        elif name == "month" and isinstance(value, date):
            words.append(month_label(value))
        elif isinstance(value, date):
            words.append(form_date(value))
        elif value:
            words.append(" ".join(str(value).split())[:120])
    return " · ".join(words) or "Without a name"


def _read(table: Table, name: str, value: Any) -> Any:
    if value and isinstance(table.c[name].type, Date):
        return date.fromisoformat(str(value))
    return value


def _as_date(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value
