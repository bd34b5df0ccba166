"""Recovery passphrases: made by the program, shown once, typed back by a person.

Six groups of four of 32 letters and digits that cannot be taken for one another (Crockford's base 32): 120 bits,
so that trying them all is out of reach whatever the file's own slowing adds.
"""

from __future__ import annotations

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 6, 4
BITS = GROUPS * GROUP * 5
_MEANT = str.maketrans("OIL", "011")


def passphrase_of(number: int) -> str:
    """The passphrase of a random number under ``2 ** BITS``: ``7Q2M-…``."""
    letters = [LETTERS[number >> 5 * place & 31] for place in range(GROUPS * GROUP)]
    return _grouped("".join(letters))


def meant(typed: str) -> str:
    """What was typed as the program writes it: small letters, blanks, missing dashes, O for 0, I and L for 1 are
    forgiven; empty for what is no passphrase of ours."""
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—")
    letters = letters.translate(_MEANT)
    whole = len(letters) == GROUPS * GROUP and all(letter in LETTERS for letter in letters)
    return _grouped(letters) if whole else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
