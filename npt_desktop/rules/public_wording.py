"""A priority's public wording in its two parts: the issue, and what is being done.

Sources: data.police.uk, neighbourhood priorities (``issue`` and ``action``); design guide, picture 03, where
one box holds both: "You told us … We will …".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WE = re.compile(r"(?<=[.!?])\s+(?=(?:We|Officers|Our (?:team|officers))\s)")


def split_wording(text: str) -> tuple[str, str]:
    """The issue and the action. The action is what follows the first line; in a single paragraph, what
    follows the first sentence that begins with "We" (or officers); empty when there is neither."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip():
        return first.strip(), rest.strip()
    parts = _WE.split(first, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def stands_in(text: str, parts: Iterable[str]) -> bool:
    """Whether every part stands in a text letter for letter, however either is broken into lines: a line may end
    within a hyphened word."""
    whole = "".join(text.split())
    return all("".join(part.split()) in whole for part in parts)
