"""The two families of errors.

What a person can mend is a :class:`CannotDo`: one clear sentence saying what to do, nothing lost.
Everything else is a bug: it travels as the exception it is, is logged without personal text, and
leaves the store as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


class CannotDo(Exception):  # noqa: N818 - a refusal with a remedy, not a fault
    """Refused for a reason the user can mend.

    ``says`` is one sentence for the person: what is wrong and what to do. ``field`` names the form
    field it belongs to, when there is one, so that a screen can put the focus there.
    """

    def __init__(self, says: str, *, field: str = "") -> None:
        super().__init__(says)
        self.says = says
        self.field = field


class NotAllowed(CannotDo):
    """The signed-in role may not do this."""


class Clash(CannotDo):
    """The record was changed since it was read. ``theirs`` holds the other's values by field, where known."""

    def __init__(self, says: str, theirs: Mapping[Any, Any] | None = None) -> None:
        super().__init__(says)
        self.theirs = dict(theirs or {})


class NotOurStore(CannotDo):
    """The file cannot be opened as a store: not ours, newer, damaged, locked or read-only."""


class OnlyReadable(NotOurStore):
    """The store at ``path`` cannot be written: its file, its folder or the medium may only be read. A copy of it
    can be looked at."""

    def __init__(self, says: str, path: Path) -> None:
        super().__init__(says)
        self.path = path


class Locked(NotOurStore):
    """The store at ``path`` is encrypted and its key is not known: its recovery passphrase opens it."""

    def __init__(self, says: str, path: Path) -> None:
        super().__init__(says)
        self.path = path


class Cancelled(Exception):  # noqa: N818 - an answer, not a fault
    """The user stopped a long piece of work; everything it did has been rolled back."""


class Incomplete(CannotDo):
    """A form with fields to mend: ``fields`` maps each field to its one sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        first = next(iter(fields))
        super().__init__(fields[first], field=first)
        self.fields = fields
