"""What a workbook or CSV file holds once it has been read: plain values, no library objects.

These classes cross layers: the reader makes them, layouts and parsers read them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from npt_desktop.errors import CannotDo

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of Excel's old container begins: .xls, and any workbook with a password."""

Value = str | int | float | bool | datetime | date | time | None
"""One cell. Text is exactly as stored; an empty cell is ``None``."""

Row = tuple[Value, ...]

Progress = Callable[[int, int, str], None]
"""Called often during long work as ``(done, total, words)``; a total of 0 means it is not known yet.

It may raise :class:`~npt_desktop.errors.Cancelled`, which stops the work and undoes what it did.
"""


@dataclass(frozen=True)
class Limits:
    """What a workbook may cost before it is refused. All may be changed by the caller.

    Sizes are in bytes, time in seconds. The defaults come from measurements over 1,600 public
    workbooks: the largest genuine compression ratio found was 121. Excel itself keeps at most 65,490 cell
    formats; with as many named styles and number formats a sound file stays below half of ``styles``.
    """

    file_size: int = 25 * 1024 * 1024
    parts: int = 4_000
    part_size: int = 150 * 1024 * 1024
    total_size: int = 300 * 1024 * 1024
    ratio: int = 250
    ratio_above: int = 1024 * 1024
    sheets: int = 60
    cells: int = 1_000_000
    rows: int = 50_000
    columns: int = 200
    styles: int = 400_000
    text_size: int = 64 * 1024 * 1024
    seconds: float = 20.0
    memory: int = 1024 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """One worksheet from its first used row on.

    ``rows[0]`` is the row numbered ``first_row`` in Excel (1 for the topmost); columns always start at A.
    Rows may differ in length. ``hidden_rows`` holds Excel row numbers.
    """

    name: str
    rows: tuple[Row, ...] = ()
    hidden: bool = False
    first_row: int = 1
    hidden_rows: frozenset[int] = frozenset()

    def row_number(self, index: int) -> int:
        """Excel's number of ``rows[index]``."""
        return self.first_row + index


@dataclass(frozen=True)
class Book:
    """A workbook read: its worksheets in order, and sentences about what may be missing from them."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    warnings: tuple[str, ...] = ()


class UnreadableWorkbook(CannotDo):
    """The file was refused. ``code`` is a short stable word for tests and logs; ``says`` is for the user."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
