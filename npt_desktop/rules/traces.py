"""The trace of a journal that every export carries: where it stood when the export was made.

A store that no longer holds the link an export names was cut or written anew since; one export is enough to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHOLE = re.compile(r"npt-journal:([0-9a-f]{32}):([1-9][0-9]{0,11}):([0-9a-f]{64})(?![0-9a-f])")
_SHORT = re.compile(r"\s*([1-9][0-9]{0,11})\s*-\s*([0-9a-fA-F]{12})\s*")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Trace:
    """The uid of a store's first change set, the number of the last one and its link, or the link's beginning."""

    store_id: str
    number: int
    link: str

    @property
    def words(self) -> str:
        """As a file carries it."""
        return f"npt-journal:{self.store_id}:{self.number}:{self.link}"

    @property
    def short(self) -> str:
        """As it is printed, for a person to type: the number and the beginning of the link."""
        return f"{self.number}-{self.link[:_SHOWN]}"


def traces_in(text: str) -> list[Trace]:
    """Every trace written in a text."""
    return [Trace(found[1], int(found[2]), found[3]) for found in _WHOLE.finditer(text)]


def typed(text: str) -> Trace | None:
    """A trace as a person types it from paper; None for anything else. It names no store."""
    found = _SHORT.fullmatch(text)
    return None if found is None else Trace("", int(found[1]), found[2].lower())
