"""One program per file: a lock beside the store, held while it is open.

The system holds the lock, not the file: it goes when the program does, however it ends, so nothing stale is
ever left to clear. The file only says which process holds it.
"""

from __future__ import annotations

import os
import sys
import weakref
from contextlib import suppress
from pathlib import Path

_FAR = 1 << 30
"""Where Windows locks its byte: beyond the words, so that another program can read who holds it."""


class InUse(Exception):  # noqa: N818 - an answer, not a fault
    """Another program holds the lock. ``holder`` is its process id, empty when it cannot be told."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class FileLock:
    """A lock that is held from :meth:`take` to :meth:`release`, or to the end of the process."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._close = weakref.finalize(self, os.close, handle)

    @classmethod
    def take(cls, store: Path) -> FileLock:
        """Hold the store. Raises InUse when somebody does already, OSError where no file can be made."""
        path = lock_file(store)
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                _lock(handle)
            except OSError as error:
                holder = _holder(handle)
                os.close(handle)
                raise InUse(holder) from error
            if _is_still(path, handle):
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
                return cls(path, handle)
            os.close(handle)  # its last holder removed it between our opening and locking it

    def release(self) -> None:
        """Let go; may be called again."""
        if not self._close.alive:
            return
        if os.name != "nt":  # while it is held, so that nobody can hold another file of this name
            with suppress(OSError):
                self.path.unlink()
        self._close()
        if os.name == "nt":
            with suppress(OSError):
                self.path.unlink()


def lock_file(store: Path) -> Path:
    """The lock of a store: one for all the names the file has through links."""
    whole = store.resolve()
    return whole.with_name(whole.name + ".lock")


def _holder(handle: int) -> str:
    with suppress(OSError):
        words = os.read(handle, 20).decode("ascii", "replace").strip()
        return words if words.isdigit() else ""
    return ""


def _is_still(path: Path, handle: int) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(handle))


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
