"""What a store's schema may hold beside its tables: guards that refuse, and nothing else that acts.

A trigger in a file runs when its table is written, whoever made it; so one that does anything but refuse makes the file
not ours, and so does any view, and any virtual table but the search index.
"""

from __future__ import annotations

import re
import sqlite3

_REFUSES = re.compile(
    r"CREATE TRIGGER \S+ BEFORE (?:DELETE|UPDATE|INSERT) ON \S+\s+(?:WHEN [^();]*\s)?"
    r"BEGIN\s+SELECT raise\(ABORT, '[^']*'\);\s+END",
    re.IGNORECASE,
)
_INDEX = "engagement_search"
STANDARD = ("change_set_stays", "change_stays", "change_set_holds", "change_holds")
"""The guards that keep the journal append-only."""


def foreign(connection: sqlite3.Connection) -> str:
    """The name of the first thing in a file's schema that acts and is not ours; empty in a store of ours."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    for kind, name, sql in rows:
        text = " ".join(str(sql).split())
        acts = (
            kind == "view"
            or (kind == "trigger" and not _REFUSES.fullmatch(text))
            or (kind == "table" and text.upper().startswith("CREATE VIRTUAL") and name != _INDEX)
        )
        if acts:
            return str(name)
    return ""


def missing(connection: sqlite3.Connection) -> list[str]:
    """The guards of the journal that somebody removed."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    return [name for name in STANDARD if name not in there]
