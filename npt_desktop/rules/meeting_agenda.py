"""The standing agenda of the quarterly priority meeting, as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


def load_agenda(path: Path) -> tuple[str, ...]:
    """The items of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "agenda")
    items = entry.texts("agenda")
    if not items:
        entry.refuse("needs at least one item under “agenda”")
    return items


@cache
def standard_agenda() -> tuple[str, ...]:
    """The agenda the program ships with."""
    return load_agenda(resources() / "priority_meeting.json")
