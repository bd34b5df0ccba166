"""Power cuts on paper: every write and sync of a workload is recorded, and the states that a cut could leave are built.

What was written to a file after its last sync may be there, may be missing, or may be there in part, 512 bytes at a
time; a truncation after it may or may not have happened. The model takes a journalling file system for granted:
a file that was synced exists under its name. Source of the model: SQLite, “Atomic Commit In SQLite”, sections 2 and 9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Did:
    """One thing done to a file: ``data`` written at ``at``, cut to ``at`` bytes (no data), or synced (``at`` -1)."""

    file: str
    at: int
    data: bytes | None = None


class Recorder(apsw.VFS):
    """A file system that does everything the usual one does, and notes it in ``log``."""

    def __init__(self, name: str) -> None:
        self.log: list[Did | int] = []
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self.log, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, log: list[Did | int], name: Any, flags: list[int]) -> None:
        self._log = log
        self._name = Path(name.filename() if hasattr(name, "filename") else str(name)).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._log.append(Did(self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._log.append(Did(self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._log.append(Did(self._name, -1))


def save_all(
    connection: Any, pragmas: tuple[str, ...], saves: int, save: Callable[[Any, int], None], log: list[Any]
) -> None:
    """Run ``save`` in so many transactions, note in ``log`` the number of each when it is confirmed, and close."""
    for pragma in pragmas:
        connection.execute(pragma)
    for number in range(1, saves + 1):
        connection.execute("BEGIN IMMEDIATE")
        save(connection, number)
        connection.execute("COMMIT")
        log.append(number)
    connection.close()


def recorded(
    path: Path, pragmas: tuple[str, ...], saves: int, save: Callable[[Any, int], None]
) -> list[Did | int]:
    """Run ``save`` in so many transactions on the store at ``path`` and return what was done to its files; a
    number among it stands where the save of that number was confirmed."""
    recorder = Recorder(f"recorder {path}")
    connection = apsw.Connection(str(path), vfs=f"recorder {path}")
    save_all(connection, pragmas, saves, save, recorder.log)
    log = list(recorder.log)
    recorder.unregister()
    return log


def cut(
    log: list[Did | int], first: dict[str, bytes], moment: int, random: Random
) -> tuple[dict[str, bytes], int]:
    """The files as a power cut after ``moment`` things leaves them, and how many saves were confirmed by then."""
    done = log[:moment]
    confirmed = max((each for each in done if isinstance(each, int)), default=0)
    files: dict[str, bytearray] = {name: bytearray(content) for name, content in first.items()}
    synced = {each.file: at for at, each in enumerate(done) if isinstance(each, Did) and each.at == -1}
    mood = random.choice(("drop", "keep", "each", "torn"))
    for at, each in enumerate(done):
        if isinstance(each, int) or each.at == -1:
            continue
        content = files.setdefault(each.file, bytearray())
        safe = at < synced.get(each.file, -1)
        if not safe and (mood == "drop" or (mood != "keep" and random.random() < 0.5)):
            continue
        if each.data is None:
            del content[each.at :]
        elif safe or mood != "torn":
            _write(content, each.at, each.data)
        else:
            for start in range(0, len(each.data), SECTOR):
                if random.random() < 0.5:
                    _write(content, each.at + start, each.data[start : start + SECTOR])
    return {name: bytes(content) for name, content in files.items()}, confirmed


def _write(content: bytearray, at: int, data: bytes) -> None:
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data
