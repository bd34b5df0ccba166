"""Dated copies of the store: at the day's first start, before each upgrade and import, thinned with age.

Each copy has its mark beside it (:mod:`npt_desktop.store.mark`): a changed copy is refused at restoring. After a
restoring no copy is thinned away and none is made by itself until somebody confirms that the right one was
restored: otherwise the wrong one would in time push out the right one. The
evidence files a copy names go with it (:mod:`npt_desktop.store.attachments`): dated copies share one folder.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from npt_desktop.errors import CannotDo, NotOurStore
from npt_desktop.rules.backups import kept, standard_thinning
from npt_desktop.store import attachments, convert, disposal, engine, mark, vault
from npt_desktop.store.cipher import Key
from npt_desktop.store.unfinished import can_be_taken_back, journal_of

_LEFT_OVER = 3600.0
"""Seconds after which an unfinished copy is taken for the rest of a crash, not for one being written."""
_NAME = re.compile(r"^(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d{6}) (?P<reason>[a-z ]+)\.npt$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: when it was made and why."""

    path: Path
    made_at: str
    reason: str


def folder_for(store: Path) -> Path:
    """Where a store's copies are kept: a folder of its own beside it."""
    return store.with_name(f"{store.stem} backups")


def make(store: Path, folder: Path, reason: str, *, now: datetime) -> Path:
    """Copy the store into ``folder``, check the copy and let older ones go as ``rules.backups`` says.

    Raises CannotDo when the copy cannot be written; nothing is then left behind.
    """
    named = now  # the mark tells the true time: one that runs ahead would bind a store restored in the same second
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while (target := folder / f"{store.stem} {named:%Y-%m-%d %H%M%S} {reason}.npt").exists():
            named += timedelta(seconds=1)  # two imports within a second: neither copy goes over the other
    except OSError as error:
        raise CannotDo("The backup folder cannot be made: check the disk and your access to it.") from error
    copy(store, target, now=now)
    if not paused(store, folder):
        _thin(store, folder)
    return target


def _thin(store: Path, folder: Path) -> None:
    there = listing(store, folder)
    keep = kept([datetime.strptime(b.made_at, "%Y-%m-%d %H%M%S") for b in there], standard_thinning())  # noqa: DTZ007
    for place, old in enumerate(there):
        if place not in keep:
            mark.beside(old.path).unlink(missing_ok=True)
            old.path.unlink(missing_ok=True)


def paused(store: Path, folder: Path) -> bool:
    """Whether the store was restored and nobody has confirmed it yet."""
    return _waiting(store, folder).exists()


def confirm(store: Path, folder: Path, now: datetime) -> None:
    """The store that stands here now is the right one: copies are made and thinned again, and the journal is
    remembered as it is: earlier copies and what this computer remembered before no longer bind."""
    _waiting(store, folder).unlink(missing_ok=True)
    if folder.is_dir():
        mark.keep(mark.of(store, now, content=False), mark.restored(store, folder))
    mark.remember_anew(store, now)


def _waiting(store: Path, folder: Path) -> Path:
    return folder / f"{store.stem} restored, not confirmed"


def files_of(copy: Path) -> Path:
    """Where the evidence files of a copy are: beside it, one folder for all dated copies of a store."""
    match = _NAME.match(copy.name)
    return copy.with_name(f"{match['stem']}.files") if match else attachments.folder_for(copy)


def sweep(folder: Path, *, older_than: float = _LEFT_OVER) -> None:
    """Remove what a crash left half written among the copies."""
    for part in folder.glob("*.part") if folder.is_dir() else ():
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > older_than:
                part.unlink()


def daily(store: Path, folder: Path, *, now: datetime) -> Path | None:
    """The day's first copy; None when today has one, or while a restoring waits to be confirmed."""
    if paused(store, folder):
        return None
    today = f"{now:%Y-%m-%d}"
    if any(b.made_at.startswith(today) and b.reason == "first start" for b in listing(store, folder)):
        return None
    return make(store, folder, "first start", now=now)


def listing(store: Path, folder: Path) -> list[Backup]:
    """The copies of this store, latest first."""
    found = []
    for path in folder.glob("*.npt") if folder.is_dir() else ():
        match = _NAME.match(path.name)
        if match and match["stem"] == store.stem:
            found.append(Backup(path, f"{match['day']} {match['time']}", match["reason"]))
    return sorted(found, key=lambda b: b.made_at, reverse=True)


