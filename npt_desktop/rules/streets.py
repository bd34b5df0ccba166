"""Where crimes were, as data.police.uk publishes it (“On or near …”), counted and kept as lines of text.

Lines rather than a mapping of mappings: a force's month is written and journaled a third faster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

Places = Counter[tuple[str, str]]
"""How many crimes of a category at a place: both as published."""
NO_STREET = "No location"
"""What is published in the place of a street where there is none."""
NEAR = "On or near "


def packed_streets(places: Mapping[tuple[str, str], int]) -> str:
    """One line a category and place: both and the number, apart by tabs. Crimes without a place leave none."""
    lines = [
        f"{kind}\t{street}\t{count}"
        if kind.isprintable() and street.isprintable()
        else f"{_one_line(kind)}\t{_one_line(street)}\t{count}"
        for (kind, street), count in sorted(places.items())
        if street and street != NO_STREET
    ]
    return "\n".join(lines)


def unpacked_streets(text: str) -> Places:
    """What such lines say; a line that is none is passed over."""
    found: Places = Counter()
    for line in text.split("\n"):
        kind, _, rest = line.partition("\t")
        street, _, count = rest.rpartition("\t")
        if street and count.isdecimal():
            found[kind, street] += int(count)
    return found


def most_often(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Places with the most crimes first, then by name."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def spoken(places: Sequence[tuple[str, int]]) -> str:
    """The first place without its number, then the others: ``on or near Elm Street; Oak Road 8, Ash Road 5``."""
    first = places[0][0]
    others = ", ".join(f"{street.removeprefix(NEAR)} {count:,}" for street, count in places[1:])
    return f"{first[:1].lower()}{first[1:]}{'; ' if others else ''}{others}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
