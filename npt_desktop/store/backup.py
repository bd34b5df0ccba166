"""Dated copies of the store: at the day's first start, before each upgrade and import, the last 14 kept."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.store import engine

KEEP = 14
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


def make(store: Path, folder: Path, reason: str, *, now: datetime, keep: int = KEEP) -> Path:
    """Copy the store into ``folder``, check the copy and let the oldest beyond ``keep`` go.

    Raises CannotDo when the copy cannot be written; nothing is then left behind.
    """
    target = folder / f"{store.stem} {now:%Y-%m-%d %H%M%S} {reason}.npt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo("The backup folder cannot be made: check the disk and your access to it.") from error
    copy(store, target)
    for old in listing(store, folder)[keep:]:
        old.path.unlink(missing_ok=True)
    return target


def daily(store: Path, folder: Path, *, now: datetime) -> Path | None:
    """The day's first copy; None when today has one."""
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


def copy(source: Path, target: Path) -> None:
    """A checked copy of an open or closed store, complete or not there at all.

    Written under a temporary name beside the target, checked, flushed and renamed. Raises CannotDo.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(engine.plain(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new, pages=-1)
            if new.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise CannotDo("The store's file is damaged: restore the latest backup.")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, sqlite3.DatabaseError) as error:
        raise CannotDo(f"{target.name} cannot be written: check the disk's space and your access.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, store: Path, *, now: datetime) -> Path | None:
    """Put a copy in the place of the store, after copying the store itself aside.

    Returns where the store as it was is kept, None if there was none. The caller has examined the backup
    and closed the store.
    """
    kept = None
    if store.exists():
        kept = make(store, folder_for(store), "before restore", now=now)
    copy(backup, store)
    return kept
