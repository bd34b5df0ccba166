"""Small runs in ``make test``, full ones in ``make soak``; the figures of both are printed at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_FIGURES = pytest.StashKey[list[str]]()
Record = Callable[[str], None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = []


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Record:
    """Takes one line of figures."""
    return request.config.stash[_FIGURES].append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = terminalreporter.config.stash[_FIGURES]
    if figures:
        terminalreporter.section("figures")
        for line in figures:
            terminalreporter.line(line)
