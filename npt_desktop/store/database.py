"""The store: one file, read and written in blocks."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlalchemy import exc, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from npt_desktop.errors import CannotDo, Clash, NotOurStore
from npt_desktop.models.access import Access
from npt_desktop.models.actor import Actor
from npt_desktop.models.kinds import AccessKind, ChangeKind
from npt_desktop.models.organisation import Draft, Setting
from npt_desktop.store import engine, mark
from npt_desktop.store.clock import Clock, SystemClock
from npt_desktop.store.journal import Entropy, Written
from npt_desktop.store.lock import FileLock
from npt_desktop.store.proof import Elsewhere, sealed_elsewhere
from npt_desktop.store.seal import Sealer
from npt_desktop.store.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


class Store:
    """An open store file.

    ``announce`` is called once after each commit, on the thread that wrote, with what was written; the
    window passes a function that queues it to its views. ``lock`` is let go at closing; with ``reading``
    nothing is written. ``sealer`` gives the key that change sets are sealed with; without one they are not.
    ``copy_of`` is the store this is a copy of, to be looked at only; ``at_close`` is called last.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock | None = None,
        random: Entropy | None = None,
        announce: Callable[[Written], None] | None = None,
        lock: FileLock | None = None,
        reading: bool = False,
        sealer: Sealer | None = None,
        copy_of: Path | None = None,
        at_close: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        self.clock: Clock = clock or SystemClock()
        self.random: Entropy = random or SystemRandom()
        self.announce = announce
        self._writer = engine.writer(path)
        self._reader = engine.reader(path, self._is_written_elsewhere)
        self._one_at_a_time = threading.Lock()
        self._writes_on: int | None = None
        self._looks = threading.local()
        self._lock = lock
        self._reading = reading
        self._sealer = sealer
        self.copy_of = copy_of
        self._at_close = at_close
        self._wrote = False

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent look at the store. What is loaded stays usable, detached, after the block.

        Waits for a large write on another thread that keeps readers out.
        """
        self._looks.open = getattr(self._looks, "open", 0) + 1
        try:
            with (
                self._told_plainly(),
                Session(self._reader, autoflush=False, expire_on_commit=False) as session,
            ):
                yield session
                session.expunge_all()
        finally:
            self._looks.open -= 1

    @contextmanager
    def write(self, actor: Actor, did: str, kind: ChangeKind = ChangeKind.EDIT) -> Iterator[UnitOfWork]:
        """One transaction and one change set; everything or nothing.

        Raises :class:`Clash` when a record was changed since it was read, :class:`CannotDo` when the file
        cannot be written. On any exception the store is as it was.
        """
        written: Written | None = None
        self._may_write()
        with (
            self._turn(),
            self._told_plainly(),
            Session(self._writer, autoflush=True, expire_on_commit=False) as session,
            session.begin(),
        ):
            unit = UnitOfWork(
                session, actor=actor, did=did, kind=kind, now=self.clock.now(), random=self.random,
                sealer=self._sealer,
            )  # fmt: skip
            try:
                yield unit
                written = unit.finish()
            finally:
                unit.close()
        self._wrote = self._wrote or written is not None
        if written is not None and self.announce is not None:
            self.announce(written)

    def keep(self, key: str, fields: dict[str, Any]) -> None:
        """Keep a form that is not saved yet, in place of the earlier one of this key; no fields forget it.
        A store open for reading only keeps none."""
        if self._reading:
            return
        with self._beside_the_journal() as session:
            there = session.get(Draft, key)
            if fields:
                now = self.clock.now().isoformat(timespec="seconds")
                session.merge(Draft(key=key, saved_at=now, fields=fields))
            elif there is not None:
                session.delete(there)

    def kept(self, key: str) -> dict[str, Any]:
        """The fields kept under a key; empty when there are none."""
        with self.read() as session:
            found = session.get(Draft, key)
        return {} if found is None else dict(found.fields)

    def all_kept(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Every form that is kept, the latest first: its key, when it was kept (ISO, UTC), its fields."""
        with self.read() as session:
            found = session.scalars(select(Draft).order_by(Draft.saved_at.desc(), Draft.key)).all()
        return [(one.key, one.saved_at, dict(one.fields)) for one in found]

    def keep_setting(self, name: str, value: dict[str, Any]) -> None:
        """Keep a setting of the store; one open for reading only keeps none."""
        if self._reading:
            return
        with self._beside_the_journal() as session:
            session.merge(Setting(name=name, value=value))

    def setting(self, name: str) -> dict[str, Any] | None:
        """A kept setting."""
        with self.read() as session:
            found = session.get(Setting, name)
        return None if found is None else dict(found.value)

    def sealed_elsewhere(self) -> Elsewhere | None:
        """Whether the journal's latest seals are of a key this computer has not; None where nothing is sealed here."""
        if self._sealer is None:
            return None
        with self.read() as session:
            return sealed_elsewhere(session.connection(), self._sealer)

    def note(self, actor: Actor, kind: AccessKind, what: str) -> None:
        """Note that somebody looked or took something out; a store open for reading only notes nothing."""
        if self._reading:
            return
        with self._beside_the_journal() as session:
            session.add(
                Access(at=self.clock.now(), by=actor.name, person_id=actor.person_id, kind=kind, what=what)
            )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One writer at a time."""
        with self._one_at_a_time:
            self._writes_on = threading.get_ident()
            try:
                yield
            finally:
                self._writes_on = None

    def _is_written_elsewhere(self) -> bool:
        """Whether another thread writes, so that waiting for it comes to an end: it would wait in its turn for a look
        that this thread has open already."""
        return self._writes_on not in (None, threading.get_ident()) and self._looks.open < 2

    @contextmanager
    def _beside_the_journal(self) -> Iterator[Session]:
        """A write of what is nobody's record: drafts, settings, who looked."""
        self._may_write()
        with (
            self._turn(),
            self._told_plainly(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            info = session.connection().info
            info["journal"] = True  # says so to the guard: this is no forgotten write
            try:
                yield session
                session.flush()
            finally:
                info.pop("journal", None)

    def close(self) -> None:
        """Let go of the file; what was written is remembered on this computer."""
        self._writer.dispose()
        self._reader.dispose()
        if self._wrote and self._sealer is not None:
            mark.remember(self.path, self.clock.now())
            self._wrote = False
        if self._lock is not None:
            self._lock.release()
        if self._at_close is not None:
            self._at_close()

    def _may_write(self) -> None:
        if self._reading:
            if self.copy_of is not None:
                raise CannotDo(
                    "This is a copy to look at only: copy the store to a folder you may write to and work there."
                )
            raise CannotDo("This store is open for reading only: open it to change anything.")

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except StaleDataError as error:
            raise Clash(
                "Somebody changed this record while you were editing it: look at both and save again."
            ) from error
        except (exc.DBAPIError, sqlite3.DatabaseError) as error:
            cause = error.orig if isinstance(error, exc.DBAPIError) else error  # many rows go past SQLAlchemy
            says = plainly(cause)
            if says is None:
                raise
            log.warning("refused by the file: %s", type(cause).__name__)
            raise CannotDo(says) from error


def plainly(error: BaseException | None) -> str | None:
    """What a database error means to a person, or None when it is a bug of ours."""
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return "Another program is writing to this store: wait a moment and try again."
    if "full" in text:
        return "The disk is full: free some space and save again. Nothing was lost."
    if "readonly" in text or "read-only" in text:
        return "This store can only be read: copy it to a folder you may write to and open it there."
    if "disk i/o" in text or "unable to open" in text:
        return (
            "The store's file cannot be reached: check the disk or folder, then try again. Nothing was lost."
        )
    if "malformed" in text or "not a database" in text:
        return "The store's file is damaged: restore the latest backup (File, Restore)."
    if "append-only" in text:
        return "This would change a log that only grows, such as the disposal log: it stays as it is."
    if "foreign key" in text:
        return "Later records build on this one: take those back first (History shows them)."
    if "unique constraint" in text:
        return "A later record stands in this one's place: take that back first (History shows it)."
    return None


def refused(path: Path, why: str) -> NotOurStore:
    """One sentence about a file that cannot be opened as a store."""
    return NotOurStore(f"{path.name}: {why}")
