"""What somebody does who has a store's file and knows how its journal is made, but not the key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from npt_desktop.store.journal import FIRST_LINK, chain, digest, numbered
from npt_desktop.store.seal import SealKey


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """The file with its guards removed, and put back after."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in guards:
            raw.execute(sql)
        raw.commit()


def rewrite(raw: sqlite3.Connection, *, change: int, key: SealKey | None = None, bare: bool = False) -> int:
    """Forge one change and make every digest and link anew, as the program would; returns its change set.

    The seals stay as they are; with ``bare`` they are taken away, with a ``key`` of one's own put anew.
    """
    (after,) = raw.execute("SELECT after FROM change WHERE id=?", (change,)).fetchone()
    forged = json.dumps({**json.loads(after or "{}"), "name": "Forged"}, separators=(",", ":"))
    raw.execute("UPDATE change SET after=? WHERE id=?", (forged, change))
    previous = FIRST_LINK
    columns = "id, uid, at, by, did, kind, undoes_id, changes, person_id"
    for number, uid, at, by, did, kind, undoes, count, person in raw.execute(
        f"SELECT {columns} FROM change_set ORDER BY id"
    ).fetchall():
        marks = []
        for row, salt, table, record, before, after, record_id, version in raw.execute(
            "SELECT id, salt, table_name, record_uid, before, after, record_id, version FROM change "
            "WHERE change_set_id=? ORDER BY id",
            (number,),
        ).fetchall():
            mark = digest(salt, table, record, before, after, numbered(record_id, version))
            raw.execute("UPDATE change SET digest=? WHERE id=?", (mark, row))
            marks.append(mark)
        words = (uid, at, by, did, kind, str(undoes or ""), str(count), str(number), str(person or ""))
        previous = chain(previous, words, marks)
        raw.execute("UPDATE change_set SET link=? WHERE id=?", (previous, number))
        if bare:
            raw.execute("UPDATE change_set SET sealed_by='', seal='' WHERE id=?", (number,))
        elif key is not None:
            seal = (key.name, key.seal(number, previous), number)
            raw.execute("UPDATE change_set SET sealed_by=?, seal=? WHERE id=?", seal)
    (found,) = raw.execute("SELECT change_set_id FROM change WHERE id=?", (change,)).fetchone()
    return int(found)


def forge(path: Path, *, change: int, key: SealKey | None = None, bare: bool = False) -> int:
    """:func:`rewrite` a closed store."""
    with unguarded(path) as raw:
        return rewrite(raw, change=change, key=key, bare=bare)
