"""What a row of the log says by field, read from the row when it is asked: an import holds tens of thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter
from typing import Any

from npt_desktop.exchange.engagement import LogRow
from npt_desktop.exchange.records import Item, ReadRow

_VALUES = {
    "date": "date", "audience": "audience_key", "purpose": "purpose_key", "who": "who", "lead": "lead_text",
    "summary": "summary", "outcome": "outcome", "score": "score",
}  # fmt: skip
_SAID = {**_VALUES, "audience": "audience_text", "purpose": "purpose_text"}
FIELDS = tuple(_VALUES)
"""The log's own columns, in the order a row says them."""
SAID = (*FIELDS, "lead_key")
_row = attrgetter("row")


class LogRows(Iterable[ReadRow]):
    """The rows of a sheet in its order, each made when it is come to: those that could be read, and those ``refused``."""

    def __init__(
        self, read: Sequence[LogRow], made: Callable[[LogRow], ReadRow], refused: Iterable[ReadRow]
    ) -> None:
        self._read, self._made = sorted(read, key=_row), made
        self._refused = sorted(refused, key=_row)

    def __iter__(self) -> Iterator[ReadRow]:
        read = map(self._made, self._read)
        return merge(read, self._refused, key=_row) if self._refused else read


class LogValues(Mapping[str, Item]):
    """A row's values of the columns its sheet has (``fields``); ``area`` is the key of the area it names."""

    __slots__ = ("area", "fields", "row")

    def __init__(self, row: LogRow, fields: tuple[str, ...], area: Item = None) -> None:
        self.row, self.fields, self.area = row, fields, area

    def __getitem__(self, key: str) -> Item:
        if key not in self.fields:
            raise KeyError(key)
        found: Item = self.area if key == "area" else getattr(self.row, _VALUES[key])
        return found

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self.fields else default

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)


class LogSaid(Mapping[str, str]):
    """A row's words; ``fields`` may have ``area`` beside :data:`SAID`."""

    __slots__ = ("area", "fields", "row")

    def __init__(self, row: LogRow, fields: tuple[str, ...], area: str = "") -> None:
        self.row, self.fields, self.area = row, fields, area

    def __getitem__(self, key: str) -> str:
        if key not in self.fields:
            raise KeyError(key)
        row = self.row
        if key == "date":
            return f"{row.date:%d/%m/%Y}"
        if key == "score":
            return "" if row.score is None else str(row.score)
        if key == "lead_key":
            return row.lead_keys[0] if row.lead_keys else ""
        said: str = self.area if key == "area" else getattr(row, _SAID[key])
        return said

    def __iter__(self) -> Iterator[str]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)
