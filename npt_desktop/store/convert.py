"""A plain store made an encrypted one, or the other way, or given another key: before or after, never between.

The whole of it is written beside the store, read back and held against it row by row, flushed, and only then
renamed. Evidence files are written in their new form before the renaming and lose the old one after it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.files import sync_folder
from npt_desktop.store import attachments, cipher, engine, vault
from npt_desktop.store.cipher import Key
from npt_desktop.store.unfinished import journal_of

Progress = Callable[[int, int, str], object]


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the access log: when, by whom, what they did."""

    at: str
    by: str
    person_id: int | None
    kind: str


def convert(store: Path, key: Key | None, noted: Noted, progress: Progress = lambda *_: None) -> None:
    """Put the store under ``key``; None makes it plain. ``noted`` stands in its access log from the moment it is so.
    The caller holds its lock and has examined it.

    Raises CannotDo, the store then as it was, when the disk is full or the file damaged.
    """
    was = vault.key_of(store)
    part = store.with_name(store.name + ".part")
    folder = attachments.folder_for(store)
    try:
        part.unlink(missing_ok=True)
        copy_as(store, part, key, progress)
        _note(part, key, noted, store.name)
        progress(2, 4, "Evidence files")
        files = attachments.named(store)
        attachments.carry(files, [folder], folder, key, was=was)
        progress(3, 4, "Putting the copy in place")
        journal_of(store).unlink(missing_ok=True)
        part.replace(store)
        sync_folder(store.parent)
    except (OSError, sqlite3.DatabaseError) as error:
        raise CannotDo(
            f"{store.name} cannot be written anew: check the disk's space and your access."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            journal_of(part).unlink(missing_ok=True)
    attachments.drop(folder, files, was)
    progress(4, 4, "Done")


def copy_as(source: Path, target: Path, key: Key | None, progress: Progress = lambda *_: None) -> None:
    """A copy of a store under another key, read back and flushed. Raises CannotDo when it does not say the same,
    OSError and sqlite3.DatabaseError when it cannot be written."""
    was = vault.key_of(source)
    progress(0, 4, "Writing the copy")
    _export(source, target, was, key)
    progress(1, 4, "Reading the copy back")
    if _content(source, was) != _content(target, key) or not _sound(target, key):
        raise CannotDo("The copy does not say the same as the store: check the store, then try again.")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _note(part: Path, key: Key | None, noted: Noted, what: str) -> None:
    with closing(cipher.connect(part, key, mode="rw")) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'access'").fetchone() is None:
            return  # a store of a version before this log, not opened since
        connection.execute(
            "INSERT INTO access(at, by, person_id, kind, what) VALUES (?, ?, ?, ?, ?)",
            (noted.at, noted.by, noted.person_id, noted.kind, what),
        )
        connection.commit()


def finish(store: Path) -> None:
    """After a crash: remove the copy that was not finished, and seal the evidence files of an encrypted store that
    still lie plain. The caller holds the store's lock."""
    with suppress(OSError):
        store.with_name(store.name + ".part").unlink(missing_ok=True)
    key = vault.key_of(store)
    folder = attachments.folder_for(store)
    plain = attachments.plain_ones(folder) if key is not None else []
    if plain:
        lacking = attachments.carry(plain, [folder], folder, key)
        attachments.drop(folder, set(plain) - set(lacking), None)


def _export(store: Path, part: Path, was: Key | None, key: Key | None) -> None:
    with closing(cipher.connect(part, key)) as new:
        new.execute("PRAGMA journal_mode=MEMORY")
        new.execute("PRAGMA trusted_schema=OFF")
        # Opened for writing, so that what a crash left half done is rolled back first.
        new.execute(
            "ATTACH DATABASE ? AS old KEY ?", (str(store), "" if was is None else cipher.literal(was))
        )
        new.execute("SELECT sqlcipher_export('main', 'old')").fetchone()
        for name in ("application_id", "user_version"):
            number = int(new.execute(f"PRAGMA old.{name}").fetchone()[0])
            new.execute(f"PRAGMA main.{name}={number}")
        new.execute("DETACH DATABASE old")


def _content(path: Path, key: Key | None) -> str:
    """A hash of everything a file says: its schema, every row of every table, whose file it is."""
    found = hashlib.sha256()
    with closing(cipher.connect(path, key, mode="rw", timeout=engine.BUSY_SECONDS)) as connection:
        for name in ("application_id", "user_version"):
            found.update(repr(connection.execute(f"PRAGMA {name}").fetchone()).encode())
        schema = connection.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        found.update(repr(schema).encode())
        for kind, name, sql in schema:
            if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL"):
                for row in connection.execute(f'SELECT * FROM "{name}" NOT INDEXED'):
                    found.update(repr(row).encode())
    return found.hexdigest()


def _sound(path: Path, key: Key | None) -> bool:
    with closing(cipher.connect(path, key)) as connection:
        whole = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        return whole and connection.execute("PRAGMA foreign_key_check").fetchone() is None
