"""The words the check of public text knows, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from npt_desktop.paths import resources
from npt_desktop.rules.resource_file import read_entry


@dataclass(frozen=True, slots=True)
class PublicWords:
    """The words, each list as ``resources/publishing.json`` explains it."""

    public_numbers: tuple[str, ...]
    titles: tuple[str, ...]
    plain_titles: tuple[str, ...]
    place_titles: tuple[str, ...]
    ranks: tuple[str, ...]
    plain_ranks: tuple[str, ...]
    before_ranks: tuple[str, ...]
    after_ranks: tuple[str, ...]
    streets: tuple[str, ...]
    lower_streets: tuple[str, ...]
    places: tuple[str, ...]
    not_names: tuple[str, ...]
    ordinary_names: tuple[str, ...]
    not_houses: tuple[str, ...]
    not_officers: tuple[str, ...]
    markings: tuple[str, ...]
    plain_markings: tuple[str, ...]
    not_marks: tuple[str, ...]
    not_quarters: tuple[str, ...]
    parts: tuple[str, ...]
    placeholders: tuple[str, ...]
    reading_age: int
    reading_words: int


def load_public_words(path: Path) -> PublicWords:
    """The words of a file. Raises CannotDo with a sentence naming a hand-made mistake."""
    entry = read_entry(path)
    keys = tuple(PublicWords.__dataclass_fields__)
    entry.only("about", *keys)
    found: dict[str, Any] = {key: entry.texts(key) for key in keys if not key.startswith("reading_")}
    found["reading_age"] = entry.whole("reading_age", low=9, high=25)
    found["reading_words"] = entry.whole("reading_words", low=10, high=1000)
    return PublicWords(**found)


@cache
def standard_public_words() -> PublicWords:
    """The words the program ships with."""
    return load_public_words(resources() / "publishing.json")
