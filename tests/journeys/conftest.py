"""The whole program in its own window, driven by keys."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    # The offscreen platform says this of every window; the desktop ones never do.
    config.addinivalue_line("qt_log_ignore", r"This plugin does not support")
