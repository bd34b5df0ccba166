"""Putting a file on disk so that the old one survives whatever goes wrong, and naming it.

Below every layer that writes: workbooks, CSV, PDF and pages all go through it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from npt_desktop.errors import CannotDo

_NAME_LIMIT = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


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
        sync_folder(path.parent)
    except OSError as why:
        raise _refusal(why, path) from why
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def file_name(stem: str, marking: str, suffix: str) -> str:
    """A name every system accepts: ``Priorities Gedling July 2026 OFFICIAL.pdf``.

    Allowed characters only, no reserved name, no trailing dot, at most 120 characters with the
    marking and ``suffix`` (".pdf") kept whole.
    """
    tail = f" {_allowed(marking.upper())}".rstrip() + suffix
    kept = _allowed(stem)[: _NAME_LIMIT - len(tail)].rstrip(" .-")
    if not kept or _RESERVED.match(kept):
        kept = f"Report {kept}".rstrip()[: _NAME_LIMIT - len(tail)]
    return kept + tail


def safe_name(name: str, otherwise: str = "file") -> str:
    """The last part of a name as every system accepts it, with its suffix: letters of any alphabet stay, folders,
    control and turning characters, reserved names and leading dots do not; at most 120 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(
        letter if unicodedata.category(letter)[0] not in "CZ" and letter not in '<>:"|?*' else " "
        for letter in last
    )
    stem, dot, suffix = " ".join(plain.split()).rstrip(" .").rpartition(".")
    if not dot or not suffix.isalnum() or len(suffix) > 12:
        stem, dot, suffix = f"{stem}{dot}{suffix}", "", ""
    stem = stem.strip(" .")
    if not stem or _RESERVED.match(f"{stem}{dot}{suffix}"):
        stem = f"{otherwise} {stem}".rstrip()
    tail = f"{dot}{suffix}"
    return stem[: _NAME_LIMIT - len(tail)].rstrip(" .") + tail


def _allowed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in plain)
    return " ".join(kept.split())


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


def sync_folder(folder: Path) -> None:
    """Have the disk keep a renaming in a folder, where the system can."""
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
