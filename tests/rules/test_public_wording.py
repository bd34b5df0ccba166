"""A public wording in its two parts."""

from __future__ import annotations

import pytest

from npt_desktop.rules.public_wording import split_wording


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("You told us of bikes. We will patrol.", ("You told us of bikes.", "We will patrol.")),
        ("Bikes! Then thefts. We act. We will go on.", ("Bikes! Then thefts.", "We act. We will go on.")),
        ("Bikes on the trail.\n\nJoint patrols.\nBarriers.", ("Bikes on the trail.", "Joint patrols.\nBarriers.")),
        ("Bikes on the trail.", ("Bikes on the trail.", "")),
        ("We will patrol.", ("We will patrol.", "")),
        ("West Street is unsafe. Weekly patrols help.", ("West Street is unsafe. Weekly patrols help.", "")),
        ("  ", ("", "")),
    ],
)  # fmt: skip
def test_the_action_is_what_we_do(text: str, parts: tuple[str, str]) -> None:
    assert split_wording(text) == parts
