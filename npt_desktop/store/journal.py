"""Writing and proving the journal: one mechanism behind history, undo, imports and merging.

A change set is written in the transaction it describes. Its ``link`` is the hash of the link before it,
of its own words and of the salted digests of its changes, so that a change, removal, swap or insertion
anywhere breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection

from npt_desktop.models.actor import Actor
from npt_desktop.models.base import UtcTime
from npt_desktop.models.kinds import ChangeKind

FIRST_LINK = "0" * 64
ERASED = "(erased under retention)"
"""What stands in place of words that quoted a disposed record; the triggers of the file say the same."""
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


class Entropy(Protocol):
    """Where uids and salts come from: the system's generator, or a seeded one for a sample store."""

    def getrandbits(self, k: int, /) -> int: ...


@dataclass(slots=True)
class RecordChange:
    """One record's fields before and after, as the file holds them; only those that differ.

    ``before`` is None for an addition, ``after`` for a removal.
    """

    table: str
    record_id: int
    record_uid: str
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def empty(self) -> bool:
        """Nothing differs: the record was written back as it was."""
        return self.before == self.after

    def texts(self) -> tuple[str | None, str | None]:
        """Before and after as the journal keeps them."""
        return dumps(self.before), dumps(self.after)

    def spelled_out(self) -> RecordChange:
        return self


@dataclass(slots=True)
class Addition:
    """One of thousands of records added at once: its fields are text already (``dumps``)."""

    table: str
    record_id: int
    record_uid: str
    version: int
    after: str
    empty: ClassVar[bool] = False

    def texts(self) -> tuple[str | None, str | None]:
        """Before and after as the journal keeps them."""
        return None, self.after

    def spelled_out(self) -> RecordChange:
        """The same change field by field, to be merged with a later one of the same transaction."""
        return RecordChange(
            self.table, self.record_id, self.record_uid, self.version, None, json.loads(self.after)
        )


@dataclass(slots=True)
class Erasure:
    """A record disposed of: that it went is journaled, what it said is not."""

    table: str
    record_id: int
    record_uid: str
    version: int
    empty: ClassVar[bool] = False

    def texts(self) -> tuple[str | None, str | None]:
        """Before and after as the journal keeps them: neither."""
        return None, None


Change = RecordChange | Addition | Erasure


@dataclass(frozen=True, slots=True)
class Written:
    """What a committed change set did: its id and the records it touched, by table."""

    change_set_id: int
    did: str
    kind: ChangeKind
    touched: dict[str, frozenset[int]]


def dumps(fields: dict[str, Any] | None) -> str | None:
    """Fields as the journal keeps them: one spelling for one content."""
    return None if fields is None else _encode(fields)


def value(field: Any) -> str:
    """One field as :func:`dumps` spells it."""
    kind = type(field)
    if kind is str:
        return encode_basestring(field)
    return repr(field) if kind is int else _encode(field)


def drawn(random: Entropy, bits: int, count: int) -> Iterator[str]:
    """``count`` random numbers of ``bits`` bits as hexadecimal words, drawn at once."""
    width = bits // 4
    whole = f"{random.getrandbits(bits * count):0{width * count}x}" if count else ""
    return (whole[at : at + width] for at in range(0, width * count, width))


def digest(
    salt: str, table: str, uid: str, before: str | None, after: str | None, numbers: tuple[int, ...] = ()
) -> str:
    """The salted hash of one change that the chain holds; ``numbers`` are its record's id and version.

    The first stores were written without the numbers: both forms prove a change, and neither can be turned
    into the other without breaking the chain.
    """
    body = "\x1f".join((salt, table, uid, before or "", after or "", *map(str, numbers)))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def chain(previous: str, words: Iterable[str], digests: Iterable[str]) -> str:
    """The link of a change set, from the one before it, its own words and its changes."""
    body = hashlib.sha256(previous.encode())
    for part in (*words, *digests):
        body.update(b"\x1f")
        body.update(part.encode("utf-8", "surrogatepass"))
    return body.hexdigest()


def said(uid: str, did: str) -> str:
    """The hash of a change set's words that the chain holds in their place, so that they can be erased."""
    return hashlib.sha256(f"{uid}\x1f{did}".encode("utf-8", "surrogatepass")).hexdigest()


