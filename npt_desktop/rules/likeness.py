"""Which plans are like another: by the words they share, rare words counting more, and by the same problem.

Source: Sparck Jones, "A statistical interpretation of term specificity", *J. Documentation* 28, 1972 (a shared
word weighs by how few texts hold it).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from npt_desktop.rules.words import matching_form

SAME_PROBLEM = 0.15
"""What the same kind of problem adds to likeness, which runs from 0 to 1."""
LEAST = 0.08
"""Likeness below which a plan is not shown."""
_PLAIN = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "was",
        "were",
        "with",
        "that",
        "this",
        "from",
        "have",
        "has",
        "had",
        "not",
        "but",
        "they",
        "them",
        "their",
        "there",
        "who",
        "what",
        "when",
        "where",
        "into",
        "onto",
        "over",
        "than",
        "then",
        "its",
        "been",
        "being",
        "will",
        "would",
        "can",
        "could",
        "all",
        "any",
        "each",
        "one",
        "two",
        "three",
        "most",
        "more",
        "some",
        "such",
        "says",
        "said",
        "plan",
        "problem",
        "reports",
        "report",
        "police",
        "officers",
        "people",
        "area",
        "local",
        "about",
        "after",
        "before",
        "between",
        "since",
    ]
)


def words_of(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, without plural endings."""
    found = re.findall(r"[^\W\d_]{3,}", matching_form(text))
    return frozenset(_stem(word) for word in found if word not in _PLAIN)


@lru_cache(maxsize=50_000)  # the same few thousand words come again and again
def _stem(word: str) -> str:
    for end, kept in (("ies", "y"), ("ing", ""), ("s", "")):
        if word.endswith(end) and len(word) - len(end) >= 3 and not word.endswith("ss"):
            return word.removesuffix(end) + kept
    return word


def most_like(
    own: frozenset[str],
    others: Mapping[int, frozenset[str]],
    same: frozenset[int] = frozenset(),
    most: int = 5,
) -> Sequence[int]:
    """The keys of the texts most like ``own``, nearest first. ``same`` are those of the same kind of problem."""
    counts = Counter(word for words in others.values() for word in words)
    total = len(others) + 1

    def weight(word: str) -> float:
        return log(total / (counts[word] + 1)) + 0.3

    weights = {word: weight(word) ** 2 for word in own}
    size = sqrt(sum(weights.values()))
    found: list[tuple[float, int]] = []
    for key, words in others.items():
        shared = own & words
        near = SAME_PROBLEM if key in same else 0.0
        if shared:
            heavy = sqrt(sum(weight(word) ** 2 for word in words))
            near += sum(weights[word] for word in shared) / (size * heavy)
        if near >= LEAST:
            found.append((near, key))
    found.sort(key=lambda one: (-one[0], -one[1]))
    return [key for _, key in found[:most]]
