"""What a workbook or CSV file holds once it has been read: plain values, no library objects.

These classes cross layers: the reader makes them, layouts and parsers read them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from npt_desktop.errors import CannotDo

Value = str | int | float | bool | datetime | date | time | None
"""One cell. Text is exactly as stored; an empty cell is ``None``."""

Row = tuple[Value, ...]

Progress = Callable[[int, int, str], None]
"""Called often during long work as ``(done, total, words)``; a total of 0 means it is not known yet.

It may raise :class:`~npt_desktop.errors.Cancelled`, which stops the work and undoes what it did.
"""


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
