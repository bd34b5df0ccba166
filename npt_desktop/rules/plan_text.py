"""The standing text of a printed engagement plan (booklet, example of a neighbourhood engagement plan)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


def load_plan_text(path: Path) -> tuple[tuple[str, str], ...]:
    """Each section's title and text. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    entry.only("about", "sections")
    found = []
    for section in entry.entries("sections"):
        section.only("title", "text")
        found.append((section.text("title"), section.text("text")))
    return tuple(found)


@cache
def standard_plan_text() -> tuple[tuple[str, str], ...]:
    """The text the program ships with."""
    return load_plan_text(resources() / "engagement_plan.json")
