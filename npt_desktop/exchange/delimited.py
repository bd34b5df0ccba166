"""CSV files: written so that a spreadsheet program runs nothing in them, read back as they were."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from npt_desktop.exchange.book import Book, Progress, Sheet, UnreadableWorkbook, Value
from npt_desktop.exchange.cells import clean_text, text_of
from npt_desktop.exchange.limits import Limits
from npt_desktop.files import write_atomically
from npt_desktop.rules.guarding import guard, unguard

_TELL_EVERY = 500
_NAMED = 5
"""Lines of another encoding named one by one."""
_QUOTED = re.compile('"(?:[^"]|"")*"')


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

    UTF-8 with or without a mark, UTF-16 with one, otherwise Windows-1252; a file that mixes the two is read line
    by line and says so in its warnings. Comma, semicolon or tab, whichever the first divided line has most of.
    Raises :class:`UnreadableWorkbook`.
    """
    bounds = limits or Limits()
    text, warnings = read_text(path, bounds)
    rows = [tuple(unguard(cell) or None for cell in cells) for cells in divided(text, path.name, bounds)]
    return Book(path.name, (Sheet(path.stem, tuple(rows)),), warnings)


def read_text(path: Path, bounds: Limits) -> tuple[str, tuple[str, ...]]:
    """The text of a CSV file and what to say of its encoding. Raises :class:`UnreadableWorkbook`."""
    try:
        size = path.stat().st_size
        with path.open("rb") as source:
            content = source.read(bounds.file_size + 1) if size <= bounds.file_size else b""
    except OSError:
        raise UnreadableWorkbook(
            "in_use", f"“{path.name}” cannot be opened; close it in Excel first."
        ) from None
    if max(size, len(content)) > bounds.file_size:
        raise UnreadableWorkbook(
            "file_too_big",
            f"“{path.name}” is larger than {bounds.file_size // 2**20:,} MB; split it by year and try again.",
        )
    if not content.strip():
        raise UnreadableWorkbook("empty", f"“{path.name}” is an empty file; ask for it to be sent again.")
    text, warnings = _decoded(content)
    if "\0" in text or content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UnreadableWorkbook("not_csv", f"“{path.name}” is not a CSV file; save it as CSV and try again.")
    return text, warnings


def divided(text: str, name: str, bounds: Limits) -> Iterator[list[str]]:
    """The rows of a CSV text, cell by cell as they stand. Raises :class:`UnreadableWorkbook`, naming the file."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for count, cells in enumerate(reader):
            if count >= bounds.rows or len(cells) > bounds.columns:
                raise UnreadableWorkbook("too_large", f"“{name}” holds too much; split it and try again.")
            yield cells
    except csv.Error:
        raise UnreadableWorkbook(
            "damaged", f"“{name}” is damaged; open it in Excel, save it as .xlsx, and use that."
        ) from None


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float | date | datetime):
        return text_of(value)
    return guard(clean_text(text_of(value)))


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and a sentence where lines of two encodings stand in one file."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    lines, older, newer = [], [], False
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
            newer = newer or not line.isascii()
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            older.append(number)
    if not newer:
        return "\n".join(lines), ()
    where = ", ".join(map(str, older[:_NAMED])) + (" and more" if len(older) > _NAMED else "")
    one = len(older) == 1
    word, were, their = ("Line", "was", "its") if one else ("Lines", "were", "their")
    return "\n".join(lines), (
        f"The file mixes two encodings. {word} {where} {were} read as Windows-1252: check {their} accents and signs.",
    )


def _delimiter(text: str) -> str:
    """The mark the first divided line has most of; what is between quotes does not count."""
    for line in _QUOTED.sub("", text[:20_000]).splitlines():
        mark = max(",;\t", key=line.count)
        if mark in line:
            return mark
    return ","
