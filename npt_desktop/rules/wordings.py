"""Free text into issue categories: the table of synonyms a person corrects once, read the same everywhere.

Source: published practice of surveys with a controlled list of synonyms (domain report, section 2). Nothing is
dropped: words that fit no category are given back as such, to be counted and shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from npt_desktop.rules.lists import Term, simplified

_APART = re.compile(r"[;\n|]+")


class How(StrEnum):
    """Why a phrase counts towards an issue."""

    TABLE = "table"
    WORDS = "words"
    NONE = "none"

    @property
    def label(self) -> str:
        return {How.TABLE: "In the table", How.WORDS: "By its words", How.NONE: "No category"}[self]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The keys of the issues a phrase speaks of, in the order of the list, and how it was told."""

    keys: tuple[str, ...]
    how: How


NOTHING = Meaning((), How.NONE)


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of an answer, apart by ``;``, a line end or ``|``; blank ones left out."""
    found = (" ".join(part.split()) for part in _APART.split(text))
    return tuple(part for part in found if any(mark.isalnum() for mark in part))


class Wordings:
    """The table of synonyms, made once for many phrases. Retired terms are the caller's to leave out."""

    def __init__(self, issues: Iterable[Term]) -> None:
        self._order = tuple(issues)
        self._names: dict[str, str] = {}
        for term in self._order:
            for name in (term.label, *term.synonyms):
                if plain := simplified(name):
                    self._names.setdefault(plain, term.key)
        self._longest = sorted(self._names, key=len, reverse=True)
        self._known: dict[str, Meaning] = {}

    def read(self, phrase: str) -> Meaning:
        """What a phrase means: as the table has it, else by the names it holds as whole words."""
        known = self._known.get(phrase)
        if known is None:
            known = self._known[phrase] = self._read(phrase)
        return known

    def _read(self, phrase: str) -> Meaning:
        key = self._names.get(simplified(phrase))
        if key is not None:
            return Meaning((key,), How.TABLE)
        keys = self.named(phrase)
        return Meaning(keys, How.WORDS) if keys else NOTHING

    def named(self, text: str) -> tuple[str, ...]:
        """The issues a text names, in the order of the list; longer phrases win over shorter ones.

        A mention counts once. ``no burglary`` counts too: this is a help for a person who reads the text.
        """
        left = f" {simplified(text)} "
        hits: set[str] = set()
        for name in self._longest:
            if f" {name} " in left:
                hits.add(self._names[name])
                left = left.replace(f" {name} ", " | ")
        return tuple(term.key for term in self._order if term.key in hits)

    def of_answer(self, text: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """The issues one person's answer names, each once, and its phrases that fit none."""
        keys: set[str] = set()
        unsorted = []
        for phrase in phrases(text):
            meaning = self.read(phrase)
            keys.update(meaning.keys)
            if not meaning.keys:
                unsorted.append(phrase)
        return frozenset(keys), tuple(unsorted)
