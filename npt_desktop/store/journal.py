"""Writing and proving the journal: one mechanism behind history, undo, imports and merging.

A change set is written in the transaction it describes. Its ``link`` is the hash of the link before it,
of its own words and of the salted digests of its changes, so that a change, removal, swap or insertion
anywhere breaks the chain from there on. Its ``seal`` (:mod:`npt_desktop.store.seal`) is that link under a key that
is not in the file, so that the chain written anew from end to end shows too.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, Protocol

from sqlalchemy import Connection

from npt_desktop.models.actor import Actor
from npt_desktop.models.base import UtcTime
from npt_desktop.models.kinds import ChangeKind
from npt_desktop.store.seal import Sealer
from npt_desktop.store.values import literal

FIRST_LINK = "0" * 64
ERASED = "[erased under retention]"
"""What stands in place of words that quoted a disposed record; the triggers of the file say the same."""
PROGRAM = "NPT Desktop"
"""Who writes what no person wrote."""
_AT_ONCE = 2_000
_BETWEEN = "\\u0000"
"""How the character of no meaning is spelled. A text in which the same stands typed out makes the count too high."""
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


class Joined:
    """Words of one length kept as one text: a tenth of the memory of an import is what Python adds to each uid."""

    __slots__ = ("_text", "_width")

    def __init__(self, words: Sequence[str]) -> None:
        self._text, self._width = "".join(words), len(words[0])

    def __iter__(self) -> Iterator[str]:
        text, width = self._text, self._width
        return (text[at : at + width] for at in range(0, len(text), width))


@dataclass(slots=True)
class Additions:
    """Records added at once, column by column as the file holds them; what they say is spelled when it is written, so
    that a large import is not held as text besides. ``alike`` is what all of them say, beside ``columns``; ``plain``
    are the defaults, which are left out."""

    table: str
    ids: Sequence[int]
    uids: Iterable[str]
    columns: Mapping[str, Sequence[Any]]
    alike: Mapping[str, Any]
    plain: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.ids)

    def entries(self) -> Iterator[Entry]:
        """The additions as the journal keeps them."""
        return zip(repeat(self.table), self.ids, self.uids, repeat(1), repeat(None), self._after())

    def one_by_one(self) -> Iterator[RecordChange]:
        """Each addition field by field, to be merged with a later change of the same transaction."""
        for record_id, uid, after in zip(self.ids, self.uids, self._after(), strict=True):
            yield RecordChange(self.table, record_id, uid, 1, None, json.loads(after))

    def _after(self) -> Iterator[str]:
        for start in range(0, len(self.ids), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            count = len(self.ids[part])
            columns: dict[str, Sequence[Any]] = {name: [value] * count for name, value in self.alike.items()}
            columns |= {name: said[part] for name, said in self.columns.items()}
            yield from spelled(columns, self.plain) if columns else ["{}"] * count


@dataclass(slots=True)
class Erasure:
    """A record disposed of: that it went is journaled, what it said is not."""

    table: str
    record_id: int
    record_uid: str
    version: int

    def __len__(self) -> int:
        return 1

    def entries(self) -> Iterable[Entry]:
        """The going as the journal keeps it: neither side."""
        yield self.table, self.record_id, self.record_uid, self.version, None, None


Change = RecordChange | Additions | Erasure


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


def _texts(values: Sequence[str]) -> list[str]:
    """Many texts as :func:`_text` spells each, without the quotation marks: spelled as one and taken apart again,
    unless one of them holds what stands between them."""
    found = _text("\0".join(values))[1:-1].split(_BETWEEN)
    return found if len(found) == len(values) else [_text(words)[1:-1] for words in values]


def value(field: Any) -> str:
    """One field as :func:`dumps` spells it."""
    kind = type(field)
    if kind is str:
        return _text(field)
    return repr(field) if kind is int else _encode(field)


def spelled(columns: Mapping[str, Sequence[Any]], defaults: Mapping[str, Any]) -> list[str]:
    """What rows say, given column by column, each as :func:`dumps` spells it; defaults are left out.

    What is the same in every row is put together once; the rest of a row is joined without a step of our own.
    """
    count = len(next(iter(columns.values())))
    parts: list[Iterable[str]] = []
    fixed, first, varies = "{", "", False
    for name in sorted(columns):
        default, values = defaults[name], columns[name]
        kinds = set(map(type, values))
        different = set(values) if kinds <= _PLAIN else None
        if different == {default}:
            continue
        missing = default in (values if different is None else different)
        first = first or ("some" if missing else "all")
        key = f'{"" if fixed == "{" and not parts and not missing else ","}"{name}":'
        if different is not None and len(different) == 1:
            fixed += key + value(values[0])
            continue
        varies = True
        if different is not None and len(different) * 4 < count:
            words = {said: key + value(said) if said != default else "" for said in different}
            parts += repeat(fixed), map(words.__getitem__, values)
            fixed = ""
        elif missing:
            spell = _text if kinds == {str} else value
            parts += repeat(fixed), [key + spell(said) if said != default else "" for said in values]
            fixed = ""
        elif kinds == {str}:
            parts += repeat(f'{fixed}{key}"'), _texts(values)
            fixed = '"'
        else:
            parts += repeat(fixed + key), map(value, values)
            fixed = ""
    if not varies:
        return [f"{fixed}}}"] * count
    found = list(map("".join, zip(*parts, repeat(f"{fixed}}}"))))
    return found if first == "all" else [row.replace("{,", "{", 1) for row in found]


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
        self._body.update("".join([f"\x1f{part}" for part in parts]).encode("utf-8", "surrogatepass"))

    def link(self) -> str:
        """The link as it stands."""
        return self._body.hexdigest()


def chain(previous: str, words: Iterable[str], digests: Iterable[str]) -> str:
    """The whole link at once."""
    whole = Chain(previous, words)
    whole.add(digests)
    return whole.link()


def said_of(uid: str, did: str) -> str:
    """The hash of a change set's words that the chain holds in their place, so that they can be erased."""
    return hashlib.sha256(f"{uid}\x1f{did}".encode("utf-8", "surrogatepass")).hexdigest()


