"""Field by field: what becomes of a record two sides may have changed since it stood as its base.

Untouched stays, a change on one side applies, the same change on both is one change, and different changes are
for a person to settle. A silent winner loses somebody's work (market study, section 3, "Merge").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Copy(StrEnum):
    """Which copy of a workbook taken out came back, beside one that was brought back before."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """What becomes of one field."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    CLASH = "clash"


def settle(base: T, mine: T, theirs: T) -> Outcome:
    """One field: as it left, as it is here, as it came back."""
    if mine == theirs:
        return Outcome.SAME
    if theirs == base:
        return Outcome.MINE
    if mine == base:
        return Outcome.THEIRS
    return Outcome.CLASH


@dataclass(frozen=True)
class Clash(Generic[T]):
    """A field both sides changed, each otherwise."""

    base: T
    mine: T
    theirs: T


@dataclass(frozen=True)
class Merged(Generic[T]):
    """A record merged: ``take`` are fields of theirs that apply, ``clashes`` those a person must settle."""

    take: dict[str, T] = field(default_factory=dict)
    clashes: dict[str, Clash[T]] = field(default_factory=dict)


def merge_record(base: Mapping[str, T], mine: Mapping[str, T], theirs: Mapping[str, T]) -> Merged[T]:
    """The fields ``theirs`` names, against base and mine, which name at least those.

    Laws (held by tests): merging what was taken again takes nothing; what only one side changed never clashes;
    the two sides see the same clashes.
    """
    take: dict[str, T] = {}
    clashes: dict[str, Clash[T]] = {}
    for name, value in theirs.items():
        outcome = settle(base[name], mine[name], value)
        if outcome is Outcome.THEIRS:
            take[name] = value
        elif outcome is Outcome.CLASH:
            clashes[name] = Clash(base[name], mine[name], value)
    return Merged(take, clashes)


def merge_gone(base: Mapping[str, T] | None, mine: Mapping[str, T] | None) -> Outcome:
    """A record the other side removed: THEIRS where it still stands as it left, CLASH where it was changed
    here, SAME where it is gone here too."""
    if mine is None:
        return Outcome.SAME
    return Outcome.THEIRS if base is not None and dict(base) == dict(mine) else Outcome.CLASH


def which_copy(stands: int, as_it_left: int, otherwise: int, *, same_place: bool) -> Copy:
    """Whether a workbook is the copy that was brought back before, edited further, going by what becomes of that
    which it brought then: how much of it still ``stands``, how much reads ``as_it_left`` the store, how much says
    something else.

    Two people may work on copies of one workbook: taking the second's untouched cells for a change of mind of the
    first's would undo the first's work, and the second's edits of the same cells are not the first's. A file in the
    same place is the same copy, unless little of what it brought is left of it: then it may be either.
    """
    if not same_place:
        return Copy.SAME if stands > as_it_left + otherwise else Copy.OTHER
    if not as_it_left or stands >= as_it_left:
        return Copy.SAME if stands or otherwise else Copy.OTHER
    return Copy.UNSURE
