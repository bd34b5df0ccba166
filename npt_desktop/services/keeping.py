"""Keeping the store: backup, restore, check."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from npt_desktop.models.actor import Actor
from npt_desktop.rules.authority import Act, require
from npt_desktop.services.against import against
from npt_desktop.services.desk import Desk
from npt_desktop.services.setup import PROGRAM
from npt_desktop.store import backup, health, opening, place
from npt_desktop.store.clock import Clock
from npt_desktop.store.database import Store
from npt_desktop.store.health import Health


def back_up(store: Store, target: Path | None = None) -> Path:
    """A checked copy of the store: at ``target``, else dated in its backup folder. Returns where it is.

    Any role may. Raises CannotDo when it cannot be written.
    """
    if target is None:
        return backup.make(store.path, backup.folder_for(store.path), "by hand", now=store.clock.now())
    backup.copy(store.path, target, now=store.clock.now())
    return target


def restore(source: Path, store: Path, clock: Clock, actor: Actor = PROGRAM) -> Path | None:
    """Put a backup in the place of the store, which is copied aside first. Returns that copy.

    Raises NotAllowed for a role that may not, NotOurStore when the backup is not a sound store or the store
    is open in another program; nothing is then changed.
    """
    require(actor.role, Act.RESTORE)
    opening.examine(source, reading=True)
    lock = opening.hold(store)
    try:
        return backup.restore(source, store, now=clock.now())
    finally:
        lock.release()


def check(store: Path, held_against: Iterable[str] = ()) -> Health:
    """Look the store over, also while it is open elsewhere, and hold backups and exports against it. Raises
    NotOurStore for a file that is none."""
    opening.examine(store, reading=True)
    if place.writable(store):
        found = health.check(store)
    else:  # comparing the search index takes a write lock
        with closing(opening.look_at_copy(store)) as copy:
            found = health.check(copy.path)
    return replace(found, findings=(*found.findings, *(against(store, one) for one in held_against)))


def repair(store: Path, clock: Clock, actor: Actor = PROGRAM) -> Path:
    """Do the repairs that :func:`check` offers, after a copy; returns the copy.

    Raises NotAllowed for a role that may not restore, CannotDo when no copy can be made, NotOurStore when the
    store is open in another program; nothing is then done.
    """
    require(actor.role, Act.RESTORE)
    opening.examine(store)
    lock = opening.hold(store)
    try:
        kept = backup.make(store, backup.folder_for(store), "before repair", now=clock.now())
        health.repair(store)
    finally:
        lock.release()
    return kept


def repair_open(desk: Desk) -> Path:
    """:func:`repair` for the store that is open at a desk, which holds its lock already. Raises as that does."""
    require(desk.actor.role, Act.RESTORE)
    path = desk.store.path
    kept = backup.make(path, backup.folder_for(path), "before repair", now=desk.store.clock.now())
    health.repair(path)
    return kept
