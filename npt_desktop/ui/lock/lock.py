"""Locks the window, by hand or when nobody is there, and opens it again.

It covers what is on the screen; the file stays open and unsaved forms stay as they are. For an encrypted store the
system's key store opens it at a press, else its passphrase does. That keeps eyes off an unattended screen. Whoever
sits at an unlocked account of this computer is kept out by the computer's own lock, not by this one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from npt_desktop.errors import CannotDo
from npt_desktop.ui.lock.idle import IdleWatch

if TYPE_CHECKING:
    from npt_desktop.store.clock import Clock
    from npt_desktop.ui.jobs import Jobs
    from npt_desktop.ui.lock.cover import Covers

ENCRYPTED_MINUTES = 15
"""What holds for an encrypted store until somebody chooses; a plain one is not locked by itself."""


class WindowLock(QObject):
    """The lock of one window. ``minutes`` is what was chosen on this machine, below 0 when nothing was;
    ``other`` asks to sign in as somebody else."""

    other = Signal()

    def __init__(self, clock: Clock, minutes: Callable[[], int], jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._chosen, self._jobs = minutes, jobs
        self._path: Path | None = None
        self._person = ""
        self._encrypted = False
        self.covers: Covers | None = None
        self.watch = IdleWatch(clock, self.minutes, self)
        self.watch.idle.connect(self.lock)

    def begin(self, path: Path, person: str) -> None:
        """Somebody sits at a store."""
        from npt_desktop.services.encrypting import is_encrypted

        self._path, self._person, self._encrypted = path, person, is_encrypted(path)
        self.watch.touched()

    def end(self) -> None:
        """Nobody does: there is nothing to cover."""
        self._open()
        self._path = None

    def minutes(self) -> int:
        """After how many minutes it locks; 0 is never."""
        if self._path is None:
            return 0
        chosen = self._chosen()
        return chosen if chosen >= 0 else ENCRYPTED_MINUTES if self._encrypted else 0

    def lock(self) -> None:
        """Cover every window now."""
        if self._path is None or self.covers is not None:
            return
        from npt_desktop.services.encrypting import in_key_store
        from npt_desktop.ui.lock.cover import Covers

        path = self._path
        self.covers = Covers(self._person, self)
        self.covers.back.connect(self._open)
        self.covers.typed.connect(self._try)
        self.covers.other.connect(self._leave)
        if not self._encrypted:
            self.covers.begin("What you had open is kept as it was, unsaved forms too. Who is there?")
            return
        self.covers.begin("Asking this computer's key store.", waits="Asking this computer's key store")
        self._jobs.run(
            lambda _: in_key_store(path), done=self._ask, failed=lambda _: self._ask(False), key="lock"
        )

    def _ask(self, there: bool) -> None:
        if self.covers is None:
            return
        if there:
            self.covers.begin("The store is encrypted; your sign-in to this computer holds its key. What you had open "
                              "is kept as it was, unsaved forms too. Who is there?")  # fmt: skip
        else:
            self.covers.begin("The store is encrypted and this computer's key store does not hold its key. What you "
                              "had open is kept as it was, unsaved forms too.", asks=True)  # fmt: skip

    def _try(self, typed: str) -> None:
        path = self._path
        if self.covers is None or path is None:
            return
        from npt_desktop.services.encrypting import unlock

        self.covers.begin("Trying the passphrase.", asks=True, waits="Trying the passphrase")
        self._jobs.run(lambda _: unlock(path, typed, remember=False), done=lambda _: self._open(),
                       failed=self._refused, key="lock")  # fmt: skip

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, CannotDo):
            raise error
        if self.covers is not None:
            self._ask(False)
            self.covers.refuse(error.says)

    def _leave(self) -> None:
        self._open()
        self.other.emit()

    def _open(self) -> None:
        if self.covers is not None:
            self.covers.remove()
            self.covers.deleteLater()
            self.covers = None
        self.watch.touched()
