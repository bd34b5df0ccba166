"""What the system says of a path: the file system it lies on and the folders it copies elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW
_EFFECTIVE = os.access in os.supports_effective_ids
_MOUNTS = Path("/proc/self/mounts")


def synchronised_folders() -> tuple[str, ...]:
    """The folders OneDrive says it keeps in step, by the environment it sets on Windows."""
    found = (os.environ.get(name, "") for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"))
    return tuple(path for path in found if path)


def writable(path: Path) -> bool:
    """Whether a file and what lies beside it may be written: the rights say so, and the medium."""
    return all(os.access(each, os.W_OK, effective_ids=_EFFECTIVE) for each in (path, path.parent))


def filesystem(path: Path) -> str:
    """The kind of file system under a path, ``remote`` for a mapped network drive; empty where it is not
    known."""
    if sys.platform == "win32":
        import ctypes

        drive = path.absolute().drive
        return "remote" if drive and ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE else ""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
        return of_mounts(str(path.resolve()), mounts)
    except OSError:
        return ""


def of_mounts(path: str, mounts: str) -> str:
    """The file system of a path by a table of mounts in Linux's words: the longest mount point above it, the
    last one of the same place."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        above = point.rstrip("/") + "/"
        if (path + "/").startswith(above) and len(above) >= best:
            best, kind = len(above), parts[2]
    return kind
