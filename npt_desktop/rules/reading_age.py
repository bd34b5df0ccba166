"""How old a reader has to be for a text.

Source: the Flesch–Kincaid grade level (Kincaid and others, 1975), plus five for the age of a British pupil. It
counts words, sentences and syllables, nothing else: a guide for a person, who decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?\s][^.!?\n]*(?:[.!?](?=\S)[^.!?\n]+)*")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")


def syllables(word: str) -> int:
    """About how many syllables a word has, one at least; a silent e at the end is none."""
    plain = word.casefold()
    count = len(_VOWELS.findall(plain))
    if (
        plain.endswith(("es", "ed"))
        and not plain.endswith(("les", "ted", "ded", "ses", "ches", "shes", "ges"))
    ) or (plain.endswith("e") and not plain.endswith("le")):
        count -= 1
    return max(1, count)


def sentences(text: str) -> list[tuple[int, int]]:
    """The places of the sentences that hold a word."""
    return [m.span() for m in _SENTENCE.finditer(text) if _WORD.search(m[0])]


def reading_age(text: str) -> float:
    """The age in years from which a text can be read; 0 where there is nothing to read."""
    spans = sentences(text)
    words = _WORD.findall(text)
    return _age(words, len(spans)) if words else 0.0


def word_count(text: str) -> int:
    """The words of a text."""
    return len(_WORD.findall(text))


def hardest(text: str) -> tuple[int, int]:
    """The place of the sentence that asks most of a reader. Raises ValueError for a text without words."""
    return max(sentences(text), key=lambda span: _age(_WORD.findall(text[slice(*span)]), 1))


def _age(words: Sequence[str], count: int) -> float:
    said = sum(syllables(word) for word in words)
    return max(5.0, 0.39 * len(words) / max(1, count) + 11.8 * said / len(words) - 15.59 + 5)
