"""The recorder of :mod:`tests.soak.power` for encrypted stores: apsw is another SQLite and cannot open their files, so
the file system of SQLCipher's own SQLite is watched, from inside the module that holds it.

The functions that write, cut and sync a file are replaced, in a copy of the table each open file has, by ones that do
the same and note it. Where the module does not show its file system to others, as on Windows, there is no such test.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as module

from npt_desktop.store import cipher
from npt_desktop.store.cipher import Key
from tests.soak.power import Did, save_all

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
"""The name as a pointer: SQLite keeps it, so it must be handed on as it is."""
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _FileSystem(Structure):
    """``sqlite3_vfs`` as far as it is needed."""

    _fields_ = (
        ("version", c_int), ("file_size", c_int), ("longest", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), ("open", _OPEN),
    )  # fmt: skip


class _Methods(Structure):
    """``sqlite3_io_methods``: what an open file can do. The last thirteen are left as they are."""

    _fields_ = (
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _WRITE), ("truncate", _TRUNCATE),
        ("sync", _SYNC), ("rest", c_void_p * 13),
    )  # fmt: skip


class _File(Structure):
    """``sqlite3_file``."""

    _fields_ = (("methods", POINTER(_Methods)),)


_library = ctypes.CDLL(module.__file__)


def why_not() -> str:
    """Why the file system cannot be watched here; empty where it can."""
    return (
        ""
        if hasattr(_library, "sqlite3_vfs_find")
        else "this build of SQLCipher does not show its file system"
    )


def recorded(
    path: Path, key: Key, pragmas: tuple[str, ...], saves: int, save: Callable[[Any, int], None]
) -> list[Did | int]:
    """As :func:`tests.soak.power.recorded`, of an encrypted store."""
    log: list[Did | int] = []
    kept: list[object] = []  # what SQLite holds only a pointer to
    _library.sqlite3_vfs_find.restype = POINTER(_FileSystem)
    system = _library.sqlite3_vfs_find(None).contents
    usual = _OPEN(ctypes.cast(system.open, c_void_p).value or 0)

    def opened(self: int, name: int | None, file: int, flags: int, flags_out: int) -> int:
        result = usual(self, name, file, flags, flags_out)
        there = ctypes.cast(file, POINTER(_File)).contents
        if result == 0 and name and there.methods:
            watched = _watch(there.methods.contents, Path(ctypes.string_at(name).decode()).name, log)
            kept.append(watched)
            there.methods = ctypes.pointer(watched[0])
        return int(result)

    ours = _OPEN(opened)
    system.open = ours
    try:
        save_all(cipher.connect(path, key), pragmas, saves, save, log)
    finally:
        system.open = usual
    return log


def _watch(usual: _Methods, file: str, log: list[Did | int]) -> tuple[_Methods, _Methods]:
    before = _Methods.from_buffer_copy(usual)
    made = _Methods.from_buffer_copy(usual)

    def write(self: int, data: int, size: int, at: int) -> int:
        log.append(Did(file, at, ctypes.string_at(data, size)))
        return int(before.write(self, data, size, at))

    def truncate(self: int, size: int) -> int:
        log.append(Did(file, size))
        return int(before.truncate(self, size))

    def sync(self: int, flags: int) -> int:
        result = int(before.sync(self, flags))
        log.append(Did(file, -1))
        return result

    made.write, made.truncate, made.sync = _WRITE(write), _TRUNCATE(truncate), _SYNC(sync)
    return made, before
