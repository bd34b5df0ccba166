"""A first look at a store before the database code is loaded: who was here and what Home showed, if it is still
true.

Home is kept with the last link of the journal it was read at. As long as the journal ends in that link and the
day is the same, nothing Home is read from has changed.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from npt_desktop import __version__
from npt_desktop.errors import CannotDo
from npt_desktop.store import cipher
from npt_desktop.store.unfinished import journal_of

HOME_KEPT = "home:"


@dataclass(frozen=True, slots=True)
class Glance:
    """A kept Home that is still true, with what the shell shows around it."""

    page: dict[str, Any]
    area_id: int
    mine: bool
    areas: tuple[tuple[int, str], ...]
    role: str
    posted: str


def glance(path: Path, person: str, today: date) -> Glance | None:
    """The Home kept for a person, if it is still what the store says today; None otherwise, or when the file
    cannot be read this way. Nothing is written."""
    try:
        journal = journal_of(path)
        if not path.is_file() or (journal.exists() and journal.stat().st_size):
            return None  # a crash left something to roll back
        with closing(_connect(path)) as db:
            return _read(db, person, today)
    except (CannotDo, OSError, sqlite3.DatabaseError, ValueError, KeyError, TypeError):
        return None


def _connect(path: Path) -> sqlite3.Connection:
    if cipher.salt_of(path) is None:  # the first paint waits for no key store
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2, isolation_level=None
        )
    from npt_desktop.store import vault

    return vault.connect(path, mode="ro", timeout=0.2)


def _read(db: sqlite3.Connection, person: str, today: date) -> Glance | None:
    db.execute("PRAGMA trusted_schema=OFF")
    row = db.execute("SELECT value FROM setting WHERE name = ?", (f"{HOME_KEPT}{person}",)).fetchone()
    last = db.execute("SELECT link FROM change_set ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or last is None:
        return None
    kept = json.loads(row[0])
    if (kept["link"], kept["version"], kept["page"]["today"]) != (last[0], __version__, today.isoformat()):
        return None
    areas = db.execute("SELECT id, name FROM area WHERE closed_on IS NULL ORDER BY position, name").fetchall()
    who = db.execute(
        "SELECT p.role, (SELECT group_concat(a.name, ', ') FROM posting o JOIN area a ON a.id = o.area_id "
        "WHERE o.person_id = p.id) FROM person p WHERE trim(p.title || ' ' || p.number || ' ' || p.surname) = ? "
        "OR p.title || ' ' || p.surname = ?",
        (person, person),
    ).fetchone()
    if who is None:
        return None
    return Glance(
        kept["page"], int(kept["area_id"]), bool(kept["mine"]), tuple(areas), str(who[0]), who[1] or ""
    )
