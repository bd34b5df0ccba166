"""Text from people as HTML: every letter escaped, nothing that could turn, hide or break the page."""

from __future__ import annotations

from html import escape


def safe(text: str) -> str:
    """The text with HTML's own marks escaped and letters it forbids shown as U+FFFD."""
    return escape("".join(map(allowed, text)), quote=True)


def allowed(letter: str) -> str:
    """HTML's own list: no control characters, no half of a pair; those show as U+FFFD."""
    code = ord(letter)
    if letter in "\n\t":
        return " "
    bad = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
    turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return "\ufffd" if bad or turning or 0xFDD0 <= code <= 0xFDEF else letter
