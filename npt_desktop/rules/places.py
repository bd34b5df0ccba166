"""Where a store may not be: on a network share or in a folder that a service copies elsewhere.

Source: SQLite, “Use SQLite over a network” (sqlite.org/useovernet.html) and “How to corrupt a database file”,
section 2: file locks over a network are not to be trusted, and a copy taken between a file and its journal is
no store. The names are data in ``resources/places.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath, PureWindowsPath

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class Places:
    """The names of synchronised folders and of file systems that are a network."""

    synchronised: tuple[str, ...]
    network: frozenset[str]


@cache
def standard_places() -> Places:
    """The names as packaged. Raises CannotDo naming the entry at fault."""
    entry = read_entry(resources() / "places.json")
    entry.only("synchronised_folders", "network_file_systems")
    return Places(entry.texts("synchronised_folders"), frozenset(entry.texts("network_file_systems")))


def why_no_place(path: str, file_system: str = "", synchronised: Iterable[str] = ()) -> str:
    """Why no store may be at a whole path; empty where one may.

    ``file_system`` is the system's word for what the path lies on, ``remote`` for a mapped drive;
    ``synchronised`` are folders the system itself says are copied elsewhere.
    """
    known = standard_places()
    if _is_share(path) or file_system.lower() in known.network:
        return (
            "a store on a network share can be damaged when two computers use it: copy it to this computer "
            "and open it there."
        )
    for part in _parts(path)[:-1]:
        if name := next((name for name in known.synchronised if _names(part, name)), ""):
            return _copied(name)
    here = [part.casefold() for part in _parts(path)]
    for folder in synchronised:
        there = [part.casefold() for part in _parts(folder)]
        if len(there) > 1 and here[: len(there)] == there:
            return _copied(_parts(folder)[-1])
    return ""


def _copied(name: str) -> str:
    return (
        f"{name} copies this folder while it is written, which can damage a store: keep it in a folder of this "
        "computer only, and send copies by File, Back up."
    )


def _is_share(path: str) -> bool:
    """``\\\\server\\share``, also with forward slashes or as ``\\\\?\\UNC\\server\\share``; not ``\\\\?\\C:``."""
    plain = path.replace("/", "\\")
    if not plain.startswith("\\\\"):
        return False
    return not re.match(r"\\\\[?.]\\(?!UNC\\)", plain, re.IGNORECASE)


def _parts(path: str) -> tuple[str, ...]:
    windows = "\\" in path or re.match(r"[A-Za-z]:", path)
    return PureWindowsPath(path).parts if windows else PurePosixPath(path).parts


def _names(part: str, name: str) -> bool:
    """A folder of that name, or of it with the owner after a dash or in brackets: “OneDrive - Force”."""
    part, name = part.casefold(), name.casefold()
    return part == name or bool(re.match(re.escape(name) + r"(-| - | \()", part))
