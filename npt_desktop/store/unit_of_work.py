"""One block, one session, one thread, one transaction, one change set.

Two ways to write, both journaled: through the session, for a record or a few; and set-wise through
:meth:`UnitOfWork.insert`, :meth:`UnitOfWork.update` and :meth:`UnitOfWork.remove`, for imports, undo and
merging. Any other write on the connection raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Table, event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from npt_desktop.models.actor import Actor
from npt_desktop.models.base import Record
from npt_desktop.models.every import records
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.store import journal, search
from npt_desktop.store.given_ids import GivenIds
from npt_desktop.store.journal import Additions, Change, Entropy, Erasure, RecordChange, Written
from npt_desktop.store.seal import Sealer
from npt_desktop.store.values import KEEPING, content, defaults, literal, processors, quoted, to_file

R = TypeVar("R", bound=Record)
_CHUNK = 20_000
_MANY = 100


class UnitOfWork:
    """An open write. Made by :meth:`Store.write`; never kept.

    ``did`` says in words what is done; it may be reworded before the block ends, when the count is known.
    """

    def __init__(
        self, session: Session, *, actor: Actor, did: str, kind: ChangeKind, now: datetime, random: Entropy,
        sealer: Sealer | None = None,
    ) -> None:  # fmt: skip
        self.session = session
        self.actor = actor
        self.did = did
        self.kind = kind
        self.now = now
        self.undoes_id: int | None = None
        self.between: Callable[[], None] | None = None
        """Called now and then while a long change set is journaled; it may raise, and then nothing is written."""
        self._random = random
        self._sealer = sealer
        self._changes: dict[tuple[str, int], Change] = {}
        self._added: dict[str, list[Additions]] = {}
        self._removed: dict[int, dict[str, Any]] = {}
        self._connection = session.connection()
        self._connection.info["journal"] = True
        self._ids = GivenIds(self._connection)
        if sealer is not None:
            journal.seal_what_stands(self._connection, sealer, at=now, random=random)
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)

    # ------------------------------------------------------------------ records
    def add(self, record: R) -> R:
        """Add a record and give it its id at once."""
        self.session.add(record)
        self.session.flush()
        return record

    def get(self, kind: type[R], record_id: int) -> R:
        """The live record; raises LookupError if there is none."""
        found = self.session.get(kind, record_id)
        if found is None:
            raise LookupError(f"no {kind.__tablename__} {record_id}")
        return found

    def remove(self, record: Record) -> None:
        """Remove a record and what is part of it."""
        self.session.flush()
        for part in self._parts(record):
            self.remove(part)
        self.session.delete(record)
        self.session.flush()

    def new_uid(self) -> str:
        """A new uid: 32 hexadecimal digits."""
        return f"{self._random.getrandbits(128):032x}"

    def _parts(self, record: Record) -> Iterator[Record]:
        owner = _table(type(record)).c.id
        for cls in records().values():
            for column in cls.__table__.columns:
                if column.info.get("part") and column.references(owner):
                    yield from self.session.query(cls).filter(column == record.id)

    # ----------------------------------------------------------------- set-wise
    def insert(self, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> range:
        """Add many rows of typed values at once; returns the ids they were given, in order.

        Rows may carry their own ``uid``. Each row is journaled like any other addition.
        """
        table = _table(kind)
        first = self.next_id(table)
        for names, places in _by_shape(rows).items():
            columns = dict(zip(names, zip(*(rows[n].values() for n in places), strict=True), strict=True))
            whole = len(places) == len(rows)
            self._insert(
                table, columns, range(first, first + len(rows)) if whole else [first + n for n in places]
            )
        return self._inserted(table, first, len(rows))

    def insert_columns(self, kind: type[Record], columns: Mapping[str, Sequence[Any]]) -> range:
        """:meth:`insert` for thousands of rows that all give the same fields, column by column."""
        table = _table(kind)
        first, count = self.next_id(table), len(next(iter(columns.values())))
        self._insert(table, columns, range(first, first + count))
        return self._inserted(table, first, count)

    def next_id(self, table: Table) -> int:
        """The id of the next record of a table: above those there are and those there were."""
        self.session.flush()
        return self._ids.next(table.name)

    def _inserted(self, table: Table, first: int, count: int) -> range:
        ids = range(first, first + count)
        search.learn(self._connection, table.name, ids)
        return ids

    def _insert(self, table: Table, columns: Mapping[str, Sequence[Any]], ids: Sequence[int]) -> None:
        """What the rows leave out is written as a constant, and journaled as nothing."""
        plain = {**defaults(table), **to_file(table, {"version": 1, "changed_at": self.now})}
        process = processors(table)
        held = {
            name: list(map(process[name], values)) if name in process else values
            for name, values in columns.items()
            if name != "uid"
        }
        given = columns.get("uid")
        uids = (
            [uid or self.new_uid() for uid in given]
            if given is not None
            # In order, so that the index of uids is filled from one side to the other and not here and there.
            else sorted(journal.drawn(self._random, 128, len(ids)))
        )
        alike = {name: values[0] for name, values in held.items() if _alike(values)}
        constant = {
            name: value for name, value in plain.items() if name not in held and name not in ("id", "uid")
        } | alike
        varied = {name: values for name, values in held.items() if name not in alike}
        names = ("id", "uid", *varied, *constant)
        # A constant in the statement is bound once, not with every row.
        marks = (*("?" for _ in range(2 + len(varied))), *map(literal, constant.values()))
        self._many(
            f"INSERT INTO {table.name}({quoted(names)}) VALUES ({', '.join(marks)})",
            zip(ids, uids, *varied.values(), strict=True),
        )
        # A name of the driver's own kind: a quoted one would cost it a look-up of an adapter a row.
        said = {name: values for name, values in varied.items() if name not in KEEPING}
        alike = {name: value for name, value in alike.items() if name not in KEEPING}
        kept = journal.Joined(uids) if given is None else uids
        added = journal.Additions(str(table.name), ids, kept, said, alike, plain)
        self._changes[(added.table, ids[0])] = added
        self._added.setdefault(added.table, []).append(added)

    def write_rows(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Add complete rows as the file holds them, ids and uids included."""
        names = [column.name for column in table.columns]
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table.name}({quoted(names)}) VALUES ({marks})"
        for chunk in _chunks(rows):
            self._connection.exec_driver_sql(sql, [tuple(row[name] for name in names) for row in chunk])
        search.learn(self._connection, table.name, (row["id"] for row in rows))
        for row in rows:
            self._note(
                RecordChange(table.name, row["id"], row["uid"], row["version"], None, content(table, row))
            )

    def update(self, table: Table, fields: Mapping[int, Mapping[str, Any]]) -> None:
        """Write fields, as the file holds them, over existing records; counts each version up by one."""
        now = to_file(table, {"changed_at": self.now})["changed_at"]
        before = self.rows(table, fields)
        search.forget(self._connection, table.name, before)
        shapes: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for record_id, new in fields.items():
            old = before[record_id]
            differ = {name: value for name, value in new.items() if old[name] != value}
            if not differ:
                continue
            names = tuple(sorted(differ))
            shapes.setdefault(names, []).append(
                (*(differ[n] for n in names), old["version"] + 1, now, record_id)
            )
            self._note(RecordChange(table.name, record_id, old["uid"], old["version"] + 1,
                                    {n: old[n] for n in names}, {n: differ[n] for n in names}))  # fmt: skip
        for names, rows in shapes.items():
            sets = ", ".join(f'"{n}"=?' for n in (*names, "version", "changed_at"))
            self._connection.exec_driver_sql(f"UPDATE {table.name} SET {sets} WHERE id=?", rows)
        search.learn(self._connection, table.name, before)

    def erase(self, table: Table, ids: Iterable[int]) -> None:
        """Remove records set-wise; what points at them must have gone before the transaction ends."""
        before = self.rows(table, ids)
        search.forget(self._connection, table.name, before)
        for chunk in _chunks(list(before)):
            self._connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE id=?", [(i,) for i in chunk])
        for record_id, row in before.items():
            said = content(table, row)
            self._note(RecordChange(table.name, record_id, row["uid"], row["version"] + 1, said, None))

    def dispose(self, table: Table, ids: Iterable[int]) -> None:
        """As :meth:`erase`, for records whose content is to be nowhere: the journal says that they went, not
        what they said. What it said of them before is erased by :mod:`npt_desktop.store.disposal`."""
        before = self.rows(table, ids)
        search.forget(self._connection, table.name, before)
        for chunk in _chunks(list(before)):
            self._connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE id=?", [(i,) for i in chunk])
        for record_id, row in before.items():
            self._ids.gone(table.name, record_id)
            gone = Erasure(table.name, record_id, row["uid"], row["version"] + 1)
            self._changes[(table.name, record_id)] = gone

    def rows(self, table: Table, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Whole rows as the file holds them, by id; ids that are gone are left out."""
        found: dict[int, dict[str, Any]] = {}
        names = [column.name for column in table.columns]
        for chunk in _chunks(list(ids), 500):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT {quoted(names)} FROM {table.name} WHERE id IN ({marks})"
            for row in self._connection.exec_driver_sql(sql, tuple(chunk)):
                fields = dict(zip(names, row, strict=True))
                found[fields["id"]] = fields
        return found

    def _many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Straight to the driver: thousands of rows at a time are its business alone."""
        cursor: Any = self._connection.connection.cursor()
        cursor.executemany(
            sql, rows
        )  # the driver takes rows as they are made, SQLAlchemy's typing does not know

    # ------------------------------------------------------------------ journal
    def finish(self) -> Written | None:
        """Flush and append the change set; called once by the store before the commit."""
        self.session.flush()
        self._ids.keep()
        return journal.write(
            self._connection,
            self._changes.values(),
            actor=self.actor,
            did=self.did,
            kind=self.kind,
            at=self.now,
            random=self._random,
            undoes_id=self.undoes_id,
            sealer=self._sealer,
            between=self.between,
        )

    def close(self) -> None:
        """Let go of the session's events and of the right to write."""
        event.remove(self.session, "before_flush", self._before_flush)
        event.remove(self.session, "after_flush", self._after_flush)
        if not self._connection.closed:
            self._connection.info.pop("journal", None)

    def _note(self, change: RecordChange) -> None:
        if change.after is None:
            self._ids.gone(change.table, change.record_id)
        key = (change.table, change.record_id)
        self._take_apart(*key)
        earlier = self._changes.get(key)
        assert not isinstance(earlier, Additions)
        if isinstance(earlier, Erasure):
            raise RuntimeError("a disposed record is written to")
        self._changes[key] = change if earlier is None else _merged(earlier, change)

    def _take_apart(self, table: str, record_id: int) -> None:
        """Where a record was added in a set, make each of the set a change of its own."""
        sets = self._added.get(table, [])
        for added in sets:
            if record_id in added.ids:
                sets.remove(added)
                del self._changes[(table, added.ids[0])]
                self._changes.update({(table, one.record_id): one for one in added.one_by_one()})
                return

    def _before_flush(self, session: Session, context: UOWTransaction, instances: object) -> None:
        del context, instances
        for record in session.new:
            if isinstance(record, Record):
                record.uid = record.uid or self.new_uid()
                given = self._ids.next_for_one(record.__tablename__)
                if given is not None and not record.id:
                    record.id = given
                record.changed_at = self.now
        old: dict[str, list[int]] = {}
        for record in session.dirty:
            if isinstance(record, Record) and session.is_modified(record):
                record.changed_at = self.now
                old.setdefault(record.__tablename__, []).append(record.id)
        for record in session.deleted:
            if isinstance(record, Record):
                old.setdefault(record.__tablename__, []).append(record.id)
                table = _table(type(record))
                self._removed[id(record)] = self.rows(table, [record.id])[record.id]
        for table_name, ids in old.items():
            search.forget(self._connection, table_name, ids)

    def _after_flush(self, session: Session, context: UOWTransaction) -> None:
        del context
        fresh: dict[str, list[int]] = {}
        for record in session.new:
            if isinstance(record, Record):
                table = _table(type(record))
                row = to_file(table, {c.name: getattr(record, c.name) for c in table.columns})
                said = content(table, row)
                self._note(RecordChange(table.name, record.id, record.uid, record.version, None, said))
                fresh.setdefault(table.name, []).append(record.id)
        for record in session.dirty:
            if isinstance(record, Record):
                self._note_edit(record, fresh)
        for record in session.deleted:
            gone = self._removed.pop(id(record), None)
            if gone is not None and isinstance(record, Record):
                table = _table(type(record))
                said = content(table, gone)
                self._note(RecordChange(table.name, gone["id"], gone["uid"], gone["version"] + 1, said, None))
        for table_name, ids in fresh.items():
            search.learn(self._connection, table_name, ids)

    def _note_edit(self, record: Record, fresh: dict[str, list[int]]) -> None:
        table = _table(type(record))
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        touched = False
        for name, attribute in inspect(record).attrs.items():
            history = attribute.history
            if not history.has_changes():
                continue
            touched = True
            if name not in KEEPING:
                before[name] = history.deleted[0] if history.deleted else None
                after[name] = history.added[0] if history.added else None
        if touched:
            fresh.setdefault(table.name, []).append(record.id)
        if after:
            self._note(RecordChange(table.name, record.id, record.uid, record.version,
                                    to_file(table, before), to_file(table, after)))  # fmt: skip


def _merged(earlier: RecordChange, later: RecordChange) -> RecordChange:
    """Two changes of one record in one transaction as one."""
    if earlier.before is None:
        if later.after is None:
            before = after = None
        else:
            before, after = None, {**(earlier.after or {}), **later.after}
    elif later.after is None:
        before, after = {**(later.before or {}), **earlier.before}, None
    elif later.before is None:
        before, after = earlier.before, later.after
    else:
        before = {**later.before, **earlier.before}
        after = {**(earlier.after or {}), **later.after}
    if before is not None and after is not None:
        same = {name for name, value in before.items() if after.get(name) == value}
        before = {name: value for name, value in before.items() if name not in same}
        after = {name: value for name, value in after.items() if name not in same}
    return RecordChange(earlier.table, earlier.record_id, earlier.record_uid, later.version, before, after)


def _alike(values: Sequence[Any]) -> bool:
    """Whether many rows say one number, or nothing: fewer say it as well by themselves, in a statement kept for all."""
    one = values[0]
    return len(values) >= _MANY and (one is None or type(one) is int) and values.count(one) == len(values)


def _by_shape(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], list[int]]:
    """The places of the rows that name the same fields in the same order."""
    shapes: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        shapes.setdefault(tuple(row), []).append(place)
    return shapes


def _table(kind: type[Record]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)
    return table


def _chunks(items: Iterable[Any], size: int = _CHUNK) -> Iterator[list[Any]]:
    whole = items if isinstance(items, list) else list(items)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