def store_id(connection: Connection) -> str:
    """What tells a store from others: the uid of its first change set; empty before anything was written."""
    uid = connection.exec_driver_sql("SELECT uid FROM change_set ORDER BY id LIMIT 1").scalar()
    return "" if uid is None else words(uid)


def seal_what_stands(connection: Connection, sealer: Sealer, *, at: datetime, random: Entropy) -> None:
    """Append a change set that seals all before it, where the last one is not sealed with this computer's key:
    an older store's, one brought from another computer, one whose key was lost."""
    last = connection.exec_driver_sql(
        "SELECT id, link, sealed_by FROM change_set ORDER BY id DESC LIMIT 1"
    ).first()
    if last is None:
        return
    key = sealer.own(store_id(connection))
    if key is None or last[2] == key.name:
        return
    number, link = int(last[0]), words(last[1])
    did = (
        f"Sealed the journal up to change set {number} (link {link[:12]}) with this computer's key {key.name}"
    )
    _append(connection, (number + 1, link), (), by=PROGRAM, person_id=None, did=did, kind=ChangeKind.SEAL,
            at=at, random=random, undoes_id=None, sealer=sealer)  # fmt: skip


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
    sealer: Sealer | None = None,
    between: Callable[[], None] | None = None,
) -> Written | None:
    """Append one change set; None when nothing changed. ``between`` is called after every few thousand entries."""
    real = [change for change in changes if change]
    if not any(map(len, real)):
        return None
    last = connection.exec_driver_sql("SELECT id, link FROM change_set ORDER BY id DESC LIMIT 1").first()
    place = (1, FIRST_LINK) if last is None else (last[0] + 1, last[1])
    _append(connection, place, real, by=actor.name, person_id=actor.person_id, did=did, kind=kind,
            at=at, random=random, undoes_id=undoes_id, sealer=sealer, between=between)  # fmt: skip
    return Written(place[0], did, kind, _touched(real))


def _append(
    connection: Connection,
    place: tuple[int, str],
    changes: Sequence[Change],
    *,
    by: str,
    person_id: int | None,
    did: str,
    kind: ChangeKind,
    at: datetime,
    random: Entropy,
    undoes_id: int | None,
    sealer: Sealer | None,
    between: Callable[[], None] | None = None,
) -> None:
    """One change set at its place in the chain: its number and the link before it."""
    set_id, previous = place
    count = sum(map(len, changes))
    numbers = itertools.count((connection.exec_driver_sql("SELECT max(id) FROM change").scalar() or 0) + 1)
    salts = drawn(random, 64, count)
    uid = f"{random.getrandbits(128):032x}"
    stamp = UtcTime().process_bind_param(at, connection.dialect) or ""
    quoting = said_of(uid, did)
    said = (
        uid,
        stamp,
        by,
        quoting,
        kind.value,
        str(undoes_id or ""),
        str(count),
        str(set_id),
        str(person_id or ""),
    )
    chained = Chain(previous, said)
    # The changes go in first, part by part, as the change set's link is known only after the last of them.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    cursor = connection.connection.cursor()
    for added, part in _batches(changes):
        # What every addition of a set shares stands in the statement: it is bound once, not with each row.
        shared = f"{literal(added)}, 1, NULL" if added else "?, ?, ?"
        rows: list[tuple[Any, ...]] = []
        digests = []
        for (table, record_id, record_uid, version, before, after), number, salt in zip(part, numbers, salts):  # noqa: B905 - the part ends first
            hashed = digest(salt, table, record_uid, before, after, numbered(record_id, version))
            own = (number, record_id, record_uid, after, salt, hashed)
            digests.append(hashed)
            rows.append(own if added else (table, version, before, *own))
        chained.add(digests)
        cursor.executemany(
            f"INSERT INTO change(table_name, version, before, change_set_id, id, record_id, record_uid, after, salt, "
            f"digest) VALUES ({shared}, {set_id:d}, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        if between is not None:
            between()
    link = chained.link()
    key = None if sealer is None else sealer.own(store_id(connection) or uid)
    sealed = ("", "") if key is None else (key.name, key.seal(set_id, link))
    connection.exec_driver_sql(
        "INSERT INTO change_set(id, uid, at, by, person_id, did, kind, undoes_id, changes, link, sealed_by, seal, said) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (set_id, uid, stamp, by, person_id, did, kind.value, undoes_id, count, link, *sealed, quoting),
    )


def _batches(changes: Sequence[Change]) -> Iterator[tuple[str, list[Entry]]]:
    """The entries of all changes in order, some thousands at a time, with the table of those that are one set of
    additions."""
    for _, some in itertools.groupby(changes, lambda one: id(one) if isinstance(one, Additions) else 0):
        group = list(some)
        table = group[0].table if isinstance(group[0], Additions) else ""
        entries = itertools.chain.from_iterable(one.entries() for one in group)
        while part := list(itertools.islice(entries, _AT_ONCE)):
            yield table, part


def _touched(changes: Iterable[Change]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for change in changes:
        ids = change.ids if isinstance(change, Additions) else (change.record_id,)
        found.setdefault(change.table, set()).update(ids)
    return {table: frozenset(ids) for table, ids in found.items()}


def words(value: object) -> str:
    """A column as text: a journal that was tampered with may hold anything in it."""
    return value if isinstance(value, str) else str(value)
