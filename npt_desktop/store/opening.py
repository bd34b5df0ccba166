"""Making, opening and refusing store files.

A file is looked at before it is trusted: its place, its size, its application id, its revision. An older
store is copied aside and brought up; a newer one is refused untouched. A store that is open is locked against
a second program; it may still be read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from npt_desktop.errors import NotOurStore, OnlyReadable
from npt_desktop.rules.dates import is_plausible
from npt_desktop.rules.places import why_no_place
from npt_desktop.store import (
    attachments,
    backup,
    convert,
    copies,
    disposal,
    engine,
    guards,
    mark,
    migrate,
    place,
    unfinished,
    vault,
)
from npt_desktop.store.cipher import Key
from npt_desktop.store.clock import Clock, SystemClock
from npt_desktop.store.database import Store, refused
from npt_desktop.store.journal import Entropy
from npt_desktop.store.lock import FileLock, InUse
from npt_desktop.store.seal import Sealer

_HEADER = b"SQLite format 3\x00"


def create(
    path: Path, *, clock: Clock | None = None, random: Entropy | None = None, key: Key | None = None
) -> Store:
    """Make an empty store at ``path``, encrypted with ``key``, and open it. Raises NotOurStore where a file
    already is, or the folder cannot be written."""
    if path.exists():
        raise refused(path, "there is a file of this name already: choose another name.")
    _placed(path)
    _dated(path, clock or SystemClock())
    part = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        migrate.migrate(part, key=key)
        part.rename(path)
        unfinished.journal_of(part).unlink(missing_ok=True)  # truncated, and nobody's now
    except (OSError, sqlite3.DatabaseError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise refused(path, "a store cannot be made here: choose a folder you may write to.") from error
    mark.forget(path)
    return Store(path, clock=clock, random=random, lock=hold(path), sealer=Sealer())


def open_store(
    path: Path, *, clock: Clock | None = None, random: Entropy | None = None, backups: Path | None = None
) -> Store:
    """Open the store at ``path``, bringing an older one up after a copy into ``backups`` (beside the store
    by default), and making the day's first copy.

    Raises NotOurStore with one sentence for a file that is missing, not a store, damaged, newer, read-only,
    open elsewhere or in a place where SQLite cannot keep it whole; the file is then as it was.
    """
    clock = clock or SystemClock()
    _placed(path)
    _dated(path, clock)
    examine(path)
    lock = hold(path)
    try:
        folder = backups or backup.folder_for(path)
        backup.sweep(folder)
        attachments.sweep(attachments.folder_for(path))
        convert.finish(path)
        if migrate.revision(path) != migrate.head():
            backup.make(path, folder, "before upgrade", now=clock.now())
            migrate.migrate(path)
        else:
            backup.daily(path, folder, now=clock.now())
        disposal.finish(path)
        return Store(path, clock=clock, random=random, lock=lock, sealer=Sealer())
    except BaseException:
        lock.release()
        raise


def read_store(path: Path, *, clock: Clock | None = None) -> Store:
    """Open the store only to look, also while another program has it open. An older store is first brought
    up, for which nobody else may have it open. One that cannot be written is looked at by way of a copy. Raises
    NotOurStore as :func:`open_store` does."""
    if path.is_file() and not place.writable(path):
        return look_at_copy(path, clock=clock)
    if examine(path, reading=True) != migrate.head():
        return open_store(path, clock=clock)
    return Store(path, clock=clock, reading=True)


def look_at_copy(path: Path, *, clock: Clock | None = None) -> Store:
    """Open a copy of a store in the user's own folder, only to look: for one on a CD, on a share that may only be
    read, or without the right to write it. The copy goes when it is closed.

    Even to read a store that a crash left half written, SQLite must write to it; so the copy is taken with what was
    left beside it, and put right there. Raises NotOurStore as :func:`open_store` does.
    """
    vault.key_of(path)  # asked of the store, not of a copy that goes again
    taken = copies.taken(path)
    copy = taken.path
    try:
        if examine(copy) != migrate.head():
            migrate.migrate(copy)
        return Store(copy, clock=clock, reading=True, copy_of=path, at_close=taken.remove)
    except BaseException:
        taken.remove()
        raise


def hold(path: Path) -> FileLock:
    """The lock of a store. Raises NotOurStore while another program has it open."""
    try:
        return FileLock.take(path)
    except InUse as error:
        where = f" (process {error.holder})" if error.holder else ""
        raise refused(
            path, f"it is open in another window of this program{where}: close it there, or work there."
        ) from error
    except OSError as error:
        raise refused(
            path, "its folder cannot be written: check the folder and your access to it."
        ) from error


def _dated(path: Path, clock: Clock) -> None:
    if not is_plausible(clock.today()):
        says = (
            f"this computer's clock says {clock.today():%d/%m/%Y}: set it right, then open the store again."
        )
        raise refused(path, says)


def _placed(path: Path) -> None:
    why = why_no_place(str(path.absolute()), place.filesystem(path), place.synchronised_folders())
    if why:
        raise refused(path, why)


def examine(path: Path, *, reading: bool = False) -> str:
    """The revision of a file that is a store of ours; raises NotOurStore with the reason otherwise.

    With ``reading`` a file that may only be read is good enough.
    """
    if not path.exists():
        raise refused(path, "there is no such file: check the name, or make a new store.")
    if path.is_dir():
        raise refused(path, "this is a folder: choose a store file (*.npt).")
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except PermissionError as error:
        raise refused(path, "you may not read this file: ask for access or choose another.") from error
    whole(path)
    encrypted = vault.key_of(path) is not None
    if not encrypted and start[:16] != _HEADER:
        says = "this file is empty" if not start.strip(b"\0") else "this is not a store of this program"
        raise refused(path, f"{says}: choose a *.npt file, or restore a backup.")
    if (_application(path) if encrypted else int.from_bytes(start[68:72], "big")) != engine.APPLICATION_ID:
        raise refused(path, "this database belongs to another program: choose a *.npt file.")
    if not reading and not place.writable(path):
        says = "this file can only be read: look at a copy, or copy it to a folder you may write to and open that."
        raise OnlyReadable(f"{path.name}: {says}", path)
    return _revision(path)


def whole(path: Path) -> None:
    """Before a store is read, or copied: raises NotOurStore where its last save was cut off and cannot be taken back."""
    journal = unfinished.journal_of(path).name
    try:
        taken_back = unfinished.can_be_taken_back(path)
    except OSError as error:
        says = f"you may not read {journal}, which would take back its last save: ask for access."
        raise refused(path, says) from error
    if not taken_back:
        says = f"its last save was cut off, and {journal}, which would take it back, is damaged: restore the latest backup."
        raise refused(path, says)


def _application(path: Path) -> int:
    try:
        with closing(engine.plain(path)) as connection:
            return int(connection.execute("PRAGMA application_id").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error


def _revision(path: Path) -> str:
    try:
        revision = migrate.revision(path)
        with closing(engine.plain(path)) as connection:
            foreign = guards.foreign(connection)
            sound = (
                connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" if _small(path) else True
            )
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise refused(path, "another program is writing to it: wait and open it again.") from error
        raise _damaged(path) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError, TypeError, IndexError) as error:
        raise _damaged(path) from error
    if foreign:
        says = f"it holds “{foreign}”, which this program did not make: restore a backup, and do not open it elsewhere."
        raise refused(path, says)
    if not sound or revision is None or not revision.isdigit():
        raise _damaged(path)
    if revision > migrate.head():
        raise refused(path, "it was written by a newer version of this program: install that version first.")
    return revision


def _quick_check(path: Path) -> bool:
    with closing(engine.plain(path)) as connection:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _small(path: Path) -> bool:
    """Under 32 MB a quick check takes a moment; a larger store is checked by its backups and ``check``."""
    return path.stat().st_size < 32 * 1024 * 1024


def _damaged(path: Path) -> NotOurStore:
    return refused(path, "the file is damaged: restore the latest backup.")
