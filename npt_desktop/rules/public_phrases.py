"""The set phrases and lengths of the forms a public text goes out in, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class PublicPhrases:
    """The phrases, each as ``resources/public_forms.json`` names it, and the lengths in characters."""

    post_characters: int
    alert_characters: int
    post_opening: str
    alert_opening: str
    alert_before: str
    alert_rider: str
    newsletter_opening: str
    newsletter_none: str
    newsletter_close: str
    blog_opening: str
    blog_none: str
    blog_close: str


def load_phrases(path: Path) -> PublicPhrases:
    """The phrases of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    keys = tuple(PublicPhrases.__dataclass_fields__)
    entry.only("about", *keys)
    found: dict[str, Any] = {}
    for key in keys:
        whole = key.endswith("_characters")
        found[key] = entry.whole(key, low=80, high=100_000) if whole else entry.text(key)
    return PublicPhrases(**found)


@cache
def standard_phrases() -> PublicPhrases:
    """The phrases the program ships with."""
    return load_phrases(resources() / "public_forms.json")
