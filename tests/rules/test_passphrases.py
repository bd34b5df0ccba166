"""Recovery passphrases: every number has one, and people may type it their way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from npt_desktop.rules.passphrases import BITS, meant, passphrase_of

NUMBERS = st.integers(0, 2**BITS - 1)


@given(NUMBERS, NUMBERS)
def test_two_numbers_have_two_passphrases(one: int, two: int) -> None:
    assert (passphrase_of(one) == passphrase_of(two)) == (one == two)


@given(NUMBERS)
def test_it_may_be_typed_in_small_letters_with_blanks_and_look_alikes(number: int) -> None:
    made = passphrase_of(number)
    assert meant(made) == made
    typed = made.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert meant(f" {typed} ") == made


def test_what_is_too_short_or_holds_other_letters_is_none() -> None:
    made = passphrase_of(12345)
    assert meant(made[:-1]) == meant(made + "2") == meant("") == meant(made[:-1] + "ß") == ""
