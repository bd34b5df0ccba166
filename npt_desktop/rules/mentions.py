"""Whether a text speaks of an issue, by the telling words of the issue's title.

A plain reading, shown as a figure beside the issue and never a decision: at least two telling words stand
in the text, or the only one there is. It knows no synonyms.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+", re.ASCII)
_COMMON = frozenset(
    [
        "about",
        "after",
        "along",
        "around",
        "area",
        "areas",
        "behaviour",
        "crime",
        "from",
        "issue",
        "issues",
        "local",
        "near",
        "over",
        "problem",
        "problems",
        "related",
        "road",
        "roads",
        "street",
        "streets",
        "that",
        "their",
        "there",
        "with",
    ]
)


def telling_words(title: str) -> frozenset[str]:
    """The words of a title that tell it from others, cut to their stems: ``bikes`` is ``bike``."""
    words = [word for word in _WORD.findall(title.casefold()) if len(word) > 3]
    chosen = [word for word in words if word not in _COMMON]
    return frozenset(map(_stem, chosen or words))


def mentions(text: str, telling: frozenset[str]) -> bool:
    """Whether a text holds two of the telling words, or the only one."""
    there = {_stem(word) for word in _WORD.findall(text.casefold())}
    return bool(telling) and len(telling & there) >= min(2, len(telling))


def same_issue(issue_id: int | None, title: str, other_id: int | None, other_title: str) -> bool:
    """Whether two records speak of one issue: by the category both name, or by a telling word of their titles."""
    if issue_id is not None and issue_id == other_id:
        return True
    telling = telling_words(title)
    return bool(telling & telling_words(other_title))


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")
