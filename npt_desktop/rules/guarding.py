"""Text on its way to a spreadsheet program as text alone: in a CSV file, or on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DANGEROUS = re.compile("'*[ \xa0]*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?( ?%)?")
_GUARDED = re.compile("'+[ \xa0]*[=+\\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """An apostrophe before text a spreadsheet program could take for a formula (OWASP ASVS 1.2.10)."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Take back exactly what :func:`guard` put there."""
    return text[1:] if _GUARDED.match(text) else text


def as_lines(rows: Iterable[Sequence[str]]) -> str:
    """Cells as they are copied: a line a row, tabs between cells, blanks and line ends within a cell as one blank,
    and no cell a formula where it is pasted. A number keeps its sign."""
    return "\n".join("\t".join(_cell(" ".join(cell.split())) for cell in row) for row in rows)


def _cell(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else guard(text)
