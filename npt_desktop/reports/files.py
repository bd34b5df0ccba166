"""Writing a finished output so that the old file survives until the new one is whole."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path

from npt_desktop.errors import CannotDo

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)")
_NAME_LIMIT = 120


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, or leave what was there untouched.

    A temporary file beside the target is flushed to the disk and renamed over it. Raises
    :class:`CannotDo` where the user can mend it: file open elsewhere, folder missing, disk full.
    """
    draft = Path()
    try:
        handle, name = tempfile.mkstemp(prefix=".npt-", suffix=".part", dir=path.parent)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        if draft.name:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        raise _refusal(error, path) from error
    except BaseException:
        if draft.name:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        raise


def _refusal(error: OSError, path: Path) -> CannotDo:
    if isinstance(error, PermissionError):
        return CannotDo(
            f"{path.name} cannot be written. Close the file in the other program, or choose another name."
        )
    if isinstance(error, IsADirectoryError):
        return CannotDo(f"{path.name} is a folder. Choose another name.")
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return CannotDo("The folder is no longer there. Choose another folder.")
    if error.errno == errno.ENOSPC:
        return CannotDo("The disk is full. Free some space, or choose another disk.")
    return CannotDo(f"{path.name} cannot be written there. Choose another folder.")


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


def _allowed(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    kept = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in plain)
    return " ".join(kept.split())
