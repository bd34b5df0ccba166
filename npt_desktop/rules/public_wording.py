"""A priority's public wording in its two parts: the issue, and what is being done.

Sources: data.police.uk, neighbourhood priorities (``issue`` and ``action``); design guide, picture 03, where
one box holds both: "You told us … We will …".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

UPDATE_PARTS = {"you_said": "You said", "we_did": "We did", "next_steps": "What happens next"}
"""The parts of a monthly update and their headings (booklet, Priority setting, step 6)."""

_WE = re.compile(r"(?<=[.!?])\s+(?=(?:We|Officers|Our (?:team|officers))\s)")


def split_wording(text: str) -> tuple[str, str]:
    """The issue and the action. The action is what follows the first line; in a single paragraph, what
    follows the first sentence that begins with "We" (or officers); empty when there is neither."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip():
        return first.strip(), rest.strip()
    parts = _WE.split(first, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def update_text(you_said: str, we_did: str, next_steps: str) -> str:
    """A monthly update as it goes out and is put on record."""
    said = zip(UPDATE_PARTS.values(), (you_said, we_did, next_steps), strict=True)
    return "\n\n".join(f"{heading}: {words}" for heading, words in said)


def stands_in(text: str, parts: Iterable[str]) -> bool:
    """Whether every part stands in a text letter for letter, however either is broken into lines: a line may end
    within a hyphened word."""
    whole = "".join(text.split())
    return all("".join(part.split()) in whole for part in parts)
