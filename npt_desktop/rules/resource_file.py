"""Reading a packaged data file, so that a mistake made by hand is told in one sentence.

Checklists, lists and thresholds are data a force may edit (house rule 8). Each loader reads through this
small wrapper, which names the file and the entry at fault and never shows a traceback for a missing comma.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from npt_desktop.errors import CannotDo


class Entry:
    """One JSON object of a data file, with the words to say where a mistake is."""

    __slots__ = ("_file", "_values", "_where")

    def __init__(self, values: object, *, file: str, where: str = "") -> None:
        self._file = file
        self._where = where
        if not isinstance(values, dict):
            refuse(file, where, "should be a group of named values in curly brackets")
        self._values: Mapping[str, object] = values

    def text(self, key: str, *, optional: bool = False) -> str:
        """The words under ``key``; blank is refused unless ``optional``."""
        value = self._values.get(key, "" if optional else None)
        if not isinstance(value, str) or (not optional and not value.strip()):
            self.refuse(f"needs words under “{key}”")
        return value

    def whole(self, key: str, *, low: int, high: int) -> int:
        """The whole number under ``key``, within ``low`` and ``high``."""
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.refuse(f"needs a whole number from {low} to {high} under “{key}”")
        return value

    def flag(self, key: str) -> bool:
        """True or false under ``key``; absent is false."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"needs true or false under “{key}”")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words under ``key``; absent is empty."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.refuse(f"needs a list of words in square brackets under “{key}”")
        words = tuple(word for word in value if isinstance(word, str) and word.strip())
        if len(words) != len(value):
            self.refuse(f"needs a list of words in square brackets under “{key}”")
        return words

    def wholes(self, key: str, *, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers under ``key``; absent is empty."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            self.refuse(f"needs a list of numbers in square brackets under “{key}”")
        numbers = tuple(
            n for n in value if isinstance(n, int) and not isinstance(n, bool) and low <= n <= high
        )
        if len(numbers) != len(value):
            self.refuse(f"needs whole numbers from {low} to {high} under “{key}”")
        return numbers

    def entries(self, key: str) -> Iterator[Entry]:
        """The list of groups under ``key``, each an entry that knows its place."""
        value = self._values.get(key)
        if not isinstance(value, list):
            self.refuse(f"needs a list in square brackets under “{key}”")
        for place, item in enumerate(value, start=1):
            yield Entry(item, file=self._file, where=f"“{key}” entry {place}")

    def entry(self, key: str) -> Entry:
        """The one group under ``key``."""
        return Entry(self._values.get(key), file=self._file, where=f"“{key}”")

    def names(self) -> tuple[str, ...]:
        """The names in this entry, in their order."""
        return tuple(self._values)

    def only(self, *keys: str) -> None:
        """Refuse a key nobody reads: it is a misspelling."""
        strange = sorted(set(self._values) - set(keys))
        if strange:
            self.refuse(
                f"has an entry “{strange[0]}” that means nothing here: correct its spelling or remove it"
            )

    def refuse(self, says: str) -> NoReturn:
        """Refuse this entry with a sentence that names the file and the place."""
        refuse(self._file, self._where, says)


def refuse(file: str, where: str, says: str) -> NoReturn:
    """Raise the refusal of a data file."""
    place = f"{file}, {where}," if where else file
    raise CannotDo(f"{place} {says}.")


def read_entry(path: Path) -> Entry:
    """The whole file as one entry.

    Raises CannotDo when the file is missing, is not text, or is not JSON: the line is named.
    """
    try:
        words = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CannotDo(f"{path.name} is missing: put it back beside the other data files.") from None
    except UnicodeDecodeError:
        raise CannotDo(f"{path.name} is not plain text: save it again as UTF-8.") from None
    try:
        values = json.loads(words)
    except json.JSONDecodeError as mistake:
        raise CannotDo(
            f"{path.name} cannot be read at line {mistake.lineno}: a comma, quote or bracket is missing."
        ) from None
    except RecursionError:
        raise CannotDo(f"{path.name} cannot be read: its brackets are nested far too deep.") from None
    return Entry(values, file=path.name)
