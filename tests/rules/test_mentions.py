"""Whether a text speaks of an issue."""

from __future__ import annotations

import pytest

from npt_desktop.rules.mentions import mentions, telling_words

BIKES = "Off-road bikes on the colliery trail"


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        (BIKES, "A bike seen again on the TRAIL", True),
        (BIKES, "Bikes stolen at the station", False),
        ("Burglary", "Two burglaries last night", True),
        ("Speeding near schools", "Cars speed past the school", True),
        ("Speeding near schools", "A school fair", False),
        ("Road issues", "Nothing of the kind", False),
        ("", "anything", False),
    ],
)
def test_two_telling_words_or_the_only_one(title: str, text: str, said: bool) -> None:
    assert mentions(text, telling_words(title)) is said


def test_common_words_count_only_when_there_is_nothing_else() -> None:
    assert telling_words("Speeding near local roads") == telling_words("speed")
    assert len(telling_words("Road issues")) == 2
