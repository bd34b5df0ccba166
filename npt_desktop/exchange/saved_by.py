"""Who saved a workbook last, and when, as the program that saved it says."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

_PART = "docProps/core.xml"
_MOST = 64 * 1024
_BY = re.compile(r"<cp:lastModifiedBy[^>]*>([^<]{0,200})</cp:lastModifiedBy>")
_AT = re.compile(r"<dcterms:modified[^>]*>([^<]{0,40})</dcterms:modified>")


def saved_by(path: Path) -> tuple[str, datetime | None]:
    """The name and the time; nobody and None where the file does not say, as a CSV file or an older workbook does
    not. For files that were read already: only the one small part is looked at, and nothing of it is run."""
    try:
        with zipfile.ZipFile(path) as book, book.open(_PART) as part:
            words = part.read(_MOST).decode("utf-8", "replace")
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return "", None
    by, at = _BY.search(words), _AT.search(words)
    return " ".join(unescape(by[1]).split()) if by else "", _time(at[1]) if at else None


def _time(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
