"""Choosing records by what they are to be handled by."""

from __future__ import annotations

from npt_desktop.rules.marking import standard_markings
from npt_desktop.ui.widgets.forms import Combo


def marking_choice(name: str) -> Combo:
    """Any marking, or one of those listed; the value is its text, empty for any."""
    options = [("", "Any marking"), *((text, text) for text in standard_markings().texts)]
    return Combo(options, "", width=190, name=name)


def is_marked(marking: str, wanted: str) -> bool:
    """Whether a record handled by ``marking`` is among those wanted."""
    rules = standard_markings()
    return not wanted or rules.rank(marking) == rules.rank(wanted)
