"""An export or a backup held against the store: does the journal still hold the link it names?

Any one file that left the store is enough to notice a tail that was cut off since, or a journal written anew.
"""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from npt_desktop.rules.traces import Trace, traces_in, typed
from npt_desktop.store import engine, mark, opening
from npt_desktop.store.health import Finding

_PROPERTIES = "docProps/custom.xml"
_MOST_PROPERTIES, _MOST = 200_000, 100_000_000
"""Bytes: of a workbook's properties, and of any other file that is looked through."""


def against(store: Path, source: str) -> Finding:
    """Hold one file, or a reference typed from a printed page, against a store that was examined.

    Raises NotOurStore where the file is a store that cannot be opened.
    """
    path = Path(source)
    name = f"against {path.name}"
    trace = _read(path) if path.exists() else typed(source)
    if trace is None:
        says = (
            "It carries no trace of a journal: choose a backup, or a workbook, PDF or page as this program wrote it."
            if path.exists()
            else "There is no such file, and no reference as printed at the foot of a PDF (such as 1432-3f9a12c4d0e1)."
        )
        return Finding(name, False, says)
    try:
        with closing(engine.plain(store)) as connection:
            first = connection.execute("SELECT uid FROM change_set ORDER BY id LIMIT 1").fetchone()
            row = connection.execute("SELECT link FROM change_set WHERE id = ?", (trace.number,)).fetchone()
    except sqlite3.DatabaseError:
        return Finding(name, False, "The journal cannot be read: restore the latest backup.")
    if row is not None and str(row[0]).startswith(trace.link):
        return Finding(
            name, True, f"The store still holds change set {trace.number}, at which this was made."
        )
    if trace.store_id and (first is None or str(first[0]) != trace.store_id):
        return Finding(
            name, False, "This was made from another store: choose one that was made from this store."
        )
    return Finding(name, False, f"The journal was cut or written anew: this was made at change set {trace.number}, "
                   "which the store no longer holds. Keep this file as it is and compare it with a backup.")  # fmt: skip


def _read(path: Path) -> Trace | None:
    if path.suffix.lower() == ".npt":
        opening.examine(path, reading=True)
        try:
            return _of_mark(mark.of(path, datetime.now(UTC), content=False))
        except sqlite3.DatabaseError:
            return None
    kept = mark.read(path) if path.suffix.lower() == ".json" else None
    if kept is not None:
        return _of_mark(kept)
    try:
        found = traces_in(_text(path))
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, ValueError):
        return None
    return max(found, key=lambda trace: trace.number, default=None)


def _text(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book, book.open(_PROPERTIES) as part:
            return part.read(_MOST_PROPERTIES).decode("utf-8", "replace")
    with path.open("rb") as file:
        return file.read(_MOST).decode("latin-1")


def _of_mark(kept: mark.Mark) -> Trace | None:
    return Trace(kept.store_id, kept.change_sets, kept.last_link) if kept.change_sets else None
