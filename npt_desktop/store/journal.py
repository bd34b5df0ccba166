"""Writing and proving the journal: one mechanism behind history, undo, imports and merging.

A change set is written in the transaction it describes. Its ``link`` is the hash of the link before it,
of its own words and of the salted digests of its changes, so that a change, removal, swap or insertion
anywhere breaks the chain from there on.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, Protocol

from sqlalchemy import Connection

from npt_desktop.models.actor import Actor
from npt_desktop.models.base import UtcTime
from npt_desktop.models.kinds import ChangeKind

FIRST_LINK = "0" * 64
_AT_ONCE = 2_000
_PLAIN = frozenset({str, int, type(None)})
"""Kinds of value of which equal ones are spelled alike; 1, 1.0 and True are equal too."""
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


class Entropy(Protocol):
    """Where uids and salts come from: the system's generator, or a seeded one for a sample store."""

    def getrandbits(self, k: int, /) -> int: ...


Entry = tuple[str, int, str, int, str | None, str | None]
"""One change as the journal keeps it: table, id, uid, version, before, after."""


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

    def __len__(self) -> int:
        """How many entries it makes: none where nothing differs, as the record was written back as it was."""
        return int(self.before != self.after)

    def entries(self) -> Iterable[Entry]:
        """The change as the journal keeps it."""
        before, after = dumps(self.before), dumps(self.after)
        yield self.table, self.record_id, self.record_uid, self.version, before, after


@dataclass(slots=True)
class Additions:
    """Records added at once: their fields are text already (:func:`spelled`)."""

    table: str
    ids: Sequence[int]
    uids: Sequence[str]
    after: Sequence[str]

    def __len__(self) -> int:
        return len(self.ids)

    def entries(self) -> Iterable[Entry]:
        """The additions as the journal keeps them."""
        return zip(repeat(self.table), self.ids, self.uids, repeat(1), repeat(None), self.after)

    def one_by_one(self) -> Iterator[RecordChange]:
        """Each addition field by field, to be merged with a later change of the same transaction."""
        for record_id, uid, after in zip(self.ids, self.uids, self.after, strict=True):
            yield RecordChange(self.table, record_id, uid, 1, None, json.loads(after))


Change = RecordChange | Additions


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


def _text(words: str) -> str:
    # Of plain ASCII both say the same but for the delete character, and the one for ASCII is four times as fast.
    ascii_only = words.isascii() and "\x7f" not in words
    return encode_basestring_ascii(words) if ascii_only else encode_basestring(words)


def value(field: Any) -> str:
    """One field as :func:`dumps` spells it."""
    kind = type(field)
    if kind is str:
        return _text(field)
    return repr(field) if kind is int else _encode(field)


def spelled(columns: Mapping[str, Sequence[Any]], defaults: Mapping[str, Any]) -> list[str]:
    """What rows say, given column by column, each as :func:`dumps` spells it; defaults are left out."""
    parts: list[Iterable[str]] = []
    for name in sorted(columns):
        key, default, values = f',"{name}":', defaults[name], columns[name]
        kinds = set(map(type, values))
        if kinds <= _PLAIN and len(different := set(values)) * 4 < len(values):
            words = {said: key + value(said) if said != default else "" for said in different}
            parts.append(map(words.__getitem__, values))
        else:
            spell = _text if kinds == {str} else value
            parts.append([key + spell(said) if said != default else "" for said in values])
    return [f"{{{''.join(row)[1:]}}}" for row in zip(*parts, strict=True)]


def drawn(random: Entropy, bits: int, count: int) -> Iterator[str]:
    """``count`` random numbers of ``bits`` bits as hexadecimal words, drawn at once."""
    width = bits // 4
    whole = f"{random.getrandbits(bits * count):0{width * count}x}" if count else ""
    return (whole[at : at + width] for at in range(0, width * count, width))


def digest(salt: str, table: str, uid: str, before: str | None, after: str | None, numbers: str = "") -> str:
    """The salted hash of one change that the chain holds; ``numbers`` are its record's id and version, each
    after a separator (:func:`numbered`).

    The first stores were written without the numbers: both forms prove a change, and neither can be turned
    into the other without breaking the chain.
    """
    body = f"{salt}\x1f{table}\x1f{uid}\x1f{before or ''}\x1f{after or ''}{numbers}"
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def numbered(record_id: object, version: object) -> str:
    """A record's id and version as :func:`digest` takes them."""
    return f"\x1f{record_id}\x1f{version}"


class Chain:
    """The link of a change set: from the one before it, its own words and its changes, in this order."""

    def __init__(self, previous: str, words: Iterable[str]) -> None:
        self._body = hashlib.sha256(previous.encode())
        self.add(words)

    def add(self, parts: Iterable[str]) -> None:
        """Take in the next digests."""
        for part in parts:
            self._body.update(f"\x1f{part}".encode("utf-8", "surrogatepass"))

    def link(self) -> str:
        """The link as it stands."""
        return self._body.hexdigest()