def write(
    connection: Connection,
    changes: Iterable[Change],
    *,
    actor: Actor,
    did: str,
    kind: ChangeKind,
    at: datetime,
    random: Entropy,
    undoes_id: int | None = None,
) -> Written | None:
    """Append one change set; None when nothing changed."""
    real = [change for change in changes if not change.empty]
    if not real:
        return None
    last = connection.exec_driver_sql("SELECT id, link FROM change_set ORDER BY id DESC LIMIT 1").first()
    set_id, previous = (1, FIRST_LINK) if last is None else (last[0] + 1, last[1])
    first = (connection.exec_driver_sql("SELECT max(id) FROM change").scalar() or 0) + 1
    rows: list[tuple[Any, ...]] = []
    touched: dict[str, set[int]] = {}
    salts = drawn(random, 64, len(real))
    for number, (change, salt) in enumerate(zip(real, salts, strict=True), first):
        before, after = change.texts()
        numbers = (change.record_id, change.version)
        mark = digest(salt, change.table, change.record_uid, before, after, numbers)
        rows.append((number, set_id, change.table, change.record_id, change.record_uid, change.version,
                     before, after, salt, mark))  # fmt: skip
        touched.setdefault(change.table, set()).add(change.record_id)
    uid = f"{random.getrandbits(128):032x}"
    stamp = UtcTime().process_bind_param(at, connection.dialect) or ""
    hashed = said(uid, did)
    words = (uid, stamp, actor.name, hashed, kind.value, str(undoes_id or ""), str(len(rows)),
             str(set_id), str(actor.person_id or ""))  # fmt: skip
    link = chain(previous, words, (row[9] for row in rows))
    connection.exec_driver_sql(
        "INSERT INTO change_set(id, uid, at, by, person_id, did, kind, undoes_id, changes, link, said) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            set_id,
            uid,
            stamp,
            actor.name,
            actor.person_id,
            did,
            kind.value,
            undoes_id,
            len(rows),
            link,
            hashed,
        ),
    )
    connection.connection.cursor().executemany(
        "INSERT INTO change(id, change_set_id, table_name, record_id, record_uid, version, before, after, "
        "salt, digest) VALUES (?,?,?,?,?,?,?,?,?,?)",
        rows,
    )
    return Written(set_id, did, kind, {table: frozenset(ids) for table, ids in touched.items()})


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the journal holds together. ``broken_at`` is the first change set that does not fit.

    ``erased`` are the records whose content was erased by (table, uid), ``untold`` how many change sets are older
    than the hash of their words and lost those: their link is taken as it stands.
    """

    change_sets: int
    changes: int
    last_link: str
    broken_at: int | None
    erased: frozenset[tuple[str, str]] = frozenset()
    untold: int = 0

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def prove(connection: Connection) -> ChainReport:
    """Walk the whole chain and say where it first breaks, if it does.

    A change whose content was erased under retention keeps its digest and is taken as it stands.
    """
    previous, sets, changes, broken = FIRST_LINK, 0, 0, None
    gone: set[tuple[str, str]] = set()
    untold = 0
    rows = _changes(connection)
    pending = next(rows, None)
    heads = connection.exec_driver_sql(
        "SELECT id, uid, at, by, did, kind, undoes_id, changes, link, person_id, said FROM change_set ORDER BY id"
    )
    for set_id, uid, at, by, did, kind, undoes_id, count, link, person_id, hashed in heads:
        marks: list[str] = []
        fits = True
        while pending is not None and pending[0] == set_id:
            _, table, record_uid, before, after, salt, mark, *numbers = pending
            erased = before is None and after is None
            if erased:
                gone.add((_words(table), _words(record_uid)))
            mark = _words(mark)
            told = (
                _words(salt),
                _words(table),
                _words(record_uid),
                before and _words(before),
                after and _words(after),
            )
            fits = fits and (erased or mark in (digest(*told, tuple(numbers)), digest(*told)))
            marks.append(mark)
            pending = next(rows, None)
        words = (*map(_words, (uid, at, by, hashed or did, kind)), str(undoes_id or ""), str(count))
        whole = (*words, str(set_id), str(person_id or ""))
        fits = fits and len(marks) == count
        if did == ERASED and not hashed:
            untold += 1
        else:
            fits = fits and (did == ERASED or not hashed or hashed == said(_words(uid), _words(did)))
            fits = fits and link in (chain(previous, whole, marks), chain(previous, words, marks))
        if not fits and broken is None:
            broken = set_id
        previous, sets, changes = _words(link), sets + 1, changes + len(marks)
    if pending is not None and broken is None:
        broken = pending[0]
    return ChainReport(sets, changes, previous, broken, frozenset(gone), untold)


def _words(value: object) -> str:
    """A column as text: a journal that was tampered with may hold anything in it."""
    return value if isinstance(value, str) else str(value)


def _changes(connection: Connection) -> Iterator[Any]:
    yield from connection.exec_driver_sql(
        "SELECT change_set_id, table_name, record_uid, before, after, salt, digest, record_id, version FROM change "
        "ORDER BY change_set_id, id"
    )
