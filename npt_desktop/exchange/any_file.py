"""Any file of records: a workbook by what it is, whatever its name; text by its name."""

from __future__ import annotations

from pathlib import Path

from npt_desktop.exchange.book import Book, Progress
from npt_desktop.exchange.delimited import read_csv
from npt_desktop.exchange.limits import OLE
from npt_desktop.exchange.safe import read_workbook

_TEXT = (".csv", ".tsv", ".txt")
_ZIP = b"PK\x03\x04"


def read_any(path: Path, progress: Progress | None = None) -> Book:
    """Read a workbook or a CSV file. A workbook saved under the name of a CSV file is read as what it is.

    Raises :class:`~npt_desktop.exchange.book.UnreadableWorkbook` with one sentence.
    """
    if path.suffix.lower() in _TEXT and not _is_workbook(path):
        return read_csv(path)
    return read_workbook(path, progress=progress)


def _is_workbook(path: Path) -> bool:
    try:
        with path.open("rb") as source:
            return source.read(8).startswith((OLE, _ZIP))
    except OSError:
        return False  # the reader says why
