"""Putting a file on disk so that the old one survives whatever goes wrong, and naming it.

Needs nothing but the standard library, so that workbooks, CSV and PDF all write through it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from npt_desktop.errors import CannotDo

LONGEST_NAME = 120
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_NOT_IN_NAMES = re.compile(r"[^\w \-.,()&+']+")


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to; when the block ends well it takes the place of ``path`` in one step.

    The bytes go to a hidden temporary file in the same folder, are flushed to disk, and only then renamed.
    If the block raises, or the program dies, ``path`` is as it was before.

    Raises :class:`CannotDo` when the folder is missing or read only, the disk is full, or ``path`` is open in
    another program.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=".npt-", suffix=".tmp", dir=path.parent)
    except FileNotFoundError:
        raise CannotDo(f"The folder “{path.parent}” does not exist; choose another one.") from None
    except OSError as why:
        raise _refusal(why, path) from why
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as why:
        raise _refusal(why, path) from why
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def plain_name(stem: str) -> str:
    """``stem`` as a file name without its ending that every system accepts, at most 120 characters."""
    name = _NOT_IN_NAMES.sub(" ", stem)
    name = re.sub(r"\s+", " ", name).strip(" .")[:LONGEST_NAME].strip(" .")
    if not name:
        return "Export"
    if name.split(".")[0].strip().lower() in _RESERVED:
        return f"_{name}"
    return name


def marked_name(stem: str, marking: str) -> str:
    """A file name, without its ending, that carries the protective marking: ``OFFICIAL-SENSITIVE Gedling``.

    The marking comes first, so that a long stem never pushes it out.
    """
    return plain_name(f"{marking} {stem}" if marking.strip() else stem)


def _replace(temporary: Path, path: Path) -> None:
    # On Windows a virus scanner may hold either file for a moment.
    for pause in (0.05, 0.1, 0.2) if os.name == "nt" else ():
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(why: OSError, path: Path) -> CannotDo:
    if isinstance(why, PermissionError):
        return CannotDo(
            f"“{path.name}” cannot be written; close it in Excel if it is open there, or choose another name."
        )
    if isinstance(why, IsADirectoryError):
        return CannotDo(f"“{path.name}” is a folder; save under another name.")
    if why.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotDo(f"The disk is full, so “{path.name}” was not written; free some space and try again.")
    return CannotDo(f"“{path.name}” could not be written ({why.strerror}); save it in another folder.")
