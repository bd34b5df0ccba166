"""One dressed application for the interface tests, put back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from npt_desktop.ui.theme.theme import Theme


def pytest_configure(config: pytest.Config) -> None:
    # The offscreen platform says this of windows and popups; the desktop ones never do.
    silent = r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
    config.addinivalue_line("qt_log_ignore", silent)


class Stage(QWidget):
    """A plain window that carries the theme, for one widget under test."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("Canvas")
        self.lay = QVBoxLayout(self)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    theme = Theme(qapp, "light")
    theme.apply()
    return theme


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    yield dressed
    # Windows closed by qtbot are only marked for deletion; restyling them all takes seconds.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    dressed.set_mode("light")
    dressed.set_percent(100)


@pytest.fixture
def stage(theme: Theme, qtbot: QtBot) -> Callable[..., Stage]:
    """Shows widgets below one another in an active window."""

    kept: list[Stage] = []

    def show(*widgets: QWidget, width: int = 600, height: int = 400) -> Stage:
        made = Stage(theme)
        kept.append(made)
        for widget in widgets:
            made.lay.addWidget(widget)
        made.resize(width, height)
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return show
