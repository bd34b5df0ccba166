"""The full-text index: kept in the same transaction as the rows it points at, set by set.

The index holds no copy of the text (external content), so rows must be forgotten with their old words
before a change and learned again after it. No prefix lists and ``detail=column`` keep it small; prefix
queries still work.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing

from sqlalchemy import Connection

INDEXED: dict[str, tuple[str, tuple[str, ...]]] = {
    "engagement_entry": ("engagement_search", ("who_engaged", "lead_name", "summary", "outcome")),
}
"""Table to its index and the columns in it. The migration that makes the index says the same."""

TOKENS = "detail=column, tokenize='unicode61 remove_diacritics 2'"
"""How the index reads words. The migration that makes it says the same."""

_IDS = "(SELECT value FROM json_each(?))"


def forget(connection: Connection, table: str, ids: Iterable[int]) -> None:
    """Take rows out of the index; call while the table still holds their old words."""
    if table in INDEXED:
        index, columns = INDEXED[table]
        names = ", ".join(columns)
        connection.exec_driver_sql(
            f"INSERT INTO {index}({index}, rowid, {names}) "
            f"SELECT 'delete', id, {names} FROM {table} WHERE id IN {_IDS}",
            (json.dumps(sorted(ids)),),
        )


def learn(connection: Connection, table: str, ids: Iterable[int]) -> None:
    """Put rows into the index; call once the table holds their new words."""
    if table in INDEXED:
        index, columns = INDEXED[table]
        names = ", ".join(columns)
        run = (
            isinstance(ids, range) and ids.step == 1
        )  # as a set of new rows has: nothing to look up one by one
        which = "BETWEEN ? AND ?" if run else f"IN {_IDS}"
        connection.exec_driver_sql(
            f"INSERT INTO {index}(rowid, {names}) SELECT id, {names} FROM {table} WHERE id {which}",
            (ids.start, ids.stop - 1) if isinstance(ids, range) and run else (json.dumps(sorted(ids)),),
        )


def rebuild(connection: Connection) -> None:
    """Make every index anew from its table."""
    for index, _ in INDEXED.values():
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('rebuild')")


def purge(connection: Connection) -> None:
    """Write every index anew as one whole: words that were forgotten are then in no page of it."""
    for index, _ in INDEXED.values():
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('optimize')")


def holding(connection: Connection, table: str, ids: Sequence[int], query: str) -> set[int]:
    """Those of some rows that a query finds, as the index would: their words are put into a small index of their own.

    A query whose words are nearly everywhere walks the whole index, however few rows are asked about.
    """
    _, columns = INDEXED[table]
    names = ", ".join(columns)
    rows = connection.exec_driver_sql(
        f"SELECT id, {names} FROM {table} WHERE id IN {_IDS}", (json.dumps(list(ids)),)
    ).all()
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute(f"CREATE VIRTUAL TABLE few USING fts5({names}, content='', {TOKENS})")
        marks = ", ".join("?" * (len(columns) + 1))
        small.executemany(f"INSERT INTO few(rowid, {names}) VALUES ({marks})", map(tuple, rows))
        return {row[0] for row in small.execute("SELECT rowid FROM few WHERE few MATCH ?", (query,))}


def match(words: str) -> str:
    """What a person typed as a query: every word must occur, each may go on ("polic" finds "police").

    Returns an empty string when there is nothing to look for; words of one letter are left out, as they
    would read most of the index.
    """
    found = [w for w in re.findall(r"\w+", words, flags=re.UNICODE) if len(w) > 1]
    return " ".join(f'"{w}"*' for w in found)


def match_in(column: str, words: str) -> str:
    """The same in one column of the index."""
    found = match(words)
    return f"({column} : ({found.replace(' ', ' AND ')}))" if found else ""
