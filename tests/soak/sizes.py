"""How often a test repeats itself: a small number in every run, a large one only in ``make soak``."""

from __future__ import annotations

import pytest


def rounds(small: int, full: int) -> pytest.MarkDecorator:
    """Gives the test its ``rounds``."""
    hours = [pytest.mark.soak, pytest.mark.timeout(6 * 3600)]
    return pytest.mark.parametrize(
        "rounds", [pytest.param(small, id="small"), pytest.param(full, id="full", marks=hours)]
    )
