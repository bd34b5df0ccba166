"""Files kept beside a store under the hash of their content: each once, however often it is attached.

The folder ``<store>.files`` holds ``ab/abcdef…``; a dated copy of the store shares one such folder with the
other copies. The bytes are written before the record that names them, so that a crash between the two leaves a
file nothing names, never a record of a file that is not there. A file that the journal names stays: taking back
a removal needs it.

Beside an encrypted store each file is sealed: a small SQLCipher file of its own with the store's key, named by
hash and key, so that plain and sealed ones, and those of an earlier key, can lie in one folder. Its name still
tells somebody who has the very same file that it is here.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.files import write_atomically
from npt_desktop.store import cipher, engine, vault
from npt_desktop.store.cipher import Key

_TABLE = "evidence_file"
_NAMED = (
    f"SELECT sha256 FROM {_TABLE} UNION "
    f"SELECT json_extract(after, '$.sha256') FROM change WHERE table_name = '{_TABLE}' UNION "
    f"SELECT json_extract(before, '$.sha256') FROM change WHERE table_name = '{_TABLE}'"
)


class Kept(StrEnum):
    """How a file is found in its folder."""

    SOUND = "sound"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found of the files a store names: how many, those amiss by the name they were attached under
    (their hash where no record is left), and how many lie in the folder that nothing names."""

    named: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unnamed: int


def folder_for(store: Path) -> Path:
    """Where the files of a store are kept; not made here."""
    return store.with_name(f"{store.stem}.files")


def place(folder: Path, sha256: str, key: Key | None = None) -> Path:
    """Where the content of that hash lies, sealed where there is a key. Raises ValueError for what is no hash."""
    if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
        raise ValueError("not the hash of a file")
    return folder / sha256[:2] / (sha256 if key is None else f"{sha256}.{key.store_id[16:]}")


def put(folder: Path, data: bytes, key: Key | None = None) -> str:
    """Keep bytes, once, sealed with a key; returns their hash. Raises CannotDo when they cannot be written."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = place(folder, sha256, key)
    if _read(path, key) != data:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotDo(
                f"The folder “{folder.name}” cannot be made: check the disk and your access to it."
            ) from error
        with write_atomically(path) as out:
            out.write(data if key is None else _sealed(data, key, path))
    return sha256


def get(folder: Path, sha256: str, name: str, key: Key | None = None) -> bytes:
    """The bytes of a file. Raises CannotDo when it is gone or no longer what was attached."""
    data = _content(folder, sha256, key)
    if data is None:
        raise CannotDo(
            f"“{name}” is no longer in the folder “{folder.name}”: put it back from a backup of that folder."
        )
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotDo(
            f"“{name}” was changed or damaged since it was attached: put it back from a backup of “{folder.name}”."
        )
    return data


def look(folder: Path, sha256: str, key: Key | None = None) -> Kept:
    """Whether a file is there and still what was attached."""
    data = _content(folder, sha256, key)
    if data is None:
        return Kept.MISSING
    return Kept.SOUND if hashlib.sha256(data).hexdigest() == sha256 else Kept.CHANGED


def named(store: Path) -> list[str]:
    """The hash of every file a store or its journal names; none in a store that is older than files."""
    with closing(engine.plain(store)) as connection:
        if not _has_files(connection):
            return []
        rows = connection.execute(_NAMED).fetchall()
    return sorted(str(row[0]) for row in rows if row[0])


def carry(
    hashes: Iterable[str],
    sources: Sequence[Path],
    target: Path,
    key: Key | None = None,
    *,
    was: Key | None = None,
) -> list[str]:
    """Copy what is wanted and not soundly there from the first source that has it, sealed with ``key``; returns
    what none has. ``was`` is the key of the sources, where it is another one.

    Raises CannotDo when a file cannot be written.
    """
    lacking = []
    for sha256 in hashes:
        data = _read(place(target, sha256, key), key)
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            continue
        own = key if was is None else was
        source = next((folder for folder in sources if look(folder, sha256, own) is Kept.SOUND), None)
        data = None if source is None else _content(source, sha256, own)
        if data is None:
            lacking.append(sha256)
        else:
            put(target, data, key)
    return lacking


def drop(folder: Path, hashes: Iterable[str], key: Key | None) -> None:
    """Remove files that lie here under another key as well: ``key`` is the one that goes, None the plain ones."""
    for sha256 in hashes:
        with suppress(OSError):
            place(folder, sha256, key).unlink(missing_ok=True)


def plain_ones(folder: Path) -> list[str]:
    """The hashes of the files that lie here unsealed."""
    return [path.name for path in folder.glob("??/*") if len(path.name) == 64] if folder.is_dir() else []


def survey(store: Path) -> Survey:
    """Compare the folder of a store with what it names. Reads every file once."""
    folder = folder_for(store)
    wanted = named(store)
    names: dict[str, str] = {}
    if wanted:
        with closing(engine.plain(store)) as connection:
            names = dict(connection.execute(f"SELECT sha256, name FROM {_TABLE} ORDER BY id DESC"))
    key = vault.key_of(store)
    found = {sha256: look(folder, sha256, key) for sha256 in wanted}

    def amiss(how: Kept) -> tuple[str, ...]:
        return tuple(
            names.get(sha256, f"a removed file, {sha256[:12]}") for sha256 in wanted if found[sha256] is how
        )

    there = (
        [path.name[:64] for path in folder.glob("??/*") if not path.name.startswith(".")]
        if folder.is_dir()
        else []
    )
    return Survey(len(wanted), amiss(Kept.MISSING), amiss(Kept.CHANGED), len(set(there) - set(wanted)))


def sweep(folder: Path, *, older_than: float = 3600.0) -> None:
    """Remove what a crash left half written. Whole files are left alone, named or not."""
    for part in folder.glob("??/.npt-*.tmp") if folder.is_dir() else ():
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > older_than:
                part.unlink()


def _content(folder: Path, sha256: str, key: Key | None) -> bytes | None:
    """The bytes as they are, None where there are none; beside an encrypted store a plain one will do."""
    data = _read(place(folder, sha256, key), key)
    return data if data is not None or key is None else _read(place(folder, sha256), None)


def _read(path: Path, key: Key | None) -> bytes | None:
    try:
        if key is None:
            return path.read_bytes()
        if not path.is_file():
            return None
        with closing(cipher.connect(path, key, mode="ro")) as connection:
            return bytes(connection.execute("SELECT content FROM file").fetchone()[0])
    except OSError:
        return None
    except (sqlite3.DatabaseError, TypeError):
        return b""  # there, but not what it was


def _sealed(data: bytes, key: Key, beside: Path) -> bytes:
    """Bytes as a SQLCipher file of one row."""
    part = beside.with_name(f".npt-{beside.name}.tmp")
    part.unlink(missing_ok=True)
    try:
        with closing(cipher.connect(part, key)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("CREATE TABLE file(content BLOB NOT NULL)")
            connection.execute("INSERT INTO file VALUES (?)", (data,))
        return part.read_bytes()
    finally:
        part.unlink(missing_ok=True)


def _has_files(connection: sqlite3.Connection) -> bool:
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(connection.execute(sql, (_TABLE,)).fetchone()[0])
