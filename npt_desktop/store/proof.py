"""Proving a journal: whether it holds together from its first link, and whether what is sealed is as it was sealed.

Without the key the whole chain can still be followed: its sequence, its words, the digest of each change. What the
key adds is that nobody else can have written it.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from npt_desktop.models.kinds import ChangeKind
from npt_desktop.store.journal import ERASED, FIRST_LINK, chain, digest, numbered, said_of, store_id
from npt_desktop.store.journal import words as _words
from npt_desktop.store.seal import Sealer, SealKey


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The change sets ``first`` to ``last``, the journal's latest, are sealed by a key this computer has not: ``by``
    is its name, ``here`` that of this computer's own."""

    first: int
    last: int
    by: str
    here: str

    @property
    def words(self) -> str:
        """What a person should know of it."""
        which = (
            f"Change set {self.last} was"
            if self.first == self.last
            else f"Change sets {self.first} to {self.last} were"
        )
        return (
            f"{which} sealed with a key this computer does not hold, such as another computer's, and cannot be "
            f"checked here; from change set {self.last + 1} on, the next written here, they can."
        )


def sealed_elsewhere(connection: Connection, sealer: Sealer) -> Elsewhere | None:
    """Whether the latest seals of a journal are another computer's; None where they are not, nothing is sealed, or
    no key can be kept here."""
    last = connection.exec_driver_sql("SELECT id, sealed_by FROM change_set ORDER BY id DESC LIMIT 1").first()
    store = store_id(connection)
    if last is None or not last[1] or last[1] in (known := sealer.known(store)):
        return None
    here = sealer.own(store)
    if here is None:
        return None
    marks = ", ".join("?" * len(known)) or "''"
    first = connection.exec_driver_sql(
        f"SELECT min(id) FROM change_set WHERE sealed_by <> '' AND id > coalesce((SELECT max(id) FROM change_set WHERE "
        f"sealed_by IN ({marks})), 0)", tuple(known),
    ).scalar()  # fmt: skip
    return Elsewhere(int(first or last[0]), int(last[0]), _words(last[1]), here.name)


@dataclass(slots=True)
class Seals:
    """What the seals of a journal say. Numbers are of change sets.

    ``proved`` carry a seal of a key at hand that fits; ``elsewhere`` counts those of other keys by the key's
    name; ``forged_at`` is the first whose seal does not fit; ``bare_at`` the first without a seal after sealed
    ones; ``last_proved`` the last that a key at hand vouches for, and with it all before; ``last_elsewhere`` the last
    sealed by another key.
    """

    proved: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    forged_at: int | None = None
    bare_at: int | None = None
    last_proved: int = 0
    last_elsewhere: int = 0
    _by: str = ""

    def add(self, number: int, link: str, by: str, seal: str, key: SealKey | None, *, begins: bool) -> None:
        """Take in the next change set, sealed by the key of that name; ``key`` is that key where it is at hand.
        One key follows another only in a change set that says so (``begins``)."""
        if not by and not seal:
            if self._by and self.bare_at is None:
                self.bare_at = number
            return
        fits = (by == self._by or begins) and bool(by and seal)
        self._by = by
        if key is None:
            self.elsewhere[by] += 1
            self.last_elsewhere = number
        elif hmac.compare_digest(key.seal(number, link).encode(), seal.encode("utf-8", "surrogatepass")):
            self.proved += 1
            self.last_proved = number
        else:
            fits = False
        if not fits and self.forged_at is None:
            self.forged_at = number


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the journal holds together. ``broken_at`` is the first change set that does not fit.

    ``erased`` are the records whose content was erased, by table and uid; ``untold`` how many change sets are older
    than the hash of their words and lost those: their link is taken as it stands.
    """

    change_sets: int
    changes: int
    last_link: str
    broken_at: int | None
    seals: Seals
    erased: frozenset[tuple[str, str]] = frozenset()
    untold: int = 0

    @property
    def sound(self) -> bool:
        return self.broken_at is None


def prove(connection: Connection, keys: Mapping[str, SealKey]) -> ChainReport:
    """Walk the whole chain and say where it first breaks, if it does; ``keys`` are those at hand, by name.

    A change whose content was erased under retention keeps its digest and is taken as it stands.
    """
    previous, sets, changes, broken = FIRST_LINK, 0, 0, None
    seals = Seals()
    gone: set[tuple[str, str]] = set()
    untold = 0
    rows = _changes(connection)
    pending = next(rows, None)
    heads = connection.exec_driver_sql(
        "SELECT id, uid, at, by, did, kind, undoes_id, changes, link, person_id, sealed_by, seal, said "
        "FROM change_set ORDER BY id"
    )
    for set_id, uid, at, by, did, kind, undoes_id, count, link, person_id, sealed_by, seal, hashed in heads:
        marks: list[str] = []
        fits = True
        while pending is not None and pending[0] == set_id:
            _, table, record_uid, before, after, salt, mark, *numbers = pending
            erased = before is None and after is None
            if erased:
                gone.add((_words(table), _words(record_uid)))
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
        # Older sets were linked by their words themselves; a store taken back to an older schema lost the hashes.
        told = (hashed,) if hashed else (did, said_of(_words(uid), _words(did)))
        links = {
            chain(previous, said, marks)
            for words in (
                (*map(_words, (uid, at, by, one, kind)), str(undoes_id or ""), str(count)) for one in told
            )
            for said in (words, (*words, str(set_id), str(person_id or "")))
        }
        fits = fits and len(marks) == count
        if did == ERASED and not hashed:
            untold += 1
        else:
            fits = fits and (did == ERASED or not hashed or hashed == said_of(_words(uid), _words(did)))
            fits = fits and link in links
        if not fits and broken is None:
            broken = set_id
        sealer = _words(sealed_by)
        begins = not sets or (kind == ChangeKind.SEAL and sealer in _words(did))
        seals.add(set_id, _words(link), sealer, _words(seal), keys.get(sealer), begins=begins)
        previous, sets, changes = _words(link), sets + 1, changes + len(marks)
    if pending is not None and broken is None:
        broken = pending[0]
    return ChainReport(sets, changes, previous, broken, seals, frozenset(gone), untold)


def _changes(connection: Connection) -> Iterator[Any]:
    yield from connection.exec_driver_sql(
        "SELECT change_set_id, table_name, record_uid, before, after, salt, digest, record_id, version FROM change "
        "ORDER BY change_set_id, id"
    )
