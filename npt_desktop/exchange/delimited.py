"""CSV files: written so that a spreadsheet program runs nothing in them, read back as they were."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from npt_desktop.exchange.book import Book, Limits, Progress, Row, Sheet, UnreadableWorkbook, Value
from npt_desktop.exchange.cells import clean_text, text_of
from npt_desktop.files import write_atomically

_TELL_EVERY = 500
_DANGEROUS = re.compile("'*[ \xa0]*[=+\\-@\t\r\n＝＋－＠]")
_QUOTED = re.compile('"(?:[^"]|"")*"')
_GUARDED = re.compile("'+[ \xa0]*[=+\\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """An apostrophe before text a spreadsheet program could take for a formula (OWASP ASVS 1.2.10)."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Take back exactly what :func:`guard` put there."""
    return text[1:] if _GUARDED.match(text) else text


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]], *, progress: Progress | None = None
) -> int:
    """Write a CSV file in UTF-8 with a byte order mark, as Excel expects; return how many rows.

    Text is guarded, dates are dd/mm/yyyy, line ends within text LF. Raises as
    :func:`~npt_desktop.files.write_atomically` does.
    """
    count = 0
    with write_atomically(path) as out:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="")
        try:
            writer = csv.writer(text)
            writer.writerow([guard(clean_text(title)) for title in header])
            for row in rows:
                if progress is not None and count % _TELL_EVERY == 0:
                    progress(count, len(rows) if isinstance(rows, Sequence) else 0, "Writing")
                writer.writerow([_shown(value) for value in row])
                count += 1
            text.flush()
        finally:
            text.detach()
    return count


def read_csv(path: Path, *, limits: Limits | None = None) -> Book:
    """Read a CSV file as a book of one sheet of text, with guards taken off.

    UTF-8 with or without a mark, UTF-16 with one, otherwise Windows-1252. Comma, semicolon or tab, whichever
    the first divided line has most of. Raises :class:`UnreadableWorkbook`.
    """
    bounds = limits or Limits()
    try:
        with path.open("rb") as source:
            content = source.read(bounds.file_size + 1)
    except OSError:
        raise UnreadableWorkbook(
            "in_use", f"“{path.name}” cannot be opened; close it in Excel first."
        ) from None
    if len(content) > bounds.file_size:
        raise UnreadableWorkbook(
            "file_too_big", f"“{path.name}” is too large; split it by year and try again."
        )
    if not content.strip():
        raise UnreadableWorkbook("empty", f"“{path.name}” is an empty file; ask for it to be sent again.")
    text = _decoded(content)
    if "\0" in text or content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UnreadableWorkbook("not_csv", f"“{path.name}” is not a CSV file; save it as CSV and try again.")
    rows: list[Row] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            if len(rows) >= bounds.rows or len(cells) > bounds.columns:
                raise UnreadableWorkbook(
                    "too_large", f"“{path.name}” holds too much; split it and try again."
                )
            rows.append(tuple(unguard(cell) or None for cell in cells))
    except csv.Error:
        raise UnreadableWorkbook(
            "damaged", f"“{path.name}” is damaged; open it in Excel, save it as .xlsx, and use that."
        ) from None
    return Book(path.name, (Sheet(path.stem, tuple(rows)),))


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float | date | datetime):
        return text_of(value)
    return guard(clean_text(text_of(value)))


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The mark the first divided line has most of; what is between quotes does not count."""
    for line in _QUOTED.sub("", text[:20_000]).splitlines():
        mark = max(",;\t", key=line.count)
        if mark in line:
            return mark
    return ","