def chain(previous: str, words: Iterable[str], digests: Iterable[str]) -> str:
    """The whole link at once."""
    whole = Chain(previous, words)
    whole.add(digests)
    return whole.link()


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
    real = [change for change in changes if change]
    count = sum(map(len, real))
    if not count:
        return None
    last = connection.exec_driver_sql("SELECT id, link FROM change_set ORDER BY id DESC LIMIT 1").first()
    set_id, previous = (1, FIRST_LINK) if last is None else (last[0] + 1, last[1])
    numbers = itertools.count((connection.exec_driver_sql("SELECT max(id) FROM change").scalar() or 0) + 1)
    salts = drawn(random, 64, count)
    uid = f"{random.getrandbits(128):032x}"
    stamp = UtcTime().process_bind_param(at, connection.dialect) or ""
    words = (uid, stamp, actor.name, did, kind.value, str(undoes_id or ""), str(count),
             str(set_id), str(actor.person_id or ""))  # fmt: skip
    link = Chain(previous, words)
    # The changes go in first, part by part, as the change set's link is known only after the last of them.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    cursor = connection.connection.cursor()
    sql = (
        "INSERT INTO change(id, change_set_id, table_name, record_id, record_uid, version, before, after, "
        f"salt, digest) VALUES (?,{set_id:d},?,?,?,?,?,?,?,?)"
    )
    entries = itertools.chain.from_iterable(change.entries() for change in real)
    while part := list(itertools.islice(entries, _AT_ONCE)):
        rows = [
            (
                number,
                table,
                record_id,
                uid,
                version,
                before,
                after,
                salt,
                digest(salt, table, uid, before, after, numbered(record_id, version)),
            )
            for (table, record_id, uid, version, before, after), number, salt in zip(part, numbers, salts)  # noqa: B905 - the part ends first
        ]
        link.add([row[8] for row in rows])
        cursor.executemany(sql, rows)
    connection.exec_driver_sql(
        "INSERT INTO change_set(id, uid, at, by, person_id, did, kind, undoes_id, changes, link) "
        "VALUES (?,?,?,?,?,?,?,?,?,?)",
        (set_id, uid, stamp, actor.name, actor.person_id, did, kind.value, undoes_id, count, link.link()),
    )
    return Written(set_id, did, kind, _touched(real))


def _touched(changes: Iterable[Change]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for change in changes:
        ids = change.ids if isinstance(change, Additions) else (change.record_id,)
        found.setdefault(change.table, set()).update(ids)
    return {table: frozenset(ids) for table, ids in found.items()}


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the journal holds together. ``broken_at`` is the first change set that does not fit."""

    change_sets: int
    changes: int
    last_link: str
    broken_at: int | None

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def prove(connection: Connection) -> ChainReport:
    """Walk the whole chain and say where it first breaks, if it does.

    A change whose content was erased under retention keeps its digest and is taken as it stands.
    """
    previous, sets, changes, broken = FIRST_LINK, 0, 0, None
    rows = _changes(connection)
    pending = next(rows, None)
    heads = connection.exec_driver_sql(
        "SELECT id, uid, at, by, did, kind, undoes_id, changes, link, person_id FROM change_set ORDER BY id"
    )
    for set_id, uid, at, by, did, kind, undoes_id, count, link, person_id in heads:
        marks: list[str] = []
        fits = True
        while pending is not None and pending[0] == set_id:
            _, table, record_uid, before, after, salt, mark, *numbers = pending
            erased = before is None and after is None
            mark = _words(mark)
            said = (
                _words(salt),
                _words(table),
                _words(record_uid),
                before and _words(before),
                after and _words(after),
            )
            fits = fits and (erased or mark in (digest(*said, numbered(*numbers)), digest(*said)))
            marks.append(mark)
            pending = next(rows, None)
        words = (*map(_words, (uid, at, by, did, kind)), str(undoes_id or ""), str(count))
        whole = (*words, str(set_id), str(person_id or ""))
        fits = fits and len(marks) == count
        fits = fits and link in (chain(previous, whole, marks), chain(previous, words, marks))
        if not fits and broken is None:
            broken = set_id
        previous, sets, changes = _words(link), sets + 1, changes + len(marks)
    if pending is not None and broken is None:
        broken = pending[0]
    return ChainReport(sets, changes, previous, broken)


def _words(value: object) -> str:
    """A column as text: a journal that was tampered with may hold anything in it."""
    return value if isinstance(value, str) else str(value)


def _changes(connection: Connection) -> Iterator[Any]:
    yield from connection.exec_driver_sql(
        "SELECT change_set_id, table_name, record_uid, before, after, salt, digest, record_id, version FROM change "
        "ORDER BY change_set_id, id"
    )
