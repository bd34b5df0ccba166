"""Some rows of a sheet as one line between the two processes, column by column: most columns hold text alone, which
is then one piece of JSON instead of one for each cell.

A chunk is ``[number of rows, column, ...]``. A column is its cells' text joined by :data:`BETWEEN`, or ``{"days":
joined}`` or ``{"moments": joined}`` for dates and for dates with a time (an empty piece is an empty cell), or else the
list of its cells, each as :mod:`.worker` tags it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from npt_desktop.exchange.book import Row, Value

BETWEEN = "\x7f"
"""A character that people do not type and JSON need not escape; a column that holds it travels as a list."""
_ALLOWED = frozenset({str, int, float, bool, date, datetime, time, type(None)})
_READ: dict[str, Any] = {"days": date.fromisoformat, "moments": datetime.fromisoformat}


def packed(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Rows of one length as a chunk; empty cells are ``""``."""
    return [len(rows), *map(_column, zip(*rows, strict=True))]


def _column(cells: tuple[Any, ...]) -> object:
    kinds = set(map(type, cells))
    if kinds == {str}:
        joined = BETWEEN.join(cells)
        return joined if joined.count(BETWEEN) == len(cells) - 1 else cells
    for name, kind in (("days", date), ("moments", datetime)):
        if kinds <= {kind, str} and not any(type(cell) is str and cell for cell in cells):
            return {name: BETWEEN.join([cell and cell.isoformat() for cell in cells])}
    return cells


class Unpacker:
    """Chunks of one sheet back into rows. Equal cells of a column that repeats itself become one object: a log of
    200,000 rows has few different audiences, officers and days."""

    def __init__(self, pad: int, columns: int) -> None:
        """``pad`` empty cells stand before each row; a row may have that many ``columns``."""
        self._pad, self._most = pad, columns
        self._kept: dict[Value, Value] = {}

    def rows(self, chunk: list[Any]) -> list[Row]:
        """The rows of a chunk; raises ValueError for anything that :func:`packed` does not make."""
        count, *columns = chunk
        if type(count) is not int or count < 1 or len(columns) > self._most:
            raise ValueError("no chunk")
        cells = [self._cells(column, count) for column in columns]
        if any(len(column) != count for column in cells):
            raise ValueError("columns of several lengths")
        blank: list[Value] = [None] * count
        return list(zip(*(blank for _ in range(self._pad)), *cells, strict=True)) or [()] * count

    def _cells(self, column: object, count: int) -> Sequence[Value]:
        if isinstance(column, str):
            texts = column.split(BETWEEN)
            different = set(texts)
            if len(different) * 4 < count:
                return list(map(self._one(different, lambda text: text or None).__getitem__, texts))
            return [text or None for text in texts] if "" in different else texts
        if isinstance(column, dict):
            ((name, joined),) = column.items()
            if name not in _READ or not isinstance(joined, str):
                raise ValueError("no column")
            texts, read = joined.split(BETWEEN), _READ[name]
            return list(map(self._one(set(texts), lambda t: read(t) if t else None).__getitem__, texts))
        if not isinstance(column, list) or not _ALLOWED.issuperset(map(type, column)):
            raise ValueError("no column")
        return [None if cell == "" else cell for cell in column]

    def _one(self, texts: set[str], read: Any) -> dict[str, Value]:
        """What each text stands for, as one object wherever it stood before."""
        kept = self._kept
        return {text: kept.setdefault(value, value) for text in texts for value in (read(text),)}
