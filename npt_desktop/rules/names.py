"""Names as people give them: what cannot be shown has no place in one."""

from __future__ import annotations

import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def can_be_shown(name: str) -> bool:
    """Whether a name holds no control or turning characters, halves of characters or characters of nobody's.

    A joiner between letters is part of some names and is taken.
    """
    return not any(
        unicodedata.category(letter) in _UNSEEN and letter not in "\u200c\u200d" for letter in name
    )
