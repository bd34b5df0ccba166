"""Encrypted store files: SQLCipher 4 in its standard form, by the optional extra ``sqlcipher3``.

The key is what SQLCipher itself makes of the recovery passphrase and the file's salt (PBKDF2 with SHA-512), so a
file and its passphrase are all that is ever needed, here or with any SQLCipher. The program keeps the key made
once and hands it over raw: making it takes a third of a second. A salt of ours begins with ``NPTcrypt``: by that a
file is known as an encrypted store without its key, and all copies of a store have the salt, and so the key, in
common.

Errors are raised as those of ``sqlite3``, so that nobody else has to know which of the two it was.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

from npt_desktop.store.unfinished import journal_of

MAGIC = b"NPTcrypt"
_SALT, SECRET = 16, 32
_ROUNDS = 256_000
"""What SQLCipher 4 does of itself with a passphrase."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a store and all its copies; ``salt`` is what their files begin with."""

    secret: bytes = field(repr=False)
    salt: bytes

    @property
    def store_id(self) -> str:
        """The name its secret is kept under."""
        return self.salt.hex()


def missing() -> str:
    """Why encrypted stores cannot be opened by this installation; empty where they can."""
    try:
        import sqlcipher3  # noqa: F401
    except ImportError:
        return (
            "encrypted stores need the optional part “encryption”, which is not installed here: install it "
            "with pip install “npt-desktop[encryption]”"
        )
    return ""


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted store; None for any other file, or none at all."""
    try:
        with path.open("rb") as file:
            start = file.read(_SALT)
    except OSError:
        return None
    return start if len(start) == _SALT and start.startswith(MAGIC) else None


def new_salt(random: bytes) -> bytes:
    """The salt of a new store, of eight random bytes."""
    if len(random) != _SALT - len(MAGIC):
        raise ValueError("a salt takes eight random bytes")
    return MAGIC + random


def key_from(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase and a salt make. Takes a third of a second."""
    return Key(hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, SECRET), salt)


def connect(
    path: Path, key: Key | None, *, mode: str = "rwc", timeout: float = 10.0, any_thread: bool = False
) -> sqlite3.Connection:
    """A connection by SQLCipher to an encrypted file, without a key to a plain one. A wrong key shows at the first
    reading, as sqlite3.DatabaseError."""
    made = driver().connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=timeout, isolation_level=None,
        check_same_thread=not any_thread,
    )  # fmt: skip
    made.execute("PRAGMA cipher_log_level=NONE")  # it would write to the terminal
    if key is not None:
        made.execute(f'PRAGMA key="{literal(key)}"')
        made.execute("PRAGMA cipher_compatibility=4")  # also by a later SQLCipher
    return cast(sqlite3.Connection, made)


def literal(key: Key) -> str:
    """A key as SQLCipher reads it raw."""
    return f"x'{key.secret.hex()}{key.salt.hex()}'"


def opens(path: Path, key: Key) -> bool:
    """Whether a key is this file's.

    What a crash or a power cut left half written must be rolled back before anything can be read. That is tried on
    a copy, as encrypted as the file: a wrong key writes nothing to the store.
    """
    if _reads(path, key, "ro"):
        return True
    journal = journal_of(path)
    try:
        if not journal.stat().st_size:
            return False
        with TemporaryDirectory(prefix="npt-") as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(journal, copy.with_name(journal.name))
            return _reads(copy, key, "rw")
    except OSError:
        return False


def _reads(path: Path, key: Key, mode: str) -> bool:
    connection = connect(path, key, mode=mode)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return True


@cache
def driver() -> Any:
    """SQLCipher as a database driver that raises the errors of ``sqlite3``."""
    from sqlcipher3 import dbapi2

    def ours(error: Exception) -> Exception:
        kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
        made: Exception = kind(*error.args)
        return made

    class Cursor(dbapi2.Cursor):  # type: ignore[misc]
        def execute(self, *given: Any) -> Any:
            try:
                return super().execute(*given)
            except dbapi2.Error as error:
                raise ours(error) from None

        def executemany(self, *given: Any) -> Any:
            try:
                return super().executemany(*given)
            except dbapi2.Error as error:
                raise ours(error) from None

        def fetchone(self) -> Any:
            try:
                return super().fetchone()
            except dbapi2.Error as error:
                raise ours(error) from None

        def fetchmany(self, *given: Any) -> Any:
            try:
                return super().fetchmany(*given)
            except dbapi2.Error as error:
                raise ours(error) from None

        def fetchall(self) -> Any:
            try:
                return super().fetchall()
            except dbapi2.Error as error:
                raise ours(error) from None

        def __iter__(self) -> Iterator[Any]:
            while (row := self.fetchone()) is not None:
                yield row

    class Connection(dbapi2.Connection):  # type: ignore[misc]
        def cursor(self, *given: Any) -> Any:
            return super().cursor(*(given or (Cursor,)))

        def commit(self) -> None:
            try:
                super().commit()
            except dbapi2.Error as error:
                raise ours(error) from None

        def rollback(self) -> None:
            try:
                super().rollback()
            except dbapi2.Error as error:
                raise ours(error) from None

        def backup(self, *given: Any, **named: Any) -> None:
            try:
                super().backup(*given, **named)
            except dbapi2.Error as error:
                raise ours(error) from None

    def open_file(*given: Any, **named: Any) -> Any:
        try:
            return dbapi2.connect(*given, factory=Connection, **named)
        except dbapi2.Error as error:
            raise ours(error) from None

    names = ("Warning", "Error", "InterfaceError", "DatabaseError", "DataError", "OperationalError",
             "IntegrityError", "InternalError", "ProgrammingError", "NotSupportedError", "Binary")  # fmt: skip
    return SimpleNamespace(
        connect=open_file, paramstyle=sqlite3.paramstyle, apilevel=sqlite3.apilevel,
        threadsafety=sqlite3.threadsafety, sqlite_version=dbapi2.sqlite_version,
        sqlite_version_info=dbapi2.sqlite_version_info, PARSE_COLNAMES=dbapi2.PARSE_COLNAMES,
        PARSE_DECLTYPES=dbapi2.PARSE_DECLTYPES, **{name: getattr(sqlite3, name) for name in names},
    )  # fmt: skip
