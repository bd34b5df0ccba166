"""Small turns of phrase the rules share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def listed(words: Iterable[str]) -> str:
    """``3, 5 and 8``; empty for nothing."""
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def present(text: str) -> bool:
    """Whether a field says anything: a letter or a figure. Length never counts as quality."""
    return text[:1].isalnum() or any(mark.isalnum() for mark in text)  # the first mark nearly always tells


_OTHER_SPACES = b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"


def matching_form(text: str) -> str:
    """Text for comparing: NFKC, white space collapsed (non-breaking spaces too), case folded."""
    if text.isascii():
        folded = text.casefold()
        # Splitting costs ten times what finding out costs that there is nothing to collapse.
        if "  " not in folded and len(folded.encode().translate(None, _OTHER_SPACES)) == len(folded):
            return folded.strip(" ")
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def matching_forms(texts: Sequence[str]) -> list[str]:
    """:func:`matching_form` of many texts. Most are plain ASCII without anything to collapse, which one look at all of
    them tells."""
    whole = "\0".join(texts)
    if whole.isascii() and whole.count("\0") == len(texts) - 1:
        folded = whole.casefold()
        if "  " not in folded and len(folded.encode().translate(None, _OTHER_SPACES)) == len(folded):
            return [text.strip(" ") for text in folded.split("\0")]
    return [matching_form(text) for text in texts]