def copy(source: Path, target: Path, *, now: datetime) -> None:
    """A checked copy of an open or closed store with its mark and evidence files beside it, complete or not
    there at all. A file that is lost already is no reason to keep no copy: ``check`` names it.

    Written under a temporary name beside the target, checked, flushed and renamed. Raises CannotDo.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        _copy_checked(source, part)
        key = vault.key_of(part)
        attachments.carry(attachments.named(part), [attachments.folder_for(source)], files_of(target), key)
        told = mark.of(part, now)
        if target.exists():  # a kill in between leaves a copy without a mark, never one with another's
            mark.beside(target).unlink(missing_ok=True)
            part.replace(target)
            mark.keep(told, mark.beside(target))
        else:
            mark.keep(told, mark.beside(target))
            part.replace(target)
    except (OSError, sqlite3.DatabaseError) as error:
        raise CannotDo(f"{target.name} cannot be written: check the disk's space and your access.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _copy_checked(source: Path, part: Path) -> None:
    with closing(engine.plain(source)) as old, closing(engine.new_copy(part, source)) as new:
        old.backup(new, pages=-1)
        if new.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise CannotDo("The store's file is damaged: restore the latest backup.")
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def renew(store: Path, folder: Path, *, now: datetime) -> int:
    """Make one copy and let every earlier dated one go, with the evidence files only they name; returns how many
    went. Raises CannotDo when the new copy cannot be written, or while a restoring waits to be confirmed: the
    earlier ones then stay."""
    if paused(store, folder):
        raise CannotDo("The store was restored and nobody has confirmed it yet: keep or restore it first.")
    earlier = listing(store, folder)
    made = make(store, folder, "after disposal", now=now)
    gone = 0
    for old in earlier:
        if old.path != made:
            old.path.unlink(missing_ok=True)
            mark.beside(old.path).unlink(missing_ok=True)
            gone += 1
    attachments.keep_only(files_of(made), attachments.named(made))
    return gone


def prove(backup: Path) -> None:
    """Raise CannotDo when a copy is no longer what was written; one without a mark is taken as it is."""
    known = mark.read(mark.beside(backup))
    if known is not None and known.content and known.content != mark.sha256(backup):
        raise CannotDo(f"{backup.name} was altered or damaged since it was made: choose another backup.")


def restore(backup: Path, store: Path, *, now: datetime) -> Path | None:
    """Put a copy in the place of the store, after copying the store itself aside.

    Returns where the store as it was is kept, None if there was none; a damaged one is kept as it is. The
    caller has examined the backup, holds the store's lock and has closed the store. Raises CannotDo, the
    store then untouched.
    """
    prove(backup)
    folder = folder_for(store)
    aside = _keep_aside(store, folder, now) if store.exists() else None
    part = store.with_name(store.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        key, was = _key_after(backup, store), vault.key_of(backup)
        if key == was:
            _copy_checked(backup, part)
        else:
            convert.copy_as(backup, part, key)
        if aside is not None:
            disposal.carry(store, part)
        beside = [files_of(backup), attachments.folder_for(backup)]
        attachments.carry(attachments.named(part), beside, attachments.folder_for(store), key, was=was)
        mark.keep(mark.of(part, now, content=False), mark.restored(store, folder))
        # What a crash left to roll back belongs to the old file: it would spoil the new one.
        journal_of(store).unlink(missing_ok=True)
        _waiting(store, folder).touch()
        mark.forget(
            store
        )  # before the file goes in: a kill in between must not make the old end bind the new file
        part.replace(store)
        mark.remember_anew(store, now)
    except (OSError, sqlite3.DatabaseError) as error:
        raise CannotDo(f"{store.name} cannot be written: check the disk's space and your access.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return aside


def _key_after(backup: Path, store: Path) -> Key | None:
    """An encrypted store stays encrypted, under the key it has; any other becomes what the copy is."""
    with suppress(NotOurStore):  # a key that nobody knows is of no use to what comes back
        own = vault.key_of(store)
        if own is not None:
            return own
    return vault.key_of(backup)


def _keep_aside(store: Path, folder: Path, now: datetime) -> Path:
    try:
        if can_be_taken_back(store):
            return make(store, folder, "before restore", now=now)
    except (CannotDo, OSError):
        pass
    return _keep_as_it_is(store, folder, now)


def _keep_as_it_is(store: Path, folder: Path, now: datetime) -> Path:
    """Damaged, half saved, or the disk is full: byte by byte it can still be kept, or nothing is done."""
    target = folder / f"{store.stem} {now:%Y-%m-%d %H%M%S} damaged.npt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source, kept in ((journal_of(store), journal_of(target)), (store, target)):
            if source.exists() and source.stat().st_size:
                part = kept.with_name(f"{kept.name}.part")
                shutil.copyfile(source, part)
                part.replace(kept)
    except OSError as error:
        for left in (target, journal_of(target)):
            left.with_name(f"{left.name}.part").unlink(missing_ok=True)
        says = "The store as it is cannot be kept aside: free some space, then restore."
        raise CannotDo(says) from error
    return target
