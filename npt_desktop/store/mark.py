"""What is kept beside each copy of a store: its content's hash, and where the journal stood.

The chain of the journal shows every change within it, but not that its last links were cut off. So each copy
remembers the number of change sets and the last link; a store whose journal does not hold that link was cut, or
is another. So does this computer, in the user's own settings folder, from each closing of the store to the next. Restoring an older copy takes the store back on purpose: it leaves a mark of its own, and marks from
before it no longer bind.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from npt_desktop.errors import CannotDo
from npt_desktop.paths import settings_folder
from npt_desktop.store import engine


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a journal stood: its first link, how many change sets, the last link; ``store_id``, the uid of the
    first change set, tells stores apart (marks of earlier versions have only the first link).

    ``content`` is the SHA-256 of the copy's bytes; empty for the mark a restoring leaves.
    """

    made_at: str
    first_link: str
    change_sets: int
    last_link: str
    content: str = ""
    store_id: str = ""


def beside(copy: Path) -> Path:
    """Where the mark of a copy is kept."""
    return copy.with_name(f"{copy.name}.json")


def restored(store: Path, folder: Path) -> Path:
    """Where the mark of the store's last restoring is kept."""
    return folder / f"{store.stem} restored.json"


def remembered(store: Path) -> Path:
    """Where this computer keeps the mark of a store it closed: not beside it."""
    place = hashlib.sha256(os.fsencode(store.resolve())).hexdigest()[:32]
    return settings_folder() / "journals" / f"{place}.json"


def remember(store: Path, now: datetime) -> None:
    """Keep where the journal of a store stands now, unless it no longer holds what was remembered before:
    ``check`` goes on to tell that. A settings folder that cannot be written remembers nothing."""
    with suppress(OSError, sqlite3.DatabaseError, CannotDo):
        if holds(store, read(remembered(store))) is not False:
            _remember(store, now)


def remember_anew(store: Path, now: datetime) -> None:
    """The program or a person put this store here: what was remembered before no longer binds."""
    forget(store)
    with suppress(OSError, sqlite3.DatabaseError, CannotDo):
        _remember(store, now)


def forget(store: Path) -> None:
    """Remember nothing of what stood here."""
    with suppress(OSError):
        remembered(store).unlink(missing_ok=True)


def _remember(store: Path, now: datetime) -> None:
    path = remembered(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    keep(of(store, now, content=False), path)


def holds(store: Path, mark: Mark | None) -> bool | None:
    """Whether the journal of a store still holds the link of a mark; None where there is nothing to compare.
    Raises sqlite3.DatabaseError when the store cannot be read."""
    if mark is None or not mark.change_sets:
        return None
    return link_at(store, mark.change_sets) == mark.last_link


def of(file: Path, now: datetime, *, content: bool = True) -> Mark:
    """The mark of a store's file as it stands. Raises sqlite3.DatabaseError when it cannot be read."""
    with closing(engine.plain(file)) as connection:
        first = connection.execute("SELECT link, uid FROM change_set ORDER BY id LIMIT 1").fetchone()
        last = connection.execute("SELECT link FROM change_set ORDER BY id DESC LIMIT 1").fetchone()
        count = connection.execute("SELECT count(*) FROM change_set").fetchone()[0]
    at = now.isoformat(timespec="seconds")
    link, uid = ("", "") if first is None else map(str, first)
    end = "" if last is None else str(last[0])
    return Mark(at, link, int(count), end, sha256(file) if content else "", uid)


def sha256(file: Path) -> str:
    """The hash of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep(mark: Mark, path: Path) -> None:
    """Write a mark, whole or not at all. Raises OSError."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(asdict(mark), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path) -> Mark | None:
    """A kept mark; None when there is none or it cannot be read as one."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Mark(str(fields["made_at"]), str(fields["first_link"]), int(fields["change_sets"]),
                    str(fields["last_link"]), str(fields["content"]),
                    str(fields.get("store_id", "")))  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None


def latest(store: Path, folder: Path) -> Mark | None:
    """The mark that binds the store: the one of the most change sets since it was last restored."""
    again, first = read(restored(store, folder)), _first(store)
    own = again is not None and _same(again, first)
    found = [again] if own and again is not None else []
    for path in folder.glob(f"{glob_escape(store.stem)} *.npt.json") if folder.is_dir() else ():
        mark = read(path)
        if mark is None or not mark.first_link or not _same(mark, first):
            continue
        if not own or again is None or mark.made_at > again.made_at:
            found.append(mark)
    return max(found, key=lambda mark: mark.change_sets, default=None)


def link_at(store: Path, change_set: int) -> str:
    """The link of the store's n-th change set, counted from one; empty when there are fewer."""
    with closing(engine.plain(store)) as connection:
        sql = "SELECT link FROM change_set ORDER BY id LIMIT 1 OFFSET ?"
        row = connection.execute(sql, (change_set - 1,)).fetchone()
    return "" if row is None else str(row[0])


def glob_escape(name: str) -> str:
    """A file name as a pattern that matches it alone."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _first(store: Path) -> tuple[str, str]:
    """The first link of a store and the uid of its change set."""
    with closing(engine.plain(store)) as connection:
        row = connection.execute("SELECT link, uid FROM change_set ORDER BY id LIMIT 1").fetchone()
    return ("", "") if row is None else (str(row[0]), str(row[1]))


def _same(mark: Mark, first: tuple[str, str]) -> bool:
    """Whether a mark is of the store that begins so. By the id where it has one: whoever writes a journal anew
    changes its first link."""
    return mark.store_id == first[1] if mark.store_id else mark.first_link == first[0]
