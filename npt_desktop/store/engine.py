"""Connections to the store file with the settings that were measured safe.

TRUNCATE journal with synchronous FULL lost no acknowledged save in simulated power cuts; every write
transaction is BEGIN IMMEDIATE, so that two programs wait for each other instead of failing. Readers are a
second engine that cannot write at all. A file that is encrypted is opened with the key the vault knows.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from npt_desktop.store import cipher, place, vault
from npt_desktop.store.cipher import Key

APPLICATION_ID = 0x4E505444  # "NPTD"
BUSY_SECONDS = 10.0
_TURN_MS = 30
DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file may raise: even the words SQLite complains in may be no text any more."""

_PRAGMAS = (
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA temp_store=MEMORY",
)
KEPT_PAGES = 12_288
"""48 MB of pages of 4 kB. A write that changes less keeps all of it in memory until it commits, and readers go on
meanwhile: an import of some 30,000 rows of the log with their journal. A larger one would hold 1.6 kB a row; it writes
pages to the file early, behind the rollback journal that takes them back, and readers of the same store wait until it
is done, however long that takes (:func:`reader`)."""
WRITER_SETTINGS = (
    *_PRAGMAS,
    "PRAGMA secure_delete=ON",
    f"PRAGMA cache_size={KEPT_PAGES}",
    "PRAGMA cache_spill=ON",
)
"""What the one writing connection is told: the settings that power cuts were simulated with. As many pages are kept when
they are clean: of an encrypted file a page that is read again need not be decrypted again, and SQLite spends nothing on
pages to give up while an import of 20,000 rows fills them."""


def writer(path: Path) -> Engine:
    """The one engine that writes: a single connection, transactions taken at once.

    ``secure_delete`` overwrites what was deleted.
    """
    engine = _engine(path, size=1, settings=WRITER_SETTINGS)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        _take_turn(connection)

    @event.listens_for(engine, "before_cursor_execute")
    def guard(
        connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        del cursor, parameters, context, many
        verb = statement.lstrip()[:7].upper()
        if verb.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE")) and not connection.info.get("journal"):
            raise RuntimeError("a write that the journal does not see: use the unit of work")

    return engine


def _take_turn(connection: Connection) -> None:
    """Begin to write, asking again every few milliseconds: SQLite itself soon asks only ten times a second, and a
    program that saves without a pause would keep another one out for as long as it is patient."""
    raw, until = connection.connection.cursor(), time.monotonic() + BUSY_SECONDS
    raw.execute(f"PRAGMA busy_timeout={_TURN_MS}")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() > until:
                    raise
            else:
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")


def reader(path: Path, writing: Callable[[], bool] = lambda: False) -> Engine:
    """Connections that can only read. ``writing`` says whether this program writes to the file on another thread: that
    is waited for to its end; another program only as long as SQLite is patient."""
    engine = _engine(path, size=4, settings=(*_PRAGMAS, "PRAGMA query_only=ON"), writing=writing)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
        cursor = connection.connection.cursor()
        _patiently(lambda: cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone(), writing)

    return engine


def _patiently(ask: Callable[[], object], writing: Callable[[], bool]) -> None:
    """Ask of the file, and again as long as our own writer keeps everybody out."""
    while True:
        ours = writing()
        try:
            ask()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not (ours or writing()):
                raise
        else:
            return


def database(path: Path, key: Key | None = None, **pool: Any) -> Engine:
    """An engine on a file, encrypted or not; ``key`` is for a file that is still to be made."""
    key = key or vault.key_of(path)
    if key is None:
        settings = {"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}
        address = URL.create(
            "sqlite", database=str(path)
        )  # a path may hold what a written address would end at
        return create_engine(address, hide_parameters=True, connect_args=settings, **pool)

    def connect() -> sqlite3.Connection:
        return cipher.connect(path, key, timeout=BUSY_SECONDS, any_thread=True)

    return create_engine("sqlite://", module=cipher.driver(), creator=connect, hide_parameters=True, **pool)


def _engine(
    path: Path, *, size: int, settings: tuple[str, ...], writing: Callable[[], bool] = lambda: False
) -> Engine:
    engine = database(path, poolclass=QueuePool, pool_size=size, max_overflow=0 if size == 1 else 4)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, record: object) -> None:
        del record
        for pragma in settings:
            _patiently(partial(connection.execute, pragma), writing)

    return engine


def plain(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A bare connection for looking at a file before it is trusted, and for copying it.

    A file we may write is opened for writing even to look, so that SQLite can roll back what a crash left
    half done; nothing can be written through it unless ``write`` says so.
    """
    mode = "rw" if place.writable(path) else "ro"
    connection = vault.connect(path, mode=mode, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    if not write:
        connection.execute("PRAGMA query_only=ON")
    return connection


def new_copy(target: Path, source: Path) -> sqlite3.Connection:
    """A connection to a file still to be filled from ``source``, encrypted as that is."""
    key = vault.key_of(source)
    return sqlite3.connect(target) if key is None else cipher.connect(target, key)
